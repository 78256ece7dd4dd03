/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/store/access-leaving.h"

#include <glib/gstdio.h>

#include "common/clock.h"
#include "common/error.h"
#include "service/store/access-day-held.h"

#define DEADLINE (15 * REEVE_MINUTE)

struct _ReeveAccessLeaving
{
  ReeveAccessFiles *files; /* borrowed */
  char *workspace;         /* (nullable) */
  gint64 day;
  ReeveAccessDay *opened; /* (nullable): it cannot be read */
  ReeveTx *tx;            /* (nullable): the same; keeps writers out */
  char *place;            /* (nullable): where what is held waits; nothing is */
  char *name;             /* (nullable): of the holds; there are none */
  gint64 before;
  gint64 held;
};

void
reeve_access_leaving_free (ReeveAccessLeaving *self)
{
  g_clear_pointer (&self->tx, reeve_tx_end);
  g_clear_pointer (&self->opened, reeve_access_day_unref);
  if (self->place != NULL)
    g_unlink (self->place);
  g_free (self->place);
  g_free (self->name);
  g_free (self->workspace);
  g_free (self);
}

gint64
reeve_access_leaving_get_before (ReeveAccessLeaving *self)
{
  return self->before;
}

gint64
reeve_access_leaving_get_held (ReeveAccessLeaving *self)
{
  return self->held;
}

static gboolean
open_day (ReeveAccessLeaving *self, GError **error)
{
  self->opened = reeve_access_files_open_day (self->files, self->workspace, self->day, FALSE, error);
  if (self->opened == NULL)
    return FALSE;
  self->tx = reeve_db_begin (reeve_access_day_get_db (self->opened), REEVE_TX_WRITE,
                             g_get_monotonic_time () + DEADLINE, error);
  return self->tx != NULL && reeve_statement_read_int (
                               reeve_tx_prepare (self->tx, "SELECT COALESCE (sum (n), 0) FROM hours", error),
                               &self->before, error);
}

/* It must not hold up its log, nor all that come after: what cannot be read is nobody's evidence. */
static gboolean
is_spoilt (const GError *error)
{
  if (g_error_matches (error, REEVE_ERROR, REEVE_ERROR_BUSY))
    return g_strcmp0 (reeve_error_get_reason (error), "sealed") == 0;
  return !g_error_matches (error, REEVE_ERROR, REEVE_ERROR_NOT_FOUND);
}

static gboolean
open_unheld (ReeveAccessLeaving *self, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (open_day (self, &local))
    return TRUE;
  if (!is_spoilt (local))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  g_message ("a day of the access log that goes cannot be read: %s", local->message);
  self->before = -1;
  return TRUE;
}

/* *@nothing: there is nothing that is not held. */
static gboolean
copy_held (ReeveAccessLeaving *self, GPtrArray *holds, gboolean *nothing, GError **error)
{
  g_autofree char *known = NULL;
  g_autoptr (ReeveSecret) key = NULL;

  self->name = reeve_access_holds_name (holds, self->day);
  if (!open_day (self, error) || !reeve_access_day_get_held (self->tx, &known, error))
    return FALSE;
  *nothing = g_strcmp0 (self->name, known) == 0;
  if (*nothing)
    return TRUE;
  self->place = reeve_access_files_make_place (self->files, self->workspace, self->day, &key, error);
  if (self->place == NULL || !reeve_access_day_copy_held (self->opened, self->tx, holds, self->name,
                                                          self->place, key, &self->held, error))
    return FALSE;
  *nothing = self->held == self->before;
  return !*nothing ||
         (reeve_access_day_set_held (self->tx, self->name, error) && reeve_tx_commit (self->tx, error));
}

gboolean
reeve_access_leaving_is_over (ReeveAccessFiles *files, const char *workspace, gint64 day, GPtrArray *holds)
{
  g_autoptr (GPtrArray) those = reeve_access_holds_of_day (holds, day);
  g_autofree char *name = those->len > 0 ? reeve_access_holds_name (those, day) : NULL;

  return name != NULL && (reeve_access_holds_keep_day (those, day) ||
                          reeve_access_files_is_held (files, workspace, day, name));
}

gboolean
reeve_access_leaving_begin (ReeveAccessFiles *files,
                            const char *workspace,
                            gint64 day,
                            GPtrArray *holds,
                            ReeveAccessLeaving **leaving,
                            GError **error)
{
  g_autoptr (ReeveAccessLeaving) self = g_new0 (ReeveAccessLeaving, 1);
  g_autoptr (GPtrArray) those = reeve_access_holds_of_day (holds, day);
  gboolean nothing = reeve_access_holds_keep_day (those, day);

  *leaving = NULL;
  self->files = files;
  self->workspace = g_strdup (workspace);
  self->day = day;
  if (!nothing && !(those->len > 0 ? copy_held (self, those, &nothing, error) : open_unheld (self, error)))
    return FALSE;
  if (!nothing)
    *leaving = g_steal_pointer (&self);
  else if (self->name != NULL)
    reeve_access_files_note_held (files, workspace, day, self->name);
  return TRUE;
}

gboolean
reeve_access_leaving_finish (ReeveAccessLeaving *self, GError **error)
{
  gboolean done;

  if (self->opened != NULL)
    reeve_access_day_set_gone (self->opened);
  done = self->held > 0
           ? reeve_access_files_replace_day (self->files, self->workspace, self->day, self->place, error)
           : reeve_access_files_remove_day (self->files, self->workspace, self->day, error);
  /* Whatever is the day's now is opened anew. */
  reeve_access_files_close_day (self->files, self->workspace, self->day);
  if (done && self->held > 0)
    reeve_access_files_note_held (self->files, self->workspace, self->day, self->name);
  return done;
}
