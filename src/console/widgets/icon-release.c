/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/widgets/icon-release.h"

#include <gtk/gtk.h>

static GThread *main_thread;
static void (*dispose_icon) (GObject *object); /* GTK's own */

static gboolean
on_release_due_cb (gpointer user_data)
{
  g_object_unref (user_data);
  return G_SOURCE_REMOVE;
}

/* An object is disposed of with its last reference still there: who takes another one now keeps it whole.
 * Lookups are the main thread's, so where that one drops the last reference, nobody is looking the icon up.
 */
static void
dispose (GObject *object)
{
  if (g_thread_self () == main_thread)
    dispose_icon (object);
  else
    g_idle_add_full (G_PRIORITY_DEFAULT, on_release_due_cb, g_object_ref (object), NULL);
}

/* The type is final and has no setting for this; what GTK does for it in dispose() is still done. */
void
reeve_icon_release_in_main_thread (void)
{
  GObjectClass *icon_class;

  if (main_thread != NULL)
    return;
  icon_class = g_type_class_ref (GTK_TYPE_ICON_PAINTABLE); /* for good: it must not be made anew */
  main_thread = g_thread_self ();
  dispose_icon = icon_class->dispose;
  icon_class->dispose = dispose;
}
