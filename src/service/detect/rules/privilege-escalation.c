/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Rights that somebody gives to themselves; or that are given, used by somebody who had none lately, and
 * taken back within a day, so that no review of rights ever sees them. What is given is seen where the event
 * says it, as Reeve's own does; of another system, a change to somebody's record may be one, and to one's own
 * it counts where they were refused something shortly before. Reeve gives nobody more than whoever gives has:
 * there, to be refused that for oneself is as good.
 *
 * Source: MITRE ATT&CK T1098.003, Additional Cloud Roles. */

#include "config.h"

#include <string.h>

#include "common/clock.h"
#include "service/detect/rules.h"

#define LATELY (14 * REEVE_DAY)

typedef struct
{
  gint64 given;
  gint64 used; /* 0: not yet */
} Rights;

enum
{
  RIGHTS,
  REFUSED
};

static void
raise_it (ReeveLook *look, const ReeveSight *sight, guint64 about, const char *key, const Rights *rights)
{
  ReeveRaised *finding = reeve_look_raise (look, sight, about, key);

  if (finding == NULL || rights == NULL)
    return;
  reeve_raised_add_number (finding, "after", sight->time - rights->given);
  reeve_raised_add_event (finding, rights->given);
  reeve_raised_add_event (finding, rights->used);
}

static void
raise_refused (ReeveLook *look, const ReeveSight *sight)
{
  ReeveRaised *finding = reeve_look_raise (look, sight, sight->person, sight->event->actor);

  if (finding != NULL)
    reeve_raised_add_number (finding, "refusals", 1);
}

/* Some systems' objects are paths with the account's id in them. */
static gboolean
is_own (const ReeveSight *sight)
{
  const ReeveAccessEvent *event = sight->event;

  return sight->object == sight->person ||
         (event->actor != NULL && event->object != NULL && strlen (event->actor) >= 8 &&
          strstr (event->object, event->actor) != NULL);
}

static gboolean
may_give (const ReeveSight *sight)
{
  return sight->kind == REEVE_SIGHT_GRANT ||
         (sight->event->source != NULL && g_strcmp0 (sight->event->action, "user.save") == 0);
}

static gboolean
tries_own (const ReeveSight *sight)
{
  return sight->person != 0 && sight->object != 0 && sight->event->result == REEVE_ACCESS_REFUSED &&
         g_strcmp0 (sight->event->outcome, "escalation") == 0 && is_own (sight);
}

/* Who used rights of this kind lately had them before. */
static gboolean
is_new_to_it (const ReeveHabits *habits, gint64 now)
{
  gint64 before = habits != NULL ? MAX (habits->last_change, habits->last_look) : 0;

  return before == 0 || now - before >= LATELY;
}

/* (nullable): what was given to a name is the person's, once it is known who that is. */
static Rights *
find_rights (ReeveLook *look, const ReeveSight *sight)
{
  Rights *rights = reeve_look_find (look, RIGHTS, sight->person);
  Rights *early = sight->actor != sight->person ? reeve_look_find (look, RIGHTS, sight->actor) : NULL;
  Rights given;

  if (early == NULL || early->given == 0 || (rights != NULL && rights->given > early->given))
    return rights;
  given = *early;
  *early = (Rights) { 0 };
  rights = reeve_look_get (look, RIGHTS, sight->person);
  *rights = given;
  return rights;
}

static void
note_use (ReeveLook *look, const ReeveSight *sight, gint64 window)
{
  Rights *rights = find_rights (look, sight);

  if (rights != NULL && rights->used == 0 && is_new_to_it (reeve_look_habits (look), sight->time) &&
      sight->time - rights->given < window)
    rights->used = sight->time;
}

static void
note_own (ReeveLook *look, const ReeveSight *sight, gint64 window)
{
  const ReeveRing *refusals = reeve_look_find (look, REFUSED, sight->person);

  if (sight->kind == REEVE_SIGHT_GRANT || (sight->kind != REEVE_SIGHT_TAKE && refusals != NULL &&
                                           reeve_ring_count (refusals, sight->time, window) > 0))
    raise_it (look, sight, sight->person, sight->event->actor, NULL);
}

static void
note_other (ReeveLook *look, const ReeveSight *sight, gint64 window)
{
  Rights *rights = reeve_look_get (look, RIGHTS, sight->object);
  gboolean in_use = rights->used != 0 && sight->time - rights->given < window;

  if (in_use && sight->kind == REEVE_SIGHT_GRANT)
    return; /* more of them */
  if (in_use)
    raise_it (look, sight, sight->object, sight->event->object, rights);
  else if (may_give (sight))
    *rights = (Rights) { .given = sight->time };
}

static void
see (ReeveLook *look, const ReeveSight *sight)
{
  gint64 window = reeve_look_number (look, 0) * REEVE_HOUR;

  if (sight->person != 0 && reeve_sight_is_denied (sight))
    reeve_ring_add (reeve_look_get (look, REFUSED, sight->person), sight->time, sight->object);
  if (tries_own (sight))
    raise_refused (look, sight);
  if (sight->good && sight->kind == REEVE_SIGHT_ACCEPT)
    *(Rights *) reeve_look_get (look, RIGHTS, sight->person) = (Rights) { .given = sight->time };
  if (!reeve_sight_is_access (sight))
    return;
  note_use (look, sight, window);
  if (sight->object == 0 || (!may_give (sight) && sight->kind != REEVE_SIGHT_TAKE))
    return;
  if (is_own (sight))
    note_own (look, sight, window);
  else
    note_other (look, sight, window);
}

const ReeveRule reeve_rule_privilege_escalation = {
  .name = "privilege-escalation",
  .technique = "T1098.003",
  .severity = REEVE_SEVERITY_HIGH,
  .numbers = { { "hours", 24, 1, 168, TRUE } },
  .tables = { { sizeof (Rights), 10000 }, { sizeof (ReeveRing), 5000 } },
  .look = see,
};
