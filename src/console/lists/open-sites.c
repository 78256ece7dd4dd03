/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The sites that some window holds, by their id. */

#include "config.h"

#include "console/lists/open-sites.h"

#include "console/client/recents.h"

/* id -> ReeveSite, borrowed: a site leaves the table when its last holder lets go. */
static GHashTable *sites;

static void
forget (gpointer id, GObject *was)
{
  g_hash_table_remove (sites, id);
  g_free (id);
}

static ReeveSite *
make (const char *id)
{
  ReeveRecent *recent;

  if (g_str_equal (id, REEVE_LOCAL_SITE))
    return reeve_site_new_local ();
  recent = reeve_recents_find (reeve_recents_get_default (), id);
  return reeve_site_new_remote (id, recent != NULL ? reeve_recent_get_fingerprint (recent) : NULL);
}

ReeveSite *
reeve_open_sites_get (const char *id)
{
  ReeveSite *site;

  g_return_val_if_fail (id != NULL, NULL);

  if (sites == NULL)
    sites = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  site = g_hash_table_lookup (sites, id);
  if (site != NULL)
    return g_object_ref (site);
  site = make (id);
  g_hash_table_insert (sites, g_strdup (id), site);
  g_object_weak_ref (G_OBJECT (site), forget, g_strdup (id));
  return site;
}
