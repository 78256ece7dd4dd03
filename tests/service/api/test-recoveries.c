/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The only administrator of a workspace: two of support lock them, and two of support open them again, loudly
 * and not before a day has gone by. */

#include "config.h"

#include "common/case.h"
#include "common/recovery.h"
#include "service/api/cases.h"
#include "service/api/recoveries.h"
#include "service/store/cases.h"
#include "service/store/outbox.h"
#include "tests/service/api/fixture.h"

typedef struct
{
  Fixture *fixture;
  Device *hana; /* the only administrator */
  Device *sue;  /* of support */
  Device *tom;  /* of support */
} World;

static void
world_init (World *self)
{
  self->fixture = fixture_new ();
  self->hana = device_set_up (self->fixture);
  self->sue = device_add_colleague (self->hana, "sue@support.example", "Sue", "support-agent");
  self->tom = device_add_colleague (self->hana, "tom@support.example", "Tom", "support-agent");
  fixture_add_mail_server (self->fixture);
}

static void
world_clear (World *self)
{
  device_free (self->tom);
  device_free (self->sue);
  device_free (self->hana);
  fixture_free (self->fixture);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (World, world_clear)

/* @contact: (nullable) */
static void
tip (Device *by, const char *contact)
{
  ReeveCaseTip *body = reeve_case_tip_new ();
  g_autoptr (Answer) answer = NULL;

  body->email = g_strdup (ADMIN);
  body->ticket = g_strdup ("T-1");
  body->contact = g_strdup (contact);
  answer = device_call (by, containments_by_address, .body = body);
  assert_done (answer);
}

static Answer *
ask (Device *by, const char *email)
{
  ReeveRecoveryAsk *body = reeve_recovery_ask_new ();

  body->email = g_strdup (email);
  body->ticket = g_strdup ("T-2");
  body->contact = g_strdup ("Mr Sato, called back on the number of the contract");
  body->reason = g_strdup ("nobody else administers the workspace");
  return device_call (by, recoveries_create, .body = body);
}

static void
refused (Answer *answer, const char *reason)
{
  assert_refused (answer, REEVE_ERROR_CONFLICT, reason);
  answer_free (answer);
}

static char *
take_id (Answer *answer, const char *state)
{
  char *id;

  assert_done (answer);
  g_assert_cmpstr (REEVE_RECOVERY (answer->reply)->state, ==, state);
  id = g_strdup (REEVE_RECOVERY (answer->reply)->id);
  answer_free (answer);
  return id;
}

static gint64
count (World *self, const char *sql)
{
  g_autoptr (GError) error = NULL;
  ReeveDb *db = reeve_installation_get_workspace (self->fixture->installation, self->hana->workspace);
  g_autoptr (ReeveTx) tx =
    reeve_db_begin (db, REEVE_TX_READ, g_get_monotonic_time () + 60 * G_USEC_PER_SEC, &error);
  gint64 n;

  g_assert_no_error (error);
  if (!reeve_statement_read_int (reeve_tx_prepare (tx, sql, &error), &n, &error))
    g_error ("%s", error->message);
  return n;
}

static gboolean
is_locked (World *self)
{
  return count (self, "SELECT count(*) FROM users WHERE lock = 'breach' AND email = '" ADMIN "'") > 0;
}

/* One voice locks nobody, nor does the same one twice, nor one that has talked to nobody. */
static void
test_two_voices (void)
{
  g_auto (World) self = { NULL };
  g_autoptr (Answer) me = NULL;

  world_init (&self);
  tip (self.sue, "Mr Sato, called back");
  tip (self.sue, "Mr Sato, called back again");
  tip (self.tom, NULL);
  g_assert_false (is_locked (&self));
  tip (self.tom, "Ms Sato, met in person");
  g_assert_true (is_locked (&self));
  me = device_call (self.hana, me_get);
  assert_refused (me, REEVE_ERROR_SIGNED_OUT, NULL);
  g_assert_cmpint (count (&self, "SELECT count(*) FROM cases"), ==, 1);
}

static void
lock (World *self)
{
  tip (self->sue, "Mr Sato, called back");
  tip (self->tom, "Ms Sato, met in person");
  g_assert_true (is_locked (self));
}

static Answer *
release (Device *by, const char *id)
{
  return device_call (by, recoveries_release, .object = id);
}

/* Two of them, and a day: then new credentials, and the old ones open nothing. */
static void
test_release (void)
{
  g_auto (World) self = { NULL };
  g_autofree char *id = NULL;
  g_autofree char *same = NULL;
  g_autofree char *done = NULL;
  g_autoptr (Answer) in = NULL;

  world_init (&self);
  lock (&self);
  id = take_id (ask (self.sue, ADMIN), "asked");
  refused (ask (self.sue, ADMIN), "second_person");
  refused (release (self.sue, id), "recovery_waits");
  g_assert_cmpint (count (&self, "SELECT count(*) FROM outbox WHERE subject LIKE 'Way back%'"), ==, 0);
  same = take_id (ask (self.tom, ADMIN), "waiting");
  g_assert_cmpstr (same, ==, id);
  g_assert_cmpint (count (&self, "SELECT count(*) FROM outbox WHERE subject LIKE 'Way back%'"), >=, 3);
  refused (release (self.tom, id), "recovery_waits");
  reeve_clock_advance_for_tests (REEVE_RECOVERY_WAIT - 2 * REEVE_MINUTE);
  device_enter (self.sue, "sue@support.example", PASSWORD, self.sue->key);
  refused (release (self.sue, id), "recovery_waits");
  reeve_clock_advance_for_tests (2 * REEVE_MINUTE);
  done = take_id (release (self.sue, id), "done");
  g_assert_false (is_locked (&self));
  in = device_sign_in (self.hana, ADMIN, PASSWORD);
  assert_refused (in, REEVE_ERROR_SIGNED_OUT, "password_wrong");
  g_assert_cmpint (count (&self, "SELECT count(*) FROM cases WHERE state = 'reissued'"), ==, 1);
  refused (release (self.sue, id), "recovery_over");
}

/* A wall clock that is set ahead shortens nothing. */
static void
test_clock (void)
{
  g_auto (World) self = { NULL };
  g_autofree char *id = NULL;
  g_autofree char *same = NULL;

  world_init (&self);
  lock (&self);
  id = take_id (ask (self.sue, ADMIN), "asked");
  same = take_id (ask (self.tom, ADMIN), "waiting");
  reeve_clock_set_for_tests (reeve_clock_now () + 2 * REEVE_RECOVERY_WAIT);
  device_enter (self.sue, "sue@support.example", PASSWORD, self.sue->key);
  refused (release (self.sue, id), "recovery_waits");
  g_assert_true (is_locked (&self));
}

static void
test_stop (void)
{
  g_auto (World) self = { NULL };
  g_autofree char *id = NULL;
  g_autofree char *same = NULL;
  g_autofree char *stopped = NULL;
  g_autofree char *again = NULL;
  ReeveCaseNote *body = reeve_case_note_new ();

  world_init (&self);
  lock (&self);
  id = take_id (ask (self.sue, ADMIN), "asked");
  same = take_id (ask (self.tom, ADMIN), "waiting");
  body->text = g_strdup ("the real one called");
  stopped = take_id (device_call (self.tom, recoveries_stop, .object = id, .body = body), "stopped");
  reeve_clock_advance_for_tests (2 * REEVE_RECOVERY_WAIT);
  device_enter (self.sue, "sue@support.example", PASSWORD, self.sue->key);
  refused (release (self.sue, id), "recovery_over");
  g_assert_true (is_locked (&self));
  again = take_id (ask (self.sue, ADMIN), "asked");
  g_assert_cmpstr (again, !=, id);
}

/* It is for nobody who can be helped in another way. */
static void
test_not_needed (void)
{
  g_auto (World) self = { NULL };
  g_autoptr (Answer) administrator = NULL;

  world_init (&self);
  refused (ask (self.sue, ADMIN), "no_recovery");
  refused (ask (self.sue, "nobody@vallis.example"), "no_recovery");
  administrator = ask (self.hana, "sue@support.example");
  assert_refused (administrator, REEVE_ERROR_DENIED, "not_support");
  {
    ReeveCaseReport *body = reeve_case_report_new ();
    g_autoptr (Answer) made = NULL;

    reeve_set_texts (&body->people, (const char *const[]) { self.tom->account, NULL });
    made = device_call (self.hana, cases_create, .body = body);
    assert_done (made);
  }
  refused (ask (self.sue, "tom@support.example"), "no_recovery"); /* Hana can instruct */
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/recoveries/two-voices", test_two_voices);
  g_test_add_func ("/recoveries/release", test_release);
  g_test_add_func ("/recoveries/clock", test_clock);
  g_test_add_func ("/recoveries/stop", test_stop);
  g_test_add_func ("/recoveries/not-needed", test_not_needed);
  return g_test_run ();
}
