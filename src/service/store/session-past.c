/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/store/session-past.h"

#define COLUMNS                                                                                        \
  "s.id, s.account, s.device, s.thumbprint, u.address, s.issuer, s.stage, u.first_used, u.last_used, " \
  "s.ended, "                                                                                          \
  "s.ends, u.barred"

void
reeve_session_past_free (ReeveSessionPast *self)
{
  g_free (self->id);
  g_free (self->account);
  g_free (self->device);
  g_free (self->device_key);
  g_free (self->address);
  g_free (self->issuer);
  g_free (self);
}

static ReeveSessionPast *
read_row (ReeveStatement *statement)
{
  ReeveSessionPast *self = g_new0 (ReeveSessionPast, 1);

  self->id = g_strdup (reeve_statement_get_text (statement, 0));
  self->account = g_strdup (reeve_statement_get_text (statement, 1));
  self->device = g_strdup (reeve_statement_get_text (statement, 2));
  self->device_key = g_strdup (reeve_statement_get_text (statement, 3));
  self->address = g_strdup (reeve_statement_get_text (statement, 4));
  self->issuer = g_strdup (reeve_statement_get_text (statement, 5));
  self->stage = g_intern_string (reeve_statement_get_text (statement, 6));
  self->first_used = reeve_statement_get_int (statement, 7);
  self->last_used = reeve_statement_get_int (statement, 8);
  self->ended = reeve_statement_get_int (statement, 9);
  self->ends = reeve_statement_get_int (statement, 10);
  self->barred = reeve_statement_get_int (statement, 11) != 0;
  return self;
}

GPtrArray *
reeve_session_past_list (ReeveTx *directory,
                         const char *workspace,
                         const char *account,
                         guint limit,
                         GError **error)
{
  g_autoptr (GPtrArray) sessions = g_ptr_array_new_with_free_func ((GDestroyNotify) reeve_session_past_free);
  ReeveStatement *statement = reeve_tx_prepare (
    directory,
    "SELECT " COLUMNS " FROM sessions AS s CROSS JOIN session_uses AS u ON u.session = s.id "
    "WHERE s.account = $1 AND u.workspace = $2 AND u.first_used > 0 ORDER BY u.first_used, s.id "
    "LIMIT $3",
    error);
  gboolean row = TRUE;

  if (statement == NULL)
    return NULL;
  reeve_statement_bind_text (statement, 1, account);
  reeve_statement_bind_text (statement, 2, workspace);
  reeve_statement_bind_int (statement, 3, limit);
  while (row)
    {
      if (!reeve_statement_step (statement, &row, error))
        return NULL;
      if (row)
        g_ptr_array_add (sessions, read_row (statement));
    }
  return g_steal_pointer (&sessions);
}

gboolean
reeve_session_past_is_live (const ReeveSessionPast *self, gint64 time)
{
  return self->first_used <= time && (self->ended == 0 || self->ended > time) && self->ends > time;
}
