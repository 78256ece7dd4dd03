/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Asking the permission model: may they, who, and what. */

#include "config.h"

#include <string.h>

#include "common/permission-model-private.h"
#include "common/permission-model.h"

/* --- Numbers --- */

guint32
reeve_permission_model_get_n_subjects (ReevePermissionModel *model)
{
  return model->subjects->len;
}

guint32
reeve_permission_model_get_n_folders (ReevePermissionModel *model)
{
  return model->folders->len;
}

guint32
reeve_permission_model_find_subject (ReevePermissionModel *model, const char *id)
{
  return reeve_numbering_find (&model->subject_numbers, id);
}

guint32
reeve_permission_model_find_folder (ReevePermissionModel *model, const char *id)
{
  return reeve_numbering_find (&model->folder_numbers, id);
}

const char *
reeve_permission_model_get_subject_id (ReevePermissionModel *model, guint32 subject)
{
  return reeve_numbering_get_id (&model->subject_numbers, subject);
}

const char *
reeve_permission_model_get_folder_id (ReevePermissionModel *model, guint32 folder)
{
  return reeve_numbering_get_id (&model->folder_numbers, folder);
}

gboolean
reeve_permission_model_has_subject (ReevePermissionModel *model, guint32 subject)
{
  return subject < model->subjects->len && reeve_permission_subject (model, subject)->present;
}

gboolean
reeve_permission_model_is_contact (ReevePermissionModel *model, guint32 subject)
{
  return subject < model->subjects->len && reeve_permission_subject (model, subject)->contact;
}

gboolean
reeve_permission_model_has_folder (ReevePermissionModel *model, guint32 folder)
{
  return folder < model->folders->len && !reeve_permission_folder (model, folder)->hidden;
}

guint32
reeve_permission_model_get_parent (ReevePermissionModel *model, guint32 folder)
{
  return reeve_permission_folder (model, folder)->node.parent;
}

guint32
reeve_permission_model_get_first_child (ReevePermissionModel *model, guint32 folder)
{
  return reeve_permission_folder (model, folder)->node.first_child;
}

guint32
reeve_permission_model_get_next (ReevePermissionModel *model, guint32 folder)
{
  return reeve_permission_folder (model, folder)->node.next;
}

static gsize
get_numbering_memory (const ReeveNumbering *numbering)
{
  gsize bytes = 0;

  for (guint i = 0; i < numbering->ids->len; i++)
    bytes += strlen (numbering->ids->pdata[i]) + 1;
  /* an array of pointers; a hash table of keys, values and hashes, at most three quarters full */
  return bytes + numbering->ids->len * (sizeof (gpointer) + (2 * sizeof (gpointer) + sizeof (guint)) * 2);
}

gsize
reeve_permission_model_get_memory (ReevePermissionModel *model)
{
  gsize bytes = get_numbering_memory (&model->folder_numbers) + get_numbering_memory (&model->group_numbers) +
                get_numbering_memory (&model->subject_numbers) + get_numbering_memory (&model->role_numbers) +
                get_numbering_memory (&model->grant_numbers);

  bytes += model->folders->len * sizeof (ReeveFolderNode) + model->groups->len * sizeof (ReeveGroupNode) +
           model->subjects->len * sizeof (ReeveSubjectNode) + model->grants->len * sizeof (guint32);
  for (guint i = 0; i < model->folders->len; i++)
    bytes += reeve_permission_folder (model, i)->own.n * sizeof (ReeveEntry);
  for (guint i = 0; i < model->groups->len; i++)
    bytes += reeve_permission_group (model, i)->members.n * sizeof (guint32);
  for (guint i = 0; i < model->roles->len; i++)
    bytes += reeve_permission_role (model, i)->n * sizeof (guint32);
  for (guint i = 0; i < model->subjects->len; i++)
    {
      const ReeveSubjectNode *node = reeve_permission_subject (model, i);

      bytes += (node->closure.n + node->groups.n + node->roles.n) * sizeof (guint32);
    }
  return bytes;
}

/* --- Principals --- */

gboolean
reeve_permission_find_principal (ReevePermissionModel *model,
                                 ReevePrincipalKind kind,
                                 const char *id,
                                 ReevePrincipal *principal)
{
  guint32 class = kind == REEVE_PRINCIPAL_GROUP  ? REEVE_PRINCIPAL_CLASS_GROUP
                  : kind == REEVE_PRINCIPAL_ROLE ? REEVE_PRINCIPAL_CLASS_ROLE
                                                 : REEVE_PRINCIPAL_CLASS_SUBJECT;
  const ReeveNumbering *numbering = kind == REEVE_PRINCIPAL_GROUP  ? &model->group_numbers
                                    : kind == REEVE_PRINCIPAL_ROLE ? &model->role_numbers
                                                                   : &model->subject_numbers;
  guint32 number = reeve_numbering_find (numbering, id);

  if (number == REEVE_NO_NUMBER)
    return FALSE;
  *principal = reeve_principal (class, number);
  return TRUE;
}

ReevePrincipalKind
reeve_permission_get_kind (ReevePermissionModel *model, ReevePrincipal principal)
{
  switch (reeve_principal_get_class (principal))
    {
    case REEVE_PRINCIPAL_CLASS_GROUP:
      return REEVE_PRINCIPAL_GROUP;
    case REEVE_PRINCIPAL_CLASS_ROLE:
      return REEVE_PRINCIPAL_ROLE;
    default:
      return reeve_permission_model_is_contact (model, reeve_principal_get_number (principal))
               ? REEVE_PRINCIPAL_CONTACT
               : REEVE_PRINCIPAL_USER;
    }
}

const char *
reeve_permission_get_principal_id (ReevePermissionModel *model, ReevePrincipal principal)
{
  guint32 number = reeve_principal_get_number (principal);

  switch (reeve_principal_get_class (principal))
    {
    case REEVE_PRINCIPAL_CLASS_GROUP:
      return reeve_numbering_get_id (&model->group_numbers, number);
    case REEVE_PRINCIPAL_CLASS_ROLE:
      return reeve_numbering_get_id (&model->role_numbers, number);
    default:
      return reeve_numbering_get_id (&model->subject_numbers, number);
    }
}

ReeveClosure
reeve_closure_of_subject (ReevePermissionModel *model, guint32 subject)
{
  const ReeveSubjectNode *node = reeve_permission_subject (model, subject);

  return (ReeveClosure) { node->closure.items, node->closure.n, node->mask };
}

ReeveClosure
reeve_closure_of_principal (ReevePermissionModel *model, ReevePrincipal principal, GArray *items)
{
  ReeveClosure closure = { 0 };

  if (reeve_principal_get_class (principal) == REEVE_PRINCIPAL_CLASS_SUBJECT)
    return reeve_closure_of_subject (model, reeve_principal_get_number (principal));
  if (reeve_principal_get_class (principal) == REEVE_PRINCIPAL_CLASS_GROUP)
    reeve_permission_add_upwards (model, reeve_principal_get_number (principal), items);
  else
    g_array_append_val (items, principal);
  g_array_sort (items, reeve_numbers_compare);
  closure.items = (const ReevePrincipal *) items->data;
  closure.n = items->len;
  for (guint i = 0; i < items->len; i++)
    closure.mask |= G_GUINT64_CONSTANT (1) << reeve_principal_get_bit (closure.items[i]);
  return closure;
}

void
reeve_permission_add_members (ReevePermissionModel *model, ReevePrincipal principal, GArray *subjects)
{
  guint32 number = reeve_principal_get_number (principal);

  switch (reeve_principal_get_class (principal))
    {
    case REEVE_PRINCIPAL_CLASS_GROUP:
      for (guint32 group = number; group != REEVE_NO_NUMBER;
           group = reeve_permission_next_group (model, number, group))
        {
          const ReeveNumbers *members = &reeve_permission_group (model, group)->members;

          if (members->n > 0)
            g_array_append_vals (subjects, members->items, members->n);
        }
      break;
    case REEVE_PRINCIPAL_CLASS_ROLE:
      if (reeve_permission_role (model, number)->n > 0)
        g_array_append_vals (subjects, reeve_permission_role (model, number)->items,
                             reeve_permission_role (model, number)->n);
      break;
    default:
      if (reeve_permission_subject (model, number)->present)
        g_array_append_val (subjects, number);
    }
}

/* --- May they? --- */

static inline ReeveVerbs
add_own (const ReeveEntries *own, const ReeveClosure *closure, gint64 at, ReeveVerbs verbs)
{
  for (guint32 i = 0; i < own->n; i++)
    {
      const ReeveEntry *entry = &own->items[i];

      if (reeve_closure_matches (closure, entry) && !reeve_entry_has_expired (entry, at))
        verbs |= entry->verbs;
    }
  return verbs;
}

ReeveVerbs
reeve_permission_check_closure (ReevePermissionModel *model,
                                const ReeveClosure *closure,
                                guint32 folder,
                                gint64 at)
{
  const ReeveFolderNode *node = reeve_permission_folder (model, folder);
  ReeveVerbs verbs = REEVE_VERBS_NONE;

  if (node->hidden || closure->n == 0)
    return REEVE_VERBS_NONE;
  for (;;)
    {
      verbs = add_own (&node->own, closure, at, verbs);
      if (verbs == REEVE_VERBS_ALL || !node->inherits || node->node.parent == REEVE_NO_NUMBER)
        return verbs;
      node = reeve_permission_folder (model, node->node.parent);
    }
}

ReeveVerbs
reeve_permission_check (ReevePermissionModel *model, guint32 subject, guint32 folder, gint64 at)
{
  ReeveClosure closure;

  if (subject >= model->subjects->len || folder >= model->folders->len)
    return REEVE_VERBS_NONE;
  closure = reeve_closure_of_subject (model, subject);
  return reeve_permission_check_closure (model, &closure, folder, at);
}

ReeveVerbs
reeve_permission_check_principal (ReevePermissionModel *model,
                                  ReevePrincipalKind kind,
                                  const char *id,
                                  guint32 folder,
                                  gint64 at)
{
  g_autoptr (GArray) items = g_array_new (FALSE, FALSE, sizeof (ReevePrincipal));
  ReevePrincipal principal;
  ReeveClosure closure;

  if (folder >= model->folders->len || !reeve_permission_find_principal (model, kind, id, &principal))
    return REEVE_VERBS_NONE;
  closure = reeve_closure_of_principal (model, principal, items);
  return reeve_permission_check_closure (model, &closure, folder, at);
}

ReeveVerbs
reeve_permission_get_own (ReevePermissionModel *model,
                          ReevePrincipalKind kind,
                          const char *id,
                          guint32 folder,
                          gint64 at)
{
  ReevePrincipal principal;
  ReeveClosure closure;
  const ReeveFolderNode *node;

  if (folder >= model->folders->len || !reeve_permission_find_principal (model, kind, id, &principal))
    return REEVE_VERBS_NONE;
  node = reeve_permission_folder (model, folder);
  closure = (ReeveClosure) { &principal, 1, G_MAXUINT64 };
  return node->hidden ? REEVE_VERBS_NONE : add_own (&node->own, &closure, at, REEVE_VERBS_NONE);
}

/* --- Who? --- */

/* The verbs of all grants that reach the folder, by principal. */
static void
gather (ReevePermissionModel *model,
        guint32 folder,
        gint64 at,
        guint8 *subjects,
        guint8 *groups,
        guint8 *roles)
{
  for (;;)
    {
      const ReeveFolderNode *node = reeve_permission_folder (model, folder);

      for (guint32 i = 0; i < node->own.n; i++)
        {
          const ReeveEntry *entry = &node->own.items[i];
          guint32 number = reeve_principal_get_number (entry->principal);

          if (reeve_entry_has_expired (entry, at))
            continue;
          if (reeve_principal_get_class (entry->principal) == REEVE_PRINCIPAL_CLASS_GROUP)
            groups[number] |= entry->verbs;
          else if (reeve_principal_get_class (entry->principal) == REEVE_PRINCIPAL_CLASS_ROLE)
            roles[number] |= entry->verbs;
          else if (reeve_permission_subject (model, number)->present)
            subjects[number] |= entry->verbs;
        }
      if (!node->inherits || node->node.parent == REEVE_NO_NUMBER)
        return;
      folder = node->node.parent;
    }
}

static void
give_members (const ReeveNumbers *members, guint8 given, guint8 *verbs)
{
  if (given != REEVE_VERBS_NONE)
    for (guint32 i = 0; i < members->n; i++)
      verbs[members->items[i]] |= given;
}

void
reeve_permission_who (ReevePermissionModel *model, guint32 folder, gint64 at, guint8 *verbs)
{
  g_autofree guint8 *groups = g_new0 (guint8, model->groups->len);
  g_autofree guint8 *roles = g_new0 (guint8, model->roles->len);

  memset (verbs, REEVE_VERBS_NONE, model->subjects->len);
  if (folder >= model->folders->len || reeve_permission_folder (model, folder)->hidden)
    return;
  gather (model, folder, at, verbs, groups, roles);
  for (guint32 top = 0; top < model->groups->len; top++)
    {
      if (reeve_permission_group (model, top)->node.parent != REEVE_NO_NUMBER)
        continue;
      /* what a group has, all in the groups below it have */
      for (guint32 group = top; group != REEVE_NO_NUMBER;
           group = reeve_permission_next_group (model, top, group))
        {
          const ReeveGroupNode *node = reeve_permission_group (model, group);

          if (node->node.parent != REEVE_NO_NUMBER)
            groups[group] |= groups[node->node.parent];
          give_members (&node->members, groups[group], verbs);
        }
    }
  for (guint32 role = 0; role < model->roles->len; role++)
    give_members (reeve_permission_role (model, role), roles[role], verbs);
}

/* --- What? --- */

gboolean
reeve_permission_reach (ReevePermissionModel *model,
                        ReevePrincipalKind kind,
                        const char *id,
                        gint64 at,
                        guint8 *verbs)
{
  g_autoptr (GArray) items = g_array_new (FALSE, FALSE, sizeof (ReevePrincipal));
  ReevePrincipal principal;
  ReeveClosure closure;

  memset (verbs, REEVE_VERBS_NONE, model->folders->len);
  if (!reeve_permission_find_principal (model, kind, id, &principal))
    return FALSE;
  closure = reeve_closure_of_principal (model, principal, items);
  if (closure.n == 0)
    return TRUE;
  for (guint32 folder = model->root; folder != REEVE_NO_NUMBER;
       folder = reeve_permission_next_folder (model, model->root, folder))
    {
      const ReeveFolderNode *node = reeve_permission_folder (model, folder);
      ReeveVerbs above =
        node->inherits && node->node.parent != REEVE_NO_NUMBER ? verbs[node->node.parent] : REEVE_VERBS_NONE;

      if (!node->hidden)
        verbs[folder] = (guint8) add_own (&node->own, &closure, at, above);
    }
  return TRUE;
}
