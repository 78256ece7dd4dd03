/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What the service does by itself: workspaces show what happened to accounts, the bin is emptied, old
 * sessions go. */

#include "config.h"

#include "common/mute.h"
#include "service/api/findings.h"
#include "service/api/mutes.h"
#include "service/jobs/jobs.h"
#include "service/jobs/walk.h"
#include "service/store/failures.h"
#include "service/store/findings.h"
#include "tests/service/api/fixture.h"

static void
run_jobs (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (reeve_jobs_run_all (fixture->installation, reeve_clock_now (), &error));
  g_assert_no_error (error);
}

static gboolean
fail_first (ReeveInstallation *installation,
            const ReeveNews *news,
            const char *workspace,
            ReeveDb *db,
            gint64 now,
            GError **error)
{
  guint *visited = news->data;

  if (++*visited > 1)
    return TRUE;
  reeve_set_error (error, REEVE_ERROR_INTERNAL, NULL, "the disk image is malformed");
  return FALSE;
}

static void
fail_three_times (Fixture *fixture, const char *email)
{
  g_autoptr (Device) stranger = device_new (fixture, "stranger", "203.0.113.9");

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (Answer) answer = device_sign_in (stranger, email, "not the password at all");

      g_assert_nonnull (answer->error);
    }
}

/* One workspace's trouble is no other's. */
static void
test_walk (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  ReeveWorkspace *second = reeve_workspace_new ();
  g_autoptr (Answer) made = NULL;
  g_autoptr (GError) error = NULL;
  guint visited = 0;
  const ReeveNews news = { .data = &visited };

  second->name = g_strdup ("Second");
  made = device_call (hana, workspaces_create, .body = second);
  assert_done (made);
  g_assert_false (
    reeve_walk_workspaces (fixture->installation, &news, fail_first, reeve_clock_now (), &error));
  g_assert_cmpuint (visited, ==, 2);
  g_assert_true (g_str_has_prefix (error->message, "workspace "));
}

/* A sign-in and a second factor are shown; running the jobs again changes nothing. */
static void
test_mirror (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (Device) ada = device_add_colleague (hana, "ada@vallis.example", "Ada", "auditor");
  g_autoptr (ReeveUser) before = device_get_user (hana, ada->account);
  g_autoptr (ReeveUser) after = NULL;
  g_autoptr (ReeveUser) later = NULL;
  g_autoptr (ReeveUser) enrolled = NULL;
  g_autoptr (Answer) saved = NULL;
  g_autoptr (GPtrArray) history = NULL;

  g_assert_false (before->has_password);
  run_jobs (fixture);
  after = device_get_user (hana, ada->account);
  g_assert_true (after->has_password);
  g_assert_cmpint (after->last_sign_in, ==, reeve_clock_now ());
  g_assert_cmpstr (after->last_sign_in_address, ==, ada->address);
  g_assert_cmpstr (after->second_factor, ==, "off");
  g_assert_cmpint (after->version, ==, before->version);

  run_jobs (fixture);
  later = device_get_user (hana, ada->account);
  g_assert_true (reeve_record_equal (later, after));

  device_enrol (ada);
  run_jobs (fixture);
  enrolled = device_get_user (hana, ada->account);
  g_assert_cmpstr (enrolled->second_factor, ==, "on");
  history = device_get_history (hana, ada->account);
  g_assert_cmpuint (history->len, ==, 1); /* mirroring is no change of anybody's */

  /* an edit that was begun before all this is not stale, and keeps what was mirrored */
  saved = device_call (hana, users_save, .object = ada->account, .if_match = before->version,
                       .patch = "{\"displayName\":\"Ada Lund\"}");
  assert_done (saved);
  g_assert_cmpint (REEVE_USER (saved->reply)->version, ==, before->version + 1);
  g_assert_cmpstr (REEVE_USER (saved->reply)->second_factor, ==, "on");
}

/* Cooling off is shown with its end, ended by an unlock, in bulk too; a breach lock by neither. */
static void
test_locks (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autofree char *ada = device_add_user (hana, "ada@vallis.example", "Ada", NULL);
  g_autoptr (Device) stranger = device_new (fixture, "stranger", "203.0.113.9");
  g_autoptr (ReeveUser) cooling = NULL;
  g_autoptr (ReeveUser) free = NULL;
  g_autoptr (ReeveUser) breached = NULL;
  g_autoptr (Answer) unlocked = NULL;
  g_autoptr (Answer) again = NULL;
  g_autoptr (Answer) refused = NULL;
  g_autoptr (Answer) bulk_refused = NULL;
  g_autoptr (Answer) in_bulk = NULL;
  g_autoptr (GPtrArray) history = NULL;
  g_autoptr (ReeveTx) tx = NULL;
  g_autoptr (GError) error = NULL;
  ReeveUserBulk *body = reeve_user_bulk_new ();
  ReeveUserBulk *second = reeve_user_bulk_new ();

  fail_three_times (fixture, "ada@vallis.example");
  run_jobs (fixture);
  cooling = device_get_user (hana, ada);
  g_assert_cmpstr (cooling->lock, ==, "cooling-off");
  g_assert_cmpint (cooling->lock_ends, ==, reeve_clock_now () + 60 * REEVE_SECOND);
  g_assert_cmpint (reeve_user_get_status (cooling, reeve_clock_now ()), ==, REEVE_USER_STATUS_COOLING_OFF);
  g_assert_cmpint (reeve_user_get_status (cooling, cooling->lock_ends), !=, REEVE_USER_STATUS_COOLING_OFF);

  unlocked = device_call (hana, users_unlock, .object = ada);
  assert_done (unlocked);
  g_assert_cmpstr (REEVE_USER (unlocked->reply)->lock, ==, "none");
  history = device_get_history (hana, ada);
  g_assert_cmpstr (REEVE_AUDIT_ENTRY (history->pdata[0])->action, ==, "user.unlock");
  run_jobs (fixture);
  free = device_get_user (hana, ada);
  g_assert_cmpstr (free->lock, ==, "none");
  again = device_sign_in (stranger, "ada@vallis.example", PASSWORD);
  assert_done (again);

  fail_three_times (fixture, "ada@vallis.example");
  run_jobs (fixture);
  body->action = g_intern_string ("unlock");
  body->query = g_strdup ("");
  in_bulk = device_call (hana, users_bulk, .body = body);
  assert_done (in_bulk);
  g_assert_cmpint (REEVE_USER_BULK_RESULT (in_bulk->reply)->changed, ==, 1);
  g_assert_null (REEVE_USER_BULK_RESULT (in_bulk->reply)->batch);
  g_clear_pointer (&again, answer_free);
  again = device_sign_in (stranger, "ada@vallis.example", PASSWORD);
  assert_done (again);

  tx = reeve_db_begin (reeve_installation_get_directory (fixture->installation), REEVE_TX_WRITE,
                       g_get_monotonic_time () + G_USEC_PER_SEC, &error);
  g_assert_true (reeve_accounts_set_breach_lock (tx, ada, reeve_clock_now (), &error));
  g_assert_true (reeve_tx_commit (tx, &error));
  g_clear_pointer (&tx, reeve_tx_end);
  run_jobs (fixture);
  breached = device_get_user (hana, ada);
  g_assert_cmpstr (breached->lock, ==, "breach");
  refused = device_call (hana, users_unlock, .object = ada);
  assert_refused (refused, REEVE_ERROR_CONFLICT, "breach_locked");
  second->action = g_intern_string ("unlock");
  second->query = g_strdup ("");
  bulk_refused = device_call (hana, users_bulk, .body = second);
  g_assert_cmpint (REEVE_USER_BULK_RESULT (bulk_refused->reply)->n_refused, ==, 1);
}

/* Thirty days in the bin and a user is gone, their membership with them, with an entry that says so. */
static void
test_bin (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autofree char *ada = device_add_user (hana, "ada@vallis.example", "Ada", NULL);
  g_autoptr (Answer) binned = device_call (hana, users_delete, .object = ada, .if_match = 1);
  g_autoptr (ReeveUser) there = NULL;
  g_autoptr (Answer) gone = NULL;
  g_autoptr (GPtrArray) history = NULL;
  g_autoptr (ReeveTx) tx = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) memberships = NULL;

  assert_done (binned);
  reeve_clock_advance_for_tests (REEVE_USER_BIN_DAYS * REEVE_DAY - REEVE_HOUR);
  run_jobs (fixture);
  device_enter (hana, ADMIN, PASSWORD, hana->key);
  there = device_get_user (hana, ada);
  g_assert_cmpint (there->deleted, !=, 0);
  reeve_clock_advance_for_tests (2 * REEVE_HOUR);
  run_jobs (fixture);
  run_jobs (fixture);
  gone = device_call (hana, users_get, .object = ada);
  assert_refused (gone, REEVE_ERROR_NOT_FOUND, NULL);
  history = device_get_history (hana, ada);
  g_assert_cmpstr (REEVE_AUDIT_ENTRY (history->pdata[0])->action, ==, "user.purge");
  g_assert_null (REEVE_AUDIT_ENTRY (history->pdata[0])->actor);
  tx = reeve_db_begin (reeve_installation_get_directory (fixture->installation), REEVE_TX_READ,
                       g_get_monotonic_time () + G_USEC_PER_SEC, &error);
  memberships = reeve_accounts_get_memberships (tx, ada, &error);
  g_assert_cmpuint (g_strv_length (memberships), ==, 0);
}

static char *
raise_it (Device *device, const char *person, const char *name, const char *state)
{
  ReeveDb *db = reeve_installation_get_workspace (device->fixture->installation, device->workspace);
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveTx) tx =
    reeve_db_begin (db, REEVE_TX_WRITE, g_get_monotonic_time () + REEVE_MINUTE, &error);
  g_autoptr (ReeveFinding) finding = reeve_finding_new ();
  gboolean is_new;

  finding->rule = g_strdup ("brute-force");
  finding->technique = g_strdup ("T1110.001");
  finding->severity = "high";
  finding->raised = reeve_clock_now ();
  finding->key = g_strdup (person);
  finding->person = g_strdup (person);
  finding->person_name = g_strdup (name);
  finding->state = state;
  g_assert_true (reeve_findings_insert (tx, finding, &is_new, &error));
  g_assert_true (reeve_tx_commit (tx, &error));
  g_assert_no_error (error);
  return g_steal_pointer (&finding->id);
}

static char *
mute (Device *device, const char *person)
{
  ReeveMute *body = reeve_mute_new ();
  g_autoptr (Answer) answer = NULL;

  body->person = g_strdup (person);
  body->reason = g_strdup ("on call");
  body->ends = reeve_clock_now () + 100 * REEVE_DAY;
  answer = device_call (device, mutes_create, .body = body);
  assert_done (answer);
  return g_strdup (REEVE_MUTE (answer->reply)->id);
}

static void
assert_last (Device *device, ReeveHandler history, const char *id, const char *action)
{
  g_autoptr (Answer) answer = device_call (device, history, .object = id);
  ReeveAuditEntry *entry;

  assert_done (answer);
  entry = answer->listing->items->pdata[0];
  g_assert_cmpstr (entry->action, ==, action);
  g_assert_null (entry->actor);
  g_assert_null (entry->object_name);
}

/* Who is removed from the bin takes their name along, out of findings, too, and mutes that name them. */
static void
test_forgotten (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autofree char *ada = device_add_user (hana, "ada@vallis.example", "Ada", NULL);
  g_autofree char *finding = raise_it (hana, ada, "Ada <ada@vallis.example>", "open");
  g_autofree char *muting = mute (hana, ada);
  g_autofree char *other = mute (hana, "somebody");
  g_autoptr (Answer) binned = device_call (hana, users_delete, .object = ada, .if_match = 1);
  g_autoptr (Answer) found = NULL;

  assert_done (binned);
  reeve_clock_advance_for_tests (REEVE_USER_BIN_DAYS * REEVE_DAY + REEVE_HOUR);
  run_jobs (fixture);
  device_enter (hana, ADMIN, PASSWORD, hana->key);
  found = device_call (hana, findings_get, .object = finding);
  assert_done (found);
  g_assert_cmpstr (REEVE_FINDING (found->reply)->person, ==, ada);
  g_assert_null (REEVE_FINDING (found->reply)->person_name);
  assert_last (hana, mutes_history, muting, "mute.purge");
  answer_free (g_steal_pointer (&found));
  found = device_call (hana, mutes_get, .object = other);
  assert_done (found);
}

static void
sign_all (Device *device)
{
  ReeveDb *db = reeve_installation_get_workspace (device->fixture->installation, device->workspace);
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveTx) tx =
    reeve_db_begin (db, REEVE_TX_WRITE, g_get_monotonic_time () + REEVE_MINUTE, &error);
  ReeveStatement *statement =
    reeve_tx_prepare (tx, "UPDATE log_reviews SET state = 'signed' WHERE until <= $1", &error);

  reeve_statement_bind_int (statement, 1, reeve_clock_now ());
  g_assert_true (reeve_statement_run (statement, NULL, &error));
  g_assert_true (reeve_tx_commit (tx, &error));
}

/* In steps, with an entry each that names nobody; mutes a year after their end. */
static void
test_finding_purge (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autofree char *first = raise_it (hana, "ada", "Ada <ada@vallis.example>", "muted");
  g_autofree char *open = raise_it (hana, "bo", "Bo <bo@vallis.example>", "open");
  g_autofree char *muting = mute (hana, "somebody");
  g_autoptr (Answer) gone = NULL;
  g_autoptr (Answer) there = NULL;
  g_autoptr (Answer) listed = NULL;

  for (guint i = 0; i < 600; i++)
    {
      reeve_clock_advance_for_tests (1);
      g_free (raise_it (hana, "ada", NULL, "muted"));
    }
  for (guint i = 0; i < 500; i++)
    {
      reeve_clock_advance_for_tests (REEVE_DAY);
      if (i == 0)
        run_jobs (fixture);
    }
  device_enter (hana, ADMIN, PASSWORD, hana->key);
  sign_all (hana);
  run_jobs (fixture);
  gone = device_call (hana, findings_get, .object = first);
  assert_refused (gone, REEVE_ERROR_NOT_FOUND, NULL);
  assert_last (hana, findings_history, first, "finding.purge");
  assert_last (hana, mutes_history, muting, "mute.purge");
  there = device_call (hana, findings_get, .object = open);
  assert_done (there);
  listed = device_call (hana, findings_list);
  g_assert_cmpint (listed->listing->total, ==, 1);
}

/* The scheduler itself: woken, it tells the workspaces within moments. */
static void
test_wake (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (ReeveJobs) jobs = reeve_jobs_start (fixture->installation, NULL);
  g_autoptr (Device) ada = device_add_colleague (hana, "ada@vallis.example", "Ada", NULL);
  gboolean shown = FALSE;

  g_assert_nonnull (jobs);
  for (guint i = 0; i < 500 && !shown; i++)
    {
      g_autoptr (ReeveUser) user = device_get_user (hana, ada->account);

      shown = user->last_sign_in != 0;
      g_usleep (10000);
    }
  g_assert_true (shown);
}

/* Sessions that ended are kept for a month, then removed. */
static void
test_clean_up (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (Answer) out = device_call (hana, sign_out);
  g_autoptr (ReeveTx) tx = NULL;
  g_autoptr (GError) error = NULL;
  ReeveStatement *statement;
  gboolean row;

  assert_done (out);
  reeve_clock_advance_for_tests (31 * REEVE_DAY);
  run_jobs (fixture);
  tx = reeve_db_begin (reeve_installation_get_directory (fixture->installation), REEVE_TX_READ,
                       g_get_monotonic_time () + G_USEC_PER_SEC, &error);
  statement = reeve_tx_prepare (tx, "SELECT count(*) FROM sessions", &error);
  g_assert_true (reeve_statement_step (statement, &row, &error));
  g_assert_cmpint (reeve_statement_get_int (statement, 0), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/jobs/walk", test_walk);
  g_test_add_func ("/jobs/mirror", test_mirror);
  g_test_add_func ("/jobs/locks", test_locks);
  g_test_add_func ("/jobs/bin", test_bin);
  g_test_add_func ("/jobs/forgotten", test_forgotten);
  g_test_add_func ("/jobs/finding-purge", test_finding_purge);
  g_test_add_func ("/jobs/wake", test_wake);
  g_test_add_func ("/jobs/clean-up", test_clean_up);
  return g_test_run ();
}
