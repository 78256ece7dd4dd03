/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The database answers a query as reeve_log_query_matches() does, whatever is asked, page by page, in both
 * directions, and counts the same. */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "common/clock.h"
#include "common/log-query-match.h"
#include "scratch.h"
#include "service/store/access-log.h"
#include "service/store/access-read.h"

#define NOON   (G_GINT64_CONSTANT (1767225600) * G_USEC_PER_SEC + REEVE_DAY / 2) /* of 2026-01-01 */
#define EVENTS 3000
#define DAYS   3
#define ROUNDS 200

typedef struct
{
  Scratch scratch;
  char *folder;
  ReeveAccessLog *log;
  GPtrArray *events; /* of ReeveAccessEvent, oldest first */
} World;

static ReeveSecret *
find_key_cb (const char *workspace G_GNUC_UNUSED, gpointer data)
{
  World *world = data;

  return reeve_secret_ref (world->scratch.key);
}

/* --- Events of few words, so that queries find some --- */

static const char *const actors[] = { "0190aaaa-0000-7000-8000-000000000001",
                                      "0190aaaa-0000-7000-8000-000000000002", "root", NULL };
static const char *const actor_names[] = { "Ada Lovelace <ada@example.org>", "Zoë Müller <zoe@example.org>",
                                           "root", NULL };
static const char *const addresses[] = { "192.0.2.1",        "192.0.2.200",  "10.1.2.3", "2001:db8::7",
                                         "::ffff:192.0.2.9", "fe80::1%eth0", "local",    NULL };
static const char *const agents[] = { "Reeve/0.1", "curl/8.14.1", "Mozilla/5.0 (X11; Linux x86_64)", NULL };
static const char *const objects[] = { "0190bbbb-0000-7000-8000-00000000abcd",
                                       "0190bbbb-0000-7000-8000-00000000ffff", "member",
                                       "0190BBBB-0000-7000-8000-00000000ABCD", NULL };
static const char *const object_names[] = { "Budget 2026", "ada", NULL };
static const char *const actions[] = { "sign-in", "user.suspend", "user.update", NULL, NULL };
static const char *const outcomes[] = { "password_wrong", "forbidden", NULL, NULL, NULL };
static const char *const routes[] = { "GET /v1/workspaces/{workspace}/users", "POST /v1/sign-in", NULL };
static const char *const sessions[] = { "0190cccc-0000-7000-8000-000000000001", "s2", NULL };
static const char *const sources[] = { "okta", "sshd web1", NULL, NULL, NULL, NULL };
static const char *const texts[] = { "Failed password for ada from 192.0.2.1", "Accepted publickey", NULL };

#define PICK(list) (list)[g_test_rand_int_range (0, G_N_ELEMENTS (list))]

static void
make_event (World *world, guint i)
{
  guint actor = (guint) g_test_rand_int_range (0, G_N_ELEMENTS (actors));
  const char *source = PICK (sources);
  g_autofree char *source_id = g_strdup_printf ("id%u", i);
  ReeveAccessEvent event = {
    .time = NOON + (gint64) i * (DAYS - 1) * REEVE_DAY / EVENTS + g_test_rand_int_range (0, 1000),
    .duration_us = g_test_rand_int_range (0, 3) * 700,
    .status = g_test_rand_int_range (0, 3) * 200,
    .bytes_out = g_test_rand_int_range (0, 5000),
    .result = (ReeveAccessResult) g_test_rand_int_range (0, REEVE_ACCESS_RESULTS),
    .action = PICK (actions),
    .actor = actors[actor],
    .actor_name = actor_names[actor],
    .address = PICK (addresses),
    .agent = PICK (agents),
    .object = PICK (objects),
    .object_name = PICK (object_names),
    .outcome = PICK (outcomes),
    .route = PICK (routes),
    .session = PICK (sessions),
    .source = source,
    .source_id = source != NULL && i % 2 == 0 ? source_id : NULL,
    .text = source != NULL ? PICK (texts) : NULL,
  };

  reeve_access_log_append (world->log, "w", &event);
}

static void
world_init (World *world)
{
  const ReeveLogQuery *everything;
  g_autoptr (ReeveLogQuery) query = reeve_log_query_parse ("", &(ReeveLogClock) { .now = NOON });
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) lines = NULL;
  gint64 reached;

  *world = (World) { 0 };
  everything = query;
  reeve_clock_set_for_tests (NOON);
  scratch_init (&world->scratch);
  world->folder = scratch_path (&world->scratch, "log");
  g_assert_cmpint (g_mkdir (world->folder, 0700), ==, 0);
  world->log = reeve_access_log_new (world->folder, find_key_cb, NULL, world);
  for (guint i = 0; i < EVENTS; i++)
    make_event (world, i);
  reeve_access_log_flush (world->log);
  world->events = g_ptr_array_new_with_free_func ((GDestroyNotify) reeve_access_event_free);
  lines = reeve_access_read (reeve_access_log_get_files (world->log),
                             &(ReeveAccessQuestion) { "w", everything, 0, G_MAXINT64, soon () }, TRUE,
                             EVENTS + 1, &reached, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (lines->len, ==, EVENTS);
  g_assert_cmpint (reached, ==, G_MAXINT64);
  for (guint i = 0; i < lines->len; i++)
    {
      ReeveAccessEvent event;

      reeve_access_line_get_event (lines->pdata[i], &event);
      g_ptr_array_add (world->events, reeve_access_event_copy (&event));
    }
}

static void
world_clear (World *world)
{
  reeve_access_log_free (world->log);
  g_ptr_array_unref (world->events);
  scratch_clear (&world->scratch);
  g_free (world->folder);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (World, world_clear)

/* --- Queries --- */

static const char *const terms[] = {
  "who:ada",
  "who:zoe",
  "who:0190aaaa-0000-7000-8000-000000000001",
  "who:0190aaaa*",
  "who:=root",
  "who:nobody",
  "who:*",
  "ip:192.0.2.1",
  "ip:192.0.2.0/24",
  "ip:10.0.0.0/8,2001:db8::/32",
  "ip:=local",
  "ip:203.0.113.0/24",
  "action:sign-in",
  "action:user.*",
  "action:*",
  "result:failed,error",
  "result:ok",
  "outcome:failed",
  "outcome:password_wrong",
  "outcome:*",
  "session:s2",
  "session:0190cccc-0000-7000-8000-000000000001",
  "object:0190bbbb-0000-7000-8000-00000000abcd",
  "object:0190bbbb-0000*",
  "object:budget",
  "object:member",
  "object:*",
  "route:users",
  "agent:curl",
  "agent:=reeve/0.1",
  "source:okta",
  "source:*",
  "status:4xx",
  "status:>=200",
  "duration:>1ms",
  "size:..1kB",
  "since:2026-01-02",
  "until:2026-01-02T06:00",
  "on:2026-01-01,2026-01-03",
  "ada",
  "password",
  "\"from 192.0.2.1\"",
  "192.0.2",
  "id12",
  "0190bbbb-0000-7000-8000-00000000abcd",
  "v1",
  "nothing-like-it",
  "MÜLLER",
};

static char *
make_query (void)
{
  guint n = (guint) g_test_rand_int_range (1, 4);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s%s ", g_test_rand_int_range (0, 4) == 0 ? "-" : "", PICK (terms));
  return g_string_free (text, FALSE);
}

/* --- Asking --- */

static void
assert_pages (World *world, const ReeveLogQuery *query, GPtrArray *expected, gboolean oldest_first)
{
  guint limit = (guint) g_test_rand_int_range (1, 400);
  ReeveAccessQuestion question = { "w", query, 0, G_MAXINT64, soon () };
  guint n = 0;

  while (oldest_first ? question.from < G_MAXINT64 : question.to > 0)
    {
      g_autoptr (GError) error = NULL;
      gint64 reached;
      g_autoptr (GPtrArray) lines = reeve_access_read (reeve_access_log_get_files (world->log), &question,
                                                       oldest_first, limit, &reached, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (lines->len, <=, limit);
      for (guint i = 0; i < lines->len; i++, n++)
        {
          const ReeveAccessLine *line = lines->pdata[i];
          const ReeveAccessEvent *event;

          g_assert_cmpuint (n, <, expected->len);
          event = expected->pdata[oldest_first ? n : expected->len - 1 - n];
          g_assert_cmpint (line->time, ==, event->time);
        }
      if (oldest_first)
        question.from = reached;
      else
        question.to = reached;
    }
  g_assert_cmpuint (n, ==, expected->len);
}

static void
assert_counts (World *world, const ReeveLogQuery *query, GPtrArray *expected)
{
  static const gint64 buckets[] = { REEVE_HOUR, REEVE_DAY, 7 * G_TIME_SPAN_MINUTE };
  gint64 bucket = PICK (buckets);
  gint64 from = NOON - REEVE_DAY / 2 + (g_test_rand_bit () ? 0 : 1234567);
  const ReeveAccessQuestion question = { "w", query, from, from + DAYS * REEVE_DAY, soon () };
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveAccessHistogram) histogram =
    reeve_access_count (reeve_access_log_get_files (world->log), &question, bucket, &error);
  gint64 results[REEVE_ACCESS_RESULTS] = { 0 };
  guint next = 0;

  g_assert_no_error (error);
  for (guint i = 0; i < histogram->bars->len; i++)
    {
      const ReeveAccessBar *bar = histogram->bars->pdata[i];
      const gint64 n[] = { bar->ok, bar->failed, bar->refused, bar->error };

      g_assert_cmpint ((bar->time - from) % bucket, ==, 0);
      memset (results, 0, sizeof results);
      for (; next < expected->len; next++)
        {
          const ReeveAccessEvent *event = expected->pdata[next];

          g_assert_cmpint (event->time, >=, bar->time);
          if (event->time >= bar->time + bucket)
            break;
          results[event->result]++;
        }
      for (guint j = 0; j < REEVE_ACCESS_RESULTS; j++)
        g_assert_cmpint (n[j], ==, results[j]);
    }
  g_assert_cmpuint (next, ==, expected->len);
  g_assert_cmpint (histogram->total, ==, expected->len);
}

static void
assert_facets (World *world, const ReeveLogQuery *query, GPtrArray *expected)
{
  const ReeveAccessQuestion question = { "w", query, 0, G_MAXINT64, soon () };
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveAccessFacets) facets =
    reeve_access_list_facets (reeve_access_log_get_files (world->log), &question, 10, &error);
  gint64 results = 0;

  g_assert_no_error (error);
  g_assert_true (facets->complete);
  g_assert_cmpint (facets->counted, ==, expected->len);
  for (guint i = 0; i < facets->facets->len; i++)
    {
      const ReeveAccessFacet *facet = facets->facets->pdata[i];
      gint64 n = 0;

      results += g_str_equal (facet->key, "result") ? facet->n : 0;
      if (!g_str_equal (facet->key, "action") && !g_str_equal (facet->key, "ip"))
        continue;
      for (guint j = 0; j < expected->len; j++)
        {
          const ReeveAccessEvent *event = expected->pdata[j];

          n += g_strcmp0 (facet->key[0] == 'a' ? event->action : event->address, facet->value) == 0;
        }
      g_assert_cmpint (facet->n, ==, n);
    }
  g_assert_cmpint (results, ==, expected->len);
}

static void
assert_query (World *world, const char *text)
{
  g_autoptr (ReeveLogQuery) query = reeve_log_query_parse (text, &(ReeveLogClock) { .now = NOON });
  g_autoptr (GPtrArray) expected = g_ptr_array_new ();

  g_test_message ("%s", text);
  g_assert_cmpuint (query->mistakes->len, ==, 0);
  for (guint i = 0; i < world->events->len; i++)
    if (reeve_log_query_matches (query, world->events->pdata[i]))
      g_ptr_array_add (expected, world->events->pdata[i]);
  assert_pages (world, query, expected, FALSE);
  assert_pages (world, query, expected, TRUE);
  assert_counts (world, query, expected);
  assert_facets (world, query, expected);
}

static void
test_each (void)
{
  g_auto (World) world = { 0 };

  world_init (&world);
  assert_query (&world, "");
  for (guint i = 0; i < G_N_ELEMENTS (terms); i++)
    {
      g_autofree char *negated = g_strconcat ("-", terms[i], NULL);

      assert_query (&world, terms[i]);
      assert_query (&world, negated);
    }
}

static void
test_together (void)
{
  g_auto (World) world = { 0 };

  world_init (&world);
  for (guint i = 0; i < ROUNDS; i++)
    {
      g_autofree char *text = make_query ();

      assert_query (&world, text);
    }
}

/* What comes after a question was asked is in the next one, words that nobody had seen included. */
static void
test_growing (void)
{
  static const ReeveAccessEvent event = {
    .time = NOON + 2 * REEVE_DAY,
    .actor = "new",
    .actor_name = "Grace Hopper",
    .address = "198.51.100.7",
  };
  g_auto (World) world = { 0 };

  world_init (&world);
  assert_query (&world, "who:grace");
  reeve_access_log_append (world.log, "w", &event);
  reeve_access_log_flush (world.log);
  g_ptr_array_add (world.events, reeve_access_event_copy (&event));
  assert_query (&world, "who:grace");
  assert_query (&world, "ip:198.51.100.0/24");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/access-read/each", test_each);
  g_test_add_func ("/store/access-read/together", test_together);
  g_test_add_func ("/store/access-read/growing", test_growing);
  return g_test_run ();
}
