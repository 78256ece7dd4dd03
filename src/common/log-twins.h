/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Ids for events whose source gives none: made of what identifies the entry, so that the same file read twice
 * gives the same ids, and two entries that are the same to the byte give two. Twins are told apart while they
 * are some tens of thousands of entries near each other, which those of one second are; memory is constant.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define REEVE_LOG_ID_LENGTH 40 /* hex: 160 bits of a SHA-256 */

typedef struct _ReeveLogTwins ReeveLogTwins;

ReeveLogTwins *reeve_log_twins_new (void);
void reeve_log_twins_free (ReeveLogTwins *self);

/* Of an event at @time that was told of by @entry, as which it stood there. */
void reeve_log_twins_make_id (ReeveLogTwins *self,
                              gint64 time,
                              const char *entry,
                              gsize length,
                              char id[REEVE_LOG_ID_LENGTH + 1]);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveLogTwins, reeve_log_twins_free)

G_END_DECLS
