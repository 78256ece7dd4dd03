/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Replies kept for a repetition of the same request. They go as new ones come, a day later. */

#include "config.h"

#include "service/store/idempotency.h"

#include <string.h>

#include "common/clock.h"
#include "common/error.h"

gboolean
reeve_idempotency_find (ReeveTx *tx,
                        const char *caller,
                        const char *key,
                        GBytes *request_digest,
                        unsigned *status,
                        GBytes **reply,
                        GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (
    tx, "SELECT digest, status, reply FROM idempotency WHERE caller = $1 AND name = $2 AND created > $3",
    error);
  g_autoptr (GBytes) digest = NULL;
  g_autoptr (GBytes) found = NULL;
  gboolean row;

  *reply = NULL;
  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, caller);
  reeve_statement_bind_text (statement, 2, key);
  reeve_statement_bind_int (statement, 3, reeve_clock_now () - REEVE_DAY);
  if (!reeve_statement_step (statement, &row, error))
    return FALSE;
  if (!row)
    return TRUE;
  digest = reeve_statement_get_bytes (statement, 0);
  *status = (unsigned) reeve_statement_get_int (statement, 1);
  found = reeve_statement_get_bytes (statement, 2);
  if (!reeve_statement_run (statement, NULL, error))
    return FALSE;
  if (!g_bytes_equal (digest, request_digest))
    {
      reeve_set_error (error, REEVE_ERROR_CONFLICT, "key_reused",
                       "the Idempotency-Key was used for another request");
      return FALSE;
    }
  *reply = g_steal_pointer (&found);
  return TRUE;
}

gboolean
reeve_idempotency_put (ReeveTx *tx,
                       const char *caller,
                       const char *key,
                       GBytes *request_digest,
                       unsigned status,
                       GBytes *reply,
                       gint64 now,
                       GError **error)
{
  g_autoptr (GError) local = NULL;
  ReeveStatement *statement = reeve_tx_prepare (tx, "DELETE FROM idempotency WHERE created <= $1", error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_int (statement, 1, now - REEVE_DAY);
  if (!reeve_statement_run (statement, NULL, error))
    return FALSE;
  statement = reeve_tx_prepare (tx,
                                "INSERT INTO idempotency (caller, name, digest, status, reply, created) "
                                "VALUES ($1, $2, $3, $4, $5, $6)",
                                error);
  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, caller);
  reeve_statement_bind_text (statement, 2, key);
  reeve_statement_bind_bytes (statement, 3, request_digest);
  reeve_statement_bind_int (statement, 4, status);
  reeve_statement_bind_bytes (statement, 5, reply);
  reeve_statement_bind_int (statement, 6, now);
  if (reeve_statement_run (statement, NULL, &local))
    return TRUE;
  if (g_error_matches (local, REEVE_ERROR, REEVE_ERROR_CONFLICT))
    reeve_set_error (error, REEVE_ERROR_CONFLICT, "key_reused", "the Idempotency-Key was used before");
  else
    g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}
