/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The access log as it is asked for: pages, bars, facets, and what is refused. That queries find what they
 * mean is the store's test. */

#include "config.h"

#include <string.h>

#include "common/access-line.h"
#include "common/json.h"
#include "service/api/access-log.h"
#include "service/store/access-log.h"
#include "service/store/access-names.h"
#include "tests/service/api/fixture.h"

#define EVENTS 250

/* One a minute, back from now. */
static void
add_events (Device *device)
{
  ReeveAccessLog *log = reeve_installation_get_access_log (device->fixture->installation);

  for (guint i = 0; i < EVENTS; i++)
    {
      const ReeveAccessEvent event = {
        .time = reeve_clock_now () - (gint64) i * G_TIME_SPAN_MINUTE,
        .status = i % 5 == 0 ? 403 : 200,
        .result = i % 5 == 0 ? REEVE_ACCESS_REFUSED : REEVE_ACCESS_OK,
        .actor = i % 2 == 0 ? "a" : "b",
        .actor_name = i % 2 == 0 ? "Ada" : "Bo",
        .address = "192.0.2.7",
        .agent = "odd \xe2\x80\xae agent", /* as it came */
        .action = "sign-in",
      };

      reeve_access_log_append (log, device->workspace, &event);
    }
  reeve_access_log_flush (log);
}

static void
test_pages (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autofree char *query = g_strdup ("q=who:ada&limit=100");
  gint64 last = G_MAXINT64;
  guint n = 0;

  add_events (hana);
  while (query != NULL)
    {
      g_autoptr (Answer) answer = device_call (hana, access_log_list, .query = query);
      g_autoptr (GString) json = g_string_new (NULL);
      g_autoptr (JsonObject) object = NULL;
      g_autoptr (ReeveListing) listing = NULL;
      g_autoptr (GError) error = NULL;

      assert_done (answer);
      /* Over the wire and back, byte for byte. */
      reeve_listing_append_json (answer->listing, json);
      object = reeve_json_parse_object (json->str, json->len, &reeve_json_file, &error);
      g_assert_no_error (error);
      listing = reeve_listing_from_json (object, reeve_access_line_get_type (), &error);
      g_assert_no_error (error);
      g_assert_cmpuint (listing->items->len, <=, 100);
      for (guint i = 0; i < listing->items->len; i++, n++)
        {
          const ReeveAccessLine *line = listing->items->pdata[i];

          g_assert_cmpint (line->time, <, last);
          g_assert_cmpstr (line->actor_name, ==, "Ada");
          g_assert_cmpstr (line->agent, ==, "odd \xe2\x80\xae agent");
          g_assert_cmpint (line->leaf, >=, 0);
          last = line->time;
        }
      g_clear_pointer (&query, g_free);
      if (listing->next != NULL)
        query = g_strdup_printf ("q=who:ada&limit=100&cursor=%s", listing->next);
    }
  g_assert_cmpuint (n, ==, EVENTS / 2);
}

static void
test_refused (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (Device) bo = device_add_colleague (hana, "bo@vallis.example", "Bo", "member");
  g_autoptr (Answer) key = device_call (hana, access_log_list, .query = "q=whom:ada%20ip:300.1.1.1");
  g_autoptr (Answer) zone = device_call (hana, access_log_list, .query = "zone=Mars/Olympus");
  g_autoptr (Answer) cursor = device_call (hana, access_log_list, .query = "cursor=abc");
  g_autoptr (Answer) foreign = NULL;
  g_autoptr (Answer) first = NULL;
  g_autoptr (Answer) bars = device_call (hana, access_log_histogram, .query = "bucket=1");
  g_autoptr (Answer) from = device_call (hana, access_log_histogram, .query = "from=soon");
  g_autofree char *other = NULL;

  assert_member (key, "?q", "query");
  g_assert_nonnull (strstr (key->error->message, "who"));
  assert_member (zone, "?zone", "choice");
  assert_member (cursor, "?cursor", "cursor");
  assert_member (bars, "?bucket", "range");
  assert_member (from, "?from", "time");
  add_events (hana);
  first = device_call (hana, access_log_list, .query = "limit=5");
  other = g_strdup_printf ("q=ada&limit=5&cursor=%s", first->listing->next);
  foreign = device_call (hana, access_log_list, .query = other);
  assert_member (foreign, "?cursor", "cursor");
  for (guint i = 0; i < 3; i++)
    {
      static const ReeveHandler handlers[] = { access_log_list, access_log_histogram, access_log_facets };
      g_autoptr (Answer) member = device_call_full (bo, handlers[i], &(const Given) { 0 });

      assert_refused (member, REEVE_ERROR_DENIED, NULL);
    }
}

static void
test_counts (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (Answer) empty = device_call (hana, access_log_histogram);
  g_autoptr (Answer) all = NULL;
  g_autoptr (Answer) hour = NULL;
  g_autoptr (Answer) facets = NULL;
  ReeveAccessFacets *found;

  assert_done (empty);
  g_assert_cmpint (REEVE_ACCESS_HISTOGRAM (empty->reply)->total, ==, 0);
  add_events (hana);
  all = device_call (hana, access_log_histogram);
  hour = device_call (hana, access_log_histogram, .query = "q=since:1h%20result:refused");
  facets = device_call (hana, access_log_facets, .query = "q=result:refused");
  assert_done (all);
  assert_done (hour);
  assert_done (facets);
  g_assert_cmpint (REEVE_ACCESS_HISTOGRAM (all->reply)->total, ==, EVENTS);
  g_assert_cmpint (REEVE_ACCESS_HISTOGRAM (hour->reply)->total, >=, 12);
  g_assert_cmpint (REEVE_ACCESS_HISTOGRAM (hour->reply)->total, <=, 13);
  g_assert_cmpint (REEVE_ACCESS_HISTOGRAM (hour->reply)->bucket, ==, 10 * G_TIME_SPAN_SECOND);
  found = REEVE_ACCESS_FACETS (facets->reply);
  g_assert_cmpint (found->counted, ==, EVENTS / 5);
  g_assert_true (found->complete);
  for (guint i = 0; i < found->facets->len; i++)
    {
      const ReeveAccessFacet *facet = found->facets->pdata[i];

      if (g_str_equal (facet->key, "who"))
        {
          g_assert_cmpstr (facet->label, ==, g_str_equal (facet->value, "a") ? "Ada" : "Bo");
          g_assert_cmpint (facet->n, ==, EVENTS / 10);
        }
    }
}

/* What of the log is damaged is told with every answer that it is missing in, and with no other. */
static void
test_damaged (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  ReeveAccessLog *log = reeve_installation_get_access_log (hana->fixture->installation);
  const gint64 day = reeve_access_day_of (reeve_clock_now ()) - 3;
  const ReeveAccessEvent event = { .time = day * REEVE_DAY + REEVE_HOUR, .action = "sign-in", .actor = "a" };
  g_autofree char *name = reeve_access_name_new_date (day);
  g_autoptr (Answer) before = NULL;
  g_autoptr (Answer) list = NULL;
  g_autoptr (Answer) bars = NULL;
  g_autoptr (Answer) facets = NULL;
  g_autoptr (Answer) other = NULL;
  g_autoptr (GString) json = g_string_new (NULL);
  g_autofree char *expected = g_strdup_printf ("\"unread\":[\"%s\"]}", name);
  g_autoptr (GError) error = NULL;

  add_events (hana);
  reeve_access_log_append (log, hana->workspace, &event);
  reeve_access_log_flush (log);
  before = device_call (hana, access_log_list, .query = "q=action:sign-in");
  g_assert_null (before->listing->unread);
  g_assert_true (
    reeve_access_files_set_aside (reeve_access_log_get_files (log), hana->workspace, day, &error));
  g_assert_no_error (error);
  list = device_call (hana, access_log_list, .query = "q=who:a&limit=500");
  bars = device_call (hana, access_log_histogram);
  facets = device_call (hana, access_log_facets);
  other = device_call (hana, access_log_list, .query = "q=since:2h");
  assert_done (list);
  assert_done (bars);
  assert_done (facets);
  g_assert_cmpuint (list->listing->items->len, ==, EVENTS / 2);
  reeve_listing_append_json (list->listing, json);
  g_assert_true (g_str_has_suffix (json->str, expected));
  g_assert_cmpstr (REEVE_ACCESS_HISTOGRAM (bars->reply)->unread[0], ==, name);
  g_assert_cmpstr (REEVE_ACCESS_FACETS (facets->reply)->unread[0], ==, name);
  g_assert_null (other->listing->unread);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/api/access-log/pages", test_pages);
  g_test_add_func ("/api/access-log/refused", test_refused);
  g_test_add_func ("/api/access-log/counts", test_counts);
  g_test_add_func ("/api/access-log/damaged", test_damaged);
  return g_test_run ();
}
