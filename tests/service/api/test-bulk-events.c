/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What is done to many at once, the access log tells of person by person, and the detections hear it: as
 * often as it was done, never of what was not, and whoever stops the service in between. */

#include "config.h"

#include "common/access-line.h"
#include "common/bulk-job.h"
#include "common/finding.h"
#include "common/invitation.h"
#include "common/leaving.h"
#include "service/api/bulk-jobs.h"
#include "service/api/bulk-work.h"
#include "service/api/invitations.h"
#include "service/api/leaving.h"
#include "service/http/routes.h"
#include "service/jobs/detections.h"
#include "service/store/access-log.h"
#include "service/store/findings.h"
#include "tests/service/api/fixture.h"

#define W     "/v1/workspaces/{workspace}"
#define CHUNK 200

/* --- The log --- */

static ReeveAccessLog *
get_log (Device *device)
{
  return reeve_installation_get_access_log (device->fixture->installation);
}

static guint
count (Device *device, const char *text)
{
  g_autoptr (GPtrArray) lines = device_read_log (device, text);

  return lines->len;
}

/* Who it is about stands in no two of them. */
static void
assert_each_once (GPtrArray *lines, guint n)
{
  g_autoptr (GHashTable) objects = g_hash_table_new (g_str_hash, g_str_equal);

  g_assert_cmpuint (lines->len, ==, n);
  for (guint i = 0; i < lines->len; i++)
    g_assert_true (g_hash_table_add (objects, ((ReeveAccessLine *) lines->pdata[i])->object));
}

/* (transfer none): the one about @object, the latest */
static ReeveAccessLine *
find_line (GPtrArray *lines, const char *object)
{
  for (guint i = lines->len; i > 0; i--)
    if (g_strcmp0 (((ReeveAccessLine *) lines->pdata[i - 1])->object, object) == 0)
      return lines->pdata[i - 1];
  g_error ("no line about %s", object);
}

static void
assert_line (Device *device, const char *object, const char *action, const char *outcome, const char *result)
{
  g_autoptr (GPtrArray) lines = device_read_log (device, "");
  ReeveAccessLine *line = find_line (lines, object);

  g_assert_cmpstr (line->action, ==, action);
  g_assert_cmpstr (line->outcome, ==, outcome);
  g_assert_cmpstr (line->result, ==, result);
}

/* --- Jobs --- */

static gboolean
take_chunk (Device *device, GError **error)
{
  g_autoptr (GPtrArray) sessions = g_ptr_array_new_with_free_func (g_free);
  ReeveBulkStep step = { .ended_sessions = sessions, .n_rows = CHUNK };
  gboolean done = reeve_bulk_work_take_chunk (device->fixture->installation, device->workspace, &step,
                                              device->fixture->signer, error);
  gboolean any = step.job != NULL;

  g_free (step.job);
  return done && any;
}

static void
work_off (Device *device)
{
  g_autoptr (GError) error = NULL;

  while (take_chunk (device, &error))
    continue;
  g_assert_no_error (error);
}

static char *
take_id (Answer *answer)
{
  g_autoptr (Answer) owned = answer;

  assert_done (owned);
  return g_strdup (REEVE_BULK_JOB (owned->reply)->id);
}

static char *
import (Device *device, const char *csv)
{
  ReeveUserImport *body = reeve_user_import_new ();

  body->content = g_strdup (csv);
  body->skip_bad = TRUE;
  return take_id (device_call (device, users_import_job, .body = body));
}

static char *
make_file (guint n)
{
  GString *csv = g_string_new ("E-mail,Name\n");

  for (guint i = 0; i < n; i++)
    g_string_append_printf (csv, "p%05u@vallis.example,Person %05u\n", i, i);
  return g_string_free_and_steal (csv);
}

/* @role, @batch: (nullable) */
static ReeveUserBulk *
make_bulk (const char *action, const char *const *ids, const char *role, const char *batch)
{
  const char *const roles[] = { role, NULL };
  ReeveUserBulk *body = reeve_user_bulk_new ();

  body->action = g_intern_string (action);
  reeve_set_texts (&body->ids, ids);
  if (role != NULL)
    reeve_set_texts (&body->roles, roles);
  body->batch = g_strdup (batch);
  return body;
}

/* As a job, to its end; its id. */
static char *
change (Device *device, const char *action, const char *const *ids, const char *role, const char *batch)
{
  char *id = take_id (device_call (device, users_bulk_job, .body = make_bulk (action, ids, role, batch)));

  work_off (device);
  return id;
}

static void
change_one (Device *device, const char *action, const char *user, const char *role)
{
  const char *const ids[] = { user, NULL };
  g_autofree char *id = change (device, action, ids, role, NULL);
}

static char *
name_route (ReeveHandler handler)
{
  for (guint i = 0; i < reeve_n_routes; i++)
    if (reeve_routes[i].handler == handler)
      return g_strconcat (reeve_routes[i].method, " ", reeve_routes[i].path, NULL);
  g_assert_not_reached ();
}

/* --- What is told --- */

/* One line for each row that was done, as the route for one person would have told it; none for the others.
 */
static void
test_import (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (GString) csv = g_string_new ("E-mail,Name,Roles\n");
  g_autofree char *route = name_route (users_import_job);
  g_autofree char *id = NULL;
  g_autoptr (GPtrArray) lines = NULL;
  g_autoptr (GPtrArray) given = NULL;

  for (guint i = 0; i < 450; i++)
    g_string_append_printf (csv, "p%03u@vallis.example,Person %u,%s\n", i, i,
                            i % 9 == 0 ? "auditor" : "member");
  g_string_append (csv, ADMIN ",Hana,\np007@vallis.example,Twice,\nx@vallis.example,X,wizard\n");
  id = import (hana, csv->str);
  g_assert_cmpuint (count (hana, ""), ==, 0);
  work_off (hana);
  lines = device_read_log (hana, "");
  assert_each_once (lines, 450);
  for (guint i = 0; i < lines->len; i++)
    {
      ReeveAccessLine *line = lines->pdata[i];

      g_assert_cmpstr (line->action, ==, "user.create");
      g_assert_cmpstr (line->result, ==, "ok");
      g_assert_cmpstr (line->actor, ==, hana->account);
      g_assert_nonnull (strstr (line->actor_name, "<" ADMIN ">"));
      g_assert_cmpstr (line->session, ==, hana->session);
      g_assert_cmpstr (line->address, ==, hana->address);
      g_assert_cmpstr (line->route, ==, route);
      g_assert_cmpint (line->status, ==, 0);
      g_assert_true (g_str_has_prefix (line->object_name, "Person "));
      g_assert_true (line->outcome == NULL || g_str_equal (line->outcome, "rights_given"));
    }
  given = device_read_log (hana, "outcome:rights_given");
  g_assert_cmpuint (given->len, ==, 50);
}

static void
test_invitations (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autofree char *route = name_route (invitations_import_job);
  ReeveInvitationImport *job = reeve_invitation_import_new ();
  ReeveInvitationImport *call = reeve_invitation_import_new ();
  g_autofree char *id = NULL;
  g_autoptr (Answer) done = NULL;
  g_autoptr (GPtrArray) lines = NULL;

  job->content = make_file (300);
  id = take_id (device_call (hana, invitations_import_job, .body = job));
  work_off (hana);
  lines = device_read_log (hana, "action:invitation.create");
  assert_each_once (lines, 300);
  g_assert_cmpstr (((ReeveAccessLine *) lines->pdata[0])->route, ==, route);
  g_assert_cmpstr (((ReeveAccessLine *) lines->pdata[0])->object_name, ==, "p00000@vallis.example");

  call->content =
    g_strdup ("E-mail,Name\np00000@vallis.example,There\nq1@vallis.example,Q\nq2@vallis.example,Q\n");
  done = device_call (hana, invitations_import, .body = call);
  assert_done (done);
  g_assert_cmpuint (count (hana, ""), ==, 302);
}

static void
test_changes (void)
{
  static const struct
  {
    const char *action;
    const char *role;
    const char *told;
    const char *outcome;
  } cases[] = {
    { "set-roles", "auditor", "user.save", "rights_given" },
    { "suspend", NULL, "user.save", "rights_taken" },
    { "reactivate", NULL, "user.save", "rights_given" },
    { "delete", NULL, "user.delete", "rights_taken" },
    { "restore", NULL, "user.restore", "rights_given" },
    { "set-roles", "member", "user.save", "rights_taken" },
    { "suspend", NULL, "user.save", NULL },
  };
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autofree char *bo = device_add_user (hana, "bo@vallis.example", "Bo", "member");
  g_autofree char *route = name_route (users_bulk_job);
  const char *const nobody[] = { hana->account, "0190aaaa-0000-7000-8000-00000000000f", NULL };
  g_autofree char *failed = NULL;
  guint n = count (hana, "");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) lines = NULL;

      change_one (hana, cases[i].action, bo, cases[i].role);
      assert_line (hana, bo, cases[i].told, cases[i].outcome, "ok");
      lines = device_read_log (hana, "");
      g_assert_cmpuint (lines->len, ==, ++n);
      g_assert_cmpstr (find_line (lines, bo)->route, ==, route);
      g_assert_cmpstr (find_line (lines, bo)->object_name, ==, "Bo");
    }
  change_one (hana, "suspend", bo, NULL); /* who is so already */
  failed = change (hana, "suspend", nobody, NULL, NULL);
  g_assert_cmpuint (count (hana, ""), ==, n);
}

static char *
get_outcome (Device *device, const char *object)
{
  g_autoptr (GPtrArray) lines = device_read_log (device, "");

  return g_strdup (find_line (lines, object)->outcome);
}

/* By a call that changes all at once, and its undo; what it only would do is nothing. */
static void
test_calls (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autofree char *bo = device_add_user (hana, "bo@vallis.example", "Bo", "member");
  g_autofree char *cy = device_add_user (hana, "cy@vallis.example", "Cy", "auditor");
  const char *const ids[] = { bo, cy, hana->account, NULL };
  ReeveUserBulk *preview = make_bulk ("set-roles", ids, "auditor", NULL);
  ReeveUserImport *file = reeve_user_import_new ();
  g_autoptr (Answer) dry = NULL;
  g_autoptr (Answer) done = NULL;
  g_autoptr (Answer) undone = NULL;
  g_autoptr (Answer) imported = NULL;
  g_autofree char *outcome = NULL;

  preview->dry_run = TRUE;
  dry = device_call (hana, users_bulk, .body = preview);
  assert_done (dry);
  g_assert_cmpuint (count (hana, ""), ==, 0);
  done = device_call (hana, users_bulk, .body = make_bulk ("set-roles", ids, "auditor", NULL));
  assert_done (done);
  g_assert_cmpint (REEVE_USER_BULK_RESULT (done->reply)->changed, ==, 1); /* Cy is one, Hana stays */
  g_assert_cmpuint (count (hana, ""), ==, 1);
  assert_line (hana, bo, "user.save", "rights_given", "ok");
  undone = device_call (hana, users_bulk,
                        .body = make_bulk ("undo", NULL, NULL, REEVE_USER_BULK_RESULT (done->reply)->batch));
  assert_done (undone);
  outcome = get_outcome (hana, bo);
  g_assert_cmpstr (outcome, ==, "rights_taken");

  file->content = make_file (1200);
  imported = device_call (hana, users_import, .body = file);
  assert_done (imported);
  g_assert_cmpuint (count (hana, "action:user.create"), ==, 1200);
}

/* Several who leave with one code. */
static void
test_leavings (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autofree char *bo = device_add_user (hana, "bo@vallis.example", "Bo", "member");
  g_autofree char *cy = device_add_user (hana, "cy@vallis.example", "Cy", "auditor");
  const char *const ids[] = { bo, cy, hana->account, NULL };
  ReeveLeavers *preview = reeve_leavers_new ();
  ReeveLeaveMany *body = reeve_leave_many_new ();
  g_autoptr (Answer) dry = NULL;
  g_autoptr (Answer) done = NULL;

  reeve_set_texts (&preview->ids, ids);
  dry = device_call (hana, leaving_preview_many, .body = preview);
  assert_done (dry);
  g_assert_cmpuint (count (hana, ""), ==, 0);
  reeve_set_texts (&body->ids, ids);
  body->reason = g_strdup ("The project is over");
  done = device_call (hana, leaving_create_many, .body = body);
  assert_done (done);
  g_assert_cmpuint (count (hana, ""), ==, 2); /* Hana stays */
  assert_line (hana, bo, "user.leave", NULL, "ok");
  assert_line (hana, cy, "user.leave", "rights_taken", "ok");
}

/* Who administers nothing any more, since the group is gone, has lost the role. */
static void
test_group_gone (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autofree char *bo = device_add_user (hana, "bo@vallis.example", "Bo", "member");
  ReeveGroup *group = reeve_group_new ();
  ReeveGroupAdministration *named = reeve_group_administration_new ();
  g_autoptr (Answer) made = NULL;
  g_autoptr (Answer) added = NULL;
  g_autoptr (Answer) gone = NULL;

  group->name = g_strdup ("Northlab");
  made = device_call (hana, groups_create, .body = group);
  assert_done (made);
  named->user = g_strdup (bo);
  named->action = "add";
  added =
    device_call (hana, groups_set_administrator, .object = REEVE_GROUP (made->reply)->id, .body = named);
  assert_done (added);
  g_assert_cmpuint (count (hana, ""), ==, 0); /* the call's own line names them */
  gone = device_call (hana, groups_delete, .object = REEVE_GROUP (made->reply)->id,
                      .if_match = REEVE_GROUP (added->reply)->version);
  assert_done (gone);
  g_assert_cmpuint (count (hana, ""), ==, 1);
  assert_line (hana, bo, "user.save", "rights_taken", "ok");
}

/* --- Whatever happens in between --- */

/* A chunk that is rolled back is told of when it is done, and not before. */
static void
test_rolled_back (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autofree char *csv = make_file (1000);
  g_autofree char *id = import (hana, csv);
  ReeveDb *db = reeve_installation_get_workspace (fixture->installation, hana->workspace);
  g_autoptr (GPtrArray) lines = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (take_chunk (hana, &error));
  g_assert_cmpuint (count (hana, ""), ==, CHUNK);
  reeve_db_set_page_limit_for_tests (db, 1);
  g_test_expect_message ("reeved", G_LOG_LEVEL_WARNING, "*no room left*");
  g_assert_false (take_chunk (hana, &error));
  g_test_assert_expected_messages ();
  g_assert_error (error, REEVE_ERROR, REEVE_ERROR_BUSY);
  g_assert_cmpuint (count (hana, ""), ==, CHUNK);
  reeve_db_set_page_limit_for_tests (db, 0);
  work_off (hana);
  lines = device_read_log (hana, "");
  assert_each_once (lines, 1000);
}

/* Stopped between two chunks, with what was told last not waited for. */
static void
test_stopped (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autofree char *csv = make_file (1000);
  g_autofree char *id = import (hana, csv);
  g_autoptr (GPtrArray) lines = NULL;
  g_autoptr (GError) error = NULL;

  while (take_chunk (hana, &error))
    {
      g_clear_pointer (&fixture->installation, reeve_installation_free);
      fixture_reopen (fixture);
    }
  g_assert_no_error (error);
  lines = device_read_log (hana, "");
  assert_each_once (lines, 1000);
}

/* --- What is found --- */

static GPtrArray *
list_findings (Device *device, const char *rule)
{
  ReeveDb *db = reeve_installation_get_workspace (device->fixture->installation, device->workspace);
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveTx) tx = NULL;
  g_autoptr (ReeveQuery) query = reeve_query_new ();
  g_autoptr (ReeveListing) listing = NULL;
  GPtrArray *found = g_ptr_array_new_with_free_func (g_object_unref);

  g_assert_true (reeve_detections_run (device->fixture->installation, TRUE, &error));
  tx = reeve_db_begin (db, REEVE_TX_READ, G_MAXINT64, &error);
  listing = reeve_findings_list (tx, query, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < listing->items->len; i++)
    if (g_str_equal (REEVE_FINDING (listing->items->pdata[i])->rule, rule))
      g_ptr_array_add (found, g_object_ref (listing->items->pdata[i]));
  return found;
}

/* As the request would be noted. */
static void
use_rights (Device *device, const char *who)
{
  const ReeveAccessEvent event = { .time = reeve_clock_now (),
                                   .status = 200,
                                   .action = "user.export",
                                   .route = "GET " W "/users/export",
                                   .actor = who,
                                   .actor_name = who,
                                   .address = "192.0.2.9" };

  reeve_access_log_append (get_log (device), device->workspace, &event);
}

/* Given to three by one job and taken from them by its undo: of who used them in between it is a finding. */
static void
test_given_and_taken (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autofree char *bo = device_add_user (hana, "bo@vallis.example", "Bo", "member");
  g_autofree char *cy = device_add_user (hana, "cy@vallis.example", "Cy", "member");
  g_autofree char *di = device_add_user (hana, "di@vallis.example", "Di", "member");
  const char *const ids[] = { bo, cy, di, NULL };
  g_autofree char *given = change (hana, "set-roles", ids, "auditor", NULL);
  g_autoptr (GPtrArray) early = NULL;
  g_autoptr (GPtrArray) found = NULL;
  g_autofree char *taken = NULL;

  reeve_clock_advance_for_tests (REEVE_HOUR);
  use_rights (hana, cy);
  early = list_findings (hana, "privilege-escalation");
  g_assert_cmpuint (early->len, ==, 0);
  reeve_clock_advance_for_tests (REEVE_HOUR);
  taken = change (hana, "undo", NULL, NULL, given);
  found = list_findings (hana, "privilege-escalation");
  g_assert_cmpuint (found->len, ==, 1);
  g_assert_cmpstr (REEVE_FINDING (found->pdata[0])->key, ==, cy);
  g_assert_cmpstr (REEVE_FINDING (found->pdata[0])->person, ==, hana->account);
}

/* Somebody comes by a file, with rights, and is gone a few hours later. */
static void
test_imported_and_gone (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autofree char *id =
    import (hana, "E-mail,Name,Roles\nfe@vallis.example,Fe,auditor\ngo@vallis.example,Go,auditor\n");
  g_autoptr (GPtrArray) lines = NULL;
  g_autoptr (GPtrArray) found = NULL;
  g_autofree char *fe = NULL;

  work_off (hana);
  lines = device_read_log (hana, "");
  g_assert_cmpuint (lines->len, ==, 2);
  fe = g_strdup (((ReeveAccessLine *) lines->pdata[0])->object);
  g_assert_cmpstr (((ReeveAccessLine *) lines->pdata[0])->object_name, ==, "Fe");
  reeve_clock_advance_for_tests (REEVE_HOUR);
  use_rights (hana, fe);
  reeve_clock_advance_for_tests (REEVE_HOUR);
  {
    const char *const ids[] = { fe, ((ReeveAccessLine *) lines->pdata[1])->object, NULL };
    g_autofree char *gone = change (hana, "delete", ids, NULL, NULL);
  }
  found = list_findings (hana, "privilege-escalation");
  g_assert_cmpuint (found->len, ==, 1);
  g_assert_cmpstr (REEVE_FINDING (found->pdata[0])->key, ==, fe);
}

/* More than one holds, for oneself among others: refused there as it is in a call of its own, and seen. For
 * somebody else it is a row that failed, and no line. */
static void
test_for_oneself (gconstpointer data)
{
  gboolean job = GPOINTER_TO_INT (data);
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autofree char *role = device_make_desk_role (hana);
  g_autofree char *bo = device_add_user (hana, "bo@vallis.example", "Bo", "member");
  g_autoptr (Device) desk = device_add_colleague (hana, "desk@vallis.example", "Desk", role);
  const char *const ids[] = { bo, desk->account, NULL };
  ReeveUserBulk *body = make_bulk ("set-roles", ids, "workspace-administrator", NULL);
  g_autoptr (Answer) answer = NULL;
  g_autoptr (GPtrArray) found = NULL;

  answer =
    job ? device_call (desk, users_bulk_job, .body = body) : device_call (desk, users_bulk, .body = body);
  assert_done (answer);
  work_off (desk);
  g_assert_cmpuint (count (desk, ""), ==, 1);
  assert_line (desk, desk->account, "user.save", "escalation", "refused");
  found = list_findings (desk, "privilege-escalation");
  g_assert_cmpuint (found->len, ==, 1);
  g_assert_cmpstr (REEVE_FINDING (found->pdata[0])->key, ==, desk->account);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bulk-events/import", test_import);
  g_test_add_func ("/bulk-events/invitations", test_invitations);
  g_test_add_func ("/bulk-events/changes", test_changes);
  g_test_add_func ("/bulk-events/calls", test_calls);
  g_test_add_func ("/bulk-events/leavings", test_leavings);
  g_test_add_func ("/bulk-events/group-gone", test_group_gone);
  g_test_add_func ("/bulk-events/rolled-back", test_rolled_back);
  g_test_add_func ("/bulk-events/stopped", test_stopped);
  g_test_add_func ("/bulk-events/given-and-taken", test_given_and_taken);
  g_test_add_func ("/bulk-events/imported-and-gone", test_imported_and_gone);
  g_test_add_data_func ("/bulk-events/for-oneself/job", GINT_TO_POINTER (TRUE), test_for_oneself);
  g_test_add_data_func ("/bulk-events/for-oneself/call", GINT_TO_POINTER (FALSE), test_for_oneself);
  return g_test_run ();
}
