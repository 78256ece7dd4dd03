/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/widgets/change-row.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "common/audit-entry.h"
#include "common/record-line.h"
#include "console/widgets/formatting.h"
#include "console/widgets/history-words.h"
#include "console/widgets/whom-mark.h"

#define ITEM_OF_ROW "reeve-item"
#define IS_NAMED    "reeve-named"

static ReeveAuditEntry *
get_entry (GtkWidget *row)
{
  return REEVE_AUDIT_ENTRY (reeve_paged_item_get_record (g_object_get_data (G_OBJECT (row), ITEM_OF_ROW)));
}

static char *
make_title (GtkWidget *row, ReeveAuditEntry *entry)
{
  g_autofree char *title = reeve_format_history_title (entry);
  g_autofree char *name = NULL;

  if (g_object_get_data (G_OBJECT (row), IS_NAMED) == NULL || entry->object_name == NULL)
    return g_steal_pointer (&title);
  name = reeve_format_isolate (entry->object_name);
  /* Translators: a change in a list of all changes; %1$s: whose ("Ada Lovelace"), %2$s: what was done
   * ("Suspended") */
  return g_strdup_printf (_ ("%1$s: %2$s"), name, title);
}

void
reeve_change_row_update (GtkWidget *row)
{
  ReeveAuditEntry *entry = get_entry (row);
  g_autofree char *title = make_title (row, entry);
  g_autofree char *who = reeve_format_history_who (entry);
  g_autofree char *changes = reeve_format_history_changes (entry);
  g_autofree char *subtitle = changes ? g_strconcat (changes, "\n", who, NULL) : g_strdup (who);

  reeve_whom_mark (row, entry->actor, entry->actor_name);
  if (g_strcmp0 (entry->object_type, "user") == 0)
    reeve_whom_mark_also (row, entry->object_id, entry->object_name);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
}

static void
activate (GtkWidget *row, const char *action)
{
  g_autofree char *line = reeve_record_line_of_entry (get_entry (row), NULL);

  if (line != NULL)
    gtk_widget_activate_action (row, action, "s", line);
}

static void
on_activated_cb (GtkWidget *row)
{
  activate (row, "win.change");
}

static void
on_prove_cb (GtkWidget *row)
{
  activate (row, "win.prove-entry");
}

static void
add_prove_button (GtkWidget *row)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("security-high-symbolic");

  gtk_widget_set_tooltip_text (button, _ ("Prove This Line…"));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Prove This Line…"), -1);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_prove_cb), row, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

GtkWidget *
reeve_change_row_new (ReeveSite *site, ReevePagedItem *item, gboolean named)
{
  GtkWidget *row = adw_action_row_new ();
  ReeveAuditEntry *entry = REEVE_AUDIT_ENTRY (reeve_paged_item_get_record (item));
  g_auto (GStrv) groups = reeve_history_list_groups (entry);
  g_auto (GStrv) people = reeve_history_list_people (entry);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  g_object_set_data_full (G_OBJECT (row), ITEM_OF_ROW, g_object_ref (item), g_object_unref);
  g_object_set_data (G_OBJECT (row), IS_NAMED, GINT_TO_POINTER (named));
  reeve_site_learn_groups (site, (const char *const *) groups);
  reeve_site_learn_people (site, (const char *const *) people);
  reeve_change_row_update (row);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_signal_connect (row, "activated", G_CALLBACK (on_activated_cb), NULL);
  if (reeve_site_may_everywhere (site, REEVE_CAPABILITY_LOG_READ))
    add_prove_button (row);
  return row;
}
