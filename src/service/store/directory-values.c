/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/store/directory-values.h"

gboolean
reeve_directory_value_read (ReeveTx *directory, const char *name, GBytes **value, GError **error)
{
  ReeveStatement *statement =
    reeve_tx_prepare (directory, "SELECT value FROM settings WHERE name = $1", error);
  gboolean row;
  gconstpointer bytes;
  gsize length;

  *value = NULL;
  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, name);
  if (!reeve_statement_step (statement, &row, error))
    return FALSE;
  if (!row)
    return TRUE;
  bytes = reeve_statement_get_blob (statement, 0, &length);
  *value = g_bytes_new (bytes, length);
  return reeve_statement_step (statement, &row, error);
}

gboolean
reeve_directory_value_write (ReeveTx *directory, const char *name, GBytes *value, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (
    directory,
    "INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = $2", error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, name);
  reeve_statement_bind_bytes (statement, 2, value);
  return reeve_statement_run (statement, NULL, error);
}
