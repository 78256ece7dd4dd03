/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "common/permission-review.h"

#include "common/permission-model-private.h"
#include "common/permission-plan.h"

void
reeve_permission_list_through (ReevePermissionModel *model,
                               guint32 subject,
                               guint32 folder,
                               ReeveVerbs verbs,
                               gint64 at,
                               GPtrArray *ids)
{
  const ReeveFolderNode *node;
  ReeveClosure closure;

  if (subject >= model->subjects->len || folder >= model->folders->len)
    return;
  node = reeve_permission_folder (model, folder);
  closure = reeve_closure_of_subject (model, subject);
  if (node->hidden || closure.n == 0)
    return;
  for (;;)
    {
      for (guint32 i = 0; i < node->own.n; i++)
        {
          const ReeveEntry *entry = &node->own.items[i];

          if ((entry->verbs & verbs) != 0 && reeve_closure_matches (&closure, entry) &&
              !reeve_entry_has_expired (entry, at))
            g_ptr_array_add (ids, (char *) reeve_numbering_get_id (&model->grant_numbers, entry->grant));
        }
      if (!node->inherits || node->node.parent == REEVE_NO_NUMBER)
        return;
      node = reeve_permission_folder (model, node->node.parent);
    }
}

/* @users: contacts do not count */
static gboolean
is_anybody (ReevePermissionModel *model, ReevePrincipal principal, const guint8 *absent, gboolean users)
{
  g_autoptr (GArray) subjects = g_array_new (FALSE, FALSE, sizeof (guint32));

  reeve_permission_add_members (model, principal, subjects);
  for (guint i = 0; i < subjects->len; i++)
    {
      guint32 subject = g_array_index (subjects, guint32, i);

      if (reeve_permission_subject (model, subject)->present && (absent == NULL || !absent[subject]) &&
          !(users && reeve_permission_subject (model, subject)->contact))
        return TRUE;
    }
  return FALSE;
}

gboolean
reeve_permission_has_member (ReevePermissionModel *model,
                             ReevePrincipalKind kind,
                             const char *id,
                             const guint8 *absent)
{
  ReevePrincipal principal;

  return reeve_permission_find_principal (model, kind, id, &principal) &&
         is_anybody (model, principal, absent, FALSE);
}

gboolean
reeve_permission_has_holder (ReevePermissionModel *model,
                             guint32 folder,
                             ReeveVerbs verbs,
                             const guint8 *absent,
                             gint64 at)
{
  const ReeveFolderNode *node;

  if (folder >= model->folders->len || reeve_permission_folder (model, folder)->hidden)
    return FALSE;
  for (node = reeve_permission_folder (model, folder);;
       node = reeve_permission_folder (model, node->node.parent))
    {
      for (guint32 i = 0; i < node->own.n; i++)
        {
          const ReeveEntry *entry = &node->own.items[i];

          if ((entry->verbs & verbs) == verbs && !reeve_entry_has_expired (entry, at) &&
              is_anybody (model, entry->principal, absent, TRUE))
            return TRUE;
        }
      if (!node->inherits || node->node.parent == REEVE_NO_NUMBER)
        return FALSE;
    }
}

static gboolean
is_crossed (ReevePermissionModel *model, guint32 folder, gint64 at, guint8 *verbs)
{
  reeve_permission_who (model, folder, at, verbs);
  for (guint32 i = 0; i < model->subjects->len; i++)
    if ((verbs[i] & REEVE_VERB_VIEW) != 0 && reeve_permission_is_in_group (model, i) &&
        reeve_permission_is_outside (model, i, folder))
      return TRUE;
  return FALSE;
}

gboolean
reeve_permission_has_crossing (ReevePermissionModel *model, guint32 folder, gint64 at)
{
  g_autofree guint8 *verbs = g_malloc (model->subjects->len + 1);
  guint32 company;

  if (folder >= model->folders->len)
    return FALSE;
  company = reeve_permission_get_company (model, folder);
  for (guint32 each = folder; each != REEVE_NO_NUMBER;
       each = reeve_permission_next_folder (model, folder, each))
    {
      const ReeveFolderNode *node = reeve_permission_folder (model, each);

      /* what has no grants of its own is reached as what it is in */
      if ((each == folder || node->own.n > 0 || !node->inherits) &&
          reeve_permission_get_company (model, each) == company && is_crossed (model, each, at, verbs))
        return TRUE;
    }
  return FALSE;
}
