/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The times of log lines, read as fast as lines come in. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a time that says too little is measured by. */
typedef struct
{
  gint64 now;      /* microseconds: when the log was taken, at the latest */
  GTimeZone *zone; /* (nullable): UTC */
  /* What was worked out last: consecutive lines are of the same day and quarter of an hour. */
  guint year, month, day;
  gint64 days;
  gint64 quarter;  /* local, in quarters of an hour; G_MININT64: none */
  gint64 offset;   /* seconds east of UTC then */
  gint64 last_day; /* of now */
  guint last_year;
} ReeveLogClock;

void reeve_log_clock_init (ReeveLogClock *self, gint64 now, GTimeZone *zone);
void reeve_log_clock_clear (ReeveLogClock *self);

/* "22/Nov/2026:21:04:05 +0100" at @at; moves behind it. */
gboolean reeve_log_clock_read_combined (ReeveLogClock *self, const char **at, gint64 *time);

/* "Nov 22 21:04:05" (RFC 3164, section 4.1.2) at @at; moves behind it. The year is the last in which that is
 * not later than a day from now. */
gboolean reeve_log_clock_read_rfc3164 (ReeveLogClock *self, const char **at, gint64 *time);

G_END_DECLS
