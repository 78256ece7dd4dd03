/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What somebody is called may come later than their row. */

#include "config.h"

#include "console/widgets/people-rows.h"

#include <glib/gi18n.h>

#include "common/user.h"
#include "console/widgets/finder.h"
#include "console/widgets/pill.h"

#define ID_OF_ROW     "reeve-user"
#define BUTTON_OF_ROW "reeve-button"

struct _ReevePeopleRows
{
  AdwPreferencesGroup parent_instance;

  GtkWidget *add_button;
  ReeveFinder *finder;
  /* owned */
  ReeveSite *site; /* (nullable) */
  GPtrArray *rows; /* of GtkWidget */
  GCancellable *cancellable;

  guint most;
};

G_DEFINE_FINAL_TYPE (ReevePeopleRows, reeve_people_rows, ADW_TYPE_PREFERENCES_GROUP)

enum
{
  PROP_0,
  PROP_ADD_LABEL,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];
static guint changed_signal;

static const char *
get_id (GtkWidget *row)
{
  return g_object_get_data (G_OBJECT (row), ID_OF_ROW);
}

static void
update (ReevePeopleRows *self)
{
  g_auto (GStrv) ids = reeve_people_rows_get_ids (self);

  reeve_finder_set_skipped (self->finder, (const char *const *) ids);
  gtk_widget_set_visible (self->add_button, self->rows->len < self->most);
}

static void
name_row (GtkWidget *row, const char *name, const char *email)
{
  GtkWidget *button = g_object_get_data (G_OBJECT (row), BUTTON_OF_ROW);
  /* Translators: a button; %s is a person */
  g_autofree char *label = g_strdup_printf (_ ("Take Out %s"), name);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), email != NULL ? email : "");
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
on_remove_clicked_cb (ReevePeopleRows *self, GtkWidget *button)
{
  GtkWidget *row = gtk_widget_get_ancestor (button, ADW_TYPE_ACTION_ROW);

  g_ptr_array_remove (self->rows, row);
  adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), row);
  update (self);
  gtk_widget_grab_focus (self->add_button);
  g_signal_emit (self, changed_signal, 0);
}

/* @mark: (nullable) */
static GtkWidget *
add_row (ReevePeopleRows *self, const char *id, const char *mark)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_from_icon_name ("list-remove-symbolic");

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  if (mark != NULL)
    {
      const char *classes[] = { "status-pill", "tone-warning", NULL };
      GtkWidget *pill =
        g_object_new (REEVE_TYPE_PILL, "valign", GTK_ALIGN_CENTER, "css-classes", classes, NULL);

      reeve_pill_set_icon_name (REEVE_PILL (pill), "dialog-warning-symbolic");
      reeve_pill_set_label (REEVE_PILL (pill), mark);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), pill);
    }
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  g_object_set_data (G_OBJECT (row), BUTTON_OF_ROW, button);
  g_object_set_data_full (G_OBJECT (row), ID_OF_ROW, g_strdup (id), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_remove_clicked_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  g_ptr_array_add (self->rows, row);
  return row;
}

static void
on_picked_cb (ReevePeopleRows *self, ReeveUser *user)
{
  name_row (add_row (self, user->id, NULL), user->display_name, user->email);
  update (self);
  g_signal_emit (self, changed_signal, 0);
}

static void
on_person_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) row = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveUser) user = reeve_client_load_finish (REEVE_CLIENT (source), result, &error);

  if (user != NULL)
    name_row (row, user->display_name, user->email);
  else if (reeve_error_get_code (error) == REEVE_ERROR_NOT_FOUND)
    name_row (row, _ ("Somebody who is gone"), NULL);
}

static void
reeve_people_rows_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  ReevePeopleRows *self = REEVE_PEOPLE_ROWS (object);

  if (id != PROP_ADD_LABEL)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      return;
    }
  gtk_widget_set_tooltip_text (self->add_button, g_value_get_string (value));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->add_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  g_value_get_string (value), -1);
}

static void
reeve_people_rows_dispose (GObject *object)
{
  ReevePeopleRows *self = REEVE_PEOPLE_ROWS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->site);
  G_OBJECT_CLASS (reeve_people_rows_parent_class)->dispose (object);
}

static void
reeve_people_rows_finalize (GObject *object)
{
  ReevePeopleRows *self = REEVE_PEOPLE_ROWS (object);

  g_clear_object (&self->cancellable);
  g_ptr_array_unref (self->rows);
  G_OBJECT_CLASS (reeve_people_rows_parent_class)->finalize (object);
}

static void
reeve_people_rows_class_init (ReevePeopleRowsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = reeve_people_rows_set_property;
  object_class->dispose = reeve_people_rows_dispose;
  object_class->finalize = reeve_people_rows_finalize;
  properties[PROP_ADD_LABEL] =
    g_param_spec_string ("add-label", NULL, NULL, NULL, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
}

static void
reeve_people_rows_init (ReevePeopleRows *self)
{
  GtkWidget *popover = gtk_popover_new ();

  self->most = G_MAXUINT;
  self->rows = g_ptr_array_new ();
  self->cancellable = g_cancellable_new ();
  self->finder = g_object_new (REEVE_TYPE_FINDER, "noun", "users", NULL);
  g_signal_connect_object (self->finder, "picked", G_CALLBACK (on_picked_cb), self, G_CONNECT_SWAPPED);
  gtk_popover_set_child (GTK_POPOVER (popover), GTK_WIDGET (self->finder));
  self->add_button = gtk_menu_button_new ();
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (self->add_button), "list-add-symbolic");
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->add_button), popover);
  gtk_widget_set_valign (self->add_button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->add_button, "flat");
  adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (self), self->add_button);
}

void
reeve_people_rows_set_site (ReevePeopleRows *self, ReeveSite *site)
{
  g_return_if_fail (REEVE_IS_PEOPLE_ROWS (self));

  g_set_object (&self->site, site);
  reeve_finder_set_site (self->finder, site);
}

void
reeve_people_rows_set_most (ReevePeopleRows *self, guint most)
{
  g_return_if_fail (REEVE_IS_PEOPLE_ROWS (self));

  self->most = most;
  update (self);
}

void
reeve_people_rows_set_ids (ReevePeopleRows *self,
                           const char *const *ids,
                           const char *const *marked,
                           const char *mark)
{
  g_return_if_fail (REEVE_IS_PEOPLE_ROWS (self));

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; ids != NULL && ids[i] != NULL; i++)
    {
      gboolean is_marked = marked != NULL && g_strv_contains (marked, ids[i]);
      GtkWidget *row = add_row (self, ids[i], is_marked ? mark : NULL);
      g_autofree char *below = g_strconcat ("users/", ids[i], NULL);
      g_autofree char *path = reeve_site_path (self->site, below);

      name_row (row, "…", NULL);
      reeve_client_load_async (reeve_site_get_client (self->site), reeve_user_get_type (), path,
                               self->cancellable, on_person_cb, g_object_ref (row));
    }
  update (self);
}

GStrv
reeve_people_rows_get_ids (ReevePeopleRows *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_return_val_if_fail (REEVE_IS_PEOPLE_ROWS (self), NULL);

  for (guint i = 0; i < self->rows->len; i++)
    g_strv_builder_add (builder, get_id (self->rows->pdata[i]));
  return self->rows->len > 0 ? g_strv_builder_end (builder) : NULL;
}
