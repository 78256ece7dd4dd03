/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What goes when the log gets shorter is gone for good, so a number is not saved by being turned: the row
 * says first what it would do, and a button does it. What there is to go is asked of the log once somebody
 * wants it shorter, of those who may read it. */

#include "config.h"

#include "console/pages/policy-log.h"

#include <glib/gi18n.h>

#include "common/access-line.h"
#include "common/clock.h"
#include "console/pages/page.h"

#define AT_ONCE 31 /* days that the service lets go within an hour, whatever is in them */

struct _ReevePolicyLog
{
  ReevePolicyGroup parent_instance;
  /* from the template */
  AdwSpinRow *days_row;
  GtkWidget *apply_button;
  /* owned */
  ReeveAccessHistogram *histogram; /* (nullable): by days; not asked for, or not for this person */
  GCancellable *cancellable;       /* (nullable): it was asked for */

  gint64 shown; /* days, as the policy has them */
};

G_DEFINE_FINAL_TYPE (ReevePolicyLog, reeve_policy_log, REEVE_TYPE_POLICY_GROUP)

static gint64
get_days (ReevePolicyLog *self)
{
  return (gint64) adw_spin_row_get_value (self->days_row);
}

/* Days with something in them that are older than @days. */
static guint
count_leaving (ReevePolicyLog *self, gint64 days)
{
  gint64 oldest = (reeve_clock_now () / REEVE_DAY - days) * REEVE_DAY;
  guint n = 0;

  for (guint i = 0; self->histogram->bars != NULL && i < self->histogram->bars->len; i++)
    n += REEVE_ACCESS_BAR (self->histogram->bars->pdata[i])->time < oldest;
  return n;
}

/* (transfer full) */
static char *
describe_shorter (ReevePolicyLog *self, gint64 days)
{
  guint n = self->histogram != NULL ? count_leaving (self, days) : 0;

  if (self->histogram == NULL)
    return g_strdup_printf (
      g_dngettext (NULL, "What is older than %d day goes within the hour, but for what is held",
                   "What is older than %d days goes within the hour, but for what is held", (gulong) days),
      (int) days);
  if (n == 0)
    return g_strdup (_ ("Nothing in the log is that old"));
  if (n > AT_ONCE)
    return g_strdup_printf (ngettext ("%u day of the log goes within the next hours, but for what is held",
                                      "%u days of the log go within the next hours, but for what is held", n),
                            n);
  return g_strdup_printf (ngettext ("%u day of the log goes within the hour, but for what is held",
                                    "%u days of the log go within the hour, but for what is held", n),
                          n);
}

static void
update (ReevePolicyLog *self)
{
  gint64 days = get_days (self);
  g_autofree char *shorter = days < self->shown ? describe_shorter (self, days) : NULL;
  const char *longer = days > self->shown ? _ ("What has left already does not come back") : NULL;

  gtk_widget_set_visible (self->apply_button, days != self->shown);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->days_row),
                               shorter != NULL  ? shorter
                               : longer != NULL ? longer
                                                : _ ("Then it leaves, but for what a hold keeps"));
}

/* --- What there is --- */

static void
on_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReevePolicyLog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveAccessHistogram) histogram =
    reeve_client_load_finish (REEVE_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_set_object (&self->histogram, histogram);
  update (self);
}

static void
ask (ReevePolicyLog *self)
{
  GtkWidget *page = gtk_widget_get_ancestor (GTK_WIDGET (self), REEVE_TYPE_PAGE);
  ReeveSite *site = page != NULL ? reeve_page_get_site (REEVE_PAGE (page)) : NULL;
  g_autofree char *path = NULL;

  if (self->cancellable != NULL || site == NULL ||
      !reeve_site_may_everywhere (site, REEVE_CAPABILITY_LOG_READ))
    return;
  path = reeve_site_path (site, "access-log/histogram?bucket=86400000000");
  self->cancellable = g_cancellable_new ();
  reeve_client_load_async (reeve_site_get_client (site), reeve_access_histogram_get_type (), path,
                           self->cancellable, on_loaded_cb, g_object_ref (self));
}

/* Of another policy, or another workspace: asked for again when it is wanted. */
static void
forget (ReevePolicyLog *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->histogram);
}

/* --- The row --- */

static void
reeve_policy_log_show_policy (ReevePolicyGroup *group, ReevePolicy *policy, gboolean write)
{
  ReevePolicyLog *self = REEVE_POLICY_LOG (group);

  gtk_widget_set_sensitive (GTK_WIDGET (self->days_row), write);
  if (self->shown != policy->access_log_days) /* else somebody may be choosing another one */
    {
      forget (self);
      self->shown = policy->access_log_days;
      adw_spin_row_set_value (self->days_row, (double) self->shown);
    }
  update (self);
}

static void
on_changed_cb (ReevePolicyLog *self)
{
  if (get_days (self) < self->shown)
    ask (self);
  update (self);
}

static void
on_apply_clicked_cb (ReevePolicyLog *self)
{
  ReevePolicy *policy = reeve_policy_group_get_policy (REEVE_POLICY_GROUP (self));
  g_autoptr (ReevePolicy) after = NULL;

  if (policy == NULL)
    return;
  after = reeve_record_copy (policy);
  after->access_log_days = get_days (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->days_row)); /* the button goes */
  reeve_policy_group_change (REEVE_POLICY_GROUP (self), after,
                             _ ("Time that the access log is kept changed"));
}

static void
reeve_policy_log_dispose (GObject *object)
{
  forget (REEVE_POLICY_LOG (object));
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_POLICY_LOG);
  G_OBJECT_CLASS (reeve_policy_log_parent_class)->dispose (object);
}

static void
reeve_policy_log_class_init (ReevePolicyLogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_policy_log_dispose;
  REEVE_POLICY_GROUP_CLASS (klass)->show_policy = reeve_policy_log_show_policy;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/policy-log.ui");
  gtk_widget_class_bind_template_child (widget_class, ReevePolicyLog, days_row);
  gtk_widget_class_bind_template_child (widget_class, ReevePolicyLog, apply_button);
  gtk_widget_class_bind_template_callback (widget_class, on_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_apply_clicked_cb);
}

static void
reeve_policy_log_init (ReevePolicyLog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  adw_spin_row_set_range (self->days_row, REEVE_POLICY_LOG_SHORTEST, REEVE_POLICY_LOG_LONGEST);
}
