/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* So many accounts lock within half an hour that it is no coincidence: somebody keeps people out, or guesses
 * at all of them.
 *
 * Source: MITRE ATT&CK T1531, Account Access Removal. */

#include "config.h"

#include "common/clock.h"
#include "service/detect/rules.h"

#define WINDOW    (30 * REEVE_MINUTE)
#define EVERYBODY 1 /* the one key */

static void
see (ReeveLook *look, const ReeveSight *sight)
{
  ReeveRing *ring;
  ReeveRaised *finding;
  guint accounts;
  guint64 person = sight->person != 0 ? sight->person : sight->object;

  if (!reeve_sight_is_locked (sight) || person == 0)
    return;
  ring = reeve_look_get (look, 0, EVERYBODY);
  reeve_ring_add (ring, sight->time, person);
  accounts = reeve_ring_count_distinct (ring, sight->time, WINDOW);
  if (accounts < reeve_look_number (look, 0))
    return;
  finding = reeve_look_raise_ring (look, sight, EVERYBODY, sight->event->address, ring, WINDOW, "locks");
  if (finding == NULL)
    return;
  reeve_raised_add_number (finding, "accounts", accounts);
  reeve_raised_add_limit (finding, reeve_look_number (look, 0));
}

const ReeveRule reeve_rule_lockout_storm = {
  .name = "lockout-storm",
  .technique = "T1531",
  .severity = REEVE_SEVERITY_HIGH,
  .numbers = { { "accounts", 5, 2, REEVE_RING_MOST } },
  .tables = { { sizeof (ReeveRing), 1 } },
  .look = see,
};
