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
#include "console/widgets/record-words.h"

#define AT_ONCE 31 /* days that the service lets go within an hour, whatever is in them */

struct _ReevePolicyLog
{
  ReevePolicyGroup parent_instance;
  /* from the template */
  AdwSpinRow *days_row;
  GtkWidget *apply_button;
  AdwActionRow *record_row;
  /* owned */
  ReeveAccessHistogram *histogram; /* (nullable): by days; not asked for, or not for this person */
  GCancellable *cancellable;       /* (nullable): it was asked for */
  ReeveSite *site;                 /* (nullable): whose record is told of */

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

/* (nullable) */
static ReeveSite *
find_site (ReevePolicyLog *self)
{
  GtkWidget *page = gtk_widget_get_ancestor (GTK_WIDGET (self), REEVE_TYPE_PAGE);

  return page != NULL ? reeve_page_get_site (REEVE_PAGE (page)) : NULL;
}

static void
ask (ReevePolicyLog *self)
{
  ReeveSite *site = find_site (self);
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

/* --- The record --- */

/* Who may not read the log is no witness, and of a broken record the window tells above everything. */
static void
show_record (ReevePolicyLog *self)
{
  ReeveWitness *witness = self->site != NULL ? reeve_site_get_witness (self->site) : NULL;
  ReeveWitnessState state = witness != NULL ? reeve_witness_get_state (witness) : REEVE_WITNESS_OFF;
  gboolean told = state != REEVE_WITNESS_OFF && state != REEVE_WITNESS_BROKEN;
  g_autofree char *words = told ? reeve_record_words_seen (reeve_witness_get_memory (witness)) : NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->record_row), told);
  adw_action_row_set_subtitle (self->record_row, told ? words : "");
}

static void
watch_record (ReevePolicyLog *self)
{
  ReeveSite *site = find_site (self);

  if (site != self->site)
    {
      if (self->site != NULL)
        g_signal_handlers_disconnect_by_func (self->site, show_record, self);
      g_set_object (&self->site, site);
      if (site != NULL)
        g_signal_connect_object (site, "record-changed", G_CALLBACK (show_record), self, G_CONNECT_SWAPPED);
    }
  show_record (self);
}

/* --- The row --- */

static void
reeve_policy_log_show_policy (ReevePolicyGroup *group, ReevePolicy *policy, gboolean write)
{
  ReevePolicyLog *self = REEVE_POLICY_LOG (group);

  watch_record (self);
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
  g_clear_object (&REEVE_POLICY_LOG (object)->site);
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
  gtk_widget_class_bind_template_child (widget_class, ReevePolicyLog, record_row);
  gtk_widget_class_bind_template_callback (widget_class, on_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_apply_clicked_cb);
}

static void
reeve_policy_log_init (ReevePolicyLog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  adw_spin_row_set_range (self->days_row, REEVE_POLICY_LOG_SHORTEST, REEVE_POLICY_LOG_LONGEST);
}
