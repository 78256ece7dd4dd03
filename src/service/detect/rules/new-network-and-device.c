/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Somebody who administers, or was given rights to, comes in from a network and with a device that were both
 * never seen with them, after long enough to have learned what is usual. A new laptop in the office, or the
 * old one in a hotel, is neither; nor is a machine that is told a password which they chose a few days ago.
 *
 * Source: MITRE ATT&CK T1078, Valid Accounts. */

#include "config.h"

#include "common/clock.h"
#include "service/detect/rules.h"

static void
see (ReeveLook *look, const ReeveSight *sight)
{
  const ReeveHabits *habits = reeve_look_habits (look);
  ReeveRaised *finding;

  if (!sight->good || !reeve_sight_kind_proves (sight->kind) || habits == NULL || sight->network == 0 ||
      sight->device == 0)
    return;
  if (!reeve_look_administers (look, sight->person) ||
      sight->time - habits->first < reeve_look_number (look, 0) * REEVE_DAY ||
      reeve_habits_know_network (habits, sight) || reeve_habits_know_device (habits, sight) ||
      reeve_habits_is_changing (habits, sight->time))
    return;
  finding = reeve_look_raise (look, sight, sight->person, sight->event->actor);
  if (finding != NULL)
    reeve_raised_add_number (finding, "learned", sight->time - habits->first);
}

const ReeveRule reeve_rule_new_network_and_device = {
  .name = "new-network-and-device",
  .technique = "T1078",
  .severity = REEVE_SEVERITY_HIGH,
  .numbers = { { "learning-days", 14, 1, 90 } },
  .look = see,
};
