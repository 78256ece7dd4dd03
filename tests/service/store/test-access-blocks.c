/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What a text has is in its bits, whatever it is written in; and a day's blocks are of its lines to the bit,
 * in whatever order these come, and whatever goes wrong meanwhile. What is found by them test-access-read
 * holds against the language. */

#include "config.h"

#include <string.h>

#include "blocks.h"
#include "common/clock.h"
#include "common/encoding.h"
#include "common/log-query-match.h"
#include "scratch.h"
#include "service/store/access-blocks.h"
#include "service/store/access-files.h"
#include "service/store/access-filter.h"

#define NOON  (G_GINT64_CONSTANT (1767225600) * G_USEC_PER_SEC + REEVE_DAY / 2) /* of 2026-01-01 */
#define LINES 3000
#define BATCH 50

/* --- Bits --- */

/* Letters that fold into others, into several, into none, and digits, so that ids come about. */
static char *
make_text (void)
{
  static const char *const letters[] = { "a",  "B",  "ß",  "İ", "ı", "é", "e\xcc\x81", "Σ", "ﬁ",
                                         "Ａ", "日", "本", "0", "7", "f", "-",         " ", "%" };
  guint n = (guint) g_test_rand_int_range (0, 14);
  GString *text;

  if (g_test_rand_int_range (0, 4) == 0)
    return g_strdup_printf ("%s-0000-7000-8000-%012X", g_test_rand_bit () ? "0190abcd" : "0190ABCD",
                            (guint) g_test_rand_int_range (0, 4));
  text = g_string_new (NULL);
  for (guint i = 0; i < n; i++)
    g_string_append (text, letters[g_test_rand_int_range (0, G_N_ELEMENTS (letters))]);
  return g_string_free (text, FALSE);
}

/* A part of what the text is folded, or something else. */
static char *
make_needle (const char *text)
{
  g_autofree char *folded = reeve_fold (text);
  glong length = g_utf8_strlen (folded, -1);
  gint32 from = length > 0 ? g_test_rand_int_range (0, (gint32) length) : 0;

  if (g_test_rand_int_range (0, 4) == 0 || length == 0)
    {
      g_autofree char *other = make_text ();

      return reeve_fold (other);
    }
  if (g_test_rand_int_range (0, 4) == 0)
    return g_steal_pointer (&folded);
  return g_utf8_substring (folded, g_test_rand_bit () ? 0 : from,
                           g_test_rand_int_range (from, (gint32) length) + 1);
}

static void
test_whatever_matches (void)
{
  guint n_matches = 0;

  for (guint i = 0; i < 20000; i++)
    {
      g_autofree char *text = make_text ();
      g_autofree char *folded = make_needle (text);
      const ReeveLogValue value = { .folded = folded, .match = (ReeveLogMatch) g_test_rand_int_range (0, 3) };
      guint8 bits[REEVE_ACCESS_GRAM_BYTES] = { 0 };
      g_autoptr (GArray) grams = reeve_access_grams_of (&value);

      g_assert_cmpuint (reeve_access_grams_add (bits, text), ==, reeve_access_grams_count (bits));
      g_assert_cmpuint (reeve_access_grams_add (bits, text), ==, 0);
      if (!reeve_log_value_matches_text (&value, text))
        continue;
      n_matches++;
      if (!reeve_access_grams_have (bits, grams))
        g_error ("\"%s\" is in \"%s\", and not in its bits", folded, text);
    }
  g_assert_cmpuint (n_matches, >, 2000);
}

static void
test_too_short (void)
{
  static const char *const needles[] = { "", "a", "ab", "404", "dead" };

  for (guint i = 0; i < G_N_ELEMENTS (needles); i++)
    {
      const ReeveLogValue value = { .folded = (char *) needles[i], .match = REEVE_LOG_PART };
      g_autoptr (GArray) grams = reeve_access_grams_of (&value);

      g_assert_cmpuint (grams->len, ==, 0);
    }
}

static char *
make_letters (guint n)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append_c (text, (char) g_test_rand_int_range ('a', 'z' + 1));
  return g_string_free (text, FALSE);
}

/* How many of 20,000 words that are in none of its texts seem to be in a block with half of its bits set. */
static guint
count_mistakes (guint length)
{
  guint8 bits[REEVE_ACCESS_GRAM_BYTES] = { 0 };
  g_autoptr (GString) all = g_string_new (NULL);
  guint n = 0;

  while (reeve_access_grams_count (bits) < REEVE_ACCESS_GRAM_BYTES * 8 / 2)
    {
      g_autofree char *text = make_letters (60);

      reeve_access_grams_add (bits, text);
      g_string_append_printf (all, "%s ", text);
    }
  for (guint i = 0; i < 20000; i++)
    {
      g_autofree char *word = make_letters (length);
      const ReeveLogValue value = { .folded = word, .match = REEVE_LOG_PART };
      g_autoptr (GArray) grams = reeve_access_grams_of (&value);

      n += strstr (all->str, word) == NULL && reeve_access_grams_have (bits, grams);
    }
  return n;
}

/* As the header says: about one in eight of three letters, one in 500 of five. */
static void
test_mistakes (void)
{
  guint three = count_mistakes (3);
  guint five = count_mistakes (5);

  g_test_message ("of 20,000 that are not there %u seem to be there of three letters, %u of five", three,
                  five);
  g_assert_cmpuint (three, >, 20000 / 10);
  g_assert_cmpuint (three, <, 20000 / 6);
  g_assert_cmpuint (five, <, 80);
}

/* Days keep them: they are the same for ever. */
static void
test_for_ever (void)
{
  guint8 bits[REEVE_ACCESS_GRAM_BYTES] = { 0 };
  g_autofree char *hash = NULL;

  reeve_access_grams_add (bits, "Failed password for Zoë from 192.0.2.1");
  reeve_access_grams_add (bits, "0190ABCD-0000-7000-8000-000000000001");
  reeve_access_grams_add (bits, NULL);
  hash = g_compute_checksum_for_data (G_CHECKSUM_SHA256, bits, sizeof bits);
  g_assert_cmpstr (hash, ==, "2bb006e877026c97d23798bc05c304e33148f61baca6d4486515f9a40eeb88c9");
}

/* --- Days --- */

typedef struct
{
  Scratch scratch;
  char *path;
  ReeveAccessDay *day;
  guint64 next; /* leaf */
} World;

static void
world_open (World *self)
{
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->day, reeve_access_day_unref);
  self->day = reeve_access_day_open (self->path, self->scratch.key, &error);
  g_assert_no_error (error);
}

static void
world_init (World *self)
{
  *self = (World) { 0 };
  scratch_init (&self->scratch);
  self->path = scratch_path (&self->scratch, "day.db");
  world_open (self);
}

static void
world_clear (World *self)
{
  g_clear_pointer (&self->day, reeve_access_day_unref);
  g_free (self->path);
  scratch_clear (&self->scratch);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (World, world_clear)

static void
run_on (World *self, const char *sql)
{
  ReeveTx *tx = begin (reeve_access_day_get_db (self->day), REEVE_TX_WRITE);

  run (tx, sql);
  commit (tx);
}

/* The @i-th of the day; some of Reeve's own, some without a text. */
static ReeveAccessEvent *
make_event (guint i)
{
  gboolean own = i % 7 == 0;
  g_autofree char *text =
    g_strdup_printf ("user%u did thing %x at /some/place/%u", i, i * 2654435761u, i * 31);
  g_autofree char *id = g_strdup_printf ("id%u", i);
  const ReeveAccessEvent event = {
    .time = NOON + i * REEVE_SECOND,
    .source = own          ? NULL
              : i % 2 == 0 ? "okta"
                           : "sshd web1",
    .source_id = own || i % 3 == 0 ? NULL : id,
    .text = own || i % 5 == 0 ? NULL : text,
  };

  return reeve_access_event_copy (&event);
}

/* From the @from-th of @order on, @n of them. */
static gboolean
append (World *self, const guint *order, guint from, guint n, GError **error)
{
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify) reeve_access_event_free);
  g_autoptr (GArray) leaves = g_array_new (FALSE, FALSE, sizeof (ReeveMerkleHash));
  guint known;

  for (guint i = from; i < from + n; i++)
    g_ptr_array_add (events, make_event (order[i]));
  return reeve_access_day_append (self->day, events, &self->next, leaves, &known, NULL, error);
}

static void
append_all (World *self, const guint *order)
{
  for (guint i = 0; i < LINES; i += BATCH)
    {
      g_autoptr (GError) error = NULL;

      append (self, order, i, BATCH, &error);
      g_assert_no_error (error);
      if (i % 500 == 0)
        world_open (self);
    }
}

/* Two of them fill a page of an encrypted file: what does not fit would cost twice as much. */
static void
test_two_a_page (void)
{
  g_auto (World) world = { 0 };
  g_autofree char *bits = g_strdup_printf ("zeroblob (%u)", REEVE_ACCESS_GRAM_BYTES);
  g_autofree char *sql = g_strdup_printf (
    "WITH RECURSIVE i (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM i WHERE i < 199) INSERT INTO blocks "
    "(first, last, n, bits) SELECT %" G_GINT64_FORMAT " + i, %" G_GINT64_FORMAT " + i, 512, %s FROM i",
    NOON, NOON, bits);
  g_autoptr (ReeveTx) tx = NULL;
  gint64 before;

  world_init (&world);
  tx = begin (reeve_access_day_get_db (world.day), REEVE_TX_WRITE);
  before = query_int (tx, "PRAGMA page_count");
  run (tx, sql);
  g_assert_cmpint (query_int (tx, "PRAGMA page_count") - before, <=, 200 / 2 + 3);
}

enum
{
  ORDER_TIME,
  ORDER_BACK,
  ORDER_TURNS, /* of two logs, one of which is late */
  ORDER_CHANCE,
  N_ORDERS
};

static void
make_order (guint order[LINES], guint kind)
{
  for (guint i = 0; i < LINES; i++)
    order[i] = kind == ORDER_BACK ? LINES - 1 - i : kind == ORDER_TURNS ? i / 2 + (i % 2) * LINES / 2 : i;
  for (guint i = LINES - 1; kind == ORDER_CHANCE && i > 0; i--)
    {
      guint j = (guint) g_test_rand_int_range (0, (gint32) i + 1);
      guint other = order[i];

      order[i] = order[j];
      order[j] = other;
    }
}

static void
test_orders (void)
{
  for (guint kind = 0; kind < N_ORDERS; kind++)
    {
      g_auto (World) world = { 0 };
      guint order[LINES];
      guint n;

      world_init (&world);
      make_order (order, kind);
      append_all (&world, order);
      n = assert_blocks (world.day);
      g_test_message ("order %u: %u blocks", kind, n);
      g_assert_cmpuint (n, >, 5);
      g_assert_cmpuint (n, <, LINES / 20);
    }
}

/* What could not be written is not in them either; what comes then is. */
static void
test_failures (void)
{
  g_auto (World) world = { 0 };
  guint order[LINES];
  guint n_failed = 0;
  /* That there is no room is a warning. */
  GLogLevelFlags fatal = g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_ERROR);

  world_init (&world);
  make_order (order, ORDER_CHANCE);
  for (guint i = 0; i < LINES; i += BATCH)
    {
      ReeveDb *db = reeve_access_day_get_db (world.day);
      g_autoptr (GError) error = NULL;
      gboolean done;

      reeve_db_set_page_limit_for_tests (db, i % (3 * BATCH) == 0 ? 1 : 0);
      done = append (&world, order, i, BATCH, &error);
      reeve_db_set_page_limit_for_tests (db, 0);
      g_clear_error (&error);
      n_failed += !done;
      g_assert_true (done || append (&world, order, i, BATCH, &error));
      assert_blocks (world.day);
    }
  g_assert_cmpuint (n_failed, >, 3);
  g_log_set_always_fatal (fatal);
}

/* --- Days of before there were blocks --- */

/* One step; whether it was the last. */
static gboolean
fill (ReeveAccessDay *day, gint64 most, gboolean keep)
{
  ReeveTx *tx = begin (reeve_access_day_get_db (day), REEVE_TX_WRITE);
  g_autoptr (GError) error = NULL;
  gboolean done;

  g_assert_true (reeve_access_blocks_fill (tx, most, G_MAXINT64, &done, &error));
  g_assert_no_error (error);
  if (keep)
    commit (tx);
  else
    reeve_tx_end (tx);
  return done && keep;
}

/* In steps, some of which are lost with their process, while lines come in between in whatever order. */
static void
test_steps (void)
{
  g_auto (World) world = { 0 };
  guint order[LINES];
  guint written = LINES / 2;
  guint steps = 0;
  gboolean done = FALSE;

  world_init (&world);
  make_order (order, ORDER_CHANCE);
  for (guint i = 0; i < written; i += BATCH)
    g_assert_true (append (&world, order, i, BATCH, NULL));
  run_on (&world, "DELETE FROM blocks");
  run_on (&world, "UPDATE day SET in_blocks = 0");
  g_assert_cmpuint (assert_blocks (world.day), ==, 0);
  for (; !done; steps++)
    {
      if (steps % 3 == 0)
        {
          fill (world.day, 500, FALSE);
          world_open (&world);
        }
      done = fill (world.day, 200, TRUE);
      assert_blocks (world.day);
      if (written < LINES)
        g_assert_true (append (&world, order, written, BATCH, NULL));
      written = MIN (written + BATCH, LINES);
      assert_blocks (world.day);
    }
  g_assert_cmpuint (steps, >, 5);
  for (; written < LINES; written += BATCH)
    g_assert_true (append (&world, order, written, BATCH, NULL));
  g_assert_true (fill (world.day, 1, TRUE));
  g_assert_cmpuint (assert_blocks (world.day), >, 5);
}

/* A file of the schema before has no lines in blocks, and gets them. */
static void
test_older_file (void)
{
  g_auto (Scratch) scratch = { 0 };
  g_autofree char *fixture =
    g_test_build_filename (G_TEST_DIST, "..", "..", "fixtures", "schema", "access-log-4.db", NULL);
  g_autoptr (ReeveSecret) key = test_key (7);
  g_autofree char *path = NULL;
  g_autofree char *content = NULL;
  g_autoptr (ReeveAccessDay) old = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  scratch_init (&scratch);
  path = scratch_path (&scratch, "old.db");
  g_assert_true (g_file_get_contents (fixture, &content, &length, &error));
  g_assert_true (g_file_set_contents (path, content, (gssize) length, &error));
  old = reeve_access_day_open (path, key, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (assert_blocks (old), ==, 0);
  g_assert_true (fill (old, G_MAXINT64, TRUE));
  g_assert_cmpuint (assert_blocks (old), ==, 1);
  g_clear_pointer (&old, reeve_access_day_unref);
}

/* --- Damage --- */

/* Bits that are no bits, or a block that is not there, are damage, not an answer. */
static void
test_damage (void)
{
  static const char *const damages[] = { "UPDATE blocks SET bits = zeroblob (100)",
                                         "UPDATE blocks SET bits = 'x' WHERE first > 0",
                                         "DELETE FROM blocks WHERE first = 0" };

  for (guint i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      g_auto (World) world = { 0 };
      g_autoptr (GError) error = NULL;
      g_autoptr (ReeveTx) tx = NULL;
      g_autoptr (ReeveLogQuery) query = reeve_log_query_parse ("user17", &(ReeveLogClock) { .now = NOON });
      g_autoptr (ReeveAccessFilter) filter = NULL;
      guint order[LINES];

      world_init (&world);
      make_order (order, ORDER_TIME);
      append_all (&world, order);
      run_on (&world, damages[i]);
      tx = begin (reeve_access_day_get_db (world.day), REEVE_TX_READ);
      filter = reeve_access_filter_new (world.day, tx, query, 0, &error);
      g_assert_null (filter);
      assert_reeve_error (error, REEVE_ERROR_INTERNAL, "damaged");
      g_assert_true (reeve_access_files_is_damage (error));
    }
}

/* Who writes does not write over it, either. */
static void
test_damage_writing (void)
{
  g_auto (World) world = { 0 };
  g_autoptr (GError) error = NULL;
  const guint some[] = { 1, 2, 3 };
  const guint more[] = { 4 };

  world_init (&world);
  g_assert_true (append (&world, some, 0, G_N_ELEMENTS (some), &error));
  run_on (&world, "UPDATE blocks SET bits = zeroblob (100)");
  g_assert_false (append (&world, more, 0, G_N_ELEMENTS (more), &error));
  assert_reeve_error (error, REEVE_ERROR_INTERNAL, "damaged");
}

/* Reeve's own events have none. */
static void
test_nothing_for_own (void)
{
  g_auto (World) world = { 0 };
  g_autoptr (GError) error = NULL;
  const guint own[] = { 0, 7, 14, 21 };

  world_init (&world);
  g_assert_true (append (&world, own, 0, G_N_ELEMENTS (own), &error));
  g_assert_cmpuint (assert_blocks (world.day), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  reeve_clock_set_for_tests (NOON);
  g_test_add_func ("/store/access-blocks/whatever-matches", test_whatever_matches);
  g_test_add_func ("/store/access-blocks/too-short", test_too_short);
  g_test_add_func ("/store/access-blocks/mistakes", test_mistakes);
  g_test_add_func ("/store/access-blocks/for-ever", test_for_ever);
  g_test_add_func ("/store/access-blocks/two-a-page", test_two_a_page);
  g_test_add_func ("/store/access-blocks/orders", test_orders);
  g_test_add_func ("/store/access-blocks/failures", test_failures);
  g_test_add_func ("/store/access-blocks/steps", test_steps);
  g_test_add_func ("/store/access-blocks/older-file", test_older_file);
  g_test_add_func ("/store/access-blocks/damage", test_damage);
  g_test_add_func ("/store/access-blocks/damage-writing", test_damage_writing);
  g_test_add_func ("/store/access-blocks/nothing-for-own", test_nothing_for_own);
  return g_test_run ();
}
