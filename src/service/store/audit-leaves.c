/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A leaf commits to SHA-256 of the salt and the entry's canonical JSON (RFC 8785), as it is answered. */

#include "config.h"

#include "service/store/audit-leaves.h"

#include "common/audit-entry.h"
#include "common/encoding.h"
#include "common/error.h"
#include "common/json-canonical.h"
#include "common/json.h"
#include "service/store/ledger.h"
#include "service/store/rows.h"

#define SALT_BYTES 16

static gboolean
hash_entry (ReeveAuditEntry *entry, gconstpointer salt, ReeveMerkleHash *hash, GError **error)
{
  g_autoptr (GString) json = g_string_new (NULL);
  g_autoptr (JsonObject) object = NULL;
  g_autofree char *canonical = NULL;
  guint8 digest[32];

  reeve_record_append_json (entry, json);
  object = reeve_json_parse_object (json->str, json->len, &reeve_json_file, error);
  if (object == NULL || (canonical = reeve_json_canonical (object, error)) == NULL)
    return FALSE;
  g_string_truncate (json, 0);
  g_string_append_len (json, salt, SALT_BYTES);
  g_string_append (json, canonical);
  reeve_sha256 (json->str, json->len, digest);
  reeve_merkle_hash_leaf (digest, sizeof digest, hash);
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
      salt = g_memdup2 (reeve_statement_get_blob (statement, 1, &length), SALT_BYTES);
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
