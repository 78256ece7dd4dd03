/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/store/watch-state.h"

gboolean
reeve_watch_state_read (ReeveTx *tx, GBytes **knowledge, gint64 *leaf, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (tx, "SELECT knowledge, leaf FROM watch", error);
  gboolean row;
  gconstpointer bytes;
  gsize length;

  *knowledge = NULL;
  *leaf = 0;
  if (statement == NULL || !reeve_statement_step (statement, &row, error))
    return FALSE;
  if (!row)
    return TRUE;
  bytes = reeve_statement_get_blob (statement, 0, &length);
  *knowledge = g_bytes_new (bytes, length);
  *leaf = reeve_statement_get_int (statement, 1);
  return reeve_statement_step (statement, &row, error);
}

gboolean
reeve_watch_state_write (ReeveTx *tx, GBytes *knowledge, gint64 leaf, gint64 now, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (
    tx,
    "INSERT INTO watch (one, leaf, saved, knowledge) VALUES (1, $1, $2, $3) ON CONFLICT (one) "
    "DO UPDATE SET leaf = $1, saved = $2, knowledge = $3",
    error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_int (statement, 1, leaf);
  reeve_statement_bind_int (statement, 2, now);
  reeve_statement_bind_bytes (statement, 3, knowledge);
  return reeve_statement_run (statement, NULL, error);
}
