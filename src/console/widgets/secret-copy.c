/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A secret's stay on the clipboard. What tells ours from what somebody copied later is the content provider:
 * a clipboard takes a new one with every copy. */

#include "config.h"

#include "console/widgets/secret-copy.h"

#include <glib/gi18n.h>

typedef struct
{
  GdkClipboard *clipboard;
  GdkContentProvider *provider;
} Stay;

static void
free_stay (gpointer data)
{
  Stay *stay = data;

  g_object_unref (stay->clipboard);
  g_object_unref (stay->provider);
  g_free (stay);
}

static gboolean
on_stay_over_cb (gpointer user_data)
{
  Stay *stay = user_data;

  if (gdk_clipboard_get_content (stay->clipboard) == stay->provider)
    gdk_clipboard_set_content (stay->clipboard, NULL);
  return G_SOURCE_REMOVE;
}

void
reeve_secret_copy (GtkWidget *widget, const ReeveSecret *secret)
{
  Stay *stay;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (secret != NULL);

  stay = g_new0 (Stay, 1);
  stay->clipboard = g_object_ref (gtk_widget_get_clipboard (widget));
  stay->provider = gdk_content_provider_new_typed (G_TYPE_STRING, reeve_secret_get_text (secret));
  gdk_clipboard_set_content (stay->clipboard, stay->provider);
  g_timeout_add_seconds_full (G_PRIORITY_DEFAULT, REEVE_SECRET_COPY_SECONDS, on_stay_over_cb, stay,
                              free_stay);
  gtk_widget_activate_action (widget, "win.toast", "s", _ ("Copied; it leaves the clipboard in a minute"));
}
