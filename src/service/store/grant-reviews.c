/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/store/grant-reviews.h"

#include <string.h>

#include "common/json.h"
#include "common/permission-review.h"
#include "service/store/grants.h"
#include "service/store/rows.h"

/* Nobody is reminded of what will end by itself, or has. $1: now, $2: when it is unused since */
#define UNUSED                                                                                        \
  "(expires = 0 OR expires > CAST ($1 AS BIGINT)) AND principal_kind <> 'contact' AND "               \
  "created < CAST ($2 AS BIGINT) AND (SELECT at FROM grant_uses_began) < CAST ($2 AS BIGINT) AND "    \
  "NOT EXISTS (SELECT 1 FROM grant_uses AS u WHERE u.grant_id = grants.id AND u.used >= CAST ($2 AS " \
  "BIGINT))"
#define EXPIRED "expires > 0 AND expires <= CAST ($1 AS BIGINT)"
#define NOBODY  "principal_kind || ' ' || principal IN (SELECT value FROM json_each ($1))"

guint8 *
reeve_grant_reviews_list_absent (ReeveTx *tx, ReevePermissionModel *model, GError **error)
{
  ReeveStatement *statement =
    reeve_tx_prepare (tx, "SELECT id FROM users WHERE deleted = 0 AND state = 'suspended'", error);
  g_autofree guint8 *absent = g_new0 (guint8, reeve_permission_model_get_n_subjects (model) + 1);
  gboolean row = TRUE;

  if (statement == NULL)
    return NULL;
  while (row)
    {
      guint32 subject;

      if (!reeve_statement_step (statement, &row, error))
        return NULL;
      subject = row ? reeve_permission_model_find_subject (model, reeve_statement_get_text (statement, 0))
                    : REEVE_NO_NUMBER;
      if (subject != REEVE_NO_NUMBER)
        absent[subject] = 1;
    }
  return g_steal_pointer (&absent);
}

GStrv
reeve_grant_reviews_list_nobodies (ReeveTx *tx, ReevePermissionModel *model, GError **error)
{
  g_autofree guint8 *absent = reeve_grant_reviews_list_absent (tx, model, error);
  ReeveStatement *statement =
    absent != NULL ? reeve_tx_prepare (tx, "SELECT DISTINCT principal_kind, principal FROM grants", error)
                   : NULL;
  g_autoptr (GStrvBuilder) nobodies = g_strv_builder_new ();
  gboolean row = TRUE;

  if (statement == NULL)
    return NULL;
  while (row)
    {
      ReevePrincipalKind kind;
      const char *word;
      const char *id;

      if (!reeve_statement_step (statement, &row, error))
        return NULL;
      word = row ? reeve_statement_get_text (statement, 0) : NULL;
      id = row ? reeve_statement_get_text (statement, 1) : NULL;
      if (row && reeve_principal_kind_from_wire (word, &kind) &&
          !reeve_permission_has_member (model, kind, id, absent))
        g_strv_builder_take (nobodies, g_strdup_printf ("%s %s", word, id));
    }
  return g_strv_builder_end (nobodies);
}

static gboolean
count (ReeveTx *tx, const char *where, const char *const *bind, gint64 *n, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM grants WHERE %s", where);
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, error);

  for (guint i = 0; statement != NULL && bind[i] != NULL; i++)
    reeve_statement_bind_text (statement, i + 1, bind[i]);
  return reeve_statement_read_int (statement, n, error);
}

static char *
write_array (const char *const *texts)
{
  g_autoptr (GString) json = g_string_new ("[");

  for (guint i = 0; texts != NULL && texts[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append_c (json, ',');
      reeve_json_append_string (json, texts[i]);
    }
  g_string_append_c (json, ']');
  return g_string_free_and_steal (g_steal_pointer (&json));
}

ReeveListing *
reeve_grant_reviews_list (ReeveTx *tx,
                          const ReeveQuery *query,
                          const char *const *nobodies,
                          gint64 now,
                          GError **error)
{
  const char *finding = reeve_query_get_filter (query, "finding");
  g_autofree char *at = g_strdup_printf ("%" G_GINT64_FORMAT, now);
  g_autofree char *since = g_strdup_printf ("%" G_GINT64_FORMAT, now - REEVE_GRANT_UNUSED);
  g_autofree char *ids = write_array (nobodies);
  gboolean unused = strcmp (finding, "unused") == 0;
  gboolean nobody = strcmp (finding, "nobody") == 0;
  const char *where = unused ? UNUSED : nobody ? NOBODY : EXPIRED;
  const char *bind[] = { nobody ? ids : at, unused ? since : NULL, NULL };
  g_autoptr (ReeveListing) listing = reeve_grants_list_where (tx, query, where, bind, error);

  if (listing == NULL || !count (tx, where, bind, &listing->total, error))
    return NULL;
  return g_steal_pointer (&listing);
}

GPtrArray *
reeve_grant_reviews_list_managed (ReeveTx *tx, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (tx, "SELECT folder FROM managed_folders", error);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  gboolean row = TRUE;

  if (statement == NULL)
    return NULL;
  while (row)
    {
      if (!reeve_statement_step (statement, &row, error))
        return NULL;
      if (row)
        g_ptr_array_add (ids, g_strdup (reeve_statement_get_text (statement, 0)));
    }
  return g_steal_pointer (&ids);
}

gboolean
reeve_grant_reviews_settle (ReeveTx *tx, const char *folder, GError **error)
{
  ReeveStatement *statement =
    reeve_tx_prepare (tx,
                      "DELETE FROM managed_folders WHERE folder = $1 AND NOT EXISTS "
                      "(SELECT 1 FROM grants WHERE folder = $1 AND verbs LIKE '%manage%')",
                      error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, folder);
  return reeve_statement_run (statement, NULL, error);
}
