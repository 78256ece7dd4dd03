/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/store/grants.h"

#include "common/capability.h"
#include "common/error.h"
#include "common/permission-model.h"
#include "service/store/folders.h"
#include "service/store/grant-uses.h"
#include "service/store/rows.h"

#define TABLE "grants"

static const ReeveSort sorts[] = { { "created", "created", TRUE }, { NULL, NULL, FALSE } };

char *
reeve_grants_name_principal (ReeveTx *tx, const char *kind, const char *id, GError **error)
{
  const char *sql = g_strcmp0 (kind, "group") == 0  ? "SELECT name FROM groups WHERE id = $1"
                    : g_strcmp0 (kind, "role") == 0 ? "SELECT name FROM roles WHERE id = $1"
                    : g_strcmp0 (kind, "contact") == 0
                      ? "SELECT display_name FROM contacts WHERE id = $1"
                      : "SELECT display_name FROM users WHERE id = $1 AND deleted = 0";
  ReeveStatement *statement;
  gboolean row;

  if (g_strcmp0 (kind, "role") == 0 && reeve_role_is_built_in (id))
    return g_strdup (id);
  statement = reeve_tx_prepare (tx, sql, error);
  if (statement == NULL)
    return NULL;
  reeve_statement_bind_text (statement, 1, id);
  if (!reeve_statement_step (statement, &row, error))
    return NULL;
  return row ? g_strdup (reeve_statement_get_text (statement, 0)) : NULL;
}

static gboolean
complete (ReeveTx *tx, ReeveGrant *grant, GError **error)
{
  g_autoptr (GError) local = NULL;

  grant->principal_name = reeve_grants_name_principal (tx, grant->principal_kind, grant->principal, &local);
  if (local == NULL)
    grant->folder_path = reeve_folders_get_path (tx, grant->folder, &local);
  if (local == NULL && reeve_grant_uses_get (tx, grant->id, &grant->last_used, &local))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
complete_all (ReeveTx *tx, GPtrArray *grants, GError **error)
{
  for (guint i = 0; i < grants->len; i++)
    if (!complete (tx, grants->pdata[i], error))
      return FALSE;
  return TRUE;
}

ReeveListing *
reeve_grants_list_where (ReeveTx *tx,
                         const ReeveQuery *query,
                         const char *where,
                         const char *const *bind,
                         GError **error)
{
  const ReeveListSpec spec = { TABLE, reeve_grant_get_type (), sorts, FALSE, NULL };
  g_autoptr (ReeveListing) listing = reeve_rows_list (tx, &spec, query, where, bind, error);

  return listing != NULL && complete_all (tx, listing->items, error) ? g_steal_pointer (&listing) : NULL;
}

ReeveListing *
reeve_grants_list (ReeveTx *tx, const ReeveQuery *query, GError **error)
{
  const char *kind = reeve_query_get_filter (query, "principalKind");
  const char *principal = reeve_query_get_filter (query, "principal");
  const char *bind[] = { kind, principal, NULL };

  if (kind != NULL && !g_strv_contains (reeve_principal_kinds, kind))
    {
      reeve_error_add_member (error, "?principalKind", "choice", "is none of the kinds");
      return NULL;
    }
  if (kind == NULL && principal != NULL)
    {
      reeve_error_add_member (error, "?principalKind", "required", "is required with principal");
      return NULL;
    }
  return reeve_grants_list_where (tx, query,
                                  principal != NULL ? "principal_kind = $1 AND principal = $2"
                                  : kind != NULL    ? "principal_kind = $1"
                                                    : NULL,
                                  kind != NULL ? bind : NULL, error);
}

GPtrArray *
reeve_grants_list_on (ReeveTx *tx, const char *folder, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM " TABLE " WHERE folder = $1 ORDER BY id",
                                          reeve_rows_columns (reeve_grant_get_type ()));
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, error);
  g_autoptr (GPtrArray) grants = NULL;

  if (statement == NULL)
    return NULL;
  reeve_statement_bind_text (statement, 1, folder);
  grants = reeve_rows_read_all (statement, reeve_grant_get_type (), error);
  return grants != NULL && complete_all (tx, grants, error) ? g_steal_pointer (&grants) : NULL;
}

GPtrArray *
reeve_grants_list_of (ReeveTx *tx, const char *kind, const char *principal, GError **error)
{
  g_autofree char *sql =
    g_strdup_printf ("SELECT %s FROM " TABLE " WHERE principal_kind = $1 AND principal = $2 ORDER BY id",
                     reeve_rows_columns (reeve_grant_get_type ()));
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, error);

  if (statement == NULL)
    return NULL;
  reeve_statement_bind_text (statement, 1, kind);
  reeve_statement_bind_text (statement, 2, principal);
  return reeve_rows_read_all (statement, reeve_grant_get_type (), error);
}

ReeveGrant *
reeve_grants_get (ReeveTx *tx, const char *id, GError **error)
{
  g_autoptr (ReeveGrant) grant = reeve_rows_get (tx, TABLE, reeve_grant_get_type (), id, error);

  return grant != NULL && complete (tx, grant, error) ? g_steal_pointer (&grant) : NULL;
}

gboolean
reeve_grants_insert (ReeveTx *tx, ReeveGrant *grant, GError **error)
{
  return reeve_rows_insert (tx, TABLE, grant, NULL, error);
}

gboolean
reeve_grants_update (ReeveTx *tx, ReeveGrant *stored, ReeveGrant *grant, GError **error)
{
  return reeve_rows_change (tx, TABLE, stored, grant, stored->version, NULL, error);
}

gboolean
reeve_grants_delete (ReeveTx *tx, const char *id, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (tx, "DELETE FROM " TABLE " WHERE id = $1", error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, id);
  return reeve_statement_run (statement, NULL, error);
}
