/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Less is recorded, kept, asked for, told or restorable than before: a hold lifted, a rule of approval gone,
 * a backup deleted, a policy or what is looked for weakened, as Reeve's own events say of themselves.
 *
 * Source: MITRE ATT&CK T1562.008, Disable or Modify Cloud Logs; T1490, Inhibit System Recovery. */

#include "config.h"

#include "service/detect/rules.h"

static void
see (ReeveLook *look, const ReeveSight *sight)
{
  ReeveRaised *finding;

  if (!sight->good || sight->kind != REEVE_SIGHT_IMPAIR)
    return;
  finding = reeve_look_raise (look, sight, sight->person, sight->event->actor);
  if (finding != NULL)
    reeve_raised_add_number (finding, "changes", 1);
}

const ReeveRule reeve_rule_impairment = {
  .name = "impairment",
  .technique = "T1562.008",
  .severity = REEVE_SEVERITY_HIGH,
  .look = see,
};
