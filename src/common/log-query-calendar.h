/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Dates and times of day of a query, in figures: RFC 3339, and less of it. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* "2026", "2026-11", "2026-11-20", with "T15:00", "T15:00:30", "T15:00:30.25" and "Z" or "+01:00" after them,
 * or only "15:00". @now: gives the zone, and the day of a time alone. @point: it has a time of day.
 * @normal: is set to the one way to write it. (transfer full) */
gboolean reeve_log_calendar_read (const char *text,
                                  GDateTime *now,
                                  gint64 *from,
                                  gint64 *to,
                                  gboolean *point,
                                  char **normal);
/* With as few decimals as the time has; @offset: with its distance from UTC. (transfer full) */
char *reeve_log_calendar_print (GDateTime *time, gboolean offset);

/* When its day begins: where midnight is left out, with the first moment after it. */
gboolean reeve_log_calendar_begin (GDateTime *day, gint64 *time);

G_END_DECLS
