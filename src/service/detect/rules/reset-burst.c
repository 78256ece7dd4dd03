/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Links for new passwords are asked for in numbers: from one network, or for one person, whose mailbox
 * somebody may be in.
 *
 * Source: MITRE ATT&CK T1110, T1098. */

#include "config.h"

#include "common/clock.h"
#include "service/detect/rules.h"

static void
count (ReeveLook *look, const ReeveSight *sight, guint64 about, const char *key)
{
  ReeveRing *ring;
  guint n;

  if (about == 0)
    return;
  ring = reeve_look_get (look, 0, about);
  reeve_ring_add (ring, sight->time, sight->person);
  n = reeve_ring_count (ring, sight->time, REEVE_HOUR);
  if (n < reeve_look_number (look, 0))
    return;
  reeve_raised_add_limit (reeve_look_raise_ring (look, sight, about, key, ring, REEVE_HOUR, "resets"),
                          reeve_look_number (look, 0));
}

static void
see (ReeveLook *look, const ReeveSight *sight)
{
  if (sight->kind != REEVE_SIGHT_ASK_RESET)
    return;
  count (look, sight, sight->network, sight->event->address);
  count (look, sight, sight->person, sight->event->actor);
}

const ReeveRule reeve_rule_reset_burst = {
  .name = "reset-burst",
  .technique = "T1110",
  .severity = REEVE_SEVERITY_MEDIUM,
  .numbers = { { "resets", 10, 3, REEVE_RING_MOST } },
  .tables = { { sizeof (ReeveRing), 5000 } },
  .look = see,
};
