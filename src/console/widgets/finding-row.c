/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/widgets/finding-row.h"

#include <glib/gi18n.h>

#include "common/clock.h"
#include "common/finding.h"
#include "console/widgets/finding-words.h"
#include "console/widgets/item-tick.h"
#include "console/widgets/pill.h"

#define PARTS_OF_ROW "reeve-parts"
#define ITEM_OF_ROW  "reeve-item"

typedef struct
{
  GtkWidget *tick;
  GtkWidget *severity;
  GtkWidget *state;
} Parts;

static void
set_pill (GtkWidget *pill, const char *icon, const char *label, const char *tone)
{
  const char *classes[] = { "status-pill", tone, NULL };

  reeve_pill_set_icon_name (REEVE_PILL (pill), icon);
  reeve_pill_set_label (REEVE_PILL (pill), label);
  gtk_widget_set_css_classes (pill, classes);
}

static void
show_row (GtkWidget *row, ReeveFinding *finding)
{
  Parts *parts = g_object_get_data (G_OBJECT (row), PARTS_OF_ROW);
  gint64 now = reeve_clock_now ();
  const char *title = reeve_finding_words_rule (finding->rule);
  g_autofree char *line = reeve_finding_words_line (finding, now);
  g_autofree char *spoken = reeve_finding_words_spoken (finding, now);
  g_autofree char *tick = g_strdup_printf (_ ("Select: %s"), title);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), line);
  gtk_widget_set_tooltip_text (row, reeve_finding_words_meaning (finding->rule));
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (parts->tick), GTK_ACCESSIBLE_PROPERTY_LABEL, tick, -1);
  set_pill (parts->severity, reeve_finding_words_severity_icon (finding->severity),
            reeve_finding_words_severity (finding->severity),
            reeve_finding_words_severity_tone (finding->severity));
  set_pill (parts->state, reeve_finding_words_state_icon (finding->state),
            reeve_finding_words_state (finding->state), reeve_finding_words_state_tone (finding->state));
  gtk_widget_set_visible (parts->state, g_strcmp0 (finding->state, "open") != 0);
}

static void
on_record_changed_cb (ReevePagedItem *item, GParamSpec *pspec, gpointer row)
{
  show_row (row, REEVE_FINDING (reeve_paged_item_get_record (item)));
}

GtkWidget *
reeve_finding_row_new (ReevePagedItem *item, ReeveTicks *ticks, gboolean decide)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *pills = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  Parts *parts = g_new0 (Parts, 1);

  parts->tick = reeve_item_tick_new (item, ticks);
  parts->severity = g_object_new (REEVE_TYPE_PILL, "halign", GTK_ALIGN_END, NULL);
  parts->state = g_object_new (REEVE_TYPE_PILL, "halign", GTK_ALIGN_END, NULL);
  reeve_pill_set_whole (REEVE_PILL (parts->severity), TRUE);
  reeve_pill_set_whole (REEVE_PILL (parts->state), TRUE);
  gtk_widget_set_visible (parts->tick, decide);
  gtk_widget_set_valign (pills, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (pills), parts->severity);
  gtk_box_append (GTK_BOX (pills), parts->state);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), parts->tick);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), pills);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  /* Its title is not the whole of its name. */
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  g_object_set_data_full (G_OBJECT (row), PARTS_OF_ROW, parts, g_free);
  g_object_set_data_full (G_OBJECT (row), ITEM_OF_ROW, g_object_ref (item), g_object_unref);
  g_signal_connect_object (item, "notify::record", G_CALLBACK (on_record_changed_cb), row, 0);
  show_row (row, REEVE_FINDING (reeve_paged_item_get_record (item)));
  return row;
}

ReevePagedItem *
reeve_finding_row_get_item (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), ITEM_OF_ROW);
}
