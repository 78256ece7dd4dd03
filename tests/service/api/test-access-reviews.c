/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Access reviews: opened by the calendar, decided on by the rules, ended without mercy and without leaving
 * anybody locked out. */

#include "config.h"

#include "common/access-review.h"
#include "service/jobs/jobs.h"
#include "service/store/outbox.h"
#include "tests/service/api/fixture.h"

static void
run_jobs (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (reeve_jobs_run_all (fixture->installation, reeve_clock_now (), &error));
  g_assert_no_error (error);
}

/* The review at the top of the list; NULL: there is none. */
static ReeveAccessReview *
get_latest (Device *device)
{
  g_autoptr (Answer) answer = device_call (device, access_reviews_list);

  assert_done (answer);
  return answer->listing->items->len > 0 ? g_object_ref (answer->listing->items->pdata[0]) : NULL;
}

static GPtrArray *
list_rights (Device *device, ReeveAccessReview *review, const char *query)
{
  g_autoptr (Answer) answer =
    device_call (device, reviewed_rights_list, .object = review->id, .query = query);

  assert_done (answer);
  return g_ptr_array_ref (answer->listing->items);
}

static ReeveReviewedRight *
find_right (Device *device, ReeveAccessReview *review, const char *email)
{
  g_autoptr (GPtrArray) rights = list_rights (device, review, "");

  for (guint i = 0; i < rights->len; i++)
    if (g_str_equal (REEVE_REVIEWED_RIGHT (rights->pdata[i])->email, email))
      return g_object_ref (rights->pdata[i]);
  g_assert_not_reached ();
}

static Answer *
decide (Device *device, ReeveAccessReview *review, const char *action, const char *email)
{
  g_autoptr (ReeveReviewedRight) right = find_right (device, review, email);
  const char *const ids[] = { right->id, NULL };
  ReeveReviewDecision *body = reeve_review_decision_new ();

  reeve_set_texts (&body->ids, ids);
  body->action = g_intern_string (action);
  body->reason = g_strdup ("asked her manager");
  return device_call (device, access_reviews_decide, .object = review->id, .body = body);
}

static void
assert_decision (Device *device, ReeveAccessReview *review, const char *email, const char *decision)
{
  g_autoptr (ReeveReviewedRight) right = find_right (device, review, email);

  g_assert_cmpstr (right->decision, ==, decision);
}

static void
assert_role (Device *device, const char *id, const char *role)
{
  g_autoptr (ReeveUser) user = device_get_user (device, id);

  g_assert_cmpstr (user->roles[0], ==, role);
  g_assert_null (user->roles[1]);
}

static void
assert_one_refused (Answer *answer, const char *reason)
{
  ReeveUserBulkResult *result;

  assert_done (answer);
  result = REEVE_USER_BULK_RESULT (answer->reply);
  g_assert_cmpint (result->n_refused, ==, 1);
  g_assert_cmpstr (REEVE_USER_REFUSAL (result->refused->pdata[0])->reason, ==, reason);
}

static void
assert_one_changed (Answer *answer)
{
  assert_done (answer);
  g_assert_cmpint (REEVE_USER_BULK_RESULT (answer->reply)->changed, ==, 1);
  g_assert_cmpint (REEVE_USER_BULK_RESULT (answer->reply)->n_refused, ==, 0);
}

static ReeveAccessReview *
open_review (Device *device)
{
  g_autoptr (Answer) answer = NULL;

  fixture_mirror (device->fixture); /* an administrator is one who can sign in */
  answer = device_call (device, access_reviews_open);
  assert_done (answer);
  return REEVE_ACCESS_REVIEW (g_object_ref (answer->reply));
}

static gint64
count_mails (Fixture *fixture, Device *device)
{
  g_autoptr (GError) error = NULL;
  ReeveDb *db = reeve_installation_get_workspace (fixture->installation, device->workspace);
  g_autoptr (ReeveTx) tx =
    reeve_db_begin (db, REEVE_TX_READ, g_get_monotonic_time () + 60 * G_USEC_PER_SEC, &error);
  ReeveStatement *statement =
    reeve_tx_prepare (tx, "SELECT count(*) FROM outbox WHERE kind = 'reminder'", &error);
  gint64 n;

  g_assert_true (reeve_statement_read_int (statement, &n, &error));
  return n;
}

/* Ninety days after the workspace was made, and ninety after that; one at a time; with two reminders. */
static void
test_calendar (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autofree char *ada = device_add_user (hana, "ada@vallis.example", "Ada", "auditor");
  g_autofree char *bea = device_add_user (hana, "bea@vallis.example", "Bea", NULL);
  g_autoptr (ReeveAccessReview) first = NULL;
  g_autoptr (ReeveAccessReview) same = NULL;
  g_autoptr (Answer) second = NULL;

  reeve_clock_advance_for_tests (89 * REEVE_DAY);
  run_jobs (fixture);
  device_enter (hana, ADMIN, PASSWORD, hana->key);
  g_assert_null (get_latest (hana));

  reeve_clock_advance_for_tests (REEVE_DAY);
  run_jobs (fixture);
  first = get_latest (hana);
  g_assert_nonnull (first);
  g_assert_cmpstr (first->state, ==, "open");
  g_assert_cmpint (first->total, ==, 2); /* not Bea: she is a member and no more */
  g_assert_cmpint (first->undecided, ==, 2);
  g_assert_cmpint (first->due, ==, first->opened + 14 * REEVE_DAY);
  g_assert_cmpint (count_mails (fixture, hana), ==, 1);

  run_jobs (fixture);
  same = get_latest (hana);
  g_assert_cmpstr (same->id, ==, first->id);
  second = device_call (hana, access_reviews_open);
  assert_refused (second, REEVE_ERROR_CONFLICT, "review_open");
  reeve_clock_advance_for_tests (7 * REEVE_DAY);
  run_jobs (fixture);
  run_jobs (fixture);
  g_assert_cmpint (count_mails (fixture, hana), ==, 2);
  reeve_clock_advance_for_tests (6 * REEVE_DAY);
  run_jobs (fixture);
  g_assert_cmpint (count_mails (fixture, hana), ==, 3);
}

static void
test_decide (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (Device) eve = device_add_colleague (hana, "eve@vallis.example", "Eve", REEVE_ROLE_ADMINISTRATOR);
  g_autoptr (Device) ada = device_add_colleague (hana, "ada@vallis.example", "Ada", "auditor");
  g_autofree char *cy = device_add_user (hana, "cy@vallis.example", "Cy", "reviewer");
  g_autoptr (ReeveAccessReview) review = open_review (hana);
  g_autoptr (Answer) denied = decide (hana, review, "keep", ADMIN);
  g_autoptr (Answer) kept = NULL;
  g_autoptr (Answer) dropped = NULL;
  g_autoptr (Answer) again = NULL;
  g_autoptr (Answer) member = NULL;
  g_autoptr (ReeveAccessReview) now = NULL;
  g_autoptr (GPtrArray) undecided = NULL;
  g_autoptr (GPtrArray) history = NULL;

  assert_one_refused (denied, "self"); /* Eve could say so */
  kept = decide (eve, review, "keep", ADMIN);
  assert_one_changed (kept);
  assert_decision (hana, review, ADMIN, "kept");

  dropped = decide (hana, review, "drop", "cy@vallis.example");
  assert_one_changed (dropped);
  assert_role (hana, cy, REEVE_ROLE_MEMBER);
  history = device_get_history (hana, cy);
  g_assert_cmpstr (REEVE_AUDIT_ENTRY (history->pdata[0])->reason, ==, "asked her manager");
  again = decide (hana, review, "keep", "cy@vallis.example");
  assert_one_changed (again); /* a second thought */
  assert_role (hana, cy, "reviewer");

  undecided = list_rights (hana, review, "decision=undecided");
  g_assert_cmpuint (undecided->len, ==, 2);
  member = device_call (ada, access_reviews_open);
  assert_refused (member, REEVE_ERROR_DENIED, NULL);

  g_clear_pointer (&again, answer_free);
  again = decide (hana, review, "keep", "ada@vallis.example");
  assert_one_changed (again);
  g_clear_pointer (&again, answer_free);
  again = decide (hana, review, "keep", "eve@vallis.example");
  assert_one_changed (again);
  now = get_latest (hana);
  g_assert_cmpstr (now->state, ==, "closed");
  g_assert_cmpint (now->kept, ==, 4);
  g_assert_cmpint (now->closed, ==, reeve_clock_now ());
}

/* Nobody gives by a review what they do not hold. */
static void
test_escalation (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autofree char *desk = device_make_desk_role (hana);
  g_autoptr (Device) lead = device_add_colleague (hana, "lead@vallis.example", "Lead", desk);
  g_autofree char *eve = device_add_user (hana, "eve@vallis.example", "Eve", REEVE_ROLE_ADMINISTRATOR);
  g_autoptr (ReeveAccessReview) review = open_review (hana);
  g_autoptr (Answer) keep = decide (lead, review, "keep", "eve@vallis.example");
  g_autoptr (Answer) drop = decide (lead, review, "drop", "eve@vallis.example");

  assert_one_refused (keep, "escalation");
  assert_one_refused (drop, "escalation");
  assert_decision (hana, review, "eve@vallis.example", "undecided");
}

/* After its time the undecided are suspended, the last administrator stays, and a word gives it back. */
static void
test_suspension (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autofree char *ada = device_add_user (hana, "ada@vallis.example", "Ada", "auditor");
  g_autofree char *cy = device_add_user (hana, "cy@vallis.example", "Cy", "reviewer");
  g_autoptr (ReeveAccessReview) review = open_review (hana);
  g_autoptr (ReeveAccessReview) ended = NULL;
  g_autoptr (ReeveAccessReview) closed = NULL;
  g_autoptr (Answer) back = NULL;
  g_autoptr (Answer) own = NULL;
  g_autoptr (Answer) demoted =
    device_call (hana, users_save, .object = cy, .if_match = 1, .patch = "{\"roles\":[\"member\"]}");

  assert_done (demoted); /* lost in another way */
  reeve_clock_advance_for_tests (14 * REEVE_DAY);
  run_jobs (fixture);
  device_enter (hana, ADMIN, PASSWORD, hana->key);
  assert_role (hana, ada, REEVE_ROLE_MEMBER);
  assert_decision (hana, review, "ada@vallis.example", "suspended");
  assert_decision (hana, review, "cy@vallis.example", "gone");
  assert_decision (hana, review, ADMIN, "undecided");
  ended = get_latest (hana);
  g_assert_cmpstr (ended->state, ==, "open");
  g_assert_cmpint (ended->undecided, ==, 1);

  back = decide (hana, review, "keep", "ada@vallis.example");
  assert_one_changed (back);
  assert_role (hana, ada, "auditor");
  own = decide (hana, review, "keep", ADMIN); /* there is nobody else to say so */
  assert_one_changed (own);
  closed = get_latest (hana);
  g_assert_cmpstr (closed->state, ==, "closed");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/access-reviews/calendar", test_calendar);
  g_test_add_func ("/access-reviews/decide", test_decide);
  g_test_add_func ("/access-reviews/escalation", test_escalation);
  g_test_add_func ("/access-reviews/suspension", test_suspension);
  return g_test_run ();
}
