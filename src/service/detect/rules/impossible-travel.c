/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One person is active in two sessions within minutes, from different networks and with different devices,
 * and one of the two was never seen with them: a laptop and a phone of one's own are no travel.
 *
 * Source: MITRE ATT&CK T1078, Valid Accounts; without a map of addresses, by what cannot be one desk. */

#include "config.h"

#include "common/clock.h"
#include "service/detect/rules.h"

typedef struct
{
  guint64 session;
  guint64 network;
  guint64 device;
  gint64 time;
  gint64 usual; /* boolean */
} Desk;

#define DESKS 3

typedef struct
{
  Desk desks[DESKS]; /* the latest sessions */
} Desks;

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

static gboolean
is_elsewhere (const Desk *one, const Desk *other, gint64 window)
{
  return other->session != 0 && other->session != one->session && other->network != one->network &&
         other->device != one->device && one->time - other->time < window && (!one->usual || !other->usual);
}

static void
see (ReeveLook *look, const ReeveSight *sight)
{
  gint64 window = reeve_look_number (look, 0) * REEVE_MINUTE;
  ReeveRaised *finding;
  Desks *desks;
  Desk *here;

  if (!sight->good || sight->person == 0 || sight->session == 0 || sight->network == 0 || sight->device == 0)
    return;
  desks = reeve_look_get (look, 0, sight->person);
  here = find_desk (desks, sight->session);
  *here = (Desk) { sight->session, sight->network, sight->device, sight->time,
                   reeve_look_habits (look) != NULL &&
                     (reeve_habits_know_network (reeve_look_habits (look), sight) ||
                      reeve_habits_know_device (reeve_look_habits (look), sight)) };
  for (guint i = 0; i < DESKS; i++)
    {
      const Desk *there = &desks->desks[i];

      if (!is_elsewhere (here, there, window))
        continue;
      finding = reeve_look_raise (look, sight, sight->person, sight->event->actor);
      if (finding == NULL)
        continue;
      reeve_raised_add_number (finding, "apart", sight->time - there->time);
      reeve_raised_add_event (finding, there->time);
    }
}

const ReeveRule reeve_rule_impossible_travel = {
  .name = "impossible-travel",
  .technique = "T1078",
  .severity = REEVE_SEVERITY_HIGH,
  .numbers = { { "minutes", 5, 1, 60, TRUE } },
  .tables = { { sizeof (Desks), 20000 } },
  .look = see,
};
