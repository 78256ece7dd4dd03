/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The keyring against a real gnome-keyring-daemon in every state a desktop can put it in: open, locked,
 * without a keyring, absent, hung. */

#include "config.h"

#include <glib/gstdio.h>

#include "common/error.h"
#include "console/client/keyring.h"
#include "keyring-daemon.h"

#define PASSWORD "keyring password"

typedef struct
{
  char *folder;
  ReeveKeyring *keyring;
} Fixture;

typedef struct
{
  gboolean done;
  ReeveSecret *secret;
  GError *error;
} Answer;

static void
answer_clear (Answer *answer)
{
  g_clear_pointer (&answer->secret, reeve_secret_unref);
  g_clear_error (&answer->error);
  answer->done = FALSE;
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Answer, answer_clear)

static void
on_looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  answer->secret = reeve_keyring_lookup_finish (REEVE_KEYRING (source), result, &answer->error);
  answer->done = TRUE;
}

static void
on_stored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;
  gboolean stored = reeve_keyring_store_finish (REEVE_KEYRING (source), result, &answer->error);

  g_assert_true (stored == (answer->error == NULL));
  answer->done = TRUE;
}

static void
on_cleared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;
  gboolean cleared = reeve_keyring_clear_finish (REEVE_KEYRING (source), result, &answer->error);

  g_assert_true (cleared == (answer->error == NULL));
  answer->done = TRUE;
}

static gboolean
on_timeout_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

/* Runs the loop until @done, or @seconds are over. */
static void
run_until (gboolean *done, guint milliseconds)
{
  gboolean over = FALSE;
  guint id = g_timeout_add (milliseconds, on_timeout_cb, &over);

  while (!*done && !over)
    g_main_context_iteration (NULL, TRUE);
  if (!over)
    g_source_remove (id);
}

static void
wait_for (Answer *answer)
{
  run_until (&answer->done, 20000);
  g_assert_true (answer->done);
}

static void
look_up (Fixture *fixture, const char *kind, Answer *answer)
{
  answer_clear (answer);
  reeve_keyring_lookup_async (fixture->keyring, "local", kind, NULL, on_looked_up_cb, answer);
}

static void
store (Fixture *fixture, const char *kind, const char *text, Answer *answer)
{
  g_autoptr (ReeveSecret) secret = reeve_secret_new_text (text);

  answer_clear (answer);
  reeve_keyring_store_async (fixture->keyring, "local", kind, "Reeve: a test", secret, NULL, on_stored_cb,
                             answer);
}

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  fixture->folder = g_dir_make_tmp ("reeve-keyring-XXXXXX", NULL);
  fixture->keyring = reeve_keyring_get_default (); /* it outlives every daemon, as in the console */
}

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR) && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
        remove_folder (child);
      else
        g_remove (child);
    }
  g_rmdir (path);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  remove_folder (fixture->folder);
  g_free (fixture->folder);
}

/* What is stored comes back, bytes and all; what was cleared, or never was, is NULL without an error. */
static void
test_open (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (KeyringDaemon) daemon = keyring_daemon_start (fixture->folder, PASSWORD);
  g_auto (Answer) answer = { 0 };
  guint8 bytes[] = { 0, 1, 2, 255, 0, 'x' };
  g_autoptr (ReeveSecret) binary = reeve_secret_new (bytes, sizeof bytes);

  look_up (fixture, "root-key", &answer);
  wait_for (&answer);
  g_assert_no_error (answer.error);
  g_assert_null (answer.secret);

  answer_clear (&answer);
  reeve_keyring_store_async (fixture->keyring, "local", "root-key", "Reeve: key", binary, NULL, on_stored_cb,
                             &answer);
  wait_for (&answer);
  g_assert_no_error (answer.error);

  look_up (fixture, "root-key", &answer);
  wait_for (&answer);
  g_assert_no_error (answer.error);
  g_assert_true (reeve_secret_equal (answer.secret, binary));

  look_up (fixture, "refresh-token", &answer);
  wait_for (&answer);
  g_assert_no_error (answer.error);
  g_assert_null (answer.secret);

  answer_clear (&answer);
  reeve_keyring_clear_async (fixture->keyring, "local", "root-key", NULL, on_cleared_cb, &answer);
  wait_for (&answer);
  g_assert_no_error (answer.error);
  look_up (fixture, "root-key", &answer);
  wait_for (&answer);
  g_assert_no_error (answer.error);
  g_assert_null (answer.secret);
  g_assert_cmpint (reeve_keyring_get_state (fixture->keyring), ==, REEVE_KEYRING_IDLE);
}

/* Twelve stores at once all stay: they go one after the other. */
static void
test_many (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (KeyringDaemon) daemon = keyring_daemon_start (fixture->folder, PASSWORD);
  Answer answers[12] = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autofree char *kind = g_strdup_printf ("kind-%u", i);

      store (fixture, kind, kind, &answers[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autofree char *kind = g_strdup_printf ("kind-%u", i);

      wait_for (&answers[i]);
      g_assert_no_error (answers[i].error);
      look_up (fixture, kind, &answers[i]);
      wait_for (&answers[i]);
      g_assert_cmpstr (reeve_secret_get_text (answers[i].secret), ==, kind);
      answer_clear (&answers[i]);
    }
}

/* A locked keyring is LOCKED, never "nothing saved"; the same call finds the item once it is unlocked. */
static void
test_locked (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (KeyringDaemon) daemon = keyring_daemon_start (fixture->folder, PASSWORD);
  g_auto (Answer) answer = { 0 };

  store (fixture, "root-key", "kept", &answer);
  wait_for (&answer);
  g_assert_no_error (answer.error);
  keyring_daemon_lock (daemon);

  look_up (fixture, "root-key", &answer);
  wait_for (&answer);
  g_assert_error (answer.error, REEVE_ERROR, REEVE_ERROR_LOCKED);
  g_assert_cmpstr (reeve_error_get_reason (answer.error), ==, "keyring_locked");
  g_assert_cmpint (reeve_keyring_get_state (fixture->keyring), ==, REEVE_KEYRING_LOCKED);

  look_up (fixture, "never-stored", &answer);
  wait_for (&answer);
  g_assert_error (answer.error, REEVE_ERROR, REEVE_ERROR_LOCKED);

  store (fixture, "root-key", "another", &answer);
  wait_for (&answer);
  g_assert_error (answer.error, REEVE_ERROR, REEVE_ERROR_LOCKED);
  g_assert_true (keyring_daemon_is_alive (daemon));

  keyring_daemon_unlock (daemon);
  look_up (fixture, "root-key", &answer);
  wait_for (&answer);
  g_assert_no_error (answer.error);
  g_assert_cmpstr (reeve_secret_get_text (answer.secret), ==, "kept");
  g_assert_cmpint (reeve_keyring_get_state (fixture->keyring), ==, REEVE_KEYRING_IDLE);
}

/* A daemon without a keyring, as before the first sign-in to a desktop: not "nothing saved" either. */
static void
test_no_keyring (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (KeyringDaemon) daemon = keyring_daemon_start (fixture->folder, NULL);
  g_auto (Answer) answer = { 0 };

  look_up (fixture, "root-key", &answer);
  wait_for (&answer);
  g_assert_error (answer.error, REEVE_ERROR, REEVE_ERROR_UNREACHABLE);
  g_assert_cmpstr (reeve_error_get_reason (answer.error), ==, "keyring_missing");
  g_assert_cmpint (reeve_keyring_get_state (fixture->keyring), ==, REEVE_KEYRING_MISSING);
  g_assert_true (reeve_keyring_can_create (fixture->keyring));

  store (fixture, "root-key", "kept", &answer);
  wait_for (&answer);
  g_assert_nonnull (answer.error);
  g_assert_true (keyring_daemon_is_alive (daemon));
}

/* No Secret Service on the bus: MISSING at once. */
static void
test_missing (Fixture *fixture, gconstpointer unused)
{
  g_auto (Answer) answer = { 0 };

  look_up (fixture, "root-key", &answer);
  wait_for (&answer);
  g_assert_error (answer.error, REEVE_ERROR, REEVE_ERROR_UNREACHABLE);
  g_assert_cmpstr (reeve_error_get_reason (answer.error), ==, "keyring_missing");
  g_assert_false (reeve_keyring_can_create (fixture->keyring));
  store (fixture, "root-key", "kept", &answer);
  wait_for (&answer);
  g_assert_error (answer.error, REEVE_ERROR, REEVE_ERROR_UNREACHABLE);
  g_assert_cmpint (reeve_keyring_get_state (fixture->keyring), ==, REEVE_KEYRING_MISSING);
}

/* A daemon that hangs: the state says WAITING after 3 seconds, and the answer is used when it comes late. */
static void
test_hung (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (KeyringDaemon) daemon = keyring_daemon_start (fixture->folder, PASSWORD);
  g_auto (Answer) answer = { 0 };
  gboolean never = FALSE;

  store (fixture, "root-key", "kept", &answer);
  wait_for (&answer);
  keyring_daemon_freeze (daemon);
  look_up (fixture, "root-key", &answer);
  run_until (&answer.done, 2500);
  g_assert_false (answer.done);
  g_assert_cmpint (reeve_keyring_get_state (fixture->keyring), ==, REEVE_KEYRING_IDLE);
  run_until (&never, 1000);
  g_assert_cmpint (reeve_keyring_get_state (fixture->keyring), ==, REEVE_KEYRING_WAITING);

  keyring_daemon_thaw (daemon);
  wait_for (&answer);
  g_assert_no_error (answer.error);
  g_assert_cmpstr (reeve_secret_get_text (answer.secret), ==, "kept");
  g_assert_cmpint (reeve_keyring_get_state (fixture->keyring), ==, REEVE_KEYRING_IDLE);
}

/* A caller who lost interest gets "cancelled", at the end; the call itself is left alone, and so is the queue
 * behind it. */
static void
test_dropped (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (KeyringDaemon) daemon = keyring_daemon_start (fixture->folder, PASSWORD);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_auto (Answer) dropped = { 0 };
  g_auto (Answer) next = { 0 };

  store (fixture, "root-key", "kept", &next);
  wait_for (&next);
  keyring_daemon_freeze (daemon);
  reeve_keyring_lookup_async (fixture->keyring, "local", "root-key", cancellable, on_looked_up_cb, &dropped);
  look_up (fixture, "root-key", &next);
  run_until (&dropped.done, 200);
  g_cancellable_cancel (cancellable);
  run_until (&dropped.done, 200);
  keyring_daemon_thaw (daemon);
  wait_for (&dropped);
  g_assert_error (dropped.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  wait_for (&next);
  g_assert_no_error (next.error);
  g_assert_cmpstr (reeve_secret_get_text (next.secret), ==, "kept");
  g_assert_true (keyring_daemon_is_alive (daemon));
}

#define add(name, function) g_test_add (name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_autofree char *folder = g_dir_make_tmp ("reeve-bus-XXXXXX", NULL);
  g_autoptr (GSubprocess) bus = NULL;
  int failed;

  g_test_init (&argc, &argv, NULL);
  bus = session_bus_start (folder);
  add ("/keyring/open", test_open);
  add ("/keyring/many", test_many);
  add ("/keyring/locked", test_locked);
  add ("/keyring/no-keyring", test_no_keyring);
  add ("/keyring/missing", test_missing);
  add ("/keyring/hung", test_hung);
  add ("/keyring/dropped", test_dropped);
  failed = g_test_run ();
  g_subprocess_force_exit (bus);
  remove_folder (folder);
  return failed;
}
