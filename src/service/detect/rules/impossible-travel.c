/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One person is active in two sessions within minutes, from different networks and with different devices,
 * and one of the two was never seen with them: a laptop and a phone of one's own are no travel. Networks of
 * one site are one place. Of two sites of which the workspace said where they are, their distance judges
 * instead: somebody is at both in less time than the way takes, with whatever device, in whichever session,
 * and however usual each is.
 *
 * Source: MITRE ATT&CK T1078, Valid Accounts; without a map of addresses, by what cannot be one desk. 900
 * km/h is how fast an airliner cruises. */

#include "config.h"

#include "common/clock.h"
#include "service/detect/rules.h"

typedef struct
{
  guint64 session;
  guint64 network;
  guint64 device;
  gint64 time;
  guint64 site; /* 0: of none */
  gint64 usual; /* boolean */
} Desk;

#define DESKS 3

typedef struct
{
  Desk desks[DESKS]; /* the latest sessions */
} Desks;

/* Somebody was at a site that has a place. */
typedef struct
{
  guint64 site;
  gint64 time; /* the last */
} Stay;

#define STAYS 4

typedef struct
{
  Stay stays[STAYS]; /* the latest sites: several small steps are no small one */
} Stays;

enum
{
  DESKS_OF,
  STAYS_OF
};

#define MOST 20000 /* people */

static Desk *
find_desk (Desks *self, guint64 session)
{
  Desk *oldest = &self->desks[0];

  for (guint i = 0; i < DESKS; i++)
    {
      if (self->desks[i].session == session)
        return &self->desks[i];
      if (self->desks[i].time < oldest->time)
        oldest = &self->desks[i];
    }
  *oldest = (Desk) { .session = session };
  return oldest;
}

/* --- Two desks --- */

static gboolean
is_one_place (ReeveLook *look, const Desk *one, const Desk *other)
{
  gint64 metres;

  if (one->network == other->network || (one->site != 0 && one->site == other->site))
    return TRUE;
  /* If not one, then two of which the way between is known, which judges. */
  return one->site != 0 && other->site != 0 && reeve_look_sites (look) != NULL &&
         reeve_sites_measure (reeve_look_sites (look), one->site, other->site, &metres);
}

static gboolean
is_elsewhere (ReeveLook *look, const Desk *one, const Desk *other, gint64 window)
{
  return other->session != 0 && other->session != one->session && other->device != one->device &&
         one->time - other->time < window && (!one->usual || !other->usual) &&
         !is_one_place (look, one, other);
}

static gboolean
is_usual (ReeveLook *look, const ReeveSight *sight)
{
  const ReeveHabits *habits = reeve_look_habits (look);

  return habits != NULL &&
         (reeve_habits_know_network (habits, sight) || reeve_habits_know_device (habits, sight));
}

static void
see_desks (ReeveLook *look, const ReeveSight *sight)
{
  gint64 window = reeve_look_number (look, REEVE_TRAVEL_MINUTES) * REEVE_MINUTE;
  ReeveRaised *finding;
  Desks *desks;
  Desk *here;

  if (!sight->good || sight->person == 0 || sight->session == 0 || sight->network == 0 || sight->device == 0)
    return;
  desks = reeve_look_get (look, DESKS_OF, sight->person);
  here = find_desk (desks, sight->session);
  *here = (Desk) { sight->session, sight->network, sight->device,
                   sight->time,    sight->site,    is_usual (look, sight) };
  for (guint i = 0; i < DESKS; i++)
    {
      const Desk *there = &desks->desks[i];

      if (!is_elsewhere (look, here, there, window))
        continue;
      finding = reeve_look_raise (look, sight, sight->person, sight->event->actor);
      if (finding == NULL)
        continue;
      reeve_raised_add_number (finding, "apart", sight->time - there->time);
      reeve_raised_add_event (finding, there->time);
    }
}

/* --- Two sites --- */

/* (nullable): where they were, if they cannot be here by now */
static const Stay *
find_far_away (ReeveLook *look, const ReeveSight *sight, const Stay *stays, gint64 *metres)
{
  gint64 speed = reeve_look_number (look, REEVE_TRAVEL_SPEED);

  for (guint i = 0; i < STAYS; i++)
    if (stays[i].site != 0 && stays[i].site != sight->site &&
        reeve_sites_measure (reeve_look_sites (look), sight->site, stays[i].site, metres) &&
        *metres >= REEVE_TRAVEL_METRES &&
        *metres * (REEVE_HOUR / 1000) / speed > ABS (sight->time - stays[i].time))
      return &stays[i];
  return NULL;
}

static void
stay (Stay *stays, const ReeveSight *sight)
{
  Stay *oldest = &stays[0];

  for (guint i = 0; i < STAYS; i++)
    {
      if (stays[i].site == sight->site)
        {
          stays[i].time = MAX (stays[i].time, sight->time);
          return;
        }
      if (stays[i].time < oldest->time)
        oldest = &stays[i];
    }
  *oldest = (Stay) { sight->site, sight->time };
}

static void
see_stays (ReeveLook *look, const ReeveSight *sight)
{
  const Stay *far_away;
  ReeveRaised *finding;
  gint64 metres;
  Stays *known;

  if (sight->site == 0 || !reeve_sight_is_person_there (sight) ||
      !reeve_sites_has_place (reeve_look_sites (look), sight->site))
    return;
  known = reeve_look_get (look, STAYS_OF, sight->person);
  far_away = find_far_away (look, sight, known->stays, &metres);
  finding = far_away != NULL ? reeve_look_raise (look, sight, sight->person, sight->event->actor) : NULL;
  if (finding != NULL)
    {
      reeve_raised_add_number (finding, "kilometres", metres / 1000);
      reeve_raised_add_number (finding, "apart", ABS (sight->time - far_away->time));
      reeve_raised_add_event (finding, far_away->time);
    }
  stay (known->stays, sight);
}

static void
see (ReeveLook *look, const ReeveSight *sight)
{
  see_desks (look, sight);
  see_stays (look, sight);
}

const ReeveRule reeve_rule_impossible_travel = {
  .name = "impossible-travel",
  .technique = "T1078",
  .severity = REEVE_SEVERITY_HIGH,
  .numbers = { [REEVE_TRAVEL_MINUTES] = { "minutes", 5, 1, 60, TRUE },
               [REEVE_TRAVEL_SPEED] = { "kilometres-per-hour", 900, 100, 2000 } },
  .tables = { [DESKS_OF] = { sizeof (Desks), MOST }, [STAYS_OF] = { sizeof (Stays), MOST } },
  .look = see,
};
