/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/pages/permissions-why.h"

#include <glib/gi18n.h>

#include "console/dialogs/why-dialog.h"

#define QUESTION_OF_ROW "reeve-question"
#define BUTTON_OF_ROW   "reeve-why"
#define PREVIEW_OF_PAGE "reeve-why-preview"

static void
on_go_cb (ReevePage *page, const char *kind, const char *id)
{
  gtk_widget_activate_action (GTK_WIDGET (page), "win.show", "(ss)", kind, id);
}

static void
on_preview_cb (ReevePage *page, GPtrArray *entries)
{
  void (*preview) (ReevePage *, GPtrArray *) = g_object_get_data (G_OBJECT (page), PREVIEW_OF_PAGE);

  preview (page, entries);
}

static void
ask (ReevePage *page, GVariant *question)
{
  ReeveSite *site = reeve_page_get_site (page);
  const char *kind, *subject, *name, *folder, *place;
  AdwDialog *dialog;

  if (site == NULL || reeve_site_get_state (site) != REEVE_SITE_READY)
    return;
  g_variant_get (question, "(&s&s&s&s&s)", &kind, &subject, &name, &folder, &place);
  dialog = reeve_why_dialog_new (site, *kind != '\0' ? kind : NULL, subject, name, folder,
                                 *place != '\0' ? place : NULL, REEVE_VERB_VIEW);
  g_signal_connect_object (dialog, "go", G_CALLBACK (on_go_cb), page, G_CONNECT_SWAPPED);
  g_signal_connect_object (dialog, "preview", G_CALLBACK (on_preview_cb), page, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (page));
}

static void
on_why_cb (GSimpleAction *action, GVariant *parameter, gpointer page)
{
  ask (page, parameter);
}

/* F2 is for the row that has the focus, or holds it. */
static gboolean
on_key_cb (GtkWidget *page, GVariant *unused, gpointer find)
{
  g_autoptr (GVariant) found = NULL;
  GtkRoot *root = gtk_widget_get_root (page);

  for (GtkWidget *widget = root != NULL ? gtk_root_get_focus (root) : NULL; widget != NULL && widget != page;
       widget = gtk_widget_get_parent (widget))
    {
      GVariant *question = g_object_get_data (G_OBJECT (widget), QUESTION_OF_ROW);

      if (question == NULL)
        continue;
      ask (REEVE_PAGE (page), question);
      return GDK_EVENT_STOP;
    }
  found = ((GVariant * (*) (ReevePage *) ) find) (REEVE_PAGE (page));
  if (found != NULL)
    ask (REEVE_PAGE (page), found);
  return found != NULL ? GDK_EVENT_STOP : GDK_EVENT_PROPAGATE;
}

void
reeve_permissions_why_add (ReevePage *page,
                           GActionMap *actions,
                           GVariant *(*find) (ReevePage *page),
                           void (*preview) (ReevePage *page, GPtrArray *entries))
{
  const GActionEntry entries[] = { { .name = "why", .activate = on_why_cb, .parameter_type = "(sssss)" } };
  GtkEventController *keys = gtk_shortcut_controller_new ();

  g_return_if_fail (REEVE_IS_PAGE (page));

  g_object_set_data (G_OBJECT (page), PREVIEW_OF_PAGE, preview);
  g_action_map_add_action_entries (actions, entries, G_N_ELEMENTS (entries), page);
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys),
                                        gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_F2, 0),
                                                          gtk_callback_action_new (on_key_cb, find, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (page), keys);
}

void
reeve_permissions_why_offer (GtkWidget *row, const char *subject, const char *name, const char *folder)
{
  GtkWidget *button = g_object_get_data (G_OBJECT (row), BUTTON_OF_ROW);
  GVariant *question = g_variant_ref_sink (g_variant_new ("(sssss)", "", subject, name, folder, ""));
  /* Translators: of a button; %s: a person */
  g_autofree char *label = g_strdup_printf (_ ("Why does %s reach it?"), name);

  g_object_set_data_full (G_OBJECT (row), QUESTION_OF_ROW, question, (GDestroyNotify) g_variant_unref);
  if (button == NULL)
    {
      button = gtk_button_new_with_label (_ ("Why?"));
      gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
      gtk_widget_add_css_class (button, "flat");
      gtk_widget_set_tooltip_text (button, _ ("Why? (F2)"));
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
      g_object_set_data (G_OBJECT (row), BUTTON_OF_ROW, button);
    }
  gtk_actionable_set_action_target_value (GTK_ACTIONABLE (button), question);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "permissions.why");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, label, -1);
}
