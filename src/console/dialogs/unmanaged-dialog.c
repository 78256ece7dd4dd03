/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/dialogs/unmanaged-dialog.h"

#include <glib/gi18n.h>

#include "common/folder.h"
#include "console/lists/paged-list.h"
#include "console/widgets/verb-words.h"
#include "console/widgets/wording.h"

#define PAGE 100

struct _ReeveUnmanagedDialog
{
  AdwDialog parent_instance;
  /* from the template */
  GtkListBox *rows;
  GtkWidget *more_button;
  AdwPreferencesGroup *group;
  /* owned */
  ReeveSite *site;
  ReevePagedList *list;
};

G_DEFINE_FINAL_TYPE (ReeveUnmanagedDialog, reeve_unmanaged_dialog, ADW_TYPE_DIALOG)

static guint go_signal;

#define ITEM_OF_ROW "reeve-item"

static GtkWidget *
make_row (gpointer item, gpointer user_data)
{
  ReeveUnmanagedDialog *self = user_data;
  const ReeveFolder *folder = reeve_paged_item_get_record (item);
  const char *root = reeve_site_get_root_name (self->site);
  gboolean is_root = g_strcmp0 (folder->id, REEVE_FOLDER_ROOT) == 0;
  g_autofree char *above = reeve_verb_words_path (root, (const char *const *) folder->path, 1);
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), is_root ? root : folder->name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), is_root ? "" : above);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), ITEM_OF_ROW, g_object_ref (item), g_object_unref);
  return row;
}

static void
show_state (ReeveUnmanagedDialog *self)
{
  ReevePagedListState state = reeve_paged_list_get_state (self->list);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->list));
  g_autofree char *text = NULL;
  g_autofree char *safe = NULL;

  if (state == REEVE_PAGED_LIST_FAILED)
    text = reeve_wording_title (reeve_paged_list_get_error (self->list));
  else if (state == REEVE_PAGED_LIST_COMPLETE && n == 0)
    text = g_strdup (_ ("Every folder that had a manager has one."));
  else
    text =
      g_strdup (_ ("Somebody managed these folders, and nobody does now: they left, or were suspended, or "
                   "their access expired. Open one to give it to somebody else."));
  safe = g_markup_escape_text (text, -1);
  adw_preferences_group_set_description (self->group, safe);
  gtk_widget_set_visible (GTK_WIDGET (self->rows), n > 0);
  gtk_widget_set_visible (self->more_button,
                          (state == REEVE_PAGED_LIST_IDLE && n > 0) || state == REEVE_PAGED_LIST_FAILED);
  gtk_button_set_label (GTK_BUTTON (self->more_button),
                        state == REEVE_PAGED_LIST_FAILED ? _ ("Try Again") : _ ("Show More"));
}

static void
on_more_clicked_cb (ReeveUnmanagedDialog *self)
{
  reeve_paged_list_load_more (self->list);
}

static void
on_row_activated_cb (ReeveUnmanagedDialog *self, GtkListBoxRow *row)
{
  const ReeveFolder *folder = reeve_paged_item_get_record (g_object_get_data (G_OBJECT (row), ITEM_OF_ROW));
  g_autofree char *id = g_strdup (folder->id);

  adw_dialog_force_close (ADW_DIALOG (self));
  g_signal_emit (self, go_signal, 0, id);
}

static void
reeve_unmanaged_dialog_dispose (GObject *object)
{
  ReeveUnmanagedDialog *self = REEVE_UNMANAGED_DIALOG (object);

  if (self->list != NULL)
    g_signal_handlers_disconnect_by_data (self->list, self);
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_UNMANAGED_DIALOG);
  g_clear_object (&self->list);
  g_clear_object (&self->site);
  G_OBJECT_CLASS (reeve_unmanaged_dialog_parent_class)->dispose (object);
}

static void
reeve_unmanaged_dialog_class_init (ReeveUnmanagedDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_unmanaged_dialog_dispose;
  go_signal = g_signal_new ("go", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                            G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/unmanaged-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveUnmanagedDialog, rows);
  gtk_widget_class_bind_template_child (widget_class, ReeveUnmanagedDialog, more_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveUnmanagedDialog, group);
  gtk_widget_class_bind_template_callback (widget_class, on_more_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated_cb);
}

static void
reeve_unmanaged_dialog_init (ReeveUnmanagedDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
reeve_unmanaged_dialog_new (ReeveSite *site)
{
  ReeveUnmanagedDialog *self = g_object_new (REEVE_TYPE_UNMANAGED_DIALOG, NULL);
  g_autofree char *path = reeve_site_path (site, "folders");
  g_autoptr (ReeveQuery) query = reeve_query_new ();

  self->site = g_object_ref (site);
  query->limit = PAGE;
  reeve_query_set_filter (query, "state", "unmanaged");
  self->list = reeve_paged_list_new (reeve_site_get_client (site), reeve_folder_get_type (), path);
  g_signal_connect_object (self->list, "notify", G_CALLBACK (show_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "items-changed", G_CALLBACK (show_state), self, G_CONNECT_SWAPPED);
  gtk_list_box_bind_model (self->rows, G_LIST_MODEL (self->list), make_row, self, NULL);
  reeve_paged_list_set_query (self->list, query);
  show_state (self);
  return ADW_DIALOG (self);
}
