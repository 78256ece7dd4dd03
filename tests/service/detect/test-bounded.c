/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The table holds what a list would that forgets its oldest; what was saved anywhere goes on as if it had not
 * been; SipHash is that of the paper. */

#include "config.h"

#include "service/detect/bounded.h"
#include "service/detect/siphash.h"

#define MOST   37
#define KEYS   90
#define ROUNDS 20000

typedef struct
{
  guint64 a;
  guint64 b;
} Record;

typedef struct
{
  guint64 key;
  guint64 value;
} Kept;

/* --- What it is to be: the newest last --- */

static guint
find (GArray *list, guint64 key)
{
  guint i = 0;

  while (i < list->len && g_array_index (list, Kept, i).key != key)
    i++;
  return i;
}

static guint64
touch (GArray *list, guint64 key, guint64 value)
{
  guint at = find (list, key);
  Kept kept = { .key = key };
  guint64 before;

  if (at < list->len)
    {
      kept = g_array_index (list, Kept, at);
      g_array_remove_index (list, at);
    }
  else if (list->len == MOST)
    g_array_remove_index (list, 0);
  before = kept.value;
  kept.value = value;
  g_array_append_val (list, kept);
  return before;
}

static void
assert_same (ReeveBounded *table, GArray *list)
{
  g_assert_cmpuint (reeve_bounded_count (table), ==, list->len);
  for (guint64 key = 0; key < KEYS; key++)
    {
      guint at = find (list, key);
      const Record *record = reeve_bounded_find (table, key);

      g_assert_cmpint (record != NULL, ==, at < list->len);
      if (record != NULL)
        g_assert_cmpuint (record->a, ==, g_array_index (list, Kept, at).value);
    }
}

static ReeveBounded *
save_and_restore (ReeveBounded *table)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  ReeveBounded *other = reeve_bounded_new (sizeof (Record), MOST);
  const guint8 *at;

  reeve_bounded_save (table, bytes);
  at = bytes->data;
  g_assert_true (reeve_bounded_restore (other, &at, bytes->data + bytes->len));
  g_assert_true (at == bytes->data + bytes->len);
  reeve_bounded_free (table);
  return other;
}

static void
test_model (void)
{
  g_autoptr (GArray) list = g_array_new (FALSE, FALSE, sizeof (Kept));
  ReeveBounded *table = reeve_bounded_new (sizeof (Record), MOST);

  for (guint i = 0; i < ROUNDS; i++)
    {
      guint64 key = (guint64) g_test_rand_int_range (0, KEYS);
      Record *record = reeve_bounded_get (table, key);
      guint64 before = touch (list, key, i + 1);

      g_assert_cmpuint (record->a, ==, before);
      record->a = i + 1;
      if (i % 500 == 0)
        assert_same (table, list);
      if (i % 1700 == 0)
        table = save_and_restore (table);
    }
  assert_same (table, list);
  reeve_bounded_free (table);
}

/* Bytes that are cut off, or of another table, leave an empty one. */
static void
test_damaged (void)
{
  g_autoptr (ReeveBounded) table = reeve_bounded_new (sizeof (Record), MOST);
  g_autoptr (ReeveBounded) smaller = reeve_bounded_new (sizeof (Record), 3);
  g_autoptr (ReeveBounded) wider = reeve_bounded_new (sizeof (Record) * 2, MOST);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  const guint8 *at;

  for (guint64 key = 0; key < 5; key++)
    ((Record *) reeve_bounded_get (table, key))->b = key;
  reeve_bounded_save (table, bytes);
  for (guint length = 0; length < bytes->len; length++)
    {
      at = bytes->data;
      g_assert_false (reeve_bounded_restore (table, &at, bytes->data + length));
      g_assert_cmpuint (reeve_bounded_count (table), ==, 0);
    }
  at = bytes->data;
  g_assert_false (reeve_bounded_restore (smaller, &at, bytes->data + bytes->len));
  at = bytes->data;
  g_assert_false (reeve_bounded_restore (wider, &at, bytes->data + bytes->len));
}

/* Appendix A of the paper: the key is 00 01 … 0f, the input 00 01 … 0e; and of its reference's vectors, the
 * first, the eighth and the ninth. */
static void
test_siphash (void)
{
  guint8 bytes[16];

  for (guint i = 0; i < sizeof bytes; i++)
    bytes[i] = (guint8) i;
  g_assert_cmphex (reeve_siphash (bytes, bytes, 15), ==, G_GUINT64_CONSTANT (0xa129ca6149be45e5));
  g_assert_cmphex (reeve_siphash (bytes, bytes, 0), ==, G_GUINT64_CONSTANT (0x726fdb47dd0e0e31));
  g_assert_cmphex (reeve_siphash (bytes, bytes, 7), ==, G_GUINT64_CONSTANT (0xab0200f58b01d137));
  g_assert_cmphex (reeve_siphash (bytes, bytes, 8), ==, G_GUINT64_CONSTANT (0x93f5f5799a932462));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/detect/bounded/model", test_model);
  g_test_add_func ("/detect/bounded/damaged", test_damaged);
  g_test_add_func ("/detect/bounded/siphash", test_siphash);
  return g_test_run ();
}
