/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What is usual for a person: networks and devices that they came in with, and when they administer. Plain
 * data, one record per person; what several rules ask is learned once. */

#pragma once

#include "service/detect/sight.h"

G_BEGIN_DECLS

#define REEVE_HABIT_NETWORKS 16
#define REEVE_HABIT_DEVICES  8
#define REEVE_HABIT_HOURS    24

typedef struct
{
  guint64 what; /* a sight's network or device; 0: none */
  gint64 first; /* seen, microseconds since 1970 */
  gint64 last;
} ReeveHabit;

typedef struct
{
  gint64 first;         /* time of the first good event; 0: there was none */
  gint64 last;          /* of the latest good one */
  gint64 last_change;   /* when they last administered; 0: never */
  gint64 last_password; /* when they last chose one; 0: not seen */
  gint64 last_look;     /* when they last looked at somebody else's record; 0: never */
  ReeveHabit networks[REEVE_HABIT_NETWORKS];
  ReeveHabit devices[REEVE_HABIT_DEVICES];
  gint64 day;                       /* since 1970, of the latest change, or what stands for one. So below */
  guint32 hours_today;              /* a bit for each hour of that day, UTC, with changes */
  guint32 days;                     /* with changes, that are over */
  guint16 hours[REEVE_HABIT_HOURS]; /* of these, with something in that hour */
} ReeveHabits;

/* A good event. Nothing else teaches: a guesser is no habit. @may_administer: rights were given to them;
 * until they use these, their hours are those of whatever they do. */
void reeve_habits_learn (ReeveHabits *self, const ReeveSight *sight, gboolean may_administer);

/* Whether they came in with it before @sight's session: what is met a moment ago is not known by that alone.
 */
gboolean reeve_habits_know_network (const ReeveHabits *self, const ReeveSight *sight);
gboolean reeve_habits_know_device (const ReeveHabits *self, const ReeveSight *sight);
/* They chose a new password lately: machines of theirs go on with the old one, and have to be told the new.
 */
gboolean reeve_habits_is_changing (const ReeveHabits *self, gint64 now);
gboolean reeve_habits_administers (const ReeveHabits *self, gint64 now); /* did so within the last weeks */
/* Of the days with changes that are over, how many had one within two hours of @time's hour. */
guint reeve_habits_count_days_at (const ReeveHabits *self, gint64 time);

G_END_DECLS
