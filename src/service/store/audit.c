/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The audit trail: appended in the transaction of the change, never updated. Ids are UUIDv7, so that their
 * order is the order of time. */

#include "config.h"

#include "service/store/audit.h"

#include "common/clock.h"
#include "service/store/rows.h"

gboolean
reeve_audit_append (ReeveTx *tx, ReeveAuditEntry *entry, GError **error)
{
  if (entry->id == NULL)
    entry->id = reeve_id_new ();
  if (entry->time == 0)
    entry->time = reeve_clock_now ();
  return reeve_rows_insert (tx, "audit", entry, NULL, error);
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

ReeveListing *
reeve_audit_list (ReeveTx *tx, const char *type, const char *id, const ReeveQuery *query, GError **error)
{
  static const ReeveSort sorts[] = { { "id", "id", FALSE }, { NULL } };
  const ReeveListSpec spec = { "audit", reeve_audit_entry_get_type (), sorts };
  const char *const values[] = { type, id, NULL };
  g_autoptr (ReeveQuery) bound = reeve_query_copy (query);

  bound->descending = TRUE;
  reeve_query_set_filter (bound, type, id); /* the cursor is of this object and no other */
  return reeve_rows_list (tx, &spec, bound, "object_type = $1 AND object_id = $2", values, error);
}
