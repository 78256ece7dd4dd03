/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A recovery: the way back to an account that a case locks and without which nobody administers the
 * workspace, so that there is nobody to instruct. Two people of support ask for it, each for a contact whom
 * they know; everybody hears of it, and a day later its person gets new credentials, if nobody has stopped
 * it. */

#pragma once

#include "common/record.h"

G_BEGIN_DECLS

#define REEVE_RECOVERY_WAIT        G_TIME_SPAN_DAY
#define REEVE_RECOVERY_CONTACT_MAX 300

REEVE_DECLARE_RECORD (ReeveRecovery, reeve_recovery, RECOVERY)
struct _ReeveRecovery
{
  ReeveRecord parent_instance;

  char *id;
  gint64 version;
  char *breach_case;
  char *person;
  char *person_name;
  const char *state; /* of reeve_recovery_states */
  char *ticket;
  char *contact; /* with whom was talked, and how it is known that it was them */
  char *reason;
  gint64 asked;
  char *asked_by;
  char *asked_by_name;
  gint64 confirmed; /* by the second one; 0: not yet */
  char *confirmed_by;
  char *confirmed_by_name;
  char *confirmed_contact;
  gint64 due; /* from when on it can be carried out; 0 */
  gint64 ended;
  char *ended_by;
  char *ended_by_name;
  /* not of the record */
  gint64 steady; /* of the clock that nobody sets, when the day began */
};

extern const char *const reeve_recovery_states[]; /* "asked", "waiting", "done", "stopped" */
extern const char *const reeve_recovery_sorts[];

/* The day is over by both clocks: a wall clock that is set ahead shortens nothing while the machine runs. */
gboolean reeve_recovery_is_ready (ReeveRecovery *self, gint64 now, gint64 steady);

/* POST …/recoveries, by either of the two. */
REEVE_DECLARE_RECORD (ReeveRecoveryAsk, reeve_recovery_ask, RECOVERY_ASK)
struct _ReeveRecoveryAsk
{
  ReeveRecord parent_instance;

  char *email;
  char *ticket;
  char *contact;
  char *reason;
};

G_END_DECLS
