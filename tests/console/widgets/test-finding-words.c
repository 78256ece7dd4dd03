/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* That no detection and none of its numbers is met without words, and that the way to a finding's events
 * finds these and no others. */

#include "config.h"

#include <string.h>

#include "common/clock.h"
#include "common/log-query-match.h"
#include "common/log-query.h"
#include "console/widgets/detection-words.h"
#include "console/widgets/finding-words.h"

#define NOW G_GINT64_CONSTANT (1772529118000000)

/* Every detection's source, as text. */
static GPtrArray *
read_rules (void)
{
  g_autoptr (GPtrArray) sources = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *folder =
    g_build_filename (g_getenv ("REEVE_SOURCE_ROOT"), "src", "service", "detect", "rules", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  const char *name;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      char *source;

      g_file_get_contents (path, &source, NULL, &error);
      g_assert_no_error (error);
      g_ptr_array_add (sources, source);
    }
  return g_steal_pointer (&sources);
}

/* What @pattern's group matches in @source, each once a match. */
static GPtrArray *
find_all (const char *source, const char *pattern)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GRegex) regex = g_regex_new (pattern, 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  for (g_regex_match (regex, source, 0, &match); g_match_info_matches (match);
       g_match_info_next (match, NULL))
    g_ptr_array_add (found, g_match_info_fetch (match, 1));
  return g_steal_pointer (&found);
}

static void
test_rules (void)
{
  g_autoptr (GPtrArray) sources = read_rules ();
  guint n = 0;

  for (guint i = 0; i < sources->len; i++)
    {
      g_autoptr (GPtrArray) names = find_all (sources->pdata[i], "\\.name = \"([^\"]+)\"");

      for (guint j = 0; j < names->len; j++, n++)
        {
          const char *rule = names->pdata[j];

          if (!g_strv_contains (reeve_finding_words_rules (), rule))
            g_error ("the detection \"%s\" has no words", rule);
          g_assert_cmpuint (strlen (reeve_finding_words_rule (rule)), >, 5);
          g_assert_true (g_str_has_suffix (reeve_finding_words_meaning (rule), "."));
          g_assert_true (g_str_has_suffix (reeve_finding_words_check (rule), "."));
        }
    }
  g_assert_cmpuint (n, ==, g_strv_length ((GStrv) reeve_finding_words_rules ()));
  g_assert_cmpuint (n, ==, 20);
}

/* What a workspace may set. */
static void
test_settings (void)
{
  g_autoptr (GPtrArray) sources = read_rules ();
  g_autofree char *setting = reeve_detection_words_setting ("brute-force/failures=1200");
  g_autofree char *strange = reeve_detection_words_setting ("of-tomorrow/failures=1200");
  guint n = 0;

  for (guint i = 0; i < sources->len; i++)
    {
      g_autoptr (GPtrArray) rules = find_all (sources->pdata[i], "\\.name = \"([^\"]+)\"");
      g_autoptr (GPtrArray) names = find_all (sources->pdata[i], "\\{ \"([a-z-]+)\", [0-9]");

      for (guint j = 0; j < names->len; j++, n++)
        if (reeve_detection_words_number (rules->pdata[0], names->pdata[j]) == NULL)
          g_error ("the number \"%s\" of \"%s\" has no words", (char *) names->pdata[j],
                   (char *) rules->pdata[0]);
    }
  g_assert_cmpuint (n, ==, 32);
  g_assert_nonnull (strstr (setting, "Password guessing"));
  g_assert_nonnull (strstr (strange, "of-tomorrow/failures=1200"));
}

/* In the order of their titles, as they are offered. */
static void
test_order (void)
{
  const char *const *rules = reeve_finding_words_rules ();

  for (guint i = 1; rules[i] != NULL; i++)
    g_assert_cmpstr (reeve_finding_words_rule (rules[i - 1]), <, reeve_finding_words_rule (rules[i]));
  g_assert_cmpstr (reeve_finding_words_rule ("of-tomorrow"), ==, "of-tomorrow");
  g_assert_null (reeve_finding_words_meaning ("of-tomorrow"));
}

static void
assert_has_words (const char *name)
{
  g_autoptr (ReeveFinding) finding = reeve_finding_new ();
  g_autofree char *number = g_strconcat (name, "=7", NULL);
  g_autofree char *text = NULL;

  finding->numbers = g_strdupv ((char *[]) { number, NULL });
  text = reeve_finding_words_numbers (finding);
  if (strstr (text, ": ") != NULL)
    g_error ("the number \"%s\" has no words", name);
}

static void
test_numbers (void)
{
  g_autoptr (GPtrArray) sources = read_rules ();

  for (guint i = 0; i < sources->len; i++)
    {
      g_autoptr (GPtrArray) added = find_all (sources->pdata[i], "add_number \\([^\"]*\"([^\"]+)\"");
      g_autoptr (GPtrArray) counted = find_all (sources->pdata[i], "raise_ring \\([^\"]*\"([^\"]+)\"");

      g_ptr_array_extend_and_steal (added, g_steal_pointer (&counted));
      for (guint j = 0; j < added->len; j++)
        assert_has_words (added->pdata[j]);
    }
  assert_has_words ("window");
  assert_has_words ("limit");
  assert_has_words ("objects");
  assert_has_words ("exports");
}

static void
test_everything_has_words (void)
{
  for (guint i = 0; reeve_finding_severities[i] != NULL; i++)
    {
      g_assert_cmpstr (reeve_finding_words_severity (reeve_finding_severities[i]), !=,
                       reeve_finding_severities[i]);
      for (guint j = 0; j < i; j++)
        g_assert_cmpstr (reeve_finding_words_severity_icon (reeve_finding_severities[i]), !=,
                         reeve_finding_words_severity_icon (reeve_finding_severities[j]));
    }
  for (guint i = 0; reeve_finding_states[i] != NULL; i++)
    {
      g_assert_cmpstr (reeve_finding_words_state (reeve_finding_states[i]), !=, reeve_finding_states[i]);
      g_assert_nonnull (reeve_finding_words_state_icon (reeve_finding_states[i]));
    }
}

static ReeveFinding *
make_finding (void)
{
  ReeveFinding *finding = reeve_finding_new ();

  finding->rule = g_strdup ("brute-force");
  finding->severity = "high";
  finding->state = "follow_up";
  finding->raised = NOW - 5 * REEVE_MINUTE;
  finding->due = NOW + REEVE_DAY;
  finding->person = g_strdup ("ada");
  finding->person_name = g_strdup ("Ada King <ada@example.org>");
  finding->key = g_strdup ("ada");
  finding->address = g_strdup ("192.0.2.44");
  finding->numbers = g_strdupv ((char *[]) { (char *) "failures=1027", (char *) "window=3600000000",
                                             (char *) "limit=20", (char *) "networks=1", NULL });
  finding->events = g_strdupv ((char *[]) { (char *) "1772526000000000", (char *) "1772526000000001",
                                            (char *) "1772528460123456", NULL });
  return finding;
}

static void
test_a_finding (void)
{
  g_autoptr (ReeveFinding) finding = make_finding ();
  g_autofree char *numbers = reeve_finding_words_numbers (finding);
  g_autofree char *span = reeve_finding_words_span (finding);
  g_autofree char *who = reeve_finding_words_who (finding);
  g_autofree char *line = reeve_finding_words_line (finding, NOW);
  g_autofree char *link = reeve_finding_words_link ("T1110.001");
  g_autofree char *plain = reeve_finding_words_link ("T1539");
  g_autofree char *none = reeve_finding_words_link ("http://evil.example");

  g_assert_cmpstr (numbers, ==, "1027 wrong passwords within 1 h (from 20 on), 1 network");
  g_assert_cmpstr (span, ==, "3 events in 41 min");
  g_assert_cmpstr (who, ==, "Ada King");
  g_assert_nonnull (strstr (line, "1027 wrong passwords within 1 h (from 20 on), 1 network · "));
  g_assert_nonnull (strstr (line, " · 5 min · due 4 March 2026"));
  g_assert_cmpstr (link, ==, "https://attack.mitre.org/techniques/T1110/001/");
  g_assert_cmpstr (plain, ==, "https://attack.mitre.org/techniques/T1539/");
  g_assert_null (none);
}

/* These three, and not those a microsecond away. */
static void
test_query (void)
{
  g_autoptr (ReeveFinding) finding = make_finding ();
  g_autoptr (ReeveFinding) without = reeve_finding_new ();
  g_autofree char *text = reeve_finding_words_query (finding);
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Berlin");
  const ReeveLogClock clock = { .now = NOW, .zone = zone };
  g_autoptr (ReeveLogQuery) query = reeve_log_query_parse (text, &clock);
  const gint64 found[] = { 1772526000000000, 1772526000000001, 1772528460123456 };
  const gint64 missed[] = { 1772525999999999, 1772526000000002, 1772528460123455, 1772528460123457,
                            1772527000000000 };

  g_assert_cmpuint (query->mistakes->len, ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (found); i++)
    g_assert_true (reeve_log_query_matches (query, &(const ReeveAccessEvent) { .time = found[i] }));
  for (guint i = 0; i < G_N_ELEMENTS (missed); i++)
    g_assert_false (reeve_log_query_matches (query, &(const ReeveAccessEvent) { .time = missed[i] }));
  g_assert_null (reeve_finding_words_query (without));
}

/* As many as a finding may have still are one query. */
static void
test_long_query (void)
{
  g_autoptr (ReeveFinding) finding = make_finding ();
  g_autoptr (GStrvBuilder) events = g_strv_builder_new ();
  const ReeveLogClock clock = { .now = NOW };
  g_autofree char *text = NULL;
  g_autoptr (ReeveLogQuery) query = NULL;

  for (guint i = 0; i < REEVE_FINDING_EVENTS; i++)
    g_strv_builder_take (events, g_strdup_printf ("%" G_GINT64_FORMAT, NOW + i * REEVE_SECOND + i));
  g_strfreev (finding->events);
  finding->events = g_strv_builder_end (events);
  text = reeve_finding_words_query (finding);
  query = reeve_log_query_parse (text, &clock);
  g_assert_cmpuint (strlen (text), <=, REEVE_LOG_QUERY_MAX_BYTES);
  g_assert_cmpuint (query->mistakes->len, ==, 0);
}

static void
test_a_mute (void)
{
  g_autoptr (ReeveMute) mute = reeve_mute_new ();
  g_autofree char *what = NULL;
  g_autofree char *line = NULL;
  g_autofree char *all = NULL;

  mute->network = g_strdup ("192.0.2.0/24");
  mute->reason = g_strdup ("Our way in");
  mute->owner_name = g_strdup ("Ada King <ada@example.org>");
  mute->ends = NOW + REEVE_DAY;
  mute->count = 3;
  all = reeve_finding_words_mute (mute);
  g_assert_nonnull (strstr (all, "Every detection, from "));
  mute->rule = g_strdup ("brute-force");
  what = reeve_finding_words_mute (mute);
  line = reeve_finding_words_mute_line (mute, NOW);
  g_assert_nonnull (strstr (what, "Password guessing, from "));
  g_assert_nonnull (strstr (line, "until 4 March 2026"));
  g_assert_nonnull (strstr (line, "3 findings so far"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/finding-words/rules", test_rules);
  g_test_add_func ("/finding-words/order", test_order);
  g_test_add_func ("/finding-words/settings", test_settings);
  g_test_add_func ("/finding-words/numbers", test_numbers);
  g_test_add_func ("/finding-words/everything-has-words", test_everything_has_words);
  g_test_add_func ("/finding-words/a-finding", test_a_finding);
  g_test_add_func ("/finding-words/query", test_query);
  g_test_add_func ("/finding-words/long-query", test_long_query);
  g_test_add_func ("/finding-words/a-mute", test_a_mute);
  return g_test_run ();
}
