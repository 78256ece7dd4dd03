/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The clock to the customer: who is told of what, when, in which words, and that neither a restart nor
 * somebody's clock keeps it from them. */

#include "config.h"

#include "common/case-settings.h"
#include "common/case.h"
#include "service/api/case-settings.h"
#include "service/api/cases.h"
#include "service/jobs/case-notices.h"
#include "service/jobs/cases.h"
#include "service/store/cases.h"
#include "service/store/outbox.h"
#include "tests/service/api/fixture.h"

#define BO      "bo@vallis.example"
#define PRIVACY "privacy@northlab.example"

typedef struct
{
  Fixture *fixture;
  Device *hana; /* administers */
  Device *bo;   /* a member */
  Device *desk; /* a role of their own, as groups' administrators have it */
} World;

static void
world_init (World *self)
{
  g_autofree char *role = NULL;

  self->fixture = fixture_new ();
  self->hana = device_set_up (self->fixture);
  self->bo = device_add_colleague (self->hana, BO, "Bo", "member");
  role = device_make_desk_role (self->hana);
  self->desk = device_add_colleague (self->hana, "di@vallis.example", "Di", role);
  fixture_add_mail_server (self->fixture);
}

static void
world_clear (World *self)
{
  device_free (self->desk);
  device_free (self->bo);
  device_free (self->hana);
  fixture_free (self->fixture);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (World, world_clear)

static ReeveCase *
take_case (Answer *answer)
{
  ReeveCase *taken;

  assert_done (answer);
  taken = g_object_ref (REEVE_CASE (answer->reply));
  answer_free (answer);
  return taken;
}

/* (transfer full) */
static ReeveCase *
report (World *self, const char *nature)
{
  ReeveCaseReport *body = reeve_case_report_new ();
  const char *const people[] = { self->bo->account, NULL };

  reeve_set_texts (&body->people, people);
  body->nature = nature;
  body->noticed = g_strdup ("Odd mails <b>here</b>");
  return take_case (device_call (self->hana, cases_create, .body = body));
}

/* (transfer full) */
static ReeveCase *
get (World *self, ReeveCase *of)
{
  return take_case (device_call (self->hana, cases_get, .object = of->id));
}

static Answer *
say (World *self, ReeveHandler handler, ReeveCase *of, const char *text)
{
  ReeveCaseNote *body = reeve_case_note_new ();

  body->text = g_strdup (text);
  return device_call (self->hana, handler, .object = of->id, .body = body);
}

static void
set (World *self, gint64 version, const char *patch)
{
  g_autoptr (Answer) answer =
    device_call (self->hana, case_settings_save, .patch = patch, .if_match = version);

  assert_done (answer);
}

static void
run (World *self)
{
  g_autoptr (GError) error = NULL;

  if (!reeve_case_notices_run (self->fixture->installation, NULL, reeve_clock_now (), &error))
    g_error ("%s", error->message);
}

/* The notices that were written, with what they say. (transfer full) (element-type ReeveMail) */
static GPtrArray *
read_notices (World *self)
{
  g_autoptr (GError) error = NULL;
  ReeveDb *db = reeve_installation_get_workspace (self->fixture->installation, self->hana->workspace);
  g_autoptr (ReeveTx) tx =
    reeve_db_begin (db, REEVE_TX_READ, g_get_monotonic_time () + 60 * G_USEC_PER_SEC, &error);
  GPtrArray *mails = g_ptr_array_new_with_free_func (g_object_unref);
  ReeveStatement *statement;
  gboolean row = TRUE;

  g_assert_no_error (error);
  statement = reeve_tx_prepare (
    tx, "SELECT recipient, subject, text FROM outbox WHERE kind = 'breach-notice' ORDER BY recipient, id",
    &error);
  g_assert_no_error (error);
  while (reeve_statement_step (statement, &row, &error) && row)
    {
      ReeveMail *mail = reeve_mail_new ();

      mail->recipient = g_strdup (reeve_statement_get_text (statement, 0));
      mail->subject = g_strdup (reeve_statement_get_text (statement, 1));
      mail->text = g_strdup (reeve_statement_get_text (statement, 2));
      g_ptr_array_add (mails, mail);
    }
  g_assert_no_error (error);
  return mails;
}

static guint
count (World *self)
{
  g_autoptr (GPtrArray) mails = read_notices (self);

  return mails->len;
}

/* At once, whatever else happens, and once: to who may instruct and whom the workspace named. */
static void
test_leak (void)
{
  g_auto (World) self = { NULL };
  g_autoptr (ReeveCase) made = NULL;
  g_autoptr (ReeveCase) after = NULL;
  g_autoptr (GPtrArray) mails = NULL;
  ReeveMail *mail;

  world_init (&self);
  set (&self, 1, "{\"noticeTo\":[\"" PRIVACY "\",\"Hana@vallis.example\"]}");
  made = report (&self, NULL);
  g_assert_cmpint (made->notice_due, ==, made->reported);
  g_assert_cmpint (made->notice_sent, ==, 0);
  run (&self);
  run (&self);
  mails = read_notices (&self);
  g_assert_cmpuint (mails->len, ==, 2);
  mail = mails->pdata[1];
  g_assert_cmpstr (mail->recipient, ==, PRIVACY);
  g_assert_nonnull (strstr (mail->subject, "(case 1)"));
  g_assert_nonnull (strstr (mail->text, "Data may have got out."));
  g_assert_nonnull (strstr (mail->text, "Bo <" BO ">"));
  g_assert_nonnull (strstr (mail->text, "Odd mails <b>here</b>"));
  g_assert_nonnull (strstr (mail->text, "nobody can sign in there"));
  g_assert_null (strchr (mail->text, '{'));
  after = get (&self, made);
  g_assert_cmpint (after->notice_sent, ==, reeve_clock_now ());
}

/* In an hour, not before, and though the service was not there in between. */
static void
test_vulnerability (void)
{
  g_auto (World) self = { NULL };
  g_autoptr (ReeveCase) made = NULL;

  world_init (&self);
  made = report (&self, "vulnerability");
  g_assert_cmpint (made->notice_due, ==, made->reported + 60 * REEVE_MINUTE);
  run (&self);
  reeve_clock_advance_for_tests (58 * REEVE_MINUTE);
  run (&self);
  g_assert_cmpuint (count (&self), ==, 0);
  fixture_reopen (self.fixture);
  reeve_clock_advance_for_tests (REEVE_MINUTE); /* the job comes again in a minute: that would be late */
  run (&self);
  g_assert_cmpuint (count (&self), ==, 1);
}

/* Where somebody closed it before, nobody is told; where it turns out to be a leak, at once. */
static void
test_resolved (void)
{
  g_auto (World) self = { NULL };
  g_autoptr (ReeveCase) made = NULL;
  g_autoptr (ReeveCase) closed = NULL;
  g_autoptr (Answer) again = NULL;
  g_autoptr (Answer) leaked = NULL;

  world_init (&self);
  made = report (&self, "vulnerability");
  closed = take_case (say (&self, cases_resolve, made, "Patched"));
  g_assert_cmpint (closed->resolved, !=, 0);
  g_assert_cmpstr (closed->resolved_by, ==, self.hana->account);
  again = say (&self, cases_resolve, made, "Patched");
  assert_refused (again, REEVE_ERROR_CONFLICT, "case_state");
  reeve_clock_advance_for_tests (5 * REEVE_MINUTE);
  run (&self);
  g_assert_cmpuint (count (&self), ==, 0);
  leaked = device_call (self.hana, cases_save, .object = made->id, .patch = "{\"nature\":\"leak\"}",
                        .if_match = closed->version);
  assert_done (leaked);
  run (&self);
  g_assert_cmpuint (count (&self), ==, 1);
}

static void
test_no_leak_to_close (void)
{
  g_auto (World) self = { NULL };
  g_autoptr (ReeveCase) made = NULL;
  g_autoptr (Answer) answer = NULL;

  world_init (&self);
  made = report (&self, "leak");
  answer = say (&self, cases_resolve, made, "Patched");
  assert_refused (answer, REEVE_ERROR_CONFLICT, "case_state");
}

static void
set_steady (World *self, ReeveCase *of, gint64 ago)
{
  g_autoptr (GError) error = NULL;
  ReeveDb *db = reeve_installation_get_workspace (self->fixture->installation, self->hana->workspace);
  g_autoptr (ReeveTx) tx =
    reeve_db_begin (db, REEVE_TX_WRITE, g_get_monotonic_time () + 60 * G_USEC_PER_SEC, &error);
  ReeveStatement *statement = reeve_tx_prepare (tx, "UPDATE cases SET steady = $1 WHERE id = $2", &error);

  g_assert_no_error (error);
  reeve_statement_bind_int (statement, 1, reeve_clock_steady () - ago);
  reeve_statement_bind_text (statement, 2, of->id);
  g_assert_true (reeve_statement_run (statement, NULL, &error));
  g_assert_true (reeve_tx_commit (tx, &error));
}

/* A wall clock that was set back, a little while the machine went on, or behind the report. */
static void
test_clock_set_back (void)
{
  g_auto (World) self = { NULL };
  g_autoptr (ReeveCase) made = NULL;
  g_autoptr (ReeveCase) second = NULL;

  world_init (&self);
  made = report (&self, "vulnerability");
  reeve_clock_advance_for_tests (10 * REEVE_MINUTE);
  set_steady (&self, made, 30 * REEVE_MINUTE);
  run (&self);
  g_assert_cmpuint (count (&self), ==, 0);
  set_steady (&self, made, 60 * REEVE_MINUTE);
  run (&self);
  g_assert_cmpuint (count (&self), ==, 1);
  reeve_clock_set_for_tests (reeve_clock_now () - 5 * REEVE_MINUTE);
  run (&self);
  g_assert_cmpuint (count (&self), ==, 1);
}

static void
test_clock_before_report (void)
{
  g_auto (World) self = { NULL };
  g_autoptr (ReeveCase) made = NULL;

  world_init (&self);
  made = report (&self, "vulnerability");
  set_steady (&self, made, -REEVE_DAY); /* as after a start of the machine */
  reeve_clock_set_for_tests (reeve_clock_now () - 2 * REEVE_HOUR);
  run (&self);
  g_assert_cmpuint (count (&self), ==, 1);
}

/* In the workspace's own words and time; what is not known in words, too. */
static void
test_template (void)
{
  g_auto (World) self = { NULL };
  g_autoptr (ReeveCase) made = NULL;
  g_autoptr (GPtrArray) mails = NULL;
  g_autoptr (Answer) bad = NULL;
  g_autoptr (Answer) settings = NULL;
  ReeveMail *mail;

  world_init (&self);
  bad = device_call (self.hana, case_settings_save, .patch = "{\"noticeText\":\"{whom}\"}", .if_match = 1);
  assert_member (bad, "/noticeText", "placeholder");
  set (&self, 1,
       "{\"noticeMinutes\":5,\"noticeSubject\":\"{workspace}: {case}\","
       "\"noticeText\":\"Since: {since}\\n\\n{{{case}}} {nature}\"}");
  settings = device_call (self.hana, case_settings_get);
  assert_done (settings);
  g_assert_nonnull (strstr (REEVE_CASE_SETTINGS (settings->reply)->usual_text, "{nature}"));
  made = report (&self, "vulnerability");
  g_assert_cmpint (made->notice_due, ==, made->reported + 5 * REEVE_MINUTE);
  reeve_clock_advance_for_tests (5 * REEVE_MINUTE);
  run (&self);
  mails = read_notices (&self);
  g_assert_cmpuint (mails->len, ==, 1);
  mail = mails->pdata[0];
  g_assert_true (g_str_has_suffix (mail->subject, ": 1"));
  g_assert_nonnull (strstr (mail->text, "Since: not known\n\n{1} A weakness could let data out"));
}

/* Again, when more is known; the first one is what the clock was for. */
static void
test_by_hand (void)
{
  g_auto (World) self = { NULL };
  g_autoptr (ReeveCase) made = NULL;
  g_autoptr (ReeveCase) told = NULL;
  g_autoptr (ReeveCase) again = NULL;
  g_autoptr (GPtrArray) mails = NULL;
  gint64 first;

  world_init (&self);
  made = report (&self, "vulnerability");
  told = take_case (say (&self, cases_notify, made, "We are on it."));
  first = told->notice_sent;
  g_assert_cmpint (first, ==, reeve_clock_now ());
  reeve_clock_advance_for_tests (3 * REEVE_MINUTE);
  again = take_case (say (&self, cases_notify, made, "It was an old plug-in."));
  g_assert_cmpint (again->notice_sent, ==, first);
  reeve_clock_advance_for_tests (3 * REEVE_MINUTE);
  run (&self);
  mails = read_notices (&self);
  g_assert_cmpuint (mails->len, ==, 2);
  g_assert_nonnull (strstr (((ReeveMail *) mails->pdata[1])->text, "It was an old plug-in."));
}

/* Where nobody could be told, it is not said that they were. */
static void
test_nobody (void)
{
  g_auto (World) self = { NULL };
  g_autoptr (Answer) answer = NULL;
  ReeveCaseReport *body = reeve_case_report_new ();
  g_autoptr (ReeveCase) made = NULL;

  world_init (&self);
  reeve_set_texts (&body->people, (const char *const[]) { self.hana->account, NULL });
  body->last = TRUE;
  made = take_case (device_call (self.desk, cases_create, .body = body));
  run (&self);
  answer = device_call (self.desk, cases_get, .object = made->id);
  assert_done (answer);
  g_assert_cmpint (REEVE_CASE (answer->reply)->notice_sent, ==, 0);
  g_assert_cmpuint (count (&self), ==, 0);
}

/* A notice that could not be delivered brings everybody in who may. */
static void
test_bounced (void)
{
  g_auto (World) self = { NULL };
  g_autoptr (ReeveCase) made = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (Answer) entries = NULL;
  guint escalated = 0;

  world_init (&self);
  made = report (&self, "leak");
  run (&self);
  {
    ReeveDb *db = reeve_installation_get_workspace (self.fixture->installation, self.hana->workspace);
    g_autoptr (ReeveTx) tx =
      reeve_db_begin (db, REEVE_TX_WRITE, g_get_monotonic_time () + 60 * G_USEC_PER_SEC, &error);
    ReeveStatement *statement =
      reeve_tx_prepare (tx, "UPDATE outbox SET state = 'failed' WHERE kind = 'breach-notice'", &error);

    g_assert_true (reeve_statement_run (statement, NULL, &error));
    g_assert_true (reeve_tx_commit (tx, &error));
  }
  g_assert_true (reeve_cases_run (self.fixture->installation, NULL, reeve_clock_now (), &error));
  entries = device_call (self.hana, cases_entries, .object = made->id);
  assert_done (entries);
  for (guint i = 0; i < entries->listing->items->len; i++)
    {
      ReeveCaseEntry *entry = entries->listing->items->pdata[i];

      escalated += g_str_equal (entry->kind, "escalated");
      if (g_str_equal (entry->kind, "noticed"))
        g_assert_cmpstr (entry->mail_state, ==, "failed");
    }
  g_assert_cmpuint (escalated, ==, 1);
}

/* What it was and what was changed: whoever wrote that down reviewed it. */
static void
test_review (void)
{
  g_auto (World) self = { NULL };
  g_autoptr (ReeveCase) made = NULL;
  g_autoptr (Answer) half = NULL;
  g_autoptr (Answer) whole = NULL;
  g_autoptr (Answer) more = NULL;
  ReeveCase *after;

  world_init (&self);
  made = report (&self, "leak");
  half = device_call (self.hana, cases_save, .object = made->id, .patch = "{\"cause\":\"Phishing\"}",
                      .if_match = made->version);
  assert_done (half);
  g_assert_cmpint (REEVE_CASE (half->reply)->reviewed, ==, 0);
  whole = device_call (self.hana, cases_save, .object = made->id, .if_match = made->version + 1,
                       .patch = "{\"measures\":\"Second factor for all\",\"affected\":12,\"records\":300}");
  assert_done (whole);
  after = REEVE_CASE (whole->reply);
  g_assert_cmpint (after->reviewed, ==, reeve_clock_now ());
  g_assert_cmpstr (after->reviewed_by, ==, self.hana->account);
  reeve_clock_advance_for_tests (REEVE_MINUTE);
  more = device_call (self.hana, cases_save, .object = made->id, .if_match = made->version + 2,
                      .patch = "{\"consequences\":\"None are likely\"}");
  assert_done (more);
  g_assert_cmpint (REEVE_CASE (more->reply)->reviewed, ==, after->reviewed);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/case-notices/leak", test_leak);
  g_test_add_func ("/case-notices/vulnerability", test_vulnerability);
  g_test_add_func ("/case-notices/resolved", test_resolved);
  g_test_add_func ("/case-notices/no-leak-to-close", test_no_leak_to_close);
  g_test_add_func ("/case-notices/clock-set-back", test_clock_set_back);
  g_test_add_func ("/case-notices/clock-before-report", test_clock_before_report);
  g_test_add_func ("/case-notices/template", test_template);
  g_test_add_func ("/case-notices/by-hand", test_by_hand);
  g_test_add_func ("/case-notices/nobody", test_nobody);
  g_test_add_func ("/case-notices/bounced", test_bounced);
  g_test_add_func ("/case-notices/review", test_review);
  return g_test_run ();
}
