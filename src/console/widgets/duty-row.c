/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/widgets/duty-row.h"

#include <glib/gi18n.h>

#include "common/clock.h"
#include "console/widgets/duty-words.h"
#include "console/widgets/pill.h"

struct _ReeveDutyRow
{
  AdwActionRow parent_instance;
  /* its own children */
  GtkWidget *icon;
  GtkWidget *pill;
  GtkWidget *put_off;
  /* owned */
  ReeveDuty *duty; /* (nullable): not shown yet */
};

G_DEFINE_FINAL_TYPE (ReeveDutyRow, reeve_duty_row, ADW_TYPE_ACTION_ROW)

static void
name_widget (GtkWidget *widget, const char *label)
{
  /* The words on it are not the whole of its name. */
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
reeve_duty_row_activate (AdwActionRow *row)
{
  ReeveDutyRow *self = REEVE_DUTY_ROW (row);
  const char *action;
  g_autoptr (GVariant) target = NULL;

  if (self->duty == NULL || !gtk_widget_is_sensitive (GTK_WIDGET (self)))
    return;
  action = reeve_duty_words_action (self->duty, reeve_clock_now (), &target);
  if (target != NULL)
    g_variant_ref_sink (target);
  gtk_widget_activate_action_variant (GTK_WIDGET (self), action, target);
}

static void
reeve_duty_row_dispose (GObject *object)
{
  g_clear_object (&REEVE_DUTY_ROW (object)->duty);
  G_OBJECT_CLASS (reeve_duty_row_parent_class)->dispose (object);
}

static void
reeve_duty_row_class_init (ReeveDutyRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = reeve_duty_row_dispose;
  ADW_ACTION_ROW_CLASS (klass)->activate = reeve_duty_row_activate;
}

static void
reeve_duty_row_init (ReeveDutyRow *self)
{
  GtkWidget *arrow = gtk_image_new_from_icon_name ("go-next-symbolic");
  AdwActionRow *row = ADW_ACTION_ROW (self);

  self->icon = g_object_new (GTK_TYPE_IMAGE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  self->pill = g_object_new (REEVE_TYPE_PILL, "valign", GTK_ALIGN_CENTER, NULL);
  reeve_pill_set_whole (REEVE_PILL (self->pill), TRUE);
  self->put_off = gtk_button_new_from_icon_name ("alarm-symbolic");
  gtk_widget_set_valign (self->put_off, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (self->put_off, _ ("Put Off Until Tomorrow"));
  gtk_widget_add_css_class (self->put_off, "flat");
  gtk_accessible_update_state (GTK_ACCESSIBLE (arrow), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_action_row_set_title_lines (row, 0);
  adw_action_row_set_subtitle_lines (row, 0);
  adw_action_row_add_prefix (row, self->icon);
  adw_action_row_add_suffix (row, self->pill);
  adw_action_row_add_suffix (row, self->put_off);
  adw_action_row_add_suffix (row, arrow);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), TRUE);
}

GtkWidget *
reeve_duty_row_new (const char *put_off)
{
  ReeveDutyRow *self = g_object_new (REEVE_TYPE_DUTY_ROW, NULL);

  g_object_set_data (G_OBJECT (self->put_off), "reeve-action", (gpointer) g_intern_string (put_off));
  return GTK_WIDGET (self);
}

/* On a narrow page the deadline is a line of its own, above what is said besides. */
static char *
describe (const char *line, const char *pill, gboolean narrow)
{
  if (!narrow || pill == NULL)
    return g_strdup (line);
  return line != NULL ? g_strdup_printf ("%s\n%s", pill, line) : g_strdup (pill);
}

static void
show_pill (ReeveDutyRow *self, const char *text, const char *tone, gboolean narrow)
{
  g_autofree char *date = reeve_duty_words_date (self->duty);
  const char *classes[] = { "status-pill", tone, NULL };

  gtk_widget_set_visible (self->pill, text != NULL && !narrow);
  reeve_pill_set_icon_name (REEVE_PILL (self->pill), g_str_equal (tone, "tone-error")
                                                       ? "task-past-due-symbolic"
                                                       : "task-due-symbolic");
  reeve_pill_set_label (REEVE_PILL (self->pill), text);
  gtk_widget_set_tooltip_text (self->pill, date);
  gtk_widget_set_css_classes (self->pill, classes);
}

void
reeve_duty_row_show (ReeveDutyRow *self, ReeveDuty *duty, gint64 now, gboolean narrow)
{
  g_autofree char *title = NULL;
  g_autofree char *line = NULL;
  g_autofree char *pill = NULL;
  g_autofree char *below = NULL;
  g_autofree char *spoken = NULL;
  g_autofree char *later = NULL;
  const char *tone;

  g_return_if_fail (REEVE_IS_DUTY_ROW (self));
  g_return_if_fail (REEVE_IS_DUTY (duty));

  g_set_object (&self->duty, duty);
  title = reeve_duty_words_title (duty);
  line = reeve_duty_words_line (duty, now);
  pill = reeve_duty_words_pill (duty, now);
  below = describe (line, pill, narrow);
  spoken = reeve_duty_words_spoken (duty, now);
  tone = reeve_duty_words_tone (duty, now);
  /* Translators: read out for a button; %s is what waits */
  later = g_strdup_printf (_ ("Put off until tomorrow: %s"), title);
  const char *classes[] = { "duty", tone, NULL };

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), below != NULL ? below : "");
  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), reeve_duty_words_icon (duty));
  gtk_widget_set_css_classes (self->icon, classes);
  show_pill (self, pill, tone, narrow);
  gtk_widget_set_visible (self->put_off, reeve_duty_words_may_wait (duty));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->put_off), NULL);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->put_off), "s", duty->id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->put_off),
                                  g_object_get_data (G_OBJECT (self->put_off), "reeve-action"));
  gtk_widget_set_sensitive (GTK_WIDGET (self), TRUE);
  name_widget (self->put_off, later);
  name_widget (GTK_WIDGET (self), spoken);
}

void
reeve_duty_row_show_done (ReeveDutyRow *self)
{
  g_autofree char *spoken = NULL;

  g_return_if_fail (REEVE_IS_DUTY_ROW (self));

  /* Translators: of something that waited; %s is what it was */
  spoken = g_strdup_printf (_ ("Done: %s"), adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self)));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), _ ("Done"));
  gtk_widget_set_visible (self->pill, FALSE);
  gtk_widget_set_sensitive (GTK_WIDGET (self), FALSE);
  name_widget (GTK_WIDGET (self), spoken);
}

ReeveDuty *
reeve_duty_row_get_duty (ReeveDutyRow *self)
{
  g_return_val_if_fail (REEVE_IS_DUTY_ROW (self), NULL);

  return self->duty;
}
