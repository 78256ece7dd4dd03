/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Logs read into events: times that say too little, limits, ids, and input that is no log (tests/common/
 * log-formats.py has the samples and what is expected of them). */

#include "config.h"

#include "common/log-reader.h"

#include <string.h>

#include "common/json.h"
#include "common/log-elements.h"

#define NOW   "2026-11-22T22:00:00Z"
#define TURNS 150 /* of each sample */

typedef struct
{
  guint64 events;
  GPtrArray *ids;
  gint64 time; /* of the last one */
  char *actor;
} Seen;

static gint64
parse_time (const char *text)
{
  gint64 time = -1;

  g_assert_true (reeve_json_parse_time (text, &time));
  return time;
}

static void
on_event_cb (const ReeveAccessEvent *event, guint64 number, gpointer user_data)
{
  const char *const texts[] = { event->action, event->actor,   event->actor_name,  event->address,
                                event->agent,  event->object,  event->object_name, event->outcome,
                                event->route,  event->session, event->source,      event->source_id,
                                event->text };
  Seen *seen = user_data;

  g_assert_cmpuint (number, >, 0);
  g_assert_cmpint (event->time, >=, 0);
  g_assert_nonnull (event->action);
  g_assert_nonnull (event->source);
  g_assert_nonnull (event->source_id);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_true (texts[i] == NULL || g_utf8_validate (texts[i], -1, NULL));
  seen->events++;
  seen->time = event->time;
  g_set_str (&seen->actor, event->actor);
  g_ptr_array_add (seen->ids, g_strdup (event->source_id));
}

static void
clear_seen (Seen *seen)
{
  g_clear_pointer (&seen->ids, g_ptr_array_unref);
  g_clear_pointer (&seen->actor, g_free);
}

/* What must hold whatever was read. */
static void
check_sums (ReeveLogReader *reader, const Seen *seen)
{
  const ReeveLogTotals *totals = reeve_log_reader_get_totals (reader);
  GPtrArray *kinds = reeve_log_reader_get_kinds (reader);
  guint64 unknown = 0;

  g_assert_cmpuint (totals->entries, ==, totals->events + totals->unknown + totals->broken + totals->blank);
  g_assert_cmpuint (totals->events, ==, seen->events);
  g_assert_cmpuint (reeve_log_reader_get_aside (reader)->len, ==, MIN (totals->broken, REEVE_LOG_ASIDE));
  g_assert_cmpuint (kinds->len, <=, REEVE_LOG_KINDS + 1);
  for (guint i = 0; i < kinds->len; i++)
    unknown += ((ReeveLogUnknown *) kinds->pdata[i])->count;
  g_assert_cmpuint (unknown, ==, totals->unknown);
}

/* In pieces of @size bytes. (transfer full) */
static ReeveLogReader *
read_all (ReeveLogFormat format,
          const char *now,
          const char *zone_name,
          const char *data,
          gsize length,
          gsize size,
          Seen *seen)
{
  g_autoptr (GTimeZone) zone = zone_name != NULL ? g_time_zone_new_identifier (zone_name) : NULL;
  ReeveLogReader *reader = reeve_log_reader_new (format, parse_time (now), zone, on_event_cb, seen);
  g_autoptr (GError) error = NULL;
  gboolean good = TRUE;

  *seen = (Seen) { .ids = g_ptr_array_new_with_free_func (g_free) };
  for (gsize at = 0; good && at < length; at += size)
    good = reeve_log_reader_feed (reader, data + at, MIN (size, length - at), &error);
  good = good && reeve_log_reader_end (reader, &error);
  g_assert_true (good == (error == NULL));
  if (!good)
    g_assert_cmpuint (reeve_log_reader_get_totals (reader)->entries, ==, 0);
  check_sums (reader, seen);
  return reader;
}

static void
test_words (void)
{
  ReeveLogFormat format;

  for (guint i = 0; i <= REEVE_LOG_FORMAT_AUTO; i++)
    {
      g_assert_true (reeve_log_format_from_wire (reeve_log_format_to_wire (i), &format));
      g_assert_cmpuint (format, ==, i);
    }
  g_assert_false (reeve_log_format_from_wire ("csv", &format));
}

/* RFC 3164 says neither year nor zone. */
static void
test_times (void)
{
  static const char berlin[] = "CET-1CEST,M3.5.0,M10.5.0/3";
  static const struct
  {
    const char *now;
    const char *zone;
    const char *line;
    const char *time;
  } cases[] = {
    { NOW, NULL, "Nov 22 21:00:00", "2026-11-22T21:00:00Z" },
    { NOW, "+05:30", "Nov 22 21:00:00", "2026-11-22T15:30:00Z" },
    { NOW, NULL, "Nov 23 21:59:59", "2026-11-23T21:59:59Z" }, /* a clock that is a little ahead */
    { NOW, NULL, "Nov 23 22:00:01", "2025-11-23T22:00:01Z" },
    { "2026-01-01T00:00:10Z", NULL, "Dec 31 23:59:59", "2025-12-31T23:59:59Z" },
    { "2025-12-31T23:00:00Z", "+02:00", "Jan  1 00:59:00", "2025-12-31T22:59:00Z" },
    { NOW, NULL, "Feb 29 12:00:00", "2024-02-29T12:00:00Z" },
    { NOW, berlin, "Jul  1 12:00:00", "2026-07-01T10:00:00Z" },
    { NOW, berlin, "Oct 25 01:59:59", "2026-10-24T23:59:59Z" },
    { NOW, berlin, "Oct 25 02:30:00", "2026-10-25T01:30:00Z" }, /* there were two: the second */
    { NOW, berlin, "Oct 25 03:00:00", "2026-10-25T02:00:00Z" },
    { NOW, NULL, "Nov 22 20:59:60", "2026-11-22T20:59:59Z" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *line = g_strdup_printf (
        "%s h sshd[1]: Accepted password for ada from 192.0.2.1 port 1 ssh2\n", cases[i].line);
      Seen seen;
      g_autoptr (ReeveLogReader) reader = read_all (REEVE_LOG_FORMAT_OPENSSH, cases[i].now, cases[i].zone,
                                                    line, strlen (line), strlen (line), &seen);

      g_assert_cmpuint (seen.events, ==, 1);
      g_assert_cmpint (seen.time, ==, parse_time (cases[i].time));
      clear_seen (&seen);
    }
}

/* Whoever names themselves like the rest of a message is not believed. */
static void
test_forgery (void)
{
  static const struct
  {
    const char *line;
    const char *actor;
  } cases[] = {
    { "Nov 22 21:00:00 h sshd[1]: Failed password for invalid user a from 192.0.2.1 port 1 ssh2 from "
      "203.0.113.1 "
      "port 2 ssh2\n",
      "a from 192.0.2.1 port 1 ssh2" },
    { "Nov 22 21:00:00 h sshd[1]: Disconnected from invalid user Accepted password for b 203.0.113.1 port 2 "
      "[preauth]\n",
      "Accepted password for b" },
    { "Nov 22 21:00:00 h sshd[1]: User x not allowed because y from 192.0.2.1 from 203.0.113.1 not allowed "
      "because "
      "not in any group\n",
      "x not allowed because y from 192.0.2.1" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Seen seen;
      g_autoptr (ReeveLogReader) reader =
        read_all (REEVE_LOG_FORMAT_OPENSSH, NOW, NULL, cases[i].line, strlen (cases[i].line), 5, &seen);

      g_assert_cmpstr (seen.actor, ==, cases[i].actor);
      clear_seen (&seen);
    }
}

static const char line[] = "192.0.2.1 - - [22/Nov/2026:20:00:01 +0000] \"GET / HTTP/1.1\" 200 1 \"-\" \"";

/* The longest line that is read, and one byte more; both behind and before another. */
static void
test_long_lines (void)
{
  for (guint more = 0; more < 2; more++)
    for (gsize size = 1; size < 200000; size *= 37)
      {
        g_autoptr (GString) log = g_string_new (NULL);
        const ReeveLogTotals *totals;
        Seen seen;

        g_string_append_printf (log, "%sfirst\"\n%s", line, line);
        for (gsize i = strlen (line) + 1; i < REEVE_LOG_LINE_BYTES + more; i++)
          g_string_append_c (log, 'x');
        g_string_append_printf (log, "\"\n%slast\"", line);
        g_autoptr (ReeveLogReader) reader =
          read_all (REEVE_LOG_FORMAT_AUTO, NOW, NULL, log->str, log->len, size, &seen);
        totals = reeve_log_reader_get_totals (reader);
        g_assert_cmpuint (totals->entries, ==, 3);
        g_assert_cmpuint (totals->events, ==, 3 - more);
        g_assert_cmpuint (totals->broken, ==, more);
        if (more > 0)
          {
            const ReeveLogAside *aside = reeve_log_reader_get_aside (reader)->pdata[0];

            g_assert_cmpstr (aside->why, ==, "too_long");
            g_assert_cmpuint (aside->number, ==, 2);
            g_assert_cmpuint (strlen (aside->text), ==, REEVE_LOG_ASIDE_BYTES);
          }
        clear_seen (&seen);
      }
}

/* What is kept is bounded, what is counted is not. */
static void
test_bounds (void)
{
  g_autoptr (GString) log = g_string_new (NULL);
  const ReeveLogTotals *totals;
  const ReeveLogUnknown *last;
  GPtrArray *kinds;
  Seen seen;

  for (guint i = 0; i < 1000; i++)
    g_string_append_printf (log, "Nov 22 21:00:00 h daemon-%u[1]: hello\nbroken %u\n\n", i, i);
  g_autoptr (ReeveLogReader) reader =
    read_all (REEVE_LOG_FORMAT_OPENSSH, NOW, NULL, log->str, log->len, 100, &seen);
  totals = reeve_log_reader_get_totals (reader);
  g_assert_cmpuint (totals->unknown, ==, 1000);
  g_assert_cmpuint (totals->broken, ==, 1000);
  g_assert_cmpuint (totals->blank, ==, 1000);
  kinds = reeve_log_reader_get_kinds (reader);
  g_assert_cmpuint (kinds->len, ==, REEVE_LOG_KINDS + 1);
  last = kinds->pdata[REEVE_LOG_KINDS];
  g_assert_cmpstr (last->kind, ==, "other");
  g_assert_cmpuint (last->count, ==, 1000 - REEVE_LOG_KINDS);
  clear_seen (&seen);
}

/* Twins have ids of their own, the same ones at every reading, near each other and with many lines between.
 */
static void
test_ids (void)
{
  g_autoptr (GString) log = g_string_new (NULL);
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  Seen first, second;

  for (guint i = 0; i < 5000; i++)
    g_string_append_printf (log, "%s%u\"\n%stwin\"\n", line, i, line);
  g_autoptr (ReeveLogReader) reader =
    read_all (REEVE_LOG_FORMAT_AUTO, NOW, NULL, log->str, log->len, 65536, &first);
  g_autoptr (ReeveLogReader) again =
    read_all (REEVE_LOG_FORMAT_AUTO, NOW, NULL, log->str, log->len, 77, &second);
  g_assert_cmpuint (first.ids->len, ==, 10000);
  for (guint i = 0; i < first.ids->len; i++)
    {
      g_assert_true (g_hash_table_add (ids, first.ids->pdata[i]));
      g_assert_cmpstr (first.ids->pdata[i], ==, second.ids->pdata[i]);
    }
  clear_seen (&first);
  clear_seen (&second);
}

static void
on_source_cb (const ReeveAccessEvent *event, guint64 number, gpointer user_data)
{
  g_assert_cmpstr (event->source, ==, user_data);
}

/* A host is named where the log names none. */
static void
test_host (void)
{
  static char named[] = "combined web7", said[] = "sshd h";
  static const char auth[] =
    "Nov 22 21:00:00 h sshd[1]: Connection from 192.0.2.1 port 1 on 192.0.2.2 port 22\n";
  g_autoptr (ReeveLogReader) web =
    reeve_log_reader_new (REEVE_LOG_FORMAT_AUTO, parse_time (NOW), NULL, on_source_cb, named);
  g_autoptr (ReeveLogReader) ssh =
    reeve_log_reader_new (REEVE_LOG_FORMAT_AUTO, parse_time (NOW), NULL, on_source_cb, said);

  reeve_log_reader_set_host (web, "web7");
  reeve_log_reader_set_host (ssh, "web7");
  g_assert_true (reeve_log_reader_feed (web, line, strlen (line), NULL));
  g_assert_true (reeve_log_reader_end (web, NULL));
  g_assert_true (reeve_log_reader_feed (ssh, auth, strlen (auth), NULL));
  g_assert_true (reeve_log_reader_end (ssh, NULL));
  g_assert_cmpuint (reeve_log_reader_get_totals (web)->events, ==, 1);
  g_assert_cmpuint (reeve_log_reader_get_totals (ssh)->events, ==, 1);
}

static void
on_element_cb (const char *data, gsize length, const char *why, gpointer user_data)
{
  GString *found = user_data;

  g_string_append_printf (found, "%.*s%s%s|", (int) length, data, why != NULL ? " " : "",
                          why != NULL ? why : "");
}

static void
test_elements (void)
{
  static const char *const lists[] = { "Records", NULL };
  static const struct
  {
    const char *json;
    const char *found;
  } cases[] = {
    { "[]", "" },
    { "[{}, {\"a\":[{}]}]", "{}|{\"a\":[{}]}|" },
    { "{\"a\":1}{\"b\":2}\n{\"c\":3}", "{\"a\":1}|{\"b\":2}|{\"c\":3}|" },
    { "{\"x\":\"Records\",\"Records\":[{\"a\":1},{\"b\":2}],\"y\":[{\"c\":3}]}", "{\"a\":1}|{\"b\":2}|" },
    { "{\"y\":{\"Records\":[{}]}}", "{\"y\":{\"Records\":[{}]}}|" },
    { "[{\"a\":\"}]\\\"\"}]", "{\"a\":\"}]\\\"\"}|" },
    { "[{\"a\":1", "{\"a\":1 cut_off|" },
    { "[{\"a\":\"b},{\"c\":1},{\"d\":2}]", "{\"a\":\"b}, not_json|{\"c\":1}|{\"d\":2}|" },
    { "[{\"a\":b\"},{\"c\":1},{\"d\":2}]", "{\"a\":b\"}, not_json|{\"c\":1}|{\"d\":2}|" },
    { "[1,{\"a\":1},{\"b\":1}]", "1 not_json|{\"b\":1}|" },
    { "x\n{\"a\":1}", "x not_json|{\"a\":1}|" },
    { "[{\"a\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"},{}]",
      "{\"a\":\"aaaaaaaaaaaaaaaaaaaaaaaaaa too_long|{}|" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) found = g_string_new (NULL);
      g_autoptr (ReeveLogElements) elements = reeve_log_elements_new (lists, 32, on_element_cb, found);

      reeve_log_elements_feed (elements, cases[i].json, strlen (cases[i].json));
      reeve_log_elements_end (elements);
      g_assert_cmpstr (found->str, ==, cases[i].found);
    }
}

/* --- What is no log any more --- */

static void
cut_at_random (GRand *rand, GString *log)
{
  g_string_truncate (log, (gsize) g_rand_int_range (rand, 0, (gint32) log->len + 1));
}

static void
flip_bits (GRand *rand, GString *log)
{
  for (gint32 n = g_rand_int_range (rand, 1, 20); n > 0 && log->len > 0; n--)
    log->str[g_rand_int_range (rand, 0, (gint32) log->len)] ^= (char) (1 << g_rand_int_range (rand, 0, 8));
}

static void
insert_binary (GRand *rand, GString *log)
{
  gsize at = (gsize) g_rand_int_range (rand, 0, (gint32) log->len + 1);

  for (gint32 n = g_rand_int_range (rand, 1, 400); n > 0; n--)
    {
      char byte = (char) g_rand_int_range (rand, 0, 256);

      g_string_insert_len (log, (gssize) at, &byte, 1);
    }
}

static void
insert_long (GRand *rand, GString *log)
{
  static const char *const pieces[] = { "x", "[{", "{\"a\":", "\\\"", "from ", "%3", "}]", "\"" };
  const char *piece = pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces))];
  g_autoptr (GString) much = g_string_new (NULL);

  for (gint32 n = g_rand_int_range (rand, 1, 90000); n > 0; n--)
    g_string_append (much, piece);
  g_string_insert (log, g_rand_int_range (rand, 0, (gint32) log->len + 1), much->str);
}

static void
drop_some (GRand *rand, GString *log)
{
  for (gint32 n = g_rand_int_range (rand, 1, 6); n > 0 && log->len > 1; n--)
    {
      gint32 at = g_rand_int_range (rand, 0, (gint32) log->len);
      gint32 length = g_rand_int_range (rand, 1, 60);

      g_string_erase (log, at, MIN (length, (gint32) log->len - at));
    }
}

static void
spoil (const char *content, gsize length, guint32 seed)
{
  static void (*const ways[]) (GRand *, GString *) = { cut_at_random, flip_bits, insert_binary, insert_long,
                                                       drop_some };
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  g_autoptr (GString) log = g_string_new_len (content, (gssize) length);
  ReeveLogFormat format =
    seed % 3 == 0 ? (ReeveLogFormat) (seed / 3 % REEVE_LOG_FORMATS) : REEVE_LOG_FORMAT_AUTO;
  Seen seen, again;

  ways[seed % G_N_ELEMENTS (ways)](rand, log);
  if (g_rand_boolean (rand))
    ways[g_rand_int_range (rand, 0, G_N_ELEMENTS (ways))](rand, log);
  g_autoptr (ReeveLogReader) reader = read_all (format, NOW, NULL, log->str, log->len, log->len + 1, &seen);
  g_autoptr (ReeveLogReader) other =
    read_all (format, NOW, NULL, log->str, log->len, (gsize) g_rand_int_range (rand, 1, 5000), &again);
  g_assert_cmpmem (reeve_log_reader_get_totals (reader), sizeof (ReeveLogTotals),
                   reeve_log_reader_get_totals (other), sizeof (ReeveLogTotals));
  clear_seen (&seen);
  clear_seen (&again);
}

static void
test_spoilt (void)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "fixtures", "logs", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint samples = 0;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *content = NULL;
      gsize length;

      if (g_str_has_suffix (name, ".expected"))
        continue;
      g_assert_true (g_file_get_contents (path, &content, &length, NULL));
      for (guint32 seed = 0; seed < TURNS; seed++)
        spoil (content, length, seed);
      samples++;
    }
  g_assert_cmpuint (samples, >=, 12);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/log-reader/words", test_words);
  g_test_add_func ("/log-reader/times", test_times);
  g_test_add_func ("/log-reader/forgery", test_forgery);
  g_test_add_func ("/log-reader/long-lines", test_long_lines);
  g_test_add_func ("/log-reader/bounds", test_bounds);
  g_test_add_func ("/log-reader/ids", test_ids);
  g_test_add_func ("/log-reader/host", test_host);
  g_test_add_func ("/log-reader/elements", test_elements);
  g_test_add_func ("/log-reader/spoilt", test_spoilt);
  return g_test_run ();
}
