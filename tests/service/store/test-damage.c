/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A day's file that the disk has spoilt: it costs what was on it, is told to whoever asks, and nothing else.
 */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "common/clock.h"
#include "common/log-query.h"
#include "scratch-log.h"
#include "service/store/access-read.h"

#define NOON    (G_GINT64_CONSTANT (1767225600) * G_USEC_PER_SEC + REEVE_DAY / 2) /* of 2026-01-01 */
#define TODAY   (NOON / REEVE_DAY)
#define DAYS    3
#define PER_DAY 2000
#define FOREVER (G_GINT64_CONSTANT (4102444800) * G_USEC_PER_SEC)

static void
add (ScratchLog *world, gint64 time, const char *name)
{
  const ReeveAccessEvent event = { .time = time, .action = "sign-in", .actor = "ada", .actor_name = name };

  reeve_access_log_append (world->log, "w", &event);
}

/* Three days, the last of them today. */
static void
fill (ScratchLog *world)
{
  scratch_log_init (world, NOON);
  for (gint64 day = 0; day < DAYS; day++)
    for (guint i = 0; i < PER_DAY; i++)
      {
        g_autofree char *name = g_strdup_printf ("Somebody %u of day %d", i, (int) day);

        add (world, NOON - day * REEVE_DAY + i, name);
      }
  reeve_access_log_flush (world->log);
}

/* --- Spoiling --- */

static char *
name_file (ScratchLog *world, const char *name)
{
  return g_build_filename (world->folder, "w", name, NULL);
}

/* From the byte @from on, half of what follows is something else, page by page. */
static void
spoil (ScratchLog *world, const char *name, gsize from)
{
  g_autofree char *path = name_file (world, name);
  g_autofree char *content = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &content, &length, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (length, >, from);
  for (gsize at = from; at + 64 < length; at += 4096)
    memset (content + at, 0x5a, 64);
  g_assert_true (g_file_set_contents (path, content, (gssize) length, &error));
  g_assert_no_error (error);
}

static void
copy_folder (const char *from, const char *to)
{
  g_autoptr (GDir) files = g_dir_open (from, 0, NULL);
  const char *name;

  g_assert_cmpint (g_mkdir (to, 0700), ==, 0);
  while ((name = g_dir_read_name (files)) != NULL)
    {
      g_autofree char *source = g_build_filename (from, name, NULL);
      g_autofree char *target = g_build_filename (to, name, NULL);
      g_autofree char *content = NULL;
      gsize length;

      if (g_file_test (source, G_FILE_TEST_IS_DIR))
        copy_folder (source, target);
      else
        {
          g_assert_true (g_file_get_contents (source, &content, &length, NULL));
          g_assert_true (g_file_set_contents (target, content, (gssize) length, NULL));
        }
    }
}

/* --- Asking --- */

/* How many events there are; *@unread is how many days could not be read, of which @day is one. */
static guint
count (ScratchLog *world, GArray *unread)
{
  g_autoptr (ReeveLogQuery) query = reeve_log_query_parse ("", &(ReeveLogClock) { .now = NOON });
  ReeveAccessQuestion question = {
    "w", query, 0, FOREVER, g_get_monotonic_time () + REEVE_MINUTE, .unread = unread
  };
  guint n = 0;

  while (question.to > 0)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) lines =
        reeve_access_read (scratch_log_get_files (world), &question, FALSE, 500, &question.to, &error);

      g_assert_no_error (error);
      n += lines->len;
    }
  return n;
}

static void
assert_unread (ScratchLog *world, gint64 day, guint events)
{
  g_autoptr (GArray) unread = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (ReeveLogQuery) query = reeve_log_query_parse ("", &(ReeveLogClock) { .now = NOON });
  ReeveAccessQuestion question = { "w",
                                   query,
                                   NOON - 9 * REEVE_DAY,
                                   NOON + REEVE_DAY,
                                   g_get_monotonic_time () + REEVE_MINUTE,
                                   .unread = unread };
  g_autoptr (ReeveAccessFacets) facets = NULL;
  g_autoptr (ReeveAccessHistogram) histogram = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (count (world, unread), ==, events);
  g_assert_cmpuint (unread->len, ==, 1);
  g_assert_cmpint (g_array_index (unread, gint64, 0), ==, day);
  g_array_set_size (unread, 0);
  facets = reeve_access_list_facets (scratch_log_get_files (world), &question, 5, &error);
  g_assert_no_error (error);
  histogram = reeve_access_count (scratch_log_get_files (world), &question, REEVE_HOUR, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (unread->len, ==, 1);
}

static guint64
get_size (ScratchLog *world)
{
  g_autoptr (ReeveLedger) ledger = reeve_access_files_open_ledger (scratch_log_get_files (world), "w", NULL);

  return reeve_ledger_get_size (ledger);
}

/* --- Cases --- */

/* An old day: the others are read, what comes is kept and comes into the tree, and who does not want to hear
 * of days that are missing hears an error. */
static void
test_old_day (void)
{
  static const gsize froms[] = { 16, 3 * 4096 };

  for (guint i = 0; i < G_N_ELEMENTS (froms); i++)
    {
      g_auto (ScratchLog) world = { 0 };
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) lines = NULL;
      g_autoptr (ReeveLogQuery) query = reeve_log_query_parse ("", &(ReeveLogClock) { .now = NOON });
      gint64 reached;
      guint64 size;

      fill (&world);
      size = get_size (&world);
      g_clear_pointer (&world.log, reeve_access_log_free);
      spoil (&world, "2025-12-31.db", froms[i]);
      scratch_log_open (&world);
      add (&world, NOON - 5, "Late");
      reeve_access_log_flush (world.log);
      g_assert_cmpuint (get_size (&world), ==, size + 1);
      assert_unread (&world, TODAY - 1, 2 * PER_DAY + 1);

      const ReeveAccessQuestion strict = { "w", query, 0, NOON - REEVE_DAY / 2 - 1,
                                           g_get_monotonic_time () + REEVE_MINUTE };
      lines = reeve_access_read (scratch_log_get_files (&world), &strict, FALSE, 5, &reached, &error);
      g_assert_null (lines);
      g_assert_true (reeve_access_files_is_damage (error));
      assert_reeve_error (error, REEVE_ERROR_INTERNAL, "damaged");
    }
}

/* Today: what happens from now on is kept in another file, and the damaged one stays aside until the day
 * leaves. */
static void
test_today (void)
{
  static const gsize froms[] = { 16, 3 * 4096 };

  for (guint i = 0; i < G_N_ELEMENTS (froms); i++)
    {
      g_auto (ScratchLog) world = { 0 };
      g_autofree char *aside = NULL;
      g_autoptr (GError) error = NULL;

      fill (&world);
      aside = name_file (&world, "2026-01-01.damaged-1.db");
      g_clear_pointer (&world.log, reeve_access_log_free);
      spoil (&world, "2026-01-01.db", froms[i]);
      scratch_log_open (&world);
      for (guint j = 0; j < 10; j++)
        add (&world, NOON + PER_DAY + j, "Afterwards");
      reeve_access_log_flush (world.log);
      g_assert_true (g_file_test (aside, G_FILE_TEST_EXISTS));
      assert_unread (&world, TODAY, 2 * PER_DAY + 10);

      /* also for who comes later, and after a sweep */
      g_clear_pointer (&world.log, reeve_access_log_free);
      scratch_log_open (&world);
      g_assert_true (reeve_access_files_sweep (scratch_log_get_files (&world), "w", &error));
      g_assert_no_error (error);
      g_assert_true (g_file_test (aside, G_FILE_TEST_EXISTS));
      assert_unread (&world, TODAY, 2 * PER_DAY + 10);

      g_assert_true (reeve_access_files_remove_day (scratch_log_get_files (&world), "w", TODAY, &error));
      g_assert_no_error (error);
      g_assert_false (g_file_test (aside, G_FILE_TEST_EXISTS));
      g_assert_cmpuint (count (&world, NULL), ==, 2 * PER_DAY);
    }
}

/* Somebody reads the damaged file while another takes its place, and closes it afterwards: what was written
 * to the new one meanwhile stands in a log beside it, and must still stand there. */
static void
test_late_reader (void)
{
  g_auto (ScratchLog) world = { 0 };
  g_autoptr (GError) error = NULL;
  ReeveAccessDay *reader;
  ReeveTx *tx;
  g_autofree char *folder = NULL;
  g_autofree char *copy = NULL;

  fill (&world);
  reader = reeve_access_files_open_day (scratch_log_get_files (&world), "w", TODAY, FALSE, &error);
  g_assert_no_error (error);
  tx = begin (reeve_access_day_get_db (reader), REEVE_TX_READ);
  g_assert_true (reeve_access_files_set_aside (scratch_log_get_files (&world), "w", TODAY, &error));
  g_assert_no_error (error);
  for (guint i = 0; i < 10; i++)
    add (&world, NOON + PER_DAY + i, "Afterwards");
  reeve_access_log_flush (world.log);
  reeve_tx_end (tx);
  reeve_access_day_unref (reader);

  /* as if the process had ended now */
  folder = g_strdup (world.folder);
  copy = scratch_path (&world.scratch, "copy");
  copy_folder (folder, copy);
  g_clear_pointer (&world.log, reeve_access_log_free);
  g_set_str (&world.folder, copy);
  scratch_log_open (&world);
  assert_unread (&world, TODAY, 2 * PER_DAY + 10);
}

/* Where the process ended while it set a day aside, nothing of it is left for ever. */
static void
test_half_aside (void)
{
  g_auto (ScratchLog) world = { 0 };
  g_autofree char *log = NULL;
  g_autoptr (GError) error = NULL;

  fill (&world);
  log = name_file (&world, "2026-01-01.damaged-1.db-wal");
  g_clear_pointer (&world.log, reeve_access_log_free);
  g_assert_true (g_file_set_contents (log, "x", 1, NULL));
  scratch_log_open (&world);
  g_assert_false (reeve_access_files_was_damaged (scratch_log_get_files (&world), "w", TODAY));
  g_assert_true (reeve_access_files_sweep (scratch_log_get_files (&world), "w", &error));
  g_assert_no_error (error);
  g_assert_false (g_file_test (log, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (count (&world, NULL), ==, DAYS * PER_DAY);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  /* That a page is no page is said aloud by whoever stumbles over it. */
  g_log_set_always_fatal ((GLogLevelFlags) (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL));
  g_test_add_func ("/damage/old-day", test_old_day);
  g_test_add_func ("/damage/today", test_today);
  g_test_add_func ("/damage/late-reader", test_late_reader);
  g_test_add_func ("/damage/half-aside", test_half_aside);
  return g_test_run ();
}
