/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/widgets/histogram-scale.h"

#include <math.h>

guint
reeve_histogram_bar_get_total (const ReeveHistogramBar *bar)
{
  guint64 total = 0;

  for (guint i = 0; i < REEVE_ACCESS_RESULTS; i++)
    total += bar->counts[i];
  return (guint) MIN (total, G_MAXUINT);
}

ReeveHistogramScale
reeve_histogram_scale_make (const ReeveHistogramBar *bars, guint n_bars, double width)
{
  /* Hours gather to parts of a day, days to weeks. */
  static const guint steps[] = { 1, 2, 3, 4, 6, 8, 12, 24, 48, 72, 168 };
  ReeveHistogramScale self = { .width = MAX (width, 1) };
  gint64 narrowest = G_MAXINT64;
  guint step = 0;
  double n;

  if (n_bars == 0)
    return self;
  for (guint i = 0; i < n_bars; i++)
    narrowest = MIN (narrowest, bars[i].width);
  self.from = bars[0].start;
  self.to = bars[n_bars - 1].start + bars[n_bars - 1].width;
  n = (double) (self.to - self.from) / (double) narrowest;
  while (step + 1 < G_N_ELEMENTS (steps) && n / steps[step] * REEVE_HISTOGRAM_MIN_SLOT > self.width)
    step++;
  self.slot = narrowest * steps[step];
  if (n / steps[step] * REEVE_HISTOGRAM_MIN_SLOT > self.width)
    self.slot = (gint64) ((double) (self.to - self.from) * REEVE_HISTOGRAM_MIN_SLOT / self.width) + 1;
  self.n_slots = (guint) ((self.to - self.from + self.slot - 1) / self.slot);
  return self;
}

double
reeve_histogram_scale_get_x (const ReeveHistogramScale *self, gint64 time)
{
  if (self->to <= self->from)
    return 0;
  return (double) (CLAMP (time, self->from, self->to) - self->from) / (double) (self->to - self->from) *
         self->width;
}

gint64
reeve_histogram_scale_get_time (const ReeveHistogramScale *self, double x)
{
  double part = CLAMP (x / self->width, 0, 1);

  return self->from + (gint64) (part * (double) (self->to - self->from));
}

ReeveHistogramBar *
reeve_histogram_scale_gather (const ReeveHistogramScale *self, const ReeveHistogramBar *bars, guint n_bars)
{
  ReeveHistogramBar *slots = g_new0 (ReeveHistogramBar, self->n_slots + 1);

  for (guint i = 0; i < self->n_slots; i++)
    {
      slots[i].start = self->from + i * self->slot;
      slots[i].width = MIN (self->slot, self->to - slots[i].start);
    }
  for (guint i = 0; i < n_bars; i++)
    {
      ReeveHistogramBar *slot = &slots[MIN ((bars[i].start - self->from) / self->slot, self->n_slots - 1)];

      for (guint result = 0; result < REEVE_ACCESS_RESULTS; result++)
        slot->counts[result] += bars[i].counts[result];
    }
  return slots;
}

gint64
reeve_histogram_scale_snap (const ReeveHistogramBar *bars, guint n_bars, gint64 time, int direction)
{
  gint64 first = n_bars > 0 ? bars[0].start : time;
  gint64 last = n_bars > 0 ? bars[n_bars - 1].start + bars[n_bars - 1].width : time;
  gint64 before = first, after = last, same = G_MININT64;

  for (guint i = 0; i < 2 * n_bars; i++)
    {
      gint64 edge = bars[i / 2].start + (i % 2) * bars[i / 2].width;

      if (edge < time)
        before = MAX (before, edge);
      else if (edge > time)
        after = MIN (after, edge);
      else
        same = edge;
    }
  if (direction != 0)
    return direction < 0 ? before : after;
  if (same == time)
    return time;
  return time - before <= after - time ? before : after;
}
