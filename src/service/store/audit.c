/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The audit trail: appended in the transaction of the change, never updated. Ids are UUIDv7, so that their
 * order is the order of time. */

#include "config.h"

#include "service/store/audit.h"

#include "common/clock.h"
#include "service/store/rows.h"

/* Of a grant that is there, or was when it was given. @folder: (out) (nullable) (transfer full) */
static gboolean
find_folder (ReeveTx *tx, const char *grant, char **folder, GError **error)
{
  ReeveStatement *statement =
    reeve_tx_prepare (tx,
                      "SELECT folder FROM grants WHERE id = $1 UNION ALL SELECT folder FROM audit "
                      "WHERE object_type = 'grant' AND object_id = $1 AND folder IS NOT NULL LIMIT 1",
                      error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, grant);
  if (!reeve_statement_step (statement, &row, error))
    return FALSE;
  *folder = row ? g_strdup (reeve_statement_get_text (statement, 0)) : NULL;
  return !row || reeve_statement_run (statement, NULL, error);
}

gboolean
reeve_audit_append (ReeveTx *tx, ReeveAuditEntry *entry, GError **error)
{
  g_autofree char *folder = NULL;
  const char *extra[] = { "folder", NULL, NULL };

  if (entry->id == NULL)
    entry->id = reeve_id_new ();
  if (entry->time == 0)
    entry->time = reeve_clock_now ();
  if (g_strcmp0 (entry->object_type, "folder") == 0)
    folder = g_strdup (entry->object_id);
  else if (g_strcmp0 (entry->object_type, "grant") == 0 &&
           !find_folder (tx, entry->object_id, &folder, error))
    return FALSE;
  extra[1] = folder;
  return reeve_rows_insert (tx, "audit", entry, folder != NULL ? extra : NULL, error);
}

GPtrArray *
reeve_audit_list_batch (ReeveTx *tx, const char *batch, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM audit WHERE batch = $1 ORDER BY id",
                                          reeve_rows_columns (reeve_audit_entry_get_type ()));
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, error);

  if (statement == NULL)
    return NULL;
  reeve_statement_bind_text (statement, 1, batch);
  return reeve_rows_read_all (statement, reeve_audit_entry_get_type (), error);
}

GPtrArray *
reeve_audit_list_batch_ids (ReeveTx *tx, const char *batch, GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  ReeveStatement *statement =
    reeve_tx_prepare (tx, "SELECT id FROM audit WHERE batch = $1 ORDER BY id", error);
  gboolean row;

  if (statement == NULL)
    return NULL;
  reeve_statement_bind_text (statement, 1, batch);
  while (TRUE)
    {
      if (!reeve_statement_step (statement, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&ids);
      g_ptr_array_add (ids, g_strdup (reeve_statement_get_text (statement, 0)));
    }
}

GPtrArray *
reeve_audit_list_object (ReeveTx *tx, const char *type, const char *id, guint limit, GError **error)
{
  g_autofree char *sql = g_strdup_printf (
    "SELECT %s FROM audit WHERE object_type = $1 AND object_id = $2 ORDER BY id DESC LIMIT $3",
    reeve_rows_columns (reeve_audit_entry_get_type ()));
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, error);

  if (statement == NULL)
    return NULL;
  reeve_statement_bind_text (statement, 1, type);
  reeve_statement_bind_text (statement, 2, id);
  reeve_statement_bind_int (statement, 3, limit);
  return reeve_rows_read_all (statement, reeve_audit_entry_get_type (), error);
}

ReeveAuditEntry *
reeve_audit_find_first (ReeveTx *tx, const char *type, const char *id, const char *action, GError **error)
{
  g_autofree char *sql =
    g_strdup_printf ("SELECT %s FROM audit WHERE object_type = $1 AND object_id = $2 AND "
                     "action = $3 ORDER BY id LIMIT 1",
                     reeve_rows_columns (reeve_audit_entry_get_type ()));
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, error);
  g_autoptr (GPtrArray) found = NULL;

  if (statement == NULL)
    return NULL;
  reeve_statement_bind_text (statement, 1, type);
  reeve_statement_bind_text (statement, 2, id);
  reeve_statement_bind_text (statement, 3, action);
  found = reeve_rows_read_all (statement, reeve_audit_entry_get_type (), error);
  return found != NULL && found->len > 0 ? g_object_ref (found->pdata[0]) : NULL;
}

/* One page, newest first. The cursor is of this object and no other. */
static ReeveListing *
list_page (ReeveTx *tx,
           const ReeveQuery *query,
           const char *type,
           const char *id,
           const char *where,
           const char *const *values,
           GError **error)
{
  static const ReeveSort sorts[] = { { "id", "id", FALSE }, { NULL } };
  const ReeveListSpec spec = { "audit", reeve_audit_entry_get_type (), sorts };
  g_autoptr (ReeveQuery) bound = reeve_query_copy (query);

  bound->descending = TRUE;
  reeve_query_set_filter (bound, type, id);
  return reeve_rows_list (tx, &spec, bound, where, values, error);
}

ReeveListing *
reeve_audit_list (ReeveTx *tx, const char *type, const char *id, const ReeveQuery *query, GError **error)
{
  const char *const values[] = { type, id, NULL };

  return list_page (tx, query, type, id, "object_type = $1 AND object_id = $2", values, error);
}

ReeveListing *
reeve_audit_list_folder (ReeveTx *tx, const char *id, const ReeveQuery *query, GError **error)
{
  const char *const values[] = { id, NULL };

  return list_page (tx, query, "folder", id, "folder = $1", values, error);
}

gboolean
reeve_audit_count_by (ReeveTx *tx,
                      const char *actor,
                      const char *action,
                      gint64 since,
                      gint64 *n,
                      GError **error)
{
  ReeveStatement *statement =
    reeve_tx_prepare (tx, "SELECT count(*) FROM audit WHERE actor = $1 AND action = $2 AND time > $3", error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, actor);
  reeve_statement_bind_text (statement, 2, action);
  reeve_statement_bind_int (statement, 3, since);
  return reeve_statement_read_int (statement, n, error);
}
