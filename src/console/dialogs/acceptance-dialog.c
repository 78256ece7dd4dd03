/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Three steps: the link; what it invites to, with name and password; or the way to the browser. A site that
 * is opened for a link only is closed with the dialog. */

#include "config.h"

#include "console/dialogs/acceptance-dialog.h"

#include <glib/gi18n.h>

#include "common/invitation.h"
#include "console/client/link.h"
#include "console/lists/open-sites.h"
#include "console/widgets/new-password.h"
#include "console/widgets/note-row.h"
#include "console/widgets/wording.h"

#define PAGE "invitation"

struct _ReeveAcceptanceDialog
{
  AdwDialog parent_instance;
  /* from the template */
  AdwNavigationView *steps;
  GtkEditable *link;
  ReeveNoteRow *link_note;
  GtkWidget *go_on;
  GtkStack *go_on_face;
  GtkLabel *elsewhere;
  GtkLabel *what;
  GtkLabel *message;
  GtkEditable *name;
  ReeveNoteRow *name_note;
  ReeveNewPassword *password;
  GtkWidget *known_group;
  GtkEditable *known;
  ReeveNoteRow *known_note;
  GtkWidget *save;
  GtkStack *save_face;
  /* owned */
  ReeveSite *shown;          /* (nullable): the window's */
  ReeveSite *site;           /* (nullable): of the link */
  ReevePastedLink *pasted;   /* (nullable) */
  ReeveInvitationView *view; /* (nullable): what the link invites to */
  GCancellable *cancellable; /* cancelled in dispose */

  gboolean opened; /* the site, for the link */
  gboolean busy;
};

enum
{
  SIGNAL_ACCEPTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ReeveAcceptanceDialog, reeve_acceptance_dialog, ADW_TYPE_DIALOG)

static gboolean
has_password (ReeveAcceptanceDialog *self)
{
  return self->view != NULL && self->view->has_password;
}

static gboolean
is_filled (ReeveAcceptanceDialog *self)
{
  if (*gtk_editable_get_text (self->name) == '\0')
    return FALSE;
  return has_password (self) ? *gtk_editable_get_text (self->known) != '\0'
                             : reeve_new_password_get_accepted (self->password);
}

static void
update_buttons (ReeveAcceptanceDialog *self)
{
  const char *face = self->busy ? "busy" : "label";

  gtk_widget_set_sensitive (self->go_on, !self->busy && *gtk_editable_get_text (self->link) != '\0');
  gtk_stack_set_visible_child_name (self->go_on_face, face);
  gtk_widget_set_sensitive (self->save, !self->busy && self->view != NULL && is_filled (self));
  gtk_stack_set_visible_child_name (self->save_face, face);
}

static void
set_busy (ReeveAcceptanceDialog *self, gboolean busy)
{
  self->busy = busy;
  update_buttons (self);
}

static char *
describe (const GError *error)
{
  g_autofree char *title = reeve_wording_title (error);
  g_autofree char *advice = reeve_wording_advice (error);

  /* Translators: what went wrong, then what to do about it: two sentences. */
  return g_strdup_printf (_ ("%s. %s"), title, advice);
}

/* --- The site of the link --- */

static void
let_go (ReeveAcceptanceDialog *self)
{
  if (self->site == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->site, self);
  if (self->opened)
    reeve_site_close (self->site);
  self->opened = FALSE;
  g_clear_object (&self->site);
}

static void
show_link_trouble (ReeveAcceptanceDialog *self, const char *text)
{
  let_go (self);
  set_busy (self, FALSE);
  adw_navigation_view_pop_to_tag (self->steps, "link");
  reeve_note_row_set_text (self->link_note, text);
  gtk_widget_grab_focus (GTK_WIDGET (self->link));
}

static void
show_link_failure (ReeveAcceptanceDialog *self, const GError *error)
{
  g_autofree char *text = describe (error);

  show_link_trouble (self, text);
}

static void
show_browser (ReeveAcceptanceDialog *self, const char *text)
{
  set_busy (self, FALSE);
  gtk_label_set_label (self->elsewhere, text);
  adw_navigation_view_push_by_tag (self->steps, "browser");
}

/* --- What it invites to --- */

static void
show_view (ReeveAcceptanceDialog *self)
{
  ReeveInvitationView *view = self->view;
  /* Translators: who invites, to which workspace, and for which e-mail address. */
  g_autofree char *what = g_strdup_printf (_ ("%s invites you to the workspace %s as %s."), view->inviter,
                                           view->workspace_name, view->email);

  gtk_label_set_label (self->what, what);
  gtk_label_set_label (self->message, view->message != NULL ? view->message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->message), view->message != NULL);
  gtk_editable_set_text (self->name, view->display_name != NULL ? view->display_name : "");
  gtk_widget_set_visible (GTK_WIDGET (self->password), !view->has_password);
  gtk_widget_set_visible (self->known_group, view->has_password);
  reeve_new_password_set_terms (self->password, view->password_profile, view->password_min_length);
  reeve_new_password_set_person (self->password, view->email, view->display_name);
  set_busy (self, FALSE);
  adw_navigation_view_push_by_tag (self->steps, "accept");
  gtk_widget_grab_focus (GTK_WIDGET (self->name));
}

static void
on_looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveAcceptanceDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  gpointer reply = NULL;

  reeve_client_post_finish (REEVE_CLIENT (source), result, &reply, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->view);
  self->view = reply;
  if (self->view == NULL)
    show_link_failure (self, error);
  else if (self->view->provider_required && !reeve_site_is_local (self->site))
    show_browser (self, _ ("This workspace is entered through its identity provider. Accept in the browser, "
                           "then sign in here."));
  else
    show_view (self);
}

static void
look (ReeveAcceptanceDialog *self)
{
  g_autoptr (ReeveInvitationToken) body = reeve_invitation_token_new ();

  body->token = reeve_secret_ref (self->pasted->token);
  reeve_client_post_async (reeve_site_get_client (self->site), "/v1/invitations/look", body,
                           reeve_invitation_view_get_type (), -1, self->cancellable, on_looked_cb,
                           g_object_ref (self));
}

static void
on_state_changed_cb (ReeveAcceptanceDialog *self)
{
  switch (reeve_site_get_state (self->site))
    {
    case REEVE_SITE_OPENING:
    case REEVE_SITE_CLOSED:
      break;
    case REEVE_SITE_NEEDS_SETUP:
      show_link_trouble (self,
                         _ ("There is no workspace on this computer: the invitation is of another one."));
      break;
    case REEVE_SITE_KEYRING:
    case REEVE_SITE_FAILED:
    case REEVE_SITE_CERTIFICATE:
      show_link_failure (self, reeve_site_get_error (self->site));
      break;
    case REEVE_SITE_SIGNED_OUT:
    case REEVE_SITE_NEEDS_CODE:
    case REEVE_SITE_NEEDS_ENROLMENT:
    case REEVE_SITE_READY:
    default:
      g_signal_handlers_disconnect_by_data (self->site, self);
      look (self);
    }
}

static void
use_site (ReeveAcceptanceDialog *self, ReeveSite *site)
{
  ReeveSiteState state = reeve_site_get_state (site);

  let_go (self);
  self->site = g_object_ref (site);
  set_busy (self, TRUE);
  g_signal_connect_object (site, "notify::state", G_CALLBACK (on_state_changed_cb), self, G_CONNECT_SWAPPED);
  if (state == REEVE_SITE_CLOSED)
    {
      self->opened = TRUE;
      reeve_site_open (site);
    }
  else
    on_state_changed_cb (self);
}

static void
on_continue_cb (ReeveAcceptanceDialog *self)
{
  if (!gtk_widget_get_sensitive (self->go_on))
    return;
  g_clear_pointer (&self->pasted, reeve_pasted_link_free);
  self->pasted = reeve_pasted_link_read (gtk_editable_get_text (self->link), PAGE);
  if (self->pasted == NULL)
    {
      show_link_trouble (self, _ ("This is not the link of an invitation. Copy all of it."));
      return;
    }
  reeve_note_row_set_text (self->link_note, NULL);
  if (self->shown != NULL && g_str_equal (reeve_site_get_id (self->shown), self->pasted->site))
    use_site (self, self->shown);
  else if (g_str_equal (self->pasted->site, REEVE_LOCAL_SITE))
    {
      g_autoptr (ReeveSite) local = reeve_open_sites_get (REEVE_LOCAL_SITE);
      use_site (self, local);
    }
  else
    {
      /* Translators: %s is the address of a service. */
      g_autofree char *text = g_strdup_printf (
        _ ("This invitation is of %s. Accept it in the browser, then connect to that address here."),
        self->pasted->site);
      show_browser (self, text);
    }
}

static void
on_browsed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveAcceptanceDialog) self = user_data;
  g_autoptr (GError) error = NULL;

  if (gtk_uri_launcher_launch_finish (GTK_URI_LAUNCHER (source), result, &error))
    adw_dialog_force_close (ADW_DIALOG (self));
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_message ("the browser was not opened: %s", error->message);
      gtk_label_set_label (self->elsewhere,
                           _ ("The browser could not be opened. Choose a default browser in the "
                              "settings of your computer, then try again."));
    }
}

static void
on_browse_cb (ReeveAcceptanceDialog *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  g_autofree char *uri = reeve_pasted_link_make_uri (self->pasted, PAGE);
  g_autoptr (GtkUriLauncher) launcher = gtk_uri_launcher_new (uri);

  gtk_uri_launcher_launch (launcher, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, self->cancellable,
                           on_browsed_cb, g_object_ref (self));
}

/* --- Accepting --- */

static void
show_refusal (ReeveAcceptanceDialog *self, const GError *error)
{
  g_autofree char *password = reeve_wording_at (error, "/password");
  g_autofree char *name = reeve_wording_at (error, "/displayName");
  g_autofree char *any = name == NULL && password == NULL ? describe (error) : NULL;

  reeve_note_row_set_text (self->name_note, name);
  if (name != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->name));
  if (password == NULL && any == NULL)
    return;
  if (!has_password (self))
    {
      reeve_new_password_set_error (self->password, password != NULL ? password : any);
      return;
    }
  reeve_note_row_set_text (self->known_note, password != NULL ? password : any);
  gtk_widget_grab_focus (GTK_WIDGET (self->known));
}

static void
on_accepted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveAcceptanceDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = reeve_client_post_finish (REEVE_CLIENT (source), result, NULL, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  set_busy (self, FALSE);
  if (!done)
    {
      show_refusal (self, error);
      return;
    }
  self->opened = FALSE; /* whoever hears of it shows it */
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", _ ("Invitation accepted; sign in now"));
  g_signal_emit (self, signals[SIGNAL_ACCEPTED], 0, self->site, self->view->email);
  adw_dialog_force_close (ADW_DIALOG (self));
}

static void
on_save_cb (ReeveAcceptanceDialog *self)
{
  g_autoptr (ReeveInvitationAcceptance) body = NULL;

  if (!gtk_widget_get_sensitive (self->save))
    return;
  body = reeve_invitation_acceptance_new ();
  body->token = reeve_secret_ref (self->pasted->token);
  body->display_name = g_strstrip (g_strdup (gtk_editable_get_text (self->name)));
  body->password = has_password (self) ? reeve_secret_new_text (gtk_editable_get_text (self->known))
                                       : reeve_new_password_get_secret (self->password);
  reeve_note_row_set_text (self->name_note, NULL);
  reeve_note_row_set_text (self->known_note, NULL);
  reeve_new_password_set_error (self->password, NULL);
  set_busy (self, TRUE);
  reeve_client_post_async (reeve_site_get_client (self->site), "/v1/invitations/accept", body, G_TYPE_NONE,
                           -1, self->cancellable, on_accepted_cb, g_object_ref (self));
}

/* A sheet does not grow by itself with a page that scrolls. */
static void
on_step_shown_cb (ReeveAcceptanceDialog *self)
{
  gboolean accept = g_strcmp0 (adw_navigation_view_get_visible_page_tag (self->steps), "accept") == 0;

  adw_dialog_set_content_height (ADW_DIALOG (self), accept ? 620 : -1);
}

static void
reeve_acceptance_dialog_closed (AdwDialog *dialog)
{
  g_cancellable_cancel (REEVE_ACCEPTANCE_DIALOG (dialog)->cancellable);
  let_go (REEVE_ACCEPTANCE_DIALOG (dialog));
}

static void
reeve_acceptance_dialog_dispose (GObject *object)
{
  ReeveAcceptanceDialog *self = REEVE_ACCEPTANCE_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  let_go (self);
  g_clear_object (&self->shown);
  g_clear_object (&self->view);
  g_clear_pointer (&self->pasted, reeve_pasted_link_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), REEVE_TYPE_ACCEPTANCE_DIALOG);

  G_OBJECT_CLASS (reeve_acceptance_dialog_parent_class)->dispose (object);
}

static void
reeve_acceptance_dialog_class_init (ReeveAcceptanceDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_acceptance_dialog_dispose;
  ADW_DIALOG_CLASS (klass)->closed = reeve_acceptance_dialog_closed;
  signals[SIGNAL_ACCEPTED] = g_signal_new ("accepted", REEVE_TYPE_ACCEPTANCE_DIALOG, G_SIGNAL_RUN_LAST, 0,
                                           NULL, NULL, NULL, G_TYPE_NONE, 2, REEVE_TYPE_SITE, G_TYPE_STRING);
  g_type_ensure (REEVE_TYPE_NEW_PASSWORD);
  g_type_ensure (REEVE_TYPE_NOTE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/reeve/Reeve/ui/acceptance-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveAcceptanceDialog, steps);
  gtk_widget_class_bind_template_child (widget_class, ReeveAcceptanceDialog, link);
  gtk_widget_class_bind_template_child (widget_class, ReeveAcceptanceDialog, link_note);
  gtk_widget_class_bind_template_child (widget_class, ReeveAcceptanceDialog, go_on);
  gtk_widget_class_bind_template_child (widget_class, ReeveAcceptanceDialog, go_on_face);
  gtk_widget_class_bind_template_child (widget_class, ReeveAcceptanceDialog, elsewhere);
  gtk_widget_class_bind_template_child (widget_class, ReeveAcceptanceDialog, what);
  gtk_widget_class_bind_template_child (widget_class, ReeveAcceptanceDialog, message);
  gtk_widget_class_bind_template_child (widget_class, ReeveAcceptanceDialog, name);
  gtk_widget_class_bind_template_child (widget_class, ReeveAcceptanceDialog, name_note);
  gtk_widget_class_bind_template_child (widget_class, ReeveAcceptanceDialog, password);
  gtk_widget_class_bind_template_child (widget_class, ReeveAcceptanceDialog, known_group);
  gtk_widget_class_bind_template_child (widget_class, ReeveAcceptanceDialog, known);
  gtk_widget_class_bind_template_child (widget_class, ReeveAcceptanceDialog, known_note);
  gtk_widget_class_bind_template_child (widget_class, ReeveAcceptanceDialog, save);
  gtk_widget_class_bind_template_child (widget_class, ReeveAcceptanceDialog, save_face);
  gtk_widget_class_bind_template_callback (widget_class, update_buttons);
  gtk_widget_class_bind_template_callback (widget_class, on_continue_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_browse_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_save_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_step_shown_cb);
}

static void
reeve_acceptance_dialog_init (ReeveAcceptanceDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  update_buttons (self);
}

AdwDialog *
reeve_acceptance_dialog_new (ReeveSite *site)
{
  ReeveAcceptanceDialog *self = g_object_new (REEVE_TYPE_ACCEPTANCE_DIALOG, NULL);

  g_return_val_if_fail (site == NULL || REEVE_IS_SITE (site), NULL);

  g_set_object (&self->shown, site);
  return ADW_DIALOG (self);
}
