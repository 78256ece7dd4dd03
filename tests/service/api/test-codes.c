/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Second-factor codes at sign-in: each serves once, wrong ones are counted, a clock that is off is told. */

#include "config.h"

#include "tests/service/api/fixture.h"

static ReeveSecret *
begin_challenge (Device *device)
{
  g_autoptr (Answer) answer = device_sign_in (device, ADMIN, PASSWORD);

  assert_done (answer);
  return reeve_secret_ref (REEVE_TOKENS (answer->reply)->challenge);
}

/* A step serves once, also the neighbouring ones that it stands for; a clock that is off is told from a wrong
 * code. */
static void
test_codes (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (Device) laptop = device_new (fixture, "laptop", "192.0.2.44");
  static const struct
  {
    gint64 ahead;
    const char *reason;
    const char *detail;
  } cases[] = {
    { 30, NULL, NULL },           { -30, NULL, NULL },
    { 90, "clock_skew", "90" },   { -600, "clock_skew", "-600" },
    { 600, "clock_skew", "600" }, { 660, "code_wrong", NULL },
    { -660, "code_wrong", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ReeveSecret) challenge = NULL;
      g_autoptr (Answer) answer = NULL;
      g_autofree char *code = NULL;

      reeve_clock_advance_for_tests (30 * 60 * G_USEC_PER_SEC);
      challenge = begin_challenge (laptop);
      code = code_at (hana->key, reeve_clock_now () + cases[i].ahead * G_USEC_PER_SEC);
      answer = device_send_code (laptop, challenge, code);
      if (cases[i].reason == NULL)
        {
          g_autoptr (ReeveSecret) another = begin_challenge (laptop);
          g_autoptr (Answer) replay = device_send_code (laptop, another, code);

          assert_done (answer);
          assert_refused (replay, REEVE_ERROR_SECOND_FACTOR, "code_replayed");
          continue;
        }
      assert_refused (answer, REEVE_ERROR_SECOND_FACTOR, cases[i].reason);
      assert_member (answer, "/code", cases[i].reason);
      if (cases[i].detail != NULL)
        {
          ReeveBadMember *member = g_ptr_array_index (reeve_error_get_members (answer->error), 0);

          g_assert_cmpstr (member->message, ==, cases[i].detail);
        }
      /* A right one, so that wrong ones do not add up to a lock. */
      device_enter (laptop, ADMIN, PASSWORD, hana->key);
    }
}

/* Wrong codes count apart from passwords, and a right password does not forget them. */
static void
test_code_lockout (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (Device) laptop = device_new (fixture, "laptop", "192.0.2.44");
  g_autoptr (Answer) locked = NULL;
  g_autoptr (Answer) still = NULL;
  g_autoptr (ReeveSecret) challenge = NULL;
  g_autofree char *code = NULL;

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (ReeveSecret) fresh = begin_challenge (laptop);
      g_autoptr (Answer) wrong = device_send_code (laptop, fresh, "000000");

      assert_refused (wrong, REEVE_ERROR_SECOND_FACTOR, "code_wrong");
    }
  challenge = begin_challenge (laptop);
  locked = device_send_code (laptop, challenge, "000000");
  assert_refused (locked, REEVE_ERROR_LOCKED, "cooling_off");
  code = code_at (hana->key, reeve_clock_now () + 30 * G_USEC_PER_SEC);
  still = device_send_code (laptop, challenge, code);
  assert_refused (still, REEVE_ERROR_LOCKED, "cooling_off");
}

/* The fifth wrong code ends the challenge. */
static void
test_challenge_tries (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (Device) laptop = device_new (fixture, "laptop", "192.0.2.44");
  g_autoptr (ReeveSecret) challenge = NULL;
  g_autoptr (Answer) gone = NULL;
  g_autofree char *code = NULL;

  challenge = begin_challenge (laptop);
  for (guint i = 0; i < 5; i++)
    {
      /* From a new address each time, so that only the challenge's own counter is left. */
      g_autofree char *address = g_strdup_printf ("192.0.2.%u", 100 + i);
      g_autoptr (Answer) wrong = NULL;

      g_set_str (&laptop->address, address);
      wrong = device_send_code (laptop, challenge, "000000");
      assert_refused (wrong, REEVE_ERROR_SECOND_FACTOR, "code_wrong");
    }
  code = code_at (hana->key, reeve_clock_now () + 30 * G_USEC_PER_SEC);
  gone = device_send_code (laptop, challenge, code);
  assert_refused (gone, REEVE_ERROR_SIGNED_OUT, "challenge");
}

static GStrv
enrol_and_get_recovery_codes (Device *device)
{
  g_autoptr (Answer) begun = device_call (device, second_factor_begin);
  g_autoptr (Answer) confirmed = NULL;
  g_autofree char *code = NULL;
  g_autofree guint8 *key = NULL;
  ReeveEnrolmentCode *body = reeve_enrolment_code_new ();
  gsize length;

  assert_done (begun);
  key = reeve_base32_decode (reeve_secret_get_text (REEVE_ENROLMENT (begun->reply)->key), &length);
  device->key = reeve_secret_new (key, length);
  code = code_at (device->key, reeve_clock_now ());
  body->code = reeve_secret_new_text (code);
  confirmed = device_call (device, second_factor_confirm, .body = body);
  assert_done (confirmed);
  return g_strsplit (reeve_secret_get_text (REEVE_ENROLLED (confirmed->reply)->recovery_codes), "\n", -1);
}

typedef struct
{
  Fixture *fixture;
  const char *code;
  ReeveSecret *challenge;
  gint accepted; /* atomic */
} Race;

static gpointer
send_recovery_code (gpointer data)
{
  Race *race = data;
  g_autoptr (Device) device = device_new (race->fixture, "race", "192.0.2.8");
  g_autoptr (Answer) first = device_sign_in (device, "ada@vallis.example", PASSWORD);
  g_autoptr (Answer) second = NULL;

  if (first->error != NULL)
    return NULL;
  second = device_send_code (device, REEVE_TOKENS (first->reply)->challenge, race->code);
  if (second->error == NULL)
    g_atomic_int_inc (&race->accepted);
  return NULL;
}

/* Recovery codes stand in for the app, in any spelling, each once, also when two devices send one at the same
 * time. */
static void
test_recovery_codes (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (Device) ada = device_add_colleague (hana, "ada@vallis.example", "Ada", NULL);
  g_auto (GStrv) codes = enrol_and_get_recovery_codes (ada);
  g_autofree char *shouted = g_ascii_strup (codes[0], -1);
  g_autoptr (Answer) first = device_sign_in (ada, "ada@vallis.example", PASSWORD);
  g_autoptr (Answer) used = NULL;
  g_autoptr (Answer) second = NULL;
  g_autoptr (Answer) again = NULL;
  g_autoptr (Answer) me = NULL;
  Race race = { .fixture = fixture, .code = codes[1] };
  GThread *threads[4];

  g_assert_cmpuint (g_strv_length (codes), ==, 10);
  used = device_send_code (ada, REEVE_TOKENS (first->reply)->challenge, shouted);
  assert_done (used);
  second = device_sign_in (ada, "ada@vallis.example", PASSWORD);
  again = device_send_code (ada, REEVE_TOKENS (second->reply)->challenge, codes[0]);
  assert_refused (again, REEVE_ERROR_SECOND_FACTOR, "code_wrong");

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("recovery", send_recovery_code, &race);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_assert_cmpint (race.accepted, ==, 1);

  me = device_call (ada, me_get);
  g_assert_cmpint (REEVE_ACCOUNT (REEVE_IDENTITY (me->reply)->account)->recovery_codes_left, ==, 8);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/codes/steps", test_codes);
  g_test_add_func ("/codes/lockout", test_code_lockout);
  g_test_add_func ("/codes/challenge-tries", test_challenge_tries);
  g_test_add_func ("/codes/recovery", test_recovery_codes);
  return g_test_run ();
}
