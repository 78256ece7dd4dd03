/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* An account that was reported as breached is used before it was released: what was locked is not locked, or
 * another system does not know. Where somebody tried it in vain since, whoever comes in from there is meant,
 * too, by whatever name another system knows them.
 *
 * Source: the promise that a reported account stays locked until its group's administrator instructs. */

#include "config.h"

#include "common/clock.h"
#include "service/detect/rules.h"

typedef struct
{
  gint64 reported; /* 0: not, or released since */
} Report;

typedef struct
{
  guint64 person;
  gint64 tried;
} Tried;

enum
{
  REPORTS,
  ADDRESSES
};

#define WINDOW REEVE_DAY

static gboolean
is_reported (ReeveLook *look, guint64 person, gint64 *reported)
{
  const Report *report = person != 0 ? reeve_look_find (look, REPORTS, person) : NULL;

  *reported = report != NULL ? report->reported : 0;
  return *reported != 0;
}

static void
note (ReeveLook *look, const ReeveSight *sight)
{
  guint64 person = sight->object != 0 ? sight->object : sight->person;
  gint64 before;

  if (sight->kind == REEVE_SIGHT_REPORT && person != 0)
    ((Report *) reeve_look_get (look, REPORTS, person))->reported = sight->time;
  if (sight->kind == REEVE_SIGHT_RELEASE && is_reported (look, person, &before))
    ((Report *) reeve_look_get (look, REPORTS, person))->reported = 0;
}

static void
raise_it (ReeveLook *look, const ReeveSight *sight, guint64 person, gint64 since, const char *key)
{
  ReeveRaised *finding = reeve_look_raise (look, sight, person, key);

  if (finding == NULL)
    return;
  reeve_raised_add_number (finding, "after", sight->time - since);
  reeve_raised_add_event (finding, since);
}

static void
see (ReeveLook *look, const ReeveSight *sight)
{
  const Tried *tried = sight->address != 0 ? reeve_look_find (look, ADDRESSES, sight->address) : NULL;
  gint64 reported;

  if (sight->good && (sight->kind == REEVE_SIGHT_REPORT || sight->kind == REEVE_SIGHT_RELEASE))
    {
      note (look, sight);
      return;
    }
  if (is_reported (look, sight->person, &reported))
    {
      if (sight->good)
        raise_it (look, sight, sight->person, reported, sight->event->actor);
      else if (sight->address != 0 && reeve_sight_is_guess (sight) && !reeve_look_is_usual (look, sight))
        *(Tried *) reeve_look_get (look, ADDRESSES, sight->address) = (Tried) { sight->person, sight->time };
      return;
    }
  if (tried != NULL && sight->good && reeve_sight_kind_proves (sight->kind) &&
      sight->time - tried->tried < WINDOW && is_reported (look, tried->person, &reported))
    raise_it (look, sight, tried->person, tried->tried, sight->event->address);
}

const ReeveRule reeve_rule_use_after_breach = {
  .name = "use-after-breach",
  .technique = "T1078",
  .severity = REEVE_SEVERITY_CRITICAL,
  .tables = { { sizeof (Report), 10000 }, { sizeof (Tried), 10000 } },
  .look = see,
};
