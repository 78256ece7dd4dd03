/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Somebody of support was at a workspace's doors without a grant, and then in: reads that follow refusals for
 * want of one, or that go on after it ended.
 *
 * Source: the promise of ticket-bound support access; MITRE ATT&CK T1199, Trusted Relationship. */

#include "config.h"

#include <string.h>

#include "common/clock.h"
#include "service/detect/rules.h"

#define WINDOW REEVE_HOUR

static void
see (ReeveLook *look, const ReeveSight *sight)
{
  const char *outcome = sight->event->outcome;
  ReeveFinding *finding;
  ReeveRing *ring;
  gint64 times[REEVE_RING_MOST];
  guint n;

  if (sight->person == 0 || sight->good || outcome == NULL || strstr (outcome, "grant") == NULL)
    return;
  ring = reeve_look_get (look, 0, sight->person);
  reeve_ring_add (ring, sight->time, sight->object);
  n = reeve_ring_list (ring, sight->time, WINDOW, times);
  if (n < reeve_look_number (look, 0))
    return;
  finding = reeve_look_raise (look, sight, sight->person, sight->event->actor);
  if (finding == NULL)
    return;
  reeve_finding_add_number (finding, "refusals", n);
  reeve_finding_add_number (finding, "window", WINDOW);
  reeve_finding_add_events (finding, times, n);
}

const ReeveRule reeve_rule_support_outside_grant = {
  .name = "support-outside-grant",
  .technique = "T1199",
  .severity = REEVE_SEVERITY_HIGH,
  .numbers = { { "refusals", 2, 1, REEVE_RING_MOST } },
  .tables = { { sizeof (ReeveRing), 2000 } },
  .look = see,
};
