/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A duty: something in a workspace that waits for somebody, or will soon. It says of what kind, how many and
 * until when; the words, and which list it leads to, are the console's, by the kind. */

#pragma once

#include "common/record.h"

G_BEGIN_DECLS

#define REEVE_DUTIES    200   /* in one overview, at most */
#define REEVE_DUTY_MANY 10000 /* more than so many may be told as one more than that */

REEVE_DECLARE_RECORD (ReeveDuty, reeve_duty, DUTY)
struct _ReeveDuty
{
  ReeveRecord parent_instance;

  char *id;            /* the same as long as it is the same duty: "locked:UUID", "rotations" */
  const char *kind;    /* of reeve_duty_kinds */
  const char *urgency; /* of reeve_duty_urgencies */
  gint64 count;        /* how many it is about; 0: nothing that is counted */
  char *subject;       /* (nullable): a name, where it is about one */
  char *subject_id;    /* (nullable) */
  gint64 due;          /* the first deadline; 0: none */
  gint64 since;        /* waits since then; 0: not known */
};

extern const char *const reeve_duty_kinds[];
/* "now"; "week": within seven days, or without a date; "quiet": later, or by itself */
extern const char *const reeve_duty_urgencies[];

/* What waits for the caller of GET …/overview. */
REEVE_DECLARE_RECORD (ReeveOverview, reeve_overview, OVERVIEW)
struct _ReeveOverview
{
  ReeveRecord parent_instance;

  gint64 at;
  GPtrArray
    *duties; /* (nullable) of ReeveDuty: urgent ones first, then by what waits longest or is due first */
};

/* "now" where @due has passed, "week" within seven days, else "quiet". */
const char *reeve_duty_urgency_of (gint64 due, gint64 now);
/* The order of an overview. */
int reeve_duty_compare (ReeveDuty *a, ReeveDuty *b);

G_END_DECLS
