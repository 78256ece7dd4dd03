/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Which events a query matches: by examples, and beside a second reading of the language that is slow and
 * plain. */

#include "config.h"

#include <gio/gio.h>
#include <string.h>

#include "common/clock.h"
#include "common/encoding.h"
#include "common/log-query-match.h"
#include "log-query-random.h"

#define ROUNDS 20000

static gboolean
matches (const char *text, const ReeveAccessEvent *event)
{
  g_autoptr (ReeveLogQuery) query = reeve_log_query_parse (text, &specimen_clock);

  return reeve_log_query_matches (query, event);
}

/* --- Examples --- */

static void
test_examples (void)
{
  const ReeveAccessEvent event = { .time = specimen_clock.now - G_TIME_SPAN_HOUR,
                                   .duration_us = 2500000,
                                   .status = 403,
                                   .bytes_out = 0,
                                   .result = REEVE_ACCESS_REFUSED,
                                   .action = "user.suspend",
                                   .actor = "0190c2a4-7b1e-7c00-8000-0000000000ad",
                                   .actor_name = "Åsa Straße",
                                   .address = "10.1.2.3",
                                   .agent = "Mozilla/5.0 Firefox/140",
                                   .object_name = "Bo",
                                   .outcome = "locked",
                                   .route = "GET /v1/workspaces/{workspace}/users",
                                   .text = "three times" };
  static const char *const yes[] = { "",
                                     "who:asa",
                                     "who:STRASSE",
                                     "who:\"åsa s\"",
                                     "who:=\"asa straße\"",
                                     "who:asa*",
                                     "who:*",
                                     "who:bo,asa",
                                     "who:bo who:asa",
                                     "who:0190C2A4-7B1E-7C00-8000-0000000000AD",
                                     "who:0190c2a4*",
                                     "-who:bo",
                                     "-who:=asa",
                                     "ip:10.0.0.0/8",
                                     "ip:10.1.2.3",
                                     "ip:10.1.2.1-10.1.2.9",
                                     "ip:::1,10.1.2.3",
                                     "ip:*",
                                     "-ip:::/0",
                                     "ip:=10.1.2.3",
                                     "action:user.suspend",
                                     "action:user.*",
                                     "result:refused",
                                     "outcome:refused",
                                     "outcome:locked",
                                     "outcome:failed,lock*",
                                     "-session:*",
                                     "object:bo",
                                     "route:/users",
                                     "agent:firefox",
                                     "-source:okta",
                                     "status:403",
                                     "status:4xx",
                                     "status:>402",
                                     "status:..403",
                                     "duration:>2s",
                                     "duration:2.5s",
                                     "size:0",
                                     "size:<1",
                                     "since:2h",
                                     "since:2026-11-22T11:00",
                                     "until:now",
                                     "on:today",
                                     "on:2026-11-22T11:00",
                                     "-on:yesterday",
                                     "times",
                                     "\"THREE T\"",
                                     "three times",
                                     "bo asa -ada",
                                     "10.1.2.",
                                     "who:asa ip:10.0.0.0/8 result:refused since:today",
                                     NULL };
  static const char *const no[] = { "who:bo",
                                    "-who:asa",
                                    "who:=asa",
                                    "who:raße*",
                                    "who:0190c2a4",
                                    "who:ad",
                                    "who:asa -who:strasse",
                                    "ip:192.0.2.0/24",
                                    "ip:::/0",
                                    "ip:web1",
                                    "-ip:10.1.2.3",
                                    "action:user",
                                    "action:suspend",
                                    "result:failed",
                                    "outcome:failed",
                                    "outcome:lock",
                                    "session:*",
                                    "-object:*",
                                    "status:404",
                                    "status:<403",
                                    "status:>403",
                                    "duration:<2s",
                                    "size:>0",
                                    "since:30m",
                                    "until:2h",
                                    "until:2026-11-22T11:00",
                                    "on:yesterday",
                                    "-on:today",
                                    "\"times three\"",
                                    "three fourth",
                                    "who:asa ip:192.0.2.1",
                                    "who:asa nonsense:x",
                                    "who:asa \"",
                                    "0190c2a4",
                                    NULL };

  for (guint i = 0; yes[i] != NULL; i++)
    if (!matches (yes[i], &event))
      g_error ("does not match: %s", yes[i]);
  for (guint i = 0; no[i] != NULL; i++)
    if (matches (no[i], &event))
      g_error ("matches: %s", no[i]);
}

/* What an event does not tell is in no range, and in the complement of every one. */
static void
test_unknown (void)
{
  const ReeveAccessEvent event = { .time = 0 };
  static const char *const terms[] = {
    "who:*",         "ip:0.0.0.0/0", "ip:::/0",  "ip:*",        "action:*",   "session:*",    "object:*",
    "route:*",       "agent:*",      "source:*", "status:<999", "status:>=0", "status:..999", "duration:<1h",
    "duration:..1h", "outcome:*",    "a"
  };

  for (guint i = 0; i < G_N_ELEMENTS (terms); i++)
    {
      g_autofree char *negated = g_strconcat ("-", terms[i], NULL);

      g_test_message ("%s", terms[i]);
      g_assert_false (matches (terms[i], &event));
      g_assert_true (matches (negated, &event));
    }
}

/* --- A second reading --- */

static gboolean
read_text (const ReeveLogValue *value, const char *text)
{
  g_autofree char *wanted = reeve_fold (value->text);
  g_autofree char *there = reeve_fold (text != NULL ? text : "");

  if (*there == '\0')
    return FALSE;
  if (value->match == REEVE_LOG_WHOLE || (value->match == REEVE_LOG_PART && reeve_id_is_valid (text)))
    return g_str_equal (wanted, there);
  if (value->match == REEVE_LOG_PREFIX)
    return g_str_has_prefix (there, wanted);
  return strstr (there, wanted) != NULL;
}

static gboolean
read_any (const ReeveLogValue *value, const char *const *texts)
{
  gboolean found = FALSE;

  for (guint i = 0; i < 13; i++)
    found |= read_text (value, texts[i]);
  return found;
}

static GInetAddress *
make_address (const char *text)
{
  g_autofree char *bare = g_strndup (text, strcspn (text, "%"));
  const char *inner = g_str_has_prefix (bare, "::ffff:") ? bare + 7 : bare;

  return g_inet_address_new_from_string (inner);
}

static gboolean
read_address (const ReeveLogValue *value, const char *text)
{
  g_autoptr (GInetAddress) address = text != NULL ? make_address (text) : NULL;
  g_autoptr (GInetAddressMask) mask = g_inet_address_mask_new_from_string (value->text, NULL);
  g_auto (GStrv) ends = g_strsplit (value->text, "-", 2);

  if (value->folded != NULL)
    return read_text (value, text);
  if (address == NULL)
    return FALSE;
  if (mask != NULL)
    return g_inet_address_get_family (address) == g_inet_address_mask_get_family (mask) &&
           g_inet_address_mask_matches (mask, address);
  g_autoptr (GInetAddress) low = make_address (ends[0]);
  g_autoptr (GInetAddress) high = make_address (ends[1]);
  gsize n = g_inet_address_get_native_size (address);

  return g_inet_address_get_native_size (low) == n &&
         memcmp (g_inet_address_to_bytes (address), g_inet_address_to_bytes (low), n) >= 0 &&
         memcmp (g_inet_address_to_bytes (address), g_inet_address_to_bytes (high), n) <= 0;
}

static gboolean
read_value (const ReeveLogValue *value, ReeveLogKind kind, const ReeveAccessEvent *e)
{
  const char *const all[] = { e->action, e->actor,       e->actor_name, e->address, e->agent,
                              e->object, e->object_name, e->outcome,    e->route,   e->session,
                              e->source, e->source_id,   e->text };
  const gint64 number = kind == REEVE_LOG_STATUS     ? e->status
                        : kind == REEVE_LOG_DURATION ? e->duration_us
                                                     : e->bytes_out;
  const char *texts[13] = { NULL };

  switch (reeve_log_kind_get_family (kind))
    {
    case REEVE_LOG_FAMILY_ADDRESS:
      return read_address (value, e->address);
    case REEVE_LOG_FAMILY_RESULT:
      return g_str_equal (value->text, reeve_access_result_to_wire (e->result));
    case REEVE_LOG_FAMILY_NUMBER:
      return value->from <= number && number <= value->to && (number != 0 || kind == REEVE_LOG_SIZE);
    case REEVE_LOG_FAMILY_TIME:
      return value->from <= e->time && e->time < value->to;
    case REEVE_LOG_FAMILY_TEXT:
    default:
      break;
    }
  if (kind == REEVE_LOG_TEXT)
    return read_any (value, all);
  texts[0] = kind == REEVE_LOG_WHO       ? e->actor
             : kind == REEVE_LOG_ACTION  ? e->action
             : kind == REEVE_LOG_OUTCOME ? e->outcome
             : kind == REEVE_LOG_SESSION ? e->session
             : kind == REEVE_LOG_OBJECT  ? e->object
             : kind == REEVE_LOG_ROUTE   ? e->route
             : kind == REEVE_LOG_AGENT   ? e->agent
                                         : e->source;
  texts[1] = kind == REEVE_LOG_WHO ? e->actor_name : kind == REEVE_LOG_OBJECT ? e->object_name : NULL;
  texts[2] = kind == REEVE_LOG_OUTCOME && value->match == REEVE_LOG_WHOLE
               ? reeve_access_result_to_wire (e->result)
               : NULL;
  return read_any (value, texts);
}

static gboolean
read_query (const ReeveLogQuery *query, const ReeveAccessEvent *event)
{
  gboolean all = TRUE;

  for (guint kind = 0; kind < REEVE_LOG_KINDS; kind++)
    {
      guint n_asked = 0, n_found = 0;

      for (guint i = 0; i < query->terms->len; i++)
        {
          const ReeveLogTerm *term = g_ptr_array_index (query->terms, i);
          gboolean found = FALSE;

          if (term->kind != kind)
            continue;
          for (guint j = 0; j < term->values->len; j++)
            found |= read_value (g_ptr_array_index (term->values, j), kind, event);
          if (term->negated)
            all &= !found;
          else
            {
              n_asked++;
              n_found += found;
            }
        }
      all &= kind == REEVE_LOG_TEXT ? n_found == n_asked : n_asked == 0 || n_found > 0;
    }
  return all;
}

static void
test_second_reading (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint n_matched = 0;

  for (guint i = 0; i < ROUNDS; i++)
    {
      g_autoptr (ReeveLogQuery) query = NULL;
      ReeveAccessEvent event;

      specimen_random_query (text);
      specimen_random_event (&event);
      query = reeve_log_query_parse (text->str, &specimen_clock);
      if (reeve_log_query_matches (query, &event) != read_query (query, &event))
        g_error ("read in two ways: %s", text->str);
      n_matched += reeve_log_query_matches (query, &event);
    }
  g_assert_cmpuint (n_matched, >, ROUNDS / 20);
  g_assert_cmpuint (n_matched, <, ROUNDS / 2);
}

/* - in front of a term matches what the term does not, and nothing else. */
static void
test_complement (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint n_matched = 0;

  for (guint i = 0; i < ROUNDS; i++)
    {
      ReeveAccessEvent event;
      gboolean plain;

      g_string_truncate (text, 0);
      specimen_random_term (text, FALSE);
      specimen_random_event (&event);
      plain = matches (text->str, &event);
      g_string_prepend_c (text, '-');
      if (matches (text->str, &event) == plain)
        g_error ("no complement: %s", text->str);
      n_matched += plain;
    }
  g_assert_cmpuint (n_matched, >, ROUNDS / 20);
}

/* What it printed matches the same. */
static void
test_printed (void)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < ROUNDS; i++)
    {
      g_autoptr (ReeveLogQuery) query = NULL;
      g_autofree char *printed = NULL;
      ReeveAccessEvent event;

      specimen_random_query (text);
      specimen_random_event (&event);
      query = reeve_log_query_parse (text->str, &specimen_clock);
      printed = reeve_log_query_print (query);
      g_assert_cmpint (matches (printed, &event), ==, reeve_log_query_matches (query, &event));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/log-query-match/examples", test_examples);
  g_test_add_func ("/log-query-match/unknown", test_unknown);
  g_test_add_func ("/log-query-match/second-reading", test_second_reading);
  g_test_add_func ("/log-query-match/complement", test_complement);
  g_test_add_func ("/log-query-match/printed", test_printed);
  return g_test_run ();
}
