/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The breach desk by its handlers: who may report, contain and instruct, what each does to whom, and that
 * nothing else opens what was locked. */

#include "config.h"

#include "common/case.h"
#include "common/leaving.h"
#include "service/api/case-contain.h"
#include "service/api/case-instruct.h"
#include "service/api/cases.h"
#include "service/api/leaving.h"
#include "service/jobs/cases.h"
#include "service/jobs/jobs.h"
#include "service/store/cases.h"
#include "service/store/holds.h"
#include "service/store/intents.h"
#include "service/store/outbox.h"
#include "tests/service/api/fixture.h"

#define BO "bo@vallis.example"
#define CY "cy@vallis.example"

typedef struct
{
  Fixture *fixture;
  Device *hana; /* administers */
  Device *bo;   /* a member, signed in */
  Device *cy;   /* another administrator */
  Device *desk; /* a role of their own: all that groups' administrators may, for everybody */
} World;

static void
world_init (World *self)
{
  g_autofree char *role = NULL;

  self->fixture = fixture_new ();
  self->hana = device_set_up (self->fixture);
  self->bo = device_add_colleague (self->hana, BO, "Bo", "member");
  self->cy = device_add_colleague (self->hana, CY, "Cy", "workspace-administrator");
  role = device_make_desk_role (self->hana);
  self->desk = device_add_colleague (self->hana, "di@vallis.example", "Di", role);
  fixture_add_mail_server (self->fixture);
}

static void
world_clear (World *self)
{
  device_free (self->desk);
  device_free (self->cy);
  device_free (self->bo);
  device_free (self->hana);
  fixture_free (self->fixture);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (World, world_clear)

static ReeveCaseReport *
make_report (const char *const *people)
{
  ReeveCaseReport *body = reeve_case_report_new ();

  reeve_set_texts (&body->people, people);
  body->noticed = g_strdup ("Mails that they did not write");
  return body;
}

/* (transfer full): of one person, by hana */
static ReeveCase *
report (World *self, const char *person)
{
  const char *const people[] = { person, NULL };
  g_autoptr (Answer) answer = device_call (self->hana, cases_create, .body = make_report (people));

  assert_done (answer);
  return g_object_ref (REEVE_CASE (answer->reply));
}

static Answer *
instruct (Device *device, const char *id, const char *decision, gint64 keep_until)
{
  ReeveCaseInstruction *body = reeve_case_instruction_new ();

  body->decision = decision;
  body->reason = g_strdup ("talked to Bo on the phone");
  body->keep_until = keep_until;
  return device_call (device, cases_instruct, .object = id, .body = body);
}

static Answer *
say (Device *device, ReeveHandler handler, const char *id)
{
  ReeveCaseNote *body = reeve_case_note_new ();

  body->text = g_strdup ("it was a newsletter");
  return device_call (device, handler, .object = id, .body = body);
}

static void
assert_lock (World *self, const char *lock)
{
  g_autoptr (ReeveUser) user = device_get_user (self->hana, self->bo->account);

  g_assert_cmpstr (user->lock, ==, lock);
}

static void
refused (Answer *answer, ReeveErrorCode code, const char *reason)
{
  assert_refused (answer, code, reason);
  answer_free (answer);
}

static char *
list_entries (World *self, const char *id)
{
  g_autoptr (Answer) answer = device_call (self->hana, cases_entries, .object = id);
  g_autoptr (GString) text = g_string_new (NULL);

  assert_done (answer);
  for (guint i = 0; i < answer->listing->items->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "",
                            ((ReeveCaseEntry *) answer->listing->items->pdata[i])->kind);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* One step, and nobody is in any more: the session is over at its next request, signing in fails, the
 * evidence is held, and who administers is asked. */
static void
test_contain (void)
{
  g_auto (World) self = { 0 };
  g_autoptr (ReeveCase) made = NULL;
  g_autoptr (Answer) people = NULL;
  g_autofree char *entries = NULL;

  world_init (&self);
  made = report (&self, self.bo->account);
  g_assert_cmpstr (made->state, ==, "awaiting");
  g_assert_cmpint (made->number, ==, 1);
  g_assert_cmpint (made->people, ==, 1);
  g_assert_cmpint (made->locked, ==, 1);
  g_assert_cmpint (made->waiting, ==, 1);
  g_assert_nonnull (made->hold);
  assert_lock (&self, "breach");
  refused (device_call (self.bo, me_get), REEVE_ERROR_SIGNED_OUT, "session_ended");
  refused (device_sign_in (self.bo, BO, PASSWORD), REEVE_ERROR_SIGNED_OUT, "password_wrong");
  people = device_call (self.hana, cases_people, .object = made->id);
  assert_done (people);
  g_assert_cmpuint (people->listing->items->len, ==, 1);
  g_assert_true (((ReeveCasePerson *) people->listing->items->pdata[0])->wide);
  entries = list_entries (&self, made->id);
  g_assert_cmpstr (entries, ==, "reported contained held asked asked");
}

/* Again is noted, and is no second case. */
static void
test_again (void)
{
  g_auto (World) self = { 0 };
  g_autoptr (ReeveCase) made = NULL;
  g_autoptr (ReeveCase) again = NULL;
  g_autoptr (Answer) listed = NULL;

  world_init (&self);
  made = report (&self, self.bo->account);
  again = report (&self, self.bo->account);
  g_assert_cmpstr (again->id, ==, made->id);
  listed = device_call (self.hana, cases_list, .query = "state=open");
  assert_done (listed);
  g_assert_cmpuint (listed->listing->items->len, ==, 1);
}

static void
test_release (void)
{
  g_auto (World) self = { 0 };
  g_autoptr (ReeveCase) made = NULL;
  g_autoptr (Answer) done = NULL;

  world_init (&self);
  made = report (&self, self.bo->account);
  done = instruct (self.hana, made->id, "release", 0);
  assert_done (done);
  g_assert_cmpstr (REEVE_CASE (done->reply)->state, ==, "released");
  assert_lock (&self, "none");
  refused (instruct (self.cy, made->id, "remove", 0), REEVE_ERROR_CONFLICT, "already_instructed");
  device_enter (self.bo, BO, PASSWORD, self.bo->key);
  answer_free (say (self.hana, cases_close, made->id));
  g_assert_true (reeve_jobs_run_all (self.fixture->installation, reeve_clock_now (), NULL));
  assert_lock (&self, "none");
}

static void
test_reissue (void)
{
  g_auto (World) self = { 0 };
  g_autoptr (ReeveCase) made = NULL;
  g_autoptr (Answer) done = NULL;

  world_init (&self);
  made = report (&self, self.bo->account);
  done = instruct (self.hana, made->id, "reissue", 0);
  assert_done (done);
  g_assert_cmpstr (REEVE_CASE (done->reply)->state, ==, "reissued");
  assert_lock (&self, "none");
  refused (device_sign_in (self.bo, BO, PASSWORD), REEVE_ERROR_SIGNED_OUT, "password_wrong");
}

/* Until its day; then, or before, the case waits again. */
static void
test_keep (void)
{
  g_auto (World) self = { 0 };
  g_autoptr (ReeveCase) made = NULL;
  g_autoptr (Answer) done = NULL;
  g_autoptr (Answer) back = NULL;

  world_init (&self);
  made = report (&self, self.bo->account);
  refused (instruct (self.hana, made->id, "keep", reeve_clock_now () - 1), REEVE_ERROR_INVALID, NULL);
  done = instruct (self.hana, made->id, "keep", reeve_clock_now () + REEVE_DAY);
  assert_done (done);
  g_assert_cmpstr (REEVE_CASE (done->reply)->state, ==, "instructed");
  assert_lock (&self, "breach");
  refused (say (self.hana, cases_close, made->id), REEVE_ERROR_CONFLICT, "case_state");
  back = say (self.hana, cases_reopen, made->id);
  assert_done (back);
  g_assert_cmpstr (REEVE_CASE (back->reply)->state, ==, "awaiting");
}

static void
test_remove (void)
{
  g_auto (World) self = { 0 };
  g_autoptr (ReeveCase) made = NULL;
  g_autoptr (Answer) done = NULL;
  g_autoptr (ReeveUser) user = NULL;

  world_init (&self);
  made = report (&self, self.bo->account);
  done = instruct (self.hana, made->id, "remove", 0);
  assert_done (done);
  g_assert_cmpstr (REEVE_CASE (done->reply)->state, ==, "erased");
  user = device_get_user (self.hana, self.bo->account);
  g_assert_cmpint (user->deleted, !=, 0);
}

/* Leaving is no way around a case: whoever is locked by one goes by its instruction alone. */
static void
test_leaving (void)
{
  g_auto (World) self = { 0 };
  g_autoptr (ReeveCase) made = NULL;
  g_autoptr (ReeveUser) user = NULL;
  g_autoptr (Answer) bulk = NULL;
  g_autoptr (Answer) removed = NULL;
  ReeveLeave *reason = reeve_leave_new ();
  ReeveUserBulk *many = reeve_user_bulk_new ();
  GPtrArray *refusals;

  world_init (&self);
  made = report (&self, self.bo->account);
  user = device_get_user (self.hana, self.bo->account);
  refused (device_call (self.hana, users_delete, .object = user->id, .if_match = user->version),
           REEVE_ERROR_CONFLICT, "in_case");
  reason->reason = g_strdup ("has another job");
  refused (device_call (self.hana, leaving_create, .object = user->id, .body = reason), REEVE_ERROR_CONFLICT,
           "in_case");
  many->action = "delete";
  reeve_set_texts (&many->ids, (const char *const[]) { user->id, NULL });
  bulk = device_call (self.hana, users_bulk, .body = many);
  assert_done (bulk);
  refusals = REEVE_USER_BULK_RESULT (bulk->reply)->refused;
  g_assert_cmpuint (refusals->len, ==, 1);
  g_assert_cmpstr (REEVE_USER_REFUSAL (refusals->pdata[0])->reason, ==, "in_case");
  removed = instruct (self.hana, made->id, "remove", 0);
  assert_done (removed);
}

static gint64
read_door (World *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveTx) tx =
    reeve_db_begin (reeve_installation_get_directory (self->fixture->installation), REEVE_TX_READ,
                    g_get_monotonic_time () + 60 * G_USEC_PER_SEC, &error);
  gint64 locked;

  g_assert_true (
    reeve_accounts_get_workspace_lock (tx, self->bo->account, self->hana->workspace, &locked, &error));
  return locked;
}

/* However the membership went and came, the door is shut while the case says so. */
static void
test_new_membership (void)
{
  g_auto (World) self = { 0 };
  g_autoptr (ReeveCase) made = NULL;
  g_autoptr (GError) error = NULL;

  world_init (&self);
  made = report (&self, self.bo->account);
  {
    g_autoptr (ReeveTx) workspace =
      reeve_db_begin (reeve_installation_get_workspace (self.fixture->installation, self.hana->workspace),
                      REEVE_TX_WRITE, g_get_monotonic_time () + 60 * G_USEC_PER_SEC, &error);
    g_autoptr (ReeveTx) directory =
      reeve_db_begin (reeve_installation_get_directory (self.fixture->installation), REEVE_TX_WRITE,
                      g_get_monotonic_time () + 60 * G_USEC_PER_SEC, &error);

    g_assert_true (
      reeve_accounts_remove_membership (directory, self.bo->account, self.hana->workspace, &error));
    g_assert_true (reeve_intents_put (workspace, REEVE_INTENT_MEMBERSHIP, self.bo->account, NULL, &error));
    g_assert_true (reeve_tx_commit (directory, &error));
    g_assert_true (reeve_tx_commit (workspace, &error));
  }
  fixture_reopen (self.fixture);
  g_assert_cmpint (read_door (&self), !=, 0);
  refused (device_sign_in (self.bo, BO, PASSWORD), REEVE_ERROR_SIGNED_OUT, "password_wrong");
}

/* Who may do what, and of whom. */
static void
test_refused (void)
{
  g_auto (World) self = { 0 };
  const char *const own[] = { NULL, NULL };
  const char *nobody[] = { "0190a0b0-0000-7000-8000-000000000001", NULL };
  const char *people[] = { NULL, NULL };
  g_autoptr (Device) reviewer = NULL;
  g_autoptr (ReeveCase) made = NULL;

  world_init (&self);
  reviewer = device_add_colleague (self.hana, "ed@vallis.example", "Ed", "reviewer");
  people[0] = self.hana->account;
  refused (device_call (self.hana, cases_create, .body = make_report (people)), REEVE_ERROR_CONFLICT, "self");
  refused (device_call (self.hana, cases_create, .body = make_report (own)), REEVE_ERROR_INVALID, NULL);
  {
    g_autoptr (Answer) answer = device_call (self.hana, cases_create, .body = make_report (nobody));

    assert_member (answer, "/people/0", "unknown_user");
  }
  people[0] = self.bo->account;
  refused (device_call (reviewer, cases_create, .body = make_report (people)), REEVE_ERROR_DENIED, NULL);
  refused (device_call (self.bo, cases_create, .body = make_report (people)), REEVE_ERROR_DENIED, NULL);
  made = report (&self, self.bo->account);
  refused (instruct (reviewer, made->id, "release", 0), REEVE_ERROR_DENIED, NULL);
  people[0] = self.cy->account;
  g_autoptr (ReeveCase) other = report (&self, self.cy->account);
  g_assert_cmpint (other->number, ==, 2);
}

/* Without her nobody could open anything again: only if that is said. */
static void
test_last (void)
{
  g_auto (World) self = { 0 };
  g_autoptr (ReeveCase) first = NULL;
  g_autoptr (Answer) done = NULL;
  ReeveCaseReport *body;
  const char *people[] = { NULL, NULL };

  world_init (&self);
  first = report (&self, self.cy->account);
  people[0] = self.hana->account;
  refused (device_call (self.desk, cases_create, .body = make_report (people)), REEVE_ERROR_CONFLICT,
           "last_administrator");
  body = make_report (people);
  body->last = TRUE;
  done = device_call (self.desk, cases_create, .body = body);
  assert_done (done);
  g_assert_cmpstr (REEVE_CASE (done->reply)->state, ==, "contained"); /* there is nobody to ask */
}

static void
test_preview (void)
{
  g_auto (World) self = { 0 };
  ReeveCaseWhom *whom = reeve_case_whom_new ();
  const char *const people[] = { NULL, NULL, NULL, NULL };
  const char **ids = (const char **) people;
  g_autoptr (Answer) answer = NULL;
  ReeveCaseEffects *effects;

  world_init (&self);
  ids[0] = self.bo->account;
  ids[1] = self.hana->account;
  ids[2] = self.bo->account;
  reeve_set_texts (&whom->people, ids);
  answer = device_call (self.hana, cases_preview, .body = whom);
  assert_done (answer);
  effects = REEVE_CASE_EFFECTS (answer->reply);
  g_assert_cmpuint (g_strv_length (effects->people), ==, 1);
  g_assert_cmpstr (effects->names[0], ==, "Bo");
  g_assert_true (effects->self);
  g_assert_false (effects->last);
  g_assert_cmpuint (g_strv_length (effects->asked), ==, 2);
}

static Answer *
tip_off (Device *device, ReeveHandler handler, const char *email, const char *ticket)
{
  ReeveCaseTip *body = reeve_case_tip_new ();

  body->email = g_strdup (email);
  body->noticed = g_strdup ("Asked me for my code");
  body->ticket = g_strdup (ticket);
  return device_call (device, handler, .body = body);
}

static void
done (Answer *answer)
{
  assert_done (answer);
  answer_free (answer);
}

static char *
find_state (World *self, const char *person)
{
  g_autofree char *query = g_strdup_printf ("person=%s", person);
  g_autoptr (Answer) listed = device_call (self->hana, cases_list, .query = query);

  assert_done (listed);
  return listed->listing->items->len == 1 ? g_strdup (REEVE_CASE (listed->listing->items->pdata[0])->state)
                                          : NULL;
}

/* Whoever reports a colleague hears the same of anybody and of nobody, and not often. It locks who
 * administers nothing; of others it is a case. */
static void
test_colleague (void)
{
  g_auto (World) self = { 0 };
  g_autofree char *member = NULL;
  g_autofree char *administrator = NULL;
  g_autofree char *mia = NULL;

  world_init (&self);
  mia = device_add_user (self.hana, "mia@vallis.example", "Mia", "member");
  refused (tip_off (self.bo, containments_by_address, "mia@vallis.example", "T-1"), REEVE_ERROR_DENIED, NULL);
  done (tip_off (self.bo, breach_reports_create, "mia@vallis.example", NULL));
  done (tip_off (self.bo, breach_reports_create, "nobody@vallis.example", NULL));
  done (tip_off (self.bo, breach_reports_create, CY, NULL));
  refused (tip_off (self.bo, breach_reports_create, "mia@vallis.example", NULL), REEVE_ERROR_TOO_MANY,
           "too_many_reports");
  member = find_state (&self, mia);
  g_assert_cmpstr (member, ==, "awaiting");
  administrator = find_state (&self, self.cy->account);
  g_assert_cmpstr (administrator, ==, "reported");
  reeve_clock_advance_for_tests (REEVE_DAY + REEVE_SECOND);
  done (tip_off (self.bo, breach_reports_create, BO, NULL)); /* oneself is nobody else */
  g_assert_null (find_state (&self, self.bo->account));
}

/* What was only reported is locked by who may, or dismissed. */
static void
test_reported (void)
{
  g_auto (World) self = { 0 };
  g_autoptr (Answer) listed = NULL;
  g_autoptr (Answer) contained = NULL;
  const char *id;

  world_init (&self);
  done (tip_off (self.bo, breach_reports_create, CY, NULL));
  listed = device_call (self.hana, cases_list);
  assert_done (listed);
  id = REEVE_CASE (listed->listing->items->pdata[0])->id;
  refused (instruct (self.hana, id, "release", 0), REEVE_ERROR_CONFLICT, "already_instructed");
  contained = device_call (self.hana, cases_contain, .object = id, .body = reeve_case_containment_new ());
  assert_done (contained);
  g_assert_cmpstr (REEVE_CASE (contained->reply)->state, ==, "awaiting");
  refused (say (self.hana, cases_dismiss, id), REEVE_ERROR_CONFLICT, "case_state");
  refused (device_call (self.hana, cases_contain, .object = id, .body = reeve_case_containment_new ()),
           REEVE_ERROR_CONFLICT, "case_state");
}

static void
run_jobs (World *self)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (reeve_cases_run (self->fixture->installation, NULL, reeve_clock_now (), &error));
  g_assert_no_error (error);
}

static void
assert_entries (World *self, const char *id, const char *expected)
{
  g_autofree char *entries = list_entries (self, id);

  g_assert_cmpstr (entries, ==, expected);
}

/* Nobody answers: they are reminded, then everybody who may is asked; as often as the clock says, however
 * often the job runs. */
static void
test_reminders (void)
{
  g_auto (World) self = { 0 };
  g_autoptr (ReeveCase) made = NULL;

  world_init (&self);
  made = report (&self, self.bo->account);
  run_jobs (&self);
  reeve_clock_advance_for_tests (REEVE_CASE_REMIND - REEVE_SECOND);
  run_jobs (&self);
  assert_entries (&self, made->id, "reported contained held asked asked");
  reeve_clock_advance_for_tests (REEVE_SECOND);
  run_jobs (&self);
  run_jobs (&self);
  assert_entries (&self, made->id, "reported contained held asked asked reminded reminded");
  reeve_clock_advance_for_tests (REEVE_CASE_REMIND_AGAIN);
  run_jobs (&self);
  run_jobs (&self);
  assert_entries (&self, made->id,
                  "reported contained held asked asked reminded reminded escalated escalated");
  answer_free (instruct (self.hana, made->id, "release", 0));
  reeve_clock_advance_for_tests (2 * REEVE_CASE_REMIND_AGAIN);
  run_jobs (&self);
  assert_entries (&self, made->id,
                  "reported contained held asked asked reminded reminded escalated escalated instructed "
                  "released");
}

/* The day comes; the account stays locked. */
static void
test_lapse (void)
{
  g_auto (World) self = { 0 };
  g_autoptr (ReeveCase) made = NULL;
  g_autoptr (Answer) after = NULL;

  world_init (&self);
  made = report (&self, self.bo->account);
  answer_free (instruct (self.hana, made->id, "keep", reeve_clock_now () + REEVE_DAY));
  run_jobs (&self);
  reeve_clock_advance_for_tests (REEVE_DAY);
  run_jobs (&self);
  run_jobs (&self);
  assert_entries (&self, made->id, "reported contained held asked asked instructed lapsed reminded reminded");
  after = device_call (self.hana, cases_get, .object = made->id);
  assert_done (after);
  g_assert_cmpstr (REEVE_CASE (after->reply)->state, ==, "awaiting");
  assert_lock (&self, "breach");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cases/contain", test_contain);
  g_test_add_func ("/cases/again", test_again);
  g_test_add_func ("/cases/release", test_release);
  g_test_add_func ("/cases/reissue", test_reissue);
  g_test_add_func ("/cases/keep", test_keep);
  g_test_add_func ("/cases/remove", test_remove);
  g_test_add_func ("/cases/leaving", test_leaving);
  g_test_add_func ("/cases/new-membership", test_new_membership);
  g_test_add_func ("/cases/refused", test_refused);
  g_test_add_func ("/cases/last", test_last);
  g_test_add_func ("/cases/preview", test_preview);
  g_test_add_func ("/cases/colleague", test_colleague);
  g_test_add_func ("/cases/reported", test_reported);
  g_test_add_func ("/cases/reminders", test_reminders);
  g_test_add_func ("/cases/lapse", test_lapse);
  return g_test_run ();
}
