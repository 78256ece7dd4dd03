/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Filled when it is opened: another window may have saved one meanwhile. */

#include "config.h"

#include "console/widgets/log-saved.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "console/client/log-views.h"
#include "console/widgets/wording.h"

struct _ReeveLogSaved
{
  GtkPopover parent_instance;
  /* from the template */
  GtkListBox *rows;
  GtkWidget *none;
  GtkEditable *name;
  GtkWidget *save_button;
  /* owned */
  char *workspace; /* (nullable) */
  char *query;
};

G_DEFINE_FINAL_TYPE (ReeveLogSaved, reeve_log_saved, GTK_TYPE_POPOVER)

enum
{
  WANTED,
  LINK_WANTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

#define VIEW_OF_ROW "reeve-view"

static void fill (ReeveLogSaved *self);

static void
on_remove_clicked_cb (ReeveLogSaved *self, GtkWidget *button)
{
  const char *name = g_object_get_data (G_OBJECT (button), VIEW_OF_ROW);

  if (reeve_log_views_save (NULL, self->workspace, name, NULL))
    reeve_announce (GTK_WIDGET (self), _ ("View removed"));
  fill (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->name));
}

static GtkWidget *
make_row (ReeveLogSaved *self, const ReeveLogView *view)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *remove = gtk_button_new_from_icon_name ("user-trash-symbolic");
  /* Translators: a button; %s is the name that somebody gave a saved search */
  g_autofree char *spoken = g_strdup_printf (_ ("Remove “%s”"), view->name);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), view->name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), view->query);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 1);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 1);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), VIEW_OF_ROW, g_strdup (view->query), g_free);
  g_object_set_data_full (G_OBJECT (remove), VIEW_OF_ROW, g_strdup (view->name), g_free);
  gtk_widget_add_css_class (remove, "flat");
  gtk_widget_set_valign (remove, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (remove, spoken);
  gtk_accessible_update_property (GTK_ACCESSIBLE (remove), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  g_signal_connect_object (remove, "clicked", G_CALLBACK (on_remove_clicked_cb), self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), remove);
  return row;
}

static void
update_button (ReeveLogSaved *self)
{
  gtk_widget_set_sensitive (self->save_button, self->workspace != NULL && *self->query != '\0' &&
                                                 *gtk_editable_get_text (self->name) != '\0');
}

static void
fill (ReeveLogSaved *self)
{
  g_autoptr (GPtrArray) views = self->workspace != NULL ? reeve_log_views_load (NULL, self->workspace) : NULL;

  gtk_list_box_remove_all (self->rows);
  for (guint i = 0; views != NULL && i < views->len; i++)
    gtk_list_box_append (self->rows, make_row (self, g_ptr_array_index (views, i)));
  gtk_widget_set_visible (GTK_WIDGET (self->rows), views != NULL && views->len > 0);
  gtk_widget_set_visible (self->none, views == NULL || views->len == 0);
  update_button (self);
}

static void
on_row_activated_cb (ReeveLogSaved *self, GtkWidget *row)
{
  g_autofree char *query = g_strdup (g_object_get_data (G_OBJECT (row), VIEW_OF_ROW));

  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[WANTED], 0, query);
}

static void
on_save_cb (ReeveLogSaved *self)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (self->name)));

  if (self->workspace == NULL || *self->query == '\0')
    return;
  if (!reeve_log_views_save (NULL, self->workspace, name, self->query))
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->name), "error");
      reeve_announce (GTK_WIDGET (self), _ ("It cannot be saved under this name"));
      return;
    }
  gtk_widget_remove_css_class (GTK_WIDGET (self->name), "error");
  gtk_editable_set_text (self->name, "");
  reeve_announce (GTK_WIDGET (self), _ ("View saved"));
  fill (self);
}

static void
on_link_clicked_cb (ReeveLogSaved *self)
{
  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[LINK_WANTED], 0);
}

static void
reeve_log_saved_map (GtkWidget *widget)
{
  fill (REEVE_LOG_SAVED (widget));
  GTK_WIDGET_CLASS (reeve_log_saved_parent_class)->map (widget);
}

static void
reeve_log_saved_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_LOG_SAVED);
  G_OBJECT_CLASS (reeve_log_saved_parent_class)->dispose (object);
}

static void
reeve_log_saved_finalize (GObject *object)
{
  g_free (REEVE_LOG_SAVED (object)->workspace);
  g_free (REEVE_LOG_SAVED (object)->query);
  G_OBJECT_CLASS (reeve_log_saved_parent_class)->finalize (object);
}

static void
reeve_log_saved_class_init (ReeveLogSavedClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_log_saved_dispose;
  G_OBJECT_CLASS (klass)->finalize = reeve_log_saved_finalize;
  widget_class->map = reeve_log_saved_map;
  signals[WANTED] =
    g_signal_new ("wanted", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[LINK_WANTED] =
    g_signal_new ("link-wanted", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/log-saved.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveLogSaved, rows);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogSaved, none);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogSaved, name);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogSaved, save_button);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_save_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_link_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_button);
}

static void
reeve_log_saved_init (ReeveLogSaved *self)
{
  self->query = g_strdup ("");
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
reeve_log_saved_set (ReeveLogSaved *self, const char *workspace, const char *query)
{
  g_return_if_fail (REEVE_IS_LOG_SAVED (self));
  g_return_if_fail (query != NULL);

  g_set_str (&self->workspace, workspace);
  g_set_str (&self->query, query);
  update_button (self);
}
