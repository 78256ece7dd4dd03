/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The password is right and the codes are wrong, again and again: who guesses at the second factor has the
 * first. On somebody's own machine at a usual place it takes twice as many.
 *
 * Source: MITRE ATT&CK T1111, Multi-Factor Authentication Interception, and T1621, Request Generation. */

#include "config.h"

#include "common/clock.h"
#include "service/detect/rules.h"

#define WINDOW (15 * REEVE_MINUTE)

static void
see (ReeveLook *look, const ReeveSight *sight)
{
  ReeveRing *ring;
  gint64 limit;
  guint n;

  if (sight->good || sight->person == 0 || !reeve_sight_is_wrong_code (sight))
    return;
  ring = reeve_look_get (look, 0, sight->person);
  reeve_ring_add (ring, sight->time, sight->network);
  n = reeve_ring_count (ring, sight->time, WINDOW);
  limit = reeve_look_number (look, 0) * (reeve_look_is_usual (look, sight) ? 2 : 1);
  if (n < limit)
    return;
  reeve_raised_add_limit (
    reeve_look_raise_ring (look, sight, sight->person, sight->event->actor, ring, WINDOW, "codes"), limit);
}

const ReeveRule reeve_rule_code_guessing = {
  .name = "code-guessing",
  .technique = "T1111",
  .severity = REEVE_SEVERITY_HIGH,
  .numbers = { { "codes", 5, 3, REEVE_RING_MOST / 2 } },
  .tables = { { sizeof (ReeveRing), 5000 } },
  .look = see,
};
