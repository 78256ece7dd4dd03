/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The tables of a duty's fields. */

#include "config.h"

#include "common/duty.h"

#include "common/clock.h"

const char *const reeve_duty_kinds[] = { "case",
                                         "case-reported",
                                         "locked",
                                         "second-factor-reset",
                                         "own-second-factor",
                                         "approval",
                                         "access-review",
                                         "access-review-opens",
                                         "second-factor",
                                         "rotation",
                                         "invitation",
                                         "mail",
                                         "mail-waiting",
                                         "certificate",
                                         "group-administrator",
                                         "folder-manager",
                                         "grant-expired",
                                         "hold",
                                         "log-damaged",
                                         "finding",
                                         "log-review-leaving",
                                         "log-review",
                                         "log-review-second",
                                         "follow-up",
                                         "mute",
                                         "notification-failing",
                                         "notification-paused",
                                         "support-ask",
                                         "support-here",
                                         NULL };
const char *const reeve_duty_urgencies[] = { "now", "week", "quiet", NULL };

static const ReeveField fields[] = {
  { "id", REEVE_FIELD_TEXT, offsetof (ReeveDuty, id), REEVE_READ_ONLY, .max = 100,
    .summary = "The same as long as it is the same duty." },
  { "kind", REEVE_FIELD_CHOICE, offsetof (ReeveDuty, kind), REEVE_READ_ONLY, .choices = reeve_duty_kinds,
    .summary = "What waits; others may be added." },
  { "urgency", REEVE_FIELD_CHOICE, offsetof (ReeveDuty, urgency), REEVE_READ_ONLY,
    .choices = reeve_duty_urgencies,
    .summary = "Now; within a week, or without a date; quiet: later, or by itself." },
  { "count", REEVE_FIELD_INTEGER, offsetof (ReeveDuty, count), REEVE_READ_ONLY,
    .summary = "How many it is about; 0 where nothing is counted; 10001 may stand for more." },
  { "subject", REEVE_FIELD_TEXT, offsetof (ReeveDuty, subject), REEVE_READ_ONLY, .max = 460,
    .summary = "The name of what it is about, where it is one." },
  { "subject-id", REEVE_FIELD_TEXT, offsetof (ReeveDuty, subject_id), REEVE_READ_ONLY, .max = 100,
    .summary = "Its id." },
  { "due", REEVE_FIELD_TIME, offsetof (ReeveDuty, due), REEVE_READ_ONLY,
    .summary = "The first deadline, which may have passed." },
  { "since", REEVE_FIELD_TIME, offsetof (ReeveDuty, since), REEVE_READ_ONLY, .summary = "Waits since then." },
};
REEVE_DEFINE_RECORD (ReeveDuty, reeve_duty, "duty", NULL, fields)

static const ReeveField overview_fields[] = {
  { "at", REEVE_FIELD_TIME, offsetof (ReeveOverview, at), REEVE_READ_ONLY, .summary = "When it was so." },
  { "duties", REEVE_FIELD_RECORDS, offsetof (ReeveOverview, duties), REEVE_READ_ONLY, .max = REEVE_DUTIES,
    .record_type = reeve_duty_get_type,
    .summary = "Urgent ones first; of these, what has no date and waits longest, then what is due first." },
};
REEVE_DEFINE_RECORD (ReeveOverview, reeve_overview, "overview", NULL, overview_fields)

const char *
reeve_duty_urgency_of (gint64 due, gint64 now)
{
  return due <= now ? "now" : due <= now + 7 * REEVE_DAY ? "week" : "quiet";
}

static int
find (const char *const *choices, const char *choice)
{
  int i = 0;

  while (choices[i] != NULL && g_strcmp0 (choices[i], choice) != 0)
    i++;
  return i;
}

static int
compare_times (gint64 a, gint64 b)
{
  return (a > b) - (a < b);
}

/* Among what is to be done now, what has no date comes before what has one: it is late already. Among the
 * rest, what has none comes last. */
int
reeve_duty_compare (ReeveDuty *a, ReeveDuty *b)
{
  int urgency = find (reeve_duty_urgencies, a->urgency);
  int order = urgency - find (reeve_duty_urgencies, b->urgency);
  gint64 none = urgency == 0 ? 0 : G_MAXINT64;

  if (order == 0)
    order = compare_times (a->due != 0 ? a->due : none, b->due != 0 ? b->due : none);
  if (order == 0)
    order = compare_times (a->since, b->since);
  if (order == 0)
    order = find (reeve_duty_kinds, a->kind) - find (reeve_duty_kinds, b->kind);
  if (order == 0)
    order = g_strcmp0 (a->subject, b->subject);
  return order != 0 ? order : g_strcmp0 (a->id, b->id);
}
