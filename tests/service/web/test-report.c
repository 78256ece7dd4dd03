/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A breach of the own account: reported, who is told, and who opens the account again. */

#include "config.h"

#include <string.h>

#include "common/breach-release.h"
#include "service/api/breach.h"
#include "service/jobs/jobs.h"
#include "tests/service/web/visitor.h"

#define BO  "bo@vallis.example"
#define CY  "cy@vallis.example"
#define DAY (24 * 60 * REEVE_MINUTE)

typedef struct
{
  Fixture *fixture;
  Device *hana; /* the administrator */
  Device *bo;   /* a member */
  ReeveWeb *web;
  Visitor *visitor;
} World;

static void
set_up (World *world, gconstpointer data)
{
  world->fixture = fixture_new ();
  world->hana = device_set_up (world->fixture);
  world->bo = device_add_colleague (world->hana, BO, "Bo", "member");
  world->web = reeve_web_new (world->fixture->installation, world->fixture->signer);
  world->visitor = visitor_new (world->fixture, world->web);
  g_autoptr (GPtrArray) of_setting_up = take_mails (world->fixture, NULL);
}

static void
tear_down (World *world, gconstpointer data)
{
  visitor_free (world->visitor);
  reeve_web_free (world->web);
  device_free (world->bo);
  device_free (world->hana);
  fixture_free (world->fixture);
}

static void
settle (World *world)
{
  reeve_web_free (world->web);
  world->web = reeve_web_new (world->fixture->installation, world->fixture->signer);
  world->visitor->web = world->web;
}

static ReeveMail *
find_mail (GPtrArray *mails, const char *recipient, const char *subject)
{
  for (guint i = 0; i < mails->len; i++)
    {
      ReeveMail *mail = mails->pdata[i];

      if (g_str_equal (mail->recipient, recipient) && g_str_has_prefix (mail->subject, subject))
        return mail;
    }
  return NULL;
}

/* A link as somebody who is signed out gets it. */
static char *
ask_for_link (World *world, const char *email)
{
  visitor_open (world->visitor, "/p/report");
  visitor_submit (world->visitor, "email", email, NULL);
  visitor_assert (world->visitor, 200, "/p/report-sent", "<h1>Look into your mail</h1>");
  settle (world);
  g_autoptr (GPtrArray) mails = take_mails (world->fixture, NULL);
  g_assert_cmpuint (mails->len, ==, 1);
  return get_link_path (mails->pdata[0]);
}

static char *
get_hidden_account (Visitor *visitor)
{
  const char *at = strstr (visitor->html, "name=\"account\" value=\"");

  g_assert_nonnull (at);
  at += strlen ("name=\"account\" value=\"");
  return g_strndup (at, strcspn (at, "\""));
}

static void
report (Visitor *visitor, const char *text)
{
  g_autofree char *account = get_hidden_account (visitor);

  visitor_submit (visitor, "account", account, "text", text, NULL);
}

static Answer *
release (Device *self, const char *user)
{
  ReeveBreachRelease *body = reeve_breach_release_new ();

  body->reason = g_strdup ("talked to Bo, all clear");
  return device_call (self, users_release, .object = user, .body = body);
}

static void
assert_lock (World *world, const char *user, const char *lock)
{
  g_autoptr (ReeveUser) now = device_get_user (world->hana, user);

  g_assert_cmpstr (now->lock, ==, lock);
}

/* By a link from a mail: shut out at once, administrators told in the same moment, by text and trail. */
static void
test_link (World *world, gconstpointer data)
{
  g_autofree char *path = ask_for_link (world, " BO@Vallis.example ");
  Visitor *visitor = world->visitor;
  g_autoptr (Device) again = device_new (world->fixture, "again", "192.0.2.77");

  for (guint i = 0; i < 20; i++)
    visitor_open (visitor, path);
  visitor_assert (visitor, 200, "/p/report", BO);
  g_assert_null (strstr (visitor->html, strrchr (path, '/') + 1));
  assert_lock (world, world->bo->account, "none");
  report (visitor, "mails that I did not write, since Monday");
  visitor_assert (visitor, 200, "/p/report-done", "<h1>Your account is locked</h1>");
  assert_lock (world, world->bo->account, "breach");

  expect_refused (device_call (world->bo, sign_out), REEVE_ERROR_SIGNED_OUT, "session_ended");
  expect_refused (device_sign_in (again, BO, PASSWORD), REEVE_ERROR_SIGNED_OUT, "password_wrong");
  g_autoptr (GPtrArray) own = take_mails (world->fixture, NULL);
  g_assert_nonnull (find_mail (own, BO, "A breach of your account was reported"));
  g_autoptr (GPtrArray) told = take_mails (world->fixture, world->hana->workspace);
  ReeveMail *mail = find_mail (told, ADMIN, "A breach of an account was reported");
  g_assert_nonnull (mail);
  g_assert_nonnull (strstr (mail->text, "since Monday"));
  g_assert_cmpuint (told->len, ==, 1);
  g_autoptr (GPtrArray) history = device_get_history (world->hana, world->bo->account);
  ReeveAuditEntry *entry = history->pdata[0];
  g_assert_cmpstr (entry->action, ==, "account.report-breach");
  g_assert_cmpstr (entry->actor, ==, world->bo->account);
  g_assert_cmpstr (entry->reason, ==, "mails that I did not write, since Monday");

  visitor_open (visitor, path);
  visitor_assert (visitor, 200, "/p/report", "The link does not work any more");
}

/* What jobs do afterwards changes nothing, and tells nobody twice: it is asked what is to be done, and the
 * customer has notice. */
static void
test_mirror (World *world, gconstpointer data)
{
  g_autofree char *path = ask_for_link (world, BO);
  g_autoptr (GError) error = NULL;

  visitor_open (world->visitor, path);
  report (world->visitor, "");
  for (guint i = 0; i < 2; i++)
    {
      g_assert_true (reeve_jobs_run_all (world->fixture->installation, reeve_clock_now (), &error));
      g_assert_no_error (error);
    }
  assert_lock (world, world->bo->account, "breach");
  g_autoptr (GPtrArray) told = take_mails (world->fixture, world->hana->workspace);
  g_assert_nonnull (find_mail (told, ADMIN, "A breach of an account was reported"));
  g_assert_nonnull (find_mail (told, ADMIN, "Notice of a possible data breach"));
  g_assert_cmpuint (told->len, ==, 2);
}

/* A lock of which the workspace has not heard, as after a crash, is told of by the mirror. */
static void
test_crash (World *world, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveTx) tx =
    reeve_db_begin (reeve_installation_get_directory (world->fixture->installation), REEVE_TX_WRITE,
                    g_get_monotonic_time () + 600 * G_USEC_PER_SEC, &error);

  g_assert_true (reeve_accounts_set_breach_lock (tx, world->bo->account, reeve_clock_now (), &error));
  g_assert_true (reeve_tx_commit (tx, &error));
  g_clear_pointer (&tx, reeve_tx_end);
  g_assert_true (reeve_jobs_run_all (world->fixture->installation, reeve_clock_now (), &error));
  assert_lock (world, world->bo->account, "breach");
  g_autoptr (GPtrArray) told = take_mails (world->fixture, world->hana->workspace);
  g_assert_nonnull (find_mail (told, ADMIN, "A breach of an account was reported"));
}

/* An address that nobody has is answered alike. */
static void
test_unknown (World *world, gconstpointer data)
{
  Visitor *visitor = world->visitor;

  visitor_open (visitor, "/p/report");
  visitor_submit (visitor, "email", "nobody@vallis.example", NULL);
  visitor_assert (visitor, 200, "/p/report-sent", "<h1>Look into your mail</h1>");
  g_autofree char *unknown = g_strdup (visitor->html);
  settle (world);
  g_autoptr (GPtrArray) none = take_mails (world->fixture, NULL);
  g_assert_cmpuint (none->len, ==, 0);
  g_autofree char *path = ask_for_link (world, BO);
  g_assert_cmpstr (visitor->html, ==, unknown);
  visitor_open (visitor, "/p/report");
  visitor_submit (visitor, "email", "no address", NULL);
  visitor_assert (visitor, 422, "/p/report", "Enter an e-mail address");
}

/* Signed in, and from the notice of a new device; a day, and not a moment longer. */
static void
test_ways (World *world, gconstpointer data)
{
  Visitor *visitor = world->visitor;

  visitor_open (visitor, "/p/sign-in");
  visitor_submit (visitor, "email", BO, "password", PASSWORD, NULL);
  g_autoptr (GPtrArray) mails = take_mails (world->fixture, NULL);
  ReeveMail *notice = find_mail (mails, BO, "A new device signed in to your account");
  g_assert_nonnull (notice);
  g_autofree char *path = get_link_path (notice);
  g_assert_true (g_str_has_prefix (path, "/p/report/"));
  visitor_open (visitor, "/p/report");
  visitor_assert (visitor, 200, "/p/report", BO);
  g_autoptr (Visitor) other = visitor_new (world->fixture, world->web);
  visitor_open (other, path);
  visitor_assert (other, 200, "/p/report", BO);
  reeve_clock_advance_for_tests (DAY);
  visitor_open (other, path);
  visitor_assert (other, 200, "/p/report", "The link does not work any more");
  visitor_open (visitor, "/p/sign-in");
  visitor_submit (visitor, "email", BO, "password", PASSWORD, NULL);
  visitor_open (visitor, "/p/report");
  visitor_submit (visitor, "account", world->hana->account, "text", "", NULL); /* not what was shown */
  visitor_assert (visitor, 200, "/p/report", BO);
  assert_lock (world, world->hana->account, "none");
  assert_lock (world, world->bo->account, "none");
  report (visitor, "");
  visitor_assert (visitor, 200, "/p/report-done", "<h1>Your account is locked</h1>");
  visitor_open (visitor, "/p/sessions");
  visitor_assert (visitor, 200, "/p/sign-in", "<h1>Sign in</h1>");
}

/* The last administrator is signed out and needs a new password, and is not locked. */
static void
test_last (World *world, gconstpointer data)
{
  Visitor *visitor = world->visitor;
  g_autofree char *path = ask_for_link (world, ADMIN);
  g_autoptr (Device) after = device_new (world->fixture, "after", "192.0.2.78");

  visitor_open (visitor, path);
  report (visitor, "");
  visitor_assert (visitor, 200, "/p/report-done?signed-out", "<h1>You are signed out everywhere</h1>");
  expect_refused (device_sign_in (after, ADMIN, PASSWORD), REEVE_ERROR_SIGNED_OUT, "password_wrong");
  g_autoptr (GPtrArray) mails = take_mails (world->fixture, NULL);
  ReeveMail *mail = find_mail (mails, ADMIN, "A breach of your account was reported");
  g_assert_nonnull (mail);
  g_autofree char *reset = get_link_path (mail);
  visitor_open (visitor, reset);
  visitor_submit (visitor, "password", "seventeen brass lanterns", "again", "seventeen brass lanterns", NULL);
  visitor_assert (visitor, 200, "/p/reset-done", "<h1>Your password is set</h1>");
  g_autoptr (Answer) answer = device_sign_in (after, ADMIN, "seventeen brass lanterns");
  g_assert_no_error (answer->error);
  g_assert_cmpstr (REEVE_TOKENS (answer->reply)->stage, ==, "code");
}

typedef struct
{
  World *world;
  const char *account;
  ReeveBreachOutcome outcome;
} Reporter;

static gpointer
report_thread (gpointer data)
{
  Reporter *self = data;
  Fixture *fixture = self->world->fixture;
  g_autoptr (ReeveCall) call = reeve_call_new (fixture->installation, fixture->signer);
  g_autoptr (GError) error = NULL;

  call->audit_action = "account.report-breach";
  call->source.address = (char *) "192.0.2.9";
  call->now = reeve_clock_now ();
  call->deadline = g_get_monotonic_time () + 600 * G_USEC_PER_SEC;
  g_assert_true (reeve_breach_report (call, self->account, NULL, NULL, &self->outcome, &error));
  g_assert_no_error (error);
  return NULL;
}

/* Two last administrators report in the same moment: one of them is locked. Twenty times. */
static void
test_two_last (World *world, gconstpointer data)
{
  g_autofree char *cy = device_add_user (world->hana, CY, "Cy", "workspace-administrator");
  const char *both[] = { world->hana->account, cy };

  for (guint i = 0; i < 20; i++)
    {
      Reporter reporters[2];
      GThread *threads[2];
      guint locked = 0;
      g_autoptr (GError) error = NULL;

      for (guint j = 0; j < 2; j++)
        {
          reporters[j] = (Reporter) { .world = world, .account = both[j] };
          threads[j] = g_thread_new ("reporter", report_thread, &reporters[j]);
        }
      for (guint j = 0; j < 2; j++)
        {
          g_thread_join (threads[j]);
          locked += reporters[j].outcome == REEVE_BREACH_LOCKED;
        }
      g_assert_cmpuint (locked, ==, 1);
      g_autoptr (ReeveTx) tx =
        reeve_db_begin (reeve_installation_get_directory (world->fixture->installation), REEVE_TX_WRITE,
                        g_get_monotonic_time () + 600 * G_USEC_PER_SEC, &error);
      for (guint j = 0; j < 2; j++)
        g_assert_true (reeve_accounts_set_breach_lock (tx, both[j], 0, &error) &&
                       reeve_accounts_set_workspace_lock (tx, both[j], world->hana->workspace, 0, &error));
      g_assert_true (reeve_tx_commit (tx, &error));
      g_clear_pointer (&tx, reeve_tx_end);
      g_assert_true (reeve_jobs_run_all (world->fixture->installation, reeve_clock_now (), &error));
    }
}

/* By somebody else who may; the old password serves no longer, the lock is gone everywhere. */
static void
test_release (World *world, gconstpointer data)
{
  g_autofree char *path = ask_for_link (world, BO);
  g_autoptr (Device) after = device_new (world->fixture, "after", "192.0.2.79");

  expect_refused (release (world->hana, world->bo->account), REEVE_ERROR_CONFLICT, "not_breach_locked");
  visitor_open (world->visitor, path);
  report (world->visitor, "");
  expect_refused (device_call (world->hana, users_unlock, .object = world->bo->account), REEVE_ERROR_CONFLICT,
                  "breach_locked");
  expect_refused (release (world->hana, world->hana->account), REEVE_ERROR_CONFLICT, "self");
  g_autoptr (GPtrArray) before = take_mails (world->fixture, NULL);
  expect_done (release (world->hana, world->bo->account));
  assert_lock (world, world->bo->account, "none");
  expect_refused (device_sign_in (after, BO, PASSWORD), REEVE_ERROR_SIGNED_OUT, "password_wrong");
  g_autoptr (GPtrArray) mails = take_mails (world->fixture, NULL);
  ReeveMail *mail = find_mail (mails, BO, "Your account was released");
  g_assert_nonnull (mail);
  g_autofree char *reset = get_link_path (mail);
  visitor_open (world->visitor, reset);
  visitor_submit (world->visitor, "password", "seventeen brass lanterns", "again", "seventeen brass lanterns",
                  NULL);
  expect_done (device_sign_in (after, BO, "seventeen brass lanterns"));
  g_autoptr (GPtrArray) history = device_get_history (world->hana, world->bo->account);
  ReeveAuditEntry *entry = history->pdata[0];
  g_assert_cmpstr (entry->action, ==, "user.release");
  g_assert_cmpstr (entry->reason, ==, "talked to Bo, all clear");
  expect_refused (release (world->hana, world->bo->account), REEVE_ERROR_CONFLICT, "not_breach_locked");
}

/* Who lacks the capability, and who holds less than the person, releases nobody. */
static void
test_release_refused (World *world, gconstpointer data)
{
  g_autofree char *desk_role = device_make_desk_role (world->hana);
  g_autoptr (Device) desk = device_add_colleague (world->hana, "di@vallis.example", "Di", desk_role);
  g_autoptr (Device) cy = device_add_colleague (world->hana, CY, "Cy", "group-administrator");

  g_autofree char *path = NULL;
  g_autoptr (GPtrArray) of_adding = take_mails (world->fixture, NULL);
  path = ask_for_link (world, BO);
  visitor_open (world->visitor, path);
  report (world->visitor, "");
  expect_refused (release (desk, world->bo->account), REEVE_ERROR_DENIED, NULL);
  expect_refused (release (cy, world->bo->account), REEVE_ERROR_DENIED, NULL);
  assert_lock (world, world->bo->account, "breach");
}

/* Whoever adds the person's address to a workspace of their own neither opens the account nor keeps it shut,
 * and learns no more than that it is locked. One that the person uses too has a say. */
static void
test_two_workspaces (World *world, gconstpointer data)
{
  g_autoptr (Device) cy = device_add_colleague (world->hana, CY, "Cy", "workspace-administrator");
  g_autofree char *home = g_strdup (cy->workspace);
  g_autoptr (GError) error = NULL;
  ReeveWorkspace *body = reeve_workspace_new ();

  body->name = g_strdup ("Cy's own");
  g_autoptr (Answer) made = device_call (cy, workspaces_create, .body = body);
  assert_done (made);
  g_autofree char *own = g_strdup (REEVE_WORKSPACE (made->reply)->id);
  g_autoptr (ReeveTx) tx =
    reeve_db_begin (reeve_installation_get_directory (world->fixture->installation), REEVE_TX_WRITE,
                    g_get_monotonic_time () + 600 * G_USEC_PER_SEC, &error);
  g_assert_true (reeve_accounts_join (tx, world->bo->account, home, reeve_clock_now (), &error));
  g_assert_true (reeve_tx_commit (tx, &error));
  g_clear_pointer (&tx, reeve_tx_end);
  g_set_str (&cy->workspace, own);
  g_autofree char *bo = device_add_user (cy, BO, "Bo", "member");
  g_assert_cmpstr (bo, ==, world->bo->account);
  /* at home Cy is no administrator any more */
  g_autoptr (ReeveUser) user = device_get_user (world->hana, cy->account);
  expect_done (device_call (world->hana, users_save, .object = cy->account,
                            .patch = "{\"roles\":[\"member\"]}", .if_match = user->version));
  g_autoptr (GPtrArray) of_adding = take_mails (world->fixture, NULL);
  g_autoptr (GPtrArray) of_adding_home = take_mails (world->fixture, home);
  g_autoptr (GPtrArray) of_adding_own = take_mails (world->fixture, own);

  g_autofree char *path = ask_for_link (world, BO);
  visitor_open (world->visitor, path);
  report (world->visitor, "something of home");
  visitor_assert (world->visitor, 200, "/p/report-done", "<h1>Your account is locked</h1>");
  g_autoptr (GPtrArray) at_home = take_mails (world->fixture, home);
  g_assert_cmpuint (at_home->len, ==, 1);
  g_autoptr (GPtrArray) at_own = take_mails (world->fixture, own);
  g_assert_cmpuint (at_own->len, ==, 0);
  g_autoptr (GPtrArray) history = device_get_history (cy, bo);
  g_assert_null (((ReeveAuditEntry *) history->pdata[0])->reason);
  g_assert_null (((ReeveAuditEntry *) history->pdata[0])->address);
  expect_refused (release (cy, bo), REEVE_ERROR_DENIED, "shared_account");

  tx = reeve_db_begin (reeve_installation_get_directory (world->fixture->installation), REEVE_TX_WRITE,
                       g_get_monotonic_time () + 600 * G_USEC_PER_SEC, &error);
  g_assert_true (reeve_accounts_join (tx, bo, own, reeve_clock_now (), &error));
  g_assert_true (reeve_tx_commit (tx, &error));
  g_clear_pointer (&tx, reeve_tx_end);
  expect_refused (release (world->hana, bo), REEVE_ERROR_DENIED, "shared_account");
  assert_lock (world, bo, "breach");
}

/* The same, where the stranger's workspace was never used. */
static void
test_stranger (World *world, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = ask_for_link (world, BO);
  g_autoptr (ReeveTx) tx =
    reeve_db_begin (reeve_installation_get_directory (world->fixture->installation), REEVE_TX_WRITE,
                    g_get_monotonic_time () + 600 * G_USEC_PER_SEC, &error);

  g_assert_true (
    reeve_accounts_join (tx, world->bo->account, world->hana->workspace, reeve_clock_now (), &error));
  g_assert_true (reeve_tx_commit (tx, &error));
  g_clear_pointer (&tx, reeve_tx_end);
  g_autoptr (Device) cy = device_add_colleague (world->hana, CY, "Cy", "workspace-administrator");
  ReeveWorkspace *body = reeve_workspace_new ();
  body->name = g_strdup ("Cy's own");
  g_autofree char *home = g_strdup (cy->workspace);
  g_autoptr (Answer) made = device_call (cy, workspaces_create, .body = body);
  assert_done (made);
  g_set_str (&cy->workspace, REEVE_WORKSPACE (made->reply)->id);
  g_autofree char *bo = device_add_user (cy, BO, "Bo", "member");
  visitor_open (world->visitor, path);
  report (world->visitor, "");
  visitor_assert (world->visitor, 200, "/p/report-done", "<h1>Your account is locked</h1>");
  expect_done (release (world->hana, bo));
  assert_lock (world, bo, "none");
}

/* Nor does it keep the account from being locked that its owner was made the only administrator there. */
static void
test_stranger_administrator (World *world, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = ask_for_link (world, BO);
  g_autoptr (Device) cy = device_add_colleague (world->hana, CY, "Cy", "workspace-administrator");
  ReeveWorkspace *body = reeve_workspace_new ();
  g_autofree char *home = g_strdup (cy->workspace);

  body->name = g_strdup ("Cy's own");
  g_autoptr (Answer) made = device_call (cy, workspaces_create, .body = body);
  assert_done (made);
  g_set_str (&cy->workspace, REEVE_WORKSPACE (made->reply)->id);
  g_autofree char *bo = device_add_user (cy, BO, "Bo", "workspace-administrator");
  g_autoptr (ReeveTx) tx =
    reeve_db_begin (reeve_installation_get_directory (world->fixture->installation), REEVE_TX_WRITE,
                    g_get_monotonic_time () + 600 * G_USEC_PER_SEC, &error);
  g_assert_true (reeve_accounts_set_breach_lock (tx, cy->account, reeve_clock_now (), &error));
  g_assert_true (reeve_tx_commit (tx, &error));
  g_clear_pointer (&tx, reeve_tx_end);
  fixture_mirror (world->fixture);

  visitor_open (world->visitor, path);
  report (world->visitor, "");
  visitor_assert (world->visitor, 200, "/p/report-done", "<h1>Your account is locked</h1>");
  assert_lock (world, bo, "breach");
}

#define ADD(name, func) g_test_add ("/report/" name, World, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("link", test_link);
  ADD ("mirror", test_mirror);
  ADD ("crash", test_crash);
  ADD ("unknown", test_unknown);
  ADD ("ways", test_ways);
  ADD ("last", test_last);
  ADD ("two-last", test_two_last);
  ADD ("release", test_release);
  ADD ("release-refused", test_release_refused);
  ADD ("two-workspaces", test_two_workspaces);
  ADD ("stranger", test_stranger);
  ADD ("stranger-administrator", test_stranger_administrator);
  return g_test_run ();
}
