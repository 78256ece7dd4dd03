/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* How many distinct things somebody looks at in a day (UTC), and how many that usually are: plain data, a
 * record of a table.
 *
 * Distinct ones are counted by linear counting (Whang, Vander-Zanden and Taylor, "A linear-time probabilistic
 * counting algorithm", ACM TODS 15.2, 1990) over 4,096 bits: within two in a hundred up to ten thousand. What
 * is usual is kept as sums of counts and of their squares, which whole numbers do exactly. */

#pragma once

#include "service/detect/ring.h"
#include "service/detect/sight.h"

G_BEGIN_DECLS

#define REEVE_DAY_COUNT_BITS 4096

/* What a day usually has. */
typedef struct
{
  gint64 days; /* that are over, with something in each */
  gint64 sum;  /* of their counts */
  gint64 squares;
} ReeveDayUsual;

void reeve_day_usual_note (ReeveDayUsual *self, gint64 count); /* of a day that is over */
/* The mean and three standard deviations, rounded up, and @least at least, as it is with fewer than @days
 * days. */
gint64 reeve_day_usual_get (const ReeveDayUsual *self, gint64 days, gint64 least);

typedef struct
{
  gint64 day;
  guint64 seen[REEVE_DAY_COUNT_BITS / 64];
  guint64 n_bits; /* set in it */
  ReeveDayUsual usual;
  ReeveRing latest;
} ReeveDayCount;

/* @what: a hash */
void reeve_day_count_note (ReeveDayCount *self, gint64 time, guint64 what);
gint64 reeve_day_count_get (const ReeveDayCount *self); /* of the day */

G_END_DECLS
