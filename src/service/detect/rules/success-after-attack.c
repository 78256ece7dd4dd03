/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A sign-in went well where it had been tried in vain shortly before: with wrong passwords for this account
 * from this network, or from a network that a finding was raised about. On their own machine or at a usual
 * place people just remembered, and for some days after they chose a new password they tell it to machines.
 *
 * Source: MITRE ATT&CK T1078, Valid Accounts, after T1110. */

#include "config.h"

#include "common/clock.h"
#include "service/detect/rules.h"

#define WINDOW (3 * REEVE_HOUR)

/* Their own machine, wherever it is, or their usual place, whatever they hold: people just remembered, or
 * told a machine of theirs the new password. */
static gboolean
is_theirs (ReeveLook *look, const ReeveSight *sight)
{
  const ReeveHabits *habits = reeve_look_habits (look);

  return habits != NULL &&
         (reeve_habits_know_network (habits, sight) || reeve_habits_know_device (habits, sight) ||
          reeve_habits_is_changing (habits, sight->time));
}

static void
see (ReeveLook *look, const ReeveSight *sight)
{
  guint64 key = reeve_sight_pair (sight->person, sight->network);
  const ReeveRing *ring;

  if (sight->person == 0 || sight->network == 0)
    return;
  if (reeve_sight_is_guess (sight))
    {
      reeve_ring_add_many (reeve_look_get (look, 0, key), sight->time, sight->network, sight->tries);
      return;
    }
  if (!sight->good || !reeve_sight_kind_proves (sight->kind) || is_theirs (look, sight))
    return;
  ring = reeve_look_get (look, 0, key);
  if (reeve_ring_count (ring, sight->time, WINDOW) >= reeve_look_number (look, 0) ||
      reeve_look_was_raised (look, sight->network, WINDOW))
    reeve_look_raise_ring (look, sight, sight->person, sight->event->actor, ring, WINDOW, "failures");
}

const ReeveRule reeve_rule_success_after_attack = {
  .name = "success-after-attack",
  .technique = "T1078",
  .severity = REEVE_SEVERITY_CRITICAL,
  .numbers = { { "failures", 8, 2, REEVE_RING_MOST } },
  .tables = { { sizeof (ReeveRing), 5000 } },
  .look = see,
};
