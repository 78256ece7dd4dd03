/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Whoever left keeps the name that they were seen with, for histories. */

#include "config.h"

#include "console/client/person-names.h"

#define GONE "" /* a name is never empty */

static GHashTable *
get_names (void)
{
  static GHashTable *names;

  if (names == NULL)
    names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return names;
}

static void
keep (const char *id, const char *name)
{
  if (g_hash_table_size (get_names ()) >= REEVE_PERSON_NAMES)
    g_hash_table_remove_all (get_names ());
  g_hash_table_replace (get_names (), g_strdup (id), g_strdup (name));
}

void
reeve_person_names_keep (ReeveUser *user)
{
  if (user->id != NULL && user->display_name != NULL && *user->display_name != '\0')
    keep (user->id, user->display_name);
}

void
reeve_person_names_note_gone (const char *id)
{
  if (reeve_person_names_find (id) == NULL)
    keep (id, GONE);
}

const char *
reeve_person_names_find (const char *id)
{
  const char *name = g_hash_table_lookup (get_names (), id);

  return name != NULL && *name != '\0' ? name : NULL;
}

gboolean
reeve_person_names_is_gone (const char *id)
{
  return g_strcmp0 (g_hash_table_lookup (get_names (), id), GONE) == 0;
}
