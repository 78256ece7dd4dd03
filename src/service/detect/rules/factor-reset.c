/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What somebody signs in with was made anew, and shortly after they come in from a network and with a device
 * that were both never seen with them: a helpdesk that was talked into it looks like that. Whoever lost a
 * telephone comes in from their usual place.
 *
 * Source: MITRE ATT&CK T1556.006, Multi-Factor Authentication; T1621. */

#include "config.h"

#include "common/clock.h"
#include "service/detect/rules.h"

typedef struct
{
  gint64 time;
} Reset;

static void
see (ReeveLook *look, const ReeveSight *sight)
{
  const ReeveHabits *habits = reeve_look_habits (look);
  gint64 window = reeve_look_number (look, 0) * REEVE_HOUR;
  const Reset *reset;
  ReeveRaised *finding;

  if (sight->kind == REEVE_SIGHT_RESET && sight->good)
    {
      guint64 person = sight->object != 0 ? sight->object : sight->person;

      if (person != 0)
        ((Reset *) reeve_look_get (look, 0, person))->time = sight->time;
      return;
    }
  if (!sight->good || !reeve_sight_kind_proves (sight->kind) || habits == NULL)
    return;
  reset = reeve_look_find (look, 0, sight->person);
  if (reset == NULL || sight->time - reset->time >= window || reeve_habits_know_device (habits, sight) ||
      reeve_habits_know_network (habits, sight))
    return;
  finding = reeve_look_raise (look, sight, sight->person, sight->event->actor);
  if (finding == NULL)
    return;
  reeve_raised_add_number (finding, "after", sight->time - reset->time);
  reeve_raised_add_event (finding, reset->time);
}

const ReeveRule reeve_rule_factor_reset = {
  .name = "factor-reset",
  .technique = "T1556.006",
  .severity = REEVE_SEVERITY_HIGH,
  .numbers = { { "hours", 12, 1, 168, TRUE } },
  .tables = { { sizeof (Reset), 10000 } },
  .look = see,
};
