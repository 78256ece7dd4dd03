/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The table of the breach desk. */

#include "config.h"

#include "common/case-step.h"

const char *const reeve_case_states[] = { REEVE_CASE_REPORTED,   REEVE_CASE_CONTAINED, REEVE_CASE_AWAITING,
                                          REEVE_CASE_INSTRUCTED, REEVE_CASE_RELEASED,  REEVE_CASE_REISSUED,
                                          REEVE_CASE_ERASED,     REEVE_CASE_CLOSED,    NULL };
const char *const reeve_case_decisions[] = { "release", "reissue", "keep", "remove", NULL };

static const struct
{
  const char *from; /* (nullable): no case */
  ReeveCaseStep step;
  const char *to;
} table[] = {
  { NULL, REEVE_CASE_STEP_REPORT, REEVE_CASE_REPORTED },
  { REEVE_CASE_REPORTED, REEVE_CASE_STEP_CONTAIN, REEVE_CASE_CONTAINED },
  { REEVE_CASE_REPORTED, REEVE_CASE_STEP_DISMISS, REEVE_CASE_CLOSED },
  { REEVE_CASE_CONTAINED, REEVE_CASE_STEP_ASK, REEVE_CASE_AWAITING },
  { REEVE_CASE_AWAITING, REEVE_CASE_STEP_INSTRUCT, REEVE_CASE_INSTRUCTED },
  { REEVE_CASE_INSTRUCTED, REEVE_CASE_STEP_LAPSE, REEVE_CASE_AWAITING },
  { REEVE_CASE_INSTRUCTED, REEVE_CASE_STEP_RELEASE, REEVE_CASE_RELEASED },
  { REEVE_CASE_INSTRUCTED, REEVE_CASE_STEP_REISSUE, REEVE_CASE_REISSUED },
  { REEVE_CASE_INSTRUCTED, REEVE_CASE_STEP_ERASE, REEVE_CASE_ERASED },
  { REEVE_CASE_RELEASED, REEVE_CASE_STEP_CLOSE, REEVE_CASE_CLOSED },
  { REEVE_CASE_REISSUED, REEVE_CASE_STEP_CLOSE, REEVE_CASE_CLOSED },
  { REEVE_CASE_ERASED, REEVE_CASE_STEP_CLOSE, REEVE_CASE_CLOSED },
};

static const ReeveCapability needs[REEVE_N_CASE_STEPS] = {
  [REEVE_CASE_STEP_REPORT] = REEVE_CAPABILITY_BREACH_REPORT,
  [REEVE_CASE_STEP_CONTAIN] = REEVE_CAPABILITY_BREACH_CONTAIN,
  [REEVE_CASE_STEP_DISMISS] = REEVE_CAPABILITY_BREACH_INSTRUCT,
  [REEVE_CASE_STEP_INSTRUCT] = REEVE_CAPABILITY_BREACH_INSTRUCT,
  [REEVE_CASE_STEP_LAPSE] = REEVE_CAPABILITY_BREACH_INSTRUCT,
  [REEVE_CASE_STEP_CLOSE] = REEVE_CAPABILITY_BREACH_INSTRUCT,
};

const char *
reeve_case_step (const char *state, ReeveCaseStep step)
{
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if (table[i].step == step && g_strcmp0 (table[i].from, state) == 0)
      return g_intern_static_string (table[i].to);
  return NULL;
}

ReeveCapability
reeve_case_step_needs (ReeveCaseStep step)
{
  g_return_val_if_fail ((guint) step < REEVE_N_CASE_STEPS, REEVE_CAPABILITY_NONE);
  return needs[step];
}

gboolean
reeve_case_decision_step (const char *decision, ReeveCaseStep *step)
{
  if (g_strcmp0 (decision, "release") == 0)
    *step = REEVE_CASE_STEP_RELEASE;
  else if (g_strcmp0 (decision, "reissue") == 0)
    *step = REEVE_CASE_STEP_REISSUE;
  else if (g_strcmp0 (decision, "remove") == 0)
    *step = REEVE_CASE_STEP_ERASE;
  else
    return FALSE;
  return TRUE;
}

int
reeve_case_state_rank (const char *state)
{
  for (guint i = 0; reeve_case_states[i] != NULL; i++)
    if (g_strcmp0 (reeve_case_states[i], state) == 0)
      return (int) i;
  return -1;
}

gboolean
reeve_case_state_locks (const char *state)
{
  return g_strcmp0 (state, REEVE_CASE_CONTAINED) == 0 || g_strcmp0 (state, REEVE_CASE_AWAITING) == 0 ||
         g_strcmp0 (state, REEVE_CASE_INSTRUCTED) == 0;
}

gboolean
reeve_case_state_ends (const char *state)
{
  return reeve_case_step (state, REEVE_CASE_STEP_CLOSE) != NULL;
}
