/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Rows are made from the table of built-in roles; there is nothing for a template to say. */

#include "config.h"

#include "console/widgets/role-picker.h"

#include <glib/gi18n.h>

#include "common/capability.h"
#include "console/widgets/formatting.h"

struct _ReeveRolePicker
{
  AdwBin parent_instance;

  /* owned */
  GHashTable *checks; /* role (static) -> GtkCheckButton, a child */
  GStrv roles;        /* (nullable): as set */

  ReeveSite *site;   /* (nullable) */
  GPtrArray *custom; /* of char *, interned: in the order of the rows below the built-in ones */

  /* borrowed */
  GtkListBox *list;            /* a child */
  AdwActionRow *administrator; /* a child */

  gboolean filling;
};

G_DEFINE_FINAL_TYPE (ReeveRolePicker, reeve_role_picker, ADW_TYPE_BIN)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gboolean
holds (const char *const *roles, const char *role)
{
  return roles != NULL && g_strv_contains (roles, role);
}

static void
on_toggled_cb (ReeveRolePicker *self)
{
  if (!self->filling)
    g_signal_emit (self, signals[CHANGED], 0);
}

static GtkWidget *
make_row (ReeveRolePicker *self, const char *role)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), reeve_format_role (role));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), reeve_format_role_description (role));
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  reeve_format_role (role), -1);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  g_signal_connect_object (check, "toggled", G_CALLBACK (on_toggled_cb), self, G_CONNECT_SWAPPED);
  g_hash_table_insert (self->checks, (gpointer) role, check);
  return row;
}

static void
reeve_role_picker_finalize (GObject *object)
{
  ReeveRolePicker *self = REEVE_ROLE_PICKER (object);

  g_clear_pointer (&self->checks, g_hash_table_unref);
  g_strfreev (self->roles);
  g_clear_object (&self->site);
  g_clear_pointer (&self->custom, g_ptr_array_unref);
  G_OBJECT_CLASS (reeve_role_picker_parent_class)->finalize (object);
}

static void
reeve_role_picker_class_init (ReeveRolePickerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = reeve_role_picker_finalize;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
reeve_role_picker_init (ReeveRolePicker *self)
{
  GtkWidget *list = gtk_list_box_new ();

  self->checks = g_hash_table_new (g_str_hash, g_str_equal);
  self->custom = g_ptr_array_new ();
  self->list = GTK_LIST_BOX (list);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Roles"), -1);
  for (guint i = 0; reeve_built_in_roles[i] != NULL; i++)
    {
      GtkWidget *row;

      if (g_str_equal (reeve_built_in_roles[i], REEVE_ROLE_MEMBER))
        continue;
      row = make_row (self, reeve_built_in_roles[i]);
      if (g_str_equal (reeve_built_in_roles[i], REEVE_ROLE_ADMINISTRATOR))
        self->administrator = ADW_ACTION_ROW (row);
      gtk_list_box_append (GTK_LIST_BOX (list), row);
    }
  adw_bin_set_child (ADW_BIN (self), list);
}

GtkWidget *
reeve_role_picker_new (void)
{
  return g_object_new (REEVE_TYPE_ROLE_PICKER, NULL);
}

/* What is ticked stays, unless its role is gone. */
static void
fill_custom (ReeveRolePicker *self)
{
  GPtrArray *roles = self->site != NULL ? reeve_site_get_roles (self->site) : NULL;
  g_autoptr (GHashTable) ticked = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < self->custom->len; i++)
    {
      GtkWidget *check = g_hash_table_lookup (self->checks, self->custom->pdata[i]);
      GtkWidget *row = gtk_widget_get_ancestor (check, ADW_TYPE_ACTION_ROW);

      if (gtk_check_button_get_active (GTK_CHECK_BUTTON (check)))
        g_hash_table_add (ticked, self->custom->pdata[i]);
      g_hash_table_remove (self->checks, self->custom->pdata[i]);
      gtk_list_box_remove (self->list, row);
    }
  if (self->custom->len == 0)
    for (guint i = 0; self->roles != NULL && self->roles[i] != NULL; i++)
      g_hash_table_add (ticked, (gpointer) g_intern_string (self->roles[i]));
  g_ptr_array_set_size (self->custom, 0);

  self->filling = TRUE;
  for (guint i = 0; roles != NULL && i < roles->len; i++)
    {
      ReeveRole *role = g_ptr_array_index (roles, i);
      const char *id = g_intern_string (role->id);

      if (role->built_in)
        continue;
      gtk_list_box_append (self->list, make_row (self, id));
      g_ptr_array_add (self->custom, (gpointer) id);
      gtk_check_button_set_active (g_hash_table_lookup (self->checks, id),
                                   g_hash_table_contains (ticked, id));
    }
  self->filling = FALSE;
}

void
reeve_role_picker_set_site (ReeveRolePicker *self, ReeveSite *site)
{
  g_return_if_fail (REEVE_IS_ROLE_PICKER (self));

  if (self->site != NULL)
    g_signal_handlers_disconnect_by_data (self->site, self);
  g_set_object (&self->site, site);
  if (site != NULL)
    g_signal_connect_object (site, "roles-changed", G_CALLBACK (fill_custom), self, G_CONNECT_SWAPPED);
  fill_custom (self);
}

void
reeve_role_picker_set_roles (ReeveRolePicker *self, const char *const *roles)
{
  GHashTableIter iter;
  gpointer role, check;

  g_return_if_fail (REEVE_IS_ROLE_PICKER (self));

  g_strfreev (self->roles);
  self->roles = g_strdupv ((GStrv) roles);
  self->filling = TRUE;
  g_hash_table_iter_init (&iter, self->checks);
  while (g_hash_table_iter_next (&iter, &role, &check))
    gtk_check_button_set_active (check, holds (roles, role));
  self->filling = FALSE;
}

GStrv
reeve_role_picker_get_roles (ReeveRolePicker *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  guint n = 0;

  g_return_val_if_fail (REEVE_IS_ROLE_PICKER (self), NULL);

  for (guint i = 0; reeve_built_in_roles[i] != NULL; i++)
    {
      const char *role = reeve_built_in_roles[i];
      GtkCheckButton *check = g_hash_table_lookup (self->checks, role);

      if (check != NULL && gtk_check_button_get_active (check))
        {
          g_strv_builder_add (builder, role);
          n++;
        }
    }
  for (guint i = 0; i < self->custom->len; i++)
    if (gtk_check_button_get_active (g_hash_table_lookup (self->checks, self->custom->pdata[i])))
      {
        g_strv_builder_add (builder, self->custom->pdata[i]);
        n++;
      }
  /* What has no row is not taken away by looking at the others. */
  for (guint i = 0; self->roles != NULL && self->roles[i] != NULL; i++)
    if (!reeve_role_is_built_in (self->roles[i]) && !g_hash_table_contains (self->checks, self->roles[i]))
      {
        g_strv_builder_add (builder, self->roles[i]);
        n++;
      }
  if (n == 0 || holds ((const char *const *) self->roles, REEVE_ROLE_MEMBER))
    g_strv_builder_add (builder, REEVE_ROLE_MEMBER);
  return g_strv_builder_end (builder);
}

void
reeve_role_picker_set_own (ReeveRolePicker *self, gboolean own)
{
  GtkWidget *check;

  g_return_if_fail (REEVE_IS_ROLE_PICKER (self));

  check = g_hash_table_lookup (self->checks, REEVE_ROLE_ADMINISTRATOR);
  own = own && gtk_check_button_get_active (GTK_CHECK_BUTTON (check));
  gtk_widget_set_sensitive (GTK_WIDGET (self->administrator), !own);
  adw_action_row_set_subtitle (self->administrator,
                               own ? _ ("You cannot give up your own administrator role")
                                   : reeve_format_role_description (REEVE_ROLE_ADMINISTRATOR));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->administrator),
                               own ? _ ("You cannot give up your own administrator role") : NULL);
}
