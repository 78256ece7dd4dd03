/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A session's token turned up in two hands: a refresh token that had been used, or a proof by another
 * device's key. One reuse is enough, since the service ends the session for it; proofs also fail where a
 * clock is wrong, so it takes several. From somebody's own machine at a usual place it was a line that broke.
 *
 * Source: MITRE ATT&CK T1539, Steal Web Session Cookie; RFC 9700 section 4.14.2, RFC 9449 section 11. */

#include "config.h"

#include "common/clock.h"
#include "service/detect/rules.h"

#define WINDOW (15 * REEVE_MINUTE)

static void
see (ReeveLook *look, const ReeveSight *sight)
{
  const char *outcome = sight->event->outcome;
  gboolean reused = g_strcmp0 (outcome, "refresh_reused") == 0;
  guint64 about = sight->person != 0 ? sight->person : sight->address;
  ReeveRaised *finding;
  ReeveRing *ring;
  guint n;

  if (sight->good || about == 0 || (!reused && g_strcmp0 (outcome, "proof") != 0) ||
      reeve_look_is_usual (look, sight))
    return;
  ring = reeve_look_get (look, 0, about);
  reeve_ring_add (ring, sight->time, reused);
  n = reeve_ring_count (ring, sight->time, WINDOW);
  if (!reused && n < reeve_look_number (look, 0))
    return;
  finding = reeve_look_raise_ring (look, sight, about,
                                   sight->person != 0 ? sight->event->actor : sight->event->address, ring,
                                   WINDOW, "refusals");
  reeve_raised_add_limit (finding, reused ? 1 : reeve_look_number (look, 0));
}

const ReeveRule reeve_rule_token_theft = {
  .name = "token-theft",
  .technique = "T1539",
  .severity = REEVE_SEVERITY_CRITICAL,
  .numbers = { { "proofs", 3, 1, REEVE_RING_MOST } },
  .tables = { { sizeof (ReeveRing), 5000 } },
  .look = see,
};
