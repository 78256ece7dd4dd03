/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What the files of days are called, and that many may want them at once. */

#include "config.h"

#include <glib/gstdio.h>
#include <sys/resource.h>

#include "common/clock.h"
#include "scratch.h"
#include "service/store/access-files.h"
#include "service/store/access-names.h"

#define FIRST 20454 /* 2026-01-01 */

/* --- Names --- */

static void
test_names (void)
{
  static const char *const wrong[] = {
    "",
    "2026",
    "2026-01-31",
    "2026-02-30.db",
    "2026-1-31.db",
    "2026-01-31.db-wal",
    "2026-01-31",
    "x026-01-1.db",
    "2026-01-31.0.db",
    "2026-01-31.x.db",
    "2026-01-31..db",
    "2026-01-31.new",
    "ledger.db",
    "2026-13-01.db",
    "2026-01-31.1000000.db",
    "2026-01-31.-1.db",
    "0000-01-01.db",
    "2026-01-31.db.1",
  };

  for (gint64 day = -800; day < 60000; day += 97)
    for (guint64 turn = 0; turn < 12; turn += 11)
      {
        g_autofree char *name = reeve_access_name_new (day, turn);
        gint64 parsed;
        guint64 parsed_turn;

        g_assert_true (reeve_access_name_parse (name, &parsed, &parsed_turn));
        g_assert_cmpint (parsed, ==, day);
        g_assert_cmpuint (parsed_turn, ==, turn);
      }
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      gint64 day;
      guint64 turn;

      g_test_message ("%s", wrong[i]);
      g_assert_false (reeve_access_name_parse (wrong[i], &day, &turn));
    }
  g_autofree char *first = reeve_access_name_new (FIRST, 0);
  g_assert_cmpstr (first, ==, "2026-01-01.db");
}

static void
test_turns (void)
{
  static const char *const names[] = { "2026-01-02.db",       "2026-01-01.1.db", "2026-01-01.db",
                                       "2026-01-01.1.db-wal", "2026-01-03.db",   "2026-01-01.new",
                                       "2026-01-02.db-shm",   "ledger.db" };
  static const char *const left[] = { "2026-01-01.db", "2026-01-01.new" };
  g_auto (Scratch) scratch = { 0 };
  g_autofree char *folder = NULL;
  g_autoptr (GArray) turns = NULL;
  gboolean any;

  scratch_init (&scratch);
  folder = scratch_path (&scratch, "w");
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (folder, names[i], NULL);
      g_assert_true (g_file_set_contents (path, "", 0, NULL));
    }
  turns = reeve_access_turns_read (folder);
  g_assert_cmpuint (turns->len, ==, 3);
  for (guint i = 0; i < turns->len; i++)
    g_assert_cmpint (g_array_index (turns, ReeveAccessTurn, i).day, ==, FIRST + 2 - i);
  g_assert_cmpuint (reeve_access_turns_find (turns, FIRST)->turn, ==, 1);
  g_assert_null (reeve_access_turns_find (turns, FIRST + 3));
  reeve_access_turns_set (turns, FIRST + 9, 4);
  reeve_access_turns_set (turns, FIRST - 9, 0);
  reeve_access_turns_remove (turns, FIRST + 1);
  reeve_access_turns_remove (turns, FIRST + 1);
  g_assert_cmpuint (turns->len, ==, 4);
  g_assert_cmpint (g_array_index (turns, ReeveAccessTurn, 0).day, ==, FIRST + 9);
  g_assert_cmpint (g_array_index (turns, ReeveAccessTurn, 3).day, ==, FIRST - 9);

  g_assert_true (reeve_access_turns_sweep (folder, &any));
  g_assert_true (any);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (folder, names[i], NULL);
      gboolean goes = FALSE;

      for (guint j = 0; j < G_N_ELEMENTS (left); j++)
        goes = goes || g_str_equal (left[j], names[i]);
      g_assert_cmpint (g_file_test (path, G_FILE_TEST_EXISTS), ==, !goes);
    }
  g_assert_true (reeve_access_turns_sweep (folder, &any));
  g_assert_false (any);
}

/* --- At once --- */

typedef struct
{
  ReeveSecret *key;
  ReeveAccessFiles *files;
  GMutex lock;
  GCond changed;
  gint n_threads; /* atomic */
  guint n_keys;   /* asked for */
  gboolean waits; /* the first to ask does, until this is FALSE */
} World;

static ReeveSecret *
find_key_cb (const char *workspace G_GNUC_UNUSED, gpointer data)
{
  World *world = data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&world->lock);

  if (world->n_keys++ == 0)
    {
      g_cond_broadcast (&world->changed);
      while (world->waits)
        g_cond_wait (&world->changed, &world->lock);
    }
  return reeve_secret_ref (world->key);
}

static void
world_init (World *world, Scratch *scratch)
{
  scratch_init (scratch);
  world->key = scratch->key;
  g_mutex_init (&world->lock);
  g_cond_init (&world->changed);
  world->files = reeve_access_files_new (scratch->folder, find_key_cb, world);
}

static void
world_clear (World *world)
{
  reeve_access_files_free (world->files);
  g_mutex_clear (&world->lock);
  g_cond_clear (&world->changed);
}

static ReeveAccessDay *
open_day (World *world, gint64 day)
{
  g_autoptr (GError) error = NULL;
  ReeveAccessDay *opened = reeve_access_files_open_day (world->files, "w", day, TRUE, &error);

  g_assert_no_error (error);
  return opened;
}

static gpointer
open_first_cb (gpointer data)
{
  return open_day (data, FIRST);
}

/* Who opens another day does not wait for who opens one; who wants the same one has the same one. */
static void
test_nobody_waits (void)
{
  g_auto (Scratch) scratch = { 0 };
  World world = { .waits = TRUE };
  GThread *first;
  GThread *second;
  g_autoptr (ReeveAccessDay) other = NULL;
  g_autoptr (ReeveAccessDay) one = NULL;
  g_autoptr (ReeveAccessDay) same = NULL;
  g_autoptr (GArray) days = NULL;

  world_init (&world, &scratch);
  first = g_thread_new ("first", open_first_cb, &world);
  g_mutex_lock (&world.lock);
  while (world.n_keys == 0)
    g_cond_wait (&world.changed, &world.lock);
  g_mutex_unlock (&world.lock);
  second = g_thread_new ("second", open_first_cb, &world);
  other = open_day (&world, FIRST + 1);
  g_assert_nonnull (other);
  g_mutex_lock (&world.lock);
  world.waits = FALSE;
  g_cond_broadcast (&world.changed);
  g_mutex_unlock (&world.lock);
  one = g_thread_join (first);
  same = g_thread_join (second);
  g_assert_true (one == same);
  days = reeve_access_files_list_days (world.files, "w");
  g_assert_cmpuint (days->len, ==, 2);
  world_clear (&world);
}

#define DAYS   50
#define ROUNDS 100

static gpointer
come_and_go_cb (gpointer data)
{
  World *world = data;
  g_autoptr (GRand) chance = g_rand_new_with_seed ((guint32) g_atomic_int_add (&world->n_threads, 1));

  for (guint i = 0; i < ROUNDS; i++)
    {
      gint64 day = FIRST + g_rand_int_range (chance, 0, DAYS);
      g_autoptr (GError) error = NULL;

      if (g_rand_int_range (chance, 0, 10) == 0)
        reeve_access_files_close_day (world->files, "w", day);
      else if (g_rand_int_range (chance, 0, 20) == 0)
        g_assert_true (reeve_access_files_remove_day (world->files, "w", day, NULL));
      else
        {
          g_autoptr (ReeveAccessDay) opened = open_day (world, day);
          g_autoptr (ReeveTx) tx = reeve_db_begin (reeve_access_day_get_db (opened), REEVE_TX_READ,
                                                   g_get_monotonic_time () + REEVE_MINUTE, &error);

          g_assert_no_error (error);
          g_assert_nonnull (tx);
        }
    }
  return NULL;
}

/* More days than may be open, opened, closed and removed by several. What there is afterwards is what a look
 * at the disk finds. */
static void
test_crowd (void)
{
  g_auto (Scratch) scratch = { 0 };
  World world = { 0 };
  GThread *threads[4];
  struct rlimit before;
  struct rlimit few;
  g_autoptr (GArray) days = NULL;
  g_autoptr (GArray) turns = NULL;
  g_autofree char *folder = NULL;

  g_assert_cmpint (getrlimit (RLIMIT_NOFILE, &before), ==, 0);
  few = before;
  few.rlim_cur = MIN (before.rlim_cur, 800); /* 33 days */
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &few), ==, 0);
  world_init (&world, &scratch);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("somebody", come_and_go_cb, &world);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  days = reeve_access_files_list_days (world.files, "w");
  folder = scratch_path (&scratch, "w");
  turns = reeve_access_turns_read (folder);
  g_assert_cmpuint (days->len, ==, turns->len);
  for (guint i = 0; i < days->len; i++)
    g_assert_cmpint (g_array_index (days, gint64, i), ==, g_array_index (turns, ReeveAccessTurn, i).day);
  world_clear (&world);
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &before), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/access-files/names", test_names);
  g_test_add_func ("/access-files/turns", test_turns);
  g_test_add_func ("/access-files/nobody-waits", test_nobody_waits);
  g_test_add_func ("/access-files/crowd", test_crowd);
  return g_test_run ();
}
