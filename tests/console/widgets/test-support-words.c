/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Support grants in words: what stands in a row, what came of one, and when the time that is left is said. */

#include "config.h"

#include <string.h>

#include "common/clock.h"
#include "common/log-query.h"
#include "console/widgets/support-words.h"

#define NOON (G_GINT64_CONSTANT (20780) * REEVE_DAY + 12 * REEVE_HOUR)

static ReeveSupportGrant *
make (const char *state)
{
  ReeveSupportGrant *grant = reeve_support_grant_new ();

  grant->id = g_strdup ("0193a6f0-0000-7000-8000-000000000001");
  grant->agent = g_strdup ("0193a6f0-0000-7000-8000-000000000002");
  grant->agent_name = g_strdup ("Ruth Diallo <ruth@support.example>");
  grant->ticket = g_strdup ("4711");
  grant->reason = g_strdup ("The export fails");
  grant->minutes = 120;
  grant->state = state;
  grant->asked = NOON;
  grant->expires = NOON + 12 * REEVE_HOUR;
  return grant;
}

static void
let_in (ReeveSupportGrant *grant)
{
  grant->answered = NOON + 5 * REEVE_MINUTE;
  grant->answered_by = g_strdup ("0193a6f0-0000-7000-8000-000000000003");
  grant->answered_by_name = g_strdup ("Hana Sato <hana@vallis.example>");
  grant->ends = grant->answered + 2 * REEVE_HOUR;
}

/* What a person reads, without the marks that keep names and numbers in their direction. */
static char *
strip (const char *text)
{
  g_autoptr (GString) plain = g_string_new (NULL);

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    if (g_utf8_get_char (at) < 0x2066 || g_utf8_get_char (at) > 0x2069)
      g_string_append_unichar (plain, g_utf8_get_char (at));
  return g_string_free_and_steal (g_steal_pointer (&plain));
}

static void
check (char *words, const char *expected)
{
  g_autofree char *owned = words;
  g_autofree char *plain = owned != NULL ? strip (owned) : NULL;

  g_assert_cmpstr (plain, ==, expected);
}

static void
check_beginning (char *words, const char *expected)
{
  g_autofree char *owned = words;

  g_assert_true (g_str_has_prefix (owned, expected));
}

/* A row says what is asked, or until when, or what was used. */
static void
test_line (void)
{
  g_autoptr (ReeveSupportGrant) asks = make ("waiting");
  g_autoptr (ReeveSupportGrant) here = make ("active");
  g_autoptr (ReeveSupportGrant) was = make ("ended");
  g_autoptr (ReeveSupportGrant) late = make ("expired");

  check (reeve_support_words_line (asks, NOON), "Ticket 4711 · for 2 h · asked just now");
  check (reeve_support_words_line (asks, NOON + 4 * REEVE_MINUTE), "Ticket 4711 · for 2 h · asked 4 min ago");
  let_in (here);
  check (reeve_support_words_line (here, NOON + REEVE_HOUR), "Ticket 4711 · until 14:05");
  let_in (was);
  was->ended = was->answered + 12 * REEVE_MINUTE;
  was->reads = 31;
  check (reeve_support_words_line (was, NOON + REEVE_HOUR),
         "Ticket 4711 · 12:17 · 12 min of 2 h · 31 requests");
  check (reeve_support_words_line (late, NOON + 20 * REEVE_HOUR), "Ticket 4711 · 23 Nov, 12:00");
  check (reeve_support_words_spoken (asks, NOON),
         "Ruth Diallo, Asks now, Ticket 4711 · for 2 h · asked just now");
}

/* Who ended it, or why it ended by itself; the same to whom it shuts out. */
static void
test_end (void)
{
  g_autoptr (ReeveSupportGrant) grant = make ("ended");

  grant->ended = NOON + REEVE_HOUR;
  grant->ended_by = g_strdup (grant->agent);
  grant->ended_by_name = g_strdup (grant->agent_name);
  check_beginning (reeve_support_words_end (grant), "They took it back, ");
  g_assert_null (reeve_support_words_farewell (grant));
  let_in (grant);
  check_beginning (reeve_support_words_end (grant), "They ended it themselves, ");
  check (reeve_support_words_farewell (grant), "You ended your access.");
  g_set_str (&grant->ended_by, grant->answered_by);
  g_set_str (&grant->ended_by_name, grant->answered_by_name);
  check (reeve_support_words_farewell (grant), "Hana Sato ended your access.");
  g_clear_pointer (&grant->ended_by, g_free);
  for (guint i = 0; reeve_support_grant_ends[i] != NULL; i++)
    {
      g_autofree char *end = NULL;
      g_autofree char *farewell = NULL;

      grant->because = reeve_support_grant_ends[i];
      end = reeve_support_words_end (grant);
      farewell = reeve_support_words_farewell (grant);
      g_assert_false (g_str_has_prefix (end, "It is over"));
      g_assert_nonnull (farewell);
    }
  check (reeve_support_words_used (grant), "55 min of 2 h");
}

static void
test_refused (void)
{
  g_autoptr (ReeveSupportGrant) grant = make ("refused");
  g_autoptr (ReeveSupportGrant) late = make ("expired");

  let_in (grant);
  grant->ends = 0;
  grant->note = g_strdup ("Not today");
  check (reeve_support_words_farewell (grant), "Hana Sato refused your last request: Not today");
  g_assert_null (reeve_support_words_end (grant));
  g_assert_null (reeve_support_words_used (grant));
  check (reeve_support_words_farewell (late), "Nobody answered your last request in time.");
}

/* Every state that the service knows has words, and a shape. */
static void
test_states (void)
{
  for (guint i = 0; reeve_support_grant_states[i] != NULL; i++)
    {
      const char *state = reeve_support_grant_states[i];

      g_assert_cmpstr (reeve_support_words_state (state), !=, state);
      g_assert_cmpstr (reeve_support_words_state_icon (state), !=, "dialog-question-symbolic");
    }
  g_assert_cmpstr (reeve_support_words_state ("newer"), ==, "newer");
}

/* Once at 15, 5 and 1 minute, however the seconds fall; never at the beginning, nor when it is over. */
static void
test_warning (void)
{
  const gint64 minute = REEVE_MINUTE;

  g_assert_cmpint (reeve_support_words_warning (16 * minute, 15 * minute + 1), ==, 0);
  g_assert_cmpint (reeve_support_words_warning (15 * minute + 1, 15 * minute), ==, 15);
  g_assert_cmpint (reeve_support_words_warning (15 * minute, 15 * minute - 1), ==, 0);
  g_assert_cmpint (reeve_support_words_warning (6 * minute, 4 * minute), ==, 5);
  g_assert_cmpint (reeve_support_words_warning (61 * REEVE_SECOND, 59 * REEVE_SECOND), ==, 1);
  g_assert_cmpint (reeve_support_words_warning (59 * REEVE_SECOND, 58 * REEVE_SECOND), ==, 0);
  g_assert_cmpint (reeve_support_words_warning (REEVE_SECOND, 0), ==, 0);
  g_assert_cmpint (reeve_support_words_warning (0, 10 * minute), ==, 0);
  /* the machine slept over two of them: the one that counts */
  g_assert_cmpint (reeve_support_words_warning (20 * minute, 30 * REEVE_SECOND), ==, 1);
}

static void
test_strip (void)
{
  g_autoptr (ReeveSupportGrant) grant = make ("active");

  let_in (grant);
  check (reeve_support_words_strip (grant, "Vallis", FALSE, grant->ends - (102 * 60 + 10) * REEVE_SECOND),
         "Ruth Diallo, of support, is here until 14:05 · 01:42:10 left · ticket 4711");
  check (reeve_support_words_strip (grant, "Vallis", TRUE, grant->ends - 61 * REEVE_SECOND),
         "Your access to Vallis ends in 00:01:01 · ticket 4711");
  check (reeve_support_words_digits (-REEVE_SECOND), "00:00:00");
}

/* The log is asked for what was done meanwhile, in its own language. */
static void
test_query (void)
{
  g_autoptr (ReeveSupportGrant) grant = make ("ended");
  g_autofree char *text = NULL;
  g_autoptr (ReeveLogQuery) query = NULL;
  const ReeveLogClock clock = { .now = NOON + REEVE_DAY };
  gint64 from, to;

  let_in (grant);
  grant->ended = grant->answered + 90 * REEVE_SECOND;
  text = reeve_support_words_query (grant);
  query = reeve_log_query_parse (text, &clock);
  g_assert_cmpuint (query->mistakes->len, ==, 0);
  reeve_log_query_get_time (query, &from, &to);
  g_assert_cmpint (from, ==, grant->answered);
  g_assert_cmpint (to, >, grant->ended);
  g_assert_cmpint (to, <=, grant->ended + 2 * REEVE_SECOND);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/support-words/line", test_line);
  g_test_add_func ("/support-words/end", test_end);
  g_test_add_func ("/support-words/refused", test_refused);
  g_test_add_func ("/support-words/states", test_states);
  g_test_add_func ("/support-words/warning", test_warning);
  g_test_add_func ("/support-words/strip", test_strip);
  g_test_add_func ("/support-words/query", test_query);
  return g_test_run ();
}
