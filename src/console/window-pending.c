/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What waits on a page is not in the store yet: whoever leaves is told, in one line, and once. */

#include "config.h"

#include <glib/gi18n.h>

#include "console/window-private.h"

typedef struct
{
  ReeveWindow *window; /* borrowed: the dialog is the window's own */
  char *action;
  GVariant *parameter; /* (nullable) */
} Leaving;

static void
leaving_free (gpointer data, GClosure *closure)
{
  Leaving *leaving = data;

  g_free (leaving->action);
  g_clear_pointer (&leaving->parameter, g_variant_unref);
  g_free (leaving);
}

/* (transfer full) (nullable) */
static char *
describe_pending (ReeveWindow *self)
{
  for (GtkWidget *page = gtk_widget_get_first_child (GTK_WIDGET (self->pages)); page != NULL;
       page = gtk_widget_get_next_sibling (page))
    {
      char *text = reeve_page_describe_pending (REEVE_PAGE (page));

      if (text != NULL)
        return text;
    }
  return NULL;
}

static void
on_answered_cb (AdwAlertDialog *dialog, const char *response, gpointer user_data)
{
  Leaving *leaving = user_data;
  g_autoptr (ReeveWindow) window = g_object_ref (leaving->window);
  g_autofree char *action = g_strdup (leaving->action);
  g_autoptr (GVariant) parameter = leaving->parameter != NULL ? g_variant_ref (leaving->parameter) : NULL;

  if (!g_str_equal (response, "discard"))
    return;
  for (GtkWidget *page = gtk_widget_get_first_child (GTK_WIDGET (window->pages)); page != NULL;
       page = gtk_widget_get_next_sibling (page))
    reeve_page_discard_pending (REEVE_PAGE (page));
  gtk_widget_activate_action_variant (GTK_WIDGET (window), action, parameter);
}

gboolean
reeve_window_ask_pending (ReeveWindow *self, const char *action, GVariant *parameter)
{
  g_autofree char *text = describe_pending (self);
  AdwDialog *dialog;
  Leaving *leaving;

  if (text == NULL)
    return FALSE;
  dialog = adw_alert_dialog_new (_ ("Discard the Draft?"), text);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "keep", _ ("_Keep"), "discard", _ ("_Discard"),
                                  NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "discard", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "keep");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "keep");
  leaving = g_new0 (Leaving, 1);
  leaving->window = self;
  leaving->action = g_strdup (action);
  leaving->parameter = parameter != NULL ? g_variant_ref (parameter) : NULL;
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_answered_cb), leaving, leaving_free, 0);
  adw_dialog_present (dialog, GTK_WIDGET (self));
  return TRUE;
}
