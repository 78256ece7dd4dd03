/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The service as a child of the console: started again when it dies, but not for ever. */

#include "config.h"

#include <glib/gstdio.h>
#include <signal.h>

#include "common/error.h"
#include "console/client/local-reset.h"
#include "console/client/local-service.h"
#include "console/client/site.h"

typedef struct
{
  ReeveLocalService *service;
  guint n_restarted;
  GError *failed; /* (nullable) */
  gboolean answered;
  GError *error; /* (nullable): of the start */
} World;

static void
on_restarted_cb (World *world)
{
  world->n_restarted++;
}

static void
on_failed_cb (World *world, GError *error)
{
  g_assert_null (world->failed);
  world->failed = g_error_copy (error);
}

static void
on_started_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  World *world = user_data;

  reeve_local_service_start_finish (REEVE_LOCAL_SERVICE (source), result, &world->error);
  world->answered = TRUE;
}

#define wait_until(condition)                                                                             \
  G_STMT_START                                                                                            \
  {                                                                                                       \
    for (gint64 end = g_get_monotonic_time () + 60000000; !(condition) && g_get_monotonic_time () < end;) \
      {                                                                                                   \
        if (!g_main_context_iteration (NULL, FALSE))                                                      \
          g_usleep (5000);                                                                                \
      }                                                                                                   \
    g_assert_true (condition);                                                                            \
  }                                                                                                       \
  G_STMT_END

static void
start (World *world)
{
  world->answered = FALSE;
  reeve_local_service_start_async (world->service, NULL, on_started_cb, world);
  wait_until (world->answered);
  g_assert_no_error (world->error);
  g_assert_true (reeve_local_service_get_running (world->service));
}

static void
kill_service (World *world)
{
  kill ((pid_t) g_ascii_strtoll (reeve_local_service_get_identifier (world->service), NULL, 10), SIGKILL);
}

/* Five times within a minute it comes back by itself; the sixth time there is something that starting again
 * does not mend, and the person is told. Once they ask for it, it is started, and has its five again. */
static void
test_restarts (void)
{
  g_autofree char *folder = g_dir_make_tmp ("local-service-XXXXXX", NULL);
  g_autofree char *data = g_build_filename (folder, "local", NULL);
  g_autoptr (ReeveSecret) key = reeve_secret_new_random (32);
  World world = { .service = reeve_local_service_new (data, key) };
  char *remove[] = { (char *) "rm", (char *) "-r", folder, NULL };
  gint64 begin = g_get_monotonic_time ();

  g_signal_connect_swapped (world.service, "restarted", G_CALLBACK (on_restarted_cb), &world);
  g_signal_connect_swapped (world.service, "failed", G_CALLBACK (on_failed_cb), &world);
  start (&world);
  for (guint i = 1; i <= 5; i++)
    {
      kill_service (&world);
      wait_until (world.n_restarted == i);
      g_assert_true (reeve_local_service_get_running (world.service));
    }
  g_assert_no_error (world.failed);
  kill_service (&world);
  wait_until (world.failed != NULL || world.n_restarted > 5);
  if (g_get_monotonic_time () - begin > 60 * G_USEC_PER_SEC)
    g_test_skip ("this machine takes more than a minute for five restarts");
  else
    {
      g_assert_error (world.failed, REEVE_ERROR, REEVE_ERROR_UNREACHABLE);
      g_assert_cmpuint (world.n_restarted, ==, 5);
      g_assert_false (reeve_local_service_get_running (world.service));
      g_clear_error (&world.failed);
      start (&world);
      kill_service (&world);
      wait_until (world.n_restarted == 6);
      g_assert_no_error (world.failed);
    }
  reeve_local_service_stop (world.service);
  wait_until (!reeve_local_service_get_running (world.service));
  g_object_unref (world.service);
  g_clear_error (&world.failed);
  g_spawn_sync (NULL, remove, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL);
}

typedef struct
{
  gboolean done;
  ReeveSecret *token; /* (nullable) */
  GError *error;      /* (nullable) */
} Reset;

static void
on_reset_made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Reset *reset = user_data;

  reset->token = REEVE_IS_SITE (source)
                   ? reeve_site_make_reset_finish (REEVE_SITE (source), result, &reset->error)
                   : reeve_local_reset_make_finish (result, &reset->error);
  reset->done = TRUE;
}

static void
assert_refused_reset (Reset *reset, ReeveErrorCode code, const char *reason)
{
  wait_until (reset->done);
  g_assert_null (reset->token);
  g_assert_cmpint (reeve_error_get_code (reset->error), ==, code);
  g_assert_cmpstr (reeve_error_get_reason (reset->error), ==, reason);
  g_clear_error (&reset->error);
  reset->done = FALSE;
}

/* The service that runs is asked, and says why not: nobody has the address, what looks like an option is
 * none, the key is another one. */
static void
test_reset (void)
{
  static const char *const addresses[] = { "nobody@example.org", "--version", "-", "", "a b" };
  g_autofree char *folder = g_dir_make_tmp ("local-service-XXXXXX", NULL);
  g_autofree char *data = g_build_filename (folder, "local", NULL);
  g_autoptr (ReeveSecret) key = reeve_secret_new_random (32);
  g_autoptr (ReeveSecret) other = reeve_secret_new_random (32);
  World world = { .service = reeve_local_service_new (data, key) };
  char *remove[] = { (char *) "rm", (char *) "-r", folder, NULL };
  Reset reset = { 0 };

  start (&world);
  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      reeve_local_service_make_reset_async (world.service, addresses[i], NULL, on_reset_made_cb, &reset);
      assert_refused_reset (&reset, REEVE_ERROR_INVALID, "not_found");
    }
  reeve_local_reset_make_async (data, other, "ada@example.org", NULL, on_reset_made_cb, &reset);
  assert_refused_reset (&reset, REEVE_ERROR_INVALID, "wrong_key");
  g_assert_true (reeve_local_service_get_running (world.service));
  reeve_local_service_stop (world.service);
  wait_until (!reeve_local_service_get_running (world.service));
  g_object_unref (world.service);
  g_spawn_sync (NULL, remove, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL);
}

/* There is no such way to a service elsewhere. */
static void
test_reset_elsewhere (void)
{
  g_autoptr (ReeveSite) site = reeve_site_new_remote ("https://reeve.example.org", NULL);
  Reset reset = { 0 };

  g_assert_false (reeve_site_is_local (site));
  reeve_site_make_reset_async (site, "ada@example.org", NULL, on_reset_made_cb, &reset);
  assert_refused_reset (&reset, REEVE_ERROR_UNREACHABLE, "connection");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/local-service/restarts", test_restarts);
  g_test_add_func ("/local-service/reset", test_reset);
  g_test_add_func ("/local-service/reset-elsewhere", test_reset_elsewhere);
  return g_test_run ();
}
