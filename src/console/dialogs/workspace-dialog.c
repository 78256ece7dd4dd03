/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A new workspace. The identity is loaded again afterwards: it tells what the person may do in the new one.
 */

#include "config.h"

#include "console/dialogs/workspace-dialog.h"

#include <glib/gi18n.h>

#include "console/widgets/note-row.h"
#include "console/widgets/wording.h"

struct _ReeveWorkspaceDialog
{
  AdwDialog parent_instance;
  /* from the template */
  GtkEditable *name;
  ReeveNoteRow *name_note;
  GtkWidget *create;
  GtkStack *create_face;
  /* owned */
  ReeveSite *site;
  GCancellable *cancellable; /* cancelled in dispose */

  gboolean busy;
};

G_DEFINE_FINAL_TYPE (ReeveWorkspaceDialog, reeve_workspace_dialog, ADW_TYPE_DIALOG)

static void
update_buttons (ReeveWorkspaceDialog *self)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (self->name)));

  gtk_widget_set_sensitive (self->create, !self->busy && *name != '\0');
  gtk_stack_set_visible_child_name (self->create_face, self->busy ? "busy" : "label");
}

static void
show_failure (ReeveWorkspaceDialog *self, const GError *error)
{
  g_autofree char *text = reeve_wording_at (error, "/name");

  if (text == NULL)
    {
      g_autofree char *title = reeve_wording_title (error);
      g_autofree char *advice = reeve_wording_advice (error);
      /* Translators: what went wrong, then what to do about it: two sentences. */
      text = g_strdup_printf (_ ("%s. %s"), title, advice);
    }
  reeve_note_row_set_text (self->name_note, text);
  gtk_widget_grab_focus (GTK_WIDGET (self->name));
}

static void
on_created_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveWorkspaceDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveWorkspace) workspace = NULL;
  gboolean done = reeve_client_post_finish (REEVE_CLIENT (source), result, (gpointer *) &workspace, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->busy = FALSE;
  update_buttons (self);
  if (!done)
    {
      show_failure (self, error);
      return;
    }
  reeve_site_set_workspace (self->site, workspace);
  reeve_site_reload_identity (self->site);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", _ ("Workspace created"));
  adw_dialog_force_close (ADW_DIALOG (self));
}

static void
on_create_cb (ReeveWorkspaceDialog *self)
{
  g_autoptr (ReeveWorkspace) workspace = reeve_workspace_new ();

  if (!gtk_widget_get_sensitive (self->create))
    return;
  reeve_note_row_set_text (self->name_note, NULL);
  workspace->name = g_strstrip (g_strdup (gtk_editable_get_text (self->name)));
  self->busy = TRUE;
  update_buttons (self);
  reeve_client_post_async (reeve_site_get_client (self->site), "/v1/workspaces", workspace,
                           reeve_workspace_get_type (), -1, self->cancellable, on_created_cb,
                           g_object_ref (self));
}

static void
reeve_workspace_dialog_dispose (GObject *object)
{
  ReeveWorkspaceDialog *self = REEVE_WORKSPACE_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->site);
  gtk_widget_dispose_template (GTK_WIDGET (self), REEVE_TYPE_WORKSPACE_DIALOG);

  G_OBJECT_CLASS (reeve_workspace_dialog_parent_class)->dispose (object);
}

static void
reeve_workspace_dialog_class_init (ReeveWorkspaceDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_workspace_dialog_dispose;
  g_type_ensure (REEVE_TYPE_NOTE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/workspace-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveWorkspaceDialog, name);
  gtk_widget_class_bind_template_child (widget_class, ReeveWorkspaceDialog, name_note);
  gtk_widget_class_bind_template_child (widget_class, ReeveWorkspaceDialog, create);
  gtk_widget_class_bind_template_child (widget_class, ReeveWorkspaceDialog, create_face);
  gtk_widget_class_bind_template_callback (widget_class, update_buttons);
  gtk_widget_class_bind_template_callback (widget_class, on_create_cb);
}

static void
reeve_workspace_dialog_init (ReeveWorkspaceDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  update_buttons (self);
}

AdwDialog *
reeve_workspace_dialog_new (ReeveSite *site)
{
  ReeveWorkspaceDialog *self = g_object_new (REEVE_TYPE_WORKSPACE_DIALOG, NULL);

  g_return_val_if_fail (REEVE_IS_SITE (site), NULL);

  self->site = g_object_ref (site);
  return ADW_DIALOG (self);
}
