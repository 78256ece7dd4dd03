/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The detections of a workspace: what they raise becomes findings, once, whenever the service is stopped or
 * killed, and however many events come at once. */

#include "config.h"

#include "common/log-action.h"
#include "common/mute.h"
#include "fixture.h"
#include "service/jobs/detections.h"
#include "service/store/findings.h"
#include "service/store/mutes.h"

#define BATCH  2000 /* what waits to be written is bounded */
#define EVENTS 12000

static const char *const people[] = { "ada", "bo", "cy", "dee", "eli", "fay", NULL };
static const char *const addresses[] = { "192.0.2.1", "192.0.2.9", "198.51.100.4", "203.0.113.5",
                                         "2001:db8::7" };

static void
append (Device *device, const ReeveAccessEvent *event)
{
  ReeveAccessLog *log = reeve_installation_get_access_log (device->fixture->installation);

  reeve_access_log_append (log, device->workspace, event);
}

static void
flush (Device *device)
{
  reeve_access_log_flush (reeve_installation_get_access_log (device->fixture->installation));
}

static void
fail_to_sign_in (Device *device, const char *who, const char *address, gint64 time)
{
  const ReeveAccessEvent event = {
    .time = time,
    .status = 401,
    .result = REEVE_ACCESS_REFUSED,
    .action = REEVE_LOG_SIGN_IN,
    .route = "POST /v1/sign-in",
    .outcome = "password_wrong",
    .actor = who,
    .actor_name = who,
    .address = address,
  };

  append (device, &event);
}

/* Thirty within half an hour, up to @time. */
static void
attack (Device *device, const char *who, const char *address, gint64 time)
{
  for (guint i = 0; i < 30; i++)
    fail_to_sign_in (device, who, address, time - (30 - i) * REEVE_MINUTE);
  flush (device);
}

/* (transfer full): what there is of findings that does not depend on when they were written */
static char *
print_findings (Device *device)
{
  ReeveDb *db = reeve_installation_get_workspace (device->fixture->installation, device->workspace);
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveTx) tx = reeve_db_begin (db, REEVE_TX_READ, G_MAXINT64, &error);
  ReeveStatement *statement = reeve_tx_prepare (
    tx, "SELECT rule, raised, key, person, address, numbers, events FROM findings ORDER BY raised, rule, key",
    &error);
  GString *text = g_string_new (NULL);
  gboolean row = TRUE;

  while (row)
    {
      g_assert_true (reeve_statement_step (statement, &row, &error));
      for (guint i = 0; row && i < 7; i++)
        {
          const char *value = reeve_statement_get_text (statement, i);

          g_string_append_printf (text, "%s%c", value != NULL ? value : "-", i < 6 ? ' ' : '\n');
        }
    }
  return g_string_free (text, FALSE);
}

static GPtrArray *
list_findings (Device *device)
{
  ReeveDb *db = reeve_installation_get_workspace (device->fixture->installation, device->workspace);
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveTx) tx = reeve_db_begin (db, REEVE_TX_READ, G_MAXINT64, &error);
  g_autoptr (ReeveQuery) query = reeve_query_new ();
  g_autoptr (ReeveListing) listing = reeve_findings_list (tx, query, &error);

  g_assert_no_error (error);
  return g_ptr_array_ref (listing->items);
}

static void
run (Device *device, gboolean saves)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (reeve_detections_run (device->fixture->installation, saves, &error));
  g_assert_no_error (error);
}

static Device *
begin (Fixture **fixture)
{
  *fixture = fixture_new ();
  return device_set_up (*fixture);
}

static ReeveFinding *
find_rule (GPtrArray *findings, const char *rule)
{
  for (guint i = 0; i < findings->len; i++)
    if (g_str_equal (((ReeveFinding *) findings->pdata[i])->rule, rule))
      return findings->pdata[i];
  g_error ("no finding of %s", rule);
}

static void
test_raised (void)
{
  g_autoptr (Fixture) fixture = NULL;
  g_autoptr (Device) device = begin (&fixture);
  gint64 now = reeve_clock_now ();
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (GPtrArray) again = NULL;
  ReeveFinding *finding;
  gint64 failures;

  attack (device, "ada", "192.0.2.1", now);
  run (device, TRUE);
  findings = list_findings (device);
  finding = find_rule (findings, "brute-force");
  g_assert_cmpstr (finding->person, ==, "ada");
  g_assert_cmpstr (finding->address, ==, "192.0.2.1");
  g_assert_cmpstr (finding->state, ==, "open");
  g_assert_true (reeve_finding_get_number (finding, "failures", &failures));
  g_assert_cmpint (failures, ==, 20);
  g_assert_cmpuint (g_strv_length (finding->events), ==, 20);
  g_assert_cmpint (finding->raised, ==, now - 11 * REEVE_MINUTE);

  run (device, TRUE);
  again = list_findings (device);
  g_assert_cmpuint (again->len, ==, findings->len);
}

/* An hour of busy people, some of whom mistype, and an attack at times. */
static void
append_some (Device *device, GRand *rand, guint i, gint64 time)
{
  gboolean good = g_rand_int_range (rand, 0, 3) != 0;
  const char *who = people[g_rand_int_range (rand, 0, 6)];
  const ReeveAccessEvent event = {
    .time = time,
    .status = good ? 200 : 401,
    .result = good ? REEVE_ACCESS_OK : REEVE_ACCESS_REFUSED,
    .action = i % 3 == 0 ? "user.export" : REEVE_LOG_SIGN_IN,
    .route = i % 3 == 0 ? "GET /v1/workspaces/{workspace}/users" : "POST /v1/sign-in/code",
    .outcome = good ? NULL : "password_wrong",
    .actor = who,
    .actor_name = who,
    .address = addresses[g_rand_int_range (rand, 0, G_N_ELEMENTS (addresses))],
    .agent = i % 2 == 0 ? "Firefox/128.0" : "curl/8",
  };

  append (device, &event);
}

/* (transfer full): what there is in the end. @saves: how often of ten times; else it is killed before */
static char *
go_through (guint seed, int saves)
{
  g_autoptr (Fixture) fixture = NULL;
  g_autoptr (Device) device = begin (&fixture);
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  g_autoptr (GRand) kills = g_rand_new_with_seed (seed + 1);
  gint64 start = reeve_clock_now () - 20 * REEVE_HOUR;

  for (guint i = 0; i < EVENTS; i++)
    {
      append_some (device, rand, i, start + i * 5 * REEVE_SECOND);
      if (i % BATCH == BATCH - 1)
        flush (device);
      if (saves >= 0 && i % 500 == 499)
        run (device, g_rand_int_range (kills, 0, 10) < saves);
    }
  flush (device);
  run (device, TRUE);
  return print_findings (device);
}

static void
test_killed (void)
{
  g_autofree char *once = go_through (7, -1);
  g_autofree char *stopped = go_through (7, 10);
  g_autofree char *killed = go_through (7, 3);

  g_assert_cmpuint (strlen (once), >, 100);
  g_assert_cmpstr (once, ==, stopped);
  g_assert_cmpstr (once, ==, killed);
}

/* --- While the service runs --- */

static void
count_cb (const char *workspace G_GNUC_UNUSED, const char *noun, const char *id, gpointer data)
{
  g_assert_cmpstr (noun, ==, "finding");
  if (id != NULL)
    g_atomic_int_inc ((int *) data);
}

static void
wait_for (Device *device, const char *rule, const char *person)
{
  while (TRUE)
    {
      g_autoptr (GPtrArray) findings = list_findings (device);

      for (guint i = 0; i < findings->len; i++)
        {
          ReeveFinding *finding = findings->pdata[i];

          if (g_str_equal (finding->rule, rule) && g_strcmp0 (finding->person, person) == 0)
            return;
        }
      g_usleep (5000);
    }
}

static void
test_live (void)
{
  g_autoptr (Fixture) fixture = NULL;
  g_autoptr (Device) device = begin (&fixture);
  gint64 now = reeve_clock_now ();
  int told = 0;
  const ReeveNews news = { count_cb, &told };

  attack (device, "ada", "192.0.2.1", now - REEVE_HOUR);
  {
    g_autoptr (ReeveDetections) detections = reeve_detections_start (fixture->installation, &news);

    wait_for (device, "brute-force", "ada"); /* from before it began */
    attack (device, "bo", "203.0.113.5", now);
    wait_for (device, "brute-force", "bo");
  }
  g_assert_cmpint (g_atomic_int_get (&told), >=, 2);
  told = 0;
  {
    g_autoptr (ReeveDetections) again = reeve_detections_start (fixture->installation, &news);

    attack (device, "cy", "198.51.100.4", now);
    wait_for (device, "brute-force", "cy");
  }
  g_assert_cmpint (g_atomic_int_get (&told), >=, 1);
}

/* Somebody else writes for long, while more comes than is kept of it: nothing is missed. */
static void
test_many (void)
{
  g_autoptr (Fixture) fixture = NULL;
  g_autoptr (Device) device = begin (&fixture);
  gint64 now = reeve_clock_now ();
  g_autoptr (ReeveDetections) detections = reeve_detections_start (fixture->installation, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveTx) tx =
    reeve_db_begin (reeve_installation_get_workspace (fixture->installation, device->workspace),
                    REEVE_TX_WRITE, G_MAXINT64, &error);

  g_assert_nonnull (tx);
  attack (device, "ada", "192.0.2.1", now - 8 * REEVE_HOUR);
  g_usleep (200000); /* by now it waits to write that */
  for (guint i = 0; i < 45000; i++)
    {
      const ReeveAccessEvent event = { .time = now - 7 * REEVE_HOUR + i * 1000,
                                       .status = 200,
                                       .action = "user.list",
                                       .route = "GET /v1/workspaces/{workspace}/users",
                                       .actor = "fay" };

      if (i == 22000)
        attack (device, "bo", "203.0.113.5", now - 4 * REEVE_HOUR);
      append (device, &event);
      if (i % 5000 == 4999)
        flush (device);
    }
  attack (device, "cy", "198.51.100.4", now);
  g_clear_pointer (&tx, reeve_tx_end);
  wait_for (device, "brute-force", "ada");
  wait_for (device, "brute-force", "bo");
  wait_for (device, "brute-force", "cy");
}

static void
test_muted (void)
{
  g_autoptr (Fixture) fixture = NULL;
  g_autoptr (Device) device = begin (&fixture);
  ReeveDb *db = reeve_installation_get_workspace (fixture->installation, device->workspace);
  gint64 now = reeve_clock_now ();
  g_autoptr (ReeveMute) mute = reeve_mute_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveTx) tx = reeve_db_begin (db, REEVE_TX_WRITE, G_MAXINT64, &error);
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (ReeveMute) after = NULL;
  ReeveFinding *finding;

  mute->id = reeve_id_new ();
  mute->version = 1;
  mute->network = g_strdup ("192.0.2.0/24");
  mute->reason = g_strdup ("the scanner that we pay for");
  mute->owner = g_strdup (device->account);
  mute->ends = now + REEVE_DAY;
  mute->created = now;
  g_assert_true (reeve_mutes_insert (tx, mute, &error));
  g_assert_true (reeve_tx_commit (tx, &error));
  g_clear_pointer (&tx, reeve_tx_end);
  attack (device, "ada", "192.0.2.1", now - REEVE_HOUR);
  attack (device, "bo", "203.0.113.5", now);
  run (device, TRUE);
  findings = list_findings (device);
  for (guint i = 0; i < findings->len; i++)
    {
      finding = findings->pdata[i];
      if (g_strcmp0 (finding->address, "192.0.2.1") == 0)
        {
          g_assert_cmpstr (finding->state, ==, "muted");
          g_assert_cmpstr (finding->mute, ==, mute->id);
        }
      else
        {
          g_assert_cmpstr (finding->state, ==, "open");
          g_assert_null (finding->mute);
        }
    }
  tx = reeve_db_begin (db, REEVE_TX_READ, G_MAXINT64, &error);
  after = reeve_mutes_get (tx, mute->id, &error);
  g_assert_cmpint (after->count, >=, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/detections/raised", test_raised);
  g_test_add_func ("/detections/killed", test_killed);
  g_test_add_func ("/detections/live", test_live);
  g_test_add_func ("/detections/many", test_many);
  g_test_add_func ("/detections/muted", test_muted);
  return g_test_run ();
}
