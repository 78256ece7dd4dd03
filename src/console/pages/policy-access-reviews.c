/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Two rows of one kind: a number of days within the bounds that the record's table has. */

#include "config.h"

#include "console/pages/policy-access-reviews.h"

#include <glib/gi18n.h>

#include "console/widgets/wording.h"

enum
{
  DAYS,
  GRACE_DAYS,
  N_ROWS
};

struct _ReevePolicyAccessReviews
{
  ReevePolicyGroup parent_instance;
  /* from the template */
  AdwEntryRow *rows[N_ROWS];

  gint64 shown[N_ROWS];
};

G_DEFINE_FINAL_TYPE (ReevePolicyAccessReviews, reeve_policy_access_reviews, REEVE_TYPE_POLICY_GROUP)

static const struct
{
  const char *field;
  const char *title;
  const char *done;
} rows[N_ROWS] = {
  /* Translators: %1$d and %2$d are the smallest and the largest number */
  [DAYS] = { "access-review-days", N_ ("Days from one review to the next, %1$d to %2$d"),
             N_ ("Time between access reviews changed") },
  /* Translators: %1$d and %2$d are the smallest and the largest number */
  [GRACE_DAYS] = { "access-review-grace-days", N_ ("Days to decide in, %1$d to %2$d"),
                   N_ ("Time for access reviews changed") },
};

static const ReeveField *
find_field (guint row)
{
  g_autoptr (ReeveRecordClass) record_class = g_type_class_ref (reeve_policy_get_type ());

  return reeve_record_class_find_field (record_class, rows[row].field);
}

static gint64 *
get_days (ReevePolicy *policy, guint row)
{
  return reeve_record_field (policy, find_field (row));
}

static guint
find_row (ReevePolicyAccessReviews *self, AdwEntryRow *row)
{
  return row == self->rows[DAYS] ? DAYS : GRACE_DAYS;
}

static void
reeve_policy_access_reviews_show_policy (ReevePolicyGroup *group, ReevePolicy *policy, gboolean write)
{
  ReevePolicyAccessReviews *self = REEVE_POLICY_ACCESS_REVIEWS (group);

  for (guint i = 0; i < N_ROWS; i++)
    {
      gint64 days = *get_days (policy, i);
      g_autofree char *text = g_strdup_printf ("%d", (int) days);

      gtk_editable_set_editable (GTK_EDITABLE (self->rows[i]), write);
      if (self->shown[i] == days) /* or somebody is typing another one */
        continue;
      /* What is shown is not an edit, for which there would be a button. */
      adw_entry_row_set_show_apply_button (self->rows[i], FALSE);
      gtk_editable_set_text (GTK_EDITABLE (self->rows[i]), text);
      adw_entry_row_set_show_apply_button (self->rows[i], TRUE);
      gtk_widget_remove_css_class (GTK_WIDGET (self->rows[i]), "error");
      self->shown[i] = days;
    }
}

static gboolean
read_days (ReevePolicyAccessReviews *self, guint row, guint64 *days)
{
  const ReeveField *field = find_field (row);

  return g_ascii_string_to_unsigned (gtk_editable_get_text (GTK_EDITABLE (self->rows[row])), 10,
                                     (guint64) field->min, (guint64) field->max, days, NULL);
}

static void
on_changed_cb (ReevePolicyAccessReviews *self, AdwEntryRow *row)
{
  guint64 days;

  if (read_days (self, find_row (self, row), &days))
    gtk_widget_remove_css_class (GTK_WIDGET (row), "error");
}

static void
on_apply_cb (ReevePolicyAccessReviews *self, AdwEntryRow *row)
{
  ReevePolicy *policy = reeve_policy_group_get_policy (REEVE_POLICY_GROUP (self));
  guint i = find_row (self, row);
  g_autoptr (ReevePolicy) after = NULL;
  guint64 days;

  if (policy == NULL)
    return;
  if (!read_days (self, i, &days))
    {
      gtk_widget_add_css_class (GTK_WIDGET (row), "error");
      reeve_announce (GTK_WIDGET (row), adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)));
      gtk_widget_grab_focus (GTK_WIDGET (row));
      return;
    }
  after = reeve_record_copy (policy);
  *get_days (after, i) = (gint64) days;
  reeve_policy_group_change (REEVE_POLICY_GROUP (self), after, _ (rows[i].done));
}

static void
reeve_policy_access_reviews_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_POLICY_ACCESS_REVIEWS);
  G_OBJECT_CLASS (reeve_policy_access_reviews_parent_class)->dispose (object);
}

static void
reeve_policy_access_reviews_class_init (ReevePolicyAccessReviewsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_policy_access_reviews_dispose;
  REEVE_POLICY_GROUP_CLASS (klass)->show_policy = reeve_policy_access_reviews_show_policy;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/reeve/Reeve/ui/policy-access-reviews.ui");
  gtk_widget_class_bind_template_child_full (widget_class, "days", FALSE,
                                             G_STRUCT_OFFSET (ReevePolicyAccessReviews, rows[DAYS]));
  gtk_widget_class_bind_template_child_full (widget_class, "grace_days", FALSE,
                                             G_STRUCT_OFFSET (ReevePolicyAccessReviews, rows[GRACE_DAYS]));
  gtk_widget_class_bind_template_callback (widget_class, on_apply_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_changed_cb);
}

static void
reeve_policy_access_reviews_init (ReevePolicyAccessReviews *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < N_ROWS; i++)
    {
      const ReeveField *field = find_field (i);
      g_autofree char *title = NULL;

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral" /* of the table above */
      title = g_strdup_printf (_ (rows[i].title), (int) field->min, (int) field->max);
#pragma GCC diagnostic pop
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->rows[i]), title);
    }
}
