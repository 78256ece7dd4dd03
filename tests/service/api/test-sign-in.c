/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Signing in through the handlers: what is told to whom, what is counted, what serves once. */

#include "config.h"

#include "common/problem.h"
#include "service/rules/passwords.h"
#include "service/store/db.h"
#include "tests/service/api/fixture.h"

#define WRONG "not the password at all"

/* The linker sends these two through here (meson.build): what a call does is compared by its steps, not by a
 * clock. */
gboolean __real_reeve_password_verify (const ReeveSecret *password,
                                       const char *stored,
                                       const ReeveSecret *pepper,
                                       gboolean *weak);
gboolean __wrap_reeve_password_verify (const ReeveSecret *password,
                                       const char *stored,
                                       const ReeveSecret *pepper,
                                       gboolean *weak);
ReeveStatement *__real_reeve_tx_prepare (ReeveTx *tx, const char *sql, GError **error);
ReeveStatement *__wrap_reeve_tx_prepare (ReeveTx *tx, const char *sql, GError **error);

static GString *steps; /* (nullable): not recorded */

gboolean
__wrap_reeve_password_verify (const ReeveSecret *password,
                              const char *stored,
                              const ReeveSecret *pepper,
                              gboolean *weak)
{
  if (steps != NULL)
    g_string_append (steps, "HASH\n");
  return __real_reeve_password_verify (password, stored, pepper, weak);
}

ReeveStatement *
__wrap_reeve_tx_prepare (ReeveTx *tx, const char *sql, GError **error)
{
  if (steps != NULL)
    g_string_append_printf (steps, "%s\n", sql);
  return __real_reeve_tx_prepare (tx, sql, error);
}

static char *
record_sign_in (Device *device, const char *email, const char *password, Answer **answer)
{
  char *recorded;

  steps = g_string_new (NULL);
  *answer = device_sign_in (device, email, password);
  recorded = g_string_free_and_steal (g_steal_pointer (&steps));
  return recorded;
}

/* Everything that is told with a refusal. */
static char *
tell (Answer *answer)
{
  GString *json = g_string_new (NULL);

  g_assert_nonnull (answer->error);
  reeve_problem_append (answer->error, json);
  return g_string_free_and_steal (json);
}

static void
lock_by_breach (Fixture *fixture, const char *account)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveTx) tx = reeve_db_begin (reeve_installation_get_directory (fixture->installation),
                                           REEVE_TX_WRITE, g_get_monotonic_time () + G_USEC_PER_SEC, &error);

  g_assert_true (reeve_accounts_set_breach_lock (tx, account, reeve_clock_now (), &error));
  g_assert_true (reeve_tx_commit (tx, &error));
}

/* Password and code make a complete session, which is audited, and the account shows it. */
static void
test_password_and_code (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (Device) laptop = device_new (fixture, "laptop", "192.0.2.44");
  g_autoptr (Answer) first = device_sign_in (laptop, "HANA@vallis.example", PASSWORD);
  g_autoptr (Answer) second = NULL;
  g_autoptr (Answer) me = NULL;
  g_autofree char *code = NULL;
  ReeveTokens *tokens;

  assert_done (first);
  tokens = REEVE_TOKENS (first->reply);
  g_assert_cmpstr (tokens->stage, ==, "code");
  g_assert_null (tokens->access_token);
  g_assert_null (tokens->refresh_token);

  reeve_clock_advance_for_tests (60 * G_USEC_PER_SEC);
  code = code_at (hana->key, reeve_clock_now ());
  second = device_send_code (laptop, tokens->challenge, code);
  assert_done (second);
  g_assert_cmpuint (second->n_audited, ==, 1);
  device_take_tokens (laptop, REEVE_TOKENS (second->reply));
  g_assert_cmpstr (laptop->stage, ==, "complete");
  me = device_call (laptop, me_get);
  assert_done (me);
  g_assert_cmpint (REEVE_ACCOUNT (REEVE_IDENTITY (me->reply)->account)->last_sign_in, ==, reeve_clock_now ());
}

/* A challenge serves one device, once, for five minutes. */
static void
test_challenge (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (Device) laptop = device_new (fixture, "laptop", "192.0.2.44");
  g_autoptr (Device) thief = device_new (fixture, "thief", "192.0.2.44");
  g_autoptr (Answer) first = device_sign_in (laptop, ADMIN, PASSWORD);
  ReeveSecret *challenge = REEVE_TOKENS (first->reply)->challenge;
  g_autofree char *code = NULL;
  g_autoptr (Answer) stolen = NULL;
  g_autoptr (Answer) used = NULL;
  g_autoptr (Answer) again = NULL;
  g_autoptr (Answer) late = NULL;
  g_autoptr (Answer) next = NULL;

  reeve_clock_advance_for_tests (60 * G_USEC_PER_SEC);
  code = code_at (hana->key, reeve_clock_now ());
  stolen = device_send_code (thief, challenge, code);
  assert_refused (stolen, REEVE_ERROR_SIGNED_OUT, "challenge");
  used = device_send_code (laptop, challenge, code);
  assert_done (used);
  again = device_send_code (laptop, challenge, code);
  assert_refused (again, REEVE_ERROR_SIGNED_OUT, "challenge");

  next = device_sign_in (laptop, ADMIN, PASSWORD);
  reeve_clock_advance_for_tests (301 * G_USEC_PER_SEC);
  late = device_send_code (laptop, REEVE_TOKENS (next->reply)->challenge, "000000");
  assert_refused (late, REEVE_ERROR_SIGNED_OUT, "challenge");
}

/* An unknown address, a wrong password, an account without one, a breach lock and a person suspended
 * everywhere: one answer; and the first two take the same steps. */
static void
test_same_answer (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autofree char *ada = device_add_user (hana, "ada@vallis.example", "Ada", NULL);
  g_autofree char *bea = device_add_user (hana, "bea@vallis.example", "Bea", NULL);
  g_autofree char *cyd = device_add_user (hana, "cyd@vallis.example", "Cyd", NULL);
  ReeveUser *without = reeve_user_new ();
  g_autoptr (Answer) made = NULL;
  g_autoptr (Answer) suspended = NULL;
  static const struct
  {
    const char *email;
    const char *password;
    gboolean same_steps;
  } cases[] = {
    { "nobody@vallis.example", PASSWORD, TRUE }, { "cyd@vallis.example", WRONG, TRUE },
    { "dan@vallis.example", PASSWORD, TRUE },    { "bea@vallis.example", PASSWORD, FALSE },
    { "ada@vallis.example", PASSWORD, FALSE },   { "not an address", PASSWORD, TRUE },
  };
  g_autofree char *first_words = NULL;
  g_autofree char *first_steps = NULL;

  g_assert_nonnull (cyd);
  without->email = g_strdup ("dan@vallis.example");
  without->display_name = g_strdup ("Dan");
  made = device_call (hana, users_create, .body = without);
  assert_done (made);
  lock_by_breach (fixture, bea);
  suspended =
    device_call (hana, users_save, .object = ada, .patch = "{\"state\":\"suspended\"}", .if_match = 1);
  assert_done (suspended);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *address = g_strdup_printf ("192.0.2.%u", 100 + i);
      g_autoptr (Device) device = device_new (fixture, "stranger", address);
      g_autoptr (Answer) answer = NULL;
      g_autofree char *taken = record_sign_in (device, cases[i].email, cases[i].password, &answer);
      g_autofree char *words = tell (answer);

      assert_refused (answer, REEVE_ERROR_SIGNED_OUT, "password_wrong");
      g_assert_nonnull (strstr (taken, "HASH"));
      if (i == 0)
        {
          first_words = g_strdup (words);
          first_steps = g_strdup (taken);
        }
      g_assert_cmpstr (words, ==, first_words);
      if (cases[i].same_steps)
        g_assert_cmpstr (taken, ==, first_steps);
    }
}

static gint64
try_until_locked (Device *device, const char *email, guint tries)
{
  for (guint i = 0; i + 1 < tries; i++)
    {
      g_autoptr (Answer) answer = device_sign_in (device, email, WRONG);

      assert_refused (answer, REEVE_ERROR_SIGNED_OUT, "password_wrong");
    }

  g_autoptr (Answer) locked = device_sign_in (device, email, WRONG);
  assert_refused (locked, REEVE_ERROR_LOCKED, "cooling_off");
  return reeve_error_get_retry_after_ms (locked->error);
}

/* Three tries, 60 seconds, then every further one doubles it up to 15 minutes; known and unknown addresses
 * alike, and a locked source is not told whether the password was right, nor is it hashed. */
static void
test_lockout_schedule (gconstpointer email)
{
  static const gint64 seconds[] = { 60, 120, 240, 480, 900, 900 };
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (Device) stranger = device_new (fixture, "stranger", "192.0.2.66");

  g_assert_nonnull (hana);
  for (guint i = 0; i < G_N_ELEMENTS (seconds); i++)
    {
      g_autoptr (Answer) right = NULL;
      g_autofree char *taken = NULL;

      g_assert_cmpint (try_until_locked (stranger, email, i == 0 ? 3 : 1), ==, seconds[i] * 1000);
      reeve_clock_advance_for_tests ((seconds[i] - 1) * G_USEC_PER_SEC);
      taken = record_sign_in (stranger, email, PASSWORD, &right);
      assert_refused (right, REEVE_ERROR_LOCKED, "cooling_off");
      g_assert_cmpint (reeve_error_get_retry_after_ms (right->error), ==, 1000);
      g_assert_null (strstr (taken, "HASH"));
      reeve_clock_advance_for_tests (G_USEC_PER_SEC);
    }
}

/* A stranger cannot lock a person out of a device that signed in before; a success forgets the tries. */
static void
test_known_device (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (Device) ada = device_add_colleague (hana, "ada@vallis.example", "Ada", NULL);
  g_autoptr (Device) stranger = device_new (fixture, "stranger", ada->address);
  g_autoptr (Answer) fine = NULL;

  try_until_locked (stranger, "ada@vallis.example", 3);
  fine = device_sign_in (ada, "ada@vallis.example", PASSWORD);
  assert_done (fine);

  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (Answer) one = device_sign_in (ada, "ada@vallis.example", WRONG);
      g_autoptr (Answer) two = device_sign_in (ada, "ada@vallis.example", WRONG);
      g_autoptr (Answer) right = device_sign_in (ada, "ada@vallis.example", PASSWORD);

      assert_refused (one, REEVE_ERROR_SIGNED_OUT, "password_wrong");
      assert_refused (two, REEVE_ERROR_SIGNED_OUT, "password_wrong");
      assert_done (right);
    }
}

typedef struct
{
  Fixture *fixture;
  const char *email;
  gint tried;   /* atomic: answers that were not "locked" */
  gint started; /* atomic */
} Storm;

static gpointer
guess (gpointer data)
{
  Storm *storm = data;
  g_autoptr (Device) device = device_new (storm->fixture, "storm", "192.0.2.77");

  for (guint i = 0; i < 8; i++)
    {
      g_autoptr (Answer) answer = device_sign_in (device, storm->email, WRONG);

      if (!g_error_matches (answer->error, REEVE_ERROR, REEVE_ERROR_LOCKED))
        g_atomic_int_inc (&storm->tried);
    }
  return NULL;
}

/* Guesses at the same moment do not slip past the counter. */
static void
test_guesses_at_once (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  Storm storm = { .fixture = fixture, .email = ADMIN };
  GThread *threads[6];

  g_assert_nonnull (hana);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("guess", guess, &storm);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_assert_cmpint (g_atomic_int_get (&storm.tried), <=, 2);
}

/* A hash in Django's bare form, or with fewer rounds, is replaced at the next sign-in. */
static void
test_rehash (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autofree char *ada = device_add_user (hana, "ada@vallis.example", "Ada", NULL);
  g_autoptr (Device) device = device_new (fixture, "tablet", "192.0.2.5");
  g_autoptr (ReeveCredentials) before = NULL;
  g_autoptr (ReeveCredentials) after = NULL;
  g_autoptr (ReeveTx) tx = NULL;
  g_autoptr (GError) error = NULL;

  reeve_password_set_iterations_for_tests (2000);
  tx = reeve_db_begin (reeve_installation_get_directory (fixture->installation), REEVE_TX_READ,
                       g_get_monotonic_time () + G_USEC_PER_SEC, &error);
  before = reeve_accounts_get_credentials (tx, ada, &error);
  g_clear_pointer (&tx, reeve_tx_end);
  device_enter (device, "ada@vallis.example", PASSWORD, NULL);
  tx = reeve_db_begin (reeve_installation_get_directory (fixture->installation), REEVE_TX_READ,
                       g_get_monotonic_time () + G_USEC_PER_SEC, &error);
  after = reeve_accounts_get_credentials (tx, ada, &error);
  g_clear_pointer (&tx, reeve_tx_end);
  g_assert_cmpstr (before->password_hash, !=, after->password_hash);
  device_enter (device, "ada@vallis.example", PASSWORD, NULL);
  reeve_password_set_iterations_for_tests (1000);
}

/* A host has a whole /64: its addresses are counted as one, a neighbour's are not. */
static void
test_lockout_network (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);

  for (guint i = 1; i <= 4; i++)
    {
      g_autofree char *thumbprint = g_strdup_printf ("stranger %u", i);
      g_autofree char *address = g_strdup_printf ("2001:db8::%x", i);
      g_autoptr (Device) stranger = device_new (fixture, thumbprint, address);
      g_autoptr (Answer) answer = device_sign_in (stranger, ADMIN, "not the password at all");

      assert_refused (answer, i < 3 ? REEVE_ERROR_SIGNED_OUT : REEVE_ERROR_LOCKED,
                      i < 3 ? "password_wrong" : "cooling_off");
    }
  {
    g_autoptr (Device) neighbour = device_new (fixture, "neighbour", "2001:db8:0:1::1");
    g_autoptr (Answer) answer = device_sign_in (neighbour, ADMIN, PASSWORD);

    assert_done (answer);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sign-in/password-and-code", test_password_and_code);
  g_test_add_func ("/sign-in/challenge", test_challenge);
  g_test_add_func ("/sign-in/same-answer", test_same_answer);
  g_test_add_func ("/sign-in/lockout-network", test_lockout_network);
  g_test_add_data_func ("/sign-in/lockout-schedule/known", ADMIN, test_lockout_schedule);
  g_test_add_data_func ("/sign-in/lockout-schedule/unknown", "nobody@vallis.example", test_lockout_schedule);
  g_test_add_func ("/sign-in/known-device", test_known_device);
  g_test_add_func ("/sign-in/guesses-at-once", test_guesses_at_once);
  g_test_add_func ("/sign-in/rehash", test_rehash);
  return g_test_run ();
}
