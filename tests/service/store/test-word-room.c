/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What the words of all days keep of memory has a bound, whatever is asked of however many days, and no
 * answer depends on it. */

#include "config.h"

#include <glib/gstdio.h>
#include <sys/resource.h>

#include "common/clock.h"
#include "scratch-log.h"
#include "service/store/access-read.h"

/* --- The room --- */

typedef struct
{
  gboolean in_use;
  guint dropped;
} Owner;

static gboolean
drop_cb (gpointer data)
{
  Owner *owner = data;

  if (owner->in_use)
    return FALSE;
  owner->dropped++;
  return TRUE;
}

/* Who used theirs longest ago goes first, and nobody without need. */
static void
test_oldest_first (void)
{
  g_autoptr (ReeveWordRoom) room = reeve_word_room_new (100, drop_cb);
  Owner owners[3] = { 0 };

  g_assert_true (reeve_word_room_note (room, &owners[0], 40));
  g_assert_true (reeve_word_room_note (room, &owners[1], 40));
  g_assert_true (reeve_word_room_note (room, &owners[0], 45)); /* used again, and grown */
  g_assert_cmpuint (reeve_word_room_get_bytes (room), ==, 85);
  g_assert_cmpuint (reeve_word_room_get_dropped (room), ==, 0);
  g_assert_true (reeve_word_room_note (room, &owners[2], 55));
  g_assert_cmpuint (owners[1].dropped, ==, 1);
  g_assert_cmpuint (owners[0].dropped, ==, 0);
  g_assert_cmpuint (reeve_word_room_get_bytes (room), ==, 100);
  g_assert_cmpuint (reeve_word_room_get_n (room), ==, 2);
}

/* Who is in use keeps theirs; who finds no room, or is gone, has none. */
static void
test_in_use (void)
{
  g_autoptr (ReeveWordRoom) room = reeve_word_room_new (100, drop_cb);
  Owner owners[3] = { { .in_use = TRUE } };

  g_assert_true (reeve_word_room_note (room, &owners[0], 60));
  g_assert_true (reeve_word_room_note (room, &owners[1], 40));
  g_assert_false (reeve_word_room_note (room, &owners[2], 50));
  g_assert_cmpuint (owners[0].dropped, ==, 0);
  g_assert_cmpuint (owners[1].dropped, ==, 1);
  g_assert_cmpuint (reeve_word_room_get_bytes (room), ==, 60);
  g_assert_true (reeve_word_room_note (room, &owners[2], 40));
  g_assert_false (reeve_word_room_note (room, &owners[2], 101));
  g_assert_cmpuint (reeve_word_room_get_bytes (room), ==, 60);
  reeve_word_room_forget (room, &owners[0]);
  reeve_word_room_forget (room, &owners[1]);
  g_assert_cmpuint (reeve_word_room_get_bytes (room), ==, 0);
  g_assert_cmpuint (reeve_word_room_get_n (room), ==, 0);
}

/* --- Days --- */

#define DAYS    80 /* more than are kept open */
#define PER_DAY 12
/* Files of a day that is open: the writing connection and a reading one, each with the log, and what they
 * share. */
#define PER_OPEN_DAY 5
#define START        (G_GINT64_CONSTANT (1767225600) * G_USEC_PER_SEC) /* of 2026-01-01 */

/* Each with words that no other day has. */
static void
fill_day (ScratchLog *world, guint day)
{
  for (guint i = 0; i < PER_DAY; i++)
    {
      g_autofree char *agent =
        g_strdup_printf ("Browser %u of day %u, which has a long name of its own", i, day);
      g_autofree char *address = g_strdup_printf ("10.%u.0.%u", day, i);
      ReeveAccessEvent event = { .time = START + day * REEVE_DAY + i * REEVE_HOUR,
                                 .address = address,
                                 .agent = agent,
                                 .action = "sign-in" };

      reeve_access_log_append (world->log, "w", &event);
    }
}

static void
fill (ScratchLog *world)
{
  scratch_log_init (world, START + DAYS * REEVE_DAY);
  for (guint i = 0; i < DAYS; i++)
    {
      fill_day (world, i);
      reeve_access_log_flush (world->log);
    }
}

static guint
count (ScratchLog *world, const char *text)
{
  g_autoptr (ReeveLogQuery) query =
    reeve_log_query_parse (text, &(ReeveLogClock) { .now = reeve_clock_now () });
  guint n = 0;

  for (gint64 to = G_MAXINT64, reached; to > 0; to = reached)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) lines = reeve_access_read (
        scratch_log_get_files (world),
        &(ReeveAccessQuestion) { "w", query, 0, to, g_get_monotonic_time () + REEVE_MINUTE }, FALSE, 5000,
        &reached, &error);

      g_assert_no_error (error);
      n += lines->len;
    }
  return n;
}

static void
assert_answers (ScratchLog *world)
{
  g_assert_cmpuint (count (world, "browser"), ==, DAYS * PER_DAY);
  g_assert_cmpuint (count (world, "\"browser 7 of day\""), ==, DAYS);
  g_assert_cmpuint (count (world, "\"of day 3,\""), ==, PER_DAY);
  g_assert_cmpuint (count (world, "ip:10.70.0.0/16"), ==, PER_DAY);
  g_assert_cmpuint (count (world, "nowhere"), ==, 0);
}

static guint
count_open_files (void)
{
  g_autoptr (GDir) files = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n = 0;

  while (g_dir_read_name (files) != NULL)
    n++;
  return n;
}

static void
test_days (void)
{
  g_auto (ScratchLog) world = { 0 };
  ReeveWordRoom *room;
  gsize all;
  guint64 dropped;
  guint before = count_open_files ();
  struct rlimit limit;
  struct rlimit few;

  /* not all days at once */
  g_assert_cmpint (getrlimit (RLIMIT_NOFILE, &limit), ==, 0);
  few = limit;
  few.rlim_cur = MIN (limit.rlim_cur, 1024);
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &few), ==, 0);
  fill (&world);
  room = reeve_access_files_get_words (scratch_log_get_files (&world));
  assert_answers (&world);
  all = reeve_word_room_get_bytes (room);
  dropped = reeve_word_room_get_dropped (room);
  /* those that are open keep theirs; those that were closed for others took it along */
  g_assert_cmpuint (reeve_word_room_get_n (room), >, 1);
  g_assert_cmpuint (reeve_word_room_get_n (room), <, DAYS);
  g_assert_cmpuint (dropped, ==, 0);
  g_assert_cmpuint (count_open_files () - before, <, DAYS * PER_OPEN_DAY);

  /* room for a few days */
  reeve_word_room_set_most_for_tests (room, all / 8);
  g_assert_cmpuint (reeve_word_room_get_bytes (room), <=, all / 8);
  g_assert_cmpuint (reeve_word_room_get_dropped (room), >, dropped);
  dropped = reeve_word_room_get_dropped (room);
  assert_answers (&world);
  g_assert_cmpuint (reeve_word_room_get_bytes (room), <=, all / 8);
  g_assert_cmpuint (reeve_word_room_get_n (room), >, 1);
  g_assert_cmpuint (reeve_word_room_get_dropped (room), >, dropped);

  /* and for none */
  reeve_word_room_set_most_for_tests (room, 1);
  assert_answers (&world);
  g_assert_cmpuint (reeve_word_room_get_bytes (room), ==, 0);
  g_assert_cmpuint (reeve_word_room_get_n (room), ==, 0);
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &limit), ==, 0);
}

static gpointer
ask_cb (gpointer data)
{
  assert_answers (data);
  return NULL;
}

/* Who needs room and who reads by words that have to go do not wait for each other. */
static void
test_side_by_side (void)
{
  g_auto (ScratchLog) world = { 0 };
  GThread *threads[4];
  ReeveWordRoom *room;

  fill (&world);
  room = reeve_access_files_get_words (scratch_log_get_files (&world));
  assert_answers (&world);
  reeve_word_room_set_most_for_tests (room, reeve_word_room_get_bytes (room) / 16);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("ask", ask_cb, &world);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_assert_cmpuint (reeve_word_room_get_dropped (room), >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/word-room/oldest-first", test_oldest_first);
  g_test_add_func ("/store/word-room/in-use", test_in_use);
  g_test_add_func ("/store/word-room/days", test_days);
  g_test_add_func ("/store/word-room/side-by-side", test_side_by_side);
  return g_test_run ();
}
