/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/widgets/provider-choice.h"

#include <glib/gi18n.h>

#include "console/widgets/wording.h"

#define PAUSE_MS 600
#define OFFER    "reeve-offer"

struct _ReeveProviderChoice
{
  GtkBox parent_instance;
  /* borrowed: children */
  GtkWidget *trouble;
  GtkWidget *offers;
  /* owned */
  ReeveSite *site;           /* (nullable) */
  GCancellable *cancellable; /* (nullable): of the question under way */
  char *domain;              /* (nullable): asked about, or to be */

  guint pause; /* source id */
};

enum
{
  SIGNAL_CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ReeveProviderChoice, reeve_provider_choice, GTK_TYPE_BOX)

static void
clear (ReeveProviderChoice *self)
{
  GtkWidget *child;

  g_clear_handle_id (&self->pause, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  while ((child = gtk_widget_get_first_child (self->offers)) != NULL)
    gtk_box_remove (GTK_BOX (self->offers), child);
  reeve_provider_choice_set_trouble (self, NULL);
}

static void
update_visible (ReeveProviderChoice *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), gtk_widget_get_first_child (self->offers) != NULL ||
                                               gtk_widget_get_visible (self->trouble));
}

static void
on_clicked_cb (ReeveProviderChoice *self, GtkWidget *button)
{
  reeve_provider_choice_set_trouble (self, NULL);
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, g_object_get_data (G_OBJECT (button), OFFER));
}

static GtkWidget *
make_label (const char *text)
{
  return g_object_new (GTK_TYPE_LABEL, "label", text, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR,
                       "justify", GTK_JUSTIFY_CENTER, NULL);
}

/* The host stands there too: a label alone could call itself anything. */
static void
add_offer (ReeveProviderChoice *self, ReeveProviderOffer *offer)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *face = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  /* Translators: a button; %s is what an identity provider is called, "Acme Login". */
  g_autofree char *text = g_strdup_printf (_ ("Sign In With %s"), offer->label);
  /* Translators: read out for a button; its text, then the provider's host, "login.acme.example". */
  g_autofree char *spoken = g_strdup_printf (_ ("%s, %s"), text, offer->host);
  GtkWidget *host = make_label (offer->host);

  gtk_widget_add_css_class (host, "caption");
  gtk_widget_add_css_class (host, "secondary");
  gtk_box_append (GTK_BOX (face), make_label (text));
  gtk_box_append (GTK_BOX (face), host);
  gtk_button_set_child (GTK_BUTTON (button), face);
  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "pill");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  g_object_set_data_full (G_OBJECT (button), OFFER, g_object_ref (offer), g_object_unref);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_clicked_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->offers), button);
}

static void
on_offers_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveProviderChoice) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveProviderOffers) offers = NULL;
  gboolean done = reeve_client_post_finish (REEVE_CLIENT (source), result, (gpointer *) &offers, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->cancellable);
  if (!done)
    {
      /* Whoever has a password goes on; the next pause asks again. */
      g_info ("no identity providers are known: %s", error->message);
      g_clear_pointer (&self->domain, g_free);
      return;
    }
  for (guint i = 0; offers->providers != NULL && i < offers->providers->len; i++)
    {
      ReeveProviderOffer *offer = g_ptr_array_index (offers->providers, i);

      if (offer->id != NULL && offer->label != NULL && offer->host != NULL)
        add_offer (self, offer);
    }
  update_visible (self);
  if (gtk_widget_get_visible (GTK_WIDGET (self)))
    reeve_announce (GTK_WIDGET (self), _ ("There is another way to sign in below"));
}

static gboolean
on_pause_cb (gpointer user_data)
{
  ReeveProviderChoice *self = user_data;
  ReeveClient *client = self->site != NULL ? reeve_site_get_client (self->site) : NULL;
  g_autoptr (ReeveProviderQuestion) question = reeve_provider_question_new ();

  self->pause = 0;
  if (client == NULL)
    {
      g_clear_pointer (&self->domain, g_free);
      return G_SOURCE_REMOVE;
    }
  question->domain = g_strdup (self->domain);
  self->cancellable = g_cancellable_new ();
  reeve_client_post_async (client, "/v1/sign-in/providers", question, reeve_provider_offers_get_type (), -1,
                           self->cancellable, on_offers_cb, g_object_ref (self));
  return G_SOURCE_REMOVE;
}

static void
reeve_provider_choice_dispose (GObject *object)
{
  ReeveProviderChoice *self = REEVE_PROVIDER_CHOICE (object);

  g_clear_handle_id (&self->pause, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->site);
  g_clear_pointer (&self->domain, g_free);
  G_OBJECT_CLASS (reeve_provider_choice_parent_class)->dispose (object);
}

static void
reeve_provider_choice_class_init (ReeveProviderChoiceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = reeve_provider_choice_dispose;
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 1, reeve_provider_offer_get_type ());
}

static void
reeve_provider_choice_init (ReeveProviderChoice *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 12);
  self->trouble = make_label (NULL);
  gtk_widget_add_css_class (self->trouble, "field-error");
  self->offers = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  gtk_box_append (GTK_BOX (self), self->trouble);
  gtk_box_append (GTK_BOX (self), self->offers);
  clear (self);
}

void
reeve_provider_choice_set_site (ReeveProviderChoice *self, ReeveSite *site)
{
  g_return_if_fail (REEVE_IS_PROVIDER_CHOICE (self));

  g_set_object (&self->site, site);
  g_clear_pointer (&self->domain, g_free);
  clear (self);
}

void
reeve_provider_choice_set_email (ReeveProviderChoice *self, const char *email)
{
  g_autofree char *address = g_strstrip (g_strdup (email));
  g_autofree char *domain = reeve_identity_provider_domain_of (address);

  g_return_if_fail (REEVE_IS_PROVIDER_CHOICE (self));

  if (!g_set_str (&self->domain, domain))
    return;
  clear (self);
  if (domain != NULL)
    self->pause = g_timeout_add (PAUSE_MS, on_pause_cb, self);
}

void
reeve_provider_choice_set_trouble (ReeveProviderChoice *self, const char *text)
{
  g_return_if_fail (REEVE_IS_PROVIDER_CHOICE (self));

  gtk_label_set_label (GTK_LABEL (self->trouble), text != NULL ? text : "");
  gtk_widget_set_visible (self->trouble, text != NULL);
  update_visible (self);
  if (text != NULL)
    reeve_announce (GTK_WIDGET (self), text);
}
