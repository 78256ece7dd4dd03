/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* An account that nobody used for weeks comes in from a network and with a device that were both never seen
 * with it: somebody who was away long comes back with what they had. Of who administers, was given rights to,
 * or sees others' records, it takes fewer weeks.
 *
 * Source: MITRE ATT&CK T1078, Valid Accounts; CIS Controls 8, safeguard 5.3: 45 days. */

#include "config.h"

#include "common/clock.h"
#include "service/detect/rules.h"

enum
{
  DAYS,
  ADMINISTRATOR_DAYS
};

static void
see (ReeveLook *look, const ReeveSight *sight)
{
  const ReeveHabits *habits = reeve_look_habits (look);
  ReeveRaised *finding;
  gboolean administers;

  if (!sight->good || !reeve_sight_kind_proves (sight->kind) || habits == NULL ||
      reeve_habits_know_network (habits, sight) || reeve_habits_know_device (habits, sight))
    return;
  administers =
    habits->last_change != 0 || habits->last_look != 0 || reeve_look_administers (look, sight->person);
  if (sight->time - habits->last <
      reeve_look_number (look, administers ? ADMINISTRATOR_DAYS : DAYS) * REEVE_DAY)
    return;
  finding = reeve_look_raise (look, sight, sight->person, sight->event->actor);
  if (finding != NULL)
    reeve_raised_add_number (finding, "unused", sight->time - habits->last);
}

const ReeveRule reeve_rule_dormant_account = {
  .name = "dormant-account",
  .technique = "T1078",
  .severity = REEVE_SEVERITY_MEDIUM,
  .numbers = { { "days", 45, 7, 365 }, { "administrator-days", 30, 7, 365 } },
  .look = see,
};
