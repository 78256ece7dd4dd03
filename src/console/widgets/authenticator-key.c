/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/widgets/authenticator-key.h"

#include <adwaita.h>

#include "console/widgets/qr.h"
#include "console/widgets/secret-copy.h"

struct _ReeveAuthenticatorKey
{
  GtkBox parent_instance;
  /* from the template */
  ReeveQr *qr;
  GtkLabel *key;
  /* owned */
  ReeveEnrolment *enrolment; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (ReeveAuthenticatorKey, reeve_authenticator_key, GTK_TYPE_BOX)

/* "JBSW Y3DP EHPK 3PXP", to be read and typed. */
static char *
group_key (const char *key)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (gsize i = 0; key[i] != '\0'; i++)
    {
      if (i > 0 && i % 4 == 0)
        g_string_append_c (text, ' ');
      g_string_append_c (text, key[i]);
    }
  return g_string_free_and_steal (g_steal_pointer (&text));
}

static void
on_copy_cb (ReeveAuthenticatorKey *self)
{
  if (self->enrolment != NULL)
    reeve_secret_copy (GTK_WIDGET (self), self->enrolment->key);
}

static void
reeve_authenticator_key_dispose (GObject *object)
{
  ReeveAuthenticatorKey *self = REEVE_AUTHENTICATOR_KEY (object);

  g_clear_object (&self->enrolment);
  gtk_widget_dispose_template (GTK_WIDGET (self), REEVE_TYPE_AUTHENTICATOR_KEY);

  G_OBJECT_CLASS (reeve_authenticator_key_parent_class)->dispose (object);
}

static void
reeve_authenticator_key_class_init (ReeveAuthenticatorKeyClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_authenticator_key_dispose;
  g_type_ensure (REEVE_TYPE_QR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/reeve/Reeve/ui/authenticator-key.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveAuthenticatorKey, qr);
  gtk_widget_class_bind_template_child (widget_class, ReeveAuthenticatorKey, key);
  gtk_widget_class_bind_template_callback (widget_class, on_copy_cb);
}

static void
reeve_authenticator_key_init (ReeveAuthenticatorKey *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
reeve_authenticator_key_set_enrolment (ReeveAuthenticatorKey *self, ReeveEnrolment *enrolment)
{
  g_autofree char *grouped = NULL;

  g_return_if_fail (REEVE_IS_AUTHENTICATOR_KEY (self));

  g_set_object (&self->enrolment, enrolment);
  if (enrolment != NULL)
    grouped = group_key (reeve_secret_get_text (enrolment->key));
  reeve_qr_set_secret (self->qr, enrolment != NULL ? enrolment->uri : NULL);
  gtk_label_set_label (self->key, grouped != NULL ? grouped : "");
}
