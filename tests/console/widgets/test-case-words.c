/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* That nothing which a case can be, or which can happen in one, is met without words. */

#include "config.h"

#include <string.h>

#include "common/clock.h"
#include "common/mail.h"
#include "console/widgets/case-words.h"

#define NOW G_GINT64_CONSTANT (1772529118000000)

static void
check_list (const char *const *list, const char *(*find) (const char *word))
{
  for (guint i = 0; list[i] != NULL; i++)
    {
      if (g_str_equal (find (list[i]), list[i]))
        g_error ("\"%s\" has no words", list[i]);
      for (guint j = 0; j < i; j++)
        g_assert_cmpstr (find (list[i]), !=, find (list[j]));
    }
  g_assert_cmpstr (find ("of-tomorrow"), ==, "of-tomorrow");
}

static void
test_everything_has_words (void)
{
  check_list (reeve_case_states, reeve_case_words_state);
  check_list (reeve_case_natures, reeve_case_words_nature);
  check_list (reeve_case_sources, reeve_case_words_source);
  check_list (reeve_case_decisions, reeve_case_words_decision);
  check_list (reeve_case_decisions, reeve_case_words_decision_line);
  check_list (reeve_mail_states, reeve_case_words_arrival);
  g_assert_null (reeve_case_words_arrival (NULL));
}

/* A state is told by a word and an icon of its own, never by a colour alone. */
static void
test_icons (void)
{
  for (guint i = 0; reeve_case_states[i] != NULL; i++)
    {
      g_assert_nonnull (reeve_case_words_state_icon (reeve_case_states[i]));
      for (guint j = 0; j < i; j++)
        g_assert_cmpstr (reeve_case_words_state_icon (reeve_case_states[i]), !=,
                         reeve_case_words_state_icon (reeve_case_states[j]));
    }
  g_assert_null (reeve_case_words_state_icon ("of-tomorrow"));
}

static ReeveCaseEntry *
make_entry (const char *kind)
{
  ReeveCaseEntry *entry = reeve_case_entry_new ();

  entry->kind = g_intern_string (kind);
  entry->actor_name = g_strdup ("Hana Sato <hana@vallis.example>");
  entry->person = g_strdup ("bo");
  entry->person_name = g_strdup ("Bo Lind <bo@vallis.example>");
  entry->count = 1;
  return entry;
}

static void
assert_entry (ReeveCaseEntry *entry, ReeveCaseEntry *next, const char *expected)
{
  g_autofree char *text = reeve_case_words_entry (entry, next);
  g_autoptr (GString) plain = g_string_new (text);

  g_string_replace (plain, "\u2068", "", 0);
  g_string_replace (plain, "\u2069", "", 0);
  g_assert_cmpstr (plain->str, ==, expected);
}

static void
test_every_entry (void)
{
  for (guint i = 0; reeve_case_entry_kinds[i] != NULL; i++)
    {
      g_autoptr (ReeveCaseEntry) entry = make_entry (reeve_case_entry_kinds[i]);
      g_autoptr (ReeveCaseEntry) bare = reeve_case_entry_new ();
      g_autofree char *text = reeve_case_words_entry (entry, NULL);
      g_autofree char *less = NULL;

      bare->kind = entry->kind;
      bare->count = 12;
      less = reeve_case_words_entry (bare, NULL);
      if (g_str_equal (text, entry->kind) || g_str_equal (less, entry->kind))
        g_error ("the entry \"%s\" has no words", entry->kind);
      g_assert_null (strchr (text, '%'));
      g_assert_null (strchr (less, '%'));
    }
}

static void
test_entries (void)
{
  g_autoptr (ReeveCaseEntry) reported = make_entry ("reported");
  g_autoptr (ReeveCaseEntry) contained = make_entry ("contained");
  g_autoptr (ReeveCaseEntry) instructed = make_entry ("instructed");
  g_autoptr (ReeveCaseEntry) reissued = make_entry ("reissued");

  assert_entry (reported, NULL, "Hana Sato reported it");
  assert_entry (contained, NULL, "The account of Bo Lind was locked");
  assert_entry (instructed, reissued, "Hana Sato on Bo Lind: Release with new credentials");
  assert_entry (instructed, NULL, "Hana Sato on Bo Lind: Keep locked");
  /* what was done with somebody else */
  g_set_str (&reissued->person, "ada");
  assert_entry (instructed, reissued, "Hana Sato on Bo Lind: Keep locked");
  g_clear_pointer (&contained->person_name, g_free);
  contained->count = 12;
  assert_entry (contained, NULL, "12 accounts were locked");
}

static void
test_a_case (void)
{
  g_autoptr (ReeveCase) self = reeve_case_new ();
  g_autofree char *title = NULL;
  g_autofree char *alone = NULL;
  g_autofree char *several = NULL;
  g_autofree char *spoken = NULL;

  self->number = 114;
  self->state = REEVE_CASE_AWAITING;
  self->source = "person";
  self->people = 1;
  self->person_name = g_strdup ("Bo Lind <bo@vallis.example>");
  self->reported = self->contained = NOW - 2 * REEVE_HOUR;
  self->asked = NOW - 5 * REEVE_MINUTE;
  title = reeve_case_words_title (self);
  alone = reeve_case_words_people (self);
  spoken = reeve_case_words_spoken (self, NOW);
  self->people = 12;
  several = reeve_case_words_people (self);
  g_assert_cmpstr (title, ==, "Case 114");
  g_assert_cmpstr (alone, ==, "\u2068Bo Lind\u2069");
  g_assert_cmpstr (several, ==, "\u2068Bo Lind\u2069 and 11 others");
  g_assert_cmpstr (spoken, ==, "Case 114, \u2068Bo Lind\u2069, Waits for instruction, Waiting for 5 min");
}

static void
test_lines (void)
{
  for (guint i = 0; reeve_case_states[i] != NULL; i++)
    {
      g_autoptr (ReeveCase) self = reeve_case_new ();
      g_autofree char *now = NULL;
      g_autofree char *later = NULL;

      self->state = reeve_case_states[i];
      self->reported = self->contained = self->asked = self->closed = NOW;
      now = reeve_case_words_line (self, NOW);
      later = reeve_case_words_line (self, NOW + REEVE_HOUR);
      g_assert_cmpstr (now, !=, "");
      g_assert_null (strchr (now, '%'));
      g_assert_null (strchr (later, '%'));
    }
}

static void
test_reporters (void)
{
  g_autoptr (ReeveCase) self = reeve_case_new ();
  g_autofree char *unknown = NULL;
  g_autofree char *known = NULL;
  g_autofree char *own = NULL;

  self->source = "colleague";
  unknown = reeve_case_words_reporter (self);
  self->reported_by_name = g_strdup ("Ada King <ada@vallis.example>");
  known = reeve_case_words_reporter (self);
  self->source = "person";
  own = reeve_case_words_reporter (self);
  g_assert_cmpstr (unknown, ==, "A colleague");
  g_assert_cmpstr (known, ==, "\u2068Ada King\u2069 · A colleague");
  g_assert_cmpstr (own, ==, "The person themself");
}

static void
assert_notice (ReeveCase *self, const char *expected)
{
  g_autofree char *text = reeve_case_words_notice (self, NOW);

  g_assert_true (g_str_has_prefix (text, expected));
}

static void
test_notice (void)
{
  g_autoptr (ReeveCase) self = reeve_case_new ();
  g_autofree char *left = NULL;
  g_autofree char *late = NULL;

  assert_notice (self, "Not told");
  self->notice_due = NOW + 21 * REEVE_MINUTE;
  left = reeve_case_words_notice (self, NOW);
  late = reeve_case_words_notice (self, NOW + 33 * REEVE_MINUTE);
  g_assert_true (g_str_has_suffix (left, ", 21 min left"));
  g_assert_true (g_str_has_suffix (late, ", 12 min late"));
  self->resolved = NOW;
  assert_notice (self, "Need not be told");
  self->notice_sent = NOW;
  assert_notice (self, "Told 3 March 2026");
}

static void
test_decided (void)
{
  g_autoptr (ReeveCasePerson) person = reeve_case_person_new ();
  g_autofree char *none = reeve_case_words_decided (person);
  g_autofree char *kept = NULL;
  g_autofree char *released = NULL;

  g_assert_null (none);
  person->decision = "keep";
  person->keep_until = NOW + REEVE_DAY;
  person->decided = NOW;
  person->decided_by_name = g_strdup ("Hana Sato <hana@vallis.example>");
  kept = reeve_case_words_decided (person);
  g_assert_true (g_str_has_prefix (kept, "Keep locked until 4 March 2026 · \u2068Hana Sato\u2069, "));
  person->decision = "release";
  person->keep_until = 0;
  released = reeve_case_words_decided (person);
  g_assert_true (g_str_has_prefix (released, "Release · \u2068Hana Sato\u2069, "));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/case-words/everything-has-words", test_everything_has_words);
  g_test_add_func ("/case-words/icons", test_icons);
  g_test_add_func ("/case-words/every-entry", test_every_entry);
  g_test_add_func ("/case-words/entries", test_entries);
  g_test_add_func ("/case-words/a-case", test_a_case);
  g_test_add_func ("/case-words/lines", test_lines);
  g_test_add_func ("/case-words/reporters", test_reporters);
  g_test_add_func ("/case-words/notice", test_notice);
  g_test_add_func ("/case-words/decided", test_decided);
  return g_test_run ();
}
