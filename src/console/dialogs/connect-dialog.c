/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Connecting to a service. A certificate is never trusted without the person's own click on the page that
 * shows its fingerprint; nothing below TLS 1.2 gets as far as a certificate. */

#include "config.h"

#include "console/dialogs/connect-dialog.h"

#include <glib/gi18n.h>

#include "console/client/recents.h"
#include "console/lists/open-sites.h"
#include "console/widgets/certificate-box.h"
#include "console/widgets/note-row.h"
#include "console/widgets/wording.h"

/* As far as the window has room; a changed certificate has a fingerprint more. */
#define CERTIFICATE_HEIGHT 620
#define CHANGED_HEIGHT     720

struct _ReeveConnectDialog
{
  AdwDialog parent_instance;
  /* from the template */
  AdwNavigationView *steps;
  GtkEditable *address;
  ReeveNoteRow *address_note;
  GtkWidget *connect;
  GtkStack *connect_face;
  ReeveCertificateBox *certificate;
  /* owned */
  ReeveSite *site; /* (nullable): being tried */
};

G_DEFINE_FINAL_TYPE (ReeveConnectDialog, reeve_connect_dialog, ADW_TYPE_DIALOG)

enum
{
  SIGNAL_CONNECTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
drop_site (ReeveConnectDialog *self, gboolean close)
{
  if (self->site == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->site, self);
  if (close)
    reeve_site_close (self->site);
  g_clear_object (&self->site);
}

static void
set_busy (ReeveConnectDialog *self, gboolean busy)
{
  gtk_stack_set_visible_child_name (self->connect_face, busy ? "busy" : "label");
  gtk_widget_set_sensitive (self->connect, !busy && *gtk_editable_get_text (self->address) != '\0');
  gtk_editable_set_editable (self->address, !busy);
}

static void
show_problem (ReeveConnectDialog *self, const char *text)
{
  adw_navigation_view_pop_to_tag (self->steps, "address");
  set_busy (self, FALSE);
  reeve_note_row_set_text (self->address_note, text);
  gtk_widget_grab_focus (GTK_WIDGET (self->address));
}

static void
show_failure (ReeveConnectDialog *self, const GError *error)
{
  g_autofree char *title = reeve_wording_title (error);
  g_autofree char *advice = reeve_wording_advice (error);
  /* Translators: what went wrong, then what to do about it: two sentences. */
  g_autofree char *text = g_strdup_printf (_ ("%s. %s"), title, advice);

  drop_site (self, TRUE);
  show_problem (self, text);
}

static void
show_certificate (ReeveConnectDialog *self)
{
  GTlsCertificate *certificate = reeve_site_get_refused_certificate (self->site);

  set_busy (self, FALSE);
  if (certificate == NULL)
    {
      show_failure (self, reeve_site_get_error (self->site));
      return;
    }
  reeve_certificate_box_set_certificate (self->certificate, certificate, reeve_site_get_id (self->site),
                                         reeve_site_get_fingerprint (self->site));
  adw_navigation_view_push_by_tag (self->steps, "certificate");
}

static void
hand_over (ReeveConnectDialog *self)
{
  g_autoptr (ReeveSite) site = g_object_ref (self->site);
  g_autoptr (ReeveConnectDialog) keep = g_object_ref (self);

  drop_site (self, FALSE);
  adw_dialog_force_close (ADW_DIALOG (self));
  g_signal_emit (keep, signals[SIGNAL_CONNECTED], 0, site);
}

static void
on_state_changed_cb (ReeveConnectDialog *self)
{
  switch (reeve_site_get_state (self->site))
    {
    case REEVE_SITE_CERTIFICATE:
      show_certificate (self);
      break;
    case REEVE_SITE_FAILED:
      show_failure (self, reeve_site_get_error (self->site));
      break;
    case REEVE_SITE_OPENING:
    case REEVE_SITE_CLOSED:
      break;
    case REEVE_SITE_KEYRING:
    case REEVE_SITE_NEEDS_SETUP:
    case REEVE_SITE_SIGNED_OUT:
    case REEVE_SITE_NEEDS_CODE:
    case REEVE_SITE_NEEDS_ENROLMENT:
    case REEVE_SITE_READY:
    default:
      hand_over (self);
    }
}

static void
on_connect_cb (ReeveConnectDialog *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *origin = reeve_origin_parse (gtk_editable_get_text (self->address), &error);

  if (!gtk_widget_get_sensitive (self->connect))
    return;
  drop_site (self, TRUE);
  if (origin == NULL)
    {
      show_failure (self, error);
      return;
    }
  set_busy (self, TRUE);
  self->site = reeve_open_sites_get (origin);
  if (reeve_site_get_state (self->site) != REEVE_SITE_CLOSED)
    {
      hand_over (self);
      return;
    }
  g_signal_connect_object (self->site, "notify::state", G_CALLBACK (on_state_changed_cb), self,
                           G_CONNECT_SWAPPED);
  reeve_site_open (self->site);
}

static void
on_trust_cb (ReeveConnectDialog *self)
{
  if (self->site == NULL)
    return;
  adw_navigation_view_pop_to_tag (self->steps, "address");
  set_busy (self, TRUE);
  reeve_site_trust_certificate (self->site);
}

/* A sheet does not grow by itself with a page that scrolls: the fingerprint would lie below its edge. */
static void
on_step_shown_cb (ReeveConnectDialog *self)
{
  gboolean certificate =
    g_strcmp0 (adw_navigation_view_get_visible_page_tag (self->steps), "certificate") == 0;
  gboolean changed = self->site != NULL && reeve_site_get_fingerprint (self->site) != NULL;

  adw_dialog_set_content_height (ADW_DIALOG (self), !certificate ? -1
                                                    : changed    ? CHANGED_HEIGHT
                                                                 : CERTIFICATE_HEIGHT);
}

static void
on_address_changed_cb (ReeveConnectDialog *self)
{
  set_busy (self, FALSE);
}

static void
reeve_connect_dialog_closed (AdwDialog *dialog)
{
  drop_site (REEVE_CONNECT_DIALOG (dialog), TRUE);
}

static void
reeve_connect_dialog_dispose (GObject *object)
{
  drop_site (REEVE_CONNECT_DIALOG (object), TRUE);
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_CONNECT_DIALOG);

  G_OBJECT_CLASS (reeve_connect_dialog_parent_class)->dispose (object);
}

static void
reeve_connect_dialog_class_init (ReeveConnectDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_connect_dialog_dispose;
  ADW_DIALOG_CLASS (klass)->closed = reeve_connect_dialog_closed;

  signals[SIGNAL_CONNECTED] = g_signal_new ("connected", REEVE_TYPE_CONNECT_DIALOG, G_SIGNAL_RUN_LAST, 0,
                                            NULL, NULL, NULL, G_TYPE_NONE, 1, REEVE_TYPE_SITE);

  g_type_ensure (REEVE_TYPE_CERTIFICATE_BOX);
  g_type_ensure (REEVE_TYPE_NOTE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/connect-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveConnectDialog, steps);
  gtk_widget_class_bind_template_child (widget_class, ReeveConnectDialog, address);
  gtk_widget_class_bind_template_child (widget_class, ReeveConnectDialog, address_note);
  gtk_widget_class_bind_template_child (widget_class, ReeveConnectDialog, connect);
  gtk_widget_class_bind_template_child (widget_class, ReeveConnectDialog, connect_face);
  gtk_widget_class_bind_template_child (widget_class, ReeveConnectDialog, certificate);
  gtk_widget_class_bind_template_callback (widget_class, on_address_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_connect_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_step_shown_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_trust_cb);
}

static void
reeve_connect_dialog_init (ReeveConnectDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  set_busy (self, FALSE);
}

AdwDialog *
reeve_connect_dialog_new (void)
{
  return g_object_new (REEVE_TYPE_CONNECT_DIALOG, NULL);
}
