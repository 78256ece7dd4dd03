/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/widgets/case-row.h"

#include <glib/gi18n.h>

#include "common/clock.h"
#include "console/widgets/case-words.h"
#include "console/widgets/pill.h"

#define ITEM_OF_ROW "reeve-item"
#define PILL_OF_ROW "reeve-pill"

void
reeve_case_row_set_pill (GtkWidget *pill, const char *state)
{
  const char *classes[] = { "status-pill", reeve_case_words_state_tone (state), NULL };

  g_return_if_fail (REEVE_IS_PILL (pill));

  reeve_pill_set_icon_name (REEVE_PILL (pill), reeve_case_words_state_icon (state));
  reeve_pill_set_label (REEVE_PILL (pill), reeve_case_words_state (state));
  gtk_widget_set_css_classes (pill, classes);
}

static void
show_row (GtkWidget *row, ReeveCase *breach_case)
{
  gint64 now = reeve_clock_now ();
  g_autofree char *number = reeve_case_words_title (breach_case);
  g_autofree char *people = reeve_case_words_people (breach_case);
  g_autofree char *line = reeve_case_words_line (breach_case, now);
  g_autofree char *spoken = reeve_case_words_spoken (breach_case, now);
  /* Translators: of a case in a list: %1$s: "Case 114", %2$s: "Waiting for 5 min" */
  g_autofree char *subtitle = g_strdup_printf (_ ("%1$s · %2$s"), number, line);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), people);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  reeve_case_row_set_pill (g_object_get_data (G_OBJECT (row), PILL_OF_ROW), breach_case->state);
}

static void
on_record_changed_cb (ReevePagedItem *item, GParamSpec *pspec, gpointer row)
{
  show_row (row, REEVE_CASE (reeve_paged_item_get_record (item)));
}

GtkWidget *
reeve_case_row_new (ReevePagedItem *item)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *pill = g_object_new (REEVE_TYPE_PILL, "valign", GTK_ALIGN_CENTER, NULL);

  reeve_pill_set_whole (REEVE_PILL (pill), TRUE);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), pill);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  /* Its title is not the whole of its name. */
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  g_object_set_data (G_OBJECT (row), PILL_OF_ROW, pill);
  g_object_set_data_full (G_OBJECT (row), ITEM_OF_ROW, g_object_ref (item), g_object_unref);
  g_signal_connect_object (item, "notify::record", G_CALLBACK (on_record_changed_cb), row, 0);
  show_row (row, REEVE_CASE (reeve_paged_item_get_record (item)));
  return row;
}

ReevePagedItem *
reeve_case_row_get_item (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), ITEM_OF_ROW);
}
