/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A folder comes back where it was, with what was in it: who reaches it then is looked at first. */

#include "config.h"

#include "console/dialogs/folder-bin-dialog.h"

#include <glib/gi18n.h>

#include "console/lists/paged-list.h"
#include "console/widgets/formatting.h"
#include "console/widgets/list-edge.h"
#include "console/widgets/pane.h"
#include "console/widgets/verb-words.h"

#define ITEM_OF_ROW "reeve-item"

struct _ReeveFolderBinDialog
{
  AdwDialog parent_instance;
  /* from the template */
  ReevePane *pane;
  GtkScrolledWindow *scroller;
  GtkListBox *rows;
  /* owned */
  ReeveSite *site;
  ReevePagedList *list;
};

G_DEFINE_FINAL_TYPE (ReeveFolderBinDialog, reeve_folder_bin_dialog, ADW_TYPE_DIALOG)

static guint asked_signal;

static void
on_restore_clicked_cb (ReeveFolderBinDialog *self, GtkWidget *button)
{
  const ReeveFolder *folder =
    reeve_paged_item_get_record (g_object_get_data (G_OBJECT (button), ITEM_OF_ROW));
  g_autofree char *place =
    reeve_verb_words_path (reeve_site_get_root_name (self->site), (const char *const *) folder->path, 0);
  g_autoptr (ReevePermissionEntry) entry = reeve_permission_entry_new_folder ("restore", folder, place);

  g_signal_emit (self, asked_signal, 0, entry);
}

static GtkWidget *
make_row (gpointer item, gpointer user_data)
{
  ReeveFolderBinDialog *self = user_data;
  const ReeveFolder *folder = reeve_paged_item_get_record (item);
  gboolean write = reeve_site_may_everywhere (self->site, REEVE_CAPABILITY_PERMISSIONS_WRITE);
  g_autofree char *place =
    reeve_verb_words_path (reeve_site_get_root_name (self->site), (const char *const *) folder->path, 1);
  g_autofree char *day = reeve_format_date (folder->deleted);
  /* Translators: %1$s: where a folder was, %2$s: a day */
  g_autofree char *subtitle = g_strdup_printf (_ ("%1$s · in the bin since %2$s"), place, day);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_with_label (_ ("Restore…"));

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), folder->name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (button, write);
  /* its words are the same in every row */
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, folder->name,
                                  -1);
  g_object_set_data_full (G_OBJECT (button), ITEM_OF_ROW, g_object_ref (item), g_object_unref);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_restore_clicked_cb), self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  return row;
}

static void
show_state (ReeveFolderBinDialog *self)
{
  const GError *error = reeve_paged_list_get_error (self->list);

  reeve_pane_set_state (self->pane,
                        reeve_pane_decide (reeve_site_get_state (self->site),
                                           reeve_site_get_online (self->site),
                                           reeve_paged_list_get_state (self->list),
                                           g_list_model_get_n_items (G_LIST_MODEL (self->list)), FALSE,
                                           reeve_error_get_code (error) == REEVE_ERROR_UNREACHABLE),
                        error);
}

static void
load_more_if_near (ReeveFolderBinDialog *self)
{
  reeve_list_edge_load (self->scroller, self->list);
}

static void
on_retry_cb (ReeveFolderBinDialog *self)
{
  reeve_paged_list_reload (self->list);
}

static void
reeve_folder_bin_dialog_dispose (GObject *object)
{
  ReeveFolderBinDialog *self = REEVE_FOLDER_BIN_DIALOG (object);

  if (self->list != NULL)
    g_signal_handlers_disconnect_by_data (self->list, self);
  if (self->rows != NULL)
    gtk_list_box_bind_model (self->rows, NULL, NULL, NULL, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_FOLDER_BIN_DIALOG);
  g_clear_object (&self->list);
  g_clear_object (&self->site);
  G_OBJECT_CLASS (reeve_folder_bin_dialog_parent_class)->dispose (object);
}

static void
reeve_folder_bin_dialog_class_init (ReeveFolderBinDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_folder_bin_dialog_dispose;
  asked_signal = g_signal_new ("asked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 1, G_TYPE_POINTER);

  g_type_ensure (REEVE_TYPE_PANE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/reeve/Reeve/ui/folder-bin-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveFolderBinDialog, pane);
  gtk_widget_class_bind_template_child (widget_class, ReeveFolderBinDialog, scroller);
  gtk_widget_class_bind_template_child (widget_class, ReeveFolderBinDialog, rows);
  gtk_widget_class_bind_template_callback (widget_class, on_retry_cb);
}

static void
reeve_folder_bin_dialog_init (ReeveFolderBinDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
reeve_folder_bin_dialog_new (ReeveSite *site)
{
  ReeveFolderBinDialog *self = g_object_new (REEVE_TYPE_FOLDER_BIN_DIALOG, NULL);
  g_autofree char *path = reeve_site_path (site, "folders");
  g_autoptr (ReeveQuery) query = reeve_query_new ();

  self->site = g_object_ref (site);
  self->list = reeve_paged_list_new (reeve_site_get_client (site), reeve_folder_get_type (), path);
  reeve_query_set_filter (query, "state", "binned");
  gtk_list_box_bind_model (self->rows, G_LIST_MODEL (self->list), make_row, self, NULL);
  g_signal_connect_object (self->list, "notify", G_CALLBACK (show_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "items-changed", G_CALLBACK (show_state), self, G_CONNECT_SWAPPED);
  reeve_list_edge_watch (self->scroller, G_CALLBACK (load_more_if_near), self);
  reeve_paged_list_set_query (self->list, query);
  return ADW_DIALOG (self);
}
