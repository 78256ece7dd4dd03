/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One network tries few passwords at each of many accounts, spread out so that none locks. What people get
 * wrong on their own machine at a usual place is not counted; at a network where several come in well, it
 * takes more accounts. Names that nobody has are counted apart, and by the very address: single tries of
 * those come from everywhere.
 *
 * Source: MITRE ATT&CK T1110.003, Password Spraying. */

#include "config.h"

#include "common/clock.h"
#include "service/detect/rules.h"

#define SHARED  3 /* people who come in well: an office, a VPN's exit */
#define UNKNOWN 1 /* what makes an address's number another one for names that nobody has */

enum
{
  ACCOUNTS,
  SHARED_ACCOUNTS,
  TRIES,
  NAMES
};

static void
count (ReeveLook *look, const ReeveSight *sight, guint64 about, gint64 least)
{
  ReeveRing *ring = reeve_look_get (look, 0, about);
  ReeveRaised *finding;
  guint accounts;
  guint n;

  reeve_ring_add_many (ring, sight->time, sight->person, sight->tries);
  accounts = reeve_ring_count_distinct (ring, sight->time, REEVE_DAY);
  n = reeve_ring_count (ring, sight->time, REEVE_DAY);
  if (accounts < least || n > accounts * reeve_look_number (look, TRIES))
    return;
  finding =
    reeve_look_raise_ring (look, sight, sight->network, sight->event->address, ring, REEVE_DAY, "failures");
  if (finding == NULL)
    return;
  reeve_raised_add_number (finding, "accounts", accounts);
  reeve_raised_add_limit (finding, least);
}

static void
see (ReeveLook *look, const ReeveSight *sight)
{
  gboolean shared;

  if (!reeve_sight_is_guess (sight) || sight->network == 0 || reeve_look_is_usual (look, sight))
    return;
  shared = reeve_look_count_people (look, sight->network) >= SHARED;
  if (reeve_look_habits (look) != NULL)
    count (look, sight, sight->network, reeve_look_number (look, shared ? SHARED_ACCOUNTS : ACCOUNTS));
  else
    count (look, sight, reeve_sight_pair (sight->address, UNKNOWN), reeve_look_number (look, NAMES));
}

const ReeveRule reeve_rule_password_spray = {
  .name = "password-spray",
  .technique = "T1110.003",
  .severity = REEVE_SEVERITY_HIGH,
  .numbers = { { "accounts", 5, 3, REEVE_RING_MOST },
               { "shared-accounts", 12, 3, REEVE_RING_MOST },
               { "tries", 4, 1, 20, TRUE },
               { "unknown-names", 10, 3, REEVE_RING_MOST } },
  .tables = { { sizeof (ReeveRing), 5000 } },
  .look = see,
};
