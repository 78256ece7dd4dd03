/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/widgets/reach-chooser.h"

#include <glib/gi18n.h>

#include "common/group.h"
#include "common/role.h"
#include "common/user.h"
#include "console/widgets/finder.h"
#include "console/widgets/formatting.h"

#define ID_OF_ROW "reeve-id"

struct _ReeveReachChooser
{
  AdwBin parent_instance;
  /* from the template */
  GtkMenuButton *button;
  GtkLabel *label;
  GtkPopover *popover;
  ReeveFinder *users;
  ReeveFinder *groups;
  GtkListBox *roles;
  /* owned */
  ReeveSite *site; /* (nullable) */
  char *kind;      /* (nullable): everyone */
  char *id;
  char *name;
};

G_DEFINE_FINAL_TYPE (ReeveReachChooser, reeve_reach_chooser, ADW_TYPE_BIN)

static guint changed_signal;

static void
on_user_cb (ReeveReachChooser *self, ReeveUser *user)
{
  reeve_reach_chooser_choose (self, "user", user->id, user->display_name);
}

static void
on_group_cb (ReeveReachChooser *self, ReeveGroup *group)
{
  reeve_reach_chooser_choose (self, "group", group->id, group->name);
}

static void
on_role_cb (ReeveReachChooser *self, GtkListBoxRow *row)
{
  const char *id = g_object_get_data (G_OBJECT (row), ID_OF_ROW);

  gtk_popover_popdown (self->popover);
  reeve_reach_chooser_choose (self, "role", id, reeve_format_role (id));
}

static void
on_everyone_cb (ReeveReachChooser *self)
{
  gtk_popover_popdown (self->popover);
  reeve_reach_chooser_choose (self, NULL, NULL, NULL);
}

static void
show_roles (ReeveReachChooser *self)
{
  GPtrArray *roles = self->site != NULL ? reeve_site_get_roles (self->site) : NULL;

  gtk_list_box_remove_all (self->roles);
  for (guint i = 0; roles != NULL && i < roles->len; i++)
    {
      const ReeveRole *role = roles->pdata[i];
      GtkWidget *row = adw_action_row_new ();

      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), reeve_format_role (role->id));
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      g_object_set_data_full (G_OBJECT (row), ID_OF_ROW, g_strdup (role->id), g_free);
      gtk_list_box_append (self->roles, row);
    }
}

static void
reeve_reach_chooser_dispose (GObject *object)
{
  adw_bin_set_child (ADW_BIN (object), NULL); /* the template's own, let go of first */
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_REACH_CHOOSER);
  G_OBJECT_CLASS (reeve_reach_chooser_parent_class)->dispose (object);
}

static void
reeve_reach_chooser_finalize (GObject *object)
{
  ReeveReachChooser *self = REEVE_REACH_CHOOSER (object);

  g_clear_object (&self->site);
  g_free (self->kind);
  g_free (self->id);
  g_free (self->name);
  G_OBJECT_CLASS (reeve_reach_chooser_parent_class)->finalize (object);
}

static void
reeve_reach_chooser_class_init (ReeveReachChooserClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_reach_chooser_dispose;
  G_OBJECT_CLASS (klass)->finalize = reeve_reach_chooser_finalize;
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);

  g_type_ensure (REEVE_TYPE_FINDER);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/reach-chooser.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveReachChooser, button);
  gtk_widget_class_bind_template_child (widget_class, ReeveReachChooser, label);
  gtk_widget_class_bind_template_child (widget_class, ReeveReachChooser, popover);
  gtk_widget_class_bind_template_child (widget_class, ReeveReachChooser, users);
  gtk_widget_class_bind_template_child (widget_class, ReeveReachChooser, groups);
  gtk_widget_class_bind_template_child (widget_class, ReeveReachChooser, roles);
  gtk_widget_class_bind_template_callback (widget_class, on_user_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_group_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_role_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_everyone_cb);
}

static void
show_choice (ReeveReachChooser *self)
{
  g_autofree char *spoken = NULL;
  const char *name = self->kind != NULL ? self->name : _ ("Everyone");

  gtk_label_set_label (self->label, name);
  /* Translators: of a button that chooses whose folders are shown; %s: a person, group or role, or "Everyone"
   */
  spoken = g_strdup_printf (_ ("Reach of: %s"), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

static void
reeve_reach_chooser_init (ReeveReachChooser *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  show_choice (self);
}

void
reeve_reach_chooser_set_site (ReeveReachChooser *self, ReeveSite *site)
{
  g_return_if_fail (REEVE_IS_REACH_CHOOSER (self));

  if (self->site != NULL)
    g_signal_handlers_disconnect_by_data (self->site, self);
  if (g_set_object (&self->site, site))
    reeve_reach_chooser_choose (self, NULL, NULL, NULL);
  reeve_finder_set_site (self->users, site);
  reeve_finder_set_site (self->groups, site);
  if (site != NULL)
    g_signal_connect_object (site, "roles-changed", G_CALLBACK (show_roles), self, G_CONNECT_SWAPPED);
  show_roles (self);
}

void
reeve_reach_chooser_choose (ReeveReachChooser *self, const char *kind, const char *id, const char *name)
{
  g_return_if_fail (REEVE_IS_REACH_CHOOSER (self));

  if (g_strcmp0 (kind, self->kind) == 0 && g_strcmp0 (id, self->id) == 0)
    return;
  g_set_str (&self->kind, kind);
  g_set_str (&self->id, id);
  g_set_str (&self->name, name);
  show_choice (self);
  g_signal_emit (self, changed_signal, 0);
}

const char *
reeve_reach_chooser_get_kind (ReeveReachChooser *self)
{
  g_return_val_if_fail (REEVE_IS_REACH_CHOOSER (self), NULL);

  return self->kind;
}

const char *
reeve_reach_chooser_get_id (ReeveReachChooser *self)
{
  g_return_val_if_fail (REEVE_IS_REACH_CHOOSER (self), NULL);

  return self->id;
}

const char *
reeve_reach_chooser_get_name (ReeveReachChooser *self)
{
  g_return_val_if_fail (REEVE_IS_REACH_CHOOSER (self), NULL);

  return self->name;
}
