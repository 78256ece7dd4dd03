/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/widgets/rotation-row.h"

#include <glib/gi18n.h>

#include "common/clock.h"
#include "console/widgets/item-tick.h"
#include "console/widgets/later-menu.h"
#include "console/widgets/leaving-words.h"
#include "console/widgets/pill.h"

#define PARTS_OF_ROW "reeve-parts"

typedef struct
{
  ReevePagedItem *item; /* borrowed: the tick holds it */
  GtkWidget *tick;
  GtkWidget *pill;
  GtkWidget *mark;
  GtkWidget *menu;
} Parts;

static void
name_widget (GtkWidget *widget, const char *label)
{
  /* The words on it are not the whole of its name. */
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
name_parts (Parts *parts, const char *name)
{
  /* Translators: read out for a tick box; %s is what a secret is called */
  g_autofree char *tick = g_strdup_printf (_ ("Select: %s"), name);
  /* Translators: read out for a button; %s is what a secret is called */
  g_autofree char *mark = g_strdup_printf (_ ("Mark as rotated: %s"), name);
  /* Translators: read out for a menu button; %s is what a secret is called */
  g_autofree char *menu = g_strdup_printf (_ ("More for %s"), name);

  name_widget (parts->tick, tick);
  name_widget (parts->mark, mark);
  name_widget (parts->menu, menu);
}

static void
show (GtkWidget *row)
{
  Parts *parts = g_object_get_data (G_OBJECT (row), PARTS_OF_ROW);
  ReeveRotation *rotation = REEVE_ROTATION (reeve_paged_item_get_record (parts->item));
  gint64 now = reeve_clock_now ();
  gboolean due = reeve_rotation_words_is_due (rotation, now);
  const char *classes[] = { "status-pill", due ? "tone-error" : "tone-quiet", NULL };
  g_autofree char *line = reeve_rotation_words_line (rotation, now);
  g_autofree char *pill = reeve_rotation_words_pill (rotation, now);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), rotation->name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), line);
  reeve_pill_set_icon_name (REEVE_PILL (parts->pill),
                            due ? "dialog-warning-symbolic" : "document-open-recent-symbolic");
  reeve_pill_set_label (REEVE_PILL (parts->pill), pill);
  gtk_widget_set_css_classes (parts->pill, classes);
  name_parts (parts, rotation->name);
}

static GMenuModel *
make_menu (const char *id)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenuItem) edit = g_menu_item_new (_ ("_Edit…"), NULL);
  g_autoptr (GMenuItem) delete = g_menu_item_new (_ ("_Delete…"), NULL);

  g_menu_item_set_action_and_target (edit, "rotations.edit", "s", id);
  g_menu_item_set_action_and_target (delete, "rotations.delete", "s", id);
  g_menu_append_item (menu, edit);
  g_menu_append_item (menu, delete);
  return G_MENU_MODEL (menu);
}

static GtkWidget *
make_menu_button (const char *id)
{
  g_autoptr (GMenuModel) menu = make_menu (id);
  GtkWidget *button = gtk_menu_button_new ();

  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "view-more-symbolic");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  reeve_later_menu_set (GTK_MENU_BUTTON (button), menu);
  return button;
}

static GtkWidget *
make_mark_button (const char *id)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("object-select-symbolic");

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, _ ("Mark as Rotated…"));
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "rotations.mark");
  return button;
}

GtkWidget *
reeve_rotation_row_new (ReevePagedItem *item, ReeveTicks *ticks)
{
  GtkWidget *row = adw_action_row_new ();
  Parts *parts = g_new0 (Parts, 1);
  const char *id = reeve_paged_item_get_id (item);

  parts->item = item;
  parts->tick = reeve_item_tick_new (item, ticks);
  parts->pill = g_object_new (REEVE_TYPE_PILL, "valign", GTK_ALIGN_CENTER, NULL);
  reeve_pill_set_whole (REEVE_PILL (parts->pill), TRUE);
  parts->mark = make_mark_button (id);
  parts->menu = make_menu_button (id);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), parts->tick);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), parts->pill);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), parts->mark);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), parts->menu);
  g_object_set_data_full (G_OBJECT (row), PARTS_OF_ROW, parts, g_free);
  g_signal_connect_object (item, "notify::record", G_CALLBACK (show), row, G_CONNECT_SWAPPED);
  show (row);
  return row;
}
