/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Icons whose last reference is dropped in a thread, without a display. */

#include "config.h"

#include <gtk/gtk.h>

#include "console/widgets/icon-release.h"

static void
on_gone_cb (gpointer user_data, GObject *where_the_object_was)
{
  GThread **where = user_data;

  *where = g_thread_self ();
}

/* (transfer full): WHERE is set to the thread in which it ends. */
static GtkIconPaintable *
make_icon (GThread **where)
{
  g_autoptr (GFile) file = g_file_new_for_path ("/nonexistent/icon.svg");
  GtkIconPaintable *icon = gtk_icon_paintable_new_for_file (file, 16, 1);

  *where = NULL;
  g_object_weak_ref (G_OBJECT (icon), on_gone_cb, where);
  return icon;
}

static gpointer
drop (gpointer icon)
{
  g_object_unref (icon);
  return NULL;
}

static void
drop_in_thread (GtkIconPaintable *icon)
{
  g_autoptr (GThread) thread = g_thread_new ("drop", drop, icon);

  g_thread_join (g_steal_pointer (&thread));
}

static gboolean
is_here (GThread *where)
{
  return where == g_thread_self ();
}

static void
test_dropped_in_thread (void)
{
  GThread *where;
  GtkIconPaintable *icon = make_icon (&where);

  drop_in_thread (icon);
  g_assert_null (where);

  g_assert_true (g_main_context_iteration (NULL, FALSE));
  g_assert_true (is_here (where));
  g_assert_false (g_main_context_iteration (NULL, FALSE));
}

/* What the main thread does when its lookup finds one that a thread has just let go. */
static void
test_taken_again (void)
{
  GThread *where;
  GtkIconPaintable *icon = make_icon (&where);

  drop_in_thread (icon);
  g_object_ref (icon);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_null (where);
  g_assert_cmpuint (G_OBJECT (icon)->ref_count, ==, 1);

  g_object_unref (icon);
  g_assert_true (is_here (where));
}

static void
test_dropped_in_main_thread (void)
{
  GThread *where;

  g_object_unref (make_icon (&where));
  g_assert_true (is_here (where));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  reeve_icon_release_in_main_thread ();
  reeve_icon_release_in_main_thread (); /* as a second start in the same process */
  g_test_add_func ("/icon-release/dropped-in-thread", test_dropped_in_thread);
  g_test_add_func ("/icon-release/taken-again", test_taken_again);
  g_test_add_func ("/icon-release/dropped-in-main-thread", test_dropped_in_main_thread);
  return g_test_run ();
}
