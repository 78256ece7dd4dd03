/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "scratch-log.h"

#include <glib/gstdio.h>

#include "common/clock.h"

static ReeveSecret *
find_key_cb (const char *workspace, gpointer data)
{
  ScratchLog *self = data;

  return g_strcmp0 (workspace, "nowhere") != 0 ? reeve_secret_ref (self->scratch.key) : NULL;
}

void
scratch_log_init (ScratchLog *self, gint64 now)
{
  *self = (ScratchLog) { 0 };
  reeve_clock_set_for_tests (now);
  scratch_init (&self->scratch);
  self->folder = scratch_path (&self->scratch, "log");
  g_assert_cmpint (g_mkdir (self->folder, 0700), ==, 0);
  scratch_log_open (self);
}

void
scratch_log_open (ScratchLog *self)
{
  self->log = reeve_access_log_new (self->folder, find_key_cb, NULL, self);
}

ReeveAccessFiles *
scratch_log_get_files (ScratchLog *self)
{
  return reeve_access_log_get_files (self->log);
}

void
scratch_log_clear (ScratchLog *self)
{
  g_clear_pointer (&self->log, reeve_access_log_free);
  g_free (self->folder);
  scratch_clear (&self->scratch);
  reeve_clock_set_for_tests (0);
}
