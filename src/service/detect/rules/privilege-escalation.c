/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Rights that somebody gives to themselves; that are given, used for the first time and taken back within a
 * day, so that no review of rights ever sees them.
 *
 * Source: MITRE ATT&CK T1098.003, Additional Cloud Roles. */

#include "config.h"

#include "common/clock.h"
#include "service/detect/rules.h"

typedef struct
{
  gint64 given;
  gint64 used; /* 0: not yet */
} Rights;

static void
raise_it (ReeveLook *look, const ReeveSight *sight, guint64 about, const char *key, const Rights *rights)
{
  ReeveFinding *finding = reeve_look_raise (look, sight, about, key);

  if (finding == NULL || rights == NULL)
    return;
  reeve_finding_add_number (finding, "after", sight->time - rights->given);
  reeve_finding_add_event (finding, rights->given);
  if (rights->used != 0)
    reeve_finding_add_event (finding, rights->used);
}

static void
give (ReeveLook *look, const ReeveSight *sight)
{
  Rights *rights;

  if (sight->object == 0)
    return;
  if (sight->object == sight->person)
    raise_it (look, sight, sight->person, sight->event->actor, NULL);
  rights = reeve_look_get (look, 0, sight->object);
  *rights = (Rights) { .given = sight->time };
}

static void
see (ReeveLook *look, const ReeveSight *sight)
{
  gint64 window = reeve_look_number (look, 0) * REEVE_HOUR;
  Rights *rights;

  if (!sight->good || !reeve_sight_kind_administers (sight->kind))
    return;
  rights = reeve_look_find (look, 0, sight->person);
  if (rights != NULL && rights->used == 0 && sight->time - rights->given < window)
    rights->used = sight->time;
  if (sight->kind == REEVE_SIGHT_GRANT)
    give (look, sight);
  if (sight->kind != REEVE_SIGHT_TAKE || sight->object == 0)
    return;
  rights = reeve_look_find (look, 0, sight->object);
  if (rights != NULL && rights->given != 0 && sight->time - rights->given < window)
    raise_it (look, sight, sight->object, sight->event->object, rights);
}

const ReeveRule reeve_rule_privilege_escalation = {
  .name = "privilege-escalation",
  .technique = "T1098.003",
  .severity = REEVE_SEVERITY_HIGH,
  .numbers = { { "hours", 24, 1, 168 } },
  .tables = { { sizeof (Rights), 10000 } },
  .look = see,
};
