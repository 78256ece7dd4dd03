/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The first set-up: once, by the right person, whole or not at all. */

#include "config.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/service/api/fixture.h"

static Answer *
set_up (Device *device, const char *password, ReeveSecret *token, GBytes *hash)
{
  ReeveSetup *body = reeve_setup_new ();

  body->workspace_name = g_strdup ("Vallis Research");
  body->email = g_strdup (ADMIN);
  body->display_name = g_strdup ("Hana Sato");
  body->password = reeve_secret_new_text (password);
  body->setup_token = token != NULL ? reeve_secret_ref (token) : NULL;
  return device_call (device, setup_create, .body = body, .setup_token_hash = hash);
}

static gboolean
is_set_up (Device *device)
{
  g_autoptr (Answer) answer = device_call (device, password_policy_get);

  assert_done (answer);
  return REEVE_PASSWORD_TERMS (answer->reply)->set_up;
}

/* Account, workspace and administrator are there, audited on both sides; a second set-up is refused. */
static void
test_once (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) blank = device_new (fixture, "blank", "local");
  g_autoptr (Device) hana = NULL;
  g_autoptr (Answer) second = NULL;
  g_autoptr (Answer) me = NULL;
  g_autoptr (ReeveUser) user = NULL;
  g_autoptr (GPtrArray) history = NULL;
  ReeveWorkspace *workspace;

  g_assert_false (is_set_up (blank));
  hana = device_set_up (fixture);
  g_assert_true (is_set_up (blank));
  blank->local = TRUE;
  second = set_up (blank, PASSWORD, NULL, NULL);
  assert_refused (second, REEVE_ERROR_CONFLICT, "already_set_up");

  me = device_call (hana, me_get);
  workspace = g_ptr_array_index (REEVE_IDENTITY (me->reply)->workspaces, 0);
  g_assert_cmpstr (workspace->name, ==, "Vallis Research");
  g_assert_true (g_strv_contains ((const char *const *) workspace->roles, REEVE_ROLE_ADMINISTRATOR));
  g_assert_true (g_strv_contains ((const char *const *) workspace->capabilities, "users.write"));
  user = device_get_user (hana, hana->account);
  g_assert_true (user->has_password);
  history = device_get_history (hana, hana->account);
  g_assert_cmpuint (history->len, ==, 1);
  g_assert_cmpstr (REEVE_AUDIT_ENTRY (history->pdata[0])->action, ==, "user.create");
  g_assert_cmpstr (REEVE_AUDIT_ENTRY (history->pdata[0])->actor, ==, hana->account);

  /* It is all there after a restart, too. */
  fixture_reopen (fixture);
  g_clear_object (&user);
  user = device_get_user (hana, hana->account);
  g_assert_cmpstr (user->email, ==, ADMIN);
}

/* Over the network only with the token that `reeved init` printed; a poor password is refused by rule. */
static void
test_who_may (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) device = device_new (fixture, "laptop", "192.0.2.44");
  g_autoptr (ReeveSecret) token = reeve_opaque_token_new ();
  g_autoptr (ReeveSecret) other = reeve_opaque_token_new ();
  g_autoptr (GBytes) hash = reeve_opaque_token_hash (token);
  g_autoptr (Answer) none = set_up (device, PASSWORD, NULL, hash);
  g_autoptr (Answer) wrong = set_up (device, PASSWORD, other, hash);
  g_autoptr (Answer) off = set_up (device, PASSWORD, token, NULL);
  g_autoptr (Answer) poor = set_up (device, "password", token, hash);
  g_autoptr (Answer) right = set_up (device, PASSWORD, token, hash);

  assert_refused (none, REEVE_ERROR_DENIED, "setup_token");
  assert_refused (wrong, REEVE_ERROR_DENIED, "setup_token");
  assert_refused (off, REEVE_ERROR_DENIED, "setup_token");
  assert_refused (poor, REEVE_ERROR_INVALID, NULL);
  assert_member (poor, "/password", "length");
  assert_done (right);
  g_assert_cmpstr (REEVE_TOKENS (right->reply)->stage, ==, "enrol");
}

/* Before the second factor is enrolled, the session opens nothing else. */
static void
test_stage (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) device = device_new (fixture, "laptop", "local");
  g_autoptr (Answer) answer = NULL;
  g_autoptr (Answer) list = NULL;
  g_autoptr (Answer) again = NULL;

  device->local = TRUE;
  answer = set_up (device, PASSWORD, NULL, NULL);
  device_take_tokens (device, REEVE_TOKENS (answer->reply));
  list = device_call (device, workspaces_list);
  assert_refused (list, REEVE_ERROR_SECOND_FACTOR, NULL);

  again = device_sign_in (device, ADMIN, PASSWORD);
  assert_done (again);
  g_assert_cmpstr (REEVE_TOKENS (again->reply)->stage, ==, "enrol");
}

typedef struct
{
  Fixture *fixture;
  gint done; /* atomic */
} Race;

static gpointer
race_set_up (gpointer data)
{
  Race *race = data;
  g_autoptr (Device) device = device_new (race->fixture, "race", "local");
  g_autoptr (Answer) answer = NULL;

  device->local = TRUE;
  answer = set_up (device, PASSWORD, NULL, NULL);
  if (answer->error == NULL)
    g_atomic_int_inc (&race->done);
  else
    assert_refused (answer, REEVE_ERROR_CONFLICT, "already_set_up");
  return NULL;
}

/* Of several at once, one makes it. */
static void
test_at_once (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  Race race = { .fixture = fixture };
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("set-up", race_set_up, &race);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_assert_cmpint (race.done, ==, 1);
}

/* Killed at any moment, set-up is either done or open as before, never in between. */
static void
test_killed (void)
{
  guint n_done = 0;
  guint n_open = 0;

  for (guint i = 0; i < 24; i++)
    {
      g_autoptr (Fixture) fixture = fixture_new ();
      g_autoptr (Device) device = device_new (fixture, "laptop", "local");
      g_autoptr (Answer) again = NULL;
      pid_t child;

      device->local = TRUE;
      g_clear_pointer (&fixture->installation, reeve_installation_free);
      child = fork ();
      if (child == 0)
        {
          fixture_reopen (fixture);
          again = set_up (device, PASSWORD, NULL, NULL);
          _exit (0);
        }
      g_usleep (3000 + i * 900);
      kill (child, SIGKILL);
      g_assert_cmpint (waitpid (child, NULL, 0), ==, child);

      fixture_reopen (fixture);
      again = set_up (device, PASSWORD, NULL, NULL);
      if (again->error == NULL)
        n_open++;
      else
        {
          assert_refused (again, REEVE_ERROR_CONFLICT, "already_set_up");
          n_done++;
        }
      g_clear_pointer (&again, answer_free);
      again = device_sign_in (device, ADMIN, PASSWORD);
      assert_done (again);
    }
  g_test_message ("%u were done, %u open", n_done, n_open);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/setup/once", test_once);
  g_test_add_func ("/setup/who-may", test_who_may);
  g_test_add_func ("/setup/stage", test_stage);
  g_test_add_func ("/setup/at-once", test_at_once);
  g_test_add_func ("/setup/killed", test_killed);
  return g_test_run ();
}
