/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Pairs of names and passwords from elsewhere are tried, once each, at many accounts within an hour and from
 * a handful of networks, none of which has to stand out.
 *
 * Source: MITRE ATT&CK T1110.004, Credential Stuffing. */

#include "config.h"

#include "common/clock.h"
#include "service/detect/rules.h"

#define EVERYBODY 1 /* the one key */

enum
{
  ACCOUNTS,
  TRIES
};

typedef struct
{
  ReeveRing accounts;
  ReeveRing networks;
} Tried;

static void
see (ReeveLook *look, const ReeveSight *sight)
{
  Tried *tried;
  ReeveRaised *finding;
  guint accounts;
  guint n;

  if (!reeve_sight_is_guess (sight) || sight->network == 0 || sight->person == 0)
    return;
  if (reeve_look_habits (look) == NULL || reeve_look_count_people (look, sight->network) > 0 ||
      reeve_look_is_usual (look, sight))
    return;
  tried = reeve_look_get (look, 0, EVERYBODY);
  reeve_ring_add_many (&tried->accounts, sight->time, sight->person, sight->tries);
  reeve_ring_add (&tried->networks, sight->time, sight->network);
  accounts = reeve_ring_count_distinct (&tried->accounts, sight->time, REEVE_HOUR);
  n = reeve_ring_count (&tried->accounts, sight->time, REEVE_HOUR);
  if (accounts < reeve_look_number (look, ACCOUNTS) || n > accounts * reeve_look_number (look, TRIES))
    return;
  finding = reeve_look_raise_ring (look, sight, EVERYBODY, sight->event->address, &tried->accounts,
                                   REEVE_HOUR, "failures");
  if (finding == NULL)
    return;
  reeve_raised_add_number (finding, "accounts", accounts);
  reeve_raised_add_limit (finding, reeve_look_number (look, ACCOUNTS));
  reeve_raised_add_number (finding, "networks",
                           reeve_ring_count_distinct (&tried->networks, sight->time, REEVE_HOUR));
}

const ReeveRule reeve_rule_credential_stuffing = {
  .name = "credential-stuffing",
  .technique = "T1110.004",
  .severity = REEVE_SEVERITY_HIGH,
  .numbers = { { "accounts", 10, 3, REEVE_RING_MOST }, { "tries", 2, 1, 20, TRUE } },
  .tables = { { sizeof (Tried), 1 } },
  .look = see,
};
