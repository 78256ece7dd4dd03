/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The key and the codes leave this dialog when their step is over. As long as new recovery codes are on
 * screen, the old ones serve no longer: it does not close before they are said to be stored. */

#include "config.h"

#include "console/dialogs/second-factor-dialog.h"

#include <glib/gi18n.h>

#include "common/account.h"
#include "common/sign-in.h"
#include "console/widgets/authenticator-key.h"
#include "console/widgets/code-entry.h"
#include "console/widgets/note-row.h"
#include "console/widgets/pane.h"
#include "console/widgets/recovery-codes.h"
#include "console/widgets/wording.h"

#define PATH "/v1/me/second-factor"

struct _ReeveSecondFactorDialog
{
  AdwDialog parent_instance;
  /* from the template */
  AdwNavigationView *steps;
  AdwActionRow *state_row;
  AdwActionRow *codes_row;
  ReeveNoteRow *problem;
  AdwPreferencesGroup *actions;
  GtkWidget *set_up_row;
  GtkWidget *replace_row;
  GtkWidget *renew_row;
  ReevePane *confirm;
  GtkLabel *scan_words;
  ReeveAuthenticatorKey *key;
  ReeveCodeEntry *code;
  ReeveRecoveryCodes *codes;
  GtkWidget *done;
  /* owned */
  ReeveSite *site;
  ReeveAccount *account;     /* (nullable): as it was read last */
  GCancellable *cancellable; /* cancelled in dispose */

  gboolean busy; /* the rows stay sensitive: or they would lose the focus */
};

G_DEFINE_FINAL_TYPE (ReeveSecondFactorDialog, reeve_second_factor_dialog, ADW_TYPE_DIALOG)

/* --- What there is --- */

static void
update (ReeveSecondFactorDialog *self)
{
  gboolean on = self->account != NULL && g_strcmp0 (self->account->second_factor, "on") == 0;
  gint64 left = self->account != NULL ? self->account->recovery_codes_left : 0;
  g_autofree char *said =
    g_strdup_printf (ngettext ("%d of ten is unused", "%d of ten are unused", (gulong) left), (int) left);

  adw_action_row_set_subtitle (self->state_row, on ? _ ("You sign in with a code")
                                                   : _ ("None: you sign in with a password only"));
  adw_action_row_set_subtitle (self->codes_row, said);
  adw_preferences_group_set_description (
    self->actions,
    on ? _ ("Either needs a fresh code. New recovery codes take the place of all old ones.") : NULL);
  gtk_label_set_label (self->scan_words,
                       on ? _ ("Scan this with the app on your phone, then enter the code that it shows. The "
                               "app that you have now "
                               "serves until then.")
                          : _ ("Scan this with the app on your phone, then enter the code that it shows."));
  gtk_widget_set_visible (GTK_WIDGET (self->codes_row), on);
  gtk_widget_set_visible (self->set_up_row, self->account != NULL && !on);
  gtk_widget_set_visible (self->replace_row, on);
  gtk_widget_set_visible (self->renew_row, on);
}

/* (transfer full) */
static char *
word (const GError *error)
{
  g_autofree char *title = reeve_wording_title (error);
  g_autofree char *advice = reeve_wording_advice (error);

  /* Translators: what went wrong, then what to do about it: two sentences. */
  return g_strdup_printf (_ ("%s. %s"), title, advice);
}

static void
show_problem (ReeveSecondFactorDialog *self, const GError *error)
{
  g_autofree char *text = word (error);

  reeve_note_row_set_text (self->problem, text);
  reeve_announce (GTK_WIDGET (self), text);
}

static void
on_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveSecondFactorDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveIdentity) identity = reeve_client_load_finish (REEVE_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (identity != NULL && identity->account != NULL)
    g_set_object (&self->account, REEVE_ACCOUNT (identity->account));
  else if (error != NULL)
    show_problem (self, error);
  update (self);
}

static void
load (ReeveSecondFactorDialog *self)
{
  reeve_client_load_async (reeve_site_get_client (self->site), reeve_identity_get_type (), "/v1/me",
                           self->cancellable, on_loaded_cb, g_object_ref (self));
}

/* --- New recovery codes --- */

static void
show_codes (ReeveSecondFactorDialog *self, ReeveSecret *codes)
{
  reeve_authenticator_key_set_enrolment (self->key, NULL);
  reeve_recovery_codes_set_codes (self->codes, codes);
  adw_dialog_set_can_close (ADW_DIALOG (self), FALSE);
  adw_navigation_view_set_pop_on_escape (self->steps, FALSE); /* it would keep the key to itself */
  adw_navigation_view_push_by_tag (self->steps, "recovery");
  gtk_widget_grab_focus (GTK_WIDGET (self->codes));
}

static void
update_done (ReeveSecondFactorDialog *self)
{
  gtk_widget_set_sensitive (self->done, reeve_recovery_codes_get_stored (self->codes));
}

/* While the answer is on its way that has new codes, and is given once: the old ones may serve no longer. */
static void
set_open (ReeveSecondFactorDialog *self, gboolean open)
{
  adw_dialog_set_can_close (ADW_DIALOG (self), open);
}

static void
reeve_second_factor_dialog_close_attempt (AdwDialog *dialog)
{
  ReeveSecondFactorDialog *self = REEVE_SECOND_FACTOR_DIALOG (dialog);

  if (g_strcmp0 (adw_navigation_view_get_visible_page_tag (self->steps), "recovery") == 0)
    reeve_recovery_codes_insist (self->codes);
}

static void
on_done_cb (ReeveSecondFactorDialog *self)
{
  adw_dialog_set_can_close (ADW_DIALOG (self), TRUE);
  adw_navigation_view_set_pop_on_escape (self->steps, TRUE);
  adw_navigation_view_pop_to_tag (self->steps, "state");
  gtk_widget_grab_focus (self->renew_row);
  reeve_recovery_codes_set_codes (self->codes, NULL); /* only now: the button would let go of the focus */
  load (self);
  reeve_site_reload_identity (self->site);
}

static void
on_renewed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveSecondFactorDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  gpointer reply = NULL;
  gboolean done = reeve_client_post_finish (REEVE_CLIENT (source), result, &reply, &error);
  g_autoptr (ReeveEnrolled) enrolled = reply;

  set_open (self, TRUE);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->busy = FALSE;
  if (done)
    show_codes (self, enrolled->recovery_codes);
  else
    show_problem (self, error);
}

static void
on_renew_cb (ReeveSecondFactorDialog *self)
{
  if (self->busy)
    return;
  reeve_note_row_set_text (self->problem, NULL);
  self->busy = TRUE;
  set_open (self, FALSE);
  reeve_client_post_async (reeve_site_get_client (self->site), PATH "/recovery-codes", NULL,
                           reeve_enrolled_get_type (), -1, self->cancellable, on_renewed_cb,
                           g_object_ref (self));
}

/* --- Another authenticator app --- */

/* After the first one. */
static void
show_step (ReeveSecondFactorDialog *self, const char *tag)
{
  const char *shown = adw_navigation_view_get_visible_page_tag (self->steps);

  if (g_strcmp0 (shown, "state") == 0)
    adw_navigation_view_push_by_tag (self->steps, tag);
  else if (g_strcmp0 (shown, tag) != 0)
    adw_navigation_view_replace_with_tags (self->steps, (const char *const[]) { "state", tag }, 2);
}

static void
on_begun_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveSecondFactorDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  gpointer reply = NULL;
  gboolean done = reeve_client_post_finish (REEVE_CLIENT (source), result, &reply, &error);
  g_autoptr (ReeveEnrolment) enrolment = reply;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->busy = FALSE;
  if (!done && g_strcmp0 (reeve_error_get_reason (error), "address_unproven") == 0)
    {
      reeve_pane_set_state (self->confirm, REEVE_PANE_READY, NULL);
      reeve_pane_set_state (self->confirm, REEVE_PANE_FAILED, error);
      show_step (self, "confirm");
      return;
    }
  if (!done)
    {
      adw_navigation_view_pop_to_tag (self->steps, "state");
      show_problem (self, error);
      return;
    }
  reeve_code_entry_clear (self->code);
  reeve_authenticator_key_set_enrolment (self->key, enrolment);
  show_step (self, "scan");
  gtk_widget_grab_focus (GTK_WIDGET (self->code));
}

static void
begin (ReeveSecondFactorDialog *self, const char *path)
{
  if (self->busy)
    return;
  reeve_note_row_set_text (self->problem, NULL);
  self->busy = TRUE;
  reeve_client_post_async (reeve_site_get_client (self->site), path, NULL, reeve_enrolment_get_type (), -1,
                           self->cancellable, on_begun_cb, g_object_ref (self));
}

static void
on_set_up_cb (ReeveSecondFactorDialog *self)
{
  begin (self, PATH);
}

static void
on_replace_cb (ReeveSecondFactorDialog *self)
{
  begin (self, PATH "/replace");
}

static void
on_confirmed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveSecondFactorDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  gpointer reply = NULL;
  gboolean done = reeve_client_post_finish (REEVE_CLIENT (source), result, &reply, &error);
  g_autoptr (ReeveEnrolled) enrolled = reply;

  set_open (self, TRUE);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  reeve_code_entry_set_busy (self->code, FALSE);
  if (done)
    show_codes (self, enrolled->recovery_codes);
  else
    {
      g_autofree char *text = word (error);

      reeve_code_entry_set_error (self->code, text);
    }
}

static void
on_code_complete_cb (ReeveSecondFactorDialog *self)
{
  g_autoptr (ReeveEnrolmentCode) body = reeve_enrolment_code_new ();

  body->code = reeve_code_entry_get_code (self->code);
  if (body->code == NULL)
    return;
  reeve_code_entry_set_busy (self->code, TRUE);
  set_open (self, FALSE);
  reeve_client_post_async (reeve_site_get_client (self->site), PATH "/confirm", body,
                           reeve_enrolled_get_type (), -1, self->cancellable, on_confirmed_cb,
                           g_object_ref (self));
}

/* Left without a code: the one in force stays. */
static void
on_left_cb (ReeveSecondFactorDialog *self)
{
  reeve_authenticator_key_set_enrolment (self->key, NULL);
}

static void
reeve_second_factor_dialog_dispose (GObject *object)
{
  ReeveSecondFactorDialog *self = REEVE_SECOND_FACTOR_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->account);
  g_clear_object (&self->site);
  gtk_widget_dispose_template (GTK_WIDGET (self), REEVE_TYPE_SECOND_FACTOR_DIALOG);

  G_OBJECT_CLASS (reeve_second_factor_dialog_parent_class)->dispose (object);
}

static void
reeve_second_factor_dialog_class_init (ReeveSecondFactorDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_second_factor_dialog_dispose;
  ADW_DIALOG_CLASS (klass)->close_attempt = reeve_second_factor_dialog_close_attempt;
  g_type_ensure (REEVE_TYPE_AUTHENTICATOR_KEY);
  g_type_ensure (REEVE_TYPE_CODE_ENTRY);
  g_type_ensure (REEVE_TYPE_NOTE_ROW);
  g_type_ensure (REEVE_TYPE_PANE);
  g_type_ensure (REEVE_TYPE_RECOVERY_CODES);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/reeve/Reeve/ui/second-factor-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveSecondFactorDialog, steps);
  gtk_widget_class_bind_template_child (widget_class, ReeveSecondFactorDialog, state_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveSecondFactorDialog, codes_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveSecondFactorDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, ReeveSecondFactorDialog, actions);
  gtk_widget_class_bind_template_child (widget_class, ReeveSecondFactorDialog, set_up_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveSecondFactorDialog, replace_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveSecondFactorDialog, renew_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveSecondFactorDialog, confirm);
  gtk_widget_class_bind_template_child (widget_class, ReeveSecondFactorDialog, scan_words);
  gtk_widget_class_bind_template_child (widget_class, ReeveSecondFactorDialog, key);
  gtk_widget_class_bind_template_child (widget_class, ReeveSecondFactorDialog, code);
  gtk_widget_class_bind_template_child (widget_class, ReeveSecondFactorDialog, codes);
  gtk_widget_class_bind_template_child (widget_class, ReeveSecondFactorDialog, done);
  gtk_widget_class_bind_template_callback (widget_class, on_set_up_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_replace_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_renew_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_code_complete_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_left_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_done_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_done);
}

static void
reeve_second_factor_dialog_init (ReeveSecondFactorDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  reeve_pane_set_state (self->confirm, REEVE_PANE_READY, NULL); /* not on its way: nobody is asked yet */
  update (self);
  update_done (self);
}

AdwDialog *
reeve_second_factor_dialog_new (ReeveSite *site)
{
  ReeveSecondFactorDialog *self;
  ReeveIdentity *identity;

  g_return_val_if_fail (REEVE_IS_SITE (site), NULL);

  self = g_object_new (REEVE_TYPE_SECOND_FACTOR_DIALOG, NULL);
  self->site = g_object_ref (site);
  identity = reeve_site_get_identity (site);
  if (identity != NULL && identity->account != NULL)
    g_set_object (&self->account, REEVE_ACCOUNT (identity->account));
  update (self);
  load (self);
  return ADW_DIALOG (self);
}
