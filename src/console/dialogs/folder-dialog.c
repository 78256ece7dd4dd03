/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What is refused stands where it can be put right. A new name is sent by who keeps the undo stack. */

#include "config.h"

#include "console/dialogs/folder-dialog.h"

#include <glib/gi18n.h>

#include "console/widgets/note-row.h"
#include "console/widgets/wording.h"

struct _ReeveFolderDialog
{
  AdwDialog parent_instance;
  /* from the template */
  AdwBanner *banner;
  GtkButton *save_button;
  GtkEditable *name_row;
  ReeveNoteRow *name_note;
  AdwActionRow *place_row;
  /* owned */
  ReeveSite *site;
  ReeveFolder *folder; /* the one that is renamed, or the one above the new one */
  GCancellable *cancellable;
  gboolean renames;
  gboolean busy;
};

G_DEFINE_FINAL_TYPE (ReeveFolderDialog, reeve_folder_dialog, ADW_TYPE_DIALOG)

enum
{
  CREATED,
  RENAMED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* (transfer full) */
static char *
get_name (ReeveFolderDialog *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (self->name_row)));
}

static void
update (ReeveFolderDialog *self)
{
  g_autofree char *name = get_name (self);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.save", *name != '\0' && !self->busy);
}

static void
on_changed_cb (ReeveFolderDialog *self)
{
  adw_banner_set_revealed (self->banner, FALSE);
  update (self);
}

static void
show_refusal (ReeveFolderDialog *self, const GError *error)
{
  g_autofree char *at_name = reeve_wording_at (error, "/name");
  g_autofree char *title = at_name != NULL ? NULL : reeve_wording_title (error);

  if (at_name != NULL)
    {
      reeve_note_row_set_text (self->name_note, at_name);
      gtk_widget_grab_focus (GTK_WIDGET (self->name_row));
    }
  else
    {
      adw_banner_set_title (self->banner, title);
      adw_banner_set_revealed (self->banner, TRUE);
    }
  reeve_announce (GTK_WIDGET (self), at_name != NULL ? at_name : title);
}

static void
on_created_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveFolderDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveFolder) folder = NULL;

  reeve_client_post_finish (REEVE_CLIENT (source), result, (gpointer *) &folder, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->busy = FALSE;
  update (self);
  if (folder == NULL)
    {
      show_refusal (self, error);
      return;
    }
  g_signal_emit (self, signals[CREATED], 0, folder);
  adw_dialog_force_close (ADW_DIALOG (self));
}

static void
create (ReeveFolderDialog *self, const char *name)
{
  g_autoptr (ReeveFolder) folder = reeve_folder_new ();
  g_autofree char *path = reeve_site_path (self->site, "folders");

  self->busy = TRUE;
  update (self);
  folder->name = g_strdup (name);
  folder->parent = g_strdup (self->folder->id);
  reeve_client_post_async (reeve_site_get_client (self->site), path, folder, reeve_folder_get_type (), -1,
                           self->cancellable, on_created_cb, g_object_ref (self));
}

static void
on_save_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ReeveFolderDialog *self = REEVE_FOLDER_DIALOG (widget);
  g_autofree char *name = get_name (self);

  if (!self->renames)
    {
      create (self, name);
      return;
    }
  g_signal_emit (self, signals[RENAMED], 0, self->folder, name);
  adw_dialog_force_close (ADW_DIALOG (self));
}

static void
reeve_folder_dialog_dispose (GObject *object)
{
  g_cancellable_cancel (REEVE_FOLDER_DIALOG (object)->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_FOLDER_DIALOG);
  G_OBJECT_CLASS (reeve_folder_dialog_parent_class)->dispose (object);
}

static void
reeve_folder_dialog_finalize (GObject *object)
{
  ReeveFolderDialog *self = REEVE_FOLDER_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->folder);
  g_clear_object (&self->site);
  G_OBJECT_CLASS (reeve_folder_dialog_parent_class)->finalize (object);
}

static void
reeve_folder_dialog_class_init (ReeveFolderDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = reeve_folder_dialog_dispose;
  object_class->finalize = reeve_folder_dialog_finalize;
  signals[CREATED] = g_signal_new ("created", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                   reeve_folder_get_type ());
  signals[RENAMED] = g_signal_new ("renamed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                   reeve_folder_get_type (), G_TYPE_STRING);

  g_type_ensure (REEVE_TYPE_NOTE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/folder-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveFolderDialog, banner);
  gtk_widget_class_bind_template_child (widget_class, ReeveFolderDialog, save_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveFolderDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveFolderDialog, name_note);
  gtk_widget_class_bind_template_child (widget_class, ReeveFolderDialog, place_row);
  gtk_widget_class_bind_template_callback (widget_class, on_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, adw_dialog_close);
  gtk_widget_class_install_action (widget_class, "dialog.save", NULL, on_save_cb);
}

static void
reeve_folder_dialog_init (ReeveFolderDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  update (self);
}

AdwDialog *
reeve_folder_dialog_new (ReeveSite *site, ReeveFolder *parent, const char *place)
{
  ReeveFolderDialog *self = g_object_new (REEVE_TYPE_FOLDER_DIALOG, NULL);

  self->site = g_object_ref (site);
  self->folder = g_object_ref (parent);
  adw_action_row_set_subtitle (self->place_row, place);
  return ADW_DIALOG (self);
}

AdwDialog *
reeve_folder_dialog_new_rename (ReeveSite *site, ReeveFolder *folder, const char *place)
{
  ReeveFolderDialog *self = REEVE_FOLDER_DIALOG (reeve_folder_dialog_new (site, folder, place));

  self->renames = TRUE;
  adw_dialog_set_title (ADW_DIALOG (self), _ ("Rename Folder"));
  gtk_button_set_label (self->save_button, _ ("_Rename"));
  gtk_editable_set_text (self->name_row, folder->name);
  return ADW_DIALOG (self);
}
