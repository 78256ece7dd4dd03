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

  /* borrowed */
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

      if (check != NULL ? gtk_check_button_get_active (check)
                        : n == 0 || holds ((const char *const *) self->roles, role))
        {
          g_strv_builder_add (builder, role);
          n++;
        }
    }
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
