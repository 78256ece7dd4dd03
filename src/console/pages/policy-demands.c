/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/pages/policy-demands.h"

#include <glib/gi18n.h>

#include "common/clock.h"
#include "common/second-factor-demand.h"
#include "console/dialogs/demand-dialog.h"
#include "console/widgets/formatting.h"

struct _ReevePolicyDemands
{
  ReevePolicyList parent_instance;
  /* owned */
  ReeveSecondFactorDemands *demands; /* (nullable): as the service has them */
};

G_DEFINE_FINAL_TYPE (ReevePolicyDemands, reeve_policy_demands, REEVE_TYPE_POLICY_LIST)

static gboolean
may_read (ReeveSite *site)
{
  return reeve_site_may (site, REEVE_CAPABILITY_USERS_READ);
}

/* @demands: (nullable): @error says why not */
static void
take (ReevePolicyDemands *self, ReeveSecondFactorDemands *demands, const GError *error)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  GPtrArray *records = demands == NULL ? NULL : demands->demands != NULL ? demands->demands : none;

  if (demands != NULL)
    g_set_object (&self->demands, demands);
  reeve_policy_list_take (REEVE_POLICY_LIST (self), records, error);
}

static void
on_saved_cb (ReevePolicyDemands *self, ReeveSecondFactorDemands *demands)
{
  take (self, demands, NULL);
}

static void
open_demand (ReevePolicyList *list, ReeveSite *site, gpointer demand)
{
  ReevePolicyDemands *self = REEVE_POLICY_DEMANDS (list);
  const char *role = demand != NULL ? REEVE_SECOND_FACTOR_DEMAND (demand)->role : NULL;
  AdwDialog *dialog;

  if (self->demands == NULL)
    return;
  dialog = reeve_demand_dialog_new (site, self->demands, role);
  g_signal_connect_object (dialog, "saved", G_CALLBACK (on_saved_cb), self, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static GtkWidget *
make_row (ReevePolicyList *self, gpointer record, gboolean write)
{
  ReeveSecondFactorDemand *demand = record;
  g_autofree char *date = reeve_format_date (demand->since);
  g_autofree char *when = demand->since <= reeve_clock_now ()
                            /* Translators: %s is a date */
                            ? g_strdup_printf (_ ("Since %s"), date)
                            /* Translators: %s is a date */
                            : g_strdup_printf (_ ("From %s on"), date);

  return g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title",
                       reeve_demand_dialog_name (demand->role), "subtitle", when, NULL);
}

static void
on_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReevePolicyDemands) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveSecondFactorDemands) demands =
    reeve_client_load_finish (REEVE_CLIENT (source), result, &error);

  take (self, demands, error);
}

static void
ask (ReevePolicyList *self, ReeveSite *site, const char *path, GCancellable *cancellable)
{
  reeve_client_load_async (reeve_site_get_client (site), reeve_second_factor_demands_get_type (), path,
                           cancellable, on_loaded_cb, g_object_ref (self));
}

static gboolean
is_news (ReevePolicyList *list, gint64 version)
{
  ReevePolicyDemands *self = REEVE_POLICY_DEMANDS (list);

  return self->demands == NULL || self->demands->version < version;
}

static void
forget (ReevePolicyList *list)
{
  g_clear_object (&REEVE_POLICY_DEMANDS (list)->demands);
}

static void
reeve_policy_demands_finalize (GObject *object)
{
  g_clear_object (&REEVE_POLICY_DEMANDS (object)->demands);
  G_OBJECT_CLASS (reeve_policy_demands_parent_class)->finalize (object);
}

static void
reeve_policy_demands_class_init (ReevePolicyDemandsClass *klass)
{
  ReevePolicyListClass *list_class = REEVE_POLICY_LIST_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = reeve_policy_demands_finalize;
  list_class->path = "second-factor-demands";
  list_class->noun = "second-factor-demands";
  list_class->may_read = may_read;
  list_class->ask = ask;
  list_class->make_row = make_row;
  list_class->open = open_demand;
  list_class->is_news = is_news;
  list_class->forget = forget;
  gtk_widget_class_set_template_from_resource (GTK_WIDGET_CLASS (klass),
                                               "/io/github/reeve/Reeve/ui/policy-demands.ui");
}

static void
reeve_policy_demands_init (ReevePolicyDemands *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
