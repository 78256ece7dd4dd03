/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Whom a screen means, and what is said before and after they are locked. */

#include "config.h"

#include <string.h>

#include "common/error.h"
#include "common/record.h"
#include "console/widgets/contain-words.h"

#define BO  "0199d1f0-1c2d-7a3b-8c4d-5e6f70819203"
#define ADA "0199d1f0-1c2d-7a3b-8c4d-5e6f70819204"

/* The name stands in marks of isolation. */
#define ISOLATED(name) "\u2068" name "\u2069"

static ReeveCaseEffects *
make_effects (const char *const *people, const char *const *names)
{
  ReeveCaseEffects *effects = reeve_case_effects_new ();
  static const char *const asked[] = { "Hana Sato", NULL };

  reeve_set_texts (&effects->people, people);
  reeve_set_texts (&effects->names, names);
  reeve_set_texts (&effects->asked, asked);
  return effects;
}

static ReeveCaseEffects *
effects_of_two (void)
{
  static const char *const people[] = { BO, ADA, NULL };
  static const char *const names[] = { "Bo Lind", "Ada Lund", NULL };

  return make_effects (people, names);
}

static ReeveCaseEffects *
effects_of_none (void)
{
  static const char *const none[] = { NULL };

  return make_effects (none, none);
}

static void
assert_line (GPtrArray *lines, guint i, const char *title)
{
  g_assert_cmpuint (lines->len, >, i);
  g_assert_cmpstr (((ReeveContainLine *) lines->pdata[i])->title, ==, title);
}

/* What other systems call people and places is nobody whom Reeve can lock. */
static void
test_whom (void)
{
  g_autoptr (GPtrArray) list = reeve_whom_list_new ();

  g_assert_null (reeve_whom_new_person (NULL, "Bo"));
  g_assert_null (reeve_whom_new_person ("bo@example.org", "Bo"));
  g_assert_null (reeve_whom_new_person ("unknown:3f", NULL));
  g_assert_null (reeve_whom_new_address (NULL));
  g_assert_null (reeve_whom_new_address ("local"));
  g_assert_null (reeve_whom_new_address ("printer.example.org"));

  reeve_whom_list_take (list, NULL);
  reeve_whom_list_take (list, reeve_whom_new_person (BO, "Bo Lind"));
  reeve_whom_list_take (list, reeve_whom_new_person (BO, NULL)); /* the same once more */
  reeve_whom_list_take (list, reeve_whom_new_address ("2001:db8::1"));
  reeve_whom_list_take (list, reeve_whom_new_group (ADA, "Northlab"));
  reeve_whom_list_take (list, reeve_whom_new_query ("state=active", 431));
  g_assert_cmpuint (list->len, ==, 4);
  g_assert_true (reeve_whom_is_one (list->pdata[0]));
  g_assert_false (reeve_whom_is_one (list->pdata[1]));
}

static void
assert_words (ReeveWhom *whom, const char *choice, const char *question, const char *button)
{
  g_autoptr (ReeveWhom) owned = whom;
  g_autofree char *said_choice = reeve_contain_words_whom (owned);
  g_autofree char *said_question = reeve_contain_words_question (owned, NULL);
  g_autofree char *said_button = reeve_contain_words_button (owned, NULL);

  g_assert_cmpstr (said_choice, ==, choice);
  g_assert_cmpstr (said_question, ==, question);
  g_assert_cmpstr (said_button, ==, button);
}

/* Before anything is known of what it would do. */
static void
test_first_words (void)
{
  static const char *const two[] = { BO, ADA, NULL };

  assert_words (reeve_whom_new_person (BO, "Bo Lind"), "Bo Lind", "Lock " ISOLATED ("Bo Lind") "?",
                "_Lock Account");
  assert_words (reeve_whom_new_person (BO, NULL), "This person", "Lock This Account?", "_Lock Account");
  assert_words (reeve_whom_new_people (two), "2 people", "Lock 2 Accounts?", "_Lock 2 Accounts");
  assert_words (reeve_whom_new_query ("q=a", 431), "431 people", "Lock 431 Accounts?", "_Lock 431 Accounts");
  assert_words (reeve_whom_new_group (BO, "Northlab"), "Everybody in " ISOLATED ("Northlab"),
                "Lock: Everybody in " ISOLATED ("Northlab") "?", "_Lock Accounts");
  assert_words (reeve_whom_new_address ("192.0.2.44"), "Everybody who came in from \u2066192.0.2.44\u2069",
                "Lock: Everybody who came in from \u2066192.0.2.44\u2069?", "_Lock Accounts");
}

/* Who is left out, and what is out of the ordinary, comes first; then what ends. */
static void
test_effects (void)
{
  g_autoptr (ReeveWhom) whom = reeve_whom_new_query ("q=a", 4);
  g_autoptr (ReeveCaseEffects) effects = effects_of_two ();
  g_autoptr (GPtrArray) exceptions = NULL;
  g_autoptr (GPtrArray) ends = NULL;
  g_autofree char *button = NULL;

  effects->self = TRUE;
  effects->locked = 1;
  effects->shared = 1;
  effects->sessions = 3;
  effects->devices = 2;
  effects->links = 1;
  effects->approvals = 2;
  effects->resets = 1;
  exceptions = reeve_contain_words_exceptions (whom, effects);
  g_assert_cmpuint (exceptions->len, ==, 3);
  assert_line (exceptions, 0, "You are left out");
  assert_line (exceptions, 1, "1 of 4 is locked already, and stays so");
  assert_line (exceptions, 2, "1 person keeps other workspaces open");
  ends = reeve_contain_words_ends (whom, effects);
  g_assert_cmpuint (ends->len, ==, 5);
  assert_line (ends, 0, "3 sessions end");
  assert_line (ends, 1, "1 mailed link stops working");
  assert_line (ends, 2, "2 pending approvals end, and are not carried out");
  assert_line (ends, 3, "1 reset of a second factor ends");
  assert_line (ends, 4, "They are asked for the instruction");
  button = reeve_contain_words_button (whom, effects);
  g_assert_cmpstr (button, ==, "_Lock 2 Accounts");
  g_assert_null (reeve_contain_words_obstacle (whom, effects, FALSE));
}

static void
test_last (void)
{
  static const char *const people[] = { BO, NULL };
  static const char *const names[] = { "Bo Lind", NULL };
  g_autoptr (ReeveWhom) whom = reeve_whom_new_person (BO, "Bo Lind");
  g_autoptr (ReeveCaseEffects) effects = make_effects (people, names);
  g_autoptr (GPtrArray) exceptions = NULL;
  g_autofree char *obstacle = NULL;

  effects->last = TRUE;
  g_clear_pointer (&effects->asked, g_strfreev);
  exceptions = reeve_contain_words_exceptions (whom, effects);
  g_assert_cmpuint (exceptions->len, ==, 2);
  assert_line (exceptions, 0,
               ISOLATED ("Bo Lind") " is the last administrator: nobody could administer the workspace");
  assert_line (exceptions, 1, "Nobody else here can give the instruction");
  obstacle = reeve_contain_words_obstacle (whom, effects, FALSE);
  g_assert_nonnull (obstacle);
  g_assert_null (reeve_contain_words_obstacle (whom, effects, TRUE));
}

static void
assert_obstacle (ReeveWhom *whom, gint64 locked, gboolean self, const char *words)
{
  g_autoptr (ReeveWhom) owned = whom;
  g_autoptr (ReeveCaseEffects) effects = effects_of_none ();
  g_autofree char *obstacle = NULL;

  effects->locked = locked;
  effects->self = self;
  obstacle = reeve_contain_words_obstacle (owned, effects, FALSE);
  g_assert_cmpstr (obstacle, ==, words);
}

/* Nobody is left to lock: it is said who they are, or where they went. */
static void
test_obstacles (void)
{
  static const char *const two[] = { BO, ADA, NULL };

  assert_obstacle (reeve_whom_new_person (BO, "Bo Lind"), 1, FALSE,
                   ISOLATED ("Bo Lind") " is locked already.");
  assert_obstacle (reeve_whom_new_person (BO, "Bo Lind"), 0, TRUE,
                   "This is your own account: another administrator can lock it.");
  assert_obstacle (reeve_whom_new_people (two), 2, FALSE, "All of them are locked already.");
  assert_obstacle (reeve_whom_new_address ("192.0.2.1"), 0, FALSE,
                   "Nobody who has an account here came in from there.");
  assert_obstacle (reeve_whom_new_group (BO, NULL), 0, FALSE, "Nobody is in this group.");
  assert_obstacle (reeve_whom_new_person (BO, NULL), 0, FALSE,
                   "There is nobody to lock: they may have been removed.");
}

/* What was not done is said so, first; and that trying again does nothing twice. */
static void
test_failures (void)
{
  g_autoptr (GError) gone = reeve_error_new (REEVE_ERROR_UNREACHABLE, "refused", "nobody listens");
  g_autoptr (GError) last = reeve_error_new (REEVE_ERROR_CONFLICT, "last_administrator", "no");
  g_autoptr (GError) broken = reeve_error_new (REEVE_ERROR_INTERNAL, NULL, "incident");
  g_autofree char *title = reeve_contain_words_failure (gone);
  g_autofree char *help = reeve_contain_words_help (gone, TRUE);
  g_autofree char *refused = reeve_contain_words_failure (last);
  g_autofree char *who = reeve_contain_words_help (last, FALSE);
  g_autofree char *incident = reeve_contain_words_failure (broken);
  g_autofree char *again = reeve_contain_words_help (broken, TRUE);

  g_assert_cmpstr (title, ==, "Not locked: the service did not answer");
  g_assert_nonnull (strstr (help, "nothing is done twice"));
  g_assert_true (g_str_has_prefix (refused, "Not locked: "));
  g_assert_nonnull (strstr (who, "support"));
  g_assert_true (g_str_has_prefix (incident, "Not locked: "));
  g_assert_nonnull (strstr (again, "nothing is done twice"));
}

static void
test_done (void)
{
  g_autoptr (ReeveWhom) one = reeve_whom_new_person (BO, NULL);
  g_autoptr (ReeveWhom) many = reeve_whom_new_group (BO, "Northlab");
  g_autoptr (ReeveCase) done = reeve_case_new ();
  g_autofree char *name = NULL;
  g_autofree char *count = NULL;

  done->people = 1;
  done->locked = 1;
  reeve_set_text (&done->person_name, "Bo Lind <bo@example.org>");
  name = reeve_contain_words_done (one, done);
  g_assert_cmpstr (name, ==, "Bo Lind is locked");
  done->people = done->locked = 12;
  count = reeve_contain_words_done (many, done);
  g_assert_cmpstr (count, ==, "12 accounts are locked");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/contain-words/whom", test_whom);
  g_test_add_func ("/contain-words/first-words", test_first_words);
  g_test_add_func ("/contain-words/effects", test_effects);
  g_test_add_func ("/contain-words/last", test_last);
  g_test_add_func ("/contain-words/obstacles", test_obstacles);
  g_test_add_func ("/contain-words/failures", test_failures);
  g_test_add_func ("/contain-words/done", test_done);
  return g_test_run ();
}
