/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The page between a choice on the welcome page and the workspace. */

#include "config.h"

#include "console/pages/status-page.h"

#include <glib/gi18n.h>

#include "console/widgets/certificate-box.h"
#include "console/widgets/wording.h"

/* Opening is mostly done before a person could read what it says. */
#define PATIENCE_MS 300

struct _ReeveStatusPage
{
  AdwBin parent_instance;
  /* from the template */
  GtkStack *stack;
  GtkLabel *progress;
  AdwStatusPage *waiting;
  AdwStatusPage *trouble;
  GtkWidget *waiting_without;
  GtkButton *retry;
  GtkWidget *without;
  GtkWidget *details_group;
  GtkLabel *details;
  ReeveCertificateBox *certificate;
  GtkWidget *back;
  GtkWidget *ask_again;
  GtkButton *trust;
  /* owned */
  ReeveSite *site; /* (nullable) */

  guint patience; /* source id */
};

G_DEFINE_FINAL_TYPE (ReeveStatusPage, reeve_status_page, ADW_TYPE_BIN)

static const char *
describe_progress (const char *progress)
{
  static const struct
  {
    const char *progress;
    const char *words;
  } steps[] = {
    { "keyring", N_ ("Asking the keyring…") },
    { "service", N_ ("Starting the service on this computer…") },
    { "connecting", N_ ("Connecting…") },
    { "signing-in", N_ ("Signing in…") },
    { "identity", N_ ("Loading the workspace…") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (g_strcmp0 (steps[i].progress, progress) == 0)
      return _ (steps[i].words);
  return _ ("Opening…");
}

static const char *
choose_icon (const GError *error)
{
  const char *reason = reeve_error_get_reason (error);

  if (reason != NULL && (g_str_has_prefix (reason, "keyring") || g_str_has_suffix (reason, "_key") ||
                         g_str_equal (reason, "root_key_lost")))
    return "dialog-password-symbolic";
  if (reeve_error_get_code (error) == REEVE_ERROR_UNREACHABLE)
    return "network-offline-symbolic";
  if (g_strcmp0 (reason, "newer_schema") == 0)
    return "software-update-available-symbolic";
  return "dialog-warning-symbolic";
}

static gboolean
has_reason (const GError *error, const char *reason)
{
  return g_strcmp0 (reeve_error_get_reason (error), reason) == 0;
}

static void
show_trouble (ReeveStatusPage *self, const GError *error)
{
  g_autofree char *title = reeve_wording_title (error);
  g_autofree char *advice = reeve_wording_advice (error);
  g_autofree char *markup = g_markup_escape_text (advice, -1);
  const char *message = error != NULL ? error->message : "";

  adw_status_page_set_icon_name (self->trouble, choose_icon (error));
  adw_status_page_set_title (self->trouble, title);
  adw_status_page_set_description (self->trouble, markup);
  gtk_button_set_label (self->retry, has_reason (error, "keyring_locked") ? _ ("_Unlock") : _ ("_Try Again"));
  gtk_label_set_label (self->details, message);
  gtk_widget_set_visible (self->details_group, *message != '\0');
  gtk_stack_set_visible_child_name (self->stack, "trouble");
  reeve_announce (GTK_WIDGET (self), title);
}

static void
show_certificate (ReeveStatusPage *self)
{
  GTlsCertificate *certificate = reeve_site_get_refused_certificate (self->site);
  const char *was = reeve_site_get_fingerprint (self->site);

  if (certificate == NULL)
    {
      show_trouble (self, reeve_site_get_error (self->site));
      return;
    }
  reeve_certificate_box_set_certificate (self->certificate, certificate, reeve_site_get_id (self->site), was);
  gtk_button_set_label (self->trust,
                        was != NULL ? _ ("_Trust the New Certificate") : _ ("_Trust and Connect"));
  gtk_widget_set_visible (self->ask_again, was != NULL);
  gtk_widget_set_visible (self->back, was == NULL);
  gtk_stack_set_visible_child_name (self->stack, "certificate");
}

static gboolean
on_patience_over_cb (gpointer user_data)
{
  ReeveStatusPage *self = user_data;

  self->patience = 0;
  gtk_stack_set_visible_child_name (self->stack, "opening");
  return G_SOURCE_REMOVE;
}

static void
show_opening (ReeveStatusPage *self)
{
  g_autofree char *progress = NULL;

  g_object_get (self->site, "progress", &progress, NULL);
  gtk_label_set_label (self->progress, describe_progress (progress));
  if (self->patience == 0 && g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "opening") != 0)
    {
      gtk_stack_set_visible_child_name (self->stack, "nothing");
      self->patience = g_timeout_add (PATIENCE_MS, on_patience_over_cb, self);
    }
}

/* The one function that decides what is shown. */
static void
update (ReeveStatusPage *self)
{
  ReeveSiteState state = self->site != NULL ? reeve_site_get_state (self->site) : REEVE_SITE_CLOSED;
  gboolean waiting =
    state == REEVE_SITE_KEYRING && has_reason (reeve_site_get_error (self->site), "keyring_waiting");
  gboolean local = FALSE;

  if (self->site != NULL)
    g_object_get (self->site, "local", &local, NULL);
  gtk_widget_set_visible (self->waiting_without, !local);
  gtk_widget_set_visible (self->without, !local && state == REEVE_SITE_KEYRING);
  if (state != REEVE_SITE_OPENING)
    g_clear_handle_id (&self->patience, g_source_remove);
  if (waiting)
    {
      if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "waiting") != 0)
        reeve_announce (GTK_WIDGET (self), adw_status_page_get_title (self->waiting));
      gtk_stack_set_visible_child_name (self->stack, "waiting");
    }
  else if (state == REEVE_SITE_OPENING)
    show_opening (self);
  else if (state == REEVE_SITE_CERTIFICATE)
    show_certificate (self);
  else if (state == REEVE_SITE_KEYRING || state == REEVE_SITE_FAILED)
    show_trouble (self, reeve_site_get_error (self->site));
}

static void
on_trust_clicked_cb (ReeveStatusPage *self)
{
  reeve_site_trust_certificate (self->site);
}

static void
on_without_clicked_cb (ReeveStatusPage *self)
{
  reeve_site_go_on_without_keyring (self->site);
}

static void
on_copy_details_clicked_cb (ReeveStatusPage *self)
{
  g_autofree char *text = g_strdup_printf ("%s\n%s\n%s", adw_status_page_get_title (self->trouble),
                                           gtk_label_get_label (self->details), "Reeve " REEVE_VERSION);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", _ ("Copied"));
}

static gboolean
reeve_status_page_grab_focus (GtkWidget *widget)
{
  ReeveStatusPage *self = REEVE_STATUS_PAGE (widget);

  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "trouble") == 0)
    return gtk_widget_grab_focus (GTK_WIDGET (self->retry));
  return gtk_widget_child_focus (widget, GTK_DIR_TAB_FORWARD);
}

static void
reeve_status_page_dispose (GObject *object)
{
  ReeveStatusPage *self = REEVE_STATUS_PAGE (object);

  g_clear_handle_id (&self->patience, g_source_remove);
  if (self->site != NULL)
    g_signal_handlers_disconnect_by_data (self->site, self);
  g_clear_object (&self->site);
  gtk_widget_dispose_template (GTK_WIDGET (self), REEVE_TYPE_STATUS_PAGE);

  G_OBJECT_CLASS (reeve_status_page_parent_class)->dispose (object);
}

static void
reeve_status_page_class_init (ReeveStatusPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_status_page_dispose;
  widget_class->grab_focus = reeve_status_page_grab_focus;

  g_type_ensure (REEVE_TYPE_CERTIFICATE_BOX);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/status-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveStatusPage, stack);
  gtk_widget_class_bind_template_child (widget_class, ReeveStatusPage, progress);
  gtk_widget_class_bind_template_child (widget_class, ReeveStatusPage, waiting);
  gtk_widget_class_bind_template_child (widget_class, ReeveStatusPage, trouble);
  gtk_widget_class_bind_template_child (widget_class, ReeveStatusPage, waiting_without);
  gtk_widget_class_bind_template_child (widget_class, ReeveStatusPage, retry);
  gtk_widget_class_bind_template_child (widget_class, ReeveStatusPage, without);
  gtk_widget_class_bind_template_child (widget_class, ReeveStatusPage, details_group);
  gtk_widget_class_bind_template_child (widget_class, ReeveStatusPage, details);
  gtk_widget_class_bind_template_child (widget_class, ReeveStatusPage, certificate);
  gtk_widget_class_bind_template_child (widget_class, ReeveStatusPage, back);
  gtk_widget_class_bind_template_child (widget_class, ReeveStatusPage, ask_again);
  gtk_widget_class_bind_template_child (widget_class, ReeveStatusPage, trust);
  gtk_widget_class_bind_template_callback (widget_class, on_trust_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_without_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_copy_details_clicked_cb);
}

static void
reeve_status_page_init (ReeveStatusPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
reeve_status_page_set_site (ReeveStatusPage *self, ReeveSite *site)
{
  g_return_if_fail (REEVE_IS_STATUS_PAGE (self));

  if (self->site != NULL)
    g_signal_handlers_disconnect_by_data (self->site, self);
  g_set_object (&self->site, site);
  if (site != NULL)
    {
      g_signal_connect_object (site, "notify::state", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (site, "notify::error", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (site, "notify::progress", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
    }
  gtk_stack_set_visible_child_name (self->stack, "nothing");
  update (self);
}
