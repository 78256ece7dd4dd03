/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Guessing at addresses that nobody has, in the directory's log: told once, by the journal and by mail,
 * however often the service is stopped or killed, and to nobody else. */

#include "config.h"

#include "common/log-action.h"
#include "fixture.h"
#include "service/jobs/detections.h"
#include "service/store/outbox.h"

#define OPERATOR "root@vallis.example"
#define ATTACKER "203.0.113.7"

/* What was told in the journal, by any thread. */
static GMutex lines_lock;
static GPtrArray *lines;

static void
hear_cb (const char *domain, GLogLevelFlags level, const char *message, gpointer data G_GNUC_UNUSED)
{
  if (!g_str_has_prefix (message, "event=sign-in-guessing"))
    {
      g_log_default_handler (domain, level, message, NULL);
      return;
    }
  g_mutex_lock (&lines_lock);
  g_ptr_array_add (lines, g_strdup (message));
  g_mutex_unlock (&lines_lock);
}

static guint
count_lines (void)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lines_lock);

  return lines->len;
}

static const char *
get_line (guint at)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lines_lock);

  g_assert_cmpuint (at, <, lines->len);
  return lines->pdata[at];
}

static Device *
begin (Fixture **fixture)
{
  Device *device;

  *fixture = fixture_new ();
  device = device_set_up (*fixture);
  reeve_installation_set_operator_address ((*fixture)->installation, OPERATOR);
  g_ptr_array_set_size (lines, 0);
  return device;
}

static void
try_name (Fixture *fixture, const char *name, const char *address, gint64 time)
{
  g_autofree char *actor = g_strconcat ("unknown:", name, NULL);
  const ReeveAccessEvent event = {
    .time = time,
    .status = 401,
    .result = REEVE_ACCESS_REFUSED,
    .action = REEVE_LOG_SIGN_IN,
    .route = "POST /v1/sign-in",
    .outcome = "password_wrong",
    .actor = actor,
    .address = address,
  };

  reeve_access_log_append (reeve_installation_get_access_log (fixture->installation), NULL, &event);
}

/* @n names, one try each, a second apart, up to @time. */
static void
spray (Fixture *fixture, guint n, const char *address, gint64 time)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("name-%u", i);

      try_name (fixture, name, address, time - (n - i) * REEVE_SECOND);
    }
  reeve_access_log_flush (reeve_installation_get_access_log (fixture->installation));
}

static void
run (Fixture *fixture, gboolean saves)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (reeve_detections_run (fixture->installation, saves, &error));
  g_assert_no_error (error);
}

/* (transfer full) (element-type ReeveMail): what was written to who runs the installation, oldest first */
static GPtrArray *
list_mails (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveTx) tx = reeve_db_begin (reeve_installation_get_directory (fixture->installation),
                                           REEVE_TX_READ, G_MAXINT64, &error);
  ReeveStatement *statement =
    reeve_tx_prepare (tx, "SELECT id FROM outbox WHERE recipient = '" OPERATOR "' ORDER BY id", &error);
  GPtrArray *mails = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  gboolean row = TRUE;

  while (reeve_statement_step (statement, &row, &error) && row)
    g_ptr_array_add (ids, g_strdup (reeve_statement_get_text (statement, 0)));
  g_assert_no_error (error);
  for (guint i = 0; i < ids->len; i++)
    g_ptr_array_add (mails, reeve_outbox_get (tx, ids->pdata[i], &error));
  g_assert_no_error (error);
  return mails;
}

static gint64
count_findings (Device *device)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveTx) tx =
    reeve_db_begin (reeve_installation_get_workspace (device->fixture->installation, device->workspace),
                    REEVE_TX_READ, G_MAXINT64, &error);
  ReeveStatement *statement = reeve_tx_prepare (tx, "SELECT count(*) FROM findings", &error);
  gboolean row;

  g_assert_true (reeve_statement_step (statement, &row, &error));
  return reeve_statement_get_int (statement, 0);
}

/* Thirty names from one address are one finding, though two rules see it, and one mail; not the workspace's.
 */
static void
test_told (void)
{
  g_autoptr (Fixture) fixture = NULL;
  g_autoptr (Device) device = begin (&fixture);
  g_autoptr (GPtrArray) mails = NULL;
  gint64 now = reeve_clock_now ();
  g_autoptr (GDateTime) first = g_date_time_new_from_unix_utc ((now - 30 * REEVE_SECOND) / G_USEC_PER_SEC);
  g_autofree char *since = g_date_time_format (first, "%Y-%m-%dT%H:%M:%SZ");
  g_autofree char *line =
    g_strdup_printf ("event=sign-in-guessing rule=password-spray severity=high "
                     "address=203.0.113.7 network=203.0.113.0/24 tries=10 names=10 since=%s",
                     since);
  ReeveMail *mail;

  spray (fixture, 30, ATTACKER, now);
  run (fixture, TRUE);
  g_assert_cmpuint (count_lines (), ==, 1);
  g_assert_cmpstr (get_line (0), ==, line);
  mails = list_mails (fixture);
  g_assert_cmpuint (mails->len, ==, 1);
  mail = mails->pdata[0];
  g_assert_cmpstr (mail->subject, ==, "Sign-ins are guessed at from " ATTACKER);
  g_assert_cmpstr (mail->kind, ==, "finding");
  g_assert_null (mail->account);
  g_assert_nonnull (strstr (mail->text, "10 tries at 10 names"));
  g_assert_null (strstr (mail->text, "name-"));
  g_assert_cmpint (count_findings (device), ==, 0);
}

/* At one name, or at few, it is the address that is told of; an account's own finding is its workspaces'. */
static void
test_few_names (void)
{
  g_autoptr (Fixture) fixture = NULL;
  g_autoptr (Device) device = begin (&fixture);
  gint64 now = reeve_clock_now ();

  for (guint i = 0; i < 30; i++)
    try_name (fixture, "root", "2001:db8:1:2::7", now - (30 - i) * REEVE_SECOND);
  reeve_access_log_flush (reeve_installation_get_access_log (fixture->installation));
  run (fixture, TRUE);
  g_assert_cmpuint (count_lines (), ==, 1);
  g_assert_true (g_str_has_prefix (get_line (0),
                                   "event=sign-in-guessing rule=brute-force severity=medium "
                                   "address=2001:db8:1:2::7 network=2001:db8:1::/48 tries=20 since="));
}

/* Who is asked for no name, as one that asks too often, is nothing. */
static void
test_nameless (void)
{
  g_autoptr (Fixture) fixture = NULL;
  g_autoptr (Device) device = begin (&fixture);
  gint64 now = reeve_clock_now ();

  for (guint i = 0; i < 100; i++)
    {
      const ReeveAccessEvent event = { .time = now - (100 - i) * REEVE_SECOND,
                                       .status = 429,
                                       .result = REEVE_ACCESS_REFUSED,
                                       .action = REEVE_LOG_SIGN_IN,
                                       .route = "POST /v1/sign-in",
                                       .address = ATTACKER };

      reeve_access_log_append (reeve_installation_get_access_log (fixture->installation), NULL, &event);
    }
  reeve_access_log_flush (reeve_installation_get_access_log (fixture->installation));
  run (fixture, TRUE);
  g_assert_cmpuint (count_lines (), ==, 0);
}

/* Locks of many accounts have no address of their own; whoever is killed and sees them again tells nothing.
 */
static void
test_locks (void)
{
  g_autoptr (Fixture) fixture = NULL;
  g_autoptr (Device) device = begin (&fixture);
  gint64 now = reeve_clock_now ();

  for (guint i = 0; i < 6; i++)
    {
      g_autofree char *actor = g_strdup_printf ("unknown:%u", i);
      g_autofree char *address = g_strdup_printf ("198.51.%u.4", i);
      const ReeveAccessEvent event = { .time = now - (6 - i) * REEVE_SECOND,
                                       .status = 423,
                                       .result = REEVE_ACCESS_REFUSED,
                                       .action = REEVE_LOG_SIGN_IN,
                                       .outcome = "cooling_off",
                                       .actor = actor,
                                       .address = address };

      reeve_access_log_append (reeve_installation_get_access_log (fixture->installation), NULL, &event);
    }
  reeve_access_log_flush (reeve_installation_get_access_log (fixture->installation));
  run (fixture, FALSE);
  run (fixture, FALSE);
  run (fixture, TRUE);
  g_assert_cmpuint (count_lines (), ==, 1);
  g_assert_true (g_str_has_prefix (
    get_line (0), "event=sign-in-guessing rule=lockout-storm severity=high tries=5 names=5 since="));
}

/* Killed without having saved, it goes through all of it again, and tells nothing again. */
static void
test_killed (void)
{
  g_autoptr (Fixture) fixture = NULL;
  g_autoptr (Device) device = begin (&fixture);
  gint64 now = reeve_clock_now ();

  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (GPtrArray) mails = NULL;

      spray (fixture, 30, ATTACKER, now + i * REEVE_MINUTE);
      run (fixture, FALSE);
      mails = list_mails (fixture);
      g_assert_cmpuint (count_lines (), ==, 1);
      g_assert_cmpuint (mails->len, ==, 1);
      fixture_reopen (fixture);
      reeve_installation_set_operator_address (fixture->installation, OPERATOR);
    }
  spray (fixture, 30, "198.51.100.9", now + 5 * REEVE_MINUTE);
  run (fixture, FALSE);
  run (fixture, TRUE);
  g_assert_cmpuint (count_lines (), ==, 2);
  g_assert_nonnull (strstr (get_line (1), "address=198.51.100.9"));
}

/* What comes within the hour is told at once in the journal, and in one mail when the hour is over, which a
 * restart does not lose. */
static void
test_digest (void)
{
  g_autoptr (Fixture) fixture = NULL;
  g_autoptr (Device) device = begin (&fixture);
  gint64 now = reeve_clock_now ();
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) after = NULL;
  ReeveMail *mail;

  for (guint i = 0; i < 40; i++)
    {
      g_autofree char *address = g_strdup_printf ("198.51.%u.9", i);

      spray (fixture, 12, address, now + i * REEVE_SECOND);
      run (fixture, i % 2 == 0);
    }
  g_assert_cmpuint (count_lines (), ==, 40);
  before = list_mails (fixture);
  g_assert_cmpuint (before->len, ==, 1);
  fixture_reopen (fixture);
  reeve_installation_set_operator_address (fixture->installation, OPERATOR);
  reeve_clock_advance_for_tests (REEVE_HOUR);
  {
    g_autoptr (ReeveDetections) detections = reeve_detections_start (fixture->installation, NULL);

    do
      {
        g_usleep (5000);
        g_clear_pointer (&after, g_ptr_array_unref);
        after = list_mails (fixture);
      }
    while (after->len < 2);
  }
  g_assert_cmpuint (after->len, ==, 2);
  mail = after->pdata[1];
  g_assert_cmpstr (mail->subject, ==, "Sign-ins are guessed at");
  g_assert_nonnull (strstr (mail->text, "198.51.1.9"));
  g_assert_nonnull (strstr (mail->text, "more than is told here: 14."));
  g_assert_cmpuint (count_lines (), ==, 40);
}

/* Without an address nothing is kept for a mail. */
static void
test_nobody (void)
{
  g_autoptr (Fixture) fixture = NULL;
  g_autoptr (Device) device = begin (&fixture);
  g_autoptr (GPtrArray) mails = NULL;

  reeve_installation_set_operator_address (fixture->installation, NULL);
  spray (fixture, 30, ATTACKER, reeve_clock_now ());
  run (fixture, TRUE);
  g_assert_cmpuint (count_lines (), ==, 1);
  reeve_installation_set_operator_address (fixture->installation, OPERATOR);
  reeve_clock_advance_for_tests (2 * REEVE_HOUR);
  run (fixture, TRUE);
  mails = list_mails (fixture);
  g_assert_cmpuint (mails->len, ==, 0);
}

/* A log that was never watched tells of a month ago; that is no news to anybody, nor to a firewall. */
static void
test_old (void)
{
  g_autoptr (Fixture) fixture = NULL;
  g_autoptr (Device) device = begin (&fixture);
  gint64 now = reeve_clock_now ();

  spray (fixture, 30, ATTACKER, now - 2 * REEVE_DAY);
  spray (fixture, 30, "198.51.100.9", now - 2 * REEVE_HOUR);
  run (fixture, TRUE);
  g_assert_cmpuint (count_lines (), ==, 1);
  g_assert_nonnull (strstr (get_line (0), "address=198.51.100.9"));
}

/* Who speaks to workspaces never hears the directory's lines. */
static void
never_cb (const char *workspace, GPtrArray *heard G_GNUC_UNUSED, gpointer data G_GNUC_UNUSED)
{
  g_assert_nonnull (workspace);
}

static void
test_listeners (void)
{
  g_autoptr (Fixture) fixture = NULL;
  g_autoptr (Device) device = begin (&fixture);
  ReeveAccessLog *log = reeve_installation_get_access_log (fixture->installation);

  reeve_access_log_add_listener (log, never_cb, NULL);
  spray (fixture, 3, ATTACKER, reeve_clock_now ());
  reeve_access_log_remove_listener (log, never_cb, NULL);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  lines = g_ptr_array_new_with_free_func (g_free);
  g_log_set_default_handler (hear_cb, NULL);
  g_test_add_func ("/guessing/told", test_told);
  g_test_add_func ("/guessing/few-names", test_few_names);
  g_test_add_func ("/guessing/nameless", test_nameless);
  g_test_add_func ("/guessing/locks", test_locks);
  g_test_add_func ("/guessing/killed", test_killed);
  g_test_add_func ("/guessing/digest", test_digest);
  g_test_add_func ("/guessing/nobody", test_nobody);
  g_test_add_func ("/guessing/old", test_old);
  g_test_add_func ("/guessing/listeners", test_listeners);
  status = g_test_run ();
  g_ptr_array_unref (lines);
  return status;
}
