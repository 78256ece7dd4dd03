/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/widgets/review-row.h"

#include <glib/gi18n.h>

#include "common/clock.h"
#include "console/widgets/item-tick.h"
#include "console/widgets/pill.h"
#include "console/widgets/review-words.h"
#include "console/widgets/whom-mark.h"

#define PARTS_OF_ROW "reeve-parts"

typedef struct
{
  ReevePagedItem *item; /* borrowed: the row holds it */
  GtkWidget *tick;
  GtkWidget *pill;
  GtkWidget *keep;
  GtkWidget *drop;
  gboolean decide;
  gboolean open;
} Parts;

static void
name_button (GtkWidget *button, const char *label, const char *format_of_name, ReeveReviewedRight *right)
{
  g_autofree char *name = NULL;

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral" /* one of those below */
  name = g_strdup_printf (format_of_name, reeve_review_words_role (right), right->display_name);
#pragma GCC diagnostic pop
  gtk_button_set_label (GTK_BUTTON (button), label);
  /* The words on it are not the whole of its name. */
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
show_buttons (Parts *parts, ReeveReviewedRight *right)
{
  gboolean taken =
    g_strcmp0 (right->decision, "dropped") == 0 || g_strcmp0 (right->decision, "suspended") == 0;
  gboolean undecided = g_strcmp0 (right->decision, "undecided") == 0;
  gboolean held = undecided || g_strcmp0 (right->decision, "kept") == 0;

  if (taken)
    /* Translators: read out for a button; %1$s is a role, %2$s a person */
    name_button (parts->keep, _ ("Give Back"), _ ("Give back: %1$s of %2$s"), right);
  else
    /* Translators: read out for a button; %1$s is a role, %2$s a person */
    name_button (parts->keep, _ ("Keep"), _ ("Keep: %1$s of %2$s"), right);
  /* Translators: read out for a button; %1$s is a role, %2$s a person */
  name_button (parts->drop, _ ("Drop…"), _ ("Drop: %1$s of %2$s"), right);
  gtk_widget_set_visible (parts->keep, parts->decide && (taken || (undecided && parts->open)));
  gtk_widget_set_visible (parts->drop, parts->decide && held && parts->open);
  gtk_widget_set_visible (parts->tick, parts->decide && (taken || (held && parts->open)));
}

static void
show (GtkWidget *row)
{
  Parts *parts = g_object_get_data (G_OBJECT (row), PARTS_OF_ROW);
  ReeveReviewedRight *right = REEVE_REVIEWED_RIGHT (reeve_paged_item_get_record (parts->item));
  const char *classes[] = { "status-pill", reeve_review_words_decision_tone (right->decision), NULL };
  g_autofree char *line = reeve_review_words_right (right, reeve_clock_now ());
  g_autofree char *tick = NULL;

  reeve_whom_mark (row, right->account, right->display_name);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), right->display_name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), line);
  gtk_widget_set_tooltip_text (row, right->email);
  reeve_pill_set_icon_name (REEVE_PILL (parts->pill), reeve_review_words_decision_icon (right->decision));
  reeve_pill_set_label (REEVE_PILL (parts->pill), reeve_review_words_decision (right->decision));
  gtk_widget_set_css_classes (parts->pill, classes);
  /* What is undecided is what has both buttons. */
  gtk_widget_set_visible (parts->pill, !parts->decide || g_strcmp0 (right->decision, "undecided") != 0);
  show_buttons (parts, right);
  /* Translators: read out for a tick box; %1$s is a role, %2$s a person */
  tick = g_strdup_printf (_ ("Select: %1$s of %2$s"), reeve_review_words_role (right), right->display_name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (parts->tick), GTK_ACCESSIBLE_PROPERTY_LABEL, tick, -1);
}

static void
on_record_cb (GtkWidget *row)
{
  show (row);
}

static GtkWidget *
make_button (const char *action, const char *id)
{
  GtkWidget *button = gtk_button_new ();

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  return button;
}

GtkWidget *
reeve_review_row_new (ReevePagedItem *item, ReeveTicks *ticks, gboolean decide, gboolean open)
{
  GtkWidget *row = adw_action_row_new ();
  Parts *parts = g_new0 (Parts, 1);
  const char *id = reeve_paged_item_get_id (item);

  parts->item = item;
  parts->decide = decide;
  parts->open = open;
  parts->tick = reeve_item_tick_new (item, ticks);
  parts->pill = g_object_new (REEVE_TYPE_PILL, "valign", GTK_ALIGN_CENTER, NULL);
  parts->keep = make_button ("reviews.keep", id);
  parts->drop = make_button ("reviews.drop", id);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), parts->tick);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), parts->pill);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), parts->keep);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), parts->drop);
  g_object_set_data_full (G_OBJECT (row), "reeve-item", g_object_ref (item), g_object_unref);
  g_object_set_data_full (G_OBJECT (row), PARTS_OF_ROW, parts, g_free);
  g_signal_connect_object (item, "notify::record", G_CALLBACK (on_record_cb), row, G_CONNECT_SWAPPED);
  show (row);
  return row;
}
