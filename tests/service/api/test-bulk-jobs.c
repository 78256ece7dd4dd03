/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Bulk jobs: every row once whatever happens in between, stopped by a word or with the right to go on. */

#include "config.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/access-line.h"
#include "common/bulk-job.h"
#include "common/invitation.h"
#include "service/api/bulk-jobs.h"
#include "service/api/bulk-work.h"
#include "service/api/invitations.h"
#include "service/jobs/clean-up.h"
#include "tests/service/api/fixture.h"

static char *
make_file (const char *prefix, guint n)
{
  GString *csv = g_string_new ("E-mail,Name\n");

  for (guint i = 0; i < n; i++)
    g_string_append_printf (csv, "%s%05u@vallis.example,Person %05u\n", prefix, i, i);
  return g_string_free_and_steal (csv);
}

/* (transfer full) */
static Answer *
begin_import (Device *device, const char *content)
{
  ReeveUserImport *body = reeve_user_import_new ();

  body->content = g_strdup (content);
  body->skip_bad = TRUE;
  return device_call (device, users_import_job, .body = body);
}

static char *
import (Device *device, const char *prefix, guint n)
{
  g_autofree char *csv = make_file (prefix, n);
  g_autoptr (Answer) answer = begin_import (device, csv);

  assert_done (answer);
  g_assert_cmpstr (REEVE_BULK_JOB (answer->reply)->state, ==, "waiting");
  return g_strdup (REEVE_BULK_JOB (answer->reply)->id);
}

static char *
invite (Device *device, const char *prefix, guint n)
{
  ReeveInvitationImport *body = reeve_invitation_import_new ();
  g_autoptr (Answer) answer = NULL;

  body->content = make_file (prefix, n);
  body->message = g_strdup ("Welcome.");
  answer = device_call (device, invitations_import_job, .body = body);
  assert_done (answer);
  return g_strdup (REEVE_BULK_JOB (answer->reply)->id);
}

static char *
change (Device *device, const char *action, const char *query, const char *batch)
{
  ReeveUserBulk *body = reeve_user_bulk_new ();
  g_autoptr (Answer) answer = NULL;

  body->action = g_intern_string (action);
  body->query = g_strdup (query);
  body->batch = g_strdup (batch);
  answer = device_call (device, users_bulk_job, .body = body);
  assert_done (answer);
  return g_strdup (REEVE_BULK_JOB (answer->reply)->id);
}

/* The job that the chunk was of; NULL: there was nothing to do. */
static char *
take_chunk (Fixture *fixture, const char *workspace, GError **error)
{
  g_autoptr (GPtrArray) sessions = g_ptr_array_new_with_free_func (g_free);
  ReeveBulkStep step = { .ended_sessions = sessions };

  if (!reeve_bulk_work_take_chunk (fixture->installation, workspace, &step, fixture->signer, error))
    g_assert_true (error != NULL && *error != NULL);
  return step.job;
}

static void
work_off (Fixture *fixture, Device *device)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *job = NULL;

  do
    {
      g_free (job);
      job = take_chunk (fixture, device->workspace, &error);
      g_assert_no_error (error);
    }
  while (job != NULL);
}

static ReeveBulkJob *
get_job (Device *device, const char *id)
{
  g_autoptr (Answer) answer = device_call (device, bulk_jobs_get, .object = id);

  assert_done (answer);
  return g_object_ref (REEVE_BULK_JOB (answer->reply));
}

static void
assert_job (Device *device,
            const char *id,
            const char *state,
            gint64 processed,
            gint64 done,
            gint64 unchanged,
            gint64 failed)
{
  g_autoptr (ReeveBulkJob) job = get_job (device, id);

  g_assert_cmpstr (job->state, ==, state);
  g_assert_cmpint (job->processed, ==, processed);
  g_assert_cmpint (job->done, ==, done);
  g_assert_cmpint (job->unchanged, ==, unchanged);
  g_assert_cmpint (job->failed, ==, failed);
}

static gint64
query_int (Fixture *fixture, const char *workspace, const char *sql, const char *value)
{
  g_autoptr (GError) error = NULL;
  ReeveDb *db = workspace != NULL ? reeve_installation_get_workspace (fixture->installation, workspace)
                                  : reeve_installation_get_directory (fixture->installation);
  g_autoptr (ReeveTx) tx =
    reeve_db_begin (db, REEVE_TX_READ, g_get_monotonic_time () + 600 * G_USEC_PER_SEC, &error);
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, &error);
  gint64 n;

  g_assert_no_error (error);
  if (value != NULL)
    reeve_statement_bind_text (statement, 1, value);
  g_assert_true (reeve_statement_read_int (statement, &n, &error));
  return n;
}

/* All rows of a job in the state, page by page. (element-type ReeveBulkJobRow) */
static GPtrArray *
read_rows (Device *device, const char *id, const char *state)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *cursor = NULL;

  do
    {
      g_autofree char *query =
        g_strdup_printf ("limit=150%s%s%s%s", state != NULL ? "&state=" : "", state != NULL ? state : "",
                         cursor != NULL ? "&cursor=" : "", cursor != NULL ? cursor : "");
      g_autoptr (Answer) answer = device_call (device, bulk_jobs_rows, .object = id, .query = query);

      assert_done (answer);
      for (guint i = 0; i < answer->listing->items->len; i++)
        g_ptr_array_add (rows, g_object_ref (answer->listing->items->pdata[i]));
      g_set_str (&cursor, answer->listing->next);
    }
  while (cursor != NULL);
  return rows;
}

/* New people, one who is there, one who is in it twice, one without an address, one role too many. */
static void
test_rows (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (GString) csv = g_string_new ("E-mail,Name,Roles\n");
  g_autoptr (Answer) begun = NULL;
  g_autoptr (Answer) export = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GPtrArray) failed = NULL;
  g_autofree char *undo = NULL;
  const char *id;

  for (guint i = 0; i < 500; i++)
    g_string_append_printf (csv, "p%03u@vallis.example,Person %u,\n", i, i);
  g_string_append (csv,
                   ADMIN ",Hana,\np007@vallis.example,Twice,\nnothing,Nobody,\nx@vallis.example,X,wizard\n");
  begun = begin_import (hana, csv->str);
  assert_done (begun);
  id = REEVE_BULK_JOB (begun->reply)->id;
  g_assert_cmpint (REEVE_BULK_JOB (begun->reply)->total, ==, 504);
  work_off (fixture, hana);
  assert_job (hana, id, "done", 504, 500, 1, 3);

  rows = read_rows (hana, id, NULL);
  g_assert_cmpuint (rows->len, ==, 504);
  for (guint i = 0; i < rows->len; i++)
    g_assert_cmpint (REEVE_BULK_JOB_ROW (rows->pdata[i])->number, ==, i + 1);
  g_assert_nonnull (REEVE_BULK_JOB_ROW (rows->pdata[0])->subject);
  failed = read_rows (hana, id, "failed");
  g_assert_cmpuint (failed->len, ==, 3);
  g_assert_cmpstr (REEVE_BULK_JOB_ROW (failed->pdata[0])->reason, ==, "duplicate");
  g_assert_cmpint (REEVE_BULK_JOB_ROW (failed->pdata[0])->line, ==, 503);
  g_assert_cmpstr (REEVE_BULK_JOB_ROW (failed->pdata[2])->reason, ==, "unknown_role");
  export = device_call (hana, bulk_jobs_export, .object = id);
  assert_done (export);
  g_assert_nonnull (g_strstr_len (g_bytes_get_data (export->raw, NULL),
                                  (gssize) g_bytes_get_size (export->raw), "nothing,Nobody"));
  g_assert_cmpint (query_int (fixture, hana->workspace, "SELECT count(*) FROM audit WHERE batch = $1", id),
                   ==, 500);

  /* The job is the batch that undoes it, as a job again. */
  undo = change (hana, "undo", NULL, id);
  work_off (fixture, hana);
  assert_job (hana, undo, "done", 500, 500, 0, 0);
  g_assert_cmpint (query_int (fixture, hana->workspace, "SELECT count(*) FROM users WHERE deleted = 0", NULL),
                   ==, 1);
}

/* Cancelled between two chunks: what is done stays done and is listed, nothing more happens. */
static void
test_cancel (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autofree char *id = import (hana, "p", 500);
  g_autofree char *worked = take_chunk (fixture, hana->workspace, NULL);
  g_autoptr (Answer) early = device_call (hana, bulk_jobs_delete, .object = id);
  g_autoptr (Answer) cancelled = NULL;
  g_autoptr (Answer) again = NULL;
  g_autoptr (Answer) deleted = NULL;
  g_autoptr (Answer) gone = NULL;
  g_autoptr (GPtrArray) waiting = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (worked, ==, id);
  assert_job (hana, id, "running", 200, 200, 0, 0);
  assert_refused (early, REEVE_ERROR_CONFLICT, "job_running");
  cancelled = device_call (hana, bulk_jobs_cancel, .object = id);
  assert_done (cancelled);
  work_off (fixture, hana);
  assert_job (hana, id, "cancelled", 200, 200, 0, 0);
  waiting = read_rows (hana, id, "waiting");
  g_assert_cmpuint (waiting->len, ==, 300);
  g_assert_cmpint (query_int (fixture, hana->workspace, "SELECT count(*) FROM users", NULL), ==, 201);
  again = device_call (hana, bulk_jobs_cancel, .object = id);
  assert_done (again);
  g_assert_cmpuint (again->n_audited, ==, 0);

  deleted = device_call (hana, bulk_jobs_delete, .object = id);
  assert_done (deleted);
  gone = device_call (hana, bulk_jobs_get, .object = id);
  assert_refused (gone, REEVE_ERROR_NOT_FOUND, NULL);
  g_assert_true (reeve_clean_up_run (fixture->installation, NULL, reeve_clock_now (), &error));
  g_assert_cmpint (query_int (fixture, hana->workspace, "SELECT count(*) FROM bulk_job_rows", NULL), ==, 0);
  g_assert_cmpint (query_int (fixture, hana->workspace, "SELECT count(*) FROM bulk_jobs", NULL), ==, 0);
}

static void
save (Device *device, const char *id, const char *patch)
{
  g_autoptr (ReeveUser) user = device_get_user (device, id);
  g_autoptr (Answer) answer =
    device_call (device, users_save, .object = id, .patch = patch, .if_match = user->version);

  assert_done (answer);
}

/* Suspended, relieved of the role, put into the bin: not one row more. */
static void
test_rights_lost (void)
{
  static const char *const patches[] = { "{\"state\":\"suspended\"}", "{\"roles\":[\"auditor\"]}" };
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);

  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *email = g_strdup_printf ("helper%u@vallis.example", i);
      g_autofree char *prefix = g_strdup_printf ("of%u-", i);
      g_autoptr (Device) helper = device_add_colleague (hana, email, "Helper", "workspace-administrator");
      g_autofree char *id = import (helper, prefix, 500);
      g_autofree char *worked = take_chunk (fixture, hana->workspace, NULL);
      g_autoptr (ReeveBulkJob) job = NULL;
      gint64 before;

      g_assert_cmpstr (worked, ==, id);
      if (i < 2)
        save (hana, helper->account, patches[i]);
      else
        {
          g_autoptr (ReeveUser) user = device_get_user (hana, helper->account);
          g_autoptr (Answer) deleted =
            device_call (hana, users_delete, .object = user->id, .if_match = user->version);

          assert_done (deleted);
        }
      before = query_int (fixture, hana->workspace, "SELECT count(*) FROM users", NULL);
      work_off (fixture, hana);
      g_assert_cmpint (query_int (fixture, hana->workspace, "SELECT count(*) FROM users", NULL), ==, before);
      job = get_job (hana, id);
      g_assert_cmpstr (job->state, ==, "failed");
      g_assert_cmpstr (job->problem, ==, "denied");
      g_assert_cmpint (job->processed, ==, 200);
    }
}

/* The session may end: the job is the person's. */
static void
test_session_ends (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (Device) helper =
    device_add_colleague (hana, "helper@vallis.example", "Helper", "workspace-administrator");
  g_autofree char *id = import (helper, "p", 300);
  g_autoptr (Answer) out = device_call (helper, sign_out);

  assert_done (out);
  work_off (fixture, hana);
  assert_job (hana, id, "done", 300, 300, 0, 0);
}

/* Nobody gives more than they hold, not even by a file; and who may only look may not end a job. */
static void
test_least_rights (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (Device) inviter =
    device_add_colleague (hana, "lesser@vallis.example", "Lesser", "group-administrator");
  g_autoptr (Device) auditor = device_add_colleague (hana, "auditor@vallis.example", "Auditor", "auditor");
  g_autoptr (Device) member = device_add_colleague (hana, "member@vallis.example", "Member", "member");
  g_autofree char *id = import (hana, "p", 300);
  g_autoptr (Answer) begun = NULL;
  g_autoptr (Answer) answer = NULL;

  begun = begin_import (auditor, "email\na@vallis.example\n");
  assert_refused (begun, REEVE_ERROR_DENIED, NULL);
  answer = device_call (auditor, bulk_jobs_cancel, .object = id);
  assert_refused (answer, REEVE_ERROR_DENIED, NULL);
  g_clear_pointer (&answer, answer_free);
  answer = device_call (auditor, bulk_jobs_export, .object = id);
  assert_refused (answer, REEVE_ERROR_DENIED, NULL);
  g_clear_pointer (&answer, answer_free);
  answer = device_call (member, bulk_jobs_get, .object = id);
  assert_refused (answer, REEVE_ERROR_DENIED, NULL);
  g_clear_pointer (&answer, answer_free);

  g_clear_pointer (&begun, answer_free);
  begun = begin_import (inviter, "email,roles\nboss@vallis.example,workspace-administrator\n"
                                 "small@vallis.example,member\n");
  if (begun->error != NULL) /* counts in groups only */
    {
      assert_refused (begun, REEVE_ERROR_DENIED, NULL);
      return;
    }
  work_off (fixture, hana);
  assert_job (hana, REEVE_BULK_JOB (begun->reply)->id, "done", 2, 1, 0, 1);
  g_assert_cmpint (query_int (fixture, hana->workspace,
                              "SELECT count(*) FROM users WHERE email = 'boss@vallis.example'", NULL),
                   ==, 0);
}

/* Another workspace's job is no job here. */
static void
test_other_workspace (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autofree char *id = import (hana, "p", 3);
  g_autofree char *home = g_strdup (hana->workspace);
  ReeveWorkspace *body = reeve_workspace_new ();
  g_autoptr (Answer) made = NULL;
  ReeveHandler handlers[] = { bulk_jobs_get, bulk_jobs_rows, bulk_jobs_export, bulk_jobs_cancel,
                              bulk_jobs_delete };

  body->name = g_strdup ("Other");
  made = device_call (hana, workspaces_create, .body = body);
  assert_done (made);
  g_set_str (&hana->workspace, REEVE_WORKSPACE (made->reply)->id);
  for (guint i = 0; i < G_N_ELEMENTS (handlers); i++)
    {
      g_autoptr (Answer) answer = device_call (hana, handlers[i], .object = id);

      assert_refused (answer, REEVE_ERROR_NOT_FOUND, NULL);
    }
  work_off (fixture, hana);
  g_set_str (&hana->workspace, home);
  assert_job (hana, id, "waiting", 0, 0, 0, 0);
}

/* The second begins when the first is over. */
static void
test_two (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autofree char *first = import (hana, "p", 450);
  g_autofree char *second = change (hana, "suspend", "q=p0", NULL);
  g_autofree char *third = invite (hana, "i", 250);
  g_autoptr (Answer) list = NULL;

  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *worked = take_chunk (fixture, hana->workspace, NULL);

      g_assert_cmpstr (worked, ==, first);
    }
  assert_job (hana, first, "done", 450, 450, 0, 0);
  work_off (fixture, hana);
  assert_job (hana, second, "done", 0, 0, 0, 0); /* nobody matched when it was asked for */
  assert_job (hana, third, "done", 250, 250, 0, 0);
  list = device_call (hana, bulk_jobs_list);
  assert_done (list);
  g_assert_cmpuint (list->listing->items->len, ==, 3);
  g_assert_cmpstr (REEVE_BULK_JOB (list->listing->items->pdata[0])->id, ==, third);
}

/* Everybody but oneself; sessions end, and the reason is with the row. */
static void
test_change (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (Device) tom = device_add_colleague (hana, "tom@vallis.example", "Tom", "auditor");
  g_autofree char *filled = import (hana, "p", 300);
  g_autofree char *id = NULL;
  g_autoptr (GPtrArray) failed = NULL;
  g_autoptr (Answer) refused = NULL;

  work_off (fixture, hana);
  id = change (hana, "suspend", "", NULL);
  work_off (fixture, hana);
  assert_job (hana, id, "done", 302, 301, 0, 1);
  failed = read_rows (hana, id, "failed");
  g_assert_cmpstr (REEVE_BULK_JOB_ROW (failed->pdata[0])->email, ==, ADMIN);
  g_assert_cmpstr (REEVE_BULK_JOB_ROW (failed->pdata[0])->reason, ==, "self");
  refused = device_call (tom, me_get);
  g_assert_nonnull (refused->error);
}

/* No room: the job stands still, whole, and goes on when there is room again. */
static void
test_disk_full (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autofree char *id = import (hana, "p", 1000);
  ReeveDb *db = reeve_installation_get_workspace (fixture->installation, hana->workspace);
  g_autoptr (GError) error = NULL;
  g_autofree char *worked = NULL;
  gint64 n;

  reeve_db_set_page_limit_for_tests (db, 1);
  g_test_expect_message ("reeved", G_LOG_LEVEL_WARNING, "*no room left*");
  worked = take_chunk (fixture, hana->workspace, &error);
  g_test_assert_expected_messages ();
  g_assert_null (worked);
  g_assert_error (error, REEVE_ERROR, REEVE_ERROR_BUSY);
  assert_job (hana, id, "waiting", 0, 0, 0, 0);
  reeve_db_set_page_limit_for_tests (db, 0);
  work_off (fixture, hana);
  assert_job (hana, id, "done", 1000, 1000, 0, 0);
  n = query_int (fixture, NULL, "SELECT count(*) FROM audit WHERE action = 'account.create'", NULL);
  g_assert_cmpint (n, ==, query_int (fixture, NULL, "SELECT count(*) FROM accounts", NULL) - 1);
}

/* What fails again and again for no reason that passes ends as failed, and does not hold up the next. */
static void
test_gives_up (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autofree char *id = import (hana, "p", 10);
  g_autoptr (GPtrArray) sessions = g_ptr_array_new ();
  ReeveBulkStep step = { .n_tries = 5, .ended_sessions = sessions };
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveBulkJob) job = NULL;

  g_assert_true (
    reeve_bulk_work_take_chunk (fixture->installation, hana->workspace, &step, fixture->signer, &error));
  g_assert_true (step.over);
  g_free (step.job);
  job = get_job (hana, id);
  g_assert_cmpstr (job->state, ==, "failed");
  g_assert_cmpstr (job->problem, ==, "internal");
}

/* A file that is not whole yet is no job, and is forgotten; results are, after thirty days. */
static void
test_forgotten (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autofree char *id = import (hana, "p", 10);
  g_autoptr (GError) error = NULL;
  g_autoptr (Answer) early = NULL;
  g_autoptr (Answer) late = NULL;

  work_off (fixture, hana);
  reeve_clock_advance_for_tests (29 * REEVE_DAY);
  g_assert_true (reeve_clean_up_run (fixture->installation, NULL, reeve_clock_now (), &error));
  g_assert_cmpint (query_int (fixture, hana->workspace, "SELECT count(*) FROM bulk_jobs WHERE id = $1", id),
                   ==, 1);
  reeve_clock_advance_for_tests (2 * REEVE_DAY);
  g_assert_true (reeve_clean_up_run (fixture->installation, NULL, reeve_clock_now (), &error));
  g_assert_cmpint (query_int (fixture, hana->workspace, "SELECT count(*) FROM bulk_jobs", NULL), ==, 0);
  g_assert_cmpint (query_int (fixture, hana->workspace, "SELECT count(*) FROM bulk_job_rows", NULL), ==, 0);
}

/* Everybody of a file comes into the groups that the job was begun with; into one that is gone by then nobody
 * does. */
static void
test_groups (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  ReeveGroup *group = reeve_group_new ();
  g_autoptr (Answer) made = NULL;

  group->name = g_strdup ("Northlab");
  made = device_call (hana, groups_create, .body = group);
  assert_done (made);
  for (guint i = 0; i < 2; i++)
    {
      const char *const groups[] = { REEVE_GROUP (made->reply)->id, NULL };
      ReeveUserImport *body = reeve_user_import_new ();
      g_autoptr (Answer) begun = NULL;
      g_autoptr (Answer) members = NULL;

      body->content = make_file (i == 0 ? "first" : "second", 300);
      reeve_set_texts (&body->groups, groups);
      begun = device_call (hana, users_import_job, .body = body);
      assert_done (begun);
      if (i == 1)
        {
          g_autoptr (Answer) gone = device_call (hana, groups_delete, .object = groups[0],
                                                 .if_match = REEVE_GROUP (made->reply)->version);

          assert_done (gone);
        }
      work_off (fixture, hana);
      if (i == 1)
        {
          assert_job (hana, REEVE_BULK_JOB (begun->reply)->id, "done", 300, 0, 0, 300);
          return;
        }
      assert_job (hana, REEVE_BULK_JOB (begun->reply)->id, "done", 300, 300, 0, 0);
      members = device_call (hana, groups_members, .object = groups[0]);
      assert_done (members);
      g_assert_cmpint (members->listing->total, ==, 300);
    }
}

static void
test_bad_requests (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  ReeveUserImport *body = reeve_user_import_new ();
  g_autoptr (Answer) answer = NULL;

  body->content = g_strdup ("email\nnothing\n");
  answer = device_call (hana, users_import_job, .body = body);
  assert_refused (answer, REEVE_ERROR_INVALID, "bad_rows");
  g_clear_pointer (&answer, answer_free);
  body = reeve_user_import_new ();
  body->content = g_strdup ("email\na@vallis.example\n");
  body->dry_run = TRUE;
  answer = device_call (hana, users_import_job, .body = body);
  assert_member (answer, "/dryRun", "choice");
  /* Its passwords would have to lie about. */
  g_clear_pointer (&answer, answer_free);
  answer =
    begin_import (hana, "username,email,password,first_name,last_name,is_active,is_staff,is_superuser\n"
                        "t,t@vallis.example,pbkdf2_sha256$1000$salt$aGFzaA==,T,T,1,0,0\n");
  assert_refused (answer, REEVE_ERROR_INVALID, "job_format");
  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *prefix = g_strdup_printf ("n%u-", i);
      g_autofree char *id = import (hana, prefix, 1);
    }
  g_clear_pointer (&answer, answer_free);
  answer = begin_import (hana, "email\nz@vallis.example\n");
  assert_refused (answer, REEVE_ERROR_TOO_MANY, "jobs");
}

/* --- Killed at any moment --- */

#define N_USERS       6000
#define N_INVITATIONS 10000

static void
on_news_cb (const char *workspace, const char *noun, const char *id, gpointer data)
{
}

static ReeveBulk *
start (Fixture *fixture)
{
  const ReeveBulkOptions options = { .work = reeve_bulk_work_take_chunk,
                                     .data = fixture->signer,
                                     .news = { .tell = on_news_cb } };

  return reeve_bulk_start (fixture->installation, &options);
}

static G_NORETURN void
work_until_killed (Fixture *fixture, int pipe_end)
{
  g_autoptr (ReeveBulk) bulk = NULL;

  prctl (PR_SET_PDEATHSIG, SIGKILL);
  fixture_reopen (fixture);
  bulk = start (fixture);
  if (write (pipe_end, "s", 1) != 1)
    _exit (1);
  while (TRUE)
    pause ();
}

/* @most: the latest kill, in microseconds */
static void
run_once (Fixture *fixture, gint32 most)
{
  int ends[2];
  char first;
  pid_t child;

  g_clear_pointer (&fixture->installation, reeve_installation_free);
  g_assert_cmpint (pipe (ends), ==, 0);
  child = fork ();
  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    work_until_killed (fixture, ends[1]);
  close (ends[1]);
  g_assert_cmpint (read (ends[0], &first, 1), ==, 1); /* it has started */
  close (ends[0]);
  g_usleep ((gulong) g_test_rand_int_range (0, most));
  kill (child, SIGKILL);
  g_assert_cmpint (waitpid (child, NULL, 0), ==, child);
  fixture_reopen (fixture);
}

static void
assert_each_once (Fixture *fixture, Device *hana, const char *users, const char *invitations)
{
  const char *workspace = hana->workspace;

  assert_job (hana, users, "done", N_USERS, N_USERS, 0, 0);
  assert_job (hana, invitations, "done", N_INVITATIONS, N_INVITATIONS, 0, 0);
  g_assert_cmpint (query_int (fixture, workspace, "SELECT count(*) FROM users", NULL), ==, N_USERS + 1);
  g_assert_cmpint (query_int (fixture, NULL, "SELECT count(*) FROM accounts", NULL), ==, N_USERS + 1);
  g_assert_cmpint (query_int (fixture, NULL, "SELECT count(*) FROM memberships", NULL), ==, N_USERS + 1);
  g_assert_cmpint (
    query_int (fixture, NULL, "SELECT count(*) FROM audit WHERE action = 'account.create'", NULL), ==,
    N_USERS);
  g_assert_cmpint (query_int (fixture, workspace, "SELECT count(*) FROM audit WHERE batch = $1", users), ==,
                   N_USERS);
  g_assert_cmpint (query_int (fixture, workspace, "SELECT count(*) FROM invitations", NULL), ==,
                   N_INVITATIONS);
  g_assert_cmpint (query_int (fixture, workspace, "SELECT count(DISTINCT email_key) FROM invitations", NULL),
                   ==, N_INVITATIONS);
  g_assert_cmpint (query_int (fixture, workspace, "SELECT count(*) FROM links", NULL), ==, N_INVITATIONS);
  g_assert_cmpint (query_int (fixture, workspace, "SELECT count(*) FROM outbox", NULL), ==, N_INVITATIONS);
  g_assert_cmpint (query_int (fixture, workspace, "SELECT count(DISTINCT recipient) FROM outbox", NULL), ==,
                   N_INVITATIONS);
  g_assert_cmpint (query_int (fixture, workspace, "SELECT count(*) FROM audit WHERE batch = $1", invitations),
                   ==, N_INVITATIONS);
  g_assert_cmpint (
    query_int (fixture, workspace, "SELECT count(*) FROM audit WHERE action = 'bulk-job.end'", NULL), ==, 2);
}

/* The log may miss what was done just before it was killed, and tells of nobody twice. */
static void
assert_told_once (Device *hana)
{
  g_autoptr (GPtrArray) lines = device_read_log (hana, "");
  g_autoptr (GHashTable) objects = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < lines->len; i++)
    g_assert_true (g_hash_table_add (objects, REEVE_ACCESS_LINE (lines->pdata[i])->object));
  g_test_message ("%u of %u told", lines->len, N_USERS + N_INVITATIONS);
  g_assert_cmpuint (lines->len, <=, N_USERS + N_INVITATIONS);
}

/* kill -9 again and again until both are done: everybody once, no doubles. */
static void
test_kill (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = NULL;
  g_autofree char *users = NULL;
  g_autofree char *invitations = NULL;
  guint n = 0;

  reeve_clock_set_for_tests (0);
  hana = device_set_up (fixture);
  users = import (hana, "u", N_USERS);
  invitations = invite (hana, "i", N_INVITATIONS);
  while (TRUE)
    {
      g_autoptr (ReeveBulkJob) last = get_job (hana, invitations);

      if (reeve_bulk_job_is_over (last))
        break;
      run_once (fixture, (gint32) MIN (400 + 20 * n, 60000) *
                           1000); /* however slow the machine is, some chunk gets done */
      n++;
    }
  assert_each_once (fixture, hana, users, invitations);
  assert_told_once (hana);
  g_test_message ("done after %u kills", n);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bulk-jobs/rows", test_rows);
  g_test_add_func ("/bulk-jobs/groups", test_groups);
  g_test_add_func ("/bulk-jobs/cancel", test_cancel);
  g_test_add_func ("/bulk-jobs/rights-lost", test_rights_lost);
  g_test_add_func ("/bulk-jobs/session-ends", test_session_ends);
  g_test_add_func ("/bulk-jobs/least-rights", test_least_rights);
  g_test_add_func ("/bulk-jobs/other-workspace", test_other_workspace);
  g_test_add_func ("/bulk-jobs/two", test_two);
  g_test_add_func ("/bulk-jobs/change", test_change);
  g_test_add_func ("/bulk-jobs/disk-full", test_disk_full);
  g_test_add_func ("/bulk-jobs/gives-up", test_gives_up);
  g_test_add_func ("/bulk-jobs/forgotten", test_forgotten);
  g_test_add_func ("/bulk-jobs/bad-requests", test_bad_requests);
  g_test_add_func ("/bulk-jobs/kill", test_kill);
  return g_test_run ();
}
