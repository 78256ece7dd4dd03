/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Two rows that are saved as they are chosen. What the service refuses, or nobody gives a code for, is shown
 * as it was again. */

#include "config.h"

#include "console/pages/policy-log-reviews.h"

#include <glib/gi18n.h>

#include "common/log-review.h"

struct _ReevePolicyLogReviews
{
  ReevePolicyGroup parent_instance;
  /* from the template */
  AdwComboRow *weeks;
  AdwComboRow *signatures;

  gboolean showing; /* nobody chooses */
};

G_DEFINE_FINAL_TYPE (ReevePolicyLogReviews, reeve_policy_log_reviews, REEVE_TYPE_POLICY_GROUP)

/* When its times are, for the weeks that are chosen. */
static void
describe (ReevePolicyLogReviews *self, gint64 weeks)
{
  int due = (int) (reeve_log_review_due (0, weeks) / G_TIME_SPAN_DAY);
  int overdue = (int) (reeve_log_review_overdue (0, weeks) / G_TIME_SPAN_DAY);
  /* Translators: of a review of the access log: the days on which it is due and overdue */
  g_autofree char *text = g_strdup_printf (_ ("Due on day %1$d, overdue on day %2$d"), due, overdue);

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->weeks), text);
}

static void
reeve_policy_log_reviews_show_policy (ReevePolicyGroup *group, ReevePolicy *policy, gboolean write)
{
  ReevePolicyLogReviews *self = REEVE_POLICY_LOG_REVIEWS (group);

  self->showing = TRUE;
  adw_combo_row_set_selected (self->weeks, (guint) policy->log_review_weeks - 1);
  adw_combo_row_set_selected (self->signatures, (guint) policy->log_review_signatures - 1);
  self->showing = FALSE;
  gtk_widget_set_sensitive (GTK_WIDGET (self->weeks), write);
  gtk_widget_set_sensitive (GTK_WIDGET (self->signatures), write);
  describe (self, policy->log_review_weeks);
}

static void
on_selected_cb (ReevePolicyLogReviews *self)
{
  ReevePolicy *policy = reeve_policy_group_get_policy (REEVE_POLICY_GROUP (self));
  g_autoptr (ReevePolicy) after = NULL;

  if (self->showing || policy == NULL)
    return;
  after = reeve_record_copy (policy);
  after->log_review_weeks = adw_combo_row_get_selected (self->weeks) + 1;
  after->log_review_signatures = adw_combo_row_get_selected (self->signatures) + 1;
  reeve_policy_group_change (REEVE_POLICY_GROUP (self), after,
                             after->log_review_weeks != policy->log_review_weeks
                               ? _ ("Time between reviews of the log changed")
                               : _ ("Signatures of reviews changed"));
}

static void
reeve_policy_log_reviews_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_POLICY_LOG_REVIEWS);
  G_OBJECT_CLASS (reeve_policy_log_reviews_parent_class)->dispose (object);
}

static void
reeve_policy_log_reviews_class_init (ReevePolicyLogReviewsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_policy_log_reviews_dispose;
  REEVE_POLICY_GROUP_CLASS (klass)->show_policy = reeve_policy_log_reviews_show_policy;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/reeve/Reeve/ui/policy-log-reviews.ui");
  gtk_widget_class_bind_template_child (widget_class, ReevePolicyLogReviews, weeks);
  gtk_widget_class_bind_template_child (widget_class, ReevePolicyLogReviews, signatures);
  gtk_widget_class_bind_template_callback (widget_class, on_selected_cb);
}

static void
reeve_policy_log_reviews_init (ReevePolicyLogReviews *self)
{
  g_autoptr (GtkStringList) weeks = gtk_string_list_new (NULL);

  self->showing = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  for (int i = 1; i <= REEVE_LOG_REVIEW_WEEKS; i++)
    {
      g_autofree char *text = g_strdup_printf (ngettext ("%d week", "%d weeks", (gulong) i), i);

      gtk_string_list_append (weeks, text);
    }
  adw_combo_row_set_model (self->weeks, G_LIST_MODEL (weeks));
  self->showing = FALSE;
}
