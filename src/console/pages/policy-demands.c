/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/pages/policy-demands.h"

#include <glib/gi18n.h>

#include "common/clock.h"
#include "common/second-factor-demand.h"
#include "console/dialogs/demand-dialog.h"
#include "console/widgets/formatting.h"
#include "console/widgets/note-row.h"
#include "console/widgets/wording.h"

#define ROLE_OF_ROW "reeve-role"

struct _ReevePolicyDemands
{
  AdwPreferencesGroup parent_instance;
  /* from the template */
  GtkWidget *add_button;
  ReeveNoteRow *problem;
  GtkWidget *none_row;
  /* borrowed: in the group */
  GPtrArray *rows; /* of GtkWidget */
  /* owned */
  ReeveSite *site;                   /* (nullable) */
  ReeveSecondFactorDemands *demands; /* (nullable): as the service has them */
  GCancellable *cancellable;         /* of what was asked last */
};

G_DEFINE_FINAL_TYPE (ReevePolicyDemands, reeve_policy_demands, ADW_TYPE_PREFERENCES_GROUP)

static gboolean
may_write (ReevePolicyDemands *self)
{
  return self->site != NULL && reeve_site_get_online (self->site) &&
         reeve_site_may_everywhere (self->site, REEVE_CAPABILITY_POLICY_WRITE);
}

static void set_demands (ReevePolicyDemands *self, ReeveSecondFactorDemands *demands);

static void
open_dialog (ReevePolicyDemands *self, const char *role)
{
  AdwDialog *dialog;

  if (self->demands == NULL)
    return;
  dialog = reeve_demand_dialog_new (self->site, self->demands, role);
  g_signal_connect_object (dialog, "saved", G_CALLBACK (set_demands), self, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
on_add_cb (ReevePolicyDemands *self)
{
  open_dialog (self, NULL);
}

static void
on_row_cb (ReevePolicyDemands *self, GtkWidget *row)
{
  open_dialog (self, g_object_get_data (G_OBJECT (row), ROLE_OF_ROW));
}

static void
add_row (ReevePolicyDemands *self, ReeveSecondFactorDemand *demand)
{
  g_autofree char *date = reeve_format_date (demand->since);
  g_autofree char *when = demand->since <= reeve_clock_now ()
                            /* Translators: %s is a date */
                            ? g_strdup_printf (_ ("Since %s"), date)
                            /* Translators: %s is a date */
                            : g_strdup_printf (_ ("From %s on"), date);
  GtkWidget *row =
    g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title", reeve_demand_dialog_name (demand->role),
                  "subtitle", when, "activatable", may_write (self), NULL);

  if (may_write (self))
    adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                               g_object_new (GTK_TYPE_IMAGE, "icon-name", "go-next-symbolic",
                                             "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL));
  g_object_set_data_full (G_OBJECT (row), ROLE_OF_ROW, g_strdup (demand->role), g_free);
  g_signal_connect_object (row, "activated", G_CALLBACK (on_row_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  g_ptr_array_add (self->rows, row);
}

static void
fill (ReevePolicyDemands *self)
{
  GPtrArray *demands = self->demands != NULL ? self->demands->demands : NULL;

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; demands != NULL && i < demands->len; i++)
    add_row (self, demands->pdata[i]);
  gtk_widget_set_visible (self->none_row, self->demands != NULL && self->rows->len == 0);
  gtk_widget_set_visible (self->add_button, self->demands != NULL && may_write (self));
}

static void
set_demands (ReevePolicyDemands *self, ReeveSecondFactorDemands *demands)
{
  reeve_note_row_set_text (self->problem, NULL);
  g_set_object (&self->demands, demands);
  fill (self);
}

static void
on_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReevePolicyDemands) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveSecondFactorDemands) demands =
    reeve_client_load_finish (REEVE_CLIENT (source), result, &error);
  g_autofree char *title = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (demands != NULL)
    {
      set_demands (self, demands);
      return;
    }
  title = reeve_wording_title (error);
  reeve_note_row_set_text (self->problem, title);
}

void
reeve_policy_demands_load (ReevePolicyDemands *self)
{
  g_autofree char *path = NULL;

  g_return_if_fail (REEVE_IS_POLICY_DEMANDS (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->site == NULL || reeve_site_get_state (self->site) != REEVE_SITE_READY ||
      reeve_site_get_workspace (self->site) == NULL ||
      !reeve_site_may (self->site, REEVE_CAPABILITY_USERS_READ))
    return;
  path = reeve_site_path (self->site, "second-factor-demands");
  self->cancellable = g_cancellable_new ();
  reeve_client_load_async (reeve_site_get_client (self->site), reeve_second_factor_demands_get_type (), path,
                           self->cancellable, on_loaded_cb, g_object_ref (self));
}

/* Another workspace's must not be seen for a moment. */
static void
on_workspace_cb (ReevePolicyDemands *self)
{
  g_clear_object (&self->demands);
  fill (self);
  reeve_policy_demands_load (self);
}

static void
on_changed_cb (ReevePolicyDemands *self, const char *noun, const char *id, gint64 version)
{
  if (g_strcmp0 (noun, "second-factor-demands") == 0 &&
      (self->demands == NULL || self->demands->version < version))
    reeve_policy_demands_load (self);
}

static void
drop_site (ReevePolicyDemands *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->site != NULL)
    g_signal_handlers_disconnect_by_data (self->site, self);
  g_clear_object (&self->site);
}

static void
reeve_policy_demands_dispose (GObject *object)
{
  drop_site (REEVE_POLICY_DEMANDS (object));
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_POLICY_DEMANDS);
  G_OBJECT_CLASS (reeve_policy_demands_parent_class)->dispose (object);
}

static void
reeve_policy_demands_finalize (GObject *object)
{
  ReevePolicyDemands *self = REEVE_POLICY_DEMANDS (object);

  g_ptr_array_unref (self->rows);
  g_clear_object (&self->demands);
  G_OBJECT_CLASS (reeve_policy_demands_parent_class)->finalize (object);
}

static void
reeve_policy_demands_class_init (ReevePolicyDemandsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_policy_demands_dispose;
  G_OBJECT_CLASS (klass)->finalize = reeve_policy_demands_finalize;
  g_type_ensure (REEVE_TYPE_NOTE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/policy-demands.ui");
  gtk_widget_class_bind_template_child (widget_class, ReevePolicyDemands, add_button);
  gtk_widget_class_bind_template_child (widget_class, ReevePolicyDemands, problem);
  gtk_widget_class_bind_template_child (widget_class, ReevePolicyDemands, none_row);
  gtk_widget_class_bind_template_callback (widget_class, on_add_cb);
}

static void
reeve_policy_demands_init (ReevePolicyDemands *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  fill (self);
}

void
reeve_policy_demands_set_site (ReevePolicyDemands *self, ReeveSite *site)
{
  g_return_if_fail (REEVE_IS_POLICY_DEMANDS (self));

  drop_site (self);
  g_set_object (&self->site, site);
  if (site != NULL)
    {
      g_signal_connect_object (site, "changed", G_CALLBACK (on_changed_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (site, "reconnected", G_CALLBACK (reeve_policy_demands_load), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (site, "notify::state", G_CALLBACK (reeve_policy_demands_load), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (site, "notify::workspace", G_CALLBACK (on_workspace_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (site, "notify::identity", G_CALLBACK (fill), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (site, "notify::online", G_CALLBACK (fill), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (site, "roles-changed", G_CALLBACK (fill), self, G_CONNECT_SWAPPED);
    }
  on_workspace_cb (self);
}
