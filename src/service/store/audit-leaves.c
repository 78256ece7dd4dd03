/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A leaf commits to SHA-256 of the salt and the entry's canonical JSON (RFC 8785), as it is answered. */

#include "config.h"

#include "service/store/audit-leaves.h"

#include "common/error.h"
#include "common/record-line.h"
#include "service/store/ledger.h"
#include "service/store/rows.h"

static gboolean
hash_entry (ReeveAuditEntry *entry, gconstpointer salt, ReeveMerkleHash *hash, GError **error)
{
  g_autofree char *line = reeve_record_line_of_entry (entry, error);

  if (line == NULL)
    return FALSE;
  reeve_record_line_hash (line, salt, REEVE_ENTRY_SALT_BYTES, NULL, hash);
  return TRUE;
}

GArray *
reeve_audit_list_leaves (ReeveTx *tx, gint64 after, guint limit, GError **error)
{
  g_autofree char *sql =
    g_strdup_printf ("SELECT n.number, n.salt, %s FROM audit_numbers AS n JOIN audit ON audit.id = n.entry "
                     "WHERE n.number > $1 ORDER BY n.number LIMIT $2",
                     reeve_rows_columns (reeve_audit_entry_get_type ()));
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (ReeveLedgerEntry));
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, error);
  gboolean row = TRUE;

  g_array_set_clear_func (entries, (GDestroyNotify) reeve_ledger_entry_clear);
  if (statement == NULL)
    return NULL;
  reeve_statement_bind_int (statement, 1, after);
  reeve_statement_bind_int (statement, 2, limit);
  while (TRUE)
    {
      g_autoptr (ReeveAuditEntry) entry = NULL;
      g_autofree guint8 *salt = NULL;
      ReeveLedgerEntry leaf;
      gsize length;

      if (!reeve_statement_step (statement, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&entries);
      salt = g_memdup2 (reeve_statement_get_blob (statement, 1, &length), REEVE_ENTRY_SALT_BYTES);
      entry = reeve_rows_read (statement, reeve_audit_entry_get_type ());
      if (!hash_entry (entry, salt, &leaf.leaf, error))
        return NULL;
      leaf.number = reeve_statement_get_int (statement, 0);
      leaf.id = g_strdup (entry->id);
      g_array_append_val (entries, leaf);
    }
}

GBytes *
reeve_audit_read_salt (ReeveTx *tx, const char *id, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (tx, "SELECT salt FROM audit_numbers WHERE entry = $1", error);
  g_autoptr (GBytes) salt = NULL;
  gboolean row;

  if (statement == NULL)
    return NULL;
  reeve_statement_bind_text (statement, 1, id);
  if (!reeve_statement_step (statement, &row, error))
    return NULL;
  if (!row)
    {
      reeve_set_error (error, REEVE_ERROR_NOT_FOUND, NULL, "the record has no such entry");
      return NULL;
    }
  salt = reeve_statement_get_bytes (statement, 0);
  return reeve_statement_run (statement, NULL, error) ? g_steal_pointer (&salt) : NULL;
}
