/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Somebody reads the records of more distinct people in a day than ever: more than so many, and more than
 * their mean and three standard deviations over their own active days. People who only just came are not
 * counted, since somebody has to look at them.
 *
 * Source: "excessive admin access" of the promises on logs; MITRE ATT&CK T1087, Account Discovery. */

#include "config.h"

#include "common/clock.h"
#include "service/detect/day-count.h"
#include "service/detect/rules.h"

#define NEWCOMER (2 * REEVE_DAY)

enum
{
  PEOPLE,
  ACTIVE_DAYS
};

typedef struct
{
  ReeveDayCount count;
  gint64 raised_on; /* a day once */
} Reader;

static void
raise_it (ReeveLook *look, const ReeveSight *sight, Reader *reader, gint64 people, gint64 usual)
{
  ReeveRaised *finding;
  gint64 times[REEVE_RING_MOST];
  guint n;

  if (reader->raised_on == reader->count.day)
    return;
  reader->raised_on = reader->count.day;
  finding = reeve_look_raise (look, sight, sight->person, sight->event->actor);
  if (finding == NULL)
    return;
  reeve_raised_add_number (finding, "people", people);
  reeve_raised_add_number (finding, "usual", usual);
  reeve_raised_add_number (finding, "days", reader->count.usual.days);
  n = reeve_ring_list (&reader->count.latest, sight->time, REEVE_DAY, times);
  reeve_raised_add_events (finding, times, n);
}

static void
see (ReeveLook *look, const ReeveSight *sight)
{
  const ReeveHabits *other;
  Reader *reader;
  gint64 people;
  gint64 usual;

  if (!sight->good || sight->kind != REEVE_SIGHT_READ_PERSON || sight->person == 0 || sight->object == 0 ||
      sight->object == sight->person)
    return;
  other = reeve_look_habits_of (look, sight->object);
  if (other != NULL && sight->time - other->first < NEWCOMER)
    return;
  reader = reeve_look_get (look, 0, sight->person);
  reeve_day_count_note (&reader->count, sight->time, sight->object);
  people = reeve_day_count_get (&reader->count);
  usual = reeve_day_usual_get (&reader->count.usual, reeve_look_number (look, ACTIVE_DAYS),
                               reeve_look_number (look, PEOPLE));
  if (people > usual)
    raise_it (look, sight, reader, people, usual);
}

const ReeveRule reeve_rule_excessive_admin_access = {
  .name = "excessive-admin-access",
  .technique = "T1087",
  .severity = REEVE_SEVERITY_HIGH,
  .numbers = { { "people", 50, 10, 100000 }, { "active-days", 14, 3, 90 } },
  .tables = { { sizeof (Reader), 5000 } },
  .look = see,
};
