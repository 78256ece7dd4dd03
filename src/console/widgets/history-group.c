/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A failure here is the history's own: what stands around it stays. */

#include "config.h"

#include "console/widgets/history-group.h"

#include <glib/gi18n.h>

#include "common/audit-entry.h"
#include "common/error.h"
#include "console/lists/paged-list.h"
#include "console/widgets/history-words.h"

#define HISTORY_PAGE 50
#define ITEM_OF_ROW  "reeve-item"

struct _ReeveHistoryGroup
{
  AdwPreferencesGroup parent_instance;
  /* from the template */
  GtkListBox *rows;
  GtkWidget *more_button;
  /* owned */
  ReevePagedList *entries; /* (nullable) */
  ReeveSite *site;         /* (nullable): with entries */
};

G_DEFINE_FINAL_TYPE (ReeveHistoryGroup, reeve_history_group, ADW_TYPE_PREFERENCES_GROUP)

static void
show_row (GtkWidget *row)
{
  ReevePagedItem *item = g_object_get_data (G_OBJECT (row), ITEM_OF_ROW);
  ReeveAuditEntry *entry = REEVE_AUDIT_ENTRY (reeve_paged_item_get_record (item));
  g_autofree char *title = reeve_format_history_title (entry);
  g_autofree char *who = reeve_format_history_who (entry);
  g_autofree char *changes = reeve_format_history_changes (entry);
  g_autofree char *subtitle = changes ? g_strconcat (changes, "\n", who, NULL) : g_strdup (who);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
}

static void
on_prove_cb (GtkWidget *row)
{
  ReevePagedItem *item = g_object_get_data (G_OBJECT (row), ITEM_OF_ROW);
  g_autoptr (GString) json = g_string_new (NULL);

  reeve_record_append_json (reeve_paged_item_get_record (item), json);
  gtk_widget_activate_action (row, "win.prove-entry", "s", json->str);
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

static GtkWidget *
make_row (gpointer item, gpointer user_data)
{
  ReeveHistoryGroup *self = user_data;
  GtkWidget *row = adw_action_row_new ();
  g_auto (GStrv) groups = reeve_history_list_groups (reeve_paged_item_get_record (item));

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  g_object_set_data_full (G_OBJECT (row), ITEM_OF_ROW, g_object_ref (item), g_object_unref);
  reeve_site_learn_groups (self->site, (const char *const *) groups);
  show_row (row);
  if (reeve_site_may_everywhere (self->site, REEVE_CAPABILITY_LOG_READ))
    add_prove_button (row);
  return row;
}

static void
on_group_named_cb (ReeveHistoryGroup *self)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->rows, i)) != NULL; i++)
    show_row (GTK_WIDGET (row));
}

static void
show_state (ReeveHistoryGroup *self)
{
  ReevePagedListState state =
    self->entries ? reeve_paged_list_get_state (self->entries) : REEVE_PAGED_LIST_COMPLETE;
  guint n = self->entries ? g_list_model_get_n_items (G_LIST_MODEL (self->entries)) : 0;

  if (state == REEVE_PAGED_LIST_FAILED &&
      reeve_error_get_code (reeve_paged_list_get_error (self->entries)) == REEVE_ERROR_NOT_FOUND)
    state = REEVE_PAGED_LIST_COMPLETE; /* what was there before there was a record */
  gtk_widget_set_visible (GTK_WIDGET (self->rows), n > 0);
  gtk_widget_set_visible (self->more_button,
                          state == REEVE_PAGED_LIST_IDLE || state == REEVE_PAGED_LIST_FAILED);
  gtk_button_set_label (GTK_BUTTON (self->more_button),
                        state == REEVE_PAGED_LIST_FAILED ? _ ("Try Again") : _ ("Show More"));
  adw_preferences_group_set_description (
    ADW_PREFERENCES_GROUP (self), state == REEVE_PAGED_LIST_FAILED ? _ ("The history could not be loaded.")
                                  : state == REEVE_PAGED_LIST_COMPLETE && n == 0
                                    ? _ ("Nothing was changed yet.")
                                    : NULL);
}

static void
on_more_clicked_cb (ReeveHistoryGroup *self)
{
  if (self->entries != NULL)
    reeve_paged_list_load_more (self->entries);
}

static void
drop_entries (ReeveHistoryGroup *self)
{
  if (self->entries != NULL)
    g_signal_handlers_disconnect_by_data (self->entries, self);
  g_clear_object (&self->entries);
  if (self->site != NULL)
    g_signal_handlers_disconnect_by_data (self->site, self);
  g_clear_object (&self->site);
}

static void
reeve_history_group_dispose (GObject *object)
{
  drop_entries (REEVE_HISTORY_GROUP (object));
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_HISTORY_GROUP);
  G_OBJECT_CLASS (reeve_history_group_parent_class)->dispose (object);
}

static void
reeve_history_group_class_init (ReeveHistoryGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_history_group_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/history-group.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveHistoryGroup, rows);
  gtk_widget_class_bind_template_child (widget_class, ReeveHistoryGroup, more_button);
  gtk_widget_class_bind_template_callback (widget_class, on_more_clicked_cb);
}

static void
reeve_history_group_init (ReeveHistoryGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
reeve_history_group_load (ReeveHistoryGroup *self, ReeveSite *site, const char *below)
{
  g_return_if_fail (REEVE_IS_HISTORY_GROUP (self));

  drop_entries (self);
  if (site != NULL && below != NULL)
    {
      g_autofree char *path = reeve_site_path (site, below);
      g_autoptr (ReeveQuery) query = reeve_query_new ();

      query->limit = HISTORY_PAGE;
      self->site = g_object_ref (site);
      g_signal_connect_object (site, "group-named", G_CALLBACK (on_group_named_cb), self, G_CONNECT_SWAPPED);
      self->entries =
        reeve_paged_list_new (reeve_site_get_client (site), reeve_audit_entry_get_type (), path);
      g_signal_connect_object (self->entries, "notify::state", G_CALLBACK (show_state), self,
                               G_CONNECT_SWAPPED);
      reeve_paged_list_set_query (self->entries, query);
    }
  gtk_list_box_bind_model (self->rows, G_LIST_MODEL (self->entries), make_row, self, NULL);
  show_state (self);
}
