/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The welcome page. Its rows only name the window's actions. */

#include "config.h"

#include "console/pages/welcome-page.h"

#include <glib/gi18n.h>

#include "common/clock.h"
#include "console/client/recents.h"
#include "console/widgets/formatting.h"

struct _ReeveWelcomePage
{
  AdwBin parent_instance;
  /* from the template */
  GtkWidget *recent_group;
  GtkListBox *recent;
  GtkWidget *local_row;
};

G_DEFINE_FINAL_TYPE (ReeveWelcomePage, reeve_welcome_page, ADW_TYPE_BIN)

static char *
describe (ReeveRecent *recent)
{
  g_autofree char *ago = reeve_format_ago (reeve_recent_get_opened (recent), reeve_clock_now ());

  /* Translators: the address of a service and how long ago it was opened, such as "3 d". */
  return g_strdup_printf (_ ("%s · %s"), reeve_recent_get_origin (recent), ago);
}

static GtkWidget *
create_row (gpointer item, gpointer user_data)
{
  ReeveRecent *recent = item;
  g_autofree char *subtitle = describe (recent);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *icon = gtk_image_new_from_icon_name ("network-server-symbolic");
  GtkWidget *remove = gtk_button_new_from_icon_name ("window-close-symbolic");
  /* Translators: a button that takes an entry off the list of recent workspaces; %s is its name. */
  g_autofree char *remove_label =
    g_strdup_printf (_ ("Remove “%s” from the List"), reeve_recent_get_name (recent));

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), reeve_recent_get_name (recent));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 1);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 1);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  gtk_accessible_update_state (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);

  gtk_widget_set_valign (remove, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (remove, "flat");
  gtk_widget_add_css_class (remove, "circular");
  gtk_widget_set_tooltip_text (remove, _ ("Remove from the List"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (remove), GTK_ACCESSIBLE_PROPERTY_LABEL, remove_label, -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (remove), "win.remove-site");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (remove), "s", reeve_recent_get_origin (recent));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), remove);

  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.open-site");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", reeve_recent_get_origin (recent));
  return row;
}

static void
on_recents_changed_cb (ReeveWelcomePage *self)
{
  gtk_widget_set_visible (self->recent_group,
                          g_list_model_get_n_items (G_LIST_MODEL (reeve_recents_get_default ())) > 0);
}

static gboolean
reeve_welcome_page_grab_focus (GtkWidget *widget)
{
  ReeveWelcomePage *self = REEVE_WELCOME_PAGE (widget);
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->recent, 0);

  return gtk_widget_grab_focus (row != NULL ? GTK_WIDGET (row) : self->local_row);
}

static void
reeve_welcome_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_WELCOME_PAGE);

  G_OBJECT_CLASS (reeve_welcome_page_parent_class)->dispose (object);
}

static void
reeve_welcome_page_class_init (ReeveWelcomePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_welcome_page_dispose;
  widget_class->grab_focus = reeve_welcome_page_grab_focus;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/welcome-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveWelcomePage, recent_group);
  gtk_widget_class_bind_template_child (widget_class, ReeveWelcomePage, recent);
  gtk_widget_class_bind_template_child (widget_class, ReeveWelcomePage, local_row);
}

static void
reeve_welcome_page_init (ReeveWelcomePage *self)
{
  GListModel *recents = G_LIST_MODEL (reeve_recents_get_default ());

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_bind_model (self->recent, recents, create_row, NULL, NULL);
  g_signal_connect_object (recents, "items-changed", G_CALLBACK (on_recents_changed_cb), self,
                           G_CONNECT_SWAPPED);
  on_recents_changed_cb (self);
}
