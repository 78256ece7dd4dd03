/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/store/recoveries.h"

#include "service/store/rows.h"

#define TABLE "recoveries"

static const ReeveSort sorts[] = { { "asked", "asked", TRUE }, { NULL, NULL, FALSE } };

ReeveListing *
reeve_recoveries_list (ReeveTx *tx, const ReeveQuery *query, GError **error)
{
  const ReeveListSpec spec = { TABLE, reeve_recovery_get_type (), sorts, FALSE, NULL };
  g_autoptr (ReeveQuery) asked = reeve_query_copy (query);
  const char *const none[] = { NULL };

  if (asked->sort == NULL)
    asked->descending = TRUE;
  return reeve_rows_list (tx, &spec, asked, NULL, none, error);
}

static gboolean
read_clock (ReeveTx *tx, ReeveRecovery *self, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (tx, "SELECT steady FROM " TABLE " WHERE id = $1", error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, self->id);
  return reeve_statement_read_int (statement, &self->steady, error);
}

ReeveRecovery *
reeve_recoveries_get (ReeveTx *tx, const char *id, GError **error)
{
  g_autoptr (ReeveRecovery) self = reeve_rows_get (tx, TABLE, reeve_recovery_get_type (), id, error);

  return self != NULL && read_clock (tx, self, error) ? g_steal_pointer (&self) : NULL;
}

gboolean
reeve_recoveries_find_open (ReeveTx *tx, const char *person, ReeveRecovery **recovery, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (
    tx, "SELECT id FROM " TABLE " WHERE person = $1 AND state IN ('asked', 'waiting')", error);
  g_autofree char *id = NULL;
  gboolean row;

  *recovery = NULL;
  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, person);
  if (!reeve_statement_step (statement, &row, error))
    return FALSE;
  if (!row)
    return TRUE;
  id = g_strdup (reeve_statement_get_text (statement, 0));
  reeve_statement_stop (statement);
  *recovery = reeve_recoveries_get (tx, id, error);
  return *recovery != NULL;
}

gboolean
reeve_recoveries_insert (ReeveTx *tx, ReeveRecovery *self, GError **error)
{
  return reeve_rows_insert (tx, TABLE, self, NULL, error);
}

gboolean
reeve_recoveries_update (ReeveTx *tx, ReeveRecovery *self, GError **error)
{
  ReeveStatement *statement;

  if (!reeve_rows_update (tx, TABLE, self, self->version, NULL, error))
    return FALSE;
  statement = reeve_tx_prepare (tx, "UPDATE " TABLE " SET steady = $1 WHERE id = $2", error);
  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_int (statement, 1, self->steady);
  reeve_statement_bind_text (statement, 2, self->id);
  return reeve_statement_run (statement, NULL, error);
}
