/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Somebody guesses at one account's password: so many wrong ones within an hour, or the account locks itself
 * again and again, from networks that the person was not seen at. At their own, and where several others
 * come in well (an office, a room of servers), a script that was not told of a new password does the same:
 * there it takes many more. Whoever guesses at names that nobody came in with, such as "root" all over the
 * internet, is told of by their address, too.
 *
 * Source: MITRE ATT&CK T1110.001, Password Guessing. Numbers: those that the promises on lockouts lead to;
 * whoever guesses in earnest is far above them. */

#include "config.h"

#include "common/clock.h"
#include "service/detect/rules.h"

#define LOCKS_WITHIN (3 * REEVE_HOUR)
#define PARTED       REEVE_MINUTE /* refusals closer together are one lock */
#define SHARED       2            /* people */

typedef struct
{
  ReeveRing failures;
  ReeveRing locks;
  gint64 usual_hour; /* in which they failed at their usual place */
  gint64 usual;      /* how often in it */
} Guessed;

enum
{
  GUESSED,
  STRANGERS
};

enum
{
  FAILURES,
  LOCKS,
  USUAL
};

/* At a name that nobody has. */
static void
note_stranger (ReeveLook *look, const ReeveSight *sight)
{
  ReeveRing *ring = reeve_look_get (look, STRANGERS, sight->address);

  reeve_ring_add_many (ring, sight->time, sight->person, sight->tries);
  if (reeve_ring_count (ring, sight->time, REEVE_HOUR) < reeve_look_number (look, FAILURES))
    return;
  reeve_raised_add_limit (
    reeve_look_raise_ring (look, sight, sight->address, sight->event->address, ring, REEVE_HOUR, "failures"),
    reeve_look_number (look, FAILURES));
}

/* Hours, and no ring: there may be hundreds. */
static void
note_usual (ReeveLook *look, const ReeveSight *sight, Guessed *guessed)
{
  gint64 hour = sight->time / REEVE_HOUR;
  ReeveRaised *finding;

  guessed->usual = (hour == guessed->usual_hour ? guessed->usual : 0) + sight->tries;
  guessed->usual_hour = hour;
  if (guessed->usual < reeve_look_number (look, USUAL))
    return;
  finding = reeve_look_raise (look, sight, sight->person, sight->event->actor);
  if (finding == NULL)
    return;
  reeve_raised_add_number (finding, "failures", guessed->usual);
  reeve_raised_add_number (finding, "window", REEVE_HOUR);
  reeve_raised_add_limit (finding, reeve_look_number (look, USUAL));
}

static void
note_lock (ReeveLook *look, const ReeveSight *sight, Guessed *guessed)
{
  if (reeve_ring_count (&guessed->locks, sight->time, PARTED) == 0)
    reeve_ring_add (&guessed->locks, sight->time, 0);
  if (reeve_ring_count (&guessed->locks, sight->time, LOCKS_WITHIN) >= reeve_look_number (look, LOCKS))
    reeve_raised_add_limit (reeve_look_raise_ring (look, sight, sight->person, sight->event->actor,
                                                   &guessed->locks, LOCKS_WITHIN, "locks"),
                            reeve_look_number (look, LOCKS));
}

/* Where the person is, or where several others come in well: a room of servers, whose scripts go on with an
 * old password. What they hold does not count, since a script names itself as it likes. */
static gboolean
is_at_usual_place (ReeveLook *look, const ReeveSight *sight)
{
  const ReeveHabits *habits = reeve_look_habits (look);

  return (habits != NULL && reeve_habits_know_network (habits, sight)) ||
         reeve_look_count_people (look, sight->network) >= SHARED;
}

static void
see (ReeveLook *look, const ReeveSight *sight)
{
  Guessed *guessed;

  if (!reeve_sight_is_guess (sight) || sight->person == 0)
    return;
  if (reeve_look_habits (look) == NULL && sight->address != 0)
    note_stranger (look, sight);
  guessed = reeve_look_get (look, GUESSED, sight->person);
  if (is_at_usual_place (look, sight))
    {
      note_usual (look, sight, guessed);
      return;
    }
  reeve_ring_add_many (&guessed->failures, sight->time, sight->network, sight->tries);
  if (reeve_ring_count (&guessed->failures, sight->time, REEVE_HOUR) >= reeve_look_number (look, FAILURES))
    reeve_raised_add_limit (reeve_look_raise_ring (look, sight, sight->person, sight->event->actor,
                                                   &guessed->failures, REEVE_HOUR, "failures"),
                            reeve_look_number (look, FAILURES));
  if (reeve_sight_is_locked (sight))
    note_lock (look, sight, guessed);
}

const ReeveRule reeve_rule_brute_force = {
  .name = "brute-force",
  .technique = "T1110.001",
  .severity = REEVE_SEVERITY_MEDIUM,
  .numbers = { { "failures", 20, 5, REEVE_RING_MOST },
               { "locks", 3, 2, REEVE_RING_MOST },
               { "usual-failures", 120, 20, 5000 } },
  .tables = { { sizeof (Guessed), 5000 }, { sizeof (ReeveRing), 5000 } },
  .look = see,
};
