/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The query language: what is read, what it is printed as, what is wrong and where. */

#include "config.h"

#include "common/log-query.h"
#include "log-query-random.h"

#define ROUNDS 20000

static ReeveLogQuery *
parse (const char *text)
{
  return reeve_log_query_parse (text, &specimen_clock);
}

/* --- Reading and printing --- */

/* Everything that can be said, and the one way that it is printed. */
static void
test_print (void)
{
  static const struct
  {
    const char *text;
    const char *printed; /* NULL: as it is */
  } cases[] = {
    { "", NULL },
    { " \t ", "" },
    { "who:ada ip:10.0.0.0/8 action:sign-in outcome:failed since:yesterday \"free text\"", NULL },
    { "WHO:Ada  user:bo actor:c", "who:Ada who:bo who:c" },
    { "-who:ada,bo,\"Ada King\"", NULL },
    { "who:Ada\\ King", "who:\"Ada King\"" },
    { "who:Ada\" K\"ing", "who:\"Ada King\"" },
    { "who:a\\,b,c", "who:\"a,b\",c" },
    { "who:\"a\\\"b\\\\c\"", NULL },
    { "who:=ada who:\\=ada who:*", "who:=ada who:\"=ada\" who:*" },
    { "who:ada@example.org", NULL },
    { "action:user.* action:user.\\* action:\"user.*\" action:\"us er\"*",
      "action:user.* action:\"user.*\" action:\"user.*\" action:\"us er\"*" },
    { "action:=sign-in", "action:sign-in" },
    { "word 10:30 ::1 a,b -\"-x\" --x \\-x", "word \"10:30\" \"::1\" \"a,b\" -\"-x\" -\"-x\" \"-x\"" },
    { "\"who:ada\" who\\:ada", "\"who:ada\" \"who:ada\"" },
    { "ip:10.1.2.3/8 ip:192.0.2.7/32 ip:2001:DB8:0::1 ip:::ffff:192.0.2.7",
      "ip:10.0.0.0/8 ip:192.0.2.7 ip:2001:db8::1 ip:192.0.2.7" },
    { "ip:10.0.0.0-10.255.255.255 ip:10.0.0.1..10.0.0.9 ip:::/0 ip:::ffff:10.0.0.0/104",
      "ip:10.0.0.0/8 ip:10.0.0.1-10.0.0.9 ip:::/0 ip:10.0.0.0/8" },
    { "ip:=web1 ip:*", NULL },
    { "result:FAILED,ok outcome:password_wrong", "result:failed,ok outcome:password_wrong" },
    { "status:404 status:4XX status:>=500 status:400..499 status:200.. status:..399",
      "status:404 status:4xx status:>=500 status:4xx status:>=200 status:<=399" },
    { "duration:>2s duration:<=1500ms duration:0.5s..2min duration:3600s",
      "duration:>2s duration:<=1500ms duration:500ms..2min duration:1h" },
    { "size:0 size:>1.5MB size:1KiB..1mib", "size:0 size:>1500kB size:1KiB..1MiB" },
    { "since:Yesterday until:2026-11-22t10:00:00z on:mon",
      "since:yesterday until:2026-11-22T10:00:00Z on:monday" },
    { "on:2026-11-20..2026-11-22 on:..today on:3d.. on:\"2026-11-20 10:00\"",
      "on:2026-11-20..2026-11-22 on:..today on:3d.. on:2026-11-20T10:00" },
    { "on:2026-11-20T10:00+00:00 since:90MIN since:14:30", "on:2026-11-20T10:00Z since:90m since:14:30" },
    { "who:ÅSA Straße", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ReeveLogQuery) query = parse (cases[i].text);
      g_autofree char *printed = reeve_log_query_print (query);

      g_assert_cmpstr (printed, ==, cases[i].printed != NULL ? cases[i].printed : cases[i].text);
      g_assert_cmpuint (query->mistakes->len, ==, 0);
    }
}

/* What is wrong is told with its place and, where there is one, what would be right; and nothing of it is
 * dropped in silence. */
static void
test_mistakes (void)
{
  static const struct
  {
    const char *text;
    const char *place;
    ReeveLogFault fault;
    const char *suggestion;
  } cases[] = {
    { "ada whom:bo x", "whom", REEVE_LOG_FAULT_KEY, "who" },
    { "reslut:ok", "reslut", REEVE_LOG_FAULT_KEY, "result" },
    { "sess:1", "sess", REEVE_LOG_FAULT_KEY, "session" },
    { "-http://example.org", "http", REEVE_LOG_FAULT_KEY, NULL },
    { "ip:10.0.0.0/33", "10.0.0.0/33", REEVE_LOG_FAULT_BITS, NULL },
    { "ip:10.0.0.0/x", "10.0.0.0/x", REEVE_LOG_FAULT_BITS, NULL },
    { "ip:::1/129", "::1/129", REEVE_LOG_FAULT_BITS, NULL },
    { "ip:10.0.0.256", "10.0.0.256", REEVE_LOG_FAULT_ADDRESS, NULL },
    { "ip:10.0.0.1,web1", "web1", REEVE_LOG_FAULT_ADDRESS, NULL },
    { "ip:10.0.*", "10.0.*", REEVE_LOG_FAULT_ADDRESS, NULL },
    { "ip:10.0.0.1-::1", "10.0.0.1-::1", REEVE_LOG_FAULT_ADDRESS, NULL },
    { "ip:10.0.0.9-10.0.0.1", "10.0.0.9-10.0.0.1", REEVE_LOG_FAULT_ORDER, "10.0.0.1-10.0.0.9" },
    { "result:fialed", "fialed", REEVE_LOG_FAULT_RESULT, "failed" },
    { "result:password_wrong", "password_wrong", REEVE_LOG_FAULT_RESULT, NULL },
    { "status:abc", "abc", REEVE_LOG_FAULT_NUMBER, NULL },
    { "status:-1", "-1", REEVE_LOG_FAULT_NUMBER, NULL },
    { "status:<1", "<1", REEVE_LOG_FAULT_NUMBER, NULL },
    { "status:0", "0", REEVE_LOG_FAULT_NUMBER, NULL },
    { "status:6xx", "6xx", REEVE_LOG_FAULT_NUMBER, NULL },
    { "status:9999999999999999999", "9999999999999999999", REEVE_LOG_FAULT_NUMBER, NULL },
    { "size:999999999999999GiB", "999999999999999GiB", REEVE_LOG_FAULT_NUMBER, NULL },
    { "status:499..400", "499..400", REEVE_LOG_FAULT_ORDER, "4xx" },
    { "duration:>2", ">2", REEVE_LOG_FAULT_UNIT, ">2ms" },
    { "duration:1.5us", "1.5us", REEVE_LOG_FAULT_NUMBER, NULL },
    { "since:yestreday", "yestreday", REEVE_LOG_FAULT_TIME, "yesterday" },
    { "since:2026-02-30", "2026-02-30", REEVE_LOG_FAULT_TIME, NULL },
    { "since:2026-11-20T25:00", "2026-11-20T25:00", REEVE_LOG_FAULT_TIME, NULL },
    { "since:2026-11-20T10:00+01", "2026-11-20T10:00+01", REEVE_LOG_FAULT_TIME, NULL },
    { "since:1d..2d", "1d..2d", REEVE_LOG_FAULT_TIME, NULL },
    { "since:99999999999h", "99999999999h", REEVE_LOG_FAULT_TIME, NULL },
    { "on:..", "..", REEVE_LOG_FAULT_TIME, NULL },
    { "on:today..yesterday", "today..yesterday", REEVE_LOG_FAULT_ORDER, "yesterday..today" },
    { "who:", "who:", REEVE_LOG_FAULT_EMPTY, NULL },
    { "x -who:ada, bo", "-who:ada,", REEVE_LOG_FAULT_EMPTY, NULL },
    { "who:\"\"", "\"\"", REEVE_LOG_FAULT_EMPTY, NULL },
    { "\"\" x", "\"\"", REEVE_LOG_FAULT_EMPTY, NULL },
    { "x - y", "-", REEVE_LOG_FAULT_EMPTY, NULL },
    { "\xcc\x81", "\xcc\x81", REEVE_LOG_FAULT_EMPTY, NULL },
    { "who:\"Ada King", "\"Ada King", REEVE_LOG_FAULT_QUOTE, NULL },
    { "nail 5\"", "\"", REEVE_LOG_FAULT_QUOTE, NULL },
    { "who:ada\\", "\\", REEVE_LOG_FAULT_ESCAPE, NULL },
    { "who:\xff x", "\xff", REEVE_LOG_FAULT_ENCODING, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ReeveLogQuery) query = parse (cases[i].text);
      g_autofree char *place = NULL;
      const ReeveLogMistake *mistake;

      g_assert_cmpuint (query->mistakes->len, ==, 1);
      mistake = g_ptr_array_index (query->mistakes, 0);
      place = g_strndup (cases[i].text + mistake->offset, mistake->length);
      g_assert_cmpstr (place, ==, cases[i].place);
      g_assert_cmpint (mistake->fault, ==, cases[i].fault);
      g_assert_cmpstr (mistake->suggestion, ==, cases[i].suggestion);
      g_assert_nonnull (reeve_log_fault_describe (mistake->fault));
    }
}

/* A suggestion put in its place is right. */
static void
test_suggestions (void)
{
  static const char *const texts[] = {
    "whom:bo",         "ip:10.0.0.9-10.0.0.1", "result:fialed",       "status:499..400",
    "since:yestreday", "duration:>2",          "on:today..yesterday", "-sess:a,b"
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (ReeveLogQuery) wrong = parse (texts[i]);
      const ReeveLogMistake *mistake = g_ptr_array_index (wrong->mistakes, 0);
      g_autoptr (GString) text = g_string_new (texts[i]);
      g_autoptr (ReeveLogQuery) right = NULL;

      g_string_erase (text, (gssize) mistake->offset, (gssize) mistake->length);
      g_string_insert (text, (gssize) mistake->offset, mistake->suggestion);
      right = parse (text->str);
      g_assert_cmpuint (right->mistakes->len, ==, 0);
      g_assert_cmpuint (right->terms->len, ==, 1);
    }
}

/* Terms and values say where they stand. */
static void
test_places (void)
{
  static const char text[] = "é -who:ada,\"Bo B\" x";
  g_autoptr (ReeveLogQuery) query = parse (text);
  const ReeveLogTerm *term = g_ptr_array_index (query->terms, 1);
  const ReeveLogValue *value = g_ptr_array_index (term->values, 1);

  g_assert_cmpuint (query->terms->len, ==, 3);
  g_assert_true (term->negated);
  g_assert_cmpmem (text + term->offset, term->length, "-who:ada,\"Bo B\"", 15);
  g_assert_cmpmem (text + value->offset, value->length, "\"Bo B\"", 6);
  g_assert_cmpstr (value->text, ==, "Bo B");
}

/* A stranger cannot make it work for long. */
static void
test_limits (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (ReeveLogQuery) many = NULL;
  g_autoptr (ReeveLogQuery) longer = NULL;
  const ReeveLogMistake *mistake;

  for (guint i = 0; i < REEVE_LOG_QUERY_MAX_VALUES * 2; i++)
    g_string_append (text, "a ");
  many = parse (text->str);
  g_assert_cmpuint (many->terms->len, ==, REEVE_LOG_QUERY_MAX_VALUES);
  g_assert_cmpuint (many->mistakes->len, ==, 1);
  mistake = g_ptr_array_index (many->mistakes, 0);
  g_assert_cmpint (mistake->fault, ==, REEVE_LOG_FAULT_TOO_MANY);
  g_assert_cmpuint (mistake->offset, ==, REEVE_LOG_QUERY_MAX_VALUES * 2);

  while (text->len <= REEVE_LOG_QUERY_MAX_BYTES)
    g_string_append_c (text, 'a');
  longer = parse (text->str);
  mistake = g_ptr_array_index (longer->mistakes, 0);
  g_assert_cmpint (mistake->fault, ==, REEVE_LOG_FAULT_TOO_LONG);
  g_assert_cmpuint (mistake->offset + mistake->length, ==, text->len);
}

/* --- Times --- */

static char *
print_span (const char *text, const char *zone_name, const char *now)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (zone_name);
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) then = g_date_time_new_from_iso8601 (now, utc);
  const ReeveLogClock clock = { .now = g_date_time_to_unix_usec (then), .zone = zone };
  g_autoptr (ReeveLogQuery) query = reeve_log_query_parse (text, &clock);
  const ReeveLogClock plain = { .now = clock.now };
  g_autofree char *first = NULL;
  g_autofree char *last = NULL;
  gint64 from, to;

  g_assert_nonnull (zone);
  g_assert_cmpuint (query->mistakes->len, ==, 0);
  reeve_log_query_get_time (query, &from, &to);
  first = from == REEVE_LOG_BEGINNING ? g_strdup ("-") : reeve_log_time_print (from, FALSE, &plain);
  last = to == REEVE_LOG_END ? g_strdup ("-") : reeve_log_time_print (to, FALSE, &plain);
  return g_strdup_printf ("%s %s", first, last);
}

/* Times in their zone, over both changes of the clock. */
static void
test_times (void)
{
  static const struct
  {
    const char *text;
    const char *span; /* in UTC */
  } cases[] = {
    { "x", "- -" },
    { "on:today", "2026-11-21T23:00 2026-11-22T23:00" },
    { "on:yesterday", "2026-11-20T23:00 2026-11-21T23:00" },
    { "on:sunday", "2026-11-21T23:00 2026-11-22T23:00" },
    { "on:monday", "2026-11-15T23:00 2026-11-16T23:00" },
    { "on:this-week", "2026-11-15T23:00 2026-11-22T23:00" },
    { "on:last-week", "2026-11-08T23:00 2026-11-15T23:00" },
    { "on:this-month", "2026-10-31T23:00 2026-11-30T23:00" },
    { "on:last-month", "2026-09-30T22:00 2026-10-31T23:00" },
    { "on:2026", "2025-12-31T23:00 2026-12-31T23:00" },
    { "on:2026-10-25", "2026-10-24T22:00 2026-10-25T23:00" }, /* 25 hours */
    { "on:2026-03-29", "2026-03-28T23:00 2026-03-29T22:00" }, /* 23 hours */
    { "on:2026-11-20T15:00", "2026-11-20T14:00 2026-11-20T14:01" },
    { "on:2026-11-20T15:00:30", "2026-11-20T14:00:30 2026-11-20T14:00:31" },
    { "on:2026-11-20T15:00:30.25", "2026-11-20T14:00:30.250000 2026-11-20T14:00:30.250001" },
    { "on:2026-11-20T15:00-02:30", "2026-11-20T17:30 2026-11-20T17:31" },
    { "on:09:30", "2026-11-22T08:30 2026-11-22T08:31" },
    { "on:2h", "2026-11-22T10:00 2026-11-22T12:00" },
    { "since:2h", "2026-11-22T10:00 -" },
    { "since:30d", "2026-10-23T11:00 -" }, /* the same time of day, in summer time */
    { "since:now", "2026-11-22T12:00 -" },
    { "since:today", "2026-11-21T23:00 -" },
    { "until:today", "- 2026-11-22T23:00" },
    { "until:2026-11", "- 2026-11-30T23:00" },
    { "until:2026-11-20T15:00", "- 2026-11-20T14:00" },
    { "until:2h", "- 2026-11-22T10:00" },
    { "on:2026-11-20..2026-11-22", "2026-11-19T23:00 2026-11-22T23:00" },
    { "on:2026-11-20T15:00..2026-11-20T16:00", "2026-11-20T14:00 2026-11-20T15:00" },
    { "on:3d..", "2026-11-19T12:00 -" },
    { "since:3d since:1d until:2h", "2026-11-19T12:00 2026-11-22T10:00" },
    { "since:today on:2026-11-01..2026-11-22", "2026-11-21T23:00 2026-11-22T23:00" },
    { "since:2d -on:yesterday", "2026-11-20T12:00 -" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *span = print_span (cases[i].text, "Europe/Berlin", "2026-11-22T12:00:00Z");

      g_test_message ("%s", cases[i].text);
      g_assert_cmpstr (span, ==, cases[i].span);
    }
}

/* Whatever moment is printed is read as the same, in the hour that comes twice and in the one that never
 * comes, too. */
static void
test_print_time (void)
{
  static const char *const zones[] = { "Europe/Berlin", "America/Sao_Paulo", "Asia/Kathmandu", "UTC",
                                       "Pacific/Apia" };

  for (guint i = 0; i < ROUNDS; i++)
    {
      g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (zones[i % G_N_ELEMENTS (zones)]);
      const ReeveLogClock clock = { .now = specimen_clock.now, .zone = zone };
      gboolean end = i % 2;
      gint64 time = (gint64) g_test_rand_double_range (0, 2e15);
      g_autofree char *text = NULL;
      g_autofree char *normal = NULL;
      ReeveLogMoment moment;

      if (i % 3 != 0)
        time -= time % (i % 3 == 1 ? G_TIME_SPAN_HOUR : G_TIME_SPAN_MINUTE * 30);
      if (i % 7 == 0) /* around the end of summer, 2026-10-25T01:00Z */
        time = G_GINT64_CONSTANT (1792890000) * G_TIME_SPAN_SECOND +
               ((gint64) (i % 9) - 4) * (G_TIME_SPAN_HOUR / 2);
      text = reeve_log_time_print (time, end, &clock);
      g_assert_true (reeve_log_time_read (text, &clock, &moment, &normal));
      g_assert_cmpint (end && !moment.point ? moment.to : moment.from, ==, time);
      g_assert_cmpstr (normal, ==, text);
    }
}

/* --- Properties --- */

/* What is printed is the same query, and is printed the same. */
static void
test_round_trip (void)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < ROUNDS; i++)
    {
      g_autoptr (ReeveLogQuery) query = NULL;
      g_autoptr (ReeveLogQuery) other = NULL;
      g_autofree char *printed = NULL;
      g_autofree char *again = NULL;

      specimen_random_query (text);
      query = parse (text->str);
      printed = reeve_log_query_print (query);
      other = parse (printed);
      again = reeve_log_query_print (other);
      g_assert_cmpuint (query->mistakes->len, ==, 0);
      g_assert_cmpuint (other->mistakes->len, ==, 0);
      g_assert_cmpstr (again, ==, printed);
      g_assert_true (reeve_log_query_equal (query, other));
    }
}

/* Whatever comes in: nothing outside of the text is told of, in order; every byte that is no blank is in a
 * term or in a token that is wrong; what was right is printed and read again. */
static void
test_anything (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint n_right = 0, n_wrong = 0;

  for (guint i = 0; i < ROUNDS * 2; i++)
    {
      g_autoptr (ReeveLogQuery) query = NULL;
      g_autoptr (ReeveLogQuery) other = NULL;
      g_autofree char *printed = NULL;
      gsize at = 0;

      specimen_random_bytes (text);
      query = parse (text->str);
      for (guint j = 0; j < query->mistakes->len; j++)
        {
          const ReeveLogMistake *mistake = g_ptr_array_index (query->mistakes, j);

          g_assert_cmpuint (mistake->length, >, 0);
          g_assert_cmpuint (mistake->offset + mistake->length, <=, text->len);
        }
      for (guint j = 0; j < query->terms->len; j++)
        {
          const ReeveLogTerm *term = g_ptr_array_index (query->terms, j);

          g_assert_cmpuint (term->offset, >=, at);
          at = term->offset + term->length;
          g_assert_cmpuint (at, <=, text->len);
        }
      printed = reeve_log_query_print (query);
      other = parse (printed);
      g_assert_cmpuint (other->mistakes->len, ==, 0);
      g_assert_true (reeve_log_query_equal (query, other));
      n_right += query->mistakes->len == 0;
      n_wrong += query->mistakes->len > 0;
    }
  g_assert_cmpuint (n_right, >, ROUNDS / 20);
  g_assert_cmpuint (n_wrong, >, ROUNDS / 20);
}

/* A query of random words: each is a term, or a mistake. */
static void
test_nothing_dropped (void)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < ROUNDS; i++)
    {
      guint n = (guint) g_test_rand_int_range (0, 6);
      g_autoptr (ReeveLogQuery) query = NULL;
      g_autoptr (GHashTable) wrong = g_hash_table_new (NULL, NULL);

      g_string_truncate (text, 0);
      for (guint word = 0; word < n; word++)
        {
          static const char *const some[] = { "a", "who:b", "ip:x",    "whom:c", "status:y,z",
                                              "-", "who:,", "since:q", NULL };

          g_string_append_printf (text, "%-16s", specimen_pick (some));
        }
      query = parse (text->str);
      for (guint j = 0; j < query->mistakes->len; j++)
        {
          const ReeveLogMistake *mistake = g_ptr_array_index (query->mistakes, j);

          g_hash_table_add (wrong, GSIZE_TO_POINTER (mistake->offset / 16 + 1));
        }
      g_assert_cmpuint (g_hash_table_size (wrong) + query->terms->len, ==, n);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/log-query/print", test_print);
  g_test_add_func ("/log-query/mistakes", test_mistakes);
  g_test_add_func ("/log-query/suggestions", test_suggestions);
  g_test_add_func ("/log-query/places", test_places);
  g_test_add_func ("/log-query/limits", test_limits);
  g_test_add_func ("/log-query/times", test_times);
  g_test_add_func ("/log-query/print-time", test_print_time);
  g_test_add_func ("/log-query/round-trip", test_round_trip);
  g_test_add_func ("/log-query/anything", test_anything);
  g_test_add_func ("/log-query/nothing-dropped", test_nothing_dropped);
  return g_test_run ();
}
