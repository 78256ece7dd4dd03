/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/pages/provider-step.h"

#include <glib/gi18n.h>

#include "console/client/provider-trip.h"
#include "console/widgets/wording.h"

struct _ReeveProviderStep
{
  AdwNavigationPage parent_instance;
  /* from the template */
  GtkLabel *where;
  GtkLabel *trouble;
  GtkWidget *open_again;
  /* owned */
  ReeveProviderTrip *trip;   /* (nullable): nobody is on the way */
  GCancellable *cancellable; /* (nullable): likewise */
};

enum
{
  SIGNAL_ENDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ReeveProviderStep, reeve_provider_step, ADW_TYPE_NAVIGATION_PAGE)

static void
show_trouble (ReeveProviderStep *self, const char *text)
{
  gtk_label_set_label (self->trouble, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), text != NULL);
  if (text != NULL)
    reeve_announce (GTK_WIDGET (self), text);
}

static void
on_launched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveProviderStep) self = user_data;
  g_autoptr (GError) error = NULL;

  if (gtk_uri_launcher_launch_finish (GTK_URI_LAUNCHER (source), result, &error) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->trip == NULL)
    return;
  g_message ("the browser was not opened: %s", error->message);
  show_trouble (self, _ ("The browser could not be opened. Choose a default browser in the settings of your "
                         "computer, then try again."));
}

/* The system's default browser, by the portal or GIO: nothing of our own decides which program runs. */
static void
on_open_cb (ReeveProviderStep *self, const char *url)
{
  g_autoptr (GtkUriLauncher) launcher = gtk_uri_launcher_new (url);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  gtk_widget_set_sensitive (self->open_again, TRUE);
  gtk_uri_launcher_launch (launcher, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, self->cancellable,
                           on_launched_cb, g_object_ref (self));
}

static void
on_back_cb (ReeveProviderStep *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  gtk_widget_set_sensitive (self->open_again, FALSE);
  if (GTK_IS_WINDOW (root))
    gtk_window_present (GTK_WINDOW (root));
}

static void
on_open_again_cb (ReeveProviderStep *self)
{
  show_trouble (self, NULL);
  if (self->trip != NULL)
    reeve_provider_trip_open_again (self->trip);
}

static void
on_gone_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveProviderStep) self = user_data;
  g_autoptr (GError) error = NULL;

  reeve_provider_trip_go_finish (REEVE_PROVIDER_TRIP (source), result, &error);
  if (source != G_OBJECT (self->trip) || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  reeve_provider_step_cancel (self);
  g_signal_emit (self, signals[SIGNAL_ENDED], 0, error);
}

static void
reeve_provider_step_dispose (GObject *object)
{
  ReeveProviderStep *self = REEVE_PROVIDER_STEP (object);

  reeve_provider_step_cancel (self);
  adw_navigation_page_set_child (ADW_NAVIGATION_PAGE (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), REEVE_TYPE_PROVIDER_STEP);
  G_OBJECT_CLASS (reeve_provider_step_parent_class)->dispose (object);
}

static void
reeve_provider_step_class_init (ReeveProviderStepClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_provider_step_dispose;
  signals[SIGNAL_ENDED] = g_signal_new ("ended", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                        NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/provider-step.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveProviderStep, where);
  gtk_widget_class_bind_template_child (widget_class, ReeveProviderStep, trouble);
  gtk_widget_class_bind_template_child (widget_class, ReeveProviderStep, open_again);
  gtk_widget_class_bind_template_callback (widget_class, on_open_again_cb);
}

static void
reeve_provider_step_init (ReeveProviderStep *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
reeve_provider_step_begin (ReeveProviderStep *self, ReeveSite *site, ReeveProviderOffer *offer)
{
  g_return_if_fail (REEVE_IS_PROVIDER_STEP (self));
  g_return_if_fail (REEVE_IS_SITE (site) && REEVE_IS_PROVIDER_OFFER (offer));

  reeve_provider_step_cancel (self);
  show_trouble (self, NULL);
  gtk_widget_set_sensitive (self->open_again, FALSE);
  /* Translators: %s is the host of an identity provider, "login.acme.example". */
  g_autofree char *where = g_strdup_printf (
    _ ("Sign in at %s, in the window that opens. Reeve goes on by itself when you are done."), offer->host);
  gtk_label_set_label (self->where, where);
  self->trip = reeve_provider_trip_new (site, offer->id);
  self->cancellable = g_cancellable_new ();
  g_signal_connect_object (self->trip, "open", G_CALLBACK (on_open_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->trip, "back", G_CALLBACK (on_back_cb), self, G_CONNECT_SWAPPED);
  reeve_provider_trip_go_async (self->trip, self->cancellable, on_gone_cb, g_object_ref (self));
}

void
reeve_provider_step_cancel (ReeveProviderStep *self)
{
  g_return_if_fail (REEVE_IS_PROVIDER_STEP (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->trip);
}
