/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The link that asks for an instruction: to whom it shows what, who decides with it, and what a decision on
 * it does. */

#include "config.h"

#include <string.h>

#include "common/group.h"
#include "service/api/case-instruct.h"
#include "service/api/cases.h"
#include "service/jobs/cases.h"
#include "service/web/sign-in.h"
#include "tests/service/web/visitor.h"

#define CY  "cy@vallis.example"
#define GUS "gus@vallis.example"

typedef struct
{
  Fixture *fixture;
  Device *hana; /* administers, and reported it */
  Device *cy;   /* administers, too */
  Device *gus;  /* administers a group, which Bo is in */
  Device *bo;
  Device *di; /* a member */
  ReeveWeb *web;
  Visitor *visitor;
  char *link; /* of the mail to Gus */
  char *breach_case;
} World;

static void
put_into_group (World *world, Device *whom)
{
  g_autoptr (ReeveUser) before = device_get_user (world->hana, whom->account);
  ReeveGroup *body = reeve_group_new ();
  ReeveGroupAdministration *named = reeve_group_administration_new ();

  body->name = g_strdup ("Vallis");
  g_autoptr (Answer) made = device_call (world->hana, groups_create, .body = body);
  assert_done (made);
  const char *group = REEVE_GROUP (made->reply)->id;
  g_autofree char *patch = g_strdup_printf ("{\"groups\":[\"%s\"]}", group);
  expect_done (device_call (world->hana, users_save, .object = whom->account, .patch = patch,
                            .if_match = before->version));
  named->action = g_intern_string ("add");
  named->user = g_strdup (world->gus->account);
  expect_done (device_call (world->hana, groups_set_administrator, .object = group, .body = named));
}

/* (transfer full): a case of @people, by Hana */
static char *
report (World *world, const char *const *people)
{
  ReeveCaseReport *body = reeve_case_report_new ();

  reeve_set_texts (&body->people, people);
  body->noticed = g_strdup ("Mails that they did not write <script>");
  g_autoptr (Answer) answer = device_call (world->hana, cases_create, .body = body);
  assert_done (answer);
  return g_strdup (REEVE_CASE (answer->reply)->id);
}

static ReeveMail *
find_mail (GPtrArray *mails, const char *recipient)
{
  for (guint i = 0; i < mails->len; i++)
    if (g_str_equal (((ReeveMail *) mails->pdata[i])->recipient, recipient))
      return mails->pdata[i];
  g_error ("no mail to %s", recipient);
}

static void
set_up (World *world, gconstpointer data)
{
  world->fixture = fixture_new ();
  reeve_installation_set_web_origin (world->fixture->installation, "https://reeve.test");
  world->hana = device_set_up (world->fixture);
  world->cy = device_add_colleague (world->hana, CY, "Cy", REEVE_ROLE_ADMINISTRATOR);
  world->gus = device_add_colleague (world->hana, GUS, "Gus", "member");
  world->bo = device_add_colleague (world->hana, BO, "Bo", "member");
  world->di = device_add_colleague (world->hana, "di@vallis.example", "Di", "member");
  put_into_group (world, world->bo);
  device_enrol (world->gus);
  world->web = reeve_web_new (world->fixture->installation, world->fixture->signer);
  world->visitor = visitor_new (world->fixture, world->web);
  g_autoptr (GPtrArray) before = take_mails (world->fixture, world->hana->workspace);
  world->breach_case = report (world, (const char *const[]) { world->bo->account, NULL });
  g_autoptr (GPtrArray) mails = take_mails (world->fixture, world->hana->workspace);
  ReeveMail *mail = find_mail (mails, GUS);
  world->link = get_link_path (mail);
}

static void
tear_down (World *world, gconstpointer data)
{
  g_free (world->link);
  g_free (world->breach_case);
  visitor_free (world->visitor);
  reeve_web_free (world->web);
  device_free (world->di);
  device_free (world->bo);
  device_free (world->gus);
  device_free (world->cy);
  device_free (world->hana);
  fixture_free (world->fixture);
}

/* --- What a person does --- */

static char *
take_code (Device *device)
{
  reeve_clock_advance_for_tests (31 * G_USEC_PER_SEC);
  return code_at (device->key, reeve_clock_now ());
}

/* With password and code. */
static void
enter (World *world, Device *who, const char *email)
{
  g_autofree char *code = NULL;

  visitor_open (world->visitor, world->link);
  visitor_assert (world->visitor, 200, "/p/instruct-sign-in", "<h1>Sign in</h1>");
  visitor_submit (world->visitor, "email", email, "password", PASSWORD, NULL);
  visitor_assert (world->visitor, 200, "/p/instruct-sign-in", "<h1>Enter a code</h1>");
  code = take_code (who);
  visitor_submit (world->visitor, "code", code, NULL);
}

static char *
get_hidden (World *world, const char *name)
{
  g_autofree char *before = g_strdup_printf ("name=\"%s\" value=\"", name);
  const char *at = strstr (world->visitor->html, before);

  g_assert_nonnull (at);
  at += strlen (before);
  return g_strndup (at, strcspn (at, "\""));
}

/* @until, @code: (nullable): "", a fresh one */
static void
decide (World *world, Device *who, const char *decision, const char *until, const char *code)
{
  g_autofree char *breach_case = get_hidden (world, "case");
  g_autofree char *key = get_hidden (world, "key");
  g_autofree char *people = get_hidden (world, "people");
  g_autofree char *fresh = code == NULL ? take_code (who) : g_strdup (code);

  visitor_submit (world->visitor, "case", breach_case, "key", key, "people", people, "decision", decision,
                  "until", until != NULL ? until : "", "reason", "talked to Bo on the phone", "code", fresh,
                  NULL);
}

static void
assert_lock (World *world, const char *lock)
{
  g_autoptr (ReeveUser) user = device_get_user (world->hana, world->bo->account);

  g_assert_cmpstr (user->lock, ==, lock);
}

static guint
count_entries (World *world, const char *kind)
{
  g_autoptr (Answer) answer = device_call (world->hana, cases_entries, .object = world->breach_case);
  guint n = 0;

  assert_done (answer);
  for (guint i = 0; i < answer->listing->items->len; i++)
    n += g_str_equal (((ReeveCaseEntry *) answer->listing->items->pdata[i])->kind, kind);
  return n;
}

static void
expect_signed_out (World *world)
{
  visitor_open (world->visitor, world->link);
  visitor_assert (world->visitor, 200, "/p/instruct-sign-in", "<h1>Sign in</h1>");
}

/* --- The mail --- */

/* What happened, who is locked, what is asked, where, and what happens if nobody answers. */
static void
test_mail (World *world, gconstpointer data)
{
  g_autofree char *expected =
    g_strdup_printf ("/p/instruct/%s.%s", world->hana->workspace, world->breach_case);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (world->link, ==, expected);
  reeve_clock_advance_for_tests (REEVE_CASE_REMIND + G_USEC_PER_SEC);
  g_assert_true (reeve_cases_run (world->fixture->installation, NULL, reeve_clock_now (), &error));
  g_autoptr (GPtrArray) reminders = take_mails (world->fixture, world->hana->workspace);
  ReeveMail *reminder = find_mail (reminders, GUS);
  g_assert_nonnull (strstr (reminder->subject, "Reminder: "));
  g_assert_nonnull (strstr (reminder->link, expected));
  g_assert_nonnull (strstr (reminder->text, "stays locked"));
  g_assert_nonnull (strstr (reminder->text, "Breach Desk"));
  reeve_clock_advance_for_tests (REEVE_CASE_REMIND_AGAIN + G_USEC_PER_SEC);
  g_assert_true (reeve_cases_run (world->fixture->installation, NULL, reeve_clock_now (), &error));
  g_autoptr (GPtrArray) escalations = take_mails (world->fixture, world->hana->workspace);
  ReeveMail *escalation = find_mail (escalations, CY);
  g_assert_nonnull (strstr (escalation->subject, "Nobody has answered: "));
  g_assert_nonnull (strstr (escalation->link, expected));
}

/* --- Who sees what --- */

/* Without signing in a case, another workspace's and none look the same. */
static void
test_stranger (World *world, gconstpointer data)
{
  static const char *const links[] = {
    "/p/instruct/00000000-0000-7000-8000-000000000000.00000000-0000-7000-8000-000000000000", "/p/instruct/x",
    "/p/instruct", NULL
  };

  visitor_open (world->visitor, world->link);
  visitor_assert (world->visitor, 200, "/p/instruct-sign-in", "<h1>Sign in</h1>");
  g_autofree char *shown = g_strdup (world->visitor->html);
  g_assert_null (strstr (shown, "Bo"));
  for (guint i = 0; links[i] != NULL; i++)
    {
      visitor_open (world->visitor, links[i]);
      g_assert_cmpstr (world->visitor->html, ==, shown);
    }
}

/* Nobody is told more than the API tells them: a member, who is locked, and who administers another group. */
static void
test_others (World *world, gconstpointer data)
{
  g_autoptr (Device) ed = device_add_colleague (world->hana, "ed@vallis.example", "Ed", "member");
  g_autofree char *own = NULL;

  device_enrol (world->di);
  enter (world, world->di, "di@vallis.example");
  visitor_assert (world->visitor, 403, "/p/instruct", "<h1>You may not decide here</h1>");
  g_assert_null (strstr (world->visitor->html, BO));
  expect_signed_out (world);
  own = report (world, (const char *const[]) { ed->account, NULL });
  g_free (world->link);
  world->link = g_strdup_printf ("/p/instruct/%s.%s", world->hana->workspace, own);
  enter (world, world->gus, GUS);
  visitor_assert (world->visitor, 404, "/p/instruct", "<h1>There is no such case for you</h1>");
  visitor_open (world->visitor, world->link);
  visitor_submit (world->visitor, "email", BO, "password", PASSWORD, NULL);
  visitor_assert (world->visitor, 422, "/p/instruct-sign-in", "Address or password is wrong.");
}

/* What a link says is not believed: another workspace's name before the case's finds none. */
static void
test_other_workspace (World *world, gconstpointer data)
{
  ReeveWorkspace *body = reeve_workspace_new ();

  body->name = g_strdup ("Other");
  g_autoptr (Answer) made = device_call (world->hana, workspaces_create, .body = body);
  assert_done (made);
  g_free (world->link);
  world->link = g_strdup_printf ("/p/instruct/%s.%s", REEVE_WORKSPACE (made->reply)->id, world->breach_case);
  enter (world, world->hana, ADMIN);
  visitor_assert (world->visitor, 404, "/p/instruct", "<h1>There is no such case for you</h1>");
}

/* Nobody decides on themselves: whose own door is locked is let into the account, which another workspace
 * uses, and not into the case. */
static void
test_oneself (World *world, gconstpointer data)
{
  const char *const people[] = { world->hana->account, NULL };
  ReeveWorkspace *body = reeve_workspace_new ();
  ReeveCaseReport *about = reeve_case_report_new ();
  g_autoptr (Answer) made = NULL;

  body->name = g_strdup ("Other");
  g_autoptr (Answer) other = device_call (world->hana, workspaces_create, .body = body);
  assert_done (other);
  g_free (world->link);
  world->link = g_strdup_printf ("/p/instruct/%s.%s", REEVE_WORKSPACE (other->reply)->id, world->breach_case);
  enter (world, world->hana, ADMIN); /* so that she uses it */
  reeve_set_texts (&about->people, people);
  about->last = TRUE;
  made = device_call (world->cy, cases_create, .body = about);
  assert_done (made);
  g_free (world->link);
  world->link = g_strdup_printf ("/p/instruct/%s.%s", world->hana->workspace, REEVE_CASE (made->reply)->id);
  enter (world, world->hana, ADMIN);
  visitor_assert (world->visitor, 403, "/p/instruct", "<h1>You are locked yourself</h1>");
  expect_signed_out (world);
}

/* Codes are tried a few times, here as anywhere. */
static void
test_guessing (World *world, gconstpointer data)
{
  g_autofree char *code = NULL;

  enter (world, world->gus, GUS);
  for (guint i = 0; i < 3; i++)
    decide (world, world->gus, "release", NULL, "000000");
  visitor_assert (world->visitor, 422, "/p/instruct", "Too many wrong codes.");
  code = take_code (world->gus);
  decide (world, world->gus, "release", NULL, code);
  visitor_assert (world->visitor, 422, "/p/instruct", "Too many wrong codes.");
  assert_lock (world, "breach");
}

/* Who has no second factor is told that they need one, and led to where it is set up. */
static void
test_no_factor (World *world, gconstpointer data)
{
  g_autofree char *ed = device_add_user (world->hana, "ed@vallis.example", "Ed", REEVE_ROLE_ADMINISTRATOR);

  g_assert_nonnull (ed);
  visitor_open (world->visitor, world->link);
  visitor_submit (world->visitor, "email", "ed@vallis.example", "password", PASSWORD, NULL);
  visitor_assert (world->visitor, 200, "/p/instruct-factor", "<h1>You need a second factor</h1>");
  g_assert_null (strstr (world->visitor->html, BO));
  visitor_open (world->visitor, "/p/second-factor");
  g_assert_cmpstr (world->visitor->path, ==, "/p/second-factor");
  visitor_open (world->visitor, "/p/instruct");
  visitor_assert (world->visitor, 200, "/p/instruct-sign-in", "<h1>Sign in</h1>");
}

/* --- Deciding --- */

/* The whole way: seen, decided, done, told, and nobody is signed in any more. */
static void
test_reissue (World *world, gconstpointer data)
{
  enter (world, world->gus, GUS);
  visitor_assert (world->visitor, 200, "/p/instruct", "<h1>Case 1: what is to be done?</h1>");
  visitor_assert (world->visitor, 200, "/p/instruct", "Mails that they did not write &lt;script&gt;");
  visitor_assert (world->visitor, 200, "/p/instruct", "Vallis Research");
  visitor_assert (world->visitor, 200, "/p/instruct", "Bo &lt;" BO "&gt;");
  visitor_assert (world->visitor, 200, "/p/instruct", " reported it.");
  assert_lock (world, "breach");
  decide (world, world->gus, "reissue", NULL, NULL);
  visitor_assert (world->visitor, 200, "/p/instruct", "<h1>Case 1</h1>");
  visitor_assert (world->visitor, 200, "/p/instruct", "Released with new credentials by Gus");
  visitor_assert (world->visitor, 200, "/p/instruct", "talked to Bo on the phone");
  assert_lock (world, "none");
  g_autoptr (GPtrArray) mails = take_mails (world->fixture, NULL);
  find_mail (mails, BO);
  expect_signed_out (world);
  g_autoptr (GPtrArray) log = device_read_log (world->hana, "action:case.instruct");
  g_assert_cmpuint (log->len, ==, 1);
}

/* What is wrong is said before the code is used up; a wrong code costs only a try. */
static void
test_problems (World *world, gconstpointer data)
{
  g_autofree char *code = NULL;
  g_autofree char *used = NULL;

  visitor_open (world->visitor, world->link);
  visitor_submit (world->visitor, "email", GUS, "password", PASSWORD, NULL);
  used = take_code (world->gus);
  visitor_submit (world->visitor, "code", used, NULL);
  decide (world, world->gus, "release", NULL, used);
  visitor_assert (world->visitor, 422, "/p/instruct", "This code was used already");
  visitor_assert (world->visitor, 422, "/p/instruct", "value=\"talked to Bo on the phone\"");
  visitor_assert (world->visitor, 422, "/p/instruct", "value=\"release\" checked");
  g_assert_null (strstr (world->visitor->html, used));
  code = take_code (world->gus);
  decide (world, world->gus, "", NULL, code);
  visitor_assert (world->visitor, 422, "/p/instruct", "Choose what is to become of the account.");
  decide (world, world->gus, "keep", "yesterday", code);
  visitor_assert (world->visitor, 422, "/p/instruct", "Enter a day, like 2026-12-31");
  decide (world, world->gus, "keep", "2001-01-01", code);
  visitor_assert (world->visitor, 422, "/p/instruct", "Enter a day from tomorrow on");
  assert_lock (world, "breach");
  decide (world, world->gus, "release", NULL, "000000");
  visitor_assert (world->visitor, 422, "/p/instruct", "This code is not right");
  assert_lock (world, "breach");
  decide (world, world->gus, "release", NULL, code);
  visitor_assert (world->visitor, 200, "/p/instruct", "Released by Gus");
  assert_lock (world, "none");
}

/* "keep" with its day; the case then waits for nobody, and says until when. */
static void
test_keep (World *world, gconstpointer data)
{
  g_autoptr (GDateTime) day =
    g_date_time_new_from_unix_utc ((reeve_clock_now () + 10 * REEVE_DAY) / G_USEC_PER_SEC);
  g_autofree char *until = g_date_time_format (day, "%Y-%m-%d");

  enter (world, world->gus, GUS);
  decide (world, world->gus, "keep", until, NULL);
  visitor_assert (world->visitor, 200, "/p/instruct", "Stays locked. Gus");
  visitor_assert (world->visitor, 200, "/p/instruct", until);
  assert_lock (world, "breach");
}

/* Out of the workspace. */
static void
test_remove (World *world, gconstpointer data)
{
  enter (world, world->cy, CY);
  decide (world, world->cy, "remove", NULL, NULL);
  visitor_assert (world->visitor, 200, "/p/instruct", "Removed from the workspace by Cy");
}

/* A form that is sent twice is one instruction, with the same answer, though its code was used up; and once
 * the answer was seen, what is sent late leads to signing in. */
static void
test_twice (World *world, gconstpointer data)
{
  Visitor *visitor = world->visitor;
  g_autofree char *code = NULL;
  g_autofree char *html = NULL;

  enter (world, world->gus, GUS);
  html = g_strdup (visitor->html);
  code = take_code (world->gus);
  visitor->stays = TRUE;
  for (guint i = 0; i < 3; i++)
    {
      g_set_str (&visitor->html, html);
      decide (world, world->gus, "release", NULL, code);
      g_assert_no_error (visitor->error);
      g_assert_cmpuint (visitor->status, ==, 303);
      g_assert_cmpuint (count_entries (world, "instructed"), ==, 1);
    }
  visitor->stays = FALSE;
  visitor_open (visitor, "/p/instruct");
  visitor_assert (visitor, 200, "/p/instruct", "Released by Gus");
  g_set_str (&visitor->html, html);
  decide (world, world->gus, "release", NULL, code);
  visitor_assert (visitor, 200, "/p/instruct-sign-in?over", "ten minutes are over");
  g_assert_cmpuint (count_entries (world, "instructed"), ==, 1);
}

/* Of two the first is obeyed; the other one is shown who decided what. */
static void
test_moved_on (World *world, gconstpointer data)
{
  ReeveCaseInstruction *body = reeve_case_instruction_new ();

  enter (world, world->gus, GUS);
  body->decision = "release";
  body->reason = g_strdup ("it was a test of ours");
  expect_done (device_call (world->hana, cases_instruct, .object = world->breach_case, .body = body));
  decide (world, world->gus, "remove", NULL, NULL);
  visitor_assert (world->visitor, 200, "/p/instruct", "Released by Hana Sato");
  visitor_assert (world->visitor, 200, "/p/instruct", "it was a test of ours");
  g_assert_cmpuint (count_entries (world, "instructed"), ==, 1);
  expect_signed_out (world);
}

/* Of several some are chosen, and the others wait on. */
static void
test_several (World *world, gconstpointer data)
{
  g_autofree char *ed = device_add_user (world->hana, "ed@vallis.example", "Ed", "member");
  g_autofree char *flo = device_add_user (world->hana, "flo@vallis.example", "Flo", "member");
  g_autofree char *chosen = g_strconcat ("person-", flo, NULL);
  g_autofree char *code = NULL;

  g_free (world->breach_case);
  world->breach_case = report (world, (const char *const[]) { ed, flo, NULL });
  g_free (world->link);
  world->link = g_strdup_printf ("/p/instruct/%s.%s", world->hana->workspace, world->breach_case);
  enter (world, world->hana, ADMIN);
  visitor_assert (world->visitor, 200, "/p/instruct", "<legend>Whose account?</legend>");
  decide (world, world->hana, "release", NULL, NULL);
  visitor_assert (world->visitor, 422, "/p/instruct", "Choose one at least.");
  g_autofree char *breach_case = get_hidden (world, "case");
  g_autofree char *key = get_hidden (world, "key");
  g_autofree char *people = get_hidden (world, "people");
  code = take_code (world->hana);
  visitor_submit (world->visitor, "case", breach_case, "key", key, "people", people, chosen, "1", "decision",
                  "release", "reason", "talked to Flo", "code", code, NULL);
  visitor_assert (world->visitor, 200, "/p/instruct", "<h1>Case 2: what is to be done?</h1>");
  visitor_assert (world->visitor, 200, "/p/instruct", "Ed &lt;ed@vallis.example&gt;");
  visitor_assert (world->visitor, 200, "/p/instruct", "released Flo");
}

/* --- The session --- */

/* Nobody else's form, nothing after ten minutes, and no cookie that another page or another site gets. */
static void
test_session (World *world, gconstpointer data)
{
  gboolean strict = FALSE;

  enter (world, world->gus, GUS);
  for (guint i = 0; i < world->visitor->set->len; i++)
    {
      const char *cookie = world->visitor->set->pdata[i];

      if (!g_str_has_prefix (cookie, "reeve-visit="))
        continue;
      strict = TRUE;
      g_assert_nonnull (
        strstr (cookie, "; Path=/p/instruct; HttpOnly; SameSite=Strict; Max-Age=600; Secure"));
    }
  g_assert_true (strict);
  visitor_open (world->visitor, "/p/sessions");
  visitor_assert (world->visitor, 200, "/p/sign-in", "<h1>Sign in</h1>");
  visitor_open (world->visitor, world->link);
  world->visitor->form_token = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
  decide (world, world->gus, "release", NULL, NULL);
  visitor_assert_refused (world->visitor, REEVE_ERROR_DENIED, "form_token");
  world->visitor->form_token = NULL;
  visitor_open (world->visitor, world->link);
  world->visitor->fetch_site = "cross-site";
  decide (world, world->gus, "release", NULL, NULL);
  visitor_assert_refused (world->visitor, REEVE_ERROR_DENIED, "form_token");
  world->visitor->fetch_site = NULL;
  visitor_open (world->visitor, world->link);
  reeve_clock_advance_for_tests (REEVE_PAGE_SESSION_LIFE);
  decide (world, world->gus, "release", NULL, NULL);
  visitor_assert (world->visitor, 200, "/p/instruct-sign-in?over", "ten minutes are over");
  assert_lock (world, "breach");
}

/* Who thinks better of it signs out. */
static void
test_leave (World *world, gconstpointer data)
{
  enter (world, world->gus, GUS);
  visitor_submit (world->visitor, "choice", "leave", NULL);
  visitor_assert (world->visitor, 200, "/p/instruct-sign-in", "<h1>Sign in</h1>");
  g_assert_cmpuint (g_hash_table_size (world->visitor->cookies), >, 0);
  expect_signed_out (world);
  assert_lock (world, "breach");
}

/* Two tabs: the form decides on the case that it names, not on the one that was opened last. */
static void
test_tabs (World *world, gconstpointer data)
{
  g_autofree char *ed = device_add_user (world->hana, "ed@vallis.example", "Ed", "member");
  g_autofree char *other = report (world, (const char *const[]) { ed, NULL });
  g_autofree char *link = g_strdup_printf ("/p/instruct/%s.%s", world->hana->workspace, other);
  g_autofree char *first = NULL;

  enter (world, world->hana, ADMIN);
  first = g_strdup (world->visitor->html);
  visitor_open (world->visitor, link);
  visitor_assert (world->visitor, 200, "/p/instruct", "Ed &lt;ed@vallis.example&gt;");
  g_set_str (&world->visitor->html, first);
  decide (world, world->hana, "release", NULL, NULL);
  visitor_assert (world->visitor, 200, "/p/instruct", "<h1>Case 1</h1>");
  assert_lock (world, "none");
  g_autoptr (ReeveUser) user = device_get_user (world->hana, ed);
  g_assert_cmpstr (user->lock, ==, "breach");
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*run) (World *world, gconstpointer data);
  } tests[] = {
    { "/instruct/mail", test_mail },           { "/instruct/stranger", test_stranger },
    { "/instruct/others", test_others },       { "/instruct/other-workspace", test_other_workspace },
    { "/instruct/oneself", test_oneself },     { "/instruct/guessing", test_guessing },
    { "/instruct/no-factor", test_no_factor }, { "/instruct/reissue", test_reissue },
    { "/instruct/problems", test_problems },   { "/instruct/keep", test_keep },
    { "/instruct/remove", test_remove },       { "/instruct/twice", test_twice },
    { "/instruct/moved-on", test_moved_on },   { "/instruct/several", test_several },
    { "/instruct/session", test_session },     { "/instruct/leave", test_leave },
    { "/instruct/tabs", test_tabs },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, World, NULL, set_up, tests[i].run, tear_down);
  return g_test_run ();
}
