/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The set of ticks over a list that filters, sorts and grows. */

#include "config.h"

#include "console/lists/ticks.h"

#include "common/user.h"
#include "console/lists/paged-item-private.h"

static ReevePagedItem *
make_item (const char *id)
{
  g_autoptr (ReeveUser) user = reeve_user_new ();

  reeve_set_text (&user->id, id);
  return reeve_paged_item_new (id, REEVE_RECORD (user));
}

/* A list of one item for each letter. */
static void
fill (GListStore *store, const char *letters)
{
  g_list_store_remove_all (store);
  for (; *letters != '\0'; letters++)
    {
      const char id[] = { *letters, '\0' };
      g_autoptr (ReevePagedItem) item = make_item (id);

      g_list_store_append (store, item);
    }
}

/* The letters whose items are marked. (transfer full) */
static char *
read_marks (GListStore *store)
{
  GString *marks = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (store)); i++)
    {
      g_autoptr (ReevePagedItem) item = g_list_model_get_item (G_LIST_MODEL (store), i);

      if (reeve_paged_item_get_ticked (item))
        g_string_append (marks, reeve_paged_item_get_id (item));
    }
  return g_string_free (marks, FALSE);
}

static void
assert_marks (GListStore *store, const char *expected)
{
  g_autofree char *marks = read_marks (store);

  g_assert_cmpstr (marks, ==, expected);
}

/* Ticks outlive a filter, are counted while hidden, and mark the rows again when they come back. */
static void
test_survive_filter (void)
{
  g_autoptr (GListStore) store = g_list_store_new (REEVE_TYPE_PAGED_ITEM);
  g_autoptr (ReeveTicks) ticks = reeve_ticks_new ();

  fill (store, "abcd");
  reeve_ticks_set_model (ticks, G_LIST_MODEL (store));
  reeve_ticks_set (ticks, "a", TRUE);
  reeve_ticks_toggle (ticks, "c");
  assert_marks (store, "ac");
  g_assert_cmpint (reeve_ticks_get_n_hidden (ticks), ==, 0);

  fill (store, "cd");
  assert_marks (store, "c");
  g_assert_cmpint (reeve_ticks_get_n (ticks), ==, 2);
  g_assert_cmpint (reeve_ticks_get_n_hidden (ticks), ==, 1);

  fill (store, "dcba");
  assert_marks (store, "ca");
  g_assert_cmpint (reeve_ticks_get_n_hidden (ticks), ==, 0);
}

/* A range works in both directions and stops at the end of the list. */
static void
test_range (void)
{
  g_autoptr (GListStore) store = g_list_store_new (REEVE_TYPE_PAGED_ITEM);
  g_autoptr (ReeveTicks) ticks = reeve_ticks_new ();
  g_auto (GStrv) ids = NULL;
  g_autoptr (GPtrArray) items = NULL;

  fill (store, "abcde");
  reeve_ticks_set_model (ticks, G_LIST_MODEL (store));
  reeve_ticks_set_range (ticks, 3, 1, TRUE);
  assert_marks (store, "bcd");
  reeve_ticks_set_range (ticks, 2, 99, FALSE);
  assert_marks (store, "b");
  ids = reeve_ticks_get_ids (ticks);
  items = reeve_ticks_get_items (ticks);
  g_assert_cmpuint (g_strv_length (ids), ==, 1);
  g_assert_cmpuint (items->len, ==, 1);
  reeve_ticks_clear (ticks);
  assert_marks (store, "");
}

/* All that match: rows that load later are ticked too; one untick leaves what is on screen. */
static void
test_all_matching (void)
{
  g_autoptr (GListStore) store = g_list_store_new (REEVE_TYPE_PAGED_ITEM);
  g_autoptr (ReeveTicks) ticks = reeve_ticks_new ();
  g_autoptr (ReevePagedItem) late = make_item ("d");

  fill (store, "abc");
  reeve_ticks_set_model (ticks, G_LIST_MODEL (store));
  reeve_ticks_set_query (ticks, "state=active", 2431);
  g_assert_cmpint (reeve_ticks_get_n (ticks), ==, 2431);
  g_list_store_append (store, late);
  assert_marks (store, "abcd");

  reeve_ticks_set (ticks, "b", FALSE);
  g_assert_null (reeve_ticks_get_query (ticks));
  g_assert_cmpint (reeve_ticks_get_n (ticks), ==, 3);
  g_assert_cmpint (reeve_ticks_get_n_hidden (ticks), ==, 0);
  assert_marks (store, "acd");
}

static void
on_changed_cb (guint *n)
{
  (*n)++;
}

/* What changes nothing says nothing. */
static void
test_silence (void)
{
  g_autoptr (ReeveTicks) ticks = reeve_ticks_new ();
  guint n = 0;

  g_signal_connect_swapped (ticks, "changed", G_CALLBACK (on_changed_cb), &n);
  reeve_ticks_clear (ticks);
  reeve_ticks_set (ticks, "a", FALSE);
  g_assert_cmpuint (n, ==, 0);
  reeve_ticks_set (ticks, "a", TRUE);
  reeve_ticks_set (ticks, "a", TRUE);
  g_assert_cmpuint (n, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ticks/survive-filter", test_survive_filter);
  g_test_add_func ("/ticks/range", test_range);
  g_test_add_func ("/ticks/all-matching", test_all_matching);
  g_test_add_func ("/ticks/silence", test_silence);
  return g_test_run ();
}
