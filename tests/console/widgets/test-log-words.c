/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What the access log says in words, what it remembers to offer, and where its days begin. */

#include "config.h"

#include <string.h>

#include "common/log-query-edit.h"
#include "console/client/log-views.h"
#include "console/lists/day-sections.h"
#include "console/widgets/log-entry.h"
#include "console/widgets/log-memory.h"
#include "console/widgets/log-words.h"

#define ADA "01890000-0000-7000-8000-00000000000a"

/* No kind, key or mistake without words: a query is never met with silence. */
static void
test_everything_has_words (void)
{
  for (ReeveLogFault fault = 0; fault < REEVE_LOG_FAULTS; fault++)
    g_assert_cmpuint (strlen (reeve_log_words_fault (fault)), >, 4);
  for (ReeveLogKind kind = 0; kind < REEVE_LOG_KINDS; kind++)
    {
      g_assert_cmpuint (strlen (reeve_log_words_kind (kind)), >, 1);
      g_assert_cmpuint (strlen (reeve_log_words_key_hint (kind)), >, 4);
    }
  for (ReeveAccessResult result = 0; result < REEVE_ACCESS_RESULTS; result++)
    {
      const char *wire = reeve_access_result_to_wire (result);

      g_assert_cmpstr (reeve_log_words_result (wire), !=, wire);
      for (ReeveAccessResult other = 0; other < result; other++)
        g_assert_cmpstr (reeve_log_words_result_icon (wire), !=,
                         reeve_log_words_result_icon (reeve_access_result_to_wire (other)));
    }
}

static ReeveAccessLine *
make_line (gint64 time, const char *action, const char *result)
{
  const ReeveAccessEvent event = { .time = time,
                                   .action = action,
                                   .actor = ADA,
                                   .actor_name = "Ada King <ada@example.org>",
                                   .address = "192.0.2.44",
                                   .route = "GET /v1/workspaces/{workspace}/users",
                                   .outcome = g_str_equal (result, "ok") ? NULL : "password_wrong" };
  ReeveAccessLine *line = reeve_access_line_new_from_event (&event, -1);

  line->result = g_intern_string (result);
  return line;
}

/* A row is read out with all that it shows, and in words. */
static void
test_a_line (void)
{
  g_autoptr (ReeveAccessLine) line = make_line (G_GINT64_CONSTANT (1772529118000000), "sign-in", "failed");
  g_autoptr (ReeveAccessLine) other = make_line (1, NULL, "ok");
  g_autoptr (ReeveAccessLine) foreign = make_line (1, "vault.open", "ok");
  g_autofree char *spoken = reeve_log_words_spoken (line);
  g_autofree char *read = reeve_log_words_action (other);
  g_autofree char *as_is = reeve_log_words_action (foreign);
  g_autofree char *text = reeve_log_words_text (line);
  g_autofree char *json = reeve_log_words_json (line);

  g_assert_cmpstr (spoken, ==, "10:11:58, Sign-in, Failed, Ada King, 192.0.2.44, Wrong password");
  g_assert_cmpstr (read, ==, "Users viewed");
  g_assert_cmpstr (as_is, ==, "vault.open");
  g_assert_nonnull (strstr (text, "Time: 2026-03-03T09:11:58Z\nResult: Failed\n"));
  g_assert_true (g_str_has_prefix (json, "{\"action\":\"sign-in\""));
}

static char *
describe_term (const char *text, ReeveLogMemory *memory)
{
  g_autoptr (ReeveLogQuery) query = reeve_log_entry_parse (text);

  g_assert_cmpuint (query->terms->len, ==, 1);
  return reeve_log_words_term (g_ptr_array_index (query->terms, 0), reeve_log_memory_name, memory);
}

static void
test_chips (void)
{
  static const char *const cases[][2] = {
    { "result:failed", "Result: Failed" },
    { "-result:ok", "Not Result: OK" },
    { REEVE_LOG_WITHOUT_READS, "Without readings of this log" },
    { "-action:log.read*,log.count", "Not Action: log.read… or Log counted" },
    { "who:" ADA ",bo", "Person: Ada King or bo" },
    { "-\"free text\"", "Without “free text”" },
    { "action:user.*", "Action: user.…" },
    { "ip:10.0.0.0/8", "Address: 10.0.0.0/8" },
    { "object:*", "Object: any" },
    { "on:2026-11-20T12:00..2026-11-20T14:00", "On: 2026-11-20 12:00 – 2026-11-20 14:00" },
    { "since:yesterday", "Since: yesterday" },
  };
  g_autoptr (ReeveLogMemory) memory = reeve_log_memory_new ();
  g_autoptr (ReeveAccessLine) line = make_line (1, "sign-in", "ok");

  reeve_log_memory_learn_line (memory, line);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *words = describe_term (cases[i][0], memory);

      g_assert_cmpstr (words, ==, cases[i][1]);
    }
}

/* People are offered by name; of another workspace nothing is known any more. */
static void
test_memory (void)
{
  g_autoptr (ReeveLogMemory) memory = reeve_log_memory_new ();
  g_autoptr (ReeveAccessLine) line = make_line (1, "sign-in", "failed");
  g_auto (GStrv) who = NULL;
  g_auto (GStrv) outcomes = NULL;
  g_auto (GStrv) none = NULL;

  reeve_log_memory_learn_line (memory, line);
  reeve_log_memory_learn_line (memory, line);
  who = reeve_log_memory_values (REEVE_LOG_WHO, "KIN", memory);
  outcomes = reeve_log_memory_values (REEVE_LOG_OUTCOME, "", memory);
  g_assert_true (g_strv_equal ((const char *const *) who, (const char *[]) { "Ada King", NULL }));
  g_assert_true (g_strv_equal ((const char *const *) outcomes, (const char *[]) { "password_wrong", NULL }));
  g_assert_cmpstr (reeve_log_memory_name (REEVE_LOG_WHO, ADA, memory), ==, "Ada King");
  g_assert_null (reeve_log_memory_name (REEVE_LOG_SESSION, ADA, memory));
  reeve_log_memory_forget (memory);
  none = reeve_log_memory_values (REEVE_LOG_WHO, "", memory);
  g_assert_cmpuint (g_strv_length (none), ==, 0);
  g_assert_null (reeve_log_memory_name (REEVE_LOG_WHO, ADA, memory));
}

static void
check_section (ReeveDaySections *sections, guint position, guint from, guint to)
{
  guint start, end;

  gtk_section_model_get_section (GTK_SECTION_MODEL (sections), position, &start, &end);
  g_assert_cmpuint (start, ==, from);
  g_assert_cmpuint (end, ==, to);
}

static gint64
get_time (gpointer record)
{
  return REEVE_ACCESS_LINE (record)->time;
}

/* Days are local ones: of 25 hours where the clocks go back, and a line at midnight is of the day it begins.
 */
static void
test_days (void)
{
  static const char *const times[] = { "2026-10-24T21:59:59Z", "2026-10-24T22:00:00Z", "2026-10-25T12:00:00Z",
                                       "2026-10-25T22:59:59Z", "2026-10-25T23:00:00Z" };
  g_autoptr (ReeveKey) key = reeve_key_generate (REEVE_JWS_ES256);
  g_autoptr (ReeveClient) client = reeve_client_new ("unix:/nowhere", key, NULL);
  g_autoptr (ReevePagedList) list = reeve_paged_list_new (client, reeve_access_line_get_type (), "/v1/x");
  g_autoptr (ReeveDaySections) sections = reeve_day_sections_new (get_time);

  reeve_day_sections_set_list (sections, list);
  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      g_autoptr (GDateTime) at = g_date_time_new_from_iso8601 (times[i], NULL);
      g_autoptr (ReeveAccessLine) line = make_line (g_date_time_to_unix_usec (at), "sign-in", "ok");

      reeve_paged_list_prepend (list, line);
    }
  check_section (sections, 0, 0, 1);
  for (guint i = 1; i < 4; i++)
    check_section (sections, i, 1, 4);
  check_section (sections, 4, 4, 5);
  check_section (sections, 5, 5, G_MAXUINT);
  reeve_day_sections_set_list (sections, NULL);
  check_section (sections, 0, 0, G_MAXUINT);
}

#define WORKSPACE "01890000-0000-7000-8000-0000000000ff"

/* Saved for one workspace and no other, whatever the name is made of. */
static void
test_saved (void)
{
  g_autofree char *folder = g_dir_make_tmp ("reeve-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "deeper", "log-views", NULL);
  g_autoptr (GPtrArray) views = NULL;
  g_autoptr (GPtrArray) others = NULL;
  g_autoptr (GPtrArray) left = NULL;

  g_assert_true (reeve_log_views_save (path, WORKSPACE, "Na=me; [x]\\", "result:failed \"a;b\""));
  g_assert_true (reeve_log_views_save (path, WORKSPACE, "All", "since:today"));
  g_assert_true (reeve_log_views_save (path, WORKSPACE, "All", "since:yesterday"));
  g_assert_false (reeve_log_views_save (path, WORKSPACE, "", "x"));
  views = reeve_log_views_load (path, WORKSPACE);
  others = reeve_log_views_load (path, ADA);
  g_assert_cmpuint (views->len, ==, 2);
  g_assert_cmpstr (((ReeveLogView *) g_ptr_array_index (views, 0))->query, ==, "since:yesterday");
  g_assert_cmpstr (((ReeveLogView *) g_ptr_array_index (views, 1))->name, ==, "Na=me; [x]\\");
  g_assert_cmpstr (((ReeveLogView *) g_ptr_array_index (views, 1))->query, ==, "result:failed \"a;b\"");
  g_assert_cmpuint (others->len, ==, 0);
  g_assert_true (reeve_log_views_save (path, WORKSPACE, "All", NULL));
  left = reeve_log_views_load (path, WORKSPACE);
  g_assert_cmpuint (left->len, ==, 1);
}

/* A link leads to a query and nowhere else. */
static void
test_links (void)
{
  static const char *const wrong[] = { "reeve://" WORKSPACE "/users?q=x",
                                       "reeve://elsewhere/access-log?q=x",
                                       "https://" WORKSPACE "/access-log?q=x",
                                       "reeve://" WORKSPACE "/access-log",
                                       "reeve://" WORKSPACE "/access-log?q=x&then=y",
                                       "reeve://" WORKSPACE "/access-log?q=%ff",
                                       "reeve://" WORKSPACE "/access-log?q=%00",
                                       "" };
  const char *query = "who:\"Ada & Bo\" -ip:10.0.0.0/8 “é” #?%";
  g_autofree char *link = reeve_log_link_make (WORKSPACE, query);
  g_autofree char *workspace = NULL;
  g_autofree char *back = NULL;

  g_assert_true (reeve_log_link_read (link, &workspace, &back));
  g_assert_cmpstr (workspace, ==, WORKSPACE);
  g_assert_cmpstr (back, ==, query);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autofree char *w = NULL;
      g_autofree char *q = NULL;

      g_assert_false (reeve_log_link_read (wrong[i], &w, &q));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/log-words/everything-has-words", test_everything_has_words);
  g_test_add_func ("/log-words/line", test_a_line);
  g_test_add_func ("/log-words/chips", test_chips);
  g_test_add_func ("/log-words/memory", test_memory);
  g_test_add_func ("/log-words/days", test_days);
  g_test_add_func ("/log-words/saved", test_saved);
  g_test_add_func ("/log-words/links", test_links);
  return g_test_run ();
}
