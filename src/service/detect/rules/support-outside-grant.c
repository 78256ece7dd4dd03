/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Somebody of support, who once asked for a grant, sees people's records, changes something or takes data out
 * while none is in force: nobody said yes, or it is over. Grants last for eight hours at most, whatever else
 * happens. Of whoever never asked it is not known that they are of support; but that they were refused
 * several times, and then got in where they had not been lately, is seen.
 *
 * Source: the promise of ticket-bound support access; MITRE ATT&CK T1199, Trusted Relationship. */

#include "config.h"

#include "common/clock.h"
#include "service/detect/rules.h"

#define LASTS  (8 * REEVE_HOUR)
#define WINDOW REEVE_HOUR
#define LATELY (7 * REEVE_DAY)

typedef struct
{
  gint64 asked; /* when first; 0: nobody of support */
  gint64 until; /* the grant in force */
  ReeveRing outside;
} Agent;

/* By the grant. */
typedef struct
{
  guint64 person;
} Grant;

/* Refusals of somebody who has not been in. */
typedef struct
{
  ReeveRing refusals;
  gint64 until; /* how long an access is taken to be by them */
} Knock;

enum
{
  AGENTS,
  GRANTS,
  KNOCKS
};

enum
{
  ACCESSES,
  REFUSALS
};

static void
note (ReeveLook *look, const ReeveSight *sight)
{
  Agent *agent = sight->person != 0 ? reeve_look_find (look, AGENTS, sight->person) : NULL;
  const Grant *grant = sight->object != 0 ? reeve_look_find (look, GRANTS, sight->object) : NULL;

  if (sight->kind == REEVE_SIGHT_SUPPORT_ASK && sight->person != 0 && sight->object != 0)
    {
      agent = reeve_look_get (look, AGENTS, sight->person);
      agent->asked = agent->asked != 0 ? agent->asked : sight->time;
      ((Grant *) reeve_look_get (look, GRANTS, sight->object))->person = sight->person;
    }
  else if (sight->kind == REEVE_SIGHT_SUPPORT_END &&
           agent != NULL) /* who is done says so without being asked */
    agent->until = 0;
  else if (grant != NULL)
    ((Agent *) reeve_look_get (look, AGENTS, grant->person))->until =
      sight->kind == REEVE_SIGHT_SUPPORT_YES ? sight->time + LASTS : 0;
}

static gboolean
got_in (ReeveLook *look, const ReeveSight *sight)
{
  const Knock *knock = reeve_look_find (look, KNOCKS, sight->person);

  return knock != NULL && sight->time < knock->until &&
         reeve_ring_count (&knock->refusals, sight->time, REEVE_DAY) >= reeve_look_number (look, REFUSALS);
}

/* Whoever was in lately is refused something else. */
static void
note_knock (ReeveLook *look, const ReeveSight *sight)
{
  const ReeveHabits *habits = reeve_look_habits (look);
  gint64 before = habits != NULL ? MAX (habits->last_look, habits->last_change) : 0;
  Knock *knock;

  if (before != 0 && sight->time - before < LATELY)
    return;
  knock = reeve_look_get (look, KNOCKS, sight->person);
  reeve_ring_add (&knock->refusals, sight->time, sight->object);
  knock->until = sight->time + REEVE_DAY;
}

static void
note_access (ReeveLook *look, const ReeveSight *sight)
{
  Agent *agent = reeve_look_get (look, AGENTS, sight->person);
  guint n;

  reeve_ring_add (&agent->outside, sight->time, sight->object);
  n = reeve_ring_count (&agent->outside, sight->time, WINDOW);
  if (n < reeve_look_number (look, ACCESSES))
    return;
  reeve_raised_add_limit (reeve_look_raise_ring (look, sight, sight->person, sight->event->actor,
                                                 &agent->outside, WINDOW, "accesses"),
                          reeve_look_number (look, ACCESSES));
}

static void
see (ReeveLook *look, const ReeveSight *sight)
{
  const Agent *agent = sight->person != 0 ? reeve_look_find (look, AGENTS, sight->person) : NULL;
  gboolean granted = agent != NULL && sight->time < agent->until;

  if (sight->person != 0 && reeve_sight_is_denied (sight))
    note_knock (look, sight);
  if (!sight->good)
    return;
  if (sight->kind == REEVE_SIGHT_SUPPORT_ASK || sight->kind == REEVE_SIGHT_SUPPORT_YES ||
      sight->kind == REEVE_SIGHT_SUPPORT_END)
    note (look, sight);
  else if (sight->person != 0 && !granted && reeve_sight_is_access (sight) &&
           ((agent != NULL && agent->asked != 0) || got_in (look, sight)))
    note_access (look, sight);
}

const ReeveRule reeve_rule_support_outside_grant = {
  .name = "support-outside-grant",
  .technique = "T1199",
  .severity = REEVE_SEVERITY_HIGH,
  .numbers = { { "accesses", 2, 1, REEVE_RING_MOST }, { "refusals", 3, 1, REEVE_RING_MOST } },
  .tables = { { sizeof (Agent), 2000 }, { sizeof (Grant), 5000 }, { sizeof (Knock), 5000 } },
  .look = see,
};
