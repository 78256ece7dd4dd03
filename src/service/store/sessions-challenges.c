/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Between password and code: what the device shows to go on, stored hashed only. */

#include "config.h"

#include "common/clock.h"
#include "common/error.h"
#include "service/store/sessions.h"

gboolean
reeve_sessions_put_challenge (ReeveTx *tx,
                              GBytes *hash,
                              const char *account,
                              const char *thumbprint,
                              const char *device,
                              gint64 expires,
                              GError **error)
{
  /* Those that nobody came back with go as new ones come. */
  ReeveStatement *statement = reeve_tx_prepare (tx, "DELETE FROM challenges WHERE expires < $1", error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_int (statement, 1, reeve_clock_now ());
  if (!reeve_statement_run (statement, NULL, error))
    return FALSE;
  statement = reeve_tx_prepare (tx,
                                "INSERT INTO challenges (hash, account, thumbprint, device, expires) "
                                "VALUES ($1, $2, $3, $4, $5)",
                                error);
  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_bytes (statement, 1, hash);
  reeve_statement_bind_text (statement, 2, account);
  reeve_statement_bind_text (statement, 3, thumbprint);
  reeve_statement_bind_text (statement, 4, device);
  reeve_statement_bind_int (statement, 5, expires);
  return reeve_statement_run (statement, NULL, error);
}

gboolean
reeve_sessions_get_challenge (ReeveTx *tx,
                              GBytes *hash,
                              const char *thumbprint,
                              gint64 now,
                              char **account,
                              char **device,
                              GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (
    tx, "SELECT account, device FROM challenges WHERE hash = $1 AND thumbprint = $2 AND expires > $3", error);
  gboolean row;

  *account = *device = NULL;
  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_bytes (statement, 1, hash);
  reeve_statement_bind_text (statement, 2, thumbprint);
  reeve_statement_bind_int (statement, 3, now);
  if (!reeve_statement_step (statement, &row, error))
    return FALSE;
  if (!row)
    {
      reeve_set_error (error, REEVE_ERROR_SIGNED_OUT, "challenge", "the sign-in took too long; start again");
      return FALSE;
    }
  *account = g_strdup (reeve_statement_get_text (statement, 0));
  *device = g_strdup (reeve_statement_get_text (statement, 1));
  return reeve_statement_run (statement, NULL, error);
}

gboolean
reeve_sessions_drop_challenge (ReeveTx *tx, GBytes *hash, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (tx, "DELETE FROM challenges WHERE hash = $1", error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_bytes (statement, 1, hash);
  return reeve_statement_run (statement, NULL, error);
}

gboolean
reeve_sessions_drop_challenges_of (ReeveTx *tx, const char *account, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (tx, "DELETE FROM challenges WHERE account = $1", error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, account);
  return reeve_statement_run (statement, NULL, error);
}
