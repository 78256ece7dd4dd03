/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The tree is the page's own, loaded as it is opened. What cannot be chosen stays in it, for the eye to find
 * its way, and says why. */

#include "config.h"

#include "console/dialogs/folder-move-dialog.h"

#include <glib/gi18n.h>

#include "console/lists/folder-tree.h"
#include "console/widgets/folder-rows.h"
#include "console/widgets/pane.h"
#include "console/widgets/wording.h"

struct _ReeveFolderMoveDialog
{
  AdwDialog parent_instance;
  /* from the template */
  GtkLabel *note;
  ReevePane *pane;
  GtkListView *view;
  GtkSingleSelection *selection;
  /* owned */
  ReeveSite *site;
  ReeveFolder *folder;
  char *place;
  ReeveFolderTree *tree;
};

G_DEFINE_FINAL_TYPE (ReeveFolderMoveDialog, reeve_folder_move_dialog, ADW_TYPE_DIALOG)

static guint asked_signal;

static ReeveFolderRows
get_rows (gpointer object)
{
  ReeveFolderMoveDialog *self = object;
  ReeveFolderRows rows = { self->tree, reeve_site_get_root_name (self->site) };

  return rows;
}

static void
on_clicked_cb (gpointer object)
{
}

static const ReeveFolder *
get_folder (GtkTreeListRow *row)
{
  g_autoptr (ReevePagedItem) item = reeve_folder_rows_get_item (row);

  return reeve_paged_item_get_record (item); /* the model holds it */
}

/* (nullable): it can go there */
static const char *
find_obstacle (ReeveFolderMoveDialog *self, GtkTreeListRow *row)
{
  g_autoptr (GtkTreeListRow) above = g_object_ref (row);

  if (self->folder->parent != NULL && g_strcmp0 (get_folder (row)->id, self->folder->parent) == 0)
    return _ ("It is there already.");
  while (above != NULL)
    {
      GtkTreeListRow *next;

      if (g_strcmp0 (get_folder (above)->id, self->folder->id) == 0)
        return _ ("A folder cannot go into itself, or into one below it.");
      next = gtk_tree_list_row_get_parent (above);
      g_object_unref (above);
      above = next;
    }
  return NULL;
}

/* (transfer full) */
static char *
get_place (GtkTreeListRow *row)
{
  g_autoptr (GtkTreeListRow) above = gtk_tree_list_row_get_parent (row);
  g_autofree char *place = above != NULL ? get_place (above) : NULL;

  return place != NULL ? g_strdup_printf ("%s / %s", place, get_folder (row)->name)
                       : g_strdup (get_folder (row)->name);
}

static void
update (ReeveFolderMoveDialog *self)
{
  GtkTreeListRow *row = gtk_single_selection_get_selected_item (self->selection);
  const char *obstacle = row != NULL ? find_obstacle (self, row) : NULL;
  g_autofree char *place = row != NULL ? get_place (row) : NULL;
  /* Translators: %s: a folder */
  g_autofree char *into = place != NULL ? g_strdup_printf (_ ("Into %s"), place) : NULL;

  gtk_label_set_label (self->note, obstacle != NULL ? obstacle
                                   : into != NULL   ? into
                                                    : _ ("Choose the folder that it goes into."));
  if (obstacle != NULL)
    reeve_announce (GTK_WIDGET (self), obstacle);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.ask", row != NULL && obstacle == NULL);
}

static void
show_state (ReeveFolderMoveDialog *self)
{
  ReevePagedList *top = reeve_folder_tree_get_top (self->tree);
  ReevePagedListState state = reeve_paged_list_get_state (top);
  const GError *error = reeve_paged_list_get_error (top);

  reeve_pane_set_state (
    self->pane,
    reeve_pane_decide (reeve_site_get_state (self->site), reeve_site_get_online (self->site), state,
                       g_list_model_get_n_items (G_LIST_MODEL (top)) + (state == REEVE_PAGED_LIST_COMPLETE),
                       FALSE, reeve_error_get_code (error) == REEVE_ERROR_UNREACHABLE),
    error);
}

static void
on_retry_cb (ReeveFolderMoveDialog *self)
{
  reeve_folder_tree_reload (self->tree);
}

static gboolean
on_key_pressed_cb (ReeveFolderMoveDialog *self, guint key, guint code, GdkModifierType modifiers)
{
  return reeve_folder_rows_turn (self->view, self->tree, key, modifiers);
}

static void
on_activate_cb (ReeveFolderMoveDialog *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "dialog.ask", NULL);
}

static void
on_ask_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ReeveFolderMoveDialog *self = REEVE_FOLDER_MOVE_DIALOG (widget);
  GtkTreeListRow *row = gtk_single_selection_get_selected_item (self->selection);
  g_autofree char *place = get_place (row);
  g_autoptr (ReevePermissionEntry) entry =
    reeve_permission_entry_new_move (self->folder, self->place, get_folder (row)->id, place);

  g_signal_emit (self, asked_signal, 0, entry);
}

static void
reeve_folder_move_dialog_dispose (GObject *object)
{
  ReeveFolderMoveDialog *self = REEVE_FOLDER_MOVE_DIALOG (object);

  if (self->tree != NULL)
    g_signal_handlers_disconnect_by_data (self->tree, self);
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_FOLDER_MOVE_DIALOG);
  G_OBJECT_CLASS (reeve_folder_move_dialog_parent_class)->dispose (object);
}

static void
reeve_folder_move_dialog_finalize (GObject *object)
{
  ReeveFolderMoveDialog *self = REEVE_FOLDER_MOVE_DIALOG (object);

  g_clear_object (&self->tree);
  g_clear_object (&self->folder);
  g_clear_object (&self->site);
  g_free (self->place);
  G_OBJECT_CLASS (reeve_folder_move_dialog_parent_class)->finalize (object);
}

static void
reeve_folder_move_dialog_class_init (ReeveFolderMoveDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = reeve_folder_move_dialog_dispose;
  object_class->finalize = reeve_folder_move_dialog_finalize;
  asked_signal = g_signal_new ("asked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 1, G_TYPE_POINTER);

  g_type_ensure (REEVE_TYPE_PANE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/reeve/Reeve/ui/folder-move-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveFolderMoveDialog, note);
  gtk_widget_class_bind_template_child (widget_class, ReeveFolderMoveDialog, pane);
  gtk_widget_class_bind_template_child (widget_class, ReeveFolderMoveDialog, view);
  gtk_widget_class_bind_template_child (widget_class, ReeveFolderMoveDialog, selection);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, on_retry_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, adw_dialog_close);
  gtk_widget_class_install_action (widget_class, "dialog.ask", NULL, on_ask_cb);
}

static void
reeve_folder_move_dialog_init (ReeveFolderMoveDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
reeve_folder_move_dialog_new (ReeveSite *site, ReeveFolder *folder, const char *place)
{
  ReeveFolderMoveDialog *self = g_object_new (REEVE_TYPE_FOLDER_MOVE_DIALOG, NULL);
  g_autofree char *path = reeve_site_path (site, "folders");
  g_autoptr (GtkListItemFactory) factory = NULL;

  self->site = g_object_ref (site);
  self->folder = g_object_ref (folder);
  self->place = g_strdup (place);
  self->tree =
    reeve_folder_tree_new (reeve_site_get_client (site), path, reeve_site_get_root_name (site), NULL, NULL);
  factory = reeve_folder_rows_new (get_rows, on_clicked_cb, self);
  gtk_list_view_set_factory (self->view, factory);
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (reeve_folder_tree_get_model (self->tree)));
  g_signal_connect_object (self->tree, "changed", G_CALLBACK (show_state), self, G_CONNECT_SWAPPED);
  show_state (self);
  update (self);
  return ADW_DIALOG (self);
}
