/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Counters of wrong tries. Rows are made by strangers, so they go by themselves a day after the last try. */

#include "config.h"

#include "service/store/failures.h"

#include "common/clock.h"

gboolean
reeve_failures_get (ReeveTx *tx,
                    const char *kind,
                    const char *account,
                    const char *source,
                    ReeveFailures *failures,
                    GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (tx,
                                                "SELECT failures, last_failure, locked_until FROM failures "
                                                "WHERE account = $1 AND kind = $2 AND source = $3",
                                                error);
  gboolean row;

  *failures = (ReeveFailures) { 0 };
  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, account);
  reeve_statement_bind_text (statement, 2, kind);
  reeve_statement_bind_text (statement, 3, source);
  if (!reeve_statement_step (statement, &row, error))
    return FALSE;
  if (!row)
    return TRUE;
  failures->failures = reeve_statement_get_int (statement, 0);
  failures->last_failure = reeve_statement_get_int (statement, 1);
  failures->locked_until = reeve_statement_get_int (statement, 2);
  return reeve_statement_run (statement, NULL, error);
}

/* Workspaces show locks: they have to hear of this one. An unknown address has no account to mark. */
static gboolean
mark_account (ReeveTx *tx, const char *account, GError **error)
{
  ReeveStatement *statement =
    reeve_tx_prepare (tx, "UPDATE accounts SET mark = mark + 1 WHERE id = $1", error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, account);
  return reeve_statement_run (statement, NULL, error);
}

gboolean
reeve_failures_set (ReeveTx *tx,
                    const char *kind,
                    const char *account,
                    const char *source,
                    const ReeveFailures *failures,
                    GError **error)
{
  ReeveStatement *statement =
    reeve_tx_prepare (tx, "DELETE FROM failures WHERE last_failure < $1 AND locked_until < $2", error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_int (statement, 1, failures->last_failure - REEVE_DAY);
  reeve_statement_bind_int (statement, 2, failures->last_failure);
  if (!reeve_statement_run (statement, NULL, error))
    return FALSE;
  statement = reeve_tx_prepare (tx,
                                "INSERT INTO failures (account, kind, source, failures, last_failure, "
                                "locked_until) VALUES ($1, $2, $3, $4, $5, $6) "
                                "ON CONFLICT (account, kind, source) DO UPDATE SET "
                                "failures = excluded.failures, last_failure = excluded.last_failure, "
                                "locked_until = excluded.locked_until",
                                error);
  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, account);
  reeve_statement_bind_text (statement, 2, kind);
  reeve_statement_bind_text (statement, 3, source);
  reeve_statement_bind_int (statement, 4, failures->failures);
  reeve_statement_bind_int (statement, 5, failures->last_failure);
  reeve_statement_bind_int (statement, 6, failures->locked_until);
  return reeve_statement_run (statement, NULL, error) &&
         (failures->locked_until == 0 || mark_account (tx, account, error));
}

gboolean
reeve_failures_clear (ReeveTx *tx, const char *account, const char *source, GError **error)
{
  ReeveStatement *statement =
    reeve_tx_prepare (tx,
                      source != NULL ? "DELETE FROM failures WHERE account = $1 AND source = $2"
                                     : "DELETE FROM failures WHERE account = $1",
                      error);
  gint64 changes = 0;

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, account);
  if (source != NULL)
    reeve_statement_bind_text (statement, 2, source);
  return reeve_statement_run (statement, &changes, error) &&
         (changes == 0 || mark_account (tx, account, error));
}

gboolean
reeve_failures_get_lock_end (ReeveTx *tx, const char *account, gint64 now, gint64 *end, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (
    tx, "SELECT COALESCE (max(locked_until), 0) FROM failures WHERE account = $1 AND locked_until > $2",
    error);
  gboolean row;

  *end = 0;
  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, account);
  reeve_statement_bind_int (statement, 2, now);
  if (!reeve_statement_step (statement, &row, error))
    return FALSE;
  *end = reeve_statement_get_int (statement, 0);
  return reeve_statement_run (statement, NULL, error);
}
