/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A site as a window sees it: a real keyring, the real service as a child process, one installation from its
 * first start on. The cases run in order, each begins where the one before it ended. */

#include "config.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

#include "common/clock.h"
#include "common/encoding.h"
#include "common/error.h"
#include "common/totp.h"
#include "console/client/keyring.h"
#include "console/client/local-service.h"
#include "console/client/site.h"
#include "keyring-daemon.h"

#define EMAIL        "ada@example.org"
#define PASSWORD     "a long way to Lovelace"
#define KEYRING_WORD "keyring password"

static struct
{
  char *home;
  KeyringDaemon *daemon;
  ReeveSite *site;
  ReeveSecret *totp;
  gint64 last_step;
  guint n_reconnected;
  GPtrArray *progress; /* every word that was shown */
} world;

/* Runs the main loop until @condition holds. */
#define wait_until(condition)                                                            \
  G_STMT_START                                                                           \
  {                                                                                      \
    const gint64 end = g_get_monotonic_time () + 30 * G_TIME_SPAN_SECOND;                \
                                                                                         \
    while (!(condition) && g_get_monotonic_time () < end)                                \
      {                                                                                  \
        g_main_context_iteration (NULL, FALSE);                                          \
        g_usleep (500);                                                                  \
      }                                                                                  \
    if (!(condition) && world.site != NULL && reeve_site_get_error (world.site) != NULL) \
      g_test_message ("site: state %d, %s", reeve_site_get_state (world.site),           \
                      reeve_site_get_error (world.site)->message);                       \
    g_assert_true (condition);                                                           \
  }                                                                                      \
  G_STMT_END

#define wait_for_state(wanted) wait_until (reeve_site_get_state (world.site) == (wanted))

static void
run_for (guint milliseconds)
{
  gint64 end = g_get_monotonic_time () + milliseconds * G_TIME_SPAN_MILLISECOND;

  while (g_get_monotonic_time () < end)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (500);
    }
}

static void
on_reconnected_cb (ReeveSite *site, gpointer unused)
{
  world.n_reconnected++;
}

static void
on_progress_cb (ReeveSite *site, GParamSpec *pspec, gpointer unused)
{
  char *progress = NULL;

  g_object_get (site, "progress", &progress, NULL);
  if (progress != NULL)
    g_ptr_array_add (world.progress, progress);
}

static void
make_site (void)
{
  world.site = reeve_site_new_local ();
  g_signal_connect (world.site, "reconnected", G_CALLBACK (on_reconnected_cb), NULL);
  g_signal_connect (world.site, "notify::progress", G_CALLBACK (on_progress_cb), NULL);
}

static void
close_site (void)
{
  reeve_site_close (world.site);
  g_assert_cmpint (reeve_site_get_state (world.site), ==, REEVE_SITE_CLOSED);
  g_assert_null (reeve_site_get_identity (world.site));
  run_for (300); /* let the service end and the keyring keep */
  g_clear_object (&world.site);
}

static const char *
get_reason (void)
{
  return reeve_error_get_reason (reeve_site_get_error (world.site));
}

typedef struct
{
  gboolean done;
  gboolean succeeded;
  GError *error;
  gpointer value;
} Step;

static void
on_set_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Step *step = user_data;

  step->succeeded = reeve_site_set_up_finish (REEVE_SITE (source), result, &step->error);
  step->done = TRUE;
}

static void
on_signed_in_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Step *step = user_data;

  step->succeeded = reeve_site_sign_in_finish (REEVE_SITE (source), result, &step->error);
  step->done = TRUE;
}

static void
on_code_sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Step *step = user_data;

  step->succeeded = reeve_site_send_code_finish (REEVE_SITE (source), result, &step->error);
  step->done = TRUE;
}

static void
on_enrolment_begun_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Step *step = user_data;

  step->value = reeve_site_begin_enrolment_finish (REEVE_SITE (source), result, &step->error);
  step->done = TRUE;
}

static void
on_enrolment_confirmed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Step *step = user_data;

  step->value = reeve_site_confirm_enrolment_finish (REEVE_SITE (source), result, &step->error);
  step->done = TRUE;
}

/* The child runs on the real clock, so a code may have to be of the step to come: the service takes one step
 * on either side, each once. */
static ReeveSecret *
next_code (void)
{
  gint64 step = MAX (world.last_step + 1, reeve_totp_step (reeve_clock_now ()) - 1);
  char code[7];

  while (step > reeve_totp_step (reeve_clock_now ()) + 1)
    run_for (200);
  world.last_step = step;
  reeve_totp_code (world.totp, step, code);
  return reeve_secret_new_text (code);
}

static void
sign_in (const char *word, Step *step)
{
  g_autoptr (ReeveSecret) password = reeve_secret_new_text (word);
  gboolean busy = FALSE;

  reeve_site_sign_in_async (world.site, EMAIL, password, NULL, on_signed_in_cb, step);
  g_object_get (world.site, "busy", &busy, NULL);
  g_assert_true (busy);
  wait_until (step->done);
  g_object_get (world.site, "busy", &busy, NULL);
  g_assert_false (busy);
}

/* An empty folder and an empty keyring: a key is made and kept, the service started, and it wants setting up.
 */
static void
test_first_start (void)
{
  make_site ();
  g_assert_cmpint (reeve_site_get_state (world.site), ==, REEVE_SITE_CLOSED);
  reeve_site_open (world.site);
  g_assert_cmpint (reeve_site_get_state (world.site), ==, REEVE_SITE_OPENING);
  wait_for_state (REEVE_SITE_NEEDS_SETUP);
  g_assert_cmpstr (world.progress->pdata[0], ==, "keyring");
  g_assert_cmpstr (world.progress->pdata[1], ==, "service");
  g_assert_true (g_str_has_prefix (reeve_client_get_origin (reeve_site_get_client (world.site)), "unix:"));
}

/* Set up, enrol with a code, see the recovery codes, ready. */
static void
test_set_up (void)
{
  g_autoptr (ReeveSetup) setup = reeve_setup_new ();
  g_autoptr (ReeveEnrolment) enrolment = NULL;
  g_autoptr (ReeveSecret) code = NULL;
  g_autoptr (ReeveSecret) recovery_codes = NULL;
  g_autofree guint8 *key = NULL;
  Step first = { 0 };
  Step second = { 0 };
  Step third = { 0 };
  gsize length;

  setup->workspace_name = g_strdup ("Northlab");
  setup->email = g_strdup (EMAIL);
  setup->display_name = g_strdup ("Ada Byron");
  setup->password = reeve_secret_new_text (PASSWORD);
  reeve_site_set_up_async (world.site, setup, NULL, on_set_up_cb, &first);
  wait_until (first.done);
  g_assert_no_error (first.error);
  g_assert_cmpint (reeve_site_get_state (world.site), ==, REEVE_SITE_NEEDS_ENROLMENT);

  reeve_site_begin_enrolment_async (world.site, NULL, on_enrolment_begun_cb, &second);
  wait_until (second.done);
  g_assert_no_error (second.error);
  enrolment = second.value;
  key = reeve_base32_decode (reeve_secret_get_text (enrolment->key), &length);
  world.totp = reeve_secret_new (key, length);
  code = next_code ();
  reeve_site_confirm_enrolment_async (world.site, code, NULL, on_enrolment_confirmed_cb, &third);
  wait_until (third.done);
  g_assert_no_error (third.error);
  recovery_codes = third.value;
  g_assert_cmpuint (reeve_secret_get_length (recovery_codes), >=, 10 * 14);
  g_assert_cmpint (reeve_site_get_state (world.site), ==, REEVE_SITE_NEEDS_ENROLMENT);
  reeve_site_finish_enrolment (world.site);
  wait_for_state (REEVE_SITE_READY);
  g_assert_cmpstr (reeve_site_get_workspace (world.site)->name, ==, "Northlab");
  g_assert_true (reeve_site_may (world.site, REEVE_CAPABILITY_USERS_WRITE));
  run_for (500);
  g_assert_cmpuint (world.n_reconnected, ==, 0); /* the feed's first connection is no news */
}

/* The next start signs in without typing. */
static void
test_kept_session (void)
{
  run_for (300);
  close_site ();
  make_site ();
  reeve_site_open (world.site);
  wait_for_state (REEVE_SITE_READY);
  g_assert_true (reeve_site_get_online (world.site));
}

static int
find_child (void)
{
  g_autoptr (GDir) proc = g_dir_open ("/proc", 0, NULL);
  const char *name;
  gint64 id;

  while ((name = g_dir_read_name (proc)) != NULL)
    {
      g_autofree char *path = g_build_filename ("/proc", name, "stat", NULL);
      g_autofree char *stat = NULL;
      g_autofree char *mine = g_strdup_printf (") S %d ", (int) getpid ());

      if (g_file_get_contents (path, &stat, NULL, NULL) && strstr (stat, "(reeved") != NULL &&
          strstr (stat, mine) != NULL && g_ascii_string_to_signed (name, 10, 1, G_MAXINT, &id, NULL))
        return (int) id;
    }
  return 0;
}

/* The service is killed: what is on screen stays, it is started again, the feed comes back and tells. */
static void
test_crash (void)
{
  int child = find_child ();
  guint before = world.n_reconnected;

  run_for (500); /* the feed is there */
  g_assert_cmpint (child, >, 0);
  kill (child, SIGKILL);
  wait_until (world.n_reconnected > before);
  g_assert_cmpint (reeve_site_get_state (world.site), ==, REEVE_SITE_READY);
  wait_until (reeve_site_get_online (world.site));
  g_assert_nonnull (reeve_site_get_identity (world.site));
  g_assert_cmpint (find_child (), !=, child);
}

static gboolean
contains (const char *data, gsize length, const char *marker, gsize marker_length)
{
  return memmem (data, length, marker, marker_length) != NULL;
}

static void
look_for (const char *path, const char *marker, gsize length)
{
  g_autofree char *data = NULL;
  gsize data_length = 0;

  if (!g_file_get_contents (path, &data, &data_length, NULL))
    return;
  if (contains (data, data_length, marker, length))
    g_test_message ("a secret is in %s", path);
  g_assert_false (contains (data, data_length, marker, length));
}

static void
look_below (const char *folder, const char *marker, gsize length)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_str_equal (name, "keyrings"))
        look_below (path, marker, length);
      else if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
        look_for (path, marker, length);
    }
}

static void
look_everywhere (const void *marker, gsize length)
{
  const int pids[] = { (int) getpid (), find_child () };

  g_assert_cmpuint (length, >=, 16);
  look_below (world.home, marker, length);
  for (guint i = 0; i < G_N_ELEMENTS (pids); i++)
    {
      g_autofree char *cmdline = g_strdup_printf ("/proc/%d/cmdline", pids[i]);
      g_autofree char *environ_path = g_strdup_printf ("/proc/%d/environ", pids[i]);

      look_for (cmdline, marker, length);
      look_for (environ_path, marker, length);
    }
}

static void
on_secret_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Step *step = user_data;

  step->value = reeve_keyring_lookup_finish (REEVE_KEYRING (source), result, &step->error);
  step->done = TRUE;
}

static ReeveSecret *
get_kept (const char *kind)
{
  Step step = { 0 };

  reeve_keyring_lookup_async (reeve_keyring_get_default (), "local", kind, NULL, on_secret_found_cb, &step);
  wait_until (step.done);
  g_assert_no_error (step.error);
  return step.value;
}

/* No secret in any file below HOME but the keyring's, nor in any command line or environment, in any form. */
static void
test_secrets (void)
{
  static const char *const kinds[] = { "root-key", "refresh-token", "device-key" };

  look_everywhere (PASSWORD, strlen (PASSWORD));
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (ReeveSecret) kept = get_kept (kinds[i]);
      gsize length;
      gconstpointer data;
      g_autofree char *hex = NULL;
      g_autofree char *base64 = NULL;

      g_assert_nonnull (kept);
      data = reeve_secret_get_data (kept, &length);
      hex = reeve_hex_encode (data, length);
      base64 = g_base64_encode (data, length);
      look_everywhere (data, length);
      look_everywhere (hex, strlen (hex));
      look_everywhere (base64, strlen (base64) - 3); /* whatever its padding */
    }
}

/* Signing out forgets at once, in the keyring too; a wrong password changes nothing; then in again by code.
 */
static void
test_sign_out_and_in (void)
{
  Step wrong = { 0 };
  Step password = { 0 };
  Step again = { 0 };
  Step sent = { 0 };
  g_autoptr (ReeveSecret) code = NULL;

  reeve_site_sign_out (world.site, FALSE);
  g_assert_cmpint (reeve_site_get_state (world.site), ==, REEVE_SITE_SIGNED_OUT);
  g_assert_null (reeve_site_get_identity (world.site));
  g_assert_false (reeve_site_may (world.site, REEVE_CAPABILITY_USERS_READ));
  g_assert_null (get_kept ("refresh-token"));

  sign_in ("not the one", &wrong);
  g_assert_error (wrong.error, REEVE_ERROR, REEVE_ERROR_SIGNED_OUT);
  g_clear_error (&wrong.error);
  g_assert_cmpint (reeve_site_get_state (world.site), ==, REEVE_SITE_SIGNED_OUT);

  sign_in (PASSWORD, &password);
  g_assert_no_error (password.error);
  g_assert_cmpint (reeve_site_get_state (world.site), ==, REEVE_SITE_NEEDS_CODE);
  reeve_site_cancel_sign_in (world.site);
  g_assert_cmpint (reeve_site_get_state (world.site), ==, REEVE_SITE_SIGNED_OUT);
  sign_in (PASSWORD, &again);
  g_assert_cmpint (reeve_site_get_state (world.site), ==, REEVE_SITE_NEEDS_CODE);
  code = next_code ();
  reeve_site_send_code_async (world.site, code, NULL, on_code_sent_cb, &sent);
  wait_until (sent.done);
  g_assert_no_error (sent.error);
  g_assert_cmpint (reeve_site_get_state (world.site), ==, REEVE_SITE_READY);
}

static void
on_posted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Step *step = user_data;

  step->succeeded = reeve_client_post_finish (REEVE_CLIENT (source), result, NULL, &step->error);
  step->done = TRUE;
}

/* The session is ended elsewhere: the window hears it through the feed, with the reason. */
static void
test_ended_elsewhere (void)
{
  Step ended = { 0 };
  Step in = { 0 };
  Step sent = { 0 };
  g_autoptr (ReeveSecret) code = NULL;

  reeve_client_post_async (reeve_site_get_client (world.site), "/v1/sign-out-everywhere", NULL, G_TYPE_NONE,
                           -1, NULL, on_posted_cb, &ended);
  wait_until (ended.done);
  g_assert_no_error (ended.error);
  wait_for_state (REEVE_SITE_SIGNED_OUT);
  g_assert_cmpstr (get_reason (), ==, "session_ended");
  g_assert_null (get_kept ("refresh-token"));

  sign_in (PASSWORD, &in);
  g_assert_no_error (in.error);
  code = next_code ();
  reeve_site_send_code_async (world.site, code, NULL, on_code_sent_cb, &sent);
  wait_until (sent.done);
  g_assert_no_error (sent.error);
  wait_for_state (REEVE_SITE_READY);
  run_for (300);
}

/* Locked: says so, makes no new key, goes on by retry once it is unlocked. */
static void
test_locked_keyring (void)
{
  close_site ();
  keyring_daemon_lock (world.daemon);
  make_site ();
  reeve_site_open (world.site);
  wait_for_state (REEVE_SITE_KEYRING);
  g_assert_cmpstr (get_reason (), ==, "keyring_locked");
  keyring_daemon_unlock (world.daemon);
  reeve_site_open (world.site);
  wait_for_state (REEVE_SITE_READY);
}

/* A keyring that does not answer: after 3 seconds the window says what it waits for, a retry asks nothing
 * twice, and the late answer is used. */
static void
test_hung_keyring (void)
{
  close_site ();
  keyring_daemon_freeze (world.daemon);
  make_site ();
  reeve_site_open (world.site);
  wait_for_state (REEVE_SITE_KEYRING);
  g_assert_cmpstr (get_reason (), ==, "keyring_waiting");
  reeve_site_open (world.site);
  run_for (100);
  keyring_daemon_thaw (world.daemon);
  wait_for_state (REEVE_SITE_READY);
}

static void
on_cleared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Step *step = user_data;

  step->succeeded = reeve_keyring_clear_finish (REEVE_KEYRING (source), result, &step->error);
  step->done = TRUE;
}

static void
on_stored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Step *step = user_data;

  step->succeeded = reeve_keyring_store_finish (REEVE_KEYRING (source), result, &step->error);
  step->done = TRUE;
}

/* A key that is gone, or is another one, stops here with its own words, and is never replaced. */
static void
test_lost_key (void)
{
  g_autoptr (ReeveSecret) key = get_kept ("root-key");
  g_autoptr (ReeveSecret) other = reeve_secret_new_random (32);
  ReeveKeyring *keyring = reeve_keyring_get_default ();
  Step cleared = { 0 };
  Step stored = { 0 };
  Step restored = { 0 };

  close_site ();
  reeve_keyring_clear_async (keyring, "local", "root-key", NULL, on_cleared_cb, &cleared);
  wait_until (cleared.done);
  make_site ();
  reeve_site_open (world.site);
  wait_for_state (REEVE_SITE_FAILED);
  g_assert_cmpstr (get_reason (), ==, "root_key_lost");
  g_assert_null (get_kept ("root-key"));

  reeve_keyring_store_async (keyring, "local", "root-key", "Reeve", other, NULL, on_stored_cb, &stored);
  wait_until (stored.done);
  reeve_site_open (world.site);
  wait_until (reeve_site_get_state (world.site) == REEVE_SITE_FAILED && get_reason () != NULL &&
              !g_str_equal (get_reason (), "root_key_lost"));
  g_assert_cmpstr (get_reason (), ==, "wrong_key");

  reeve_keyring_store_async (keyring, "local", "root-key", "Reeve", key, NULL, on_stored_cb, &restored);
  wait_until (restored.done);
  reeve_site_open (world.site);
  wait_for_state (REEVE_SITE_READY);
}

/* Closing ends the child. */
static void
test_close (void)
{
  g_assert_cmpint (find_child (), >, 0);
  close_site ();
  wait_until (find_child () == 0);
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

int
main (int argc, char **argv)
{
  g_autoptr (GSubprocess) bus = NULL;
  g_autofree char *data = NULL;
  g_autofree char *runtime = NULL;
  int failed;

  /* before GLib looks at them */
  world.home = g_dir_make_tmp ("reeve-site-XXXXXX", NULL);
  data = g_build_filename (world.home, ".local/share", NULL);
  runtime = g_build_filename (world.home, "run", NULL);
  g_setenv ("HOME", world.home, TRUE);
  g_setenv ("XDG_DATA_HOME", data, TRUE);
  g_setenv ("XDG_RUNTIME_DIR", runtime, TRUE);
  g_assert_cmpint (g_mkdir_with_parents (runtime, 0700), ==, 0);

  g_test_init (&argc, &argv, NULL);
  bus = session_bus_start (runtime);
  world.daemon = keyring_daemon_start (world.home, KEYRING_WORD);
  world.progress = g_ptr_array_new_with_free_func (g_free);
  g_test_add_func ("/site/first-start", test_first_start);
  g_test_add_func ("/site/set-up", test_set_up);
  g_test_add_func ("/site/kept-session", test_kept_session);
  g_test_add_func ("/site/crash", test_crash);
  g_test_add_func ("/site/secrets", test_secrets);
  g_test_add_func ("/site/sign-out-and-in", test_sign_out_and_in);
  g_test_add_func ("/site/ended-elsewhere", test_ended_elsewhere);
  g_test_add_func ("/site/locked-keyring", test_locked_keyring);
  g_test_add_func ("/site/hung-keyring", test_hung_keyring);
  g_test_add_func ("/site/lost-key", test_lost_key);
  g_test_add_func ("/site/close", test_close);
  failed = g_test_run ();
  keyring_daemon_stop (world.daemon);
  g_subprocess_force_exit (bus);
  g_clear_pointer (&world.totp, reeve_secret_unref);
  g_ptr_array_unref (world.progress);
  remove_folder (world.home);
  g_free (world.home);
  return failed;
}
