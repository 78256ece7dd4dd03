/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Is it well? Every database takes a write and gives it back. */

#include "config.h"

#include "common/clock.h"
#include "common/error.h"
#include "service/store/installation.h"

static gboolean
write_probe (ReeveDb *db, gint64 value, gint64 deadline, GError **error)
{
  g_autoptr (ReeveTx) tx = reeve_db_begin (db, REEVE_TX_WRITE, deadline, error);
  ReeveStatement *statement = tx != NULL
                                ? reeve_tx_prepare (tx,
                                                    "INSERT INTO probe (number, value) VALUES (1, $1) "
                                                    "ON CONFLICT (number) DO UPDATE SET value = $1",
                                                    error)
                                : NULL;

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_int (statement, 1, value);
  return reeve_statement_run (statement, NULL, error) && reeve_tx_commit (tx, error);
}

static gboolean
probe (ReeveDb *db, const char *what, GError **error)
{
  gint64 deadline = g_get_monotonic_time () + 5 * G_TIME_SPAN_SECOND;
  gint64 value = reeve_clock_now ();
  g_autoptr (GError) local = NULL;
  g_autoptr (ReeveTx) tx = NULL;
  ReeveStatement *statement = NULL;
  gboolean row = FALSE;

  if (write_probe (db, value, deadline, &local))
    tx = reeve_db_begin (db, REEVE_TX_READ, deadline, &local);
  if (tx != NULL)
    statement = reeve_tx_prepare (tx, "SELECT value FROM probe WHERE number = 1", &local);
  /* Another probe may have written since: any value will do that is there. */
  if (statement != NULL && reeve_statement_step (statement, &row, &local) && row)
    return TRUE;
  reeve_set_error (error, REEVE_ERROR_BUSY, local != NULL ? reeve_error_get_reason (local) : NULL, "%s: %s",
                   what, local != NULL ? local->message : "what was written is not there");
  return FALSE;
}

gboolean
reeve_installation_probe (ReeveInstallation *self, GError **error)
{
  g_auto (GStrv) ids = reeve_installation_list_workspaces (self);

  if (!probe (reeve_installation_get_directory (self), "the directory", error))
    return FALSE;
  for (guint i = 0; ids[i] != NULL; i++)
    if (!probe (reeve_installation_get_workspace (self, ids[i]), ids[i], error))
      return FALSE;
  return TRUE;
}
