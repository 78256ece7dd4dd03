/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/client/nouns.h"

#include "common/approval-rule.h"
#include "common/contact.h"
#include "common/folder.h"
#include "common/group.h"
#include "common/policy.h"
#include "common/role.h"
#include "common/rotation.h"
#include "common/user.h"

#include <string.h>

/* A user who is gone may come back out of the bin; after that, only by an invitation. A contact is asked
 * anew. A folder is moved by a plan, which shows what comes of it; who may rename it, its own verbs say. */
static const ReeveNoun nouns[] = {
  { "user", reeve_user_get_type, "users", FALSE, TRUE, FALSE, REEVE_CAPABILITY_USERS_WRITE, NULL },
  { "role", reeve_role_get_type, "roles", FALSE, TRUE, TRUE, REEVE_CAPABILITY_ROLES_WRITE, NULL },
  { "group", reeve_group_get_type, "groups", FALSE, TRUE, TRUE, REEVE_CAPABILITY_GROUPS_WRITE, NULL },
  { "folder", reeve_folder_get_type, "folders", FALSE, TRUE, FALSE, REEVE_CAPABILITY_NONE, "parent" },
  { "policy", reeve_policy_get_type, "policy", TRUE, TRUE, FALSE, REEVE_CAPABILITY_POLICY_WRITE, NULL },
  { "rotation", reeve_rotation_get_type, "rotations", FALSE, TRUE, TRUE, REEVE_CAPABILITY_POLICY_WRITE,
    NULL },
  { "approval-rule", reeve_approval_rule_get_type, "approval-rules", FALSE, TRUE, TRUE,
    REEVE_CAPABILITY_POLICY_WRITE, NULL },
  { "contact", reeve_contact_get_type, "contacts", FALSE, FALSE, FALSE, REEVE_CAPABILITY_NONE, NULL },
};

const ReeveNoun *
reeve_noun_find (const char *noun)
{
  for (guint i = 0; i < G_N_ELEMENTS (nouns); i++)
    if (g_strcmp0 (nouns[i].noun, noun) == 0)
      return &nouns[i];
  return NULL;
}

char *
reeve_noun_path (const ReeveNoun *self, const char *id)
{
  g_return_val_if_fail (self != NULL && id != NULL, NULL);

  return self->single ? g_strdup (self->collection) : g_strconcat (self->collection, "/", id, NULL);
}

char *
reeve_noun_history (const ReeveNoun *self, const char *id)
{
  g_autofree char *path = reeve_noun_path (self, id);

  return g_strconcat (path, "/history", NULL);
}

const ReeveNoun *
reeve_noun_find_by_history (const char *below, char **id)
{
  g_auto (GStrv) parts = NULL;

  g_return_val_if_fail (below != NULL && id != NULL, NULL);

  *id = NULL;
  parts = g_strsplit (below, "/", 4);
  for (guint i = 0; i < G_N_ELEMENTS (nouns); i++)
    {
      const char *last = parts[0] != NULL && parts[1] != NULL ? parts[nouns[i].single ? 1 : 2] : NULL;

      if (last == NULL || strcmp (parts[0], nouns[i].collection) != 0 || strcmp (last, "history") != 0)
        continue;
      *id = g_strdup (nouns[i].single ? nouns[i].noun : parts[1]);
      return &nouns[i];
    }
  return NULL;
}
