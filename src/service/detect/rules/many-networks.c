/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One account is guessed at from many networks, each too seldom to stand out: a day's wrong passwords come
 * from so many places that the person was never at, with a device that was never theirs. For some days after
 * they chose a new password it takes more: a telephone on its way goes on with the old one. Names that nobody
 * has are tried all over the internet all the time: it takes an account that came in once. The
 * networks of one site of the workspace are one.
 *
 * Source: MITRE ATT&CK T1110.001 behind proxies (T1090.003). */

#include "config.h"

#include "common/clock.h"
#include "service/detect/rules.h"

#define MORE 3 /* times as many, while a telephone goes on with the password of before */

enum
{
  NETWORKS,
  FAILURES
};

static void
see (ReeveLook *look, const ReeveSight *sight)
{
  const ReeveHabits *habits;
  ReeveRing *ring;
  ReeveRaised *finding;
  gint64 times_more = 1;
  guint networks;
  guint n;

  if (!reeve_sight_is_guess (sight) || sight->person == 0 || sight->network == 0)
    return;
  habits = reeve_look_habits (look);
  if (habits == NULL || reeve_habits_know_network (habits, sight) || reeve_habits_know_device (habits, sight))
    return;
  ring = reeve_look_get (look, 0, sight->person);
  reeve_ring_add_many (ring, sight->time, reeve_sight_get_place (sight), sight->tries);
  networks = reeve_ring_count_distinct (ring, sight->time, REEVE_DAY);
  n = reeve_ring_count (ring, sight->time, REEVE_DAY);
  if (reeve_habits_is_changing (habits, sight->time))
    times_more = MORE;
  if (networks < reeve_look_number (look, NETWORKS) * times_more ||
      n < reeve_look_number (look, FAILURES) * times_more)
    return;
  finding =
    reeve_look_raise_ring (look, sight, sight->person, sight->event->actor, ring, REEVE_DAY, "failures");
  if (finding == NULL)
    return;
  reeve_raised_add_limit (finding, reeve_look_number (look, FAILURES) * times_more);
  reeve_raised_add_number (finding, "networks", networks);
  reeve_raised_add_limit (finding, reeve_look_number (look, NETWORKS) * times_more);
}

const ReeveRule reeve_rule_many_networks = {
  .name = "many-networks",
  .technique = "T1110.001",
  .severity = REEVE_SEVERITY_MEDIUM,
  .numbers = { { "networks", 5, 2, REEVE_RING_MOST / MORE }, { "failures", 8, 2, REEVE_RING_MOST / MORE } },
  .tables = { { sizeof (ReeveRing), 5000 } },
  .look = see,
};
