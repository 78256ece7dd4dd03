/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The service decides whether another administrator has to approve; the toast says what came of it. */

#include "config.h"

#include "console/dialogs/factor-reset-dialog.h"

#include <glib/gi18n.h>
#include <string.h>

#include "common/second-factor.h"
#include "console/widgets/factor-reset-group.h"
#include "console/widgets/note-row.h"
#include "console/widgets/wording.h"

struct _ReeveFactorResetDialog
{
  AdwDialog parent_instance;
  /* from the template */
  GtkLabel *effects;
  GtkEditable *reason;
  AdwComboRow *proofing;
  GtkEditable *note;
  ReeveNoteRow *problem;
  GtkWidget *reset;
  /* owned */
  ReeveSite *site;
  char *path;
  GCancellable *cancellable; /* cancelled in dispose */

  gboolean busy; /* the button stays sensitive: or it would lose the focus */
};

G_DEFINE_FINAL_TYPE (ReeveFactorResetDialog, reeve_factor_reset_dialog, ADW_TYPE_DIALOG)

static void
update_buttons (ReeveFactorResetDialog *self)
{
  gtk_widget_set_sensitive (self->reset, strlen (gtk_editable_get_text (self->reason)) >= 3 &&
                                           adw_combo_row_get_selected (self->proofing) > 0);
}

/* None is taken for granted. */
static void
offer_proofings (ReeveFactorResetDialog *self)
{
  g_autoptr (GtkStringList) model = gtk_string_list_new ((const char *const[]) { _ ("Choose…"), NULL });

  for (guint i = 0; reeve_proofings[i] != NULL; i++)
    gtk_string_list_append (model, reeve_factor_reset_proofing (reeve_proofings[i]));
  adw_combo_row_set_model (self->proofing, G_LIST_MODEL (model));
}

static void
show_failure (ReeveFactorResetDialog *self, const GError *error)
{
  g_autofree char *title = reeve_wording_title (error);
  g_autofree char *advice = reeve_wording_advice (error);
  /* Translators: what went wrong, then what to do about it: two sentences. */
  g_autofree char *text = g_strdup_printf (_ ("%s. %s"), title, advice);

  reeve_note_row_set_text (self->problem, text);
}

static void
on_reset_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveFactorResetDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  gpointer reply = NULL;
  gboolean done = reeve_client_post_finish (REEVE_CLIENT (source), result, &reply, &error);
  g_autoptr (ReeveSecondFactorReset) reset = reply;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->busy = FALSE;
  if (!done)
    {
      show_failure (self, error);
      return;
    }
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s",
                              g_strcmp0 (reset->state, "waiting") == 0
                                ? _ ("Another administrator has to approve the reset")
                                : _ ("Second factor reset; they got a mail with a link"));
  adw_dialog_force_close (ADW_DIALOG (self));
}

static void
on_reset_cb (ReeveFactorResetDialog *self)
{
  g_autoptr (ReeveSecondFactorReset) body = reeve_second_factor_reset_new ();
  const char *note = gtk_editable_get_text (self->note);

  if (self->busy)
    return;
  reeve_note_row_set_text (self->problem, NULL);
  body->reason = g_strdup (gtk_editable_get_text (self->reason));
  body->proofing = reeve_proofings[adw_combo_row_get_selected (self->proofing) - 1];
  body->proofing_note = *note != '\0' ? g_strdup (note) : NULL;
  self->busy = TRUE;
  reeve_client_post_async (reeve_site_get_client (self->site), self->path, body,
                           reeve_second_factor_reset_get_type (), -1, self->cancellable, on_reset_done_cb,
                           g_object_ref (self));
}

static void
reeve_factor_reset_dialog_dispose (GObject *object)
{
  ReeveFactorResetDialog *self = REEVE_FACTOR_RESET_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->site);
  g_clear_pointer (&self->path, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), REEVE_TYPE_FACTOR_RESET_DIALOG);

  G_OBJECT_CLASS (reeve_factor_reset_dialog_parent_class)->dispose (object);
}

static void
reeve_factor_reset_dialog_class_init (ReeveFactorResetDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_factor_reset_dialog_dispose;
  g_type_ensure (REEVE_TYPE_NOTE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/reeve/Reeve/ui/factor-reset-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveFactorResetDialog, effects);
  gtk_widget_class_bind_template_child (widget_class, ReeveFactorResetDialog, reason);
  gtk_widget_class_bind_template_child (widget_class, ReeveFactorResetDialog, proofing);
  gtk_widget_class_bind_template_child (widget_class, ReeveFactorResetDialog, note);
  gtk_widget_class_bind_template_child (widget_class, ReeveFactorResetDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, ReeveFactorResetDialog, reset);
  gtk_widget_class_bind_template_callback (widget_class, update_buttons);
  gtk_widget_class_bind_template_callback (widget_class, on_reset_cb);
}

static void
reeve_factor_reset_dialog_init (ReeveFactorResetDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  offer_proofings (self);
  update_buttons (self);
}

AdwDialog *
reeve_factor_reset_dialog_new (ReeveSite *site, ReeveUser *user)
{
  ReeveFactorResetDialog *self = g_object_new (REEVE_TYPE_FACTOR_RESET_DIALOG, NULL);
  g_autofree char *below = g_strconcat ("users/", user->id, "/second-factor/reset", NULL);
  /* Translators: %s is a person's name */
  g_autofree char *effects = g_strdup_printf (
    _ ("%s is signed out everywhere. Their authenticator app and recovery codes serve no longer, and they "
       "get a mail with a link to set up a new one. If they are an administrator, another administrator has "
       "to approve this within a day."),
    user->display_name);

  self->site = g_object_ref (site);
  self->path = reeve_site_path (site, below);
  gtk_label_set_label (self->effects, effects);
  return ADW_DIALOG (self);
}
