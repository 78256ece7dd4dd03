/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* How the site is connected. The round trip is measured when somebody looks, not all the time. */

#include "config.h"

#include "console/widgets/connection-button.h"

#include <glib/gi18n.h>

#include "common/clock.h"
#include "console/widgets/formatting.h"

struct _ReeveConnectionButton
{
  AdwBin parent_instance;
  /* from the template */
  GtkMenuButton *button;
  GtkImage *icon;
  GtkLabel *label;
  GtkLabel *service;
  GtkLabel *encryption;
  GtkWidget *certificate_box;
  GtkLabel *certificate;
  GtkLabel *round_trip;
  GtkLabel *last_answer;
  GtkWidget *retry;
  /* owned */
  ReeveSite *site;           /* (nullable) */
  GCancellable *cancellable; /* (nullable): of the measurement */
  GDateTime *offline_since;  /* (nullable): online */

  gint64 asked; /* monotonic */
};

G_DEFINE_FINAL_TYPE (ReeveConnectionButton, reeve_connection_button, ADW_TYPE_BIN)

static gboolean
is_local (ReeveConnectionButton *self)
{
  gboolean local = FALSE;

  if (self->site != NULL)
    g_object_get (self->site, "local", &local, NULL);
  return local;
}

static char *
format_clock (GDateTime *time)
{
  /* Translators: a time of day, hours and minutes. */
  return time != NULL ? g_date_time_format (time, _ ("%H:%M")) : g_strdup ("—");
}

/* Which TLS, and on whose word the certificate is believed. */
static char *
describe_encryption (ReeveConnectionButton *self)
{
  ReeveClient *client = reeve_site_get_client (self->site);
  GTlsProtocolVersion version =
    client != NULL ? reeve_client_get_tls_version (client) : G_TLS_PROTOCOL_VERSION_UNKNOWN;
  const char *name = version == G_TLS_PROTOCOL_VERSION_TLS_1_3   ? "TLS 1.3"
                     : version == G_TLS_PROTOCOL_VERSION_TLS_1_2 ? "TLS 1.2"
                                                                 : "TLS";

  if (is_local (self))
    return g_strdup (_ ("A private socket; data encrypted at rest"));
  if (g_str_has_prefix (reeve_site_get_id (self->site), "http:"))
    return g_strdup (_ ("None: nothing leaves this computer"));
  return g_strdup_printf (
    reeve_site_get_fingerprint (self->site) != NULL
      /* Translators: %s is TLS and its version. */
      ? _ ("%s; you trusted the fingerprint of its certificate, and no other is accepted")
      : _ ("%s; this computer’s authorities vouch for its certificate"),
    name);
}

/* What was shown last: a service behind another server shows that one's. */
static void
show_certificate (ReeveConnectionButton *self)
{
  ReeveClient *client = reeve_site_get_client (self->site);
  GTlsCertificate *certificate = client != NULL ? reeve_client_get_certificate (client) : NULL;
  g_autoptr (GDateTime) end =
    certificate != NULL ? g_tls_certificate_get_not_valid_after (certificate) : NULL;
  g_autofree char *day = end != NULL ? reeve_format_date (g_date_time_to_unix_usec (end)) : NULL;
  /* Translators: of the connection's certificate, %s is a date. */
  g_autofree char *words = day != NULL ? g_strdup_printf (_ ("Valid until %s"), day) : NULL;

  gtk_widget_set_visible (self->certificate_box, words != NULL);
  gtk_label_set_label (self->certificate, words != NULL ? words : "");
}

static void
update (ReeveConnectionButton *self)
{
  g_autofree char *encryption = NULL;
  g_autofree char *clock = NULL;
  g_autofree char *words = NULL;
  const char *icon;
  gboolean online = self->site != NULL && reeve_site_get_online (self->site);
  gboolean busy = FALSE;

  if (self->site == NULL)
    return;
  g_object_get (self->site, "busy", &busy, NULL);
  if (online)
    g_clear_pointer (&self->offline_since, g_date_time_unref);
  else if (self->offline_since == NULL)
    self->offline_since = g_date_time_new_now_local ();
  clock = format_clock (self->offline_since);

  if (online && is_local (self))
    icon = "computer-symbolic", words = g_strdup (_ ("On this computer"));
  else if (online)
    icon = "channel-secure-symbolic", words = g_strdup (_ ("Connected"));
  else if (busy)
    icon = "view-refresh-symbolic", words = g_strdup (_ ("Reconnecting"));
  else
    icon = "network-offline-symbolic",
    /* Translators: %s is a time of day. */
      words = g_strdup_printf (_ ("Offline since %s"), clock);

  gtk_image_set_from_icon_name (self->icon, icon);
  gtk_label_set_label (self->label, words);
  gtk_label_set_label (self->service, is_local (self) ? _ ("This computer") : reeve_site_get_id (self->site));
  encryption = describe_encryption (self);
  gtk_label_set_label (self->encryption, encryption);
  show_certificate (self);
  gtk_label_set_label (self->last_answer, online ? _ ("Now") : clock);
  gtk_widget_set_visible (self->retry, !online);
  if (!online)
    gtk_label_set_label (self->round_trip, "—");
  /* Translators: read out for the button; %s is "Connected", "Offline since 09:40" and the like. */
  g_autofree char *name = g_strdup_printf (_ ("Connection: %s"), words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
on_answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveConnectionButton) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveIdentity) identity = reeve_client_load_finish (REEVE_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  double milliseconds = (double) (g_get_monotonic_time () - self->asked) / 1000.0;
  g_autofree char *text = identity == NULL     ? g_strdup ("—")
                          : milliseconds < 1.0 ? g_strdup (_ ("less than 1 ms"))
                                               /* Translators: a time in milliseconds. */
                                               : g_strdup_printf (_ ("%.0f ms"), milliseconds);
  gtk_label_set_label (self->round_trip, text);
}

static void
on_popover_shown_cb (ReeveConnectionButton *self)
{
  ReeveClient *client = self->site != NULL ? reeve_site_get_client (self->site) : NULL;

  update (self);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (client == NULL)
    return;
  self->cancellable = g_cancellable_new ();
  self->asked = g_get_monotonic_time ();
  reeve_client_load_async (client, reeve_identity_get_type (), "/v1/me", self->cancellable, on_answered_cb,
                           g_object_ref (self));
}

static void
reeve_connection_button_dispose (GObject *object)
{
  ReeveConnectionButton *self = REEVE_CONNECTION_BUTTON (object);

  reeve_connection_button_set_site (self, NULL);
  g_clear_pointer (&self->offline_since, g_date_time_unref);
  /* Bound and our child: the template would unparent it behind AdwBin's back. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), REEVE_TYPE_CONNECTION_BUTTON);

  G_OBJECT_CLASS (reeve_connection_button_parent_class)->dispose (object);
}

static void
reeve_connection_button_class_init (ReeveConnectionButtonClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_connection_button_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/reeve/Reeve/ui/connection-button.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveConnectionButton, button);
  gtk_widget_class_bind_template_child (widget_class, ReeveConnectionButton, icon);
  gtk_widget_class_bind_template_child (widget_class, ReeveConnectionButton, label);
  gtk_widget_class_bind_template_child (widget_class, ReeveConnectionButton, service);
  gtk_widget_class_bind_template_child (widget_class, ReeveConnectionButton, encryption);
  gtk_widget_class_bind_template_child (widget_class, ReeveConnectionButton, certificate_box);
  gtk_widget_class_bind_template_child (widget_class, ReeveConnectionButton, certificate);
  gtk_widget_class_bind_template_child (widget_class, ReeveConnectionButton, round_trip);
  gtk_widget_class_bind_template_child (widget_class, ReeveConnectionButton, last_answer);
  gtk_widget_class_bind_template_child (widget_class, ReeveConnectionButton, retry);
  gtk_widget_class_bind_template_callback (widget_class, on_popover_shown_cb);
}

static void
reeve_connection_button_init (ReeveConnectionButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
reeve_connection_button_set_site (ReeveConnectionButton *self, ReeveSite *site)
{
  g_return_if_fail (REEVE_IS_CONNECTION_BUTTON (self));

  if (self->site == site)
    return;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->site != NULL)
    g_signal_handlers_disconnect_by_func (self->site, update, self);
  g_set_object (&self->site, site);
  if (site == NULL)
    return;
  g_signal_connect_object (site, "notify::online", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (site, "notify::busy", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

void
reeve_connection_button_open (ReeveConnectionButton *self)
{
  g_return_if_fail (REEVE_IS_CONNECTION_BUTTON (self));

  gtk_menu_button_popup (self->button);
}
