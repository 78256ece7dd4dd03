/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What a person needs to know of a certificate: its fingerprint, who it says it is, and until when. */

#include "config.h"

#include "console/widgets/certificate-box.h"

#include <glib/gi18n.h>
#include <string.h>

#include "console/client/client.h"

struct _ReeveCertificateBox
{
  GtkBox parent_instance;
  /* from the template */
  GtkLabel *title;
  GtkLabel *advice;
  GtkImage *icon;
  GtkWidget *former_row;
  GtkLabel *former;
  GtkLabel *caption;
  GtkLabel *fingerprint;
  AdwActionRow *subject;
  AdwActionRow *issuer;
  AdwActionRow *validity;
};

G_DEFINE_FINAL_TYPE (ReeveCertificateBox, reeve_certificate_box, GTK_TYPE_BOX)

static void
set_row (AdwActionRow *row, const char *text)
{
  adw_action_row_set_subtitle (row, text != NULL ? text : _ ("Not said"));
}

static char *
format_validity (GTlsCertificate *certificate)
{
  g_autoptr (GDateTime) from = g_tls_certificate_get_not_valid_before (certificate);
  g_autoptr (GDateTime) until = g_tls_certificate_get_not_valid_after (certificate);

  if (from == NULL || until == NULL)
    return NULL;
  /* Translators: a date, such as 2 May 2027. */
  g_autofree char *first = g_date_time_format (from, _ ("%-d %B %Y"));
  g_autofree char *last = g_date_time_format (until, _ ("%-d %B %Y"));
  /* Translators: the first and the last day that a certificate is valid. */
  return g_strdup_printf (_ ("%s to %s"), first, last);
}

static void
reeve_certificate_box_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_CERTIFICATE_BOX);

  G_OBJECT_CLASS (reeve_certificate_box_parent_class)->dispose (object);
}

static void
reeve_certificate_box_class_init (ReeveCertificateBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_certificate_box_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/certificate-box.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveCertificateBox, title);
  gtk_widget_class_bind_template_child (widget_class, ReeveCertificateBox, advice);
  gtk_widget_class_bind_template_child (widget_class, ReeveCertificateBox, icon);
  gtk_widget_class_bind_template_child (widget_class, ReeveCertificateBox, former_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveCertificateBox, former);
  gtk_widget_class_bind_template_child (widget_class, ReeveCertificateBox, caption);
  gtk_widget_class_bind_template_child (widget_class, ReeveCertificateBox, fingerprint);
  gtk_widget_class_bind_template_child (widget_class, ReeveCertificateBox, subject);
  gtk_widget_class_bind_template_child (widget_class, ReeveCertificateBox, issuer);
  gtk_widget_class_bind_template_child (widget_class, ReeveCertificateBox, validity);
}

static void
reeve_certificate_box_init (ReeveCertificateBox *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
reeve_certificate_box_set_certificate (ReeveCertificateBox *self,
                                       GTlsCertificate *certificate,
                                       const char *origin,
                                       const char *was)
{
  g_return_if_fail (REEVE_IS_CERTIFICATE_BOX (self));
  g_return_if_fail (G_IS_TLS_CERTIFICATE (certificate));

  const char *host = g_str_has_prefix (origin, "https://") ? origin + strlen ("https://") : origin;
  g_autofree char *fingerprint = reeve_client_fingerprint (certificate);
  g_autofree char *grouped = reeve_certificate_group_fingerprint (fingerprint);
  g_autofree char *former = was != NULL ? reeve_certificate_group_fingerprint (was) : NULL;
  g_autofree char *subject = g_tls_certificate_get_subject_name (certificate);
  g_autofree char *issuer = g_tls_certificate_get_issuer_name (certificate);
  g_autofree char *validity = format_validity (certificate);
  /* Translators: %s is the address of a service. */
  g_autofree char *unknown = g_strdup_printf (
    _ ("Nobody that this computer trusts vouches for %s. Ask its administrator for the fingerprint "
       "and compare every group before you go on."),
    host);
  /* Translators: %s is the address of a service. */
  g_autofree char *changed = g_strdup_printf (
    _ ("%s shows another certificate than before. It may have been renewed, or somebody is between "
       "you and it. Nothing was sent. Ask its administrator for the new fingerprint before you go on."),
    host);

  gtk_label_set_label (self->title,
                       was != NULL ? _ ("The Certificate Has Changed") : _ ("Unknown Certificate"));
  gtk_label_set_label (self->advice, was != NULL ? changed : unknown);
  gtk_image_set_from_icon_name (self->icon,
                                was != NULL ? "dialog-warning-symbolic" : "application-certificate-symbolic");
  gtk_widget_set_visible (self->former_row, was != NULL);
  gtk_label_set_label (self->former, former != NULL ? former : "");
  gtk_label_set_label (self->caption,
                       was != NULL ? _ ("SHA-256 fingerprint now") : _ ("SHA-256 fingerprint"));
  gtk_label_set_label (self->fingerprint, grouped);
  set_row (self->subject, subject);
  set_row (self->issuer, issuer);
  set_row (self->validity, validity);
}

char *
reeve_certificate_group_fingerprint (const char *fingerprint)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (gsize i = 0; fingerprint[i] != '\0'; i++)
    {
      if (i > 0 && i % 16 == 0)
        g_string_append_c (text, '\n');
      else if (i > 0 && i % 4 == 0)
        g_string_append_c (text, ' ');
      g_string_append_c (text, g_ascii_toupper (fingerprint[i]));
    }
  return g_string_free_and_steal (g_steal_pointer (&text));
}
