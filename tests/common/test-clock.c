/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The clock that tests can hold, and identifiers. */

#include "config.h"

#include "common/clock.h"

#include <string.h>

#define N_THREADS 4
#define N_IDS     20000

/* The clock stands where a test puts it, moves as told, and runs again afterwards. */
static void
test_clock (void)
{
  reeve_clock_set_for_tests (1000 * REEVE_SECOND);
  g_assert_cmpint (reeve_clock_now (), ==, 1000 * REEVE_SECOND);
  reeve_clock_advance_for_tests (REEVE_DAY);
  g_assert_cmpint (reeve_clock_now (), ==, 1000 * REEVE_SECOND + REEVE_DAY);
  reeve_clock_set_for_tests (0);
  gint64 system = g_get_real_time ();
  g_assert_cmpint (ABS (reeve_clock_now () - system), <, REEVE_MINUTE);
}

/* An id is the text form of a UUIDv7 and begins with the millisecond it was made. */
static void
test_form (void)
{
  g_autofree char *id = reeve_id_new ();
  gint64 now = reeve_clock_now () / 1000;

  g_assert_true (reeve_id_is_valid (id));
  g_assert_cmpint (id[14], ==, '7');
  g_assert_nonnull (strchr ("89ab", id[19]));
  g_autofree char *digits = g_strdup_printf ("%.8s%.4s", id, id + 9);
  gint64 made = (gint64) g_ascii_strtoull (digits, NULL, 16);
  g_assert_cmpint (ABS (made - now), <, 1000);
}

/* Only the lower-case form is an id. */
static void
test_valid (void)
{
  static const char *const bad[] = {
    "",
    "member",
    "01890A5D-AC96-774B-BCCE-B302099A8057",
    "01890a5d-ac96-774b-bcce-b302099a805",
    "01890a5d-ac96-774b-bcce-b302099a80577",
    "01890a5dac96774bbcceb302099a8057",
    "01890a5d-ac96-774b-bcce-b302099a805g",
    "01890a5d/ac96-774b-bcce-b302099a8057",
  };

  g_assert_true (reeve_id_is_valid ("01890a5d-ac96-774b-bcce-b302099a8057"));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (reeve_id_is_valid (bad[i]));
  g_assert_false (reeve_id_is_valid (NULL));
}

/* Ids grow while the clock stands still, and while it jumps back. */
static void
test_monotonic (void)
{
  g_autofree char *last = reeve_id_new ();
  gint64 now = reeve_clock_now ();

  for (guint i = 0; i < 3000; i++)
    {
      reeve_clock_set_for_tests (i < 1000 ? now : now - (gint64) i * REEVE_HOUR);
      char *id = reeve_id_new ();
      g_assert_cmpstr (id, >, last);
      g_free (last);
      last = id;
    }
  reeve_clock_set_for_tests (0);
}

static gpointer
make_ids (gpointer data)
{
  char **ids = data;

  for (guint i = 0; i < N_IDS; i++)
    ids[i] = reeve_id_new ();
  return NULL;
}

/* Several threads at once: each sees its own grow, and no two are the same. */
static void
test_threads (void)
{
  GThread *threads[N_THREADS];
  g_autofree char **ids = g_new0 (char *, N_THREADS *N_IDS);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("ids", make_ids, ids + i * N_IDS);
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);
  for (guint i = 0; i < N_THREADS * N_IDS; i++)
    {
      if (i % N_IDS != 0)
        g_assert_cmpstr (ids[i], >, ids[i - 1]);
      g_assert_true (reeve_id_is_valid (ids[i]));
    }
  for (guint i = 0; i < N_THREADS * N_IDS; i++)
    g_assert_true (g_hash_table_add (seen, ids[i]));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/clock/clock", test_clock);
  g_test_add_func ("/clock/form", test_form);
  g_test_add_func ("/clock/valid", test_valid);
  g_test_add_func ("/clock/monotonic", test_monotonic);
  g_test_add_func ("/clock/threads", test_threads);
  return g_test_run ();
}
