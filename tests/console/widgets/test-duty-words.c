/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What waits, in words: every kind has some, deadlines are said without colours, and each leads somewhere. */

#include "config.h"

#include <string.h>

#include "common/clock.h"
#include "console/widgets/duty-words.h"

/* Monday, 2 March 2026, 09:00 UTC */
#define NOW (G_GINT64_CONSTANT (1772442000) * REEVE_SECOND)

static ReeveDuty *
make (const char *kind, gint64 count, const char *subject, gint64 due)
{
  ReeveDuty *duty = reeve_duty_new ();

  duty->id = g_strdup (kind);
  duty->kind = g_intern_string (kind);
  duty->urgency = due != 0 ? reeve_duty_urgency_of (due, NOW) : "week";
  duty->count = count;
  duty->subject = g_strdup (subject);
  duty->subject_id = subject != NULL ? g_strdup ("member") : NULL;
  duty->due = due;
  duty->since = NOW - 3 * REEVE_DAY;
  return duty;
}

/* A new kind is not forgotten here; what a newer service tells of is not shown. */
static void
test_every_kind (void)
{
  g_autoptr (ReeveDuty) stranger = make ("something-new", 1, NULL, 0);

  for (guint i = 0; reeve_duty_kinds[i] != NULL; i++)
    for (guint n = 0; n < 2; n++)
      {
        g_autoptr (ReeveDuty) duty =
          make (reeve_duty_kinds[i], n + 1, n == 0 ? "Northlab" : NULL, NOW + REEVE_DAY);
        g_autofree char *title = reeve_duty_words_title (duty);
        g_autofree char *spoken = reeve_duty_words_spoken (duty, NOW);
        GVariant *target;
        const char *action = reeve_duty_words_action (duty, NOW, &target);

        if (target != NULL)
          g_variant_unref (g_variant_ref_sink (target));
        g_assert_true (reeve_duty_words_knows (duty));
        g_assert_cmpuint (strlen (title), >, 5);
        g_assert_true (g_str_has_prefix (spoken, title));
        g_assert_true (g_str_has_suffix (spoken, "."));
        g_assert_true (g_str_has_prefix (action, "win."));
        g_assert_cmpuint (strlen (reeve_duty_words_icon (duty)), >, 5);
      }
  g_assert_false (reeve_duty_words_knows (stranger));
}

static void
assert_pill (const char *kind, gint64 due, const char *expected)
{
  g_autoptr (ReeveDuty) duty = make (kind, 1, NULL, due);
  g_autofree char *pill = reeve_duty_words_pill (duty, NOW);

  g_assert_cmpstr (pill, ==, expected);
}

static void
test_deadlines (void)
{
  assert_pill ("rotation", 0, NULL);
  assert_pill ("rotation", NOW, "Due now");
  assert_pill ("rotation", NOW - 3 * REEVE_DAY, "Overdue for 3 d");
  assert_pill ("rotation", NOW + 20 * REEVE_MINUTE + REEVE_SECOND, "Due in 21 min");
  assert_pill ("rotation", NOW + REEVE_SECOND, "Due in 60 s");
  assert_pill ("rotation", NOW + 5 * REEVE_HOUR, "Due in 5 h");
  assert_pill ("rotation", NOW + 3 * REEVE_DAY, "Due Thursday");
  assert_pill ("rotation", NOW + 10 * REEVE_DAY, "Due 12 March");
  assert_pill ("invitation", NOW + 3 * REEVE_DAY, "Ends Thursday");
}

/* All of it is read out, and the list that opens is the one that was told of. */
static void
test_leads (void)
{
  g_autoptr (ReeveDuty) duty = make ("second-factor", 12345, "Everybody", NOW + 3 * REEVE_DAY);
  g_autoptr (ReeveDuty) locked = make ("locked", 1, "Bartosz Wilk", 0);
  g_autofree char *spoken = reeve_duty_words_spoken (duty, NOW);
  g_autofree char *case_spoken = reeve_duty_words_spoken (locked, NOW);
  g_autofree char *next = reeve_duty_words_next (duty, NOW);
  g_autoptr (GVariant) target = NULL;
  g_autofree char *text = NULL;
  const char *action = reeve_duty_words_action (duty, NOW, &target);

  g_variant_ref_sink (target);
  text = g_variant_print (target, FALSE);
  g_assert_cmpstr (
    spoken, ==,
    "10000+ people have no second factor. Demanded from 5 March 2026 on. Due Thursday. Open the list "
    "of these people.");
  g_assert_cmpstr (action, ==, "win.list");
  g_assert_cmpstr (text, ==, "('users', {'secondFactor': 'off', 'state': 'active'})");
  g_assert_cmpstr (next, ==, "10000+ people have no second factor, Thursday");
  g_assert_true (reeve_duty_words_may_wait (duty));
  g_assert_false (reeve_duty_words_may_wait (locked));
  g_assert_cmpstr (
    case_spoken, ==,
    "\u2068Bartosz Wilk\u2069 is locked after a breach report. Nobody can sign in to the account until it "
    "is released. Open the person.");
  g_assert_cmpstr (reeve_duty_words_tone (locked, NOW), ==, "tone-error");
}

static void
assert_case (const char *kind, gint64 count, const char *subject, const char *title, const char *leads)
{
  g_autoptr (ReeveDuty) duty = make (kind, count, subject, 0);
  g_autofree char *text = reeve_duty_words_title (duty);
  g_autoptr (GVariant) target = NULL;
  g_autofree char *printed = NULL;

  g_assert_cmpstr (reeve_duty_words_action (duty, NOW, &target), ==, "win.list");
  g_variant_ref_sink (target);
  printed = g_variant_print (target, FALSE);
  g_assert_cmpstr (text, ==, title);
  g_assert_cmpstr (printed, ==, leads);
  g_assert_false (reeve_duty_words_may_wait (duty));
}

/* One row, one decision: it leads to that very case. */
static void
test_cases (void)
{
  assert_case ("case", 1, "Bo Lind", "\u2068Bo Lind\u2069 is locked, waiting for your instruction",
               "('breach-desk', {'case': 'member'})");
  assert_case ("case", 12, "Bo Lind",
               "\u2068Bo Lind\u2069 and 11 others are locked, waiting for your instruction",
               "('breach-desk', {'case': 'member'})");
  assert_case ("case", 2, NULL, "2 more cases wait for your instruction", "('breach-desk', {})");
  assert_case ("case-reported", 1, "Bo Lind",
               "A breach was reported of \u2068Bo Lind\u2069, and nobody is locked yet",
               "('breach-desk', {'case': 'member'})");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/duty-words/every-kind", test_every_kind);
  g_test_add_func ("/duty-words/deadlines", test_deadlines);
  g_test_add_func ("/duty-words/leads", test_leads);
  g_test_add_func ("/duty-words/cases", test_cases);
  return g_test_run ();
}
