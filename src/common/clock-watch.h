/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Whether the wall clock can be believed, for what nobody can take back: a clock that is set a month ahead
 * must not empty a log. It is believed while it goes as steadily as the time since the machine was started,
 * and from about where it was when last seen; otherwise not before it has gone steadily for a day, in which
 * it may be noticed and put right. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define REEVE_CLOCK_TRIAL   G_TIME_SPAN_DAY
#define REEVE_CLOCK_ABSENCE (2 * G_TIME_SPAN_DAY) /* a weekend's: nobody was there to see it */
#define REEVE_CLOCK_SLACK   (5 * G_TIME_SPAN_MINUTE)

typedef struct
{
  gboolean looked;
  gint64 wall;
  gint64 steady;
  gint64 doubted; /* steady time since when it is on trial; G_MININT64: it is not */
} ReeveClockWatch;

/**
 * reeve_clock_watch_look:
 * @wall: microseconds since 1970
 * @steady: microseconds of a clock that cannot be set and goes on in sleep (CLOCK_BOOTTIME)
 * @last: the wall clock's time when it was last seen before this process; 0: never
 *
 * Returns: whether the wall clock can be believed now.
 */
gboolean reeve_clock_watch_look (ReeveClockWatch *self, gint64 wall, gint64 steady, gint64 last);

G_END_DECLS
