/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A column of the memberships; new ones get theirs as they are added (store/accounts.c). */

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

gboolean
reeve_confirmations_doubt (ReeveTx *tx, const char *account, const char *workspace, GError **error)
{
  return run (tx, "UPDATE memberships SET unconfirmed = 1 WHERE account = $1 AND workspace <> $2", account,
              workspace, error);
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
