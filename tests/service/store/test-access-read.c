/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The database answers a query as reeve_log_query_matches() does, whatever is asked, page by page, in both
 * directions, and counts the same. */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "common/clock.h"
#include "common/encoding.h"
#include "common/hold.h"
#include "common/log-query-match.h"
#include "scratch.h"
#include "service/store/access-blocks.h"
#include "service/store/access-leaving.h"
#include "service/store/access-log.h"
#include "service/store/access-read.h"

#define NOON   (G_GINT64_CONSTANT (1767225600) * G_USEC_PER_SEC + REEVE_DAY / 2) /* of 2026-01-01 */
#define TODAY  (NOON / REEVE_DAY)
#define EVENTS 3000
#define DAYS   3
#define ROUNDS 120

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
static const char *const texts[] = { "Failed password for ada from 192.0.2.1",
                                     "Accepted publickey",
                                     "Straße und STRASSE",
                                     "İstanbul, Iğdır, ısı",
                                     "ＦＵＬＬ width ﬁle é e\xcc\x81",
                                     "日本語のログ",
                                     "say \"hello\" * 100% \\ done",
                                     "0190dddd-0000-7000-8000-00000000000d",
                                     "in session 0190DDDD-0000-7000-8000-00000000000D of ada",
                                     "x",
                                     "ab",
                                     NULL };

#define PICK(list) (list)[g_test_rand_int_range (0, G_N_ELEMENTS (list))]

/* What some source may give its lines: digits, a UUID in either case, words. */
static char *
make_source_id (guint i)
{
  switch (i % 5)
    {
    case 0:
      return g_strdup_printf ("0190eeee-0000-7000-8000-%012x", i);
    case 1:
      return g_strdup_printf ("0190EEEE-0000-7000-8000-%012X", i);
    case 2:
      return g_strdup_printf ("%040x", i * 2654435761u);
    default:
      return g_strdup_printf ("id%u", i);
    }
}

/* Every second one is like no other; and a word stands in few that are far from each other. */
static char *
make_text (guint i)
{
  const char *text = PICK (texts);
  g_autofree char *hash = NULL;

  if (i % 600 == 10)
    return g_strdup_printf ("a zebra in line %u", i);

  if (text == NULL || i % 2 == 0)
    return g_strdup (text);
  hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
  return g_strdup_printf ("%s for user%u port %u thing %x of %08x:%08x:%08x:%08x %.*s", text, i,
                          32768 + i * 7919 % 28000, i * 2654435761u, i * 40503u, i * 2246822519u,
                          i * 3266489917u, i * 668265263u, (int) (i % 40), hash);
}

/* Of the first half of them all are another system's: the first day is one of lines, the last one of Reeve's
 * own events with some lines among them. */
static void
make_event (World *world, guint i)
{
  guint actor = (guint) g_test_rand_int_range (0, G_N_ELEMENTS (actors));
  const char *source = i < EVENTS / 2 ? sources[i % 2] : PICK (sources);
  g_autofree char *source_id = make_source_id (i);
  g_autofree char *text = make_text (i);
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
    .text = source != NULL ? text : NULL,
  };

  reeve_access_log_append (world->log, "w", &event);
}

/* What there is. */
static void
world_learn (World *world)
{
  g_autoptr (ReeveLogQuery) everything = reeve_log_query_parse ("", &(ReeveLogClock) { .now = NOON });
  ReeveAccessQuestion question = { "w", everything, 0, G_MAXINT64, soon () };

  g_ptr_array_set_size (world->events, 0);
  while (question.from < G_MAXINT64)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) lines = reeve_access_read (reeve_access_log_get_files (world->log), &question,
                                                       TRUE, EVENTS + 1, &question.from, &error);

      g_assert_no_error (error);
      for (guint i = 0; i < lines->len; i++)
        {
          ReeveAccessEvent event;

          reeve_access_line_get_event (lines->pdata[i], &event);
          g_ptr_array_add (world->events, reeve_access_event_copy (&event));
        }
    }
}

static void
world_open (World *world)
{
  g_clear_pointer (&world->log, reeve_access_log_free);
  world->log = reeve_access_log_new (world->folder, find_key_cb, NULL, world);
}

static void
world_init (World *world)
{
  *world = (World) { 0 };
  reeve_clock_set_for_tests (NOON);
  scratch_init (&world->scratch);
  world->folder = scratch_path (&world->scratch, "log");
  g_assert_cmpint (g_mkdir (world->folder, 0700), ==, 0);
  world_open (world);
  for (guint i = 0; i < EVENTS; i++)
    make_event (world, i);
  reeve_access_log_flush (world->log);
  world->events = g_ptr_array_new_with_free_func ((GDestroyNotify) reeve_access_event_free);
  world_learn (world);
  g_assert_cmpuint (world->events->len, ==, EVENTS);
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
  "p",
  "pa",
  "pas",
  "404",
  "dead",
  "straße",
  "STRASSE",
  "ße",
  "ß",
  "istanbul",
  "İSTANBUL",
  "İ",
  "ısı",
  "full",
  "ﬁle",
  "E\xcc\x81",
  "日本",
  "本",
  "\"say \\\"hello\"",
  "*",
  "\"100%\"",
  "pass*",
  "\\\\",
  "user17",
  "zebra",
  "zebra line",
  "\"port 4\"",
  "user1234",
  "\"for user1234 port\"",
  "0190dddd-0000-7000-8000-00000000000d",
  "0190DDDD-0000-7000-8000-00000000000D",
  "0190dddd",
  "0190dddd*",
  "0190eeee-0000-7000-8000-00000000000a",
  "0190eeee-0000-7000-8000-000000000005",
  "0000-7000",
  "source:okta user",
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

static void
append_phrase (GString *query, const char *text)
{
  g_string_append_c (query, '"');
  for (const char *p = text; *p != '\0'; p++)
    g_string_append_printf (query, *p == '"' || *p == '\\' ? "\\%c" : "%c", *p);
  g_string_append_c (query, '"');
}

/* Any piece of what @event says, of any length, and other words with it. */
static char *
make_piece (const ReeveAccessEvent *event)
{
  const char *text = g_test_rand_int_range (0, 3) == 0 ? event->source_id : event->text;
  glong length = text != NULL ? g_utf8_strlen (text, -1) : 0;
  gint32 from = length > 0 ? g_test_rand_int_range (0, (gint32) length) : 0;
  gint32 to = from + g_test_rand_int_range (1, 16);
  g_autofree char *piece = length > 0 ? g_utf8_substring (text, from, MIN (length, to)) : NULL;
  g_autofree char *other = make_query ();
  g_autofree char *folded = piece != NULL ? reeve_fold (g_strstrip (piece)) : NULL;
  GString *query;

  /* A mark alone is nothing. */
  if (folded == NULL || *folded == '\0')
    return g_steal_pointer (&other);
  query = g_string_new (g_test_rand_int_range (0, 5) == 0 ? "-" : "");
  append_phrase (query, piece);
  if (g_test_rand_int_range (0, 3) == 0)
    g_string_append_printf (query, " %s", other);
  return g_string_free (query, FALSE);
}

static void
assert_pieces (World *world, guint rounds)
{
  for (guint i = 0; i < rounds; i++)
    {
      g_autofree char *text =
        make_piece (world->events->pdata[g_test_rand_int_range (0, (gint32) world->events->len)]);

      assert_query (world, text);
    }
}

static void
test_pieces (void)
{
  g_auto (World) world = { 0 };

  world_init (&world);
  assert_pieces (&world, ROUNDS);
}

/* --- Where blocks end --- */

static ReeveAccessDay *
open_day (World *world, gint64 day)
{
  g_autoptr (GError) error = NULL;
  ReeveAccessDay *opened =
    reeve_access_files_open_day (reeve_access_log_get_files (world->log), "w", day, FALSE, &error);

  g_assert_no_error (error);
  return opened;
}

/* The event at @time, or the @offset-th after it, is found by all that it says. */
static void
assert_found (World *world, gint64 time, gint offset)
{
  const ReeveAccessEvent *event;
  gint i = 0;

  while (i < (gint) world->events->len && ((ReeveAccessEvent *) world->events->pdata[i])->time < time)
    i++;
  if (i + offset < 0 || i + offset >= (gint) world->events->len)
    return;
  event = world->events->pdata[i + offset];
  for (guint n = 0; n < 2; n++)
    {
      const char *text = n == 0 ? event->text : event->source_id;
      g_autoptr (GString) query = g_string_new (NULL);

      if (text == NULL)
        continue;
      append_phrase (query, text);
      assert_query (world, query->str);
    }
}

/* Lines at either end of a block are in it. */
static void
test_ends (void)
{
  g_auto (World) world = { 0 };

  world_init (&world);
  for (gint64 number = 0; number < DAYS; number++)
    {
      g_autoptr (ReeveAccessDay) day = open_day (&world, TODAY + number);
      g_autoptr (ReeveTx) tx = begin (reeve_access_day_get_db (day), REEVE_TX_READ);
      ReeveStatement *blocks = reeve_tx_prepare (tx, "SELECT first, last FROM blocks", NULL);
      gboolean row;

      while (reeve_statement_step (blocks, &row, NULL) && row)
        {
          assert_found (&world, reeve_statement_get_int (blocks, 0), -1);
          assert_found (&world, reeve_statement_get_int (blocks, 0), 0);
          assert_found (&world, reeve_statement_get_int (blocks, 1), 0);
        }
    }
}

/* --- Days that are not all in blocks --- */

/* As of before there were blocks, and then some of its lines were brought in. */
static void
empty_blocks (World *world, gint64 number, gint64 most)
{
  g_autoptr (ReeveAccessDay) day = open_day (world, number);
  ReeveTx *tx = begin (reeve_access_day_get_db (day), REEVE_TX_WRITE);
  g_autoptr (GError) error = NULL;
  gboolean done;

  run (tx, "DELETE FROM blocks");
  run (tx, "UPDATE day SET in_blocks = 0");
  g_assert_true (most == 0 || reeve_access_blocks_fill (tx, most, G_MAXINT64, &done, &error));
  commit (tx);
}

/* Lines before it are in blocks. */
static gint64
read_end (World *world, gint64 number)
{
  g_autoptr (ReeveAccessDay) day = open_day (world, number);
  g_autoptr (ReeveTx) tx = begin (reeve_access_day_get_db (day), REEVE_TX_READ);
  gint64 end;

  g_assert_true (reeve_access_blocks_read_end (tx, &end, NULL));
  return end;
}

static gboolean
is_filled (World *world, gint64 number)
{
  return read_end (world, number) == REEVE_ACCESS_ALL_IN_BLOCKS;
}

/* Nothing that is in no block is missed; who asks makes that it comes into some, and the answers stay. */
static void
test_half_filled (void)
{
  g_auto (World) world = { 0 };

  world_init (&world);
  for (gint64 day = 0; day < DAYS; day++)
    empty_blocks (&world, TODAY + day, day * EVENTS / DAYS / 3);
  reeve_access_fill_set_func (reeve_access_files_get_fill (reeve_access_log_get_files (world.log)), NULL,
                              NULL);
  assert_pieces (&world, ROUNDS / 4);
  for (gint64 day = 0; day < DAYS; day++)
    {
      g_assert_false (is_filled (&world, TODAY + day));
      for (gint offset = -2; offset <= 2; offset++)
        assert_found (&world, read_end (&world, TODAY + day), offset);
    }
  world_open (&world);
  assert_query (&world, "zebra");
  for (gint64 day = 0; day < DAYS; day++)
    while (!is_filled (&world, TODAY + day))
      g_usleep (1000);
  assert_pieces (&world, ROUNDS / 4);
}

/* What is held of a day is found as all of it was. */
static void
test_held_days (void)
{
  g_auto (World) world = { 0 };
  g_autoptr (ReeveHold) hold = reeve_hold_new ();
  g_autoptr (GPtrArray) holds = g_ptr_array_new ();

  world_init (&world);
  hold->since = NOON + REEVE_HOUR;
  hold->until = NOON + 2 * REEVE_DAY - 7 * REEVE_HOUR;
  g_ptr_array_add (holds, hold);
  for (gint64 day = 0; day < DAYS; day++)
    {
      g_autoptr (ReeveAccessLeaving) leaving = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_true (reeve_access_leaving_begin (reeve_access_log_get_files (world.log), "w", TODAY + day,
                                                 holds, &leaving, &error));
      g_assert_true (leaving == NULL || reeve_access_leaving_finish (leaving, &error));
      g_assert_no_error (error);
    }
  world_learn (&world);
  g_assert_cmpuint (world.events->len, <, EVENTS);
  g_assert_cmpuint (world.events->len, >, EVENTS / 2);
  assert_pieces (&world, ROUNDS / 4);
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
  g_test_add_func ("/store/access-read/pieces", test_pieces);
  g_test_add_func ("/store/access-read/ends", test_ends);
  g_test_add_func ("/store/access-read/half-filled", test_half_filled);
  g_test_add_func ("/store/access-read/held-days", test_held_days);
  g_test_add_func ("/store/access-read/growing", test_growing);
  return g_test_run ();
}
