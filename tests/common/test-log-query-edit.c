/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What clicks make of a query, what is offered while one is typed, and what is made of a text that somebody
 * brings along. */

#include "config.h"

#include <string.h>

#include "common/log-query-complete.h"
#include "common/log-query-edit.h"
#include "common/log-query-match.h"
#include "common/log-query-paste.h"
#include "log-query-random.h"

#define ROUNDS 20000
#define ID     "0190c2a4-7b1e-7c00-8000-0000000000ad"

static ReeveLogQuery *
parse (const char *text)
{
  return reeve_log_query_parse (text, &specimen_clock);
}

/* --- Changes --- */

static void
test_change (void)
{
  static const struct
  {
    const char *text;
    ReeveLogHow how;
    ReeveLogKind kind;
    const char *plain;
    const char *changed; /* NULL: not */
  } cases[] = {
    { "", REEVE_LOG_INCLUDE, REEVE_LOG_WHO, "Ada King", "who:=\"Ada King\"" },
    { "x", REEVE_LOG_INCLUDE, REEVE_LOG_WHO, ID, "x who:" ID },
    { "who:ada  x", REEVE_LOG_INCLUDE, REEVE_LOG_WHO, "bo", "who:ada,=bo  x" },
    { "who:=bo x", REEVE_LOG_INCLUDE, REEVE_LOG_WHO, "bo", NULL },
    { "-who:ada,=bo x", REEVE_LOG_INCLUDE, REEVE_LOG_WHO, "bo", "-who:ada x who:=bo" },
    { "-who:=bo x", REEVE_LOG_INCLUDE, REEVE_LOG_WHO, "bo", "x who:=bo" },
    { "who:ada x", REEVE_LOG_EXCLUDE, REEVE_LOG_WHO, "bo", "who:ada x -who:=bo" },
    { "who:ada,=bo -who:c", REEVE_LOG_EXCLUDE, REEVE_LOG_WHO, "bo", "who:ada -who:c,=bo" },
    { "a who:ada -who:c who:d", REEVE_LOG_ONLY, REEVE_LOG_WHO, "bo", "a who:=bo" },
    { "who:=bo,=c -who:=bo x", REEVE_LOG_DROP, REEVE_LOG_WHO, "bo", "who:=c x" },
    { "x", REEVE_LOG_DROP, REEVE_LOG_WHO, "bo", NULL },
    { "ip:10.0.0.1", REEVE_LOG_INCLUDE, REEVE_LOG_IP, "2001:DB8::1", "ip:10.0.0.1,2001:db8::1" },
    { "", REEVE_LOG_EXCLUDE, REEVE_LOG_IP, "web1 (console)", "-ip:=\"web1 (console)\"" },
    { "", REEVE_LOG_ONLY, REEVE_LOG_ACTION, "user.*", "action:\"user.*\"" },
    { "", REEVE_LOG_INCLUDE, REEVE_LOG_RESULT, "failed", "result:failed" },
    { "", REEVE_LOG_INCLUDE, REEVE_LOG_RESULT, "nonsense", NULL },
    { "status:404", REEVE_LOG_INCLUDE, REEVE_LOG_STATUS, "403", "status:404,403" },
    { "a", REEVE_LOG_INCLUDE, REEVE_LOG_TEXT, "b c", "a \"b c\"" },
    { "a \"b", REEVE_LOG_INCLUDE, REEVE_LOG_RESULT, "ok", "result:ok a \"b" },
    { "whom:x  a\t", REEVE_LOG_INCLUDE, REEVE_LOG_RESULT, "ok", "whom:x  a\t result:ok" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ReeveLogQuery) query = parse (cases[i].text);
      g_autofree char *changed = reeve_log_query_change (query, cases[i].how, cases[i].kind, cases[i].plain);

      g_assert_cmpstr (changed, ==, cases[i].changed != NULL ? cases[i].changed : cases[i].text);
    }
}

/* After a change the value is what was asked for, mistakes stay mistakes, and other kinds stay as they are.
 */
static void
test_change_holds (void)
{
  static const char *const plains[] = { "Ada King", "a,b", "-bo",     "=ada", "10.0.0.1", "x\"y",
                                        "\\",       ID,    "GET /v1", "ok",   NULL };
  static const int states[] = { 1, -1, 1, 0 };
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < ROUNDS; i++)
    {
      const char *plain = specimen_pick (plains);
      ReeveLogHow how = (ReeveLogHow) (i % 4);
      ReeveLogKind kind = (ReeveLogKind) g_test_rand_int_range (0, REEVE_LOG_STATUS);
      g_autoptr (ReeveLogQuery) query = NULL;
      g_autoptr (ReeveLogQuery) after = NULL;
      g_autofree char *changed = NULL;

      if (kind == REEVE_LOG_RESULT)
        plain = "failed";
      specimen_random_query (text);
      if (i % 5 == 0)
        g_string_append (text, " whom:x \"y");
      query = parse (text->str);
      changed = reeve_log_query_change (query, how, kind, plain);
      after = parse (changed);
      if (after->mistakes->len != query->mistakes->len ||
          reeve_log_query_get_state (after, kind, plain) != states[how])
        g_error ("%s: change %d of %d by %s made %s", text->str, (int) how, (int) kind, plain, changed);
      for (guint old = 0, new = 0;; old++, new ++)
        {
          while (old < query->terms->len &&
                 ((ReeveLogTerm *) g_ptr_array_index (query->terms, old))->kind == kind)
            old++;
          while (new < after->terms->len &&
                 ((ReeveLogTerm *) g_ptr_array_index (after->terms, new))->kind == kind)
            new ++;
          if (old == query->terms->len || new == after->terms->len)
            {
              g_assert_true (old == query->terms->len && new == after->terms->len);
              break;
            }
          g_assert_true (reeve_log_term_equal (g_ptr_array_index (query->terms, old),
                                               g_ptr_array_index (after->terms, new)));
        }
    }
}

static void
test_terms (void)
{
  g_autoptr (ReeveLogQuery) query = parse ("a who:b  -ip:::1");
  g_autofree char *without = reeve_log_query_remove (query, 1);
  g_autofree char *last = reeve_log_query_remove (query, 2);
  g_autofree char *other = reeve_log_query_replace (query, 0, "result:ok");
  g_autofree char *negated = reeve_log_query_negate (query, 1);
  g_autofree char *plain = reeve_log_query_negate (query, 2);
  g_autofree char *more = reeve_log_query_add (query, "status:4xx");

  g_assert_cmpstr (without, ==, "a  -ip:::1");
  g_assert_cmpstr (last, ==, "a who:b ");
  g_assert_cmpstr (other, ==, "result:ok who:b  -ip:::1");
  g_assert_cmpstr (negated, ==, "a -who:b  -ip:::1");
  g_assert_cmpstr (plain, ==, "a who:b  ip:::1");
  g_assert_cmpstr (more, ==, "a who:b  -ip:::1 status:4xx");
}

/* The brush takes the place of every time, and of nothing else. */
static void
test_set_time (void)
{
  const gint64 hour = specimen_clock.now;
  const gint64 day = specimen_clock.now - 12 * G_TIME_SPAN_HOUR;
  static const struct
  {
    const char *text;
    gint64 from, to; /* hours from then, in whole days when they are a hundred or more */
    const char *changed;
  } cases[] = {
    { "", -3, 0, "on:2026-11-22T09:00..2026-11-22T12:00" },
    { "who:a since:2h  \"x\" until:now -on:today", -3, 0,
      "who:a on:2026-11-22T09:00..2026-11-22T12:00  \"x\" -on:today" },
    { "whom:a on:3d", -124, -100, "whom:a on:2026-11-21" },
    { "on:3d b", -148, -100, "on:2026-11-20..2026-11-21 b" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ReeveLogQuery) query = parse (cases[i].text);
      gboolean days = cases[i].from <= -100;
      gint64 from =
        days ? day + (cases[i].from + 100) * G_TIME_SPAN_HOUR : hour + cases[i].from * G_TIME_SPAN_HOUR;
      gint64 to = days ? day + (cases[i].to + 100) * G_TIME_SPAN_HOUR : hour + cases[i].to * G_TIME_SPAN_HOUR;
      g_autofree char *changed = reeve_log_query_set_time (query, from, to);
      g_autoptr (ReeveLogQuery) cleared = parse (changed);
      g_autofree char *without = reeve_log_query_set_time (cleared, REEVE_LOG_BEGINNING, REEVE_LOG_END);
      g_autofree char *since = reeve_log_query_set_time (query, from, REEVE_LOG_END);
      g_autoptr (ReeveLogQuery) open = parse (since);
      gint64 first, last;

      g_assert_cmpstr (changed, ==, cases[i].changed);
      reeve_log_query_get_time (cleared, &first, &last);
      g_assert_cmpint (first, ==, from);
      g_assert_cmpint (last, ==, to);
      g_assert_null (strstr (without, "2026"));
      reeve_log_query_get_time (open, &first, &last);
      g_assert_cmpint (first, ==, from);
      g_assert_cmpint (last, ==, REEVE_LOG_END);
    }
}

/* Whatever stood there and whatever is brushed, at the change of clocks, too: that it is, and the rest stays.
 */
static void
test_set_time_holds (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Berlin");
  const ReeveLogClock clock = { .now = specimen_clock.now, .zone = zone };
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < ROUNDS; i++)
    {
      /* Around the end of summer, 2026-10-25T01:00Z. */
      gint64 from =
        (G_GINT64_CONSTANT (1792890000) + g_test_rand_int_range (-600, 600) * 900) * G_TIME_SPAN_SECOND;
      gint64 to = from + g_test_rand_int_range (1, 300) * 15 * G_TIME_SPAN_MINUTE;
      g_autoptr (ReeveLogQuery) query = NULL;
      g_autoptr (ReeveLogQuery) after = NULL;
      g_autoptr (ReeveLogQuery) cleared = NULL;
      g_autofree char *changed = NULL;
      g_autofree char *without = NULL;
      gint64 first, last;
      guint n_others = 0;

      specimen_random_query (text);
      query = reeve_log_query_parse (text->str, &clock);
      changed = reeve_log_query_set_time (query, from, to);
      after = reeve_log_query_parse (changed, &clock);
      reeve_log_query_get_time (after, &first, &last);
      if (after->mistakes->len > 0 || first != from || last != to)
        g_error ("%s became %s", text->str, changed);
      without = reeve_log_query_set_time (after, REEVE_LOG_BEGINNING, REEVE_LOG_END);
      cleared = reeve_log_query_parse (without, &clock);
      for (guint j = 0; j < query->terms->len; j++)
        {
          const ReeveLogTerm *term = g_ptr_array_index (query->terms, j);

          if (!term->negated && reeve_log_kind_get_family (term->kind) == REEVE_LOG_FAMILY_TIME)
            continue;
          g_assert_cmpuint (n_others, <, cleared->terms->len);
          g_assert_true (reeve_log_term_equal (term, g_ptr_array_index (cleared->terms, n_others)));
          n_others++;
        }
      g_assert_cmpuint (n_others, ==, cleared->terms->len);
    }
}

/* --- Completion --- */

static GStrv
get_names (ReeveLogKind kind, const char *prefix, gpointer user_data)
{
  static const char *const names[] = { "Ada King", "Bo", "Åda", "10.0.0.1", "", NULL };

  return kind == REEVE_LOG_WHO || kind == REEVE_LOG_IP ? g_strdupv ((GStrv) names) : NULL;
}

/* The text where the cursor is a |; what is replaced is between [ and ], with the candidates after it. */
static void
test_complete (void)
{
  static const struct
  {
    const char *text;
    const char *completed;
  } cases[] = {
    { "w|", "[w] who:" },
    { "-w| x", "-[w] x who:" },
    { "s|", "[s] session: source: status: size: since:" },
    { "st|at:4", "[stat:]4 status:" },
    { "result:|", "result:[] ok failed refused error" },
    { "result:f|", "result:[f] failed refused" },
    { "result:ok,e| x", "result:ok,[e] x error failed refused" },
    { "since:yes|", "since:[yes] yesterday" },
    { "who:ad|a x", "who:[ada] x \"Ada King\" Åda" },
    { "who:\"ki|", "who:[\"ki] \"Ada King\"" },
    { "who:=|", "who:[=] \"Ada King\" Bo Åda 10.0.0.1" },
    { "a -ip:1|", "a -ip:[1] 10.0.0.1" },
    { "fail|", "[fail] result:failed" },
    { "åda|", "[åda] who:\"Ada King\" who:Åda" },
    { "status:5|", "status:[5] 5xx" },
    { "whom:a|", "whom:[a]" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gsize cursor = strcspn (cases[i].text, "|");
      g_autoptr (GString) text = g_string_new (cases[i].text);
      g_autoptr (GString) found = NULL;
      ReeveLogCompletion *completion;

      g_string_erase (text, (gssize) cursor, 1);
      completion = reeve_log_query_complete (text->str, cursor, get_names, NULL);
      found = g_string_new (text->str);
      g_string_insert (found, (gssize) (completion->offset + completion->length), "]");
      g_string_insert (found, (gssize) completion->offset, "[");
      for (guint j = 0; j < completion->candidates->len; j++)
        g_string_append_printf (found, " %s",
                                ((ReeveLogCandidate *) g_ptr_array_index (completion->candidates, j))->text);
      g_assert_cmpstr (found->str, ==, cases[i].completed);
      reeve_log_completion_free (completion);
    }
}

/* Whatever is typed and wherever: what is replaced lies in the text, and with a value put there it is one. */
static void
test_complete_anything (void)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < ROUNDS; i++)
    {
      g_autoptr (ReeveLogCompletion) completion = NULL;

      specimen_random_bytes (text);
      completion = reeve_log_query_complete (
        text->str, (gsize) g_test_rand_int_range (0, (gint32) text->len + 3), get_names, NULL);
      g_assert_cmpuint (completion->offset + completion->length, <=, text->len);
      for (guint j = 0; j < completion->candidates->len; j++)
        {
          const ReeveLogCandidate *candidate = g_ptr_array_index (completion->candidates, j);
          g_autofree char *term =
            completion->keyed
              ? g_strconcat (reeve_log_kind_get_key (completion->kind), ":", candidate->text, NULL)
              : g_strconcat (candidate->text, candidate->plain == NULL ? "*" : NULL, NULL);
          g_autoptr (ReeveLogQuery) query = parse (term);

          if (candidate->plain == NULL)
            continue;
          /* A name among addresses is the caller's. */
          if (completion->kind != REEVE_LOG_IP)
            g_assert_cmpuint (query->mistakes->len, ==, 0);
        }
    }
}

/* --- Paste --- */

static void
test_paste (void)
{
  static const struct
  {
    const char *text;
    ReeveLogPaste paste;
    const char *query;
  } cases[] = {
    { " \n\t", REEVE_LOG_PASTE_NOTHING, "" },
    { "  " ID "\n", REEVE_LOG_PASTE_ID, ID },
    { "{0190C2A4-7B1E-7C00-8000-0000000000AD}", REEVE_LOG_PASTE_ID, ID },
    { "urn:uuid:" ID, REEVE_LOG_PASTE_ID, ID },
    { "ada@example.org", REEVE_LOG_PASTE_MAIL, "who:ada@example.org" },
    { "<ada@example.org>", REEVE_LOG_PASTE_MAIL, "who:ada@example.org" },
    { "mailto:ada@example.org", REEVE_LOG_PASTE_MAIL, "who:ada@example.org" },
    { "192.0.2.7", REEVE_LOG_PASTE_ADDRESS, "ip:192.0.2.7" },
    { "192.0.2.7:443", REEVE_LOG_PASTE_ADDRESS, "ip:192.0.2.7" },
    { "[2001:DB8::1]:443", REEVE_LOG_PASTE_ADDRESS, "ip:2001:db8::1" },
    { "2001:db8::1", REEVE_LOG_PASTE_ADDRESS, "ip:2001:db8::1" },
    { "10.0.0.0/8", REEVE_LOG_PASTE_ADDRESS, "ip:10.0.0.0/8" },
    { "10.0.0.1-10.0.0.9", REEVE_LOG_PASTE_ADDRESS, "ip:10.0.0.1-10.0.0.9" },
    { "ABC-123", REEVE_LOG_PASTE_TICKET, "ABC-123" },
    { "reeve://vallis/users/" ID, REEVE_LOG_PASTE_LINK, "who:" ID },
    { "reeve://vallis/folders/" ID, REEVE_LOG_PASTE_LINK, "object:" ID },
    { "reeve://vallis/sessions/" ID, REEVE_LOG_PASTE_LINK, "session:" ID },
    { "2026-11-20T10:00:00Z", REEVE_LOG_PASTE_TIME, "on:2026-11-20T10:00:00Z" },
    { "2026-11-20..2026-11-22", REEVE_LOG_PASTE_TIME, "on:2026-11-20..2026-11-22" },
    { "who:ada -result:ok", REEVE_LOG_PASTE_QUERY, "who:ada -result:ok" },
    { "102a9d3fJk_kQ2x7", REEVE_LOG_PASTE_TOKEN, "102a9d3fJk_kQ2x7" },
    { "http://example.org/x y", REEVE_LOG_PASTE_TEXT, "\"http://example.org/x y\"" },
    { "say \"hello\"", REEVE_LOG_PASTE_TEXT, "\"say \\\"hello\\\"\"" },
    { "-rf", REEVE_LOG_PASTE_TEXT, "\"-rf\"" },
    { "15:00", REEVE_LOG_PASTE_TEXT, "\"15:00\"" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *query = NULL;
      ReeveLogPaste paste = reeve_log_query_paste (cases[i].text, &specimen_clock, &query);

      g_assert_cmpstr (query, ==, cases[i].query);
      g_assert_cmpint (paste, ==, cases[i].paste);
    }
}

/* Whatever is pasted, the query is right. */
static void
test_paste_anything (void)
{
  static const char *const starts[] = {
    "", "reeve://w/users/", "a@", "ABC-", "[::1]", "2026-11-20", "<", NULL
  };
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < ROUNDS; i++)
    {
      g_autoptr (ReeveLogQuery) query = NULL;
      g_autofree char *made = NULL;
      ReeveLogPaste paste;

      specimen_random_bytes (text);
      g_string_prepend (text, specimen_pick (starts));
      paste = reeve_log_query_paste (text->str, &specimen_clock, &made);
      query = parse (made);
      g_assert_cmpuint (query->mistakes->len, ==, 0);
      g_assert_true ((query->terms->len == 0) == (paste == REEVE_LOG_PASTE_NOTHING));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/log-query-edit/change", test_change);
  g_test_add_func ("/log-query-edit/change-holds", test_change_holds);
  g_test_add_func ("/log-query-edit/terms", test_terms);
  g_test_add_func ("/log-query-edit/set-time", test_set_time);
  g_test_add_func ("/log-query-edit/set-time-holds", test_set_time_holds);
  g_test_add_func ("/log-query-complete/examples", test_complete);
  g_test_add_func ("/log-query-complete/anything", test_complete_anything);
  g_test_add_func ("/log-query-paste/examples", test_paste);
  g_test_add_func ("/log-query-paste/anything", test_paste_anything);
  return g_test_run ();
}
