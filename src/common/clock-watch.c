/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "common/clock-watch.h"

static gboolean
begins_well (gint64 wall, gint64 last)
{
  return last == 0 || (wall >= last - REEVE_CLOCK_SLACK && wall <= last + REEVE_CLOCK_ABSENCE);
}

static gboolean
goes_on (const ReeveClockWatch *self, gint64 wall, gint64 steady)
{
  gint64 ahead = wall - (self->wall + (steady - self->steady));

  return ahead >= -REEVE_CLOCK_SLACK && ahead <= REEVE_CLOCK_SLACK;
}

gboolean
reeve_clock_watch_look (ReeveClockWatch *self, gint64 wall, gint64 steady, gint64 last)
{
  if (!self->looked)
    self->doubted = begins_well (wall, last) ? G_MININT64 : steady;
  else if (!goes_on (self, wall, steady))
    self->doubted = steady;
  self->looked = TRUE;
  self->wall = wall;
  self->steady = steady;
  if (self->doubted != G_MININT64 && steady - self->doubted >= REEVE_CLOCK_TRIAL)
    self->doubted = G_MININT64;
  return self->doubted == G_MININT64;
}
