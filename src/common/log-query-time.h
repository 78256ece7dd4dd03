/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Times as people write them: "2026-11-20", "2026-11-20T15:00", "2026-11-20T15:00:00Z" (RFC 3339), "2026-11",
 * "15:00" (today), "today", "yesterday", "now", "monday" (the last one, today counts), "this-week",
 * "last-week" (from Monday), "this-month", "last-month", "90s", "30m", "2h", "3d", "2w" (ago). */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define REEVE_LOG_BEGINNING G_MININT64 /* microseconds since 1970 UTC, of a range without a beginning */
#define REEVE_LOG_END       G_MAXINT64

/* What times are told relative to. */
typedef struct
{
  gint64 now;
  GTimeZone *zone; /* (nullable): UTC */
} ReeveLogClock;

/* A time is a stretch, as long as the smallest part that was written: a day, a minute, a second. */
typedef struct
{
  gint64 from;
  gint64 to;      /* the first moment after it */
  gboolean point; /* until it: until its beginning; until a day or longer: until its end */
  gboolean ago;   /* on it: since then, until now */
} ReeveLogMoment;

typedef enum
{
  REEVE_LOG_TIME_OK,
  REEVE_LOG_TIME_WRONG,
  REEVE_LOG_TIME_ORDER,
} ReeveLogTimeFault;

/* @normal: is set to the one way to write it. (transfer full) */
gboolean
reeve_log_time_read (const char *text, const ReeveLogClock *clock, ReeveLogMoment *moment, char **normal);
/* One time, or two with ".." between them, of which one may be missing. */
ReeveLogTimeFault reeve_log_time_read_range (const char *text,
                                             const ReeveLogClock *clock,
                                             gint64 *from,
                                             gint64 *to,
                                             char **normal);

/* A moment in the clock's zone, as short as it can be read again; @end: until then, which a day's own name
 * says of the midnight after it. (transfer full) */
char *reeve_log_time_print (gint64 time, gboolean end, const ReeveLogClock *clock);

extern const char *const reeve_log_time_words[]; /* up to a NULL */

G_END_DECLS
