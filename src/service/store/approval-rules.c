/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/store/approval-rules.h"

#include "common/error.h"
#include "service/store/folders.h"
#include "service/store/rows.h"

#define TABLE "approval_rules"

static const ReeveSort sorts[] = { { "created", "created", TRUE }, { NULL, NULL, FALSE } };

gboolean
reeve_approval_rules_show (ReeveTx *tx, ReeveApprovalRule *rule, GError **error)
{
  g_clear_pointer (&rule->folder_path, g_strfreev);
  if (rule->folder == NULL)
    return TRUE;
  rule->folder_path = reeve_folders_get_path (tx, rule->folder, error);
  return rule->folder_path != NULL;
}

ReeveListing *
reeve_approval_rules_list (ReeveTx *tx, const ReeveQuery *query, GError **error)
{
  const ReeveListSpec spec = { TABLE, reeve_approval_rule_get_type (), sorts, FALSE, NULL };
  const char *folder = reeve_query_get_filter (query, "folder");
  const char *operation = reeve_query_get_filter (query, "operation");
  const char *values[] = { folder != NULL ? folder : operation, folder != NULL ? operation : NULL, NULL };
  const char *where = folder != NULL && operation != NULL ? "folder = $1 AND operation = $2"
                      : folder != NULL                    ? "folder = $1"
                      : operation != NULL                 ? "operation = $1"
                                                          : NULL;
  g_autoptr (ReeveQuery) asked = reeve_query_copy (query);
  g_autoptr (ReeveListing) listing = NULL;

  if (asked->sort == NULL)
    asked->descending = TRUE;
  listing = reeve_rows_list (tx, &spec, asked, where, where != NULL ? values : NULL, error);
  if (listing == NULL)
    return NULL;
  for (guint i = 0; i < listing->items->len; i++)
    if (!reeve_approval_rules_show (tx, listing->items->pdata[i], error))
      return NULL;
  if (query->cursor == NULL && listing->next == NULL)
    listing->total = listing->items->len;
  return g_steal_pointer (&listing);
}

ReeveApprovalRule *
reeve_approval_rules_get (ReeveTx *tx, const char *id, GError **error)
{
  return reeve_rows_get (tx, TABLE, reeve_approval_rule_get_type (), id, error);
}

GPtrArray *
reeve_approval_rules_read (ReeveTx *tx, gboolean of_folders, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM " TABLE "%s ORDER BY id",
                                          reeve_rows_columns (reeve_approval_rule_get_type ()),
                                          of_folders ? " WHERE folder IS NOT NULL" : "");
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, error);

  return statement != NULL ? reeve_rows_read_all (statement, reeve_approval_rule_get_type (), error) : NULL;
}

gboolean
reeve_approval_rules_find (ReeveTx *tx, const char *operation, ReeveApprovalRule **rule, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM " TABLE " WHERE operation = $1",
                                          reeve_rows_columns (reeve_approval_rule_get_type ()));
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, error);
  g_autoptr (GPtrArray) rows = NULL;

  *rule = NULL;
  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, operation);
  rows = reeve_rows_read_all (statement, reeve_approval_rule_get_type (), error);
  if (rows == NULL)
    return FALSE;
  if (rows->len > 0)
    *rule = g_object_ref (rows->pdata[0]);
  return TRUE;
}

static gboolean
check_room (ReeveTx *tx, GError **error)
{
  gint64 count;

  if (!reeve_statement_read_int (reeve_tx_prepare (tx, "SELECT count(*) FROM " TABLE, error), &count, error))
    return FALSE;
  if (count < REEVE_APPROVAL_RULES)
    return TRUE;
  reeve_set_error (error, REEVE_ERROR_CONFLICT, "too_many_rules", "there are %d rules", REEVE_APPROVAL_RULES);
  return FALSE;
}

gboolean
reeve_approval_rules_insert (ReeveTx *tx, ReeveApprovalRule *rule, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (!check_room (tx, error))
    return FALSE;
  if (reeve_rows_insert (tx, TABLE, rule, NULL, &local))
    return TRUE;
  if (g_error_matches (local, REEVE_ERROR, REEVE_ERROR_CONFLICT))
    reeve_set_error (error, REEVE_ERROR_CONFLICT, "rule_taken", "there is a rule about the same");
  else
    g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

gboolean
reeve_approval_rules_update (ReeveTx *tx, ReeveApprovalRule *stored, ReeveApprovalRule *rule, GError **error)
{
  return reeve_rows_change (tx, TABLE, stored, rule, stored->version, NULL, error);
}

gboolean
reeve_approval_rules_delete (ReeveTx *tx, const char *id, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (tx, "DELETE FROM " TABLE " WHERE id = $1", error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, id);
  return reeve_statement_run (statement, NULL, error);
}
