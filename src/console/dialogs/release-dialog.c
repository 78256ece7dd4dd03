/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Releasing an account; the list learns of it by the live feed. */

#include "config.h"

#include "console/dialogs/release-dialog.h"

#include <glib/gi18n.h>

#include "common/breach-release.h"
#include "console/widgets/note-row.h"
#include "console/widgets/wording.h"

struct _ReeveReleaseDialog
{
  AdwDialog parent_instance;
  /* from the template */
  GtkEditable *reason;
  ReeveNoteRow *note;
  GtkWidget *release;
  /* owned */
  ReeveSite *site;
  ReeveUser *user;
  GCancellable *cancellable; /* cancelled in dispose */

  gboolean busy;
};

G_DEFINE_FINAL_TYPE (ReeveReleaseDialog, reeve_release_dialog, ADW_TYPE_DIALOG)

static void
update_buttons (ReeveReleaseDialog *self)
{
  g_autofree char *reason = g_strstrip (g_strdup (gtk_editable_get_text (self->reason)));

  gtk_widget_set_sensitive (self->release, !self->busy && g_utf8_strlen (reason, -1) >= 3);
}

static void
show_failure (ReeveReleaseDialog *self, const GError *error)
{
  g_autofree char *text = reeve_wording_at (error, "/reason");

  if (text == NULL)
    {
      g_autofree char *title = reeve_wording_title (error);
      g_autofree char *advice = reeve_wording_advice (error);
      /* Translators: what went wrong, then what to do about it: two sentences. */
      text = g_strdup_printf (_ ("%s. %s"), title, advice);
    }
  reeve_note_row_set_text (self->note, text);
}

static void
on_released_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveReleaseDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = reeve_client_post_finish (REEVE_CLIENT (source), result, NULL, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->busy = FALSE;
  update_buttons (self);
  if (!done)
    {
      show_failure (self, error);
      return;
    }
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s",
                              _ ("Released; a link for a new password is on its way"));
  adw_dialog_force_close (ADW_DIALOG (self));
}

static void
on_release_cb (ReeveReleaseDialog *self)
{
  g_autoptr (ReeveBreachRelease) body = reeve_breach_release_new ();
  g_autofree char *below = NULL;
  g_autofree char *path = NULL;

  if (!gtk_widget_get_sensitive (self->release))
    return;
  reeve_note_row_set_text (self->note, NULL);
  body->reason = g_strstrip (g_strdup (gtk_editable_get_text (self->reason)));
  below = g_strdup_printf ("users/%s/release", self->user->id);
  path = reeve_site_path (self->site, below);
  self->busy = TRUE;
  update_buttons (self);
  reeve_client_post_async (reeve_site_get_client (self->site), path, body, G_TYPE_NONE, -1, self->cancellable,
                           on_released_cb, g_object_ref (self));
}

static void
reeve_release_dialog_dispose (GObject *object)
{
  ReeveReleaseDialog *self = REEVE_RELEASE_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->site);
  g_clear_object (&self->user);
  gtk_widget_dispose_template (GTK_WIDGET (self), REEVE_TYPE_RELEASE_DIALOG);

  G_OBJECT_CLASS (reeve_release_dialog_parent_class)->dispose (object);
}

static void
reeve_release_dialog_class_init (ReeveReleaseDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_release_dialog_dispose;
  g_type_ensure (REEVE_TYPE_NOTE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/release-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveReleaseDialog, reason);
  gtk_widget_class_bind_template_child (widget_class, ReeveReleaseDialog, note);
  gtk_widget_class_bind_template_child (widget_class, ReeveReleaseDialog, release);
  gtk_widget_class_bind_template_callback (widget_class, update_buttons);
  gtk_widget_class_bind_template_callback (widget_class, on_release_cb);
}

static void
reeve_release_dialog_init (ReeveReleaseDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  update_buttons (self);
}

AdwDialog *
reeve_release_dialog_new (ReeveSite *site, ReeveUser *user)
{
  ReeveReleaseDialog *self = g_object_new (REEVE_TYPE_RELEASE_DIALOG, NULL);
  g_autofree char *title = NULL;

  g_return_val_if_fail (REEVE_IS_SITE (site), NULL);

  self->site = g_object_ref (site);
  self->user = g_object_ref (user);
  /* Translators: %s is a person's name */
  title = g_strdup_printf (_ ("Release %s"), user->display_name);
  adw_dialog_set_title (ADW_DIALOG (self), title);
  return ADW_DIALOG (self);
}
