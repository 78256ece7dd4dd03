/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A support grant: somebody who holds the role support-agent asks to be let in, for a ticket, with these
 * capabilities and for so long; whoever may approve it does, or not. What the role gives counts while a grant
 * is in force, as far as the grant goes, and at no other time.
 *
 * How long that is, is said by two clocks: it is over when the wall clock says so, and also when as much time
 * has gone by on the clock that nobody can set. So a wall clock that is set back makes it no longer; one that
 * is set ahead makes it shorter, and one that stands before the approval closes it. Only where the machine
 * was started anew and its clock set back by hand meanwhile has the wall clock alone to be believed. */

#pragma once

#include "common/capability.h"
#include "common/record.h"

G_BEGIN_DECLS

#define REEVE_SUPPORT_MINUTES_MIN 15
#define REEVE_SUPPORT_MINUTES_MAX (8 * 60)
#define REEVE_SUPPORT_ASK_HOURS   12 /* that somebody has to answer in */
#define REEVE_SUPPORT_ASKS        20 /* of one agent within a day */
#define REEVE_SUPPORT_TICKET_MAX  80
#define REEVE_SUPPORT_REASON_MAX  500
#define REEVE_SUPPORT_NOTE_MAX    500
#define REEVE_SUPPORT_FOLDERS     100

REEVE_DECLARE_RECORD (ReeveSupportGrant, reeve_support_grant, SUPPORT_GRANT)
struct _ReeveSupportGrant
{
  ReeveRecord parent_instance;

  char *id;
  gint64 version;
  gint64 number; /* as people call it: 1, 2, … in a workspace */
  char *agent;   /* who asks */
  char *agent_name;
  char *ticket;
  char *reason;
  GStrv capabilities; /* (nullable) in a request: all of the role's */
  GStrv folders;      /* (nullable): ids; what is in these and below may be read. NULL: in none */
  gint64 minutes;     /* asked for; once it is approved, given */
  char *breach_case;  /* (nullable): with which it ends */
  const char *state;  /* of reeve_support_grant_states */
  gint64 asked;
  gint64 expires;  /* nobody answers later */
  gint64 answered; /* 0: not yet */
  char *answered_by;
  char *answered_by_name;
  char *note;          /* (nullable): of who answered */
  gint64 ends;         /* by the wall clock; 0: it was never approved */
  gint64 ended;        /* 0: it is not over, or that is not written yet */
  char *ended_by;      /* (nullable): nobody, it ended by itself */
  char *ended_by_name; /* (nullable): the same */
  const char *because; /* (nullable): of reeve_support_grant_ends: why it is over; NULL: somebody ended it */
  gint64 reads;        /* requests made under it */
  gint64 steady;       /* reeve_clock_steady() when it was approved; not in the table: not told */
};

#define REEVE_SUPPORT_OVER "over" /* as a filter: in whichever state, but neither waiting nor active */

extern const char
  *const reeve_support_grant_states[];                /* "waiting", "active", "refused", "ended", "expired" */
extern const char *const reeve_support_grant_ends[];  /* "time", "case", "replaced", … */
extern const char *const reeve_support_grant_sorts[]; /* of a list */
extern const char *const reeve_support_grant_filters[]; /* "state", "agent" */

/* POST …/approve and …/refuse */
REEVE_DECLARE_RECORD (ReeveSupportAnswer, reeve_support_answer, SUPPORT_ANSWER)
struct _ReeveSupportAnswer
{
  ReeveRecord parent_instance;

  gint64 minutes; /* 0: as many as were asked for */
  char *note;     /* (nullable): demanded of who refuses */
};

/* Whether it lets its agent in. @now: microseconds since 1970; @steady: reeve_clock_steady() */
gboolean reeve_support_grant_is_in_force (ReeveSupportGrant *self, gint64 now, gint64 steady);
/* What it gives, never more than the role. */
ReeveCapabilities reeve_support_grant_get_capabilities (ReeveSupportGrant *self);
/* A query of the access log (common/log-query.h) that finds what its agent does in the workspace. What was
 * done under the grant is what of that was done from `answered` until `ended`: an agent has one at a time.
 * (transfer full) */
char *reeve_support_grant_make_query (ReeveSupportGrant *self);

G_END_DECLS
