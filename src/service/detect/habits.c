/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/detect/habits.h"

#include "common/clock.h"

#define SETTLED         (12 * REEVE_HOUR) /* after which what was new is known */
#define ADMINISTERS_FOR (60 * REEVE_DAY)
#define CHANGING_FOR    (3 * REEVE_DAY)
#define AROUND          2 /* hours */

/* The one that was seen longest ago makes room. */
static void
learn (ReeveHabit *habits, guint n, guint64 what, gint64 time)
{
  ReeveHabit *oldest = &habits[0];

  if (what == 0)
    return;
  for (guint i = 0; i < n; i++)
    {
      if (habits[i].what == what)
        {
          habits[i].last = MAX (habits[i].last, time);
          return;
        }
      if (habits[i].last < oldest->last)
        oldest = &habits[i];
    }
  *oldest = (ReeveHabit) { .what = what, .first = time, .last = time };
}

static gboolean
is_known (const ReeveHabit *habits, guint n, guint64 what, gint64 time)
{
  for (guint i = 0; i < n; i++)
    if (habits[i].what == what)
      return what != 0 && time - habits[i].first >= SETTLED;
  return FALSE;
}

static void
learn_hour (ReeveHabits *self, gint64 time)
{
  gint64 day = time / REEVE_DAY;

  if (day > self->day)
    {
      self->days += self->hours_today != 0;
      for (guint i = 0; i < REEVE_HABIT_HOURS; i++)
        self->hours[i] += self->hours_today >> i & 1;
      self->day = day;
      self->hours_today = 0;
    }
  if (day == self->day) /* what comes late belongs to a day that is counted */
    self->hours_today |= 1u << (time % REEVE_DAY / REEVE_HOUR);
}

void
reeve_habits_learn (ReeveHabits *self, const ReeveSight *sight, gboolean may_administer)
{
  gboolean administers = reeve_sight_kind_administers (sight->kind);

  if (self->first == 0)
    self->first = sight->time;
  self->last = MAX (self->last, sight->time);
  if (sight->kind == REEVE_SIGHT_READ_PERSON && sight->object != sight->person)
    self->last_look = MAX (self->last_look, sight->time);
  if (sight->kind == REEVE_SIGHT_PASSWORD)
    self->last_password = MAX (self->last_password, sight->time);
  if (administers || (may_administer && self->last_change == 0))
    learn_hour (self, sight->time);
  if (administers)
    self->last_change = MAX (self->last_change, sight->time);
  learn (self->networks, REEVE_HABIT_NETWORKS, sight->network, sight->time);
  learn (self->devices, REEVE_HABIT_DEVICES, sight->device, sight->time);
}

gboolean
reeve_habits_know_network (const ReeveHabits *self, const ReeveSight *sight)
{
  return is_known (self->networks, REEVE_HABIT_NETWORKS, sight->network, sight->time);
}

gboolean
reeve_habits_know_device (const ReeveHabits *self, const ReeveSight *sight)
{
  return is_known (self->devices, REEVE_HABIT_DEVICES, sight->device, sight->time);
}

gboolean
reeve_habits_is_changing (const ReeveHabits *self, gint64 now)
{
  return self->last_password != 0 && now - self->last_password < CHANGING_FOR;
}

gboolean
reeve_habits_administers (const ReeveHabits *self, gint64 now)
{
  return self->last_change != 0 && now - self->last_change < ADMINISTERS_FOR;
}

guint
reeve_habits_count_days_at (const ReeveHabits *self, gint64 time)
{
  guint hour = (guint) (time % REEVE_DAY / REEVE_HOUR);
  guint most = 0;

  for (guint i = 0; i <= 2 * AROUND; i++)
    most = MAX (most, self->hours[(hour + REEVE_HABIT_HOURS - AROUND + i) % REEVE_HABIT_HOURS]);
  return most;
}
