/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Signing in. The site says which step it is; this page shows it, keeps what was typed when the network
 * fails, and counts a pause down. */

#include "config.h"

#include "console/pages/sign-in-page.h"

#include <glib/gi18n.h>

#include "common/clock.h"
#include "common/totp.h"
#include "console/dialogs/forgotten-dialog.h"
#include "console/pages/provider-step.h"
#include "console/widgets/code-entry.h"
#include "console/widgets/note-row.h"
#include "console/widgets/provider-choice.h"
#include "console/widgets/wording.h"

struct _ReeveSignInPage
{
  AdwBin parent_instance;
  /* from the template */
  AdwNavigationView *steps;
  GtkLabel *where;
  GtkEditable *email;
  GtkEditable *password;
  ReeveNoteRow *password_note;
  GtkButton *sign_in;
  GtkStack *sign_in_face;
  GtkLabel *sign_in_label;
  ReeveProviderChoice *choice;
  ReeveProviderStep *provider;
  ReeveCodeEntry *code;
  GtkLabel *next_code;
  GtkEditable *recovery;
  ReeveNoteRow *recovery_note;
  GtkButton *use_recovery;
  /* owned */
  ReeveSite *site;           /* (nullable) */
  GCancellable *cancellable; /* cancelled with the site */

  gint64 paused_until;    /* 0: not paused */
  guint tick;             /* source id: one second, only while something counts */
  const char *shown_step; /* interned tag */
};

G_DEFINE_FINAL_TYPE (ReeveSignInPage, reeve_sign_in_page, ADW_TYPE_BIN)

static gboolean
is_visible_step (ReeveSignInPage *self, const char *tag)
{
  return g_strcmp0 (adw_navigation_view_get_visible_page_tag (self->steps), tag) == 0;
}

static gboolean
is_busy (ReeveSignInPage *self)
{
  gboolean busy = FALSE;

  if (self->site != NULL)
    g_object_get (self->site, "busy", &busy, NULL);
  return busy;
}

static void
update_buttons (ReeveSignInPage *self)
{
  gboolean busy = is_busy (self);
  gboolean filled =
    *gtk_editable_get_text (self->email) != '\0' && *gtk_editable_get_text (self->password) != '\0';

  gtk_widget_set_sensitive (GTK_WIDGET (self->sign_in), filled && !busy && self->paused_until == 0);
  gtk_stack_set_visible_child_name (self->sign_in_face, busy ? "busy" : "label");
  gtk_widget_set_sensitive (GTK_WIDGET (self->use_recovery),
                            *gtk_editable_get_text (self->recovery) != '\0' && !busy &&
                              self->paused_until == 0);
  gtk_widget_set_sensitive (GTK_WIDGET (self->choice), !busy && self->paused_until == 0);
  reeve_code_entry_set_busy (self->code, busy || self->paused_until != 0);
}

/* --- What counts -----------------------------------------------------------------------------------------
 */

static void
show_pause (ReeveSignInPage *self, int seconds)
{
  if (seconds <= 0)
    {
      self->paused_until = 0;
      gtk_label_set_label (self->sign_in_label, _ ("Sign In"));
      reeve_note_row_set_text (self->password_note, NULL);
      reeve_announce (GTK_WIDGET (self), _ ("You can try again now"));
      update_buttons (self);
      return;
    }
  g_autofree char *text =
    /* Translators: on the button that signs in, while it waits; minutes and seconds. */
    g_strdup_printf (_ ("Try Again in %d:%02d"), seconds / 60, seconds % 60);
  gtk_label_set_label (self->sign_in_label, text);
  if (seconds == 60 || seconds == 30 || seconds == 10)
    reeve_announce (GTK_WIDGET (self), text);
}

static void
show_next_code (ReeveSignInPage *self, gint64 now)
{
  int left = REEVE_TOTP_STEP_SECONDS - (int) (now / REEVE_SECOND % REEVE_TOTP_STEP_SECONDS);
  g_autofree char *text =
    g_strdup_printf (ngettext ("Your app shows a new code in %d second",
                               "Your app shows a new code in %d seconds", (gulong) left),
                     left);

  gtk_label_set_label (self->next_code, text);
}

static gboolean
on_tick_cb (gpointer user_data)
{
  ReeveSignInPage *self = user_data;
  gint64 now = reeve_clock_now ();

  if (is_visible_step (self, "code"))
    show_next_code (self, now);
  if (self->paused_until != 0)
    show_pause (self, (int) ((self->paused_until - now + REEVE_SECOND - 1) / REEVE_SECOND));
  return G_SOURCE_CONTINUE;
}

static void
update_tick (ReeveSignInPage *self)
{
  gboolean counts =
    gtk_widget_get_mapped (GTK_WIDGET (self)) && (self->paused_until != 0 || is_visible_step (self, "code"));

  if (!counts)
    g_clear_handle_id (&self->tick, g_source_remove);
  else if (self->tick == 0)
    {
      self->tick = g_timeout_add_seconds (1, on_tick_cb, self);
      on_tick_cb (self);
    }
}

static void
begin_pause (ReeveSignInPage *self, const GError *error)
{
  self->paused_until = reeve_clock_now () + reeve_error_get_retry_after_ms (error) * 1000;
  update_buttons (self);
  update_tick (self);
}

/* --- Steps -----------------------------------------------------------------------------------------------
 */

/* A pause is told once, without its number of seconds: those are on the button, counting. */
static char *
describe_failure (const GError *error)
{
  g_autofree char *title = reeve_wording_title (error);
  g_autofree char *advice = NULL;

  if (reeve_error_get_code (error) == REEVE_ERROR_LOCKED && reeve_error_get_retry_after_ms (error) > 0)
    return g_strdup (_ ("Signing in is paused after wrong tries. It goes on by itself."));
  advice = reeve_wording_advice (error);
  /* Translators: what went wrong, then what to do about it: two sentences. */
  return g_strdup_printf (_ ("%s. %s"), title, advice);
}

static void
show_failure (ReeveSignInPage *self, const GError *error)
{
  g_autofree char *text = describe_failure (error);

  if (is_visible_step (self, "password"))
    {
      reeve_note_row_set_text (self->password_note, text);
      /* The network's failure is not the password's: what was typed stays as it is. */
      if (reeve_error_get_code (error) != REEVE_ERROR_UNREACHABLE)
        gtk_editable_select_region (self->password, 0, -1);
      gtk_widget_grab_focus (GTK_WIDGET (self->password));
    }
  else if (is_visible_step (self, "recovery"))
    {
      reeve_note_row_set_text (self->recovery_note, text);
      gtk_widget_grab_focus (GTK_WIDGET (self->recovery));
    }
  else
    reeve_code_entry_set_error (self->code, text);
  if (reeve_error_get_retry_after_ms (error) > 0)
    begin_pause (self, error);
}

static void
on_signed_in_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveSignInPage) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = reeve_site_sign_in_finish (REEVE_SITE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->site == NULL)
    return;
  if (!done)
    show_failure (self, error);
}

static void
on_sign_in_cb (ReeveSignInPage *self)
{
  if (!gtk_widget_get_sensitive (GTK_WIDGET (self->sign_in)))
    return;
  g_autoptr (ReeveSecret) password = reeve_secret_new_text (gtk_editable_get_text (self->password));
  g_autofree char *email = g_strstrip (g_strdup (gtk_editable_get_text (self->email)));
  reeve_note_row_set_text (self->password_note, NULL);
  reeve_site_sign_in_async (self->site, email, password, self->cancellable, on_signed_in_cb,
                            g_object_ref (self));
}

static void
on_email_changed_cb (ReeveSignInPage *self)
{
  reeve_provider_choice_set_email (self->choice, gtk_editable_get_text (self->email));
  update_buttons (self);
}

static void
on_provider_chosen_cb (ReeveSignInPage *self, ReeveProviderOffer *offer)
{
  reeve_note_row_set_text (self->password_note, NULL);
  adw_navigation_view_push_by_tag (self->steps, "provider");
  reeve_provider_step_begin (self->provider, self->site, offer);
}

/* Where it went well, the site's state says how it goes on. */
static void
on_provider_ended_cb (ReeveSignInPage *self, const GError *error)
{
  g_autofree char *text = NULL;

  if (error == NULL || self->site == NULL)
    return;
  text = describe_failure (error);
  if (is_visible_step (self, "provider"))
    adw_navigation_view_pop (self->steps);
  reeve_provider_choice_set_trouble (self->choice, text);
  if (reeve_error_get_retry_after_ms (error) > 0)
    begin_pause (self, error);
}

static void
on_password_set_cb (ReeveSignInPage *self, const char *email)
{
  gtk_editable_set_text (self->email, email);
  gtk_editable_set_text (self->password, "");
  gtk_widget_grab_focus (GTK_WIDGET (self->password));
}

static void
on_browsed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveSignInPage) self = user_data;
  g_autoptr (GError) error = NULL;

  if (gtk_uri_launcher_launch_finish (GTK_URI_LAUNCHER (source), result, &error) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->site == NULL)
    return;
  g_message ("the browser was not opened: %s", error->message);
  /* Translators: %s is the address of a web page. */
  g_autofree char *text = g_strdup_printf (_ ("The browser could not be opened. Open %s in it yourself."),
                                           gtk_uri_launcher_get_uri (GTK_URI_LAUNCHER (source)));
  reeve_note_row_set_text (self->password_note, text);
}

/* Who has the workspace on this computer sets a password here; a service elsewhere asks for a link by mail.
 */
static void
on_forgot_cb (ReeveSignInPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (self->site == NULL)
    return;
  if (reeve_site_is_local (self->site))
    {
      AdwDialog *dialog = reeve_forgotten_dialog_new (self->site, gtk_editable_get_text (self->email));

      g_signal_connect_object (dialog, "set", G_CALLBACK (on_password_set_cb), self, G_CONNECT_SWAPPED);
      adw_dialog_present (dialog, GTK_WIDGET (self));
      return;
    }
  g_autofree char *uri = g_strconcat (reeve_site_get_id (self->site), "/p/forgot", NULL);
  g_autoptr (GtkUriLauncher) launcher = gtk_uri_launcher_new (uri);
  gtk_uri_launcher_launch (launcher, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, self->cancellable,
                           on_browsed_cb, g_object_ref (self));
}

static void
on_email_activated_cb (ReeveSignInPage *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->password));
}

static void
on_code_sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveSignInPage) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = reeve_site_send_code_finish (REEVE_SITE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->site == NULL)
    return;
  if (!done)
    show_failure (self, error);
}

static void
send_code (ReeveSignInPage *self, ReeveSecret *code)
{
  reeve_site_send_code_async (self->site, code, self->cancellable, on_code_sent_cb, g_object_ref (self));
}

static void
on_code_complete_cb (ReeveSignInPage *self)
{
  g_autoptr (ReeveSecret) code = reeve_code_entry_get_code (self->code);

  if (code != NULL && self->site != NULL)
    send_code (self, code);
}

static void
on_use_recovery_cb (ReeveSignInPage *self)
{
  g_autoptr (ReeveSecret) code = reeve_recovery_code_normalise (gtk_editable_get_text (self->recovery));

  if (!gtk_widget_get_sensitive (GTK_WIDGET (self->use_recovery)))
    return;
  if (code == NULL)
    {
      reeve_note_row_set_text (self->recovery_note,
                               _ ("A recovery code has three groups of four letters and digits."));
      return;
    }
  send_code (self, code);
}

static void
on_step_popped_cb (ReeveSignInPage *self, AdwNavigationPage *page)
{
  const char *tag = adw_navigation_page_get_tag (page);

  if (g_strcmp0 (tag, "code") == 0 && self->site != NULL)
    reeve_site_cancel_sign_in (self->site);
  else if (g_strcmp0 (tag, "provider") == 0)
    reeve_provider_step_cancel (self->provider);
}

static void
on_step_shown_cb (ReeveSignInPage *self)
{
  const char *step = g_intern_string (adw_navigation_view_get_visible_page_tag (self->steps));

  update_tick (self);
  /* It is shown again whenever the window folds: then the focus stays where the person has it. */
  if (step == self->shown_step)
    return;
  self->shown_step = step;
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
clear (ReeveSignInPage *self)
{
  gtk_editable_set_text (self->password, "");
  gtk_editable_set_text (self->recovery, "");
  reeve_code_entry_clear (self->code);
  reeve_note_row_set_text (self->password_note, NULL);
  reeve_note_row_set_text (self->recovery_note, NULL);
}

static void
update_step (ReeveSignInPage *self)
{
  ReeveSiteState state = self->site != NULL ? reeve_site_get_state (self->site) : REEVE_SITE_CLOSED;

  if (state == REEVE_SITE_NEEDS_CODE && is_visible_step (self, "password"))
    {
      reeve_code_entry_clear (self->code);
      adw_navigation_view_push_by_tag (self->steps, "code");
    }
  else if (state == REEVE_SITE_NEEDS_CODE && is_visible_step (self, "provider"))
    {
      reeve_code_entry_clear (self->code);
      adw_navigation_view_replace_with_tags (self->steps, (const char *const[]) { "password", "code" }, 2);
    }
  else if (state == REEVE_SITE_SIGNED_OUT && !is_visible_step (self, "password"))
    adw_navigation_view_pop_to_tag (self->steps, "password");
  else if (state == REEVE_SITE_READY || state == REEVE_SITE_NEEDS_ENROLMENT)
    {
      clear (self);
      adw_navigation_view_replace_with_tags (self->steps, (const char *const[]) { "password" }, 1);
    }
  update_tick (self);
}

static void
update_where (ReeveSignInPage *self)
{
  g_autofree char *name = NULL;

  if (self->site == NULL)
    return;
  g_object_get (self->site, "name", &name, NULL);
  gtk_label_set_label (self->where, name != NULL ? name : reeve_site_get_id (self->site));
  /* Translators: read out for the page; %s is the name of a workspace or service. */
  g_autofree char *label = g_strdup_printf (_ ("Sign in to %s"), gtk_label_get_label (self->where));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->steps), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static gboolean
reeve_sign_in_page_grab_focus (GtkWidget *widget)
{
  ReeveSignInPage *self = REEVE_SIGN_IN_PAGE (widget);

  if (is_visible_step (self, "code"))
    return gtk_widget_grab_focus (GTK_WIDGET (self->code));
  if (is_visible_step (self, "recovery"))
    return gtk_widget_grab_focus (GTK_WIDGET (self->recovery));
  if (is_visible_step (self, "provider"))
    return gtk_widget_child_focus (GTK_WIDGET (self->provider), GTK_DIR_TAB_FORWARD);
  return gtk_widget_grab_focus (
    GTK_WIDGET (*gtk_editable_get_text (self->email) == '\0' ? self->email : self->password));
}

static void
reeve_sign_in_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (reeve_sign_in_page_parent_class)->map (widget);
  update_tick (REEVE_SIGN_IN_PAGE (widget));
}

static void
reeve_sign_in_page_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (reeve_sign_in_page_parent_class)->unmap (widget);
  update_tick (REEVE_SIGN_IN_PAGE (widget));
}

static void
reeve_sign_in_page_dispose (GObject *object)
{
  ReeveSignInPage *self = REEVE_SIGN_IN_PAGE (object);

  g_clear_handle_id (&self->tick, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->site != NULL)
    g_signal_handlers_disconnect_by_data (self->site, self);
  g_clear_object (&self->site);
  /* Bound and our child: the template would unparent it behind AdwBin's back. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), REEVE_TYPE_SIGN_IN_PAGE);

  G_OBJECT_CLASS (reeve_sign_in_page_parent_class)->dispose (object);
}

static void
reeve_sign_in_page_class_init (ReeveSignInPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_sign_in_page_dispose;
  widget_class->grab_focus = reeve_sign_in_page_grab_focus;
  widget_class->map = reeve_sign_in_page_map;
  widget_class->unmap = reeve_sign_in_page_unmap;

  g_type_ensure (REEVE_TYPE_CODE_ENTRY);
  g_type_ensure (REEVE_TYPE_NOTE_ROW);
  g_type_ensure (REEVE_TYPE_PROVIDER_CHOICE);
  g_type_ensure (REEVE_TYPE_PROVIDER_STEP);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/sign-in-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveSignInPage, steps);
  gtk_widget_class_bind_template_child (widget_class, ReeveSignInPage, where);
  gtk_widget_class_bind_template_child (widget_class, ReeveSignInPage, email);
  gtk_widget_class_bind_template_child (widget_class, ReeveSignInPage, password);
  gtk_widget_class_bind_template_child (widget_class, ReeveSignInPage, password_note);
  gtk_widget_class_bind_template_child (widget_class, ReeveSignInPage, sign_in);
  gtk_widget_class_bind_template_child (widget_class, ReeveSignInPage, sign_in_face);
  gtk_widget_class_bind_template_child (widget_class, ReeveSignInPage, sign_in_label);
  gtk_widget_class_bind_template_child (widget_class, ReeveSignInPage, choice);
  gtk_widget_class_bind_template_child (widget_class, ReeveSignInPage, provider);
  gtk_widget_class_bind_template_child (widget_class, ReeveSignInPage, code);
  gtk_widget_class_bind_template_child (widget_class, ReeveSignInPage, next_code);
  gtk_widget_class_bind_template_child (widget_class, ReeveSignInPage, recovery);
  gtk_widget_class_bind_template_child (widget_class, ReeveSignInPage, recovery_note);
  gtk_widget_class_bind_template_child (widget_class, ReeveSignInPage, use_recovery);
  gtk_widget_class_bind_template_callback (widget_class, update_buttons);
  gtk_widget_class_bind_template_callback (widget_class, on_sign_in_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_email_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_email_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_forgot_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_provider_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_provider_ended_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_code_complete_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_use_recovery_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_step_popped_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_step_shown_cb);
}

static void
reeve_sign_in_page_init (ReeveSignInPage *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  update_buttons (self);
}

void
reeve_sign_in_page_set_site (ReeveSignInPage *self, ReeveSite *site)
{
  g_return_if_fail (REEVE_IS_SIGN_IN_PAGE (self));

  if (self->site != NULL)
    g_signal_handlers_disconnect_by_data (self->site, self);
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_set_object (&self->site, site);
  self->paused_until = 0;
  gtk_label_set_label (self->sign_in_label, _ ("Sign In"));
  reeve_provider_step_cancel (self->provider);
  reeve_provider_choice_set_site (self->choice, site);
  gtk_editable_set_text (self->email, "");
  clear (self);
  if (site != NULL)
    {
      g_signal_connect_object (site, "notify::state", G_CALLBACK (update_step), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (site, "notify::busy", G_CALLBACK (update_buttons), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (site, "notify::name", G_CALLBACK (update_where), self, G_CONNECT_SWAPPED);
    }
  update_where (self);
  update_step (self);
  update_buttons (self);
}
