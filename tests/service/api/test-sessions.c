/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Sessions after sign-in: renewed with tokens that serve once, ended by time, by locks and by hand. */

#include "config.h"

#include "tests/service/api/fixture.h"

static void
lock_by_breach (Fixture *fixture, const char *account)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveTx) tx = reeve_db_begin (reeve_installation_get_directory (fixture->installation),
                                           REEVE_TX_WRITE, g_get_monotonic_time () + G_USEC_PER_SEC, &error);

  g_assert_true (reeve_accounts_set_breach_lock (tx, account, reeve_clock_now (), &error));
  g_assert_true (reeve_tx_commit (tx, &error));
}

static Answer *
refresh (Device *device, ReeveSecret *token)
{
  ReeveRefresh *body = reeve_refresh_new ();

  body->refresh_token = reeve_secret_ref (token);
  return device_call (device, sign_in_refresh, .body = body);
}

/* A refresh token serves once; seen again, the session ends for whoever holds it, and that is committed. */
static void
test_refresh (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (Device) ada = device_add_colleague (hana, "ada@vallis.example", "Ada", NULL);
  g_autoptr (Device) thief = device_new (fixture, "thief", "203.0.113.1");
  g_autoptr (ReeveSecret) old = reeve_secret_ref (ada->refresh);
  g_autoptr (Answer) stolen = refresh (thief, old);
  g_autoptr (Answer) next = refresh (ada, old);
  g_autoptr (Answer) reused = NULL;
  g_autoptr (Answer) ended = NULL;
  g_autoptr (Answer) me = NULL;

  assert_refused (stolen, REEVE_ERROR_SIGNED_OUT, NULL); /* bound to the device's key */
  assert_done (next);
  device_take_tokens (ada, REEVE_TOKENS (next->reply));
  reused = refresh (thief, old);
  assert_refused (reused, REEVE_ERROR_SIGNED_OUT, "refresh_reused");
  g_assert_cmpuint (reused->ended_sessions->len, ==, 1);
  ended = refresh (ada, ada->refresh);
  assert_refused (ended, REEVE_ERROR_SIGNED_OUT, NULL);
  me = device_call (ada, me_get);
  assert_refused (me, REEVE_ERROR_SIGNED_OUT, "session_ended");
}

/* An answer that was lost on its way costs nothing: the device asks again, and goes on with what it is
 * answered then. What was lost ends the session if somebody found it. */
static void
test_lost_answer (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (Device) ada = device_add_colleague (hana, "ada@vallis.example", "Ada", NULL);
  g_autoptr (ReeveSecret) old = reeve_secret_ref (ada->refresh);
  g_autoptr (Answer) lost = refresh (ada, old);
  g_autoptr (Answer) again = NULL;
  g_autoptr (Answer) me = NULL;
  g_autoptr (Answer) next = NULL;
  g_autoptr (Answer) found = NULL;

  reeve_clock_advance_for_tests (REEVE_REFRESH_GRACE / 2);
  again = refresh (ada, old);
  assert_done (again);
  device_take_tokens (ada, REEVE_TOKENS (again->reply));
  me = device_call (ada, me_get);
  assert_done (me);
  next = refresh (ada, ada->refresh);
  assert_done (next);
  found = refresh (ada, REEVE_TOKENS (lost->reply)->refresh_token);
  assert_refused (found, REEVE_ERROR_SIGNED_OUT, "refresh_reused");
}

/* Thirty days whatever happens, seven without a sign of life. */
static void
test_session_life (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (Device) ada = device_add_colleague (hana, "ada@vallis.example", "Ada", NULL);
  g_autoptr (Answer) idle = NULL;
  g_autoptr (Answer) over = NULL;

  for (guint day = 6; day < 30; day += 6)
    {
      g_autoptr (Answer) answer = NULL;

      reeve_clock_advance_for_tests (6 * REEVE_DAY);
      answer = refresh (ada, ada->refresh);
      assert_done (answer);
      device_take_tokens (ada, REEVE_TOKENS (answer->reply));
    }
  idle = refresh (hana, hana->refresh);
  assert_refused (idle, REEVE_ERROR_SIGNED_OUT, NULL);
  reeve_clock_advance_for_tests (6 * REEVE_DAY);
  over = refresh (ada, ada->refresh);
  assert_refused (over, REEVE_ERROR_SIGNED_OUT, NULL);
}

/* A breach lock is in force at the next request and for tokens that are renewed. */
static void
test_breach_lock (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (Device) ada = device_add_colleague (hana, "ada@vallis.example", "Ada", NULL);
  g_autoptr (Answer) me = NULL;
  g_autoptr (Answer) renewed = NULL;

  lock_by_breach (fixture, ada->account);
  me = device_call (ada, me_get);
  assert_refused (me, REEVE_ERROR_LOCKED, "breach");
  renewed = refresh (ada, ada->refresh);
  assert_refused (renewed, REEVE_ERROR_LOCKED, "breach");
}

/* Signing out ends this session; everywhere, all of them; both are told to the live feeds. */
static void
test_sign_out (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (Device) ada = device_add_colleague (hana, "ada@vallis.example", "Ada", NULL);
  g_autoptr (Device) tablet = device_new (fixture, "tablet", "192.0.2.10");
  g_autoptr (Answer) out = NULL;
  g_autoptr (Answer) me = NULL;
  g_autoptr (Answer) everywhere = NULL;
  g_autoptr (Answer) gone = NULL;

  device_enter (tablet, "ada@vallis.example", PASSWORD, NULL);
  out = device_call (ada, sign_out);
  assert_done (out);
  g_assert_cmpstr (g_ptr_array_index (out->ended_sessions, 0), ==, ada->session);
  me = device_call (ada, me_get);
  assert_refused (me, REEVE_ERROR_SIGNED_OUT, NULL);
  device_enter (ada, "ada@vallis.example", PASSWORD, NULL);
  everywhere = device_call (tablet, sign_out_everywhere);
  assert_done (everywhere);
  g_assert_cmpuint (everywhere->ended_sessions->len, ==, 2);
  gone = device_call (ada, me_get);
  assert_refused (gone, REEVE_ERROR_SIGNED_OUT, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sessions/refresh", test_refresh);
  g_test_add_func ("/sessions/lost-answer", test_lost_answer);
  g_test_add_func ("/sessions/life", test_session_life);
  g_test_add_func ("/sessions/breach-lock", test_breach_lock);
  g_test_add_func ("/sessions/sign-out", test_sign_out);
  return g_test_run ();
}
