/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A table for the life of the process; a group that was deleted keeps its name for histories. */

#include "config.h"

#include "console/client/group-names.h"

#define BETWEEN " › "

static GHashTable *
get_groups (void)
{
  static GHashTable *groups;

  if (groups == NULL)
    groups = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  return groups;
}

void
reeve_group_names_keep (ReeveGroup *group)
{
  ReeveGroup *known = group->id != NULL ? g_hash_table_lookup (get_groups (), group->id) : NULL;

  if (group->id != NULL && (known == NULL || known->version <= group->version))
    g_hash_table_replace (get_groups (), g_strdup (group->id), g_object_ref (group));
}

ReeveGroup *
reeve_group_names_get (const char *id)
{
  return g_hash_table_lookup (get_groups (), id);
}

const char *
reeve_group_names_find (const char *id)
{
  ReeveGroup *group = g_hash_table_lookup (get_groups (), id);

  return group != NULL ? group->name : NULL;
}

char *
reeve_group_names_path (ReeveGroup *group)
{
  return group->path != NULL ? g_strjoinv (BETWEEN, group->path) : g_strdup (group->name);
}

char *
reeve_group_names_above (ReeveGroup *group)
{
  guint n = group->path != NULL ? g_strv_length (group->path) : 0;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) above = NULL;

  if (n < 2)
    return NULL;
  for (guint i = 0; i + 1 < n; i++)
    g_strv_builder_add (builder, group->path[i]);
  above = g_strv_builder_end (builder);
  return g_strjoinv (BETWEEN, above);
}

char *
reeve_group_names_join (const char *const *ids)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) names = NULL;

  for (guint i = 0; ids != NULL && ids[i] != NULL; i++)
    {
      const char *name = reeve_group_names_find (ids[i]);

      g_strv_builder_add (builder, name != NULL ? name : ids[i]);
    }
  names = g_strv_builder_end (builder);
  return names[0] != NULL ? g_strjoinv (", ", names) : g_strdup ("—");
}
