/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Asked for when the workspace opens and whenever the live feed tells of a reset; never more than a page. */

#include "config.h"

#include "console/widgets/factor-resets-banner.h"

#include <glib/gi18n.h>

#include "common/second-factor.h"
#include "console/widgets/formatting.h"
#include "console/widgets/wording.h"

#define PAGE 20 /* more than this many administrators hardly lose their phones in one day */

struct _ReeveFactorResetsBanner
{
  AdwBin parent_instance;
  /* borrowed: our child */
  AdwBanner *banner;
  /* owned */
  ReeveSite *site;           /* (nullable) */
  GCancellable *cancellable; /* of what was asked last */
};

G_DEFINE_FINAL_TYPE (ReeveFactorResetsBanner, reeve_factor_resets_banner, ADW_TYPE_BIN)

static gboolean
is_for_me (ReeveFactorResetsBanner *self, ReeveSecondFactorReset *reset)
{
  const char *own = reeve_site_get_account (self->site);

  return g_strcmp0 (reset->created_by, own) != 0 && g_strcmp0 (reset->account, own) != 0;
}

/* (transfer full) */
static char *
describe (ReeveSecondFactorReset *reset, guint n)
{
  g_autofree char *who = reeve_format_isolate (reset->created_by_name);
  g_autofree char *whose = reeve_format_isolate (reset->display_name);

  if (n == 1)
    /* Translators: two people's names: who asks, and whose second factor it is */
    return g_strdup_printf (_ ("%1$s asks to reset the second factor of %2$s"), who, whose);
  return g_strdup_printf (
    ngettext ("%d reset of a second factor waits for you", "%d resets of second factors wait for you", n),
    (int) n);
}

static void
show (ReeveFactorResetsBanner *self, const GPtrArray *resets)
{
  ReeveSecondFactorReset *first = NULL;
  g_autofree char *text = NULL;
  guint n = 0;

  for (guint i = 0; resets != NULL && i < resets->len; i++)
    if (is_for_me (self, resets->pdata[i]))
      {
        first = first != NULL ? first : resets->pdata[i];
        n++;
      }
  if (n > 0)
    {
      text = describe (first, n);
      if (g_strcmp0 (text, adw_banner_get_title (self->banner)) != 0 ||
          !adw_banner_get_revealed (self->banner))
        reeve_announce (GTK_WIDGET (self), text);
      adw_banner_set_title (self->banner, text);
    }
  adw_banner_set_revealed (self->banner, n > 0);
}

static void
on_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveFactorResetsBanner) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveListing) listing = reeve_client_list_finish (REEVE_CLIENT (source), result, &error);

  /* What cannot be read is read again when the service is back. */
  if (listing != NULL && self->site != NULL)
    show (self, listing->items);
}

static void
load (ReeveFactorResetsBanner *self)
{
  g_autoptr (ReeveQuery) query = reeve_query_new ();
  g_autofree char *path = NULL;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->site == NULL || reeve_site_get_state (self->site) != REEVE_SITE_READY ||
      reeve_site_get_workspace (self->site) == NULL ||
      !reeve_site_may_everywhere (self->site, REEVE_CAPABILITY_USERS_CREDENTIALS))
    {
      adw_banner_set_revealed (self->banner, FALSE);
      return;
    }
  path = reeve_site_path (self->site, "second-factor-resets");
  query->limit = PAGE;
  reeve_query_set_filter (query, "state", "waiting");
  self->cancellable = g_cancellable_new ();
  reeve_client_list_async (reeve_site_get_client (self->site), reeve_second_factor_reset_get_type (), path,
                           query, self->cancellable, on_loaded_cb, g_object_ref (self));
}

/* Another workspace's must not be seen for a moment. */
static void
on_workspace_cb (ReeveFactorResetsBanner *self)
{
  adw_banner_set_revealed (self->banner, FALSE);
  load (self);
}

static void
on_changed_cb (ReeveFactorResetsBanner *self, const char *noun, const char *id, gint64 version)
{
  if (g_strcmp0 (noun, "second-factor-reset") == 0)
    load (self);
}

static void
drop_site (ReeveFactorResetsBanner *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->site != NULL)
    g_signal_handlers_disconnect_by_data (self->site, self);
  g_clear_object (&self->site);
}

static void
reeve_factor_resets_banner_dispose (GObject *object)
{
  drop_site (REEVE_FACTOR_RESETS_BANNER (object));
  G_OBJECT_CLASS (reeve_factor_resets_banner_parent_class)->dispose (object);
}

static void
reeve_factor_resets_banner_class_init (ReeveFactorResetsBannerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = reeve_factor_resets_banner_dispose;
}

static void
reeve_factor_resets_banner_init (ReeveFactorResetsBanner *self)
{
  self->banner = g_object_new (ADW_TYPE_BANNER, "use-markup", FALSE, "button-label", _ ("_Review…"),
                               "action-name", "win.second-factor-resets", NULL);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->banner));
}

void
reeve_factor_resets_banner_set_site (ReeveFactorResetsBanner *self, ReeveSite *site)
{
  g_return_if_fail (REEVE_IS_FACTOR_RESETS_BANNER (self));

  drop_site (self);
  g_set_object (&self->site, site);
  if (site != NULL)
    {
      g_signal_connect_object (site, "changed", G_CALLBACK (on_changed_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (site, "reconnected", G_CALLBACK (load), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (site, "notify::state", G_CALLBACK (load), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (site, "notify::identity", G_CALLBACK (load), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (site, "notify::workspace", G_CALLBACK (on_workspace_cb), self,
                               G_CONNECT_SWAPPED);
    }
  load (self);
}
