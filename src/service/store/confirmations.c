/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A column of the memberships, where new ones get theirs as they are added, and one of the accounts, which
 * store/accounts.c reads and clears. */

#include "config.h"

#include "service/store/confirmations.h"

static gboolean
run (ReeveTx *tx, const char *sql, const char *account, const char *workspace, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, account);
  if (workspace != NULL)
    reeve_statement_bind_text (statement, 2, workspace);
  return reeve_statement_run (statement, NULL, error);
}

gboolean
reeve_confirmations_settle (ReeveTx *tx, const char *account, const char *workspace, GError **error)
{
  return run (tx,
              workspace != NULL
                ? "UPDATE memberships SET unconfirmed = 0 WHERE account = $1 AND workspace = $2"
                : "UPDATE memberships SET unconfirmed = 0 WHERE account = $1",
              account, workspace, error);
}

static gboolean
note (ReeveTx *tx, const char *sql, const char *account, gint64 now, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, account);
  reeve_statement_bind_int (statement, 2, now);
  return reeve_statement_run (statement, NULL, error);
}

gboolean
reeve_confirmations_prove_address (ReeveTx *tx, const char *account, gint64 now, GError **error)
{
  return note (tx, "UPDATE accounts SET address_proven = $2 WHERE id = $1", account, now, error);
}

gboolean
reeve_confirmations_prove (ReeveTx *tx, const char *account, gint64 now, GError **error)
{
  return reeve_confirmations_settle (tx, account, NULL, error) &&
         reeve_confirmations_prove_address (tx, account, now, error);
}

gboolean
reeve_confirmations_doubt (ReeveTx *tx, const char *account, const char *workspace, GError **error)
{
  return run (tx, "UPDATE memberships SET unconfirmed = 1 WHERE account = $1 AND workspace <> $2", account,
              workspace, error) &&
         run (tx, "UPDATE accounts SET address_proven = NULL WHERE id = $1", account, NULL, error);
}

GStrv
reeve_confirmations_get_unconfirmed (ReeveTx *tx, const char *account, GError **error)
{
  ReeveStatement *statement =
    reeve_tx_prepare (tx, "SELECT workspace FROM memberships WHERE account = $1 AND unconfirmed <> 0", error);
  g_autoptr (GStrvBuilder) workspaces = g_strv_builder_new ();
  gboolean row = TRUE;

  if (statement == NULL)
    return NULL;
  reeve_statement_bind_text (statement, 1, account);
  while (row)
    {
      if (!reeve_statement_step (statement, &row, error))
        return NULL;
      if (row)
        g_strv_builder_add (workspaces, reeve_statement_get_text (statement, 0));
    }
  return g_strv_builder_end (workspaces);
}
