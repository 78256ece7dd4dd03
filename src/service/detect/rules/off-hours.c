/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Somebody administers at an hour at which they never did, give or take two. Hours are those of their own
 * days: nobody says when a shift begins, and whoever is on call at night is known for it. Of who was given
 * rights and has not used them yet they are the hours of whatever they do.
 *
 * Source: MITRE ATT&CK T1078.002; "unusual activity" of the promises on logs. */

#include "config.h"

#include "common/clock.h"
#include "service/detect/rules.h"

#define WINDOW (2 * REEVE_HOUR)

enum
{
  DAYS,
  CHANGES
};

static void
see (ReeveLook *look, const ReeveSight *sight)
{
  const ReeveHabits *habits = reeve_look_habits (look);
  ReeveRaised *finding;
  ReeveRing *ring;
  guint n;

  if (!sight->good || !reeve_sight_kind_administers (sight->kind) || habits == NULL ||
      habits->days < reeve_look_number (look, DAYS) || reeve_habits_count_days_at (habits, sight->time) > 0)
    return;
  ring = reeve_look_get (look, 0, sight->person);
  reeve_ring_add (ring, sight->time, sight->object);
  n = reeve_ring_count (ring, sight->time, WINDOW);
  if (n < reeve_look_number (look, CHANGES))
    return;
  finding = reeve_look_raise_ring (look, sight, sight->person, sight->event->actor, ring, WINDOW, "changes");
  if (finding == NULL)
    return;
  reeve_raised_add_limit (finding, reeve_look_number (look, CHANGES));
  reeve_raised_add_number (finding, "days", habits->days);
}

const ReeveRule reeve_rule_off_hours = {
  .name = "off-hours-administration",
  .technique = "T1078",
  .severity = REEVE_SEVERITY_MEDIUM,
  .numbers = { { "days", 10, 3, 60 }, { "changes", 3, 1, REEVE_RING_MOST } },
  .tables = { { sizeof (ReeveRing), 5000 } },
  .look = see,
};
