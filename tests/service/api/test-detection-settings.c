/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What a workspace sets of its detections: told with what there is to set, kept as what differs from the
 * usual, refused by place, and taken up by what looks at the log without forgetting what it knows. */

#include "config.h"

#include "common/detection-settings.h"
#include "common/detection-site.h"
#include "common/json.h"
#include "common/log-action.h"
#include "fixture.h"
#include "service/api/detection-settings.h"
#include "service/detect/settings.h"
#include "service/jobs/detections.h"
#include "service/store/findings.h"

static ReeveDetectionSettings *
get_settings (Device *device)
{
  g_autoptr (Answer) answer = device_call (device, detection_settings_get);

  assert_done (answer);
  return REEVE_DETECTION_SETTINGS (g_object_ref (answer->reply));
}

static void
save (Device *device, const char *patch)
{
  g_autoptr (ReeveDetectionSettings) settings = get_settings (device);
  g_autoptr (Answer) answer =
    device_call (device, detection_settings_save, .patch = patch, .if_match = settings->version);

  assert_done (answer);
}

static ReeveDetection *
find_detection (ReeveDetectionSettings *settings, const char *rule)
{
  for (guint i = 0; i < settings->detections->len; i++)
    if (g_str_equal (((ReeveDetection *) settings->detections->pdata[i])->rule, rule))
      return settings->detections->pdata[i];
  g_error ("no detection %s", rule);
}

static void
test_beginning (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (ReeveDetectionSettings) settings = get_settings (hana);
  ReeveDetection *force = find_detection (settings, "brute-force");
  ReeveDetectionNumber *failures = force->numbers->pdata[0];

  g_assert_cmpint (settings->version, ==, 1);
  g_assert_null (settings->switched_off);
  g_assert_null (settings->numbers);
  g_assert_cmpuint (settings->detections->len, ==, 20);
  g_assert_true (force->on);
  g_assert_cmpstr (force->severity, ==, "medium");
  g_assert_cmpstr (failures->name, ==, "failures");
  g_assert_cmpint (failures->value, ==, failures->usual);
  g_assert_cmpint (failures->least, <, failures->usual);
  g_assert_false (failures->widens);
  failures = find_detection (settings, "impossible-travel")->numbers->pdata[0];
  g_assert_true (failures->widens);
}

/* What is as usual is not kept, and the trail has what differs. */
static void
test_change (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (Answer) saved =
    device_call (hana, detection_settings_save,
                 .patch = "{\"numbers\":[\"off-hours-administration/changes=3\",\"brute-force/failures=30\"],"
                          "\"switchedOff\":[\"lockout-storm\"]}",
                 .if_match = 1);
  g_autoptr (Answer) stale =
    device_call (hana, detection_settings_save, .patch = "{\"switchedOff\":[]}", .if_match = 1);
  g_autoptr (Answer) same = device_call (hana, detection_settings_save,
                                         .patch = "{\"switchedOff\":[\"lockout-storm\"]}", .if_match = 2);
  g_autoptr (ReeveDetectionSettings) settings = get_settings (hana);

  assert_done (saved);
  g_assert_cmpuint (saved->n_audited, ==, 1);
  assert_refused (stale, REEVE_ERROR_STALE, NULL);
  assert_done (same);
  g_assert_cmpuint (same->n_audited, ==, 0);
  g_assert_cmpint (settings->version, ==, 2);
  g_assert_cmpuint (g_strv_length (settings->numbers), ==, 1);
  g_assert_cmpstr (settings->numbers[0], ==, "brute-force/failures=30");
  g_assert_false (find_detection (settings, "lockout-storm")->on);
  g_assert_cmpint (
    ((ReeveDetectionNumber *) find_detection (settings, "brute-force")->numbers->pdata[0])->value, ==, 30);
  save (hana, "{\"numbers\":null,\"switchedOff\":null}");
  g_clear_object (&settings);
  settings = get_settings (hana);
  g_assert_null (settings->numbers);
  g_assert_null (settings->switched_off);
}

#define SITE(name, network) "{\"name\":\"" name "\",\"networks\":[\"" network "\"]}"
#define PLACED(name, network, place) \
  "{\"name\":\"" name "\",\"networks\":[\"" network "\"],\"place\":\"" place "\"}"

static void
test_refused (void)
{
  static const struct
  {
    const char *patch;
    const char *pointer;
    const char *reason;
  } cases[] = {
    { "{\"switchedOff\":[\"lockout-storm\",\"rain\"]}", "/switchedOff/1", "unknown_rule" },
    { "{\"switchedOff\":true}", "/switchedOff", "type" },
    { "{\"numbers\":[\"brute-force/failures=4\"]}", "/numbers/0", "range" },
    { "{\"numbers\":[\"brute-force/failures=65\"]}", "/numbers/0", "range" },
    { "{\"numbers\":[\"brute-force/failures=-9223372036854775808\"]}", "/numbers/0", "range" },
    { "{\"numbers\":[\"brute-force/failures=99999999999999999999\"]}", "/numbers/0", "unknown_number" },
    { "{\"numbers\":[\"brute-force/failures=\"]}", "/numbers/0", "unknown_number" },
    { "{\"numbers\":[\"brute-force/failures\"]}", "/numbers/0", "unknown_number" },
    { "{\"numbers\":[\"failures=30\"]}", "/numbers/0", "unknown_number" },
    { "{\"numbers\":[\"rain/failures=30\"]}", "/numbers/0", "unknown_number" },
    { "{\"numbers\":[\"brute-force/failures=30\",\"brute-force/mistakes=3\"]}", "/numbers/1",
      "unknown_number" },
    { "{\"numbers\":[\"brute-force/failures=30\",\"brute-force/failures=31\"]}", "/numbers/1", "duplicate" },
    { "{\"sites\":[{\"name\":\"A\"}]}", "/sites/0/networks", "required" },
    { "{\"sites\":[{\"networks\":[\"192.0.2.1\"]}]}", "/sites/0/name", "required" },
    { "{\"sites\":[" SITE ("", "192.0.2.1") "]}", "/sites/0/name", "required" },
    { "{\"sites\":[{\"name\":\"A\",\"networks\":[]}]}", "/sites/0/networks", "too_few" },
    { "{\"sites\":[" SITE ("A", "192.0.2.1") "," SITE ("a", "192.0.2.2") "]}", "/sites/1/name", "duplicate" },
    { "{\"sites\":[" SITE ("A", "192.0.2.0/33") "]}", "/sites/0/networks/0", "network" },
    { "{\"sites\":[" SITE ("A", "192.0.2.1-192.0.2.9") "]}", "/sites/0/networks/0", "network" },
    { "{\"sites\":[" SITE ("A", "192.0.2.1..192.0.2.9") "]}", "/sites/0/networks/0", "network" },
    { "{\"sites\":[" SITE ("A", "fe80::1%eth0") "]}", "/sites/0/networks/0", "network" },
    { "{\"sites\":[" SITE ("A", "office.example") "]}", "/sites/0/networks/0", "network" },
    { "{\"sites\":[" SITE ("A", "10.0.0.0/8") "," SITE ("B", "192.0.2.0/24\",\"10.1.2.3") "]}",
      "/sites/1/networks/1", "overlap" },
    { "{\"sites\":[" SITE ("A", "10.1.2.3") "," SITE ("B", "10.0.0.0/8") "]}", "/sites/1/networks/0",
      "overlap" },
    { "{\"sites\":[" SITE ("A", "2001:db8::/32\",\"2001:db8:1::/48") "]}", "/sites/0/networks/1", "overlap" },
    { "{\"sites\":[" SITE ("A", "10.0.0.0/8") "," SITE ("B", "::ffff:10.0.0.1") "]}", "/sites/1/networks/0",
      "overlap" },
    { "{\"sites\":[{\"name\":\"A\",\"networks\":[\"192.0.2.1\"],\"place\":\"52.52\"}]}", "/sites/0/place",
      "place" },
    { "{\"sites\":[{\"name\":\"A\",\"networks\":[\"192.0.2.1\"],\"place\":\"91,0\"}]}", "/sites/0/place",
      "place" },
    { "{\"sites\":[{\"name\":\"A\",\"networks\":[\"192.0.2.1\"],\"town\":\"Berlin\"}]}", "/sites/0/town",
      "unknown_member" },
    { "{\"sites\":{}}", "/sites", "type" },
    { "{\"detections\":[]}", "/detections", "read_only" },
    { "{\"version\":7}", "/version", "read_only" },
  };
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (ReeveDetectionSettings) settings = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Answer) answer =
        device_call (hana, detection_settings_save, .patch = cases[i].patch, .if_match = 1);

      g_test_message ("%s", cases[i].patch);
      assert_refused (answer, REEVE_ERROR_INVALID, NULL);
      assert_member (answer, cases[i].pointer, cases[i].reason);
    }
  settings = get_settings (hana);
  g_assert_cmpint (settings->version, ==, 1);
}

/* "{\"sites\":[…]}" with so many sites of so many networks. (transfer full) */
static char *
make_sites (guint n_sites, guint n_networks)
{
  g_autoptr (GString) text = g_string_new ("{\"sites\":[");

  for (guint i = 0; i < n_sites; i++)
    {
      g_string_append_printf (text, "%s{\"name\":\"Site %u\",\"networks\":[", i > 0 ? "," : "", i);
      for (guint j = 0; j < n_networks; j++)
        g_string_append_printf (text, "%s\"10.%u.%u.0/24\"", j > 0 ? "," : "", i, j);
      g_string_append (text, "]}");
    }
  g_string_append (text, "]}");
  return g_string_free_and_steal (g_steal_pointer (&text));
}

static void
test_most_sites (void)
{
  static const struct
  {
    guint sites;
    guint networks;
    const char *pointer;
  } cases[] = { { 65, 1, "/sites" }, { 3, 33, "/sites/0/networks" }, { 64, 32, NULL } };
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (ReeveDetectionSettings) settings = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *patch = make_sites (cases[i].sites, cases[i].networks);
      g_autoptr (Answer) answer = device_call (hana, detection_settings_save, .patch = patch, .if_match = 1);

      if (cases[i].pointer == NULL)
        {
          assert_done (answer);
          continue;
        }
      assert_refused (answer, REEVE_ERROR_INVALID, NULL);
      assert_member (answer, cases[i].pointer, "too_many");
    }
  settings = get_settings (hana);
  g_assert_cmpuint (settings->sites->len, ==, 64);
}

/* In one form, in order, and written down as they were and as they are. */
static void
test_sites (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (ReeveDetectionSettings) settings = NULL;
  g_autoptr (Answer) again = NULL;
  ReeveDetectionSite *site;

  save (hana, "{\"sites\":[" SITE ("Plant", "2001:DB8:0::/48") "," PLACED ("Berlin", "192.0.2.77/24",
                                                                           "52.520, 13.405") "]}");
  settings = get_settings (hana);
  g_assert_cmpuint (settings->sites->len, ==, 2);
  site = settings->sites->pdata[0];
  g_assert_cmpstr (site->name, ==, "Berlin");
  g_assert_cmpstr (site->networks[0], ==, "192.0.2.0/24");
  g_assert_cmpstr (site->place, ==, "52.52,13.405");
  site = settings->sites->pdata[1];
  g_assert_cmpstr (site->networks[0], ==, "2001:db8::/48");
  g_assert_null (site->place);
  again = device_call (hana, detection_settings_save,
                       .patch = "{\"sites\":[" PLACED ("Berlin", "192.0.2.0/24", "52.52,13.405") "," SITE (
                         "Plant", "2001:db8::/48") "]}",
                       .if_match = settings->version);
  assert_done (again);
  g_assert_cmpuint (again->n_audited, ==, 0);
  save (hana, "{\"switchedOff\":[\"lockout-storm\"]}"); /* and they stay */
  g_clear_object (&settings);
  settings = get_settings (hana);
  g_assert_cmpuint (settings->sites->len, ==, 2);
  save (hana, "{\"sites\":null}");
  g_clear_object (&settings);
  settings = get_settings (hana);
  g_assert_null (settings->sites);
}

/* What makes one place of several, or brings two nearer, finds less. */
static void
test_sites_find_less (void)
{
#define BERLIN  PLACED ("Berlin", "192.0.2.0/24", "52.52,13.405")
#define SYDNEY  PLACED ("Sydney", "198.51.100.0/24", "-33.8688,151.2093")
#define POTSDAM PLACED ("Potsdam", "203.0.113.0/24", "52.4,13.0667")
  static const struct
  {
    const char *before; /* (nullable) */
    const char *after;
    gboolean less;
  } cases[] = {
    { "", SITE ("Office", "192.0.2.0/24"), FALSE }, /* is one network anyway */
    { "", SITE ("Office", "192.0.2.0/23"), TRUE },
    { "", SITE ("Office", "2001:db8::/48"), FALSE },
    { "", SITE ("Office", "2001:db8::/47"), TRUE },
    { "", SITE ("Office", "192.0.2.0/24\",\"198.51.100.0/24"), TRUE },
    { SITE ("Office", "192.0.2.0/24\",\"198.51.100.0/24"), "", FALSE },
    { SITE ("Office", "192.0.2.0/24\",\"198.51.100.0/24"), SITE ("Office", "192.0.2.0/24"), FALSE },
    { SITE ("Office", "10.0.0.0/8"), SITE ("West", "10.0.0.0/9") "," SITE ("East", "10.128.0.0/9"), FALSE },
    { SITE ("West", "10.0.0.0/9") "," SITE ("East", "10.128.0.0/9"), SITE ("Office", "10.0.0.0/8"), TRUE },
    { SITE ("Office", "192.0.2.0/24"), BERLIN, FALSE },
    { BERLIN, BERLIN "," SYDNEY, FALSE },
    { BERLIN, BERLIN "," POTSDAM, TRUE },
    { BERLIN "," POTSDAM, BERLIN, FALSE },
    { BERLIN "," SYDNEY, BERLIN, TRUE }, /* nobody is found who is at both */
    { BERLIN "," SYDNEY, BERLIN "," SITE ("Sydney", "198.51.100.0/24"), TRUE },
    { BERLIN "," SYDNEY, BERLIN "," PLACED ("Sydney", "198.51.100.0/24", "48.137,11.575"), TRUE },
    { BERLIN "," PLACED ("Sydney", "198.51.100.0/24", "48.137,11.575"), BERLIN "," SYDNEY, FALSE },
    { BERLIN "," POTSDAM, SYDNEY "," POTSDAM, FALSE },
  };
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *before = g_strdup_printf ("{\"sites\":[%s]}", cases[i].before);
      g_autofree char *after = g_strdup_printf ("{\"sites\":[%s]}", cases[i].after);
      g_autoptr (ReeveDetectionSettings) was = reeve_detection_settings_new ();
      g_autoptr (ReeveDetectionSettings) is = reeve_detection_settings_new ();
      const ReeveJsonLimits limits = { .max_bytes = G_MAXINT32, .max_depth = 8 };
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonObject) old = reeve_json_parse_object (before, strlen (before), &limits, &error);
      g_autoptr (JsonObject) new = reeve_json_parse_object (after, strlen (after), &limits, &error);

      g_assert_true (reeve_record_read_json (was, old, REEVE_READ_PATCH, "", &error));
      g_assert_true (reeve_record_read_json (is, new, REEVE_READ_PATCH, "", &error));
      g_assert_true (reeve_settings_check (was, &error) && reeve_settings_check (is, &error));
      g_test_message ("%s -> %s", before, after);
      g_assert_cmpint (reeve_settings_find_less (was, is), ==, cases[i].less);
      g_assert_false (reeve_settings_find_less (was, was));
    }
}

static void
test_who (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (Device) auditor = device_add_colleague (hana, "ed@vallis.example", "Ed", "auditor");
  g_autoptr (Device) member = device_add_colleague (hana, "mo@vallis.example", "Mo", "member");
  g_autoptr (Answer) read = device_call (auditor, detection_settings_get);
  g_autoptr (Answer) save =
    device_call (auditor, detection_settings_save, .patch = "{\"switchedOff\":[]}", .if_match = 1);
  g_autoptr (Answer) hidden = device_call (member, detection_settings_get);

  assert_done (read);
  assert_refused (save, REEVE_ERROR_DENIED, NULL);
  assert_refused (hidden, REEVE_ERROR_DENIED, NULL);
}

/* --- What looks at the log --- */

static void
guess (Device *device, const char *who, guint n, gint64 time)
{
  ReeveAccessLog *log = reeve_installation_get_access_log (device->fixture->installation);

  for (guint i = 0; i < n; i++)
    {
      const ReeveAccessEvent event = { .time = time + i * REEVE_MINUTE,
                                       .status = 401,
                                       .result = REEVE_ACCESS_REFUSED,
                                       .action = REEVE_LOG_SIGN_IN,
                                       .route = "POST /v1/sign-in",
                                       .outcome = "password_wrong",
                                       .actor = who,
                                       .actor_name = who,
                                       .address = "192.0.2.1" };

      reeve_access_log_append (log, device->workspace, &event);
    }
  reeve_access_log_flush (log);
}

static void
look (Device *device)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (reeve_detections_run (device->fixture->installation, TRUE, &error));
  g_assert_no_error (error);
}

static guint
count_findings (Device *device, const char *rule)
{
  ReeveDb *db = reeve_installation_get_workspace (device->fixture->installation, device->workspace);
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveTx) tx = reeve_db_begin (db, REEVE_TX_READ, G_MAXINT64, &error);
  g_autoptr (ReeveQuery) query = reeve_query_new ();
  g_autoptr (ReeveListing) listing = NULL;

  reeve_query_set_filter (query, "rule", rule);
  listing = reeve_findings_list (tx, query, &error);
  g_assert_no_error (error);
  return listing->items->len;
}

/* Numbers are in force from the next event on, with what was counted before them. */
static void
test_numbers (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  gint64 now = reeve_clock_now () - REEVE_DAY;

  save (hana, "{\"numbers\":[\"brute-force/failures=32\"]}");
  guess (hana, "ada", 30, now);
  look (hana);
  g_assert_cmpuint (count_findings (hana, "brute-force"), ==, 0);
  save (hana, "{\"numbers\":[\"brute-force/failures=31\"]}");
  guess (hana, "ada", 1, now + 30 * REEVE_MINUTE); /* the thirty before it are known */
  look (hana);
  g_assert_cmpuint (count_findings (hana, "brute-force"), ==, 2); /* the account, and the address */
}

/* One that is off raises nothing; what it learned meanwhile it knows when it is on again. */
static void
test_off (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  gint64 now = reeve_clock_now () - REEVE_DAY;

  save (hana, "{\"switchedOff\":[\"brute-force\"]}");
  guess (hana, "ada", 30, now);
  look (hana);
  g_assert_cmpuint (count_findings (hana, "brute-force"), ==, 0);
  save (hana, "{\"switchedOff\":null}");
  guess (hana, "ada", 1, now + 30 * REEVE_MINUTE);
  look (hana);
  g_assert_cmpuint (count_findings (hana, "brute-force"), ==, 2); /* the account, and the address */
}

static void
work (Device *device, const char *address, gint64 time)
{
  ReeveAccessLog *log = reeve_installation_get_access_log (device->fixture->installation);
  const ReeveAccessEvent event = { .time = time,
                                   .status = 200,
                                   .route = "GET /v1/me",
                                   .actor = "ada",
                                   .actor_name = "ada",
                                   .session = "one",
                                   .agent = "Firefox",
                                   .address = address };

  reeve_access_log_append (log, device->workspace, &event);
  reeve_access_log_flush (log);
}

/* The map is in force from the next event on, which is the first to tell where anybody is. */
static void
test_map (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  gint64 now = reeve_clock_now () - REEVE_DAY;

  work (hana, "192.0.2.1", now);
  work (hana, "198.51.100.1", now + REEVE_HOUR);
  look (hana);
  save (hana, "{\"sites\":[" BERLIN "," SYDNEY "]}");
  look (hana);
  g_assert_cmpuint (count_findings (hana, "impossible-travel"), ==, 0);
  work (hana, "192.0.2.1", now + 2 * REEVE_HOUR);
  look (hana);
  work (hana, "198.51.100.1", now + 3 * REEVE_HOUR);
  look (hana);
  g_assert_cmpuint (count_findings (hana, "impossible-travel"), ==, 1);
}

/* While it runs, too. */
static void
test_live (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  gint64 now = reeve_clock_now () - REEVE_DAY;
  g_autoptr (ReeveDetections) detections = NULL;

  save (hana, "{\"switchedOff\":[\"brute-force\"]}");
  detections = reeve_detections_start (fixture->installation, NULL);
  guess (hana, "ada", 30, now);
  guess (hana, "mallory", 1, now + REEVE_HOUR);
  save (hana, "{\"numbers\":[\"brute-force/failures=10\"],\"switchedOff\":null}");
  guess (hana, "bo", 10, now + 2 * REEVE_HOUR);
  while (count_findings (hana, "brute-force") == 0)
    g_usleep (5000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/detection-settings/beginning", test_beginning);
  g_test_add_func ("/detection-settings/change", test_change);
  g_test_add_func ("/detection-settings/refused", test_refused);
  g_test_add_func ("/detection-settings/sites", test_sites);
  g_test_add_func ("/detection-settings/most-sites", test_most_sites);
  g_test_add_func ("/detection-settings/sites-find-less", test_sites_find_less);
  g_test_add_func ("/detection-settings/map", test_map);
  g_test_add_func ("/detection-settings/who", test_who);
  g_test_add_func ("/detection-settings/numbers", test_numbers);
  g_test_add_func ("/detection-settings/off", test_off);
  g_test_add_func ("/detection-settings/live", test_live);
  return g_test_run ();
}
