/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What the log has of some people: just what holds on them would keep, in the same order each time it is gone
 * through, with what proves it; and what is missing is said. */

#include "config.h"

#include <glib/gstdio.h>

#include "common/clock.h"
#include "common/record-line.h"
#include "scratch-log.h"
#include "service/store/access-day-held.h"
#include "service/store/access-people.h"

#define NOON (G_GINT64_CONSTANT (1767225600) * G_USEC_PER_SEC + REEVE_DAY / 2) /* of 2026-01-01 */
#define ADA  "0190aaaa-0000-7000-8000-000000000001"
#define BO   "0190bbbb-0000-7000-8000-000000000002"
#define CY   "0190cccc-0000-7000-8000-000000000003"

static const struct
{
  const char *account;
  const char *name;
} people[] = { { ADA, "Ada <ada@vallis.example>" },
               { BO, "Bo <bo@vallis.example>" },
               { CY, "Cy <cy@vallis.example>" } };

static const char *const texts[] = { NULL,
                                     "nothing",
                                     "ada@vallis.example",
                                     "dada@vallis.example",
                                     "for Ada <ADA@Vallis.Example>, urgent",
                                     "bo@vallis.example and ada@vallis.example",
                                     "bo@vallis.example.org" };

static const char *
pick (GRand *random, const char *const *from, guint n)
{
  return from[g_rand_int_range (random, 0, (gint32) n)];
}

static void
append (ScratchLog *log, GRand *random, guint i)
{
  static const char *const actors[] = {
    ADA, BO, CY, NULL, "ada@vallis.example", "0190dddd-0000-7000-8000-00000000000d"
  };
  static const char *const objects[] = { ADA, BO, NULL, "a thing", "ada@vallis.example" };
  gboolean foreign = g_rand_int_range (random, 0, 2) == 1;
  guint who = (guint) g_rand_int_range (random, 0, 3);
  g_autofree char *id = g_strdup_printf ("%u", i);
  ReeveAccessEvent event = {
    .time = NOON - 2 * REEVE_DAY + i * 40 * REEVE_MINUTE + i,
    .status = 200,
    .action = i % 3 == 0 ? "sign-in" : "user.read",
    .actor = foreign ? pick (random, actors, G_N_ELEMENTS (actors)) : people[who].account,
    .actor_name = foreign ? pick (random, texts, G_N_ELEMENTS (texts)) : people[who].name,
    .address = i % 2 == 0 ? "192.0.2.1" : "2001:db8::1",
    .object = pick (random, objects, G_N_ELEMENTS (objects)),
    .object_name = pick (random, texts, G_N_ELEMENTS (texts)),
    .source = foreign ? "okta" : NULL,
    .source_id = foreign ? id : NULL,
    .text = foreign ? pick (random, texts, G_N_ELEMENTS (texts)) : NULL,
  };

  reeve_access_log_append (log->log, "w", &event);
}

static ReeveAccessPeople *
open_people (ScratchLog *log, guint n)
{
  g_autoptr (ReeveAccessCrowd) crowd = reeve_access_crowd_new ();

  for (guint i = 0; i < n; i++)
    reeve_access_crowd_add (crowd, people[i].account, people[i].name);
  return reeve_access_people_new (scratch_log_get_files (log), "w", crowd, NOON - 3 * REEVE_DAY,
                                  NOON + REEVE_DAY, G_MAXINT64);
}

/* All of them, a few at a time. (transfer full) (element-type ReeveAccessOfPeople) */
static GPtrArray *
read_all (ReeveAccessPeople *of)
{
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) reeve_access_of_people_free);
  gboolean last = FALSE;

  reeve_access_people_rewind (of);
  while (!last)
    {
      g_autoptr (GError) error = NULL;
      GPtrArray *some = reeve_access_people_read (of, 7, soon (), &last, &error);

      g_assert_no_error (error);
      g_ptr_array_set_free_func (some, (GDestroyNotify) reeve_access_of_people_free);
      g_ptr_array_extend_and_steal (all, some);
    }
  return all;
}

/* How many of the day @number holds on the first @n people would keep. */
static gint64
count_held (ScratchLog *log, gint64 number, guint n)
{
  g_autoptr (GPtrArray) holds = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveAccessDay) day =
    reeve_access_files_open_day (scratch_log_get_files (log), "w", number, FALSE, &error);
  g_autofree char *path = scratch_path (&log->scratch, "held.db");
  ReeveTx *tx;
  gint64 held;

  g_assert_no_error (error);
  for (guint i = 0; i < n; i++)
    {
      ReeveHold *hold = reeve_hold_new ();

      hold->since = 0;
      hold->until = G_MAXINT64;
      hold->account = g_strdup (people[i].account);
      hold->account_name = g_strdup (people[i].name);
      g_ptr_array_add (holds, hold);
    }
  g_unlink (path);
  tx = begin (reeve_access_day_get_db (day), REEVE_TX_WRITE);
  g_assert_true (reeve_access_day_copy_held (day, tx, holds, "x", path, NULL, &held, &error));
  g_assert_no_error (error);
  reeve_tx_end (tx);
  return held;
}

static void
assert_in_tree (ReeveLedger *ledger, const ReeveAccessOfPeople *of)
{
  g_autofree char *line = reeve_record_line_of_event (of->event);
  g_autofree char *note = reeve_ledger_get_checkpoint (ledger);
  g_autoptr (GArray) proof = NULL;
  ReeveCheckpoint checkpoint;
  ReeveMerkleHash leaf;

  g_assert_true (reeve_checkpoint_open (note, reeve_ledger_get_verifier (ledger), &checkpoint, NULL));
  reeve_record_line_hash (line, of->salt, sizeof of->salt, NULL, &leaf);
  proof = reeve_ledger_prove_inclusion (ledger, (guint64) of->leaf, checkpoint.size, NULL);
  g_assert_true (reeve_merkle_verify_inclusion (&leaf, (guint64) of->leaf, checkpoint.size,
                                                (const ReeveMerkleHash *) (gpointer) proof->data, proof->len,
                                                &checkpoint.root));
}

static void
fill (ScratchLog *log, guint n)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (7);

  scratch_log_init (log, NOON);
  for (guint i = 0; i < n; i++)
    append (log, random, i);
  reeve_access_log_flush (log->log);
}

/* Whoever it is about, and however many: what holds keep, in the order of time, each with its leaf and salt.
 */
static void
test_as_holds (void)
{
  g_auto (ScratchLog) log = { 0 };
  g_autoptr (ReeveLedger) ledger = NULL;

  fill (&log, 70);
  ledger = reeve_access_files_open_ledger (scratch_log_get_files (&log), "w", NULL);
  for (guint n = 1; n <= G_N_ELEMENTS (people); n++)
    {
      g_autoptr (ReeveAccessPeople) of = open_people (&log, n);
      g_autoptr (GPtrArray) all = read_all (of);
      g_autoptr (GPtrArray) again = read_all (of);
      g_autoptr (GArray) days = reeve_access_files_list_days (scratch_log_get_files (&log), "w");
      gint64 held = 0;

      for (guint i = 0; i < days->len; i++)
        held += count_held (&log, g_array_index (days, gint64, i), n);
      g_assert_cmpint (held, >, 10);
      g_assert_cmpint (all->len, ==, held);
      g_assert_cmpuint (again->len, ==, all->len);
      for (guint i = 0; i < all->len; i++)
        {
          const ReeveAccessOfPeople *one = all->pdata[i];

          assert_in_tree (ledger, one);
          g_assert_true (i == 0 ||
                         one->event->time > ((const ReeveAccessOfPeople *) all->pdata[i - 1])->event->time);
          if (one->event->source == NULL)
            g_assert_cmpint (one->by, ==,
                             g_strcmp0 (one->event->actor, people[0].account) == 0            ? 0
                             : n > 1 && g_strcmp0 (one->event->actor, people[1].account) == 0 ? 1
                             : n > 2 && g_strcmp0 (one->event->actor, people[2].account) == 0 ? 2
                                                                                              : -1);
        }
      g_assert_cmpuint (reeve_access_people_get_unread (of)->len, ==, 0);
    }
}

/* Counting says how many there are at most, and places where they were. */
static void
test_count (void)
{
  g_auto (ScratchLog) log = { 0 };
  g_autoptr (ReeveAccessPeople) of = NULL;
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GHashTable) places = NULL;
  g_autoptr (GError) error = NULL;
  gboolean last = FALSE;
  gint64 n = 0, uses = 0, found = 0;
  GHashTableIter iter;
  gpointer place;

  fill (&log, 70);
  of = open_people (&log, 1);
  while (!last)
    g_assert_true (reeve_access_people_count (of, soon (), &n, &last, &error));
  all = read_all (of);
  g_assert_cmpint (n, ==, all->len);
  for (guint i = 0; i < all->len; i++)
    {
      const ReeveAccessOfPeople *one = all->pdata[i];

      uses += one->by == 0 && (one->event->source != NULL || g_str_equal (one->event->action, "sign-in"));
    }
  places = reeve_access_people_list_places (of, 0, NOON + REEVE_DAY, soon (), &error);
  g_assert_no_error (error);
  g_hash_table_iter_init (&iter, places);
  while (g_hash_table_iter_next (&iter, NULL, &place))
    found += ((const ReeveAccessPlace *) place)->n;
  g_assert_cmpint (found, ==, uses);
  g_assert_cmpuint (g_hash_table_size (places), ==, 2);
}

/* What the tree learned of later is not of the snapshot. */
static void
test_snapshot (void)
{
  g_auto (ScratchLog) log = { 0 };
  g_autoptr (ReeveAccessCrowd) crowd = reeve_access_crowd_new ();
  g_autoptr (ReeveAccessPeople) of = NULL;
  g_autoptr (GPtrArray) all = NULL;

  fill (&log, 70);
  reeve_access_crowd_add (crowd, people[0].account, people[0].name);
  of = reeve_access_people_new (scratch_log_get_files (&log), "w", crowd, 0, NOON + REEVE_DAY, 20);
  all = read_all (of);
  g_assert_cmpuint (all->len, >, 0);
  for (guint i = 0; i < all->len; i++)
    g_assert_cmpint (((const ReeveAccessOfPeople *) all->pdata[i])->leaf, <, 20);
}

/* A day that went in the middle of it ends it. */
static void
test_gone (void)
{
  g_auto (ScratchLog) log = { 0 };
  g_autoptr (ReeveAccessPeople) of = NULL;
  g_autoptr (GPtrArray) some = NULL;
  g_autoptr (GError) error = NULL;
  gboolean last;

  fill (&log, 70);
  of = open_people (&log, 3);
  some = reeve_access_people_read (of, 1, soon (), &last, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (some->len, ==, 1);
  g_assert_true (reeve_access_files_remove_day (
    scratch_log_get_files (&log), "w",
    reeve_access_day_of (((const ReeveAccessOfPeople *) some->pdata[0])->event->time), &error));
  reeve_access_files_close_day (scratch_log_get_files (&log), "w",
                                reeve_access_day_of (NOON - 2 * REEVE_DAY));
  g_assert_null (reeve_access_people_read (of, 7, soon (), &last, &error));
  assert_reeve_error (error, REEVE_ERROR_BUSY, "log_changed");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/people/as-holds", test_as_holds);
  g_test_add_func ("/people/count", test_count);
  g_test_add_func ("/people/snapshot", test_snapshot);
  g_test_add_func ("/people/gone", test_gone);
  return g_test_run ();
}
