/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/pages/permissions-reach.h"

#include <glib/gi18n.h>

#include "console/pages/csv-export.h"

#define TOASTS  "reeve-reach-toasts"
#define CHOOSER "reeve-reach-chooser"

void
reeve_permissions_reach_fill (ReeveReachChooser *chooser, ReeveQuery *query)
{
  const char *kind = reeve_reach_chooser_get_kind (chooser);

  if (kind == NULL)
    return;
  reeve_query_set_filter (query, "principalKind", kind);
  reeve_query_set_filter (query, "principal", reeve_reach_chooser_get_id (chooser));
}

static void
on_exported_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (AdwToastOverlay) toasts = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *message = reeve_csv_export_finish (result, &error);
  g_autofree char *refusal = reeve_csv_export_describe (error);
  const char *text = message != NULL ? message : refusal;

  if (text != NULL && gtk_widget_get_root (GTK_WIDGET (toasts)) != NULL)
    adw_toast_overlay_add_toast (toasts,
                                 g_object_new (ADW_TYPE_TOAST, "use-markup", FALSE, "title", text, NULL));
}

static void export (ReevePage *page,
                    const char *below,
                    const ReeveQuery *query,
                    const char *title,
                    const char *name)
{
  ReeveSite *site = reeve_page_get_site (page);
  g_autofree char *path = site != NULL ? reeve_site_path (site, below) : NULL;

  if (path == NULL)
    return;
  reeve_csv_export_async (site, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (page))), path, query, title,
                          name, NULL, NULL, NULL, NULL, on_exported_cb,
                          g_object_ref (g_object_get_data (G_OBJECT (page), TOASTS)));
}

static void
on_export_reach_cb (GSimpleAction *action, GVariant *parameter, gpointer page)
{
  g_autoptr (ReeveQuery) query = reeve_query_new ();

  reeve_permissions_reach_fill (g_object_get_data (G_OBJECT (page), CHOOSER), query);
  export (page, "folders/export", query, _ ("Export What They Reach"), "folders");
}

static void
on_export_access_cb (GSimpleAction *action, GVariant *parameter, gpointer page)
{
  g_autofree char *below =
    g_strconcat ("folders/", g_variant_get_string (parameter, NULL), "/access/export", NULL);
  g_autoptr (ReeveQuery) query = reeve_query_new ();

  export (page, below, query, _ ("Export Who Reaches It"), "access");
}

void
reeve_permissions_reach_add (ReevePage *page,
                             GActionMap *actions,
                             ReeveReachChooser *chooser,
                             AdwToastOverlay *toasts)
{
  const GActionEntry entries[] = {
    { .name = "export-reach", .activate = on_export_reach_cb },
    { .name = "export-access", .activate = on_export_access_cb, .parameter_type = "s" },
  };

  g_return_if_fail (REEVE_IS_PAGE (page));

  g_object_set_data (G_OBJECT (page), CHOOSER, chooser);
  g_object_set_data (G_OBJECT (page), TOASTS, toasts);
  g_action_map_add_action_entries (actions, entries, G_N_ELEMENTS (entries), page);
}

void
reeve_permissions_reach_update (ReevePage *page, GActionMap *actions, ReeveReachChooser *chooser)
{
  ReeveSite *site = reeve_page_get_site (page);
  gboolean may = site != NULL && reeve_site_may_everywhere (site, REEVE_CAPABILITY_DATA_EXPORT);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (actions, "export-access")), may);
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (actions, "export-reach")),
                               may && reeve_reach_chooser_get_kind (chooser) != NULL);
}
