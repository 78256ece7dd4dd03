/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Changing one's own password. */

#include "config.h"

#include "console/dialogs/password-dialog.h"

#include <glib/gi18n.h>

#include "common/account.h"
#include "common/sign-in.h"
#include "console/widgets/new-password.h"
#include "console/widgets/note-row.h"
#include "console/widgets/wording.h"

struct _ReevePasswordDialog
{
  AdwDialog parent_instance;
  /* from the template */
  GtkEditable *current;
  ReeveNoteRow *current_note;
  ReeveNewPassword *password;
  GtkWidget *save;
  GtkStack *save_face;
  /* owned */
  ReeveSite *site;
  GCancellable *cancellable; /* cancelled in dispose */

  gboolean busy;
};

G_DEFINE_FINAL_TYPE (ReevePasswordDialog, reeve_password_dialog, ADW_TYPE_DIALOG)

static void
update_buttons (ReevePasswordDialog *self)
{
  gtk_widget_set_sensitive (self->save, !self->busy && *gtk_editable_get_text (self->current) != '\0' &&
                                          reeve_new_password_get_accepted (self->password));
  gtk_stack_set_visible_child_name (self->save_face, self->busy ? "busy" : "label");
}

static void
set_busy (ReevePasswordDialog *self, gboolean busy)
{
  self->busy = busy;
  update_buttons (self);
}

static void
show_failure (ReevePasswordDialog *self, const GError *error)
{
  g_autofree char *password = reeve_wording_at (error, "/password");
  g_autofree char *current = reeve_wording_at (error, "/current");

  if (password != NULL)
    {
      reeve_new_password_set_error (self->password, password);
      return;
    }
  if (current == NULL)
    {
      g_autofree char *title = reeve_wording_title (error);
      g_autofree char *advice = reeve_wording_advice (error);
      /* Translators: what went wrong, then what to do about it: two sentences. */
      current = g_strdup_printf (_ ("%s. %s"), title, advice);
    }
  reeve_note_row_set_text (self->current_note, current);
  gtk_widget_grab_focus (GTK_WIDGET (self->current));
  gtk_editable_select_region (self->current, 0, -1);
}

static void
on_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReevePasswordDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = reeve_client_post_finish (REEVE_CLIENT (source), result, NULL, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  set_busy (self, FALSE);
  if (!done)
    {
      show_failure (self, error);
      return;
    }
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s",
                              _ ("Password changed; your other sessions have ended"));
  adw_dialog_force_close (ADW_DIALOG (self));
}

static void
on_save_cb (ReevePasswordDialog *self)
{
  g_autoptr (ReevePasswordChange) change = reeve_password_change_new ();

  if (!gtk_widget_get_sensitive (self->save))
    return;
  reeve_note_row_set_text (self->current_note, NULL);
  reeve_new_password_set_error (self->password, NULL);
  change->current = reeve_secret_new_text (gtk_editable_get_text (self->current));
  change->password = reeve_new_password_get_secret (self->password);
  set_busy (self, TRUE);
  reeve_client_post_async (reeve_site_get_client (self->site), "/v1/me/password", change, G_TYPE_NONE, -1,
                           self->cancellable, on_saved_cb, g_object_ref (self));
}

static void
on_current_activated_cb (ReevePasswordDialog *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->password));
}

static void
reeve_password_dialog_dispose (GObject *object)
{
  ReevePasswordDialog *self = REEVE_PASSWORD_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->site);
  gtk_widget_dispose_template (GTK_WIDGET (self), REEVE_TYPE_PASSWORD_DIALOG);

  G_OBJECT_CLASS (reeve_password_dialog_parent_class)->dispose (object);
}

static void
reeve_password_dialog_class_init (ReevePasswordDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_password_dialog_dispose;
  g_type_ensure (REEVE_TYPE_NEW_PASSWORD);
  g_type_ensure (REEVE_TYPE_NOTE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/password-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ReevePasswordDialog, current);
  gtk_widget_class_bind_template_child (widget_class, ReevePasswordDialog, current_note);
  gtk_widget_class_bind_template_child (widget_class, ReevePasswordDialog, password);
  gtk_widget_class_bind_template_child (widget_class, ReevePasswordDialog, save);
  gtk_widget_class_bind_template_child (widget_class, ReevePasswordDialog, save_face);
  gtk_widget_class_bind_template_callback (widget_class, update_buttons);
  gtk_widget_class_bind_template_callback (widget_class, on_save_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_current_activated_cb);
}

static void
reeve_password_dialog_init (ReevePasswordDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  update_buttons (self);
}

AdwDialog *
reeve_password_dialog_new (ReeveSite *site)
{
  ReevePasswordDialog *self = g_object_new (REEVE_TYPE_PASSWORD_DIALOG, NULL);
  ReeveIdentity *identity;

  g_return_val_if_fail (REEVE_IS_SITE (site), NULL);

  self->site = g_object_ref (site);
  identity = reeve_site_get_identity (site);
  reeve_new_password_set_site (self->password, site);
  if (identity != NULL && identity->account != NULL)
    {
      ReeveAccount *account = (ReeveAccount *) identity->account;
      reeve_new_password_set_person (self->password, account->email, account->display_name);
    }
  return ADW_DIALOG (self);
}
