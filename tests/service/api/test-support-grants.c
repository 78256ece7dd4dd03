/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Support grants: who asks for what, who answers, how each ends, and what is told of it. */

#include "config.h"

#include "common/case.h"
#include "common/duty.h"
#include "common/support-grant.h"
#include "service/api/overview.h"
#include "service/api/support-grants.h"
#include "service/jobs/support-grants.h"
#include "service/store/access-log.h"
#include "service/store/cases.h"
#include "service/store/support-grants.h"
#include "tests/service/api/fixture.h"

typedef struct
{
  Fixture *fixture;
  Device *hana; /* administers */
  Device *sue;  /* of support */
} World;

static World *
world_new (void)
{
  World *self = g_new0 (World, 1);

  self->fixture = fixture_new ();
  self->hana = device_set_up (self->fixture);
  self->sue = device_add_colleague (self->hana, "sue@vallis.example", "Sue", "support-agent");
  return self;
}

static void
world_free (World *self)
{
  device_free (self->sue);
  device_free (self->hana);
  fixture_free (self->fixture);
  g_free (self);
} G_DEFINE_AUTOPTR_CLEANUP_FUNC (World, world_free)

static ReeveTx *
begin (World *self, ReeveTxMode mode)
{
  ReeveDb *db = reeve_installation_get_workspace (self->fixture->installation, self->hana->workspace);
  g_autoptr (GError) error = NULL;
  ReeveTx *tx = reeve_db_begin (db, mode, g_get_monotonic_time () + REEVE_MINUTE, &error);

  g_assert_no_error (error);
  return tx;
}

/* What @sql counts. @text: (nullable): its $1 */
static gint64
count (World *self, const char *sql, const char *text)
{
  g_autoptr (ReeveTx) tx = begin (self, REEVE_TX_READ);
  g_autoptr (GError) error = NULL;
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, &error);
  gint64 n;

  g_assert_no_error (error);
  if (text != NULL)
    reeve_statement_bind_text (statement, 1, text);
  g_assert_true (reeve_statement_read_int (statement, &n, &error));
  return n;
}

static gint64
count_mails (World *self, const char *recipient)
{
  return count (self, "SELECT count(*) FROM outbox WHERE kind = 'support' AND recipient = $1", recipient);
}

static gint64
count_entries (World *self, const char *action)
{
  return count (self, "SELECT count(*) FROM audit WHERE action = $1", action);
}

static void
run_job (World *self)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (reeve_support_grants_run (self->fixture->installation, NULL, reeve_clock_now (), &error));
  g_assert_no_error (error);
}

static ReeveSupportGrant *
make_request (gint64 minutes)
{
  ReeveSupportGrant *body = reeve_support_grant_new ();

  body->ticket = g_strdup ("T-12");
  body->reason = g_strdup ("cannot sign in");
  body->minutes = minutes;
  return body;
}

/* Its id */
static char *
ask (World *self, gint64 minutes)
{
  g_autoptr (Answer) answer = device_call (self->sue, support_grants_create, .body = make_request (minutes));

  assert_done (answer);
  return g_strdup (REEVE_SUPPORT_GRANT (answer->reply)->id);
}

static Answer *
reply_to (Device *device, ReeveHandler handler, const char *grant, gint64 minutes, const char *note)
{
  ReeveSupportAnswer *body = reeve_support_answer_new ();

  body->minutes = minutes;
  body->note = g_strdup (note);
  return device_call (device, handler, .object = grant, .body = body);
}

static char *
let_in (World *self, gint64 minutes)
{
  char *grant = ask (self, minutes);
  g_autoptr (Answer) answer = reply_to (self->hana, support_grants_approve, grant, 0, NULL);

  assert_done (answer);
  return grant;
}

static ReeveSupportGrant *
look_at (World *self, const char *grant)
{
  g_autoptr (Answer) answer = device_call (self->hana, support_grants_get, .object = grant);

  assert_done (answer);
  return g_object_ref (REEVE_SUPPORT_GRANT (answer->reply));
}

static void
assert_is (World *self, const char *grant, const char *state, const char *because)
{
  g_autoptr (ReeveSupportGrant) now = look_at (self, grant);

  g_assert_cmpstr (now->state, ==, state);
  g_assert_cmpstr (now->because, ==, because);
}

/* Whether Sue reads users now. */
static gboolean
is_in (World *self)
{
  g_autoptr (Answer) answer = device_call (self->sue, users_list);

  if (answer->error != NULL)
    assert_refused (answer, REEVE_ERROR_NOT_FOUND, NULL);
  return answer->error == NULL;
}

/* --- Asking --- */

static void
assert_wrong (World *self, ReeveSupportGrant *body, const char *pointer, const char *reason)
{
  g_autoptr (Answer) answer = device_call (self->sue, support_grants_create, .body = body);

  assert_refused (answer, REEVE_ERROR_INVALID, NULL);
  assert_member (answer, pointer, reason);
}

static void
test_requests (void)
{
  static const char *const too_much[] = { "users.read", "users.write", NULL };
  static const char *const one[] = { "users.read", NULL };
  g_autoptr (World) world = world_new ();
  g_autofree char *nothing = reeve_id_new ();
  const char *const folders[] = { nothing, NULL };
  ReeveSupportGrant *body = make_request (60);
  g_autoptr (Answer) made = NULL;
  g_autoptr (Answer) again = NULL;
  g_autoptr (Answer) back = NULL;

  g_set_str (&body->ticket, "T 12");
  assert_wrong (world, body, "/ticket", "spaces");
  body = make_request (60);
  reeve_set_texts (&body->capabilities, too_much);
  assert_wrong (world, body, "/capabilities/1", "choice");
  body = make_request (60);
  reeve_set_texts (&body->folders, folders);
  assert_wrong (world, body, "/folders/0", "not_found");
  body = make_request (60);
  g_set_str (&body->breach_case, nothing);
  assert_wrong (world, body, "/breachCase", "not_found");
  g_assert_cmpint (count_mails (world, ADMIN), ==, 0);

  body = make_request (60);
  reeve_set_texts (&body->capabilities, one);
  made = device_call (world->sue, support_grants_create, .body = body);
  assert_done (made);
  g_assert_cmpint (REEVE_SUPPORT_GRANT (made->reply)->number, ==, 1);
  g_assert_cmpstr (REEVE_SUPPORT_GRANT (made->reply)->agent, ==, world->sue->account);
  g_assert_cmpint (count_mails (world, ADMIN), ==, 1);
  g_assert_cmpint (count_entries (world, "support.request"), ==, 1);
  again = device_call (world->sue, support_grants_create, .body = make_request (60));
  assert_refused (again, REEVE_ERROR_CONFLICT, "support_waiting");

  /* taken back, it waits for nobody */
  back = device_call (world->sue, support_grants_end, .object = REEVE_SUPPORT_GRANT (made->reply)->id);
  assert_done (back);
  g_assert_cmpint (count_mails (world, ADMIN), ==, 1);
  for (guint i = 1; i < REEVE_SUPPORT_ASKS; i++)
    {
      g_autofree char *more = ask (world, 60);
      g_autoptr (Answer) taken = device_call (world->sue, support_grants_end, .object = more);

      assert_done (taken);
    }
  g_clear_pointer (&again, answer_free);
  again = device_call (world->sue, support_grants_create, .body = make_request (60));
  assert_refused (again, REEVE_ERROR_TOO_MANY, "too_many_asks");
}

/* A role of one's own that has the capability lets nobody in, whoever holds it. */
static void
test_not_support (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (Answer) answer = device_call (world->hana, support_grants_create, .body = make_request (60));

  assert_refused (answer, REEVE_ERROR_DENIED, "not_support");
}

/* --- Answering --- */

static void
test_answers (void)
{
  g_autoptr (World) world = world_new ();
  g_autofree char *first = ask (world, 60);
  g_autofree char *second = NULL;
  g_autoptr (Answer) longer = reply_to (world->hana, support_grants_approve, first, 61, NULL);
  g_autoptr (Answer) bare = reply_to (world->hana, support_grants_refuse, first, 0, NULL);
  g_autoptr (Answer) refused = reply_to (world->hana, support_grants_refuse, first, 0, "not today");
  g_autoptr (Answer) late = reply_to (world->hana, support_grants_approve, first, 0, NULL);
  g_autoptr (Answer) given = NULL;
  g_autoptr (ReeveSupportGrant) now = NULL;

  assert_member (longer, "/minutes", "range");
  assert_member (bare, "/note", "required");
  assert_done (refused);
  assert_refused (late, REEVE_ERROR_CONFLICT, "support_over");
  g_assert_cmpint (count_mails (world, "sue@vallis.example"), ==, 1);
  g_assert_false (is_in (world));

  second = ask (world, 60);
  given = reply_to (world->hana, support_grants_approve, second, 20, "go on");
  assert_done (given);
  now = look_at (world, second);
  g_assert_cmpstr (now->state, ==, "active");
  g_assert_cmpint (now->minutes, ==, 20);
  g_assert_cmpint (now->ends, ==, reeve_clock_now () + 20 * REEVE_MINUTE);
  g_assert_cmpint (count_mails (world, "sue@vallis.example"), ==, 2);
  g_assert_cmpint (count_entries (world, "support.approve"), ==, 1);
  g_assert_true (is_in (world));
}

static void
test_unanswered (void)
{
  g_autoptr (World) world = world_new ();
  g_autofree char *grant = ask (world, 60);
  g_autoptr (Answer) late = NULL;
  g_autoptr (Answer) listed = NULL;

  reeve_clock_advance_for_tests (REEVE_SUPPORT_ASK_HOURS * REEVE_HOUR);
  device_enter (world->hana, ADMIN, PASSWORD, world->hana->key);
  assert_is (world, grant, "expired", NULL);
  late = reply_to (world->hana, support_grants_approve, grant, 0, NULL);
  assert_refused (late, REEVE_ERROR_CONFLICT, "support_over");
  listed = device_call (world->hana, support_grants_list, .query = "state=waiting");
  g_assert_cmpuint (listed->listing->items->len, ==, 0);
  g_clear_pointer (&listed, answer_free);
  listed = device_call (world->hana, support_grants_list, .query = "state=expired");
  g_assert_cmpuint (listed->listing->items->len, ==, 1);
  g_clear_pointer (&listed, answer_free);
  listed = device_call (world->hana, support_grants_list, .query = "state=over");
  g_assert_cmpuint (listed->listing->items->len, ==, 1);
  run_job (world);
  run_job (world);
  assert_is (world, grant, "expired", NULL);
  g_assert_cmpint (count_mails (world, "sue@vallis.example"), ==, 1);
  g_assert_cmpint (count_entries (world, "support.expire"), ==, 1);
}

/* --- Its end --- */

/* By the clock at each request; the job only says so, and counts what was done. */
static void
test_time (void)
{
  g_autoptr (World) world = world_new ();
  g_autofree char *grant = let_in (world, 30);
  ReeveAccessLog *log = reeve_installation_get_access_log (world->fixture->installation);
  ReeveAccessEvent event = { .actor = world->sue->account, .route = "GET /v1/workspaces/{workspace}/users" };
  g_autoptr (ReeveSupportGrant) now = NULL;
  g_autoptr (Answer) events = NULL;

  for (guint i = 0; i < 4; i++)
    {
      event.time =
        reeve_clock_now () + (gint64) i * 15 * REEVE_MINUTE - REEVE_MINUTE; /* the first is before */
      reeve_access_log_append (log, world->hana->workspace, &event);
    }
  event.time = reeve_clock_now () + REEVE_SECOND;
  event.route = "GET /v1/workspaces/{workspace}/support-grants";
  reeve_access_log_append (log, world->hana->workspace, &event);
  reeve_access_log_flush (log);
  reeve_clock_advance_for_tests (30 * REEVE_MINUTE - 1);
  g_assert_true (is_in (world));
  reeve_clock_advance_for_tests (1);
  g_assert_false (is_in (world));
  assert_is (world, grant, "ended", "time");
  run_job (world);
  assert_is (world, grant, "ended", "time");
  g_assert_cmpint (count_entries (world, "support.expire"), ==, 1);
  g_assert_cmpint (count_mails (world, ADMIN), ==, 2);
  events = device_call (world->hana, support_grants_events, .object = grant);
  assert_done (events);
  g_assert_cmpuint (events->listing->items->len, ==, 2);
  reeve_clock_advance_for_tests (2 * REEVE_MINUTE);
  run_job (world);
  g_assert_cmpint (count (world, "SELECT reads FROM support_grants WHERE counted = 1", NULL), ==, 2);
  now = look_at (world, grant);
  g_assert_cmpint (now->reads, ==, 2);
  g_assert_cmpint (now->ended, ==, now->ends);
  run_job (world);
  g_assert_cmpint (count_entries (world, "support.expire"), ==, 1);
}

/* A wall clock that is set back makes no grant longer, one before the approval closes it, and one that is set
 * ahead makes it shorter. */
static void
test_clock (void)
{
  g_autoptr (World) world = world_new ();
  g_autofree char *grant = let_in (world, 30);
  gint64 approved = reeve_clock_now ();

  reeve_clock_advance_for_tests (20 * REEVE_MINUTE);
  reeve_clock_set_for_tests (approved + REEVE_MINUTE);
  g_assert_true (is_in (world));
  reeve_clock_advance_for_tests (10 * REEVE_MINUTE); /* eleven by the wall, thirty in truth */
  g_assert_false (is_in (world));
  run_job (world);
  assert_is (world, grant, "ended", "time");

  g_free (grant);
  grant = let_in (world, 30);
  approved = reeve_clock_now ();
  reeve_clock_set_for_tests (approved - REEVE_SECOND);
  g_assert_false (is_in (world));
  reeve_clock_set_for_tests (approved + 31 * REEVE_MINUTE);
  g_assert_false (is_in (world));
}

static void
test_either_side (void)
{
  g_autoptr (World) world = world_new ();

  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *grant = let_in (world, 60);
      Device *who = i == 0 ? world->hana : world->sue;
      g_autoptr (Answer) ended = NULL;
      g_autoptr (Answer) again = NULL;
      g_autoptr (ReeveSupportGrant) now = NULL;

      g_assert_true (is_in (world));
      ended = device_call (who, support_grants_end, .object = grant);
      assert_done (ended);
      g_assert_false (is_in (world));
      now = look_at (world, grant);
      g_assert_cmpstr (now->ended_by, ==, who->account);
      g_assert_null (now->because);
      again = device_call (who, support_grants_end, .object = grant);
      assert_refused (again, REEVE_ERROR_CONFLICT, "support_over");
    }
  /* twice asked, and told of the end that was not her own */
  g_assert_cmpint (count_mails (world, ADMIN), ==, 3);
  g_assert_cmpint (count_entries (world, "support.end"), ==, 2);
}

/* What is done is done by one grant. */
static void
test_replaced (void)
{
  g_autoptr (World) world = world_new ();
  g_autofree char *first = let_in (world, 60);
  g_autofree char *second = let_in (world, 30);
  g_autoptr (Answer) active = device_call (world->hana, support_grants_list, .query = "state=active");
  g_autoptr (Answer) over = device_call (world->hana, support_grants_list, .query = "state=over");

  assert_is (world, first, "ended", "replaced");
  assert_is (world, second, "active", NULL);
  g_assert_cmpuint (active->listing->items->len, ==, 1);
  g_assert_cmpuint (over->listing->items->len, ==, 1);
  g_assert_cmpstr (REEVE_SUPPORT_GRANT (over->listing->items->pdata[0])->id, ==, first);
  g_assert_cmpint (count_entries (world, "support.replace"), ==, 1);
  g_assert_true (is_in (world));
}

static void
change_sue (World *self, const char *patch)
{
  g_autoptr (ReeveUser) sue = device_get_user (self->hana, self->sue->account);
  g_autoptr (Answer) answer =
    device_call (self->hana, users_save, .object = sue->id, .patch = patch, .if_match = sue->version);

  assert_done (answer);
}

/* As a report of a breach does. */
static void
lock_sue (World *self, const char *lock)
{
  g_autoptr (ReeveTx) tx = begin (self, REEVE_TX_WRITE);
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveUser) sue = reeve_users_get (tx, self->sue->account, &error);

  sue->lock = lock;
  g_assert_true (reeve_users_update (tx, sue, sue->version, &error));
  g_assert_true (reeve_tx_commit (tx, &error));
}

/* What ends its agent ends it, and nothing brings it back. */
static void
test_agents (void)
{
  static const struct
  {
    const char *patch;
    const char *because;
    const char *undo;
  } cases[] = {
    { "{\"state\":\"suspended\"}", "suspended", "{\"state\":\"active\"}" },
    { "{\"roles\":[\"member\"]}", "role", "{\"roles\":[\"support-agent\"]}" },
    { NULL, "locked", NULL },
  };
  g_autoptr (World) world = world_new ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *grant = let_in (world, 60);

      if (cases[i].patch != NULL)
        {
          change_sue (world, cases[i].patch);
          change_sue (world, cases[i].undo);
        }
      else
        {
          lock_sue (world, "breach");
          lock_sue (world, "none");
        }
      device_enter (world->sue, "sue@vallis.example", PASSWORD, world->sue->key);
      g_assert_false (is_in (world));
      run_job (world);
      assert_is (world, grant, "ended", cases[i].because);
      g_assert_cmpint (count_entries (world, "support.stop"), ==, i + 1);
    }
}

/* --- Of a case --- */

static ReeveCase *
make_case (World *self)
{
  g_autoptr (ReeveTx) tx = begin (self, REEVE_TX_WRITE);
  g_autoptr (GError) error = NULL;
  ReeveCase *made = reeve_case_new ();

  made->id = reeve_id_new ();
  made->version = 1;
  made->state = "contained";
  made->nature = reeve_case_natures[0];
  made->source = reeve_case_sources[0];
  made->reported = reeve_clock_now ();
  g_assert_true (reeve_cases_insert (tx, made, &error));
  g_assert_true (reeve_tx_commit (tx, &error));
  return made;
}

static void
close_case (World *self, ReeveCase *open)
{
  g_autoptr (ReeveTx) tx = begin (self, REEVE_TX_WRITE);
  g_autoptr (ReeveCase) closed = reeve_record_copy (open);
  g_autoptr (GError) error = NULL;

  closed->state = "closed";
  closed->closed = reeve_clock_now ();
  closed->closed_by = g_strdup (self->hana->account);
  closed->closed_by_name = g_strdup ("Hana Sato");
  g_assert_true (reeve_cases_update (tx, open, closed, open->version, &error));
  g_assert_true (reeve_tx_commit (tx, &error));
}

static void
test_case (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (ReeveCase) about = make_case (world);
  ReeveSupportGrant *body = make_request (60);
  g_autoptr (Answer) made = NULL;
  g_autoptr (Answer) given = NULL;
  g_autoptr (ReeveSupportGrant) now = NULL;
  const char *grant;

  g_set_str (&body->breach_case, about->id);
  made = device_call (world->sue, support_grants_create, .body = body);
  assert_done (made);
  grant = REEVE_SUPPORT_GRANT (made->reply)->id;
  given = reply_to (world->hana, support_grants_approve, grant, 0, NULL);
  assert_done (given);
  g_assert_true (is_in (world));
  close_case (world, about);
  g_assert_false (is_in (world));
  run_job (world);
  now = look_at (world, grant);
  g_assert_cmpstr (now->because, ==, "case");
  g_assert_cmpstr (now->ended_by, ==, world->hana->account);
  g_assert_cmpint (now->ended, ==, reeve_clock_now ());

  body = make_request (60);
  g_set_str (&body->breach_case, about->id);
  assert_wrong (world, body, "/breachCase", "state");
}

/* --- Who sees what --- */

static ReeveDuty *
find_duty (Device *device, const char *kind)
{
  g_autoptr (Answer) answer = device_call (device, overview_get);
  ReeveOverview *overview;

  assert_done (answer);
  overview = REEVE_OVERVIEW (answer->reply);
  for (guint i = 0; overview->duties != NULL && i < overview->duties->len; i++)
    {
      ReeveDuty *duty = overview->duties->pdata[i];

      if (g_strcmp0 (duty->kind, kind) == 0)
        return g_object_ref (duty);
    }
  return NULL;
}

static void
test_overview (void)
{
  g_autoptr (World) world = world_new ();
  g_autofree char *grant = ask (world, 60);
  g_autoptr (ReeveDuty) asks = find_duty (world->hana, "support-ask");
  g_autoptr (ReeveDuty) here = find_duty (world->hana, "support-here");
  g_autoptr (Answer) given = NULL;

  g_assert_nonnull (asks);
  g_assert_null (here);
  g_assert_cmpstr (asks->urgency, ==, "now");
  g_assert_cmpstr (asks->subject_id, ==, grant);
  g_assert_cmpint (asks->due, ==, reeve_clock_now () + REEVE_SUPPORT_ASK_HOURS * REEVE_HOUR);
  given = reply_to (world->hana, support_grants_approve, grant, 0, NULL);
  assert_done (given);
  g_clear_object (&asks);
  asks = find_duty (world->hana, "support-ask");
  here = find_duty (world->hana, "support-here");
  g_assert_null (asks);
  g_assert_nonnull (here);
  g_assert_cmpint (here->due, ==, reeve_clock_now () + REEVE_HOUR);
  reeve_clock_advance_for_tests (REEVE_HOUR);
  g_clear_object (&here);
  here = find_duty (world->hana, "support-here");
  g_assert_null (here);
}

static void
test_visible (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (Device) tim = device_add_colleague (world->hana, "tim@vallis.example", "Tim", "support-agent");
  g_autoptr (Device) mia = device_add_colleague (world->hana, "mia@vallis.example", "Mia", "member");
  g_autofree char *grant = ask (world, 60);
  g_autoptr (Answer) own = device_call (world->sue, support_grants_list);
  g_autoptr (Answer) of_hana = device_call (world->hana, support_grants_list);
  g_autoptr (Answer) history = device_call (world->hana, support_grants_history, .object = grant);
  g_autoptr (Answer) nonsense = device_call (world->hana, support_grants_list, .query = "state=nonsense");
  Device *const others[] = { tim, mia };

  g_assert_cmpuint (own->listing->items->len, ==, 1);
  g_assert_cmpuint (of_hana->listing->items->len, ==, 1);
  assert_done (history);
  g_assert_cmpuint (history->listing->items->len, ==, 1);
  assert_member (nonsense, "?state", "choice");
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autoptr (Answer) list = device_call (others[i], support_grants_list);
      g_autoptr (Answer) one = device_call (others[i], support_grants_get, .object = grant);
      g_autoptr (Answer) ended = device_call (others[i], support_grants_end, .object = grant);

      assert_done (list);
      g_assert_cmpuint (list->listing->items->len, ==, 0);
      assert_refused (one, REEVE_ERROR_NOT_FOUND, NULL);
      assert_refused (ended, REEVE_ERROR_NOT_FOUND, NULL);
    }
}

/* Without a grant there is nothing that a code is asked for, and yet it is: a grant may come at any time. */
static void
test_second_factor (void)
{
  g_autoptr (World) world = world_new ();
  g_autofree char *id = device_add_user (world->hana, "tom@vallis.example", "Tom", "support-agent");
  g_autoptr (Device) tom = device_new (world->fixture, "toms", "192.0.2.7");
  g_autoptr (Answer) entered = NULL;
  g_autoptr (Answer) asked = NULL;

  entered = device_sign_in (tom, "tom@vallis.example", PASSWORD);
  assert_done (entered);
  device_take_tokens (tom, REEVE_TOKENS (entered->reply));
  device_confirm (tom);
  g_set_str (&tom->workspace, world->hana->workspace);
  g_assert_cmpstr (tom->stage, ==, "enrol");
  asked = device_call (tom, support_grants_create, .body = make_request (60));
  assert_refused (asked, REEVE_ERROR_SECOND_FACTOR, "enrol");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/support-grants/requests", test_requests);
  g_test_add_func ("/support-grants/not-support", test_not_support);
  g_test_add_func ("/support-grants/answers", test_answers);
  g_test_add_func ("/support-grants/unanswered", test_unanswered);
  g_test_add_func ("/support-grants/time", test_time);
  g_test_add_func ("/support-grants/clock", test_clock);
  g_test_add_func ("/support-grants/either-side", test_either_side);
  g_test_add_func ("/support-grants/replaced", test_replaced);
  g_test_add_func ("/support-grants/agents", test_agents);
  g_test_add_func ("/support-grants/case", test_case);
  g_test_add_func ("/support-grants/overview", test_overview);
  g_test_add_func ("/support-grants/visible", test_visible);
  g_test_add_func ("/support-grants/second-factor", test_second_factor);
  return g_test_run ();
}
