/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Setting up the second factor. The key and the codes leave this page when it leaves the screen. */

#include "config.h"

#include "console/pages/enrolment-page.h"

#include <glib/gi18n.h>

#include "common/sign-in.h"
#include "console/widgets/authenticator-key.h"
#include "console/widgets/code-entry.h"
#include "console/widgets/pane.h"
#include "console/widgets/recovery-codes.h"
#include "console/widgets/wording.h"

struct _ReeveEnrolmentPage
{
  AdwBin parent_instance;
  /* from the template */
  AdwNavigationView *steps;
  GtkWidget *scan_step;
  GtkStack *scan_stack;
  GtkLabel *failure;
  ReeveAuthenticatorKey *key;
  ReeveCodeEntry *code;
  ReevePane *confirm;
  GtkWidget *recovery_step;
  ReeveRecoveryCodes *codes;
  GtkWidget *done;
  /* owned */
  ReeveSite *site;           /* (nullable) */
  GCancellable *cancellable; /* cancelled when the page leaves the screen */
  ReeveEnrolment *enrolment; /* (nullable) */
  ReeveSecret *recovery;     /* (nullable): one code a line */

  gboolean was_set_up; /* the set-up came before: these are its steps 3 and 4 */
  gboolean begun;
  const char *shown_step; /* interned tag */
};

G_DEFINE_FINAL_TYPE (ReeveEnrolmentPage, reeve_enrolment_page, ADW_TYPE_BIN)

static void
update_buttons (ReeveEnrolmentPage *self)
{
  gtk_widget_set_sensitive (self->done, reeve_recovery_codes_get_stored (self->codes));
}

static void
forget (ReeveEnrolmentPage *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->enrolment);
  g_clear_pointer (&self->recovery, reeve_secret_unref);
  self->begun = FALSE;
  reeve_authenticator_key_set_enrolment (self->key, NULL);
  reeve_recovery_codes_set_codes (self->codes, NULL);
  reeve_code_entry_clear (self->code);
  reeve_code_entry_set_busy (self->code, FALSE);
}

static gboolean
is_dropped (ReeveEnrolmentPage *self, const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->site == NULL || !self->begun;
}

static void
show_step (ReeveEnrolmentPage *self, const char *tag)
{
  if (g_strcmp0 (adw_navigation_view_get_visible_page_tag (self->steps), tag) != 0)
    adw_navigation_view_replace_with_tags (self->steps, &tag, 1);
}

static void
show_key (ReeveEnrolmentPage *self)
{
  reeve_authenticator_key_set_enrolment (self->key, self->enrolment);
  gtk_stack_set_visible_child_name (self->scan_stack, "scan");
  gtk_widget_grab_focus (GTK_WIDGET (self->code));
}

static void
on_begun_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveEnrolmentPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveEnrolment) enrolment =
    reeve_site_begin_enrolment_finish (REEVE_SITE (source), result, &error);

  if (is_dropped (self, error))
    return;
  if (enrolment == NULL && g_strcmp0 (reeve_error_get_reason (error), "address_unproven") == 0)
    {
      reeve_pane_set_state (self->confirm, REEVE_PANE_READY, NULL);
      reeve_pane_set_state (self->confirm, REEVE_PANE_FAILED, error);
      show_step (self, "confirm");
      return;
    }
  reeve_pane_set_state (self->confirm, REEVE_PANE_READY, NULL);
  show_step (self, "scan");
  if (enrolment == NULL)
    {
      g_autofree char *title = reeve_wording_title (error);
      g_autofree char *advice = reeve_wording_advice (error);
      /* Translators: what went wrong, then what to do about it: two sentences. */
      g_autofree char *text = g_strdup_printf (_ ("%s. %s"), title, advice);
      gtk_label_set_label (self->failure, text);
      gtk_stack_set_visible_child_name (self->scan_stack, "failed");
      reeve_announce (GTK_WIDGET (self), text);
      return;
    }
  g_set_object (&self->enrolment, enrolment);
  show_key (self);
}

/* Who tries again after the mail stays with it until it is known whether it helped. */
static void
begin (ReeveEnrolmentPage *self)
{
  gboolean waits = reeve_pane_get_state (self->confirm) == REEVE_PANE_FAILED;

  forget (self);
  self->begun = TRUE;
  self->cancellable = g_cancellable_new ();
  gtk_stack_set_visible_child_name (self->scan_stack, "loading");
  if (!waits)
    show_step (self, "scan");
  reeve_site_begin_enrolment_async (self->site, self->cancellable, on_begun_cb, g_object_ref (self));
}

static void
show_codes (ReeveEnrolmentPage *self)
{
  reeve_recovery_codes_set_codes (self->codes, self->recovery);
  reeve_authenticator_key_set_enrolment (self->key, NULL);
  update_buttons (self);
  adw_navigation_view_replace_with_tags (self->steps, (const char *const[]) { "recovery" }, 1);
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

/* An expired key cannot be mended by another code: a new one is shown. */
static void
show_refusal (ReeveEnrolmentPage *self, const GError *error)
{
  g_autofree char *title = reeve_wording_title (error);
  g_autofree char *advice = reeve_wording_advice (error);
  g_autofree char *text = g_strdup_printf (_ ("%s. %s"), title, advice);

  if (g_strcmp0 (reeve_error_get_reason (error), "enrolment_expired") == 0)
    begin (self);
  reeve_code_entry_set_error (self->code, text);
}

static void
on_confirmed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveEnrolmentPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveSecret) codes = reeve_site_confirm_enrolment_finish (REEVE_SITE (source), result, &error);

  if (is_dropped (self, error))
    return;
  reeve_code_entry_set_busy (self->code, FALSE);
  if (codes == NULL)
    {
      show_refusal (self, error);
      return;
    }
  self->recovery = g_steal_pointer (&codes);
  show_codes (self);
}

static void
on_code_complete_cb (ReeveEnrolmentPage *self)
{
  g_autoptr (ReeveSecret) code = reeve_code_entry_get_code (self->code);

  if (code == NULL || self->enrolment == NULL)
    return;
  reeve_code_entry_set_busy (self->code, TRUE);
  reeve_site_confirm_enrolment_async (self->site, code, self->cancellable, on_confirmed_cb,
                                      g_object_ref (self));
}

static void
on_done_cb (ReeveEnrolmentPage *self)
{
  ReeveSite *site = self->site;

  if (site == NULL || !reeve_recovery_codes_get_stored (self->codes))
    return;
  reeve_site_finish_enrolment (site);
}

static void
on_step_shown_cb (ReeveEnrolmentPage *self)
{
  const char *step = g_intern_string (adw_navigation_view_get_visible_page_tag (self->steps));

  /* It is shown again whenever the window folds: then the focus stays where the person has it. */
  if (step == self->shown_step)
    return;
  self->shown_step = step;
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
update (ReeveEnrolmentPage *self)
{
  ReeveSiteState state = self->site != NULL ? reeve_site_get_state (self->site) : REEVE_SITE_CLOSED;

  if (state == REEVE_SITE_NEEDS_SETUP)
    self->was_set_up = TRUE;
  else if (state == REEVE_SITE_SIGNED_OUT || state == REEVE_SITE_CLOSED)
    self->was_set_up = FALSE;
  gtk_widget_set_visible (self->scan_step, self->was_set_up);
  gtk_widget_set_visible (self->recovery_step, self->was_set_up);
  if (state != REEVE_SITE_NEEDS_ENROLMENT)
    {
      forget (self);
      reeve_pane_set_state (self->confirm, REEVE_PANE_READY, NULL);
    }
  else if (!self->begun)
    begin (self);
}

static gboolean
reeve_enrolment_page_grab_focus (GtkWidget *widget)
{
  ReeveEnrolmentPage *self = REEVE_ENROLMENT_PAGE (widget);

  if (self->recovery != NULL)
    return gtk_widget_grab_focus (GTK_WIDGET (self->codes));
  if (self->enrolment != NULL)
    return gtk_widget_grab_focus (GTK_WIDGET (self->code));
  return gtk_widget_child_focus (widget, GTK_DIR_TAB_FORWARD);
}

static void
reeve_enrolment_page_dispose (GObject *object)
{
  ReeveEnrolmentPage *self = REEVE_ENROLMENT_PAGE (object);

  if (self->steps != NULL)
    forget (self);
  if (self->site != NULL)
    g_signal_handlers_disconnect_by_data (self->site, self);
  g_clear_object (&self->site);
  /* Bound and our child: the template would unparent it behind AdwBin's back. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), REEVE_TYPE_ENROLMENT_PAGE);

  G_OBJECT_CLASS (reeve_enrolment_page_parent_class)->dispose (object);
}

static void
reeve_enrolment_page_class_init (ReeveEnrolmentPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_enrolment_page_dispose;
  widget_class->grab_focus = reeve_enrolment_page_grab_focus;

  g_type_ensure (REEVE_TYPE_CODE_ENTRY);
  g_type_ensure (REEVE_TYPE_AUTHENTICATOR_KEY);
  g_type_ensure (REEVE_TYPE_PANE);
  g_type_ensure (REEVE_TYPE_RECOVERY_CODES);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/enrolment-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveEnrolmentPage, steps);
  gtk_widget_class_bind_template_child (widget_class, ReeveEnrolmentPage, scan_step);
  gtk_widget_class_bind_template_child (widget_class, ReeveEnrolmentPage, scan_stack);
  gtk_widget_class_bind_template_child (widget_class, ReeveEnrolmentPage, failure);
  gtk_widget_class_bind_template_child (widget_class, ReeveEnrolmentPage, key);
  gtk_widget_class_bind_template_child (widget_class, ReeveEnrolmentPage, code);
  gtk_widget_class_bind_template_child (widget_class, ReeveEnrolmentPage, confirm);
  gtk_widget_class_bind_template_child (widget_class, ReeveEnrolmentPage, recovery_step);
  gtk_widget_class_bind_template_child (widget_class, ReeveEnrolmentPage, codes);
  gtk_widget_class_bind_template_child (widget_class, ReeveEnrolmentPage, done);
  gtk_widget_class_bind_template_callback (widget_class, update_buttons);
  gtk_widget_class_bind_template_callback (widget_class, begin);
  gtk_widget_class_bind_template_callback (widget_class, on_code_complete_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_done_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_step_shown_cb);
}

static void
reeve_enrolment_page_init (ReeveEnrolmentPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  reeve_pane_set_state (self->confirm, REEVE_PANE_READY, NULL); /* not on its way: nobody is asked yet */
  update_buttons (self);
}

void
reeve_enrolment_page_set_site (ReeveEnrolmentPage *self, ReeveSite *site)
{
  g_return_if_fail (REEVE_IS_ENROLMENT_PAGE (self));

  if (self->site != NULL)
    g_signal_handlers_disconnect_by_data (self->site, self);
  forget (self);
  self->was_set_up = FALSE;
  g_set_object (&self->site, site);
  if (site != NULL)
    g_signal_connect_object (site, "notify::state", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
