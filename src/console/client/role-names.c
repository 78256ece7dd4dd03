/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A table for the life of the process; a role that was deleted keeps its name for histories. */

#include "config.h"

#include "console/client/role-names.h"

static GHashTable *
get_roles (void)
{
  static GHashTable *roles;

  if (roles == NULL)
    roles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  return roles;
}

void
reeve_role_names_keep (ReeveRole *role)
{
  if (!role->built_in && role->id != NULL)
    g_hash_table_replace (get_roles (), g_strdup (role->id), g_object_ref (role));
}

const char *
reeve_role_names_find (const char *id)
{
  ReeveRole *role = g_hash_table_lookup (get_roles (), id);

  return role != NULL ? role->name : NULL;
}

const char *
reeve_role_names_describe (const char *id)
{
  ReeveRole *role = g_hash_table_lookup (get_roles (), id);

  return role != NULL ? role->description : NULL;
}
