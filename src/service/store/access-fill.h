/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Days whose lines are not all in blocks (access-blocks.h) and were asked for a word: whoever writes the log
 * brings them in, a step at a time, while nothing else waits to be written. Any thread. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _ReeveAccessFill ReeveAccessFill;

ReeveAccessFill *reeve_access_fill_new (void);
void reeve_access_fill_free (ReeveAccessFill *self);

/* Called without locks, on any thread, when there is something to do. */
typedef void (*ReeveAccessFillFunc) (gpointer data);
void reeve_access_fill_set_func (ReeveAccessFill *self, ReeveAccessFillFunc wake, gpointer data);

/* @workspace: (nullable). Once, however often it is asked for. */
void reeve_access_fill_ask (ReeveAccessFill *self, const char *workspace, gint64 day);
/* The one that waits longest; FALSE: there is none. @workspace: (out) (transfer full) (nullable) */
gboolean reeve_access_fill_take (ReeveAccessFill *self, char **workspace, gint64 *day);

G_END_DECLS
