/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/detect/day-count.h"

#include <math.h>
#include <string.h>

#include "common/clock.h"

#define SIGMAS 3
#define SURE   128 /* bits */

void
reeve_day_usual_note (ReeveDayUsual *self, gint64 count)
{
  if (count == 0)
    return;
  self->days++;
  self->sum += count;
  self->squares += count * count;
}

gint64
reeve_day_usual_get (const ReeveDayUsual *self, gint64 days, gint64 least)
{
  double mean;
  double variance;

  if (self->days < days)
    return least;
  mean = (double) self->sum / (double) self->days;
  variance = MAX ((double) self->squares / (double) self->days - mean * mean, 0);
  return MAX (least, (gint64) ceil (mean + SIGMAS * sqrt (variance)));
}

static void
begin_day (ReeveDayCount *self, gint64 day)
{
  reeve_day_usual_note (&self->usual, reeve_day_count_get (self));
  memset (self->seen, 0, sizeof self->seen);
  self->n_bits = 0;
  self->day = day;
}

/* What comes late counts for the day that it comes in. */
void
reeve_day_count_note (ReeveDayCount *self, gint64 time, guint64 what)
{
  guint bit = (guint) (what % REEVE_DAY_COUNT_BITS);
  guint64 mask = (guint64) 1 << (bit % 64);

  if (time / REEVE_DAY > self->day)
    begin_day (self, time / REEVE_DAY);
  reeve_ring_add (&self->latest, time, what);
  self->n_bits += (self->seen[bit / 64] & mask) == 0;
  self->seen[bit / 64] |= mask;
}

gint64
reeve_day_count_get (const ReeveDayCount *self)
{
  guint64 empty = REEVE_DAY_COUNT_BITS - MIN (self->n_bits, REEVE_DAY_COUNT_BITS - 1);

  if (self->n_bits < SURE) /* hardly two of them share a bit, and never too many are counted */
    return (gint64) self->n_bits;

  return (gint64) (-REEVE_DAY_COUNT_BITS * log ((double) empty / REEVE_DAY_COUNT_BITS) + 0.5);
}
