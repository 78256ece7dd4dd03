/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The page shows the group whenever something has changed, whichever site it has by then; the record is
 * loaded for each workspace, and again when somebody has changed it. */

#include "config.h"

#include "console/pages/policy-provider.h"

#include <glib/gi18n.h>

#include "console/dialogs/provider-dialog.h"
#include "console/pages/page.h"
#include "console/widgets/formatting.h"
#include "console/widgets/wording.h"

struct _ReevePolicyProvider
{
  ReevePolicyGroup parent_instance;
  /* from the template */
  AdwActionRow *row;
  /* owned */
  ReeveSite *site;                 /* (nullable): whose changes are heard */
  char *path;                      /* (nullable): of the record */
  ReeveIdentityProvider *provider; /* (nullable): not loaded */
  GCancellable *cancellable;       /* (nullable): of the load under way */

  gboolean write;
};

G_DEFINE_FINAL_TYPE (ReevePolicyProvider, reeve_policy_provider, REEVE_TYPE_POLICY_GROUP)

static void load (ReevePolicyProvider *self);

static void
show_subtitle (ReevePolicyProvider *self, const char *subtitle)
{
  adw_action_row_set_subtitle (self->row, subtitle);
}

static void
update (ReevePolicyProvider *self)
{
  ReeveIdentityProvider *provider = self->provider;
  g_autofree char *text = NULL;

  gtk_widget_set_sensitive (GTK_WIDGET (self->row), provider != NULL && self->write);
  if (provider == NULL)
    return;
  if (provider->version == 0)
    {
      show_subtitle (self, _ ("Off: everybody signs in with a password"));
      return;
    }
  g_autofree char *label = reeve_format_isolate (provider->label);
  g_autofree char *issuer = reeve_format_isolate (provider->issuer);
  text = provider->enabled && provider->required
           /* Translators: an identity provider; %1$s: what it is called, %2$s: its address */
           ? g_strdup_printf (_ ("%1$s, %2$s; nobody it knows enters with a password"), label, issuer)
           : provider->enabled
               /* Translators: an identity provider; %1$s: what it is called, %2$s: its address */
               ? g_strdup_printf (_ ("%1$s, %2$s"), label, issuer)
               /* Translators: an identity provider; %1$s: what it is called, %2$s: its address */
               : g_strdup_printf (_ ("Turned off: %1$s, %2$s"), label, issuer);
  show_subtitle (self, text);
}

static void
on_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReevePolicyProvider) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveIdentityProvider) provider =
    reeve_client_load_finish (REEVE_CLIENT (source), result, &error);
  g_autofree char *title = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->cancellable);
  if (provider != NULL)
    {
      g_set_object (&self->provider, provider);
      update (self);
      return;
    }
  title = reeve_wording_title (error);
  show_subtitle (self, title);
  g_clear_pointer (&self->path, g_free); /* the next show tries again */
}

static void
load (ReevePolicyProvider *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->site == NULL || self->path == NULL)
    return;
  self->cancellable = g_cancellable_new ();
  reeve_client_load_async (reeve_site_get_client (self->site), reeve_identity_provider_get_type (),
                           self->path, self->cancellable, on_loaded_cb, g_object_ref (self));
}

static void
on_site_changed_cb (ReevePolicyProvider *self, const char *noun)
{
  if (g_strcmp0 (noun, "identity-provider") == 0)
    load (self);
}

static void
use_site (ReevePolicyProvider *self, ReeveSite *site)
{
  if (self->site == site)
    return;
  if (self->site != NULL)
    g_signal_handlers_disconnect_by_data (self->site, self);
  g_set_object (&self->site, site);
  if (site == NULL)
    return;
  g_signal_connect_object (site, "changed", G_CALLBACK (on_site_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (site, "reconnected", G_CALLBACK (load), self, G_CONNECT_SWAPPED);
}

static void
reeve_policy_provider_show_policy (ReevePolicyGroup *group, ReevePolicy *policy, gboolean write)
{
  ReevePolicyProvider *self = REEVE_POLICY_PROVIDER (group);
  GtkWidget *page = gtk_widget_get_ancestor (GTK_WIDGET (self), REEVE_TYPE_PAGE);
  ReeveSite *site = page != NULL ? reeve_page_get_site (REEVE_PAGE (page)) : NULL;
  g_autofree char *path = NULL;

  if (site != NULL && reeve_site_may (site, REEVE_CAPABILITY_POLICY_WRITE))
    path = reeve_site_path (site, "identity-provider");
  self->write = write;
  gtk_widget_set_visible (GTK_WIDGET (self), path != NULL);
  use_site (self, site);
  if (g_strcmp0 (path, self->path) != 0)
    {
      g_set_str (&self->path, path);
      g_clear_object (&self->provider);
      show_subtitle (self, NULL);
      load (self);
    }
  update (self);
}

static void
on_activated_cb (ReevePolicyProvider *self)
{
  AdwDialog *dialog;

  if (self->site == NULL || self->provider == NULL)
    return;
  dialog = reeve_provider_dialog_new (self->site, self->provider);
  g_signal_connect_object (dialog, "saved", G_CALLBACK (load), self, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
reeve_policy_provider_dispose (GObject *object)
{
  ReevePolicyProvider *self = REEVE_POLICY_PROVIDER (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  use_site (self, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_POLICY_PROVIDER);
  G_OBJECT_CLASS (reeve_policy_provider_parent_class)->dispose (object);
}

static void
reeve_policy_provider_finalize (GObject *object)
{
  ReevePolicyProvider *self = REEVE_POLICY_PROVIDER (object);

  g_clear_object (&self->provider);
  g_free (self->path);
  G_OBJECT_CLASS (reeve_policy_provider_parent_class)->finalize (object);
}

static void
reeve_policy_provider_class_init (ReevePolicyProviderClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_policy_provider_dispose;
  G_OBJECT_CLASS (klass)->finalize = reeve_policy_provider_finalize;
  REEVE_POLICY_GROUP_CLASS (klass)->show_policy = reeve_policy_provider_show_policy;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/policy-provider.ui");
  gtk_widget_class_bind_template_child (widget_class, ReevePolicyProvider, row);
  gtk_widget_class_bind_template_callback (widget_class, on_activated_cb);
}

static void
reeve_policy_provider_init (ReevePolicyProvider *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
