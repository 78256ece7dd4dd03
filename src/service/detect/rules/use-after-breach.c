/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* An account that was reported as breached is used before it was released: what was locked is not locked, or
 * another system does not know.
 *
 * Source: the promise that a reported account stays locked until its group's administrator instructs. */

#include "config.h"

#include "common/clock.h"
#include "service/detect/rules.h"

typedef struct
{
  gint64 reported; /* 0: not, or released since */
} Report;

static void
see (ReeveLook *look, const ReeveSight *sight)
{
  guint64 person = sight->object != 0 ? sight->object : sight->person;
  ReeveFinding *finding;
  Report *report;

  if (sight->good && person != 0 && sight->kind == REEVE_SIGHT_REPORT)
    {
      ((Report *) reeve_look_get (look, 0, person))->reported = sight->time;
      return;
    }
  report = sight->good ? reeve_look_find (look, 0, sight->person) : NULL;
  if (sight->good && sight->kind == REEVE_SIGHT_RELEASE && reeve_look_find (look, 0, person) != NULL)
    ((Report *) reeve_look_get (look, 0, person))->reported = 0;
  if (report == NULL || report->reported == 0 || sight->time <= report->reported)
    return;
  finding = reeve_look_raise (look, sight, sight->person, sight->event->actor);
  if (finding == NULL)
    return;
  reeve_finding_add_number (finding, "after", sight->time - report->reported);
  reeve_finding_add_event (finding, report->reported);
}

const ReeveRule reeve_rule_use_after_breach = {
  .name = "use-after-breach",
  .technique = "T1078",
  .severity = REEVE_SEVERITY_CRITICAL,
  .tables = { { sizeof (Report), 10000 } },
  .look = see,
};
