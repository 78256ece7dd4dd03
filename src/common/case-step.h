/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What can happen to a person of a case, and what comes of it: the one table of the breach desk.
 *
 *   reported -> contained -> awaiting -> instructed -> released | reissued | erased -> closed
 *
 * Those who contain never instruct: a case has two parties. An instruction to keep the account locked stands
 * until its day, then the case waits for the next one. What was reported and never contained can be
 * dismissed; nothing else gets past the instruction. */

#pragma once

#include "common/capability.h"

G_BEGIN_DECLS

#define REEVE_CASE_REPORTED   "reported"
#define REEVE_CASE_CONTAINED  "contained"  /* locked, and nobody has been asked yet */
#define REEVE_CASE_AWAITING   "awaiting"   /* the instruction */
#define REEVE_CASE_INSTRUCTED "instructed" /* it is yet to be carried out, or says to wait */
#define REEVE_CASE_RELEASED   "released"   /* as before */
#define REEVE_CASE_REISSUED   "reissued"   /* with new credentials */
#define REEVE_CASE_ERASED     "erased"     /* removed from the workspace */
#define REEVE_CASE_CLOSED     "closed"

typedef enum
{
  REEVE_CASE_STEP_REPORT,
  REEVE_CASE_STEP_CONTAIN,
  REEVE_CASE_STEP_DISMISS, /* it was nothing, and nothing was locked */
  REEVE_CASE_STEP_ASK,     /* those who may instruct */
  REEVE_CASE_STEP_INSTRUCT,
  REEVE_CASE_STEP_LAPSE, /* the day until which it was to stay locked has come, or somebody thinks better of
                            it */
  REEVE_CASE_STEP_RELEASE,
  REEVE_CASE_STEP_REISSUE,
  REEVE_CASE_STEP_ERASE,
  REEVE_CASE_STEP_CLOSE,
  REEVE_N_CASE_STEPS
} ReeveCaseStep;

extern const char *const reeve_case_states[];    /* in the order above */
extern const char *const reeve_case_decisions[]; /* "release", "reissue", "keep", "remove" */

/* The state after it, interned; NULL: it does not happen in @state (nullable: there is no case yet). */
const char *reeve_case_step (const char *state, ReeveCaseStep step);
/* Which capability takes it; REEVE_CAPABILITY_NONE: none does, it follows from another one. */
ReeveCapability reeve_case_step_needs (ReeveCaseStep step);
/* How an instruction is carried out. FALSE: "keep", which waits. */
gboolean reeve_case_decision_step (const char *decision, ReeveCaseStep *step);

/* Place in the order of states; -1: it is none of them. */
int reeve_case_state_rank (const char *state);
/* The account is locked by it. */
gboolean reeve_case_state_locks (const char *state);
/* Nothing is to be done any more but to close. */
gboolean reeve_case_state_ends (const char *state);

G_END_DECLS
