/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The latest events of something, each with a number that says what it was about, in a record of a table:
 * plain data. An event's time is its id, so the same numbers count and name the very events. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define REEVE_RING_MOST 32

typedef struct
{
  gint64 times[REEVE_RING_MOST];
  guint64 whats[REEVE_RING_MOST];
  guint64 added; /* ever; the next one takes place added % MOST */
} ReeveRing;

void reeve_ring_add (ReeveRing *self, gint64 time, guint64 what);
/* @n of them in one event. */
void reeve_ring_add_many (ReeveRing *self, gint64 time, guint64 what, guint n);
void reeve_ring_clear (ReeveRing *self);

/* Of those within @window microseconds up to @now; both answer at most REEVE_RING_MOST. */
guint reeve_ring_count (const ReeveRing *self, gint64 now, gint64 window);
guint reeve_ring_count_distinct (const ReeveRing *self, gint64 now, gint64 window);
/* Their times, each once, oldest first, into @times of REEVE_RING_MOST; returns how many. */
guint reeve_ring_list (const ReeveRing *self, gint64 now, gint64 window, gint64 *times);

G_END_DECLS
