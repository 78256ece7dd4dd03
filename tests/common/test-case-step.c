/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "common/case-step.h"

#include <string.h>

/* Everything that may happen, as the design says it; whatever is not here may not. */
static const char *const allowed[][3] = {
  { "", "report", "reported" },
  { "reported", "contain", "contained" },
  { "reported", "dismiss", "closed" },
  { "contained", "ask", "awaiting" },
  { "awaiting", "instruct", "instructed" },
  { "instructed", "lapse", "awaiting" },
  { "instructed", "release", "released" },
  { "instructed", "reissue", "reissued" },
  { "instructed", "erase", "erased" },
  { "released", "close", "closed" },
  { "reissued", "close", "closed" },
  { "erased", "close", "closed" },
};

static const char *const names[REEVE_N_CASE_STEPS] = { "report", "contain", "dismiss", "ask",   "instruct",
                                                       "lapse",  "release", "reissue", "erase", "close" };

static const char *
find (const char *state, ReeveCaseStep step)
{
  for (guint i = 0; i < G_N_ELEMENTS (allowed); i++)
    if (strcmp (allowed[i][0], state != NULL ? state : "") == 0 && strcmp (allowed[i][1], names[step]) == 0)
      return allowed[i][2];
  return NULL;
}

static void
test_table (void)
{
  guint n = 0;

  for (ReeveCaseStep step = 0; step < REEVE_N_CASE_STEPS; step++)
    {
      g_assert_cmpstr (reeve_case_step (NULL, step), ==, find (NULL, step));
      n += reeve_case_step (NULL, step) != NULL;
      g_assert_null (reeve_case_step ("", step));
      for (guint i = 0; reeve_case_states[i] != NULL; i++)
        {
          const char *to = reeve_case_step (reeve_case_states[i], step);

          g_assert_cmpstr (to, ==, find (reeve_case_states[i], step));
          g_assert_true (to == NULL || reeve_case_state_rank (to) >= 0);
          n += to != NULL;
        }
    }
  g_assert_cmpuint (n, ==, G_N_ELEMENTS (allowed));
}

/* Whoever contains cannot instruct, and nothing unlocks that an instruction did not come before. */
static void
test_two_parties (void)
{
  ReeveCapabilities support = reeve_roles_get_capabilities ((const char *const[]) { "support-agent", NULL });
  ReeveCapabilities group =
    reeve_roles_get_capabilities ((const char *const[]) { REEVE_ROLE_GROUP_ADMINISTRATOR, NULL });

  g_assert_true (reeve_capabilities_have (support, reeve_case_step_needs (REEVE_CASE_STEP_CONTAIN)));
  g_assert_true (reeve_capabilities_have (group, reeve_case_step_needs (REEVE_CASE_STEP_REPORT)));
  g_assert_true (reeve_capabilities_have (group, reeve_case_step_needs (REEVE_CASE_STEP_INSTRUCT)));
  for (ReeveCaseStep step = REEVE_CASE_STEP_DISMISS; step < REEVE_N_CASE_STEPS; step++)
    if (reeve_case_step_needs (step) != REEVE_CAPABILITY_NONE)
      g_assert_false (reeve_capabilities_have (support, reeve_case_step_needs (step)));
  for (guint i = 0; reeve_case_states[i] != NULL; i++)
    for (ReeveCaseStep step = 0; step < REEVE_N_CASE_STEPS; step++)
      {
        const char *to = reeve_case_step (reeve_case_states[i], step);

        if (to != NULL && reeve_case_state_locks (reeve_case_states[i]) && !reeve_case_state_locks (to))
          g_assert_cmpstr (reeve_case_states[i], ==, "instructed");
      }
}

static void
test_decisions (void)
{
  static const ReeveCaseStep steps[] = { REEVE_CASE_STEP_RELEASE, REEVE_CASE_STEP_REISSUE, REEVE_N_CASE_STEPS,
                                         /* keep */ REEVE_CASE_STEP_ERASE };

  for (guint i = 0; reeve_case_decisions[i] != NULL; i++)
    {
      ReeveCaseStep step = REEVE_N_CASE_STEPS;

      g_assert_cmpint (reeve_case_decision_step (reeve_case_decisions[i], &step), ==,
                       steps[i] != REEVE_N_CASE_STEPS);
      g_assert_cmpint (step, ==, steps[i]);
      if (step != REEVE_N_CASE_STEPS)
        g_assert_true (reeve_case_state_ends (reeve_case_step ("instructed", step)));
    }
  g_assert_false (reeve_case_state_ends ("closed"));
  g_assert_cmpint (reeve_case_state_rank ("nonsense"), ==, -1);
  g_assert_cmpint (reeve_case_state_rank (NULL), ==, -1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/case-step/table", test_table);
  g_test_add_func ("/case-step/two-parties", test_two_parties);
  g_test_add_func ("/case-step/decisions", test_decisions);
  return g_test_run ();
}
