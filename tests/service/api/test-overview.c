/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The overview: of each kind what is told, when it turns urgent, when it goes, and whom it is not told. */

#include "config.h"

#include "common/approval-rule.h"
#include "common/approval.h"
#include "common/case.h"
#include "common/duty.h"
#include "common/finding.h"
#include "common/hold.h"
#include "common/invitation.h"
#include "common/log-review.h"
#include "common/rotation.h"
#include "common/second-factor-demand.h"
#include "common/second-factor.h"
#include "service/api/case-contain.h"
#include "service/api/case-instruct.h"
#include "service/api/cases.h"
#include "service/api/holds.h"
#include "service/api/invitations.h"
#include "service/api/overview.h"
#include "service/api/rotations.h"
#include "service/api/second-factor-demands.h"
#include "service/api/second-factor-resets.h"
#include "service/jobs/log-reviews.h"
#include "service/store/access-log.h"
#include "service/store/approval-rules.h"
#include "service/store/approvals.h"
#include "service/store/findings.h"
#include "service/store/notification-rules.h"
#include "tests/service/api/permission-world.h"

#define COMPANIES "week group-administrator 1 Harrow, week group-administrator 1 North"
#define QUIET     "quiet access-review-opens 0"

static ReeveOverview *
look (Device *self)
{
  g_autoptr (Answer) answer = device_call (self, overview_get);

  assert_done (answer);
  return g_object_ref (REEVE_OVERVIEW (answer->reply));
}

/* "urgency kind count subject, …", in the order told */
static char *
describe (Device *self)
{
  g_autoptr (ReeveOverview) overview = look (self);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; overview->duties != NULL && i < overview->duties->len; i++)
    {
      ReeveDuty *duty = overview->duties->pdata[i];

      g_string_append_printf (text, "%s%s %s %" G_GINT64_FORMAT "%s%s", i > 0 ? ", " : "", duty->urgency,
                              duty->kind, duty->count, duty->subject != NULL ? " " : "",
                              duty->subject != NULL ? duty->subject : "");
    }
  return g_string_free_and_steal (g_steal_pointer (&text));
}

static void
assert_told (Device *self, const char *expected)
{
  g_autofree char *told = describe (self);

  g_assert_cmpstr (told, ==, expected);
}

/* (transfer full) */
static ReeveDuty *
find (Device *self, const char *kind)
{
  g_autoptr (ReeveOverview) overview = look (self);

  for (guint i = 0; overview->duties != NULL && i < overview->duties->len; i++)
    if (g_str_equal (REEVE_DUTY (overview->duties->pdata[i])->kind, kind))
      return g_object_ref (overview->duties->pdata[i]);
  return NULL;
}

static void
assert_none (Device *self, const char *kind)
{
  g_autoptr (ReeveDuty) duty = find (self, kind);

  g_assert_null (duty);
}

/* Sessions end meanwhile. */
static void
pass (World *world, gint64 time)
{
  reeve_clock_advance_for_tests (time);
  device_enter (world->hana, ADMIN, PASSWORD, world->hana->key);
  device_enter (world->bo, "bo@north.example", PASSWORD, NULL);
}

static ReeveTx *
begin (World *world, gboolean directory)
{
  g_autoptr (GError) error = NULL;
  ReeveDb *db = directory
                  ? reeve_installation_get_directory (world->fixture->installation)
                  : reeve_installation_get_workspace (world->fixture->installation, world->hana->workspace);
  ReeveTx *tx = reeve_db_begin (db, REEVE_TX_WRITE, g_get_monotonic_time () + 60 * G_USEC_PER_SEC, &error);

  g_assert_no_error (error);
  return tx;
}

static void
commit (ReeveTx *tx)
{
  g_autoptr (ReeveTx) done = tx;
  g_autoptr (GError) error = NULL;

  g_assert_true (reeve_tx_commit (done, &error));
  g_assert_no_error (error);
}

static void
run_sql (World *world, gboolean directory, const char *sql)
{
  g_autoptr (GError) error = NULL;
  ReeveTx *tx = begin (world, directory);

  g_assert_true (reeve_statement_run (reeve_tx_prepare (tx, sql, &error), NULL, &error));
  commit (tx);
}

static void
name_administrator (World *world, const char *group, const char *user, const char *action)
{
  ReeveGroupAdministration *body = reeve_group_administration_new ();
  g_autoptr (Answer) answer = NULL;

  body->action = g_intern_string (action);
  body->user = g_strdup (user);
  answer = device_call (world->hana, groups_set_administrator, .object = group, .body = body);
  assert_done (answer);
}

static void
patch_user (World *world, const char *id, const char *patch)
{
  g_autoptr (ReeveUser) before = device_get_user (world->hana, id);
  g_autoptr (Answer) answer =
    device_call (world->hana, users_save, .object = id, .patch = patch, .if_match = before->version);

  assert_done (answer);
}

/* Who may look at nothing is told nothing. */
static void
test_quiet (World *world, gconstpointer unused)
{
  g_autoptr (ReeveDuty) opens = NULL;
  g_autoptr (ReeveOverview) overview = look (world->hana);

  g_assert_cmpint (overview->at, ==, reeve_clock_now ());
  assert_told (world->hana, COMPANIES ", " QUIET);
  assert_told (world->bo, "");
  opens = find (world->hana, "access-review-opens");
  g_assert_cmpint (opens->due, >, reeve_clock_now () + 80 * REEVE_DAY);
}

/* A lock of which no case says anything: of before there were any. */
static void
set_lock (World *world, const char *account, const char *lock)
{
  g_autofree char *sql = g_strdup_printf ("UPDATE users SET lock = '%s' WHERE id = '%s'", lock, account);

  run_sql (world, FALSE, sql);
}

/* One row for each; a group administrator hears of their own people only. */
static void
test_locked (World *world, gconstpointer unused)
{
  g_autoptr (Device) gus =
    device_add_colleague (world->hana, "gus@north.example", "Gus", "group-administrator");
  g_autoptr (ReeveDuty) duty = NULL;
  g_autofree char *id = g_strconcat ("locked:", world->cy, NULL);

  name_administrator (world, world->north, gus->account, "add");
  assert_told (gus, "");
  set_lock (world, world->cy, "breach");
  assert_told (world->hana, "now locked 1 Cy, week group-administrator 1 Harrow, " QUIET);
  duty = find (world->hana, "locked");
  g_assert_cmpstr (duty->id, ==, id);
  g_assert_cmpstr (duty->subject_id, ==, world->cy);
  assert_told (world->bo, "");
  assert_told (gus, "");
  name_administrator (world, world->harrow, gus->account, "add");
  assert_told (gus, "now locked 1 Cy");
  set_lock (world, world->cy, "none");
  assert_told (gus, "");
  assert_told (world->hana, QUIET);
}

/* (transfer full): its id */
static char *
report_case (Device *device, const char *const *people)
{
  ReeveCaseReport *body = reeve_case_report_new ();
  g_autoptr (Answer) answer = NULL;

  reeve_set_texts (&body->people, people);
  answer = device_call (device, cases_create, .body = body);
  assert_done (answer);
  return g_strdup (REEVE_CASE (answer->reply)->id);
}

static void
keep_locked (Device *device, const char *id)
{
  ReeveCaseInstruction *body = reeve_case_instruction_new ();
  g_autoptr (Answer) answer = NULL;

  body->decision = "keep";
  body->reason = g_strdup ("nobody answers the phone");
  answer = device_call (device, cases_instruct, .object = id, .body = body);
  assert_done (answer);
}

/* What waits is told once, by the case, and to those who can do something about it. */
static void
test_cases (World *world, gconstpointer unused)
{
  g_autoptr (Device) gus =
    device_add_colleague (world->hana, "gus@north.example", "Gus", "group-administrator");
  g_autoptr (Device) eva = device_add_colleague (world->hana, "eva@vallis.example", "Eva", "auditor");
  const char *const people[] = { world->cy, world->bo->account, NULL };
  g_autofree char *id = report_case (world->hana, people);
  g_autoptr (ReeveDuty) duty = find (world->hana, "case");

  name_administrator (world, world->harrow, gus->account, "add");
  assert_told (world->hana, "now case 2 Bo, week group-administrator 1 North, " QUIET);
  g_assert_cmpstr (duty->subject_id, ==, id);
  g_assert_cmpint (duty->since, ==, reeve_clock_now ());
  assert_told (gus, "now case 1 Cy");
  assert_none (eva, "case");
  assert_none (eva, "locked");
  keep_locked (gus, id);
  assert_told (gus, "");
  assert_told (world->hana, "now case 1 Bo, week group-administrator 1 North, " QUIET);
  keep_locked (world->hana, id);
  assert_told (world->hana, "week group-administrator 1 North, " QUIET);
}

/* A colleague's word about somebody who administers others locks nobody. */
static void
test_reported (World *world, gconstpointer unused)
{
  g_autoptr (Device) gus =
    device_add_colleague (world->hana, "gus@north.example", "Gus", "group-administrator");
  ReeveCaseTip *tip = reeve_case_tip_new ();
  ReeveCaseContainment *body = reeve_case_containment_new ();
  g_autoptr (ReeveDuty) duty = NULL;
  g_autoptr (Answer) told = NULL;
  g_autoptr (Answer) contained = NULL;

  tip->email = g_strdup ("gus@north.example");
  tip->noticed = g_strdup ("asks everybody for money");
  told = device_call (world->bo, breach_reports_create, .body = tip);
  assert_done (told);
  assert_told (world->hana, "now case-reported 1 Gus, " COMPANIES ", " QUIET);
  assert_told (gus, "");
  duty = find (world->hana, "case-reported");
  contained = device_call (world->hana, cases_contain, .object = duty->subject_id, .body = body);
  assert_done (contained);
  assert_told (world->hana, "now case 1 Gus, " COMPANIES ", " QUIET);
}

static void
test_many_locked (World *world, gconstpointer unused)
{
  g_autoptr (ReeveOverview) overview = NULL;
  guint n = 0;

  for (guint i = 0; i < 13; i++)
    {
      g_autofree char *email = g_strdup_printf ("p%u@vallis.example", i);

      g_free (device_add_user (world->hana, email, "Pia", "member"));
    }
  run_sql (world, FALSE, "UPDATE users SET lock = 'breach' WHERE display_name = 'Pia'");
  overview = look (world->hana);
  for (guint i = 0; i < overview->duties->len; i++)
    {
      ReeveDuty *duty = overview->duties->pdata[i];

      if (!g_str_equal (duty->kind, "locked"))
        continue;
      n++;
      g_assert_cmpint (duty->count, ==, duty->subject != NULL ? 1 : 3);
    }
  g_assert_cmpuint (n, ==, 11);
}

/* Of an account that cannot say what is to be done: suspended, or gone. */
static void
test_companies (World *world, gconstpointer unused)
{
  g_autofree char *gus = device_add_user (world->hana, "gus@north.example", "Gus", "group-administrator");
  g_autofree char *empty = make_group (world->hana, "Empty");
  g_autoptr (Answer) alone = NULL;
  g_autoptr (Answer) odd = NULL;

  name_administrator (world, world->north, gus, "add");
  assert_told (world->hana, "week group-administrator 1 Harrow, " QUIET);
  alone = device_call (world->hana, groups_list, .query = "administrators=none");
  odd = device_call (world->hana, groups_list, .query = "administrators=odd");
  assert_done (alone);
  g_assert_cmpuint (alone->listing->items->len, ==, 1);
  g_assert_cmpstr (REEVE_GROUP (alone->listing->items->pdata[0])->name, ==, "Harrow");
  g_assert_cmpint (alone->listing->total, ==, 1);
  assert_member (odd, "?administrators", "choice");
  patch_user (world, gus, "{\"state\":\"suspended\"}");
  assert_told (world->hana, COMPANIES ", " QUIET);
}

static void
demand (World *world, const char *role, gint64 since)
{
  g_autoptr (Answer) now = device_call (world->hana, second_factor_demands_get);
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (since / REEVE_SECOND);
  g_autofree char *time = g_date_time_format (date, "%Y-%m-%dT%H:%M:%SZ");
  g_autofree char *patch = g_strdup_printf ("{\"demands\":[{\"role\":\"%s\",\"since\":\"%s\"}]}", role, time);
  g_autoptr (Answer) answer = NULL;

  assert_done (now);
  answer = device_call (world->hana, second_factor_demands_save, .patch = patch,
                        .if_match = REEVE_SECOND_FACTOR_DEMANDS (now->reply)->version);
  assert_done (answer);
}

/* How many still have to, until when; and whoever has to is told so themselves. */
static void
test_second_factors (World *world, gconstpointer unused)
{
  g_autoptr (ReeveDuty) later = NULL;
  g_autoptr (ReeveDuty) own = NULL;
  g_autoptr (ReeveDuty) rest = NULL;
  g_autofree char *sue = device_add_user (world->hana, "sue@north.example", "Sue", "auditor");

  fixture_mirror (world->fixture);
  demand (world, "member", reeve_clock_now () + 9 * REEVE_DAY);
  later = find (world->hana, "second-factor");
  g_assert_cmpstr (later->urgency, ==, "quiet");
  g_assert_cmpint (later->count, ==, 3);
  assert_told (world->bo, "quiet own-second-factor 0");
  demand (world, "member", reeve_clock_now () + 5 * REEVE_DAY);
  assert_told (world->bo, "week own-second-factor 0");
  own = find (world->bo, "own-second-factor");
  g_assert_cmpint (own->due, >, reeve_clock_now () + 4 * REEVE_DAY);
  patch_user (world, sue, "{\"state\":\"suspended\"}");
  device_enrol (world->bo);
  fixture_mirror (world->fixture);
  assert_told (world->bo, "");
  rest = find (world->hana, "second-factor");
  g_assert_cmpstr (rest->urgency, ==, "week");
  g_assert_cmpint (rest->count, ==, 1);
  g_assert_cmpstr (rest->subject_id, ==, "member");

  demand (world, "auditor", reeve_clock_now () + REEVE_DAY);
  assert_none (world->hana, "second-factor");
  patch_user (world, sue, "{\"state\":\"active\"}");
  g_clear_object (&rest);
  rest = find (world->hana, "second-factor");
  g_assert_cmpint (rest->count, ==, 1);
  reeve_clock_advance_for_tests (2 * REEVE_DAY);
  device_enter (world->hana, ADMIN, PASSWORD, world->hana->key);
  g_clear_object (&rest);
  rest = find (world->hana, "second-factor");
  g_assert_cmpstr (rest->urgency, ==, "now");
}

/* Of a group administrator's people only. */
static void
test_second_factors_in_scope (World *world, gconstpointer unused)
{
  g_autoptr (Device) gus =
    device_add_colleague (world->hana, "gus@north.example", "Gus", "group-administrator");

  fixture_mirror (world->fixture);
  demand (world, "member", reeve_clock_now () + 5 * REEVE_DAY);
  assert_told (gus, "");
  name_administrator (world, world->north, gus->account, "add");
  assert_told (gus, "week second-factor 1");
  name_administrator (world, world->harrow, gus->account, "add");
  assert_told (gus, "week second-factor 2");
  demand (world, "auditor", reeve_clock_now () + 5 * REEVE_DAY);
  assert_told (gus, "");
  patch_user (world, world->cy, "{\"roles\":[\"auditor\"]}");
  assert_told (gus, "week second-factor 1");
}

/* Its id */
static char *
invite (World *world, const char *email, const char *group, gint64 life)
{
  const char *const groups[] = { group, NULL };
  ReeveInvitation *body = reeve_invitation_new ();
  g_autoptr (Answer) answer = NULL;

  body->email = g_strdup (email);
  reeve_set_texts (&body->groups, groups);
  body->expires = reeve_clock_now () + life;
  answer = device_call (world->hana, invitations_create, .body = body);
  assert_done (answer);
  return g_strdup (REEVE_INVITATION (answer->reply)->id);
}

static void
test_invitations (World *world, gconstpointer unused)
{
  g_autoptr (Device) gus =
    device_add_colleague (world->hana, "gus@north.example", "Gus", "group-administrator");
  g_autofree char *eve = invite (world, "eve@north.example", world->north, 4 * REEVE_DAY);
  g_autofree char *flo = NULL;
  g_autoptr (Answer) revoked = NULL;
  g_autoptr (ReeveDuty) two = NULL;

  name_administrator (world, world->north, gus->account, "add");
  assert_none (world->hana, "invitation");
  pass (world, 2 * REEVE_DAY);
  flo = invite (world, "flo@harrow.example", world->harrow, REEVE_DAY);
  two = find (world->hana, "invitation");
  g_assert_cmpint (two->count, ==, 2);
  g_assert_null (two->subject);
  g_assert_cmpint (two->due, ==, reeve_clock_now () + REEVE_DAY);
  revoked = device_call (world->hana, invitations_revoke, .object = flo);
  assert_done (revoked);
  assert_told (world->hana, "week invitation 1 eve@north.example, week group-administrator 1 Harrow, " QUIET);
  device_enter (gus, "gus@north.example", PASSWORD, gus->key);
  assert_told (gus, "week invitation 1 eve@north.example");
  assert_told (world->bo, "");
  pass (world, 2 * REEVE_DAY);
  assert_none (world->hana, "invitation");
}

static void
test_access_reviews (World *world, gconstpointer unused)
{
  g_autoptr (Answer) opened = device_call (world->hana, access_reviews_open);
  g_autoptr (ReeveDuty) duty = NULL;

  assert_done (opened);
  duty = find (world->hana, "access-review");
  g_assert_cmpstr (duty->urgency, ==, "week");
  g_assert_cmpint (duty->count, ==, 1);
  g_assert_cmpint (duty->due, ==, reeve_clock_now () + 14 * REEVE_DAY);
  g_assert_cmpint (duty->since, ==, reeve_clock_now ());
  assert_none (world->hana, "access-review-opens");
  assert_none (world->bo, "access-review");
  pass (world, 14 * REEVE_DAY);
  g_clear_object (&duty);
  duty = find (world->hana, "access-review");
  g_assert_cmpstr (duty->urgency, ==, "now");
}

static void
test_rotations (World *world, gconstpointer unused)
{
  ReeveRotation *body = reeve_rotation_new ();
  g_autoptr (Answer) entered = NULL;
  g_autoptr (Answer) rotated = NULL;

  body->name = g_strdup ("Root key");
  body->every_days = 30;
  entered = device_call (world->hana, rotations_create, .body = body);
  assert_done (entered);
  assert_told (world->hana, COMPANIES ", quiet rotation 1 Root key, " QUIET);
  pass (world, 25 * REEVE_DAY);
  assert_told (world->hana, "week rotation 1 Root key, " COMPANIES ", " QUIET);
  pass (world, 6 * REEVE_DAY);
  assert_told (world->hana, "now rotation 1 Root key, " COMPANIES ", " QUIET);
  assert_told (world->bo, "");
  rotated = device_call (world->hana, rotations_rotated, .object = REEVE_ROTATION (entered->reply)->id,
                         .if_match = 1);
  assert_done (rotated);
  assert_told (world->hana, COMPANIES ", quiet rotation 1 Root key, " QUIET);
}

/* Told to another administrator than who asked, and than whom it is about. */
static void
test_resets (World *world, gconstpointer unused)
{
  g_autoptr (Device) ada =
    device_add_colleague (world->hana, "ada@vallis.example", "Ada", "workspace-administrator");
  g_autoptr (Device) ben =
    device_add_colleague (world->hana, "ben@vallis.example", "Ben", "workspace-administrator");
  g_autoptr (ReeveDuty) duty = NULL;
  g_autoptr (Answer) asked = NULL;
  g_autoptr (Answer) declined = NULL;
  ReeveSecondFactorReset *body = reeve_second_factor_reset_new ();

  fixture_mirror (world->fixture);
  body->reason = g_strdup ("lost her phone");
  body->proofing = "video-call";
  asked = device_call (world->hana, second_factor_reset, .object = ben->account, .body = body);
  assert_done (asked);
  duty = find (ada, "second-factor-reset");
  g_assert_cmpstr (duty->subject, ==, "Ben");
  g_assert_cmpstr (duty->urgency, ==, "now");
  g_assert_cmpint (duty->due, ==, REEVE_SECOND_FACTOR_RESET (asked->reply)->expires);
  assert_none (world->hana, "second-factor-reset");
  assert_none (ben, "second-factor-reset");
  assert_none (world->bo, "second-factor-reset");
  declined =
    device_call (ada, second_factor_resets_decline, .object = REEVE_SECOND_FACTOR_RESET (asked->reply)->id);
  assert_done (declined);
  assert_none (ada, "second-factor-reset");
}

static char *
add_rule (ReeveTx *tx, const char *approver)
{
  const char *const approvers[] = { approver, NULL };
  g_autoptr (ReeveApprovalRule) rule = reeve_approval_rule_new ();
  g_autoptr (GError) error = NULL;

  rule->id = reeve_id_new ();
  rule->version = 1;
  rule->operation = g_intern_string ("users.export");
  reeve_set_texts (&rule->approvers, approvers);
  rule->hours = 24;
  rule->created = reeve_clock_now ();
  rule->created_by = g_strdup (approver);
  g_assert_true (reeve_approval_rules_insert (tx, rule, &error));
  g_assert_no_error (error);
  return g_strdup (rule->id);
}

static void
add_approval (ReeveTx *tx, const char *rule, const char *requester)
{
  g_autoptr (ReeveApproval) approval = reeve_approval_new ();
  g_autoptr (GError) error = NULL;

  approval->id = reeve_id_new ();
  approval->version = 1;
  approval->rule = g_strdup (rule);
  approval->kind = g_intern_string ("route");
  approval->operation = g_intern_string ("users.export");
  approval->method = g_intern_string ("GET");
  approval->path = g_strdup ("/v1/workspaces/w/users/export");
  approval->hash = g_strdup ("00");
  approval->requester = g_strdup (requester);
  approval->requester_name = g_strdup ("Hana Sato <hana@vallis.example>");
  approval->reason = g_strdup ("for the auditors");
  approval->state = g_intern_string ("waiting");
  approval->created = reeve_clock_now ();
  approval->expires = reeve_clock_now () + REEVE_DAY;
  g_assert_true (reeve_approvals_insert (tx, approval, reeve_clock_now (), &error));
  g_assert_no_error (error);
}

/* Told to whom a rule names, whatever they may do besides; never to who asked. */
static void
test_approvals (World *world, gconstpointer unused)
{
  ReeveTx *tx = begin (world, FALSE);
  g_autofree char *rule = add_rule (tx, world->bo->account);
  g_autoptr (ReeveDuty) duty = NULL;

  add_approval (tx, rule, world->hana->account);
  commit (tx);
  assert_told (world->bo, "now approval 1 Hana Sato <hana@vallis.example>");
  duty = find (world->bo, "approval");
  g_assert_cmpint (duty->due, ==, reeve_clock_now () + REEVE_DAY);
  assert_none (world->hana, "approval");
  pass (world, REEVE_DAY);
  assert_told (world->bo, "");
}

/* The first ones by name, and how many more there are. */
static void
test_many_approvals (World *world, gconstpointer unused)
{
  ReeveTx *tx = begin (world, FALSE);
  g_autofree char *rule = add_rule (tx, world->bo->account);
  g_autoptr (ReeveOverview) overview = NULL;
  ReeveDuty *rest = NULL;

  for (guint i = 0; i < 14; i++)
    {
      g_autofree char *somebody = reeve_id_new ();

      add_approval (tx, rule, somebody);
    }
  commit (tx);
  overview = look (world->bo);
  g_assert_cmpuint (overview->duties->len, ==, 11);
  for (guint i = 0; i < overview->duties->len; i++)
    if (g_str_equal (REEVE_DUTY (overview->duties->pdata[i])->id, "approval"))
      rest = overview->duties->pdata[i];
  g_assert_nonnull (rest);
  g_assert_cmpint (rest->count, ==, 4);
}

/* @account: (nullable): of the workspace's own outbox */
static void
put_mail (World *world, const char *account, const char *state, int attempts)
{
  g_autofree char *id = reeve_id_new ();
  g_autofree char *sql = g_strdup_printf (
    "INSERT INTO outbox (id, version, kind, recipient, account, subject, state, attempts, next_try, created, "
    "sent) VALUES ('%s', 1, 'security-notice', 'ada@vallis.example', %s%s%s, 'Notice', '%s', %d, 0, "
    "%" G_GINT64_FORMAT ", 0)",
    id, account != NULL ? "'" : "", account != NULL ? account : "NULL", account != NULL ? "'" : "", state,
    attempts, reeve_clock_now ());

  run_sql (world, account != NULL, sql);
}

/* In both databases; what is about nobody here is another workspace's. */
static void
test_mails (World *world, gconstpointer unused)
{
  g_autofree char *stranger = reeve_id_new ();

  put_mail (world, NULL, "kept", 0);
  put_mail (world, stranger, "failed", 3);
  assert_none (world->hana, "mail");
  put_mail (world, NULL, "failed", 3);
  put_mail (world, world->bo->account, "failed", 3);
  put_mail (world, world->bo->account, "waiting", 2);
  put_mail (world, NULL, "waiting", 0);
  assert_told (world->hana, "week mail 2, " COMPANIES ", " QUIET);
  assert_told (world->bo, "");
  reeve_clock_advance_for_tests (16 * REEVE_MINUTE);
  assert_told (world->hana, "now mail-waiting 1, week mail 2, " COMPANIES ", " QUIET);
  pass (world, 8 * REEVE_DAY);
  assert_none (world->hana, "mail");
}

static void
test_grants (World *world, gconstpointer unused)
{
  g_autofree char *recipes = make_folder (world->hana, "Recipes", NULL);
  g_autofree char *plans = make_folder (world->hana, "Plans", NULL);
  ReevePermissionChange *change = new_grant (recipes, "user", world->bo->account, "view");

  change->expires = reeve_clock_now () + REEVE_DAY;
  do_one (world->hana, change);
  do_one (world->hana, new_grant (plans, "user", world->bo->account, "manage"));
  assert_told (world->hana, COMPANIES ", " QUIET);
  pass (world, REEVE_DAY);
  assert_told (world->hana, COMPANIES ", week grant-expired 1, " QUIET);
  patch_user (world, world->bo->account, "{\"state\":\"suspended\"}");
  assert_told (world->hana, "week folder-manager 1, " COMPANIES ", week grant-expired 1, " QUIET);
}

/* A hold that ends soon lets evidence go; a day whose file is damaged is told as long as it is there. */
static void
test_log (World *world, gconstpointer unused)
{
  ReeveAccessLog *log = reeve_installation_get_access_log (world->fixture->installation);
  gint64 day = reeve_clock_now () / REEVE_DAY;
  const ReeveAccessEvent event = { .time = reeve_clock_now (), .action = "sign-in" };
  ReeveHold *hold = reeve_hold_new ();
  g_autoptr (Answer) held = NULL;
  g_autoptr (ReeveDuty) damaged = NULL;
  g_autoptr (GError) error = NULL;

  hold->since = reeve_clock_now () - REEVE_DAY;
  hold->until = reeve_clock_now ();
  hold->reason = g_strdup ("Evidence of case 12");
  hold->ends = reeve_clock_now () + 8 * REEVE_DAY;
  held = device_call (world->hana, holds_create, .body = hold);
  assert_done (held);
  assert_none (world->hana, "hold");
  pass (world, 2 * REEVE_DAY);
  assert_told (world->hana, "week hold 1 Evidence of case 12, " COMPANIES ", " QUIET);

  reeve_access_log_append (log, world->hana->workspace, &event);
  reeve_access_log_flush (log);
  g_assert_true (
    reeve_access_files_set_aside (reeve_access_log_get_files (log), world->hana->workspace, day, &error));
  g_assert_no_error (error);
  damaged = find (world->hana, "log-damaged");
  g_assert_cmpint (damaged->count, ==, 1);
  g_assert_cmpint (damaged->since, ==, day * REEVE_DAY);
  assert_told (world->bo, "");
}

/* Of the service itself: it shows one, or another server before it does. */
static void
test_certificate (World *world, gconstpointer unused)
{
  gint64 now = reeve_clock_now ();
  g_autoptr (ReeveDuty) told = NULL;

  assert_none (world->hana, "certificate");
  reeve_installation_set_certificate_end (world->fixture->installation, now + 22 * REEVE_DAY);
  assert_none (world->hana, "certificate");
  reeve_installation_set_certificate_end (world->fixture->installation, now + 20 * REEVE_DAY);
  told = find (world->hana, "certificate");
  g_assert_cmpint (told->due, ==, now + 20 * REEVE_DAY);
  g_assert_cmpstr (told->urgency, ==, "week");
  reeve_installation_set_certificate_end (world->fixture->installation, now - REEVE_DAY);
  assert_told (world->hana, "now certificate 0, " COMPANIES ", " QUIET);
  assert_told (world->bo, "");
}

static void
raise_finding (World *world, const char *severity, const char *state, gint64 due)
{
  ReeveTx *tx = begin (world, FALSE);
  g_autoptr (ReeveFinding) finding = reeve_finding_new ();
  g_autoptr (GError) error = NULL;
  gboolean is_new;

  finding->rule = g_strdup ("brute-force");
  finding->technique = g_strdup ("T1110.001");
  finding->severity = severity;
  finding->raised = reeve_clock_now () + due;
  finding->key = g_strdup (severity);
  finding->state = state;
  finding->due = due != 0 ? reeve_clock_now () + due : 0;
  g_assert_true (reeve_findings_insert (tx, finding, &is_new, &error));
  g_assert_no_error (error);
  commit (tx);
}

/* Its id. (transfer full) */
static char *
put_rule (World *world, const char *name, gboolean paused, gint64 failing_since, const char *last_answer)
{
  ReeveTx *tx = begin (world, FALSE);
  g_autoptr (ReeveNotificationRule) rule = reeve_notification_rule_new ();
  g_autoptr (GError) error = NULL;

  rule->id = reeve_id_new ();
  rule->version = 1;
  rule->name = g_strdup (name);
  rule->channel = "webhook";
  rule->severity = "high";
  rule->uri = g_strdup ("https://hooks.example/");
  rule->paused = paused;
  rule->failing_since = failing_since;
  rule->last_answer = g_strdup (last_answer);
  g_assert_true (reeve_notification_rules_insert (tx, rule, &error));
  g_assert_no_error (error);
  commit (tx);
  return g_steal_pointer (&rule->id);
}

/* Findings that nobody hears of: not at the first failure, which is tried again. */
static void
test_notifications (World *world, gconstpointer unused)
{
  gint64 now = reeve_clock_now ();
  g_autofree char *well = put_rule (world, "Well", FALSE, 0, NULL);
  g_autofree char *refused = put_rule (world, "Refused", FALSE, 0, "status_400");
  g_autofree char *late = put_rule (world, "Late", FALSE, now - REEVE_HOUR + REEVE_MINUTE, "unreachable");
  g_autofree char *paused = put_rule (world, "Paused", TRUE, now - 3 * REEVE_DAY, "unreachable");
  g_autoptr (ReeveDuty) duty = NULL;
  g_autofree char *nobody = NULL;

  assert_told (world->hana, "week notification-paused 1 Paused, " COMPANIES ", " QUIET);
  pass (world, 2 * REEVE_MINUTE);
  assert_told (world->hana,
               "now notification-failing 1 Late, week notification-paused 1 Paused, " COMPANIES ", " QUIET);
  duty = find (world->hana, "notification-failing");
  g_assert_cmpstr (duty->subject_id, ==, late);
  g_assert_cmpint (duty->since, ==, now - REEVE_HOUR + REEVE_MINUTE);
  assert_told (world->bo, "");
  nobody = put_rule (world, "Nobody", FALSE, 0, "nobody");
  assert_told (world->hana, "now notification-failing 1 Nobody, now notification-failing 1 Late, "
                            "week notification-paused 1 Paused, " COMPANIES ", " QUIET);
}

static void
run_reviews (World *world)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (reeve_log_reviews_run (world->fixture->installation, NULL, reeve_clock_now (), &error));
  g_assert_no_error (error);
}

/* What is grave is to be looked at now; a review waits for its day, and near the end says what is lost. */
static void
test_desk (World *world, gconstpointer unused)
{
  g_autoptr (ReeveDuty) review = NULL;
  g_autoptr (ReeveDuty) leaving = NULL;

  raise_finding (world, "critical", "open", 0);
  raise_finding (world, "high", "acknowledged", 0);
  raise_finding (world, "low", "open", 0);
  raise_finding (world, "medium", "expected", 0);
  raise_finding (world, "medium", "follow_up", 2 * REEVE_DAY);
  assert_told (world->hana,
               "now finding 1, now finding 1, week follow-up 1, week finding 1, " COMPANIES ", " QUIET);
  assert_told (world->bo, "");

  run_reviews (world);
  review = find (world->hana, "log-review");
  g_assert_cmpstr (review->urgency, ==, "quiet");
  g_assert_cmpint (review->due, ==, reeve_log_review_due (review->since, REEVE_LOG_REVIEW_WEEKS));
  pass (world, 29 * REEVE_DAY);
  assert_none (world->hana, "log-review");
  leaving = find (world->hana, "log-review-leaving");
  g_assert_cmpstr (leaving->urgency, ==, "now");
  g_assert_cmpint (leaving->due, ==, review->since + 31 * REEVE_DAY);
  g_assert_cmpstr (leaving->subject_id, ==, review->subject_id);
}

#define ADD(path, function) g_test_add (path, World, NULL, world_set_up, function, world_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/overview/quiet", test_quiet);
  ADD ("/overview/locked", test_locked);
  ADD ("/overview/cases", test_cases);
  ADD ("/overview/reported", test_reported);
  ADD ("/overview/many-locked", test_many_locked);
  ADD ("/overview/companies", test_companies);
  ADD ("/overview/second-factors", test_second_factors);
  ADD ("/overview/second-factors-in-scope", test_second_factors_in_scope);
  ADD ("/overview/invitations", test_invitations);
  ADD ("/overview/access-reviews", test_access_reviews);
  ADD ("/overview/rotations", test_rotations);
  ADD ("/overview/resets", test_resets);
  ADD ("/overview/approvals", test_approvals);
  ADD ("/overview/many-approvals", test_many_approvals);
  ADD ("/overview/mails", test_mails);
  ADD ("/overview/grants", test_grants);
  ADD ("/overview/log", test_log);
  ADD ("/overview/certificate", test_certificate);
  ADD ("/overview/desk", test_desk);
  ADD ("/overview/notifications", test_notifications);
  return g_test_run ();
}
