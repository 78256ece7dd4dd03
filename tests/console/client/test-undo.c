/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The stack of steps back. */

#include "config.h"

#include "console/client/undo.h"

static GString *said;
static guint n_freed;

static void
say (gboolean forward, gpointer data)
{
  g_string_append_printf (said, "%c%s ", forward ? '+' : '-', (const char *) data);
}

static void
count_free (gpointer data)
{
  n_freed++;
  g_free (data);
}

static guint
push (ReeveUndo *undo, const char *name)
{
  return reeve_undo_push (undo, name, say, g_strdup (name), count_free);
}

static void
begin (void)
{
  n_freed = 0;
  if (said != NULL)
    g_string_free (said, TRUE);
  said = g_string_new (NULL);
}

/* The latest goes back first; again goes forward in the order of before. */
static void
test_order (void)
{
  g_autoptr (ReeveUndo) undo = reeve_undo_new ();

  begin ();
  push (undo, "a");
  push (undo, "b");
  g_assert_cmpstr (reeve_undo_get_label (undo), ==, "b");
  g_assert_true (reeve_undo_undo (undo));
  g_assert_cmpstr (reeve_undo_get_redo_label (undo), ==, "b");
  g_assert_true (reeve_undo_undo (undo));
  g_assert_false (reeve_undo_undo (undo));
  g_assert_true (reeve_undo_redo (undo));
  g_assert_true (reeve_undo_redo (undo));
  g_assert_false (reeve_undo_redo (undo));
  g_assert_cmpstr (said->str, ==, "-b -a +a +b ");
}

/* A toast takes back its own step, whatever came after, and only once. */
static void
test_step_by_number (void)
{
  g_autoptr (ReeveUndo) undo = reeve_undo_new ();
  guint a;

  begin ();
  a = push (undo, "a");
  push (undo, "b");
  g_assert_true (reeve_undo_undo_step (undo, a));
  g_assert_false (reeve_undo_undo_step (undo, a));
  g_assert_false (reeve_undo_undo_step (undo, 0));
  g_assert_cmpstr (said->str, ==, "-a ");
  g_assert_cmpstr (reeve_undo_get_label (undo), ==, "b");
}

/* Ctrl+Z while a change is on its way takes that change back, not the one before it. */
static void
test_held (void)
{
  g_autoptr (ReeveUndo) undo = reeve_undo_new ();

  begin ();
  g_assert_false (reeve_undo_is_possible (undo));
  push (undo, "a");
  reeve_undo_hold (undo);
  reeve_undo_hold (undo);
  g_assert_true (reeve_undo_undo (undo));
  g_assert_cmpstr (said->str, ==, "");
  push (undo, "b");
  reeve_undo_release (undo);
  g_assert_cmpstr (said->str, ==, "");
  reeve_undo_release (undo);
  g_assert_cmpstr (said->str, ==, "-b ");
  g_assert_cmpstr (reeve_undo_get_label (undo), ==, "a");
}

/* The change was refused: what was done before it stays. */
static void
test_held_for_nothing (void)
{
  g_autoptr (ReeveUndo) undo = reeve_undo_new ();

  begin ();
  push (undo, "a");
  reeve_undo_hold (undo);
  g_assert_true (reeve_undo_is_possible (undo));
  g_assert_true (reeve_undo_undo (undo));
  reeve_undo_release (undo);
  g_assert_cmpstr (said->str, ==, "");
  g_assert_true (reeve_undo_undo (undo));
  g_assert_cmpstr (said->str, ==, "-a ");
}

/* A new step ends what could be done again, and frees it. */
static void
test_new_step_ends_redo (void)
{
  g_autoptr (ReeveUndo) undo = reeve_undo_new ();

  begin ();
  push (undo, "a");
  reeve_undo_undo (undo);
  push (undo, "b");
  g_assert_null (reeve_undo_get_redo_label (undo));
  g_assert_cmpuint (n_freed, ==, 1);
}

/* Twenty are kept; the oldest falls off. Forgetting frees all. */
static void
test_depth (void)
{
  g_autoptr (ReeveUndo) undo = reeve_undo_new ();
  guint first;

  begin ();
  first = push (undo, "first");
  for (guint i = 0; i < REEVE_UNDO_DEPTH; i++)
    push (undo, "x");
  g_assert_cmpuint (n_freed, ==, 1);
  g_assert_false (reeve_undo_undo_step (undo, first));
  reeve_undo_forget (undo);
  g_assert_cmpuint (n_freed, ==, REEVE_UNDO_DEPTH + 1);
  g_assert_null (reeve_undo_get_label (undo));
}

/* What failed later than it returned goes back to where it came from, or never was. */
static void
test_late_failure (void)
{
  g_autoptr (ReeveUndo) undo = reeve_undo_new ();
  guint a;
  guint b;

  begin ();
  a = push (undo, "a");
  b = push (undo, "b");
  reeve_undo_undo (undo);
  reeve_undo_put_back (undo, b, FALSE);
  g_assert_cmpstr (reeve_undo_get_label (undo), ==, "b");
  g_assert_null (reeve_undo_get_redo_label (undo));
  reeve_undo_undo (undo);
  reeve_undo_redo (undo);
  reeve_undo_put_back (undo, b, FALSE); /* it stands there already */
  g_assert_cmpstr (reeve_undo_get_label (undo), ==, "b");
  reeve_undo_put_back (undo, b, TRUE);
  g_assert_cmpstr (reeve_undo_get_redo_label (undo), ==, "b");
  reeve_undo_drop (undo, b);
  g_assert_null (reeve_undo_get_redo_label (undo));
  reeve_undo_drop (undo, a);
  g_assert_null (reeve_undo_get_label (undo));
  g_assert_cmpuint (n_freed, ==, 2);
  reeve_undo_drop (undo, a);
  reeve_undo_put_back (undo, a, FALSE);
}

/* One stack an object, gone with it. */
static void
test_one_per_owner (void)
{
  GObject *owner = g_object_new (G_TYPE_OBJECT, NULL);
  ReeveUndo *undo = reeve_undo_of (owner);

  begin ();
  g_assert_true (undo == reeve_undo_of (owner));
  push (undo, "a");
  g_object_unref (owner);
  g_assert_cmpuint (n_freed, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/undo/order", test_order);
  g_test_add_func ("/undo/step-by-number", test_step_by_number);
  g_test_add_func ("/undo/new-step-ends-redo", test_new_step_ends_redo);
  g_test_add_func ("/undo/depth", test_depth);
  g_test_add_func ("/undo/late-failure", test_late_failure);
  g_test_add_func ("/undo/one-per-owner", test_one_per_owner);
  g_test_add_func ("/undo/held", test_held);
  g_test_add_func ("/undo/held-for-nothing", test_held_for_nothing);
  return g_test_run ();
}
