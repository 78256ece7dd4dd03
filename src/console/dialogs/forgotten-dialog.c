/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Two steps: whose password, then which. The link lives between them and in this dialog only. */

#include "config.h"

#include "console/dialogs/forgotten-dialog.h"

#include <glib/gi18n.h>

#include "common/password-reset.h"
#include "console/widgets/new-password.h"
#include "console/widgets/note-row.h"
#include "console/widgets/wording.h"

struct _ReeveForgottenDialog
{
  AdwDialog parent_instance;
  /* from the template */
  AdwNavigationView *steps;
  GtkEditable *email;
  ReeveNoteRow *email_note;
  GtkWidget *go_on;
  GtkStack *go_on_face;
  GtkLabel *whose;
  ReeveNewPassword *password;
  GtkWidget *save;
  GtkStack *save_face;
  /* owned */
  ReeveSite *site;
  ReeveSecret *token;        /* (nullable): of the link */
  GCancellable *cancellable; /* cancelled in dispose */

  gboolean busy;
};

enum
{
  SIGNAL_SET,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ReeveForgottenDialog, reeve_forgotten_dialog, ADW_TYPE_DIALOG)

static void
update_buttons (ReeveForgottenDialog *self)
{
  const char *face = self->busy ? "busy" : "label";

  gtk_widget_set_sensitive (self->go_on, !self->busy && *gtk_editable_get_text (self->email) != '\0');
  gtk_stack_set_visible_child_name (self->go_on_face, face);
  gtk_widget_set_sensitive (self->save, !self->busy && reeve_new_password_get_accepted (self->password));
  gtk_stack_set_visible_child_name (self->save_face, face);
}

static void
set_busy (ReeveForgottenDialog *self, gboolean busy)
{
  self->busy = busy;
  update_buttons (self);
}

/* Two sentences. */
static char *
describe (const GError *error)
{
  g_autofree char *title = NULL;
  g_autofree char *advice = NULL;

  if (g_strcmp0 (reeve_error_get_reason (error), "not_found") == 0)
    return g_strdup (_ ("Nobody in the workspaces on this computer has this address."));
  title = reeve_wording_title (error);
  advice = reeve_wording_advice (error);
  /* Translators: what went wrong, then what to do about it: two sentences. */
  return g_strdup_printf (_ ("%s. %s"), title, advice);
}

/* --- Whose --- */

static void
show_first_failure (ReeveForgottenDialog *self, const GError *error)
{
  g_autofree char *text = describe (error);

  set_busy (self, FALSE);
  adw_navigation_view_pop_to_tag (self->steps, "account");
  reeve_note_row_set_text (self->email_note, text);
  gtk_widget_grab_focus (GTK_WIDGET (self->email));
}

static void
on_looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveForgottenDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  gpointer reply = NULL;
  g_autoptr (ReevePasswordResetView) view = NULL;

  reeve_client_post_finish (REEVE_CLIENT (source), result, &reply, &error);
  view = reply;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (view == NULL)
    {
      show_first_failure (self, error);
      return;
    }
  set_busy (self, FALSE);
  /* Translators: the name, then the e-mail address of a person who gets a new password. */
  g_autofree char *whose = g_strdup_printf (_ ("%s, %s"), view->display_name, view->email);
  gtk_label_set_label (self->whose, whose);
  gtk_editable_set_text (self->email, view->email);
  reeve_new_password_set_terms (self->password, view->password_profile, view->password_min_length);
  reeve_new_password_set_person (self->password, view->email, view->display_name);
  adw_navigation_view_push_by_tag (self->steps, "password");
  gtk_widget_grab_focus (GTK_WIDGET (self->password));
}

static void
on_reset_made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveForgottenDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  ReeveSecret *token = reeve_site_make_reset_finish (REEVE_SITE (source), result, &error);
  g_autoptr (ReevePasswordResetToken) body = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_pointer (&self->token, reeve_secret_unref);
  self->token = token;
  if (token == NULL)
    {
      show_first_failure (self, error);
      return;
    }
  body = reeve_password_reset_token_new ();
  body->token = reeve_secret_ref (token);
  reeve_client_post_async (reeve_site_get_client (self->site), "/v1/password-resets/look", body,
                           reeve_password_reset_view_get_type (), -1, self->cancellable, on_looked_cb,
                           g_object_ref (self));
}

static void
on_continue_cb (ReeveForgottenDialog *self)
{
  g_autofree char *email = g_strstrip (g_strdup (gtk_editable_get_text (self->email)));

  if (!gtk_widget_get_sensitive (self->go_on))
    return;
  reeve_note_row_set_text (self->email_note, NULL);
  set_busy (self, TRUE);
  reeve_site_make_reset_async (self->site, email, self->cancellable, on_reset_made_cb, g_object_ref (self));
}

/* --- Which --- */

static void
on_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveForgottenDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = reeve_client_post_finish (REEVE_CLIENT (source), result, NULL, &error);
  g_autofree char *words = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  set_busy (self, FALSE);
  if (done)
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s",
                                  _ ("Password set; sign in with it now"));
      g_signal_emit (self, signals[SIGNAL_SET], 0, gtk_editable_get_text (self->email));
      adw_dialog_force_close (ADW_DIALOG (self));
      return;
    }
  words = reeve_wording_at (error, "/password");
  if (words == NULL)
    words = describe (error);
  reeve_new_password_set_error (self->password, words);
}

static void
on_save_cb (ReeveForgottenDialog *self)
{
  g_autoptr (ReevePasswordReset) body = NULL;

  if (!gtk_widget_get_sensitive (self->save) || self->token == NULL)
    return;
  body = reeve_password_reset_new ();
  body->token = reeve_secret_ref (self->token);
  body->password = reeve_new_password_get_secret (self->password);
  reeve_new_password_set_error (self->password, NULL);
  set_busy (self, TRUE);
  reeve_client_post_async (reeve_site_get_client (self->site), "/v1/password-resets/use", body, G_TYPE_NONE,
                           -1, self->cancellable, on_saved_cb, g_object_ref (self));
}

/* A sheet does not grow by itself with a page that scrolls. */
static void
on_step_shown_cb (ReeveForgottenDialog *self)
{
  gboolean password = g_strcmp0 (adw_navigation_view_get_visible_page_tag (self->steps), "password") == 0;

  adw_dialog_set_content_height (ADW_DIALOG (self), password ? 480 : -1);
}

static void
reeve_forgotten_dialog_dispose (GObject *object)
{
  ReeveForgottenDialog *self = REEVE_FORGOTTEN_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->site);
  g_clear_pointer (&self->token, reeve_secret_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), REEVE_TYPE_FORGOTTEN_DIALOG);

  G_OBJECT_CLASS (reeve_forgotten_dialog_parent_class)->dispose (object);
}

static void
reeve_forgotten_dialog_class_init (ReeveForgottenDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_forgotten_dialog_dispose;
  signals[SIGNAL_SET] = g_signal_new ("set", REEVE_TYPE_FORGOTTEN_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                      NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  g_type_ensure (REEVE_TYPE_NEW_PASSWORD);
  g_type_ensure (REEVE_TYPE_NOTE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/forgotten-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveForgottenDialog, steps);
  gtk_widget_class_bind_template_child (widget_class, ReeveForgottenDialog, email);
  gtk_widget_class_bind_template_child (widget_class, ReeveForgottenDialog, email_note);
  gtk_widget_class_bind_template_child (widget_class, ReeveForgottenDialog, go_on);
  gtk_widget_class_bind_template_child (widget_class, ReeveForgottenDialog, go_on_face);
  gtk_widget_class_bind_template_child (widget_class, ReeveForgottenDialog, whose);
  gtk_widget_class_bind_template_child (widget_class, ReeveForgottenDialog, password);
  gtk_widget_class_bind_template_child (widget_class, ReeveForgottenDialog, save);
  gtk_widget_class_bind_template_child (widget_class, ReeveForgottenDialog, save_face);
  gtk_widget_class_bind_template_callback (widget_class, update_buttons);
  gtk_widget_class_bind_template_callback (widget_class, on_continue_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_save_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_step_shown_cb);
}

static void
reeve_forgotten_dialog_init (ReeveForgottenDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  update_buttons (self);
}

AdwDialog *
reeve_forgotten_dialog_new (ReeveSite *site, const char *email)
{
  ReeveForgottenDialog *self = g_object_new (REEVE_TYPE_FORGOTTEN_DIALOG, NULL);

  g_return_val_if_fail (REEVE_IS_SITE (site), NULL);
  g_return_val_if_fail (email != NULL, NULL);

  self->site = g_object_ref (site);
  gtk_editable_set_text (self->email, email);
  return ADW_DIALOG (self);
}
