/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Filling the permission model, and changing it. */

#include "config.h"

#include "common/permission-model.h"

#include "common/permission-model-private.h"

const char *const reeve_principal_kinds[] = { "user", "contact", "group", "role", NULL };

gboolean
reeve_principal_kind_from_wire (const char *wire, ReevePrincipalKind *kind)
{
  for (guint i = 0; reeve_principal_kinds[i] != NULL; i++)
    if (g_strcmp0 (wire, reeve_principal_kinds[i]) == 0)
      {
        *kind = i;
        return TRUE;
      }
  return FALSE;
}

/* --- Forests --- */

guint32
reeve_permission_next_folder (ReevePermissionModel *model, guint32 top, guint32 folder)
{
  return reeve_node_next (model->folders->data, sizeof (ReeveFolderNode), top, folder);
}

guint32
reeve_permission_next_group (ReevePermissionModel *model, guint32 top, guint32 group)
{
  return reeve_node_next (model->groups->data, sizeof (ReeveGroupNode), top, group);
}

/* --- Known by name --- */

static guint32
know_folder (ReevePermissionModel *model, const char *id)
{
  const ReeveFolderNode node = {
    .node = reeve_no_node, .company = REEVE_NO_NUMBER, .hidden = TRUE, .inherits = TRUE
  };
  guint32 number;

  if (reeve_numbering_give (&model->folder_numbers, id, &number))
    g_array_append_val (model->folders, node);
  return number;
}

static guint32
know_group (ReevePermissionModel *model, const char *id)
{
  const ReeveGroupNode node = { .node = reeve_no_node };
  guint32 number;

  if (reeve_numbering_give (&model->group_numbers, id, &number))
    g_array_append_val (model->groups, node);
  return number;
}

static guint32
know_role (ReevePermissionModel *model, const char *id)
{
  const ReeveNumbers members = { 0 };
  guint32 number;

  if (reeve_numbering_give (&model->role_numbers, id, &number))
    g_array_append_val (model->roles, members);
  return number;
}

static guint32
know_subject (ReevePermissionModel *model, const char *id)
{
  const ReeveSubjectNode node = { 0 };
  guint32 number;

  if (reeve_numbering_give (&model->subject_numbers, id, &number))
    g_array_append_val (model->subjects, node);
  return number;
}

static ReevePrincipal
know_principal (ReevePermissionModel *model, ReevePrincipalKind kind, const char *id)
{
  if (kind == REEVE_PRINCIPAL_GROUP)
    return reeve_principal (REEVE_PRINCIPAL_CLASS_GROUP, know_group (model, id));
  if (kind == REEVE_PRINCIPAL_ROLE)
    return reeve_principal (REEVE_PRINCIPAL_CLASS_ROLE, know_role (model, id));
  return reeve_principal (REEVE_PRINCIPAL_CLASS_SUBJECT, know_subject (model, id));
}

/* --- People --- */

void
reeve_permission_add_upwards (ReevePermissionModel *model, guint32 group, GArray *items)
{
  for (; group != REEVE_NO_NUMBER; group = reeve_permission_group (model, group)->node.parent)
    {
      ReevePrincipal principal = reeve_principal (REEVE_PRINCIPAL_CLASS_GROUP, group);

      g_array_append_val (items, principal);
    }
}

static void
renew_closure (ReevePermissionModel *model, guint32 subject)
{
  ReeveSubjectNode *node = reeve_permission_subject (model, subject);
  g_autoptr (GArray) items = g_array_new (FALSE, FALSE, sizeof (ReevePrincipal));
  ReevePrincipal self = reeve_principal (REEVE_PRINCIPAL_CLASS_SUBJECT, subject);
  ReevePrincipal *principals;
  guint n = 0;

  g_array_append_val (items, self);
  for (guint32 i = 0; i < node->groups.n; i++)
    reeve_permission_add_upwards (model, node->groups.items[i], items);
  for (guint32 i = 0; i < node->roles.n; i++)
    {
      ReevePrincipal role = reeve_principal (REEVE_PRINCIPAL_CLASS_ROLE, node->roles.items[i]);

      g_array_append_val (items, role);
    }
  g_array_sort (items, reeve_numbers_compare);
  principals = (ReevePrincipal *) items->data;
  node->mask = 0;
  for (guint i = 0; i < items->len; i++)
    if (n == 0 || principals[i] != principals[n - 1])
      {
        node->mask |= G_GUINT64_CONSTANT (1) << reeve_principal_get_bit (principals[i]);
        principals[n++] = principals[i];
      }
  reeve_numbers_set (&node->closure, principals, n);
}

static void
leave_all (ReevePermissionModel *model, guint32 subject)
{
  ReeveSubjectNode *node = reeve_permission_subject (model, subject);

  for (guint32 i = 0; i < node->groups.n; i++)
    reeve_numbers_remove (&reeve_permission_group (model, node->groups.items[i])->members, subject);
  for (guint32 i = 0; i < node->roles.n; i++)
    reeve_numbers_remove (reeve_permission_role (model, node->roles.items[i]), subject);
  reeve_numbers_clear (&node->groups);
  reeve_numbers_clear (&node->roles);
}

void
reeve_permission_model_set_user (ReevePermissionModel *model,
                                 const char *id,
                                 const char *const *groups,
                                 const char *const *roles)
{
  guint32 subject = know_subject (model, id);
  ReeveSubjectNode *node = reeve_permission_subject (model, subject);

  leave_all (model, subject);
  for (guint i = 0; groups != NULL && groups[i] != NULL; i++)
    {
      guint32 group = know_group (model, groups[i]);

      if (reeve_numbers_have (&node->groups, group))
        continue;
      reeve_numbers_add (&node->groups, group);
      reeve_numbers_add (&reeve_permission_group (model, group)->members, subject);
    }
  for (guint i = 0; roles != NULL && roles[i] != NULL; i++)
    {
      guint32 role = know_role (model, roles[i]);

      if (reeve_numbers_have (&node->roles, role))
        continue;
      reeve_numbers_add (&node->roles, role);
      reeve_numbers_add (reeve_permission_role (model, role), subject);
    }
  node->present = TRUE;
  node->contact = FALSE;
  renew_closure (model, subject);
}

void
reeve_permission_model_set_contact (ReevePermissionModel *model, const char *id)
{
  guint32 subject = know_subject (model, id);
  ReeveSubjectNode *node = reeve_permission_subject (model, subject);

  leave_all (model, subject);
  node->present = TRUE;
  node->contact = TRUE;
  renew_closure (model, subject);
}

void
reeve_permission_model_remove_subject (ReevePermissionModel *model, const char *id)
{
  guint32 subject = reeve_numbering_find (&model->subject_numbers, id);
  ReeveSubjectNode *node;

  if (subject == REEVE_NO_NUMBER)
    return;
  leave_all (model, subject);
  node = reeve_permission_subject (model, subject);
  node->present = FALSE;
  reeve_numbers_clear (&node->closure);
  node->mask = 0;
}

/* --- Groups --- */

static void
renew_closures_below (ReevePermissionModel *model, guint32 top)
{
  for (guint32 group = top; group != REEVE_NO_NUMBER; group = reeve_permission_next_group (model, top, group))
    {
      const ReeveNumbers *members = &reeve_permission_group (model, group)->members;

      for (guint32 i = 0; i < members->n; i++)
        renew_closure (model, members->items[i]);
    }
}

gboolean
reeve_permission_model_set_group (ReevePermissionModel *model, const char *id, const char *parent)
{
  guint32 group = know_group (model, id);
  guint32 above = parent != NULL ? know_group (model, parent) : REEVE_NO_NUMBER;

  if (reeve_node_is_at_or_below (model->groups->data, sizeof (ReeveGroupNode), above, group))
    return FALSE;
  reeve_permission_group (model, group)->present = TRUE;
  if (reeve_permission_group (model, group)->node.parent == above)
    return TRUE;
  reeve_node_link (model->groups->data, sizeof (ReeveGroupNode), group, above);
  renew_closures_below (model, group);
  return TRUE;
}

void
reeve_permission_model_remove_group (ReevePermissionModel *model, const char *id)
{
  guint32 group = reeve_numbering_find (&model->group_numbers, id);

  if (group == REEVE_NO_NUMBER)
    return;
  reeve_permission_group (model, group)->present = FALSE;
  reeve_node_unlink (model->groups->data, sizeof (ReeveGroupNode), group);
  renew_closures_below (model, group);
}

/* --- Folders --- */

/* What is hidden follows from those above. */
static void
renew_hidden (ReevePermissionModel *model, guint32 top)
{
  guint32 folder = top;

  while (folder != REEVE_NO_NUMBER)
    {
      ReeveFolderNode *node = reeve_permission_folder (model, folder);
      gboolean cut_off = node->node.parent == REEVE_NO_NUMBER
                           ? folder != model->root
                           : reeve_permission_folder (model, node->node.parent)->hidden;

      node->hidden = !node->present || node->binned || cut_off;
      folder = reeve_permission_next_folder (model, top, folder);
    }
}

gboolean
reeve_permission_model_set_folder (ReevePermissionModel *model,
                                   const char *id,
                                   const char *parent,
                                   gboolean inherits,
                                   gboolean binned,
                                   const char *company)
{
  guint32 folder = know_folder (model, id);
  guint32 above = parent != NULL ? know_folder (model, parent) : REEVE_NO_NUMBER;
  ReeveFolderNode *node = reeve_permission_folder (model, folder);

  if (reeve_node_is_at_or_below (model->folders->data, sizeof (ReeveFolderNode), above, folder))
    return FALSE;
  if (node->node.parent != above)
    reeve_node_link (model->folders->data, sizeof (ReeveFolderNode), folder, above);
  node->present = TRUE;
  node->inherits = inherits != FALSE;
  node->binned = binned != FALSE;
  node->company = company != NULL ? know_group (model, company) : REEVE_NO_NUMBER;
  renew_hidden (model, folder);
  return TRUE;
}

void
reeve_permission_model_remove_folder (ReevePermissionModel *model, const char *id)
{
  guint32 folder = reeve_numbering_find (&model->folder_numbers, id);
  ReeveFolderNode *node;

  if (folder == REEVE_NO_NUMBER)
    return;
  node = reeve_permission_folder (model, folder);
  for (guint32 i = 0; i < node->own.n; i++)
    g_array_index (model->grants, guint32, node->own.items[i].grant) = REEVE_NO_NUMBER;
  if (!node->own.borrowed)
    g_free (node->own.items);
  node->own = (ReeveEntries) { 0 };
  node->present = FALSE;
  renew_hidden (model, folder);
  reeve_node_unlink (model->folders->data, sizeof (ReeveFolderNode), folder);
}

guint32
reeve_permission_get_company (ReevePermissionModel *model, guint32 folder)
{
  for (; folder != REEVE_NO_NUMBER; folder = reeve_permission_folder (model, folder)->node.parent)
    if (reeve_permission_folder (model, folder)->company != REEVE_NO_NUMBER)
      return reeve_permission_folder (model, folder)->company;
  return REEVE_NO_NUMBER;
}

/* --- Grants --- */

const ReeveEntry *
reeve_permission_find_entry (ReevePermissionModel *model, guint32 grant, guint32 *folder)
{
  const ReeveEntries *own;

  if (grant >= model->grants->len)
    return NULL;
  *folder = g_array_index (model->grants, guint32, grant);
  if (*folder == REEVE_NO_NUMBER)
    return NULL;
  own = &reeve_permission_folder (model, *folder)->own;
  for (guint32 i = 0; i < own->n; i++)
    if (own->items[i].grant == grant)
      return &own->items[i];
  return NULL;
}

static void
remove_entry (ReevePermissionModel *model, guint32 grant)
{
  guint32 folder = REEVE_NO_NUMBER;
  const ReeveEntry *entry = reeve_permission_find_entry (model, grant, &folder);
  ReeveEntries *own;
  gsize place;

  if (entry == NULL)
    return;
  own = &reeve_permission_folder (model, folder)->own;
  place = (gsize) (entry - own->items);
  if (own->borrowed)
    own->items = reeve_make_room (own->items, own->n, &own->borrowed, sizeof *own->items);
  own->items[place] = own->items[--own->n];
  g_array_index (model->grants, guint32, grant) = REEVE_NO_NUMBER;
}

void
reeve_permission_model_set_grant (ReevePermissionModel *model,
                                  const char *id,
                                  const char *folder,
                                  ReevePrincipalKind kind,
                                  const char *principal,
                                  ReeveVerbs verbs,
                                  gint64 expires)
{
  const guint32 nowhere = REEVE_NO_NUMBER;
  guint32 number = know_folder (model, folder);
  ReeveEntry entry = { .expires = expires,
                       .principal = know_principal (model, kind, principal),
                       .verbs = (guint8) reeve_verbs_close (verbs) };
  ReeveEntries *own;

  entry.bit = (guint8) reeve_principal_get_bit (entry.principal);
  if (reeve_numbering_give (&model->grant_numbers, id, &entry.grant))
    g_array_append_val (model->grants, nowhere);
  else
    remove_entry (model, entry.grant);
  own = &reeve_permission_folder (model, number)->own;
  own->items = reeve_make_room (own->items, own->n, &own->borrowed, sizeof *own->items);
  own->items[own->n++] = entry;
  g_array_index (model->grants, guint32, entry.grant) = number;
}

void
reeve_permission_model_remove_grant (ReevePermissionModel *model, const char *id)
{
  guint32 grant = reeve_numbering_find (&model->grant_numbers, id);

  if (grant != REEVE_NO_NUMBER)
    remove_entry (model, grant);
}

/* --- The whole --- */

static GArray *
copy_array (GArray *array, gsize size)
{
  GArray *copy = g_array_sized_new (FALSE, FALSE, (guint) size, array->len);

  g_array_append_vals (copy, array->data, array->len);
  return copy;
}

ReevePermissionModel *
reeve_permission_model_new (const char *root)
{
  ReevePermissionModel *model = g_new0 (ReevePermissionModel, 1);

  reeve_numbering_init (&model->folder_numbers, NULL);
  reeve_numbering_init (&model->group_numbers, NULL);
  reeve_numbering_init (&model->subject_numbers, NULL);
  reeve_numbering_init (&model->role_numbers, NULL);
  reeve_numbering_init (&model->grant_numbers, NULL);
  model->folders = g_array_new (FALSE, FALSE, sizeof (ReeveFolderNode));
  model->groups = g_array_new (FALSE, FALSE, sizeof (ReeveGroupNode));
  model->subjects = g_array_new (FALSE, FALSE, sizeof (ReeveSubjectNode));
  model->roles = g_array_new (FALSE, FALSE, sizeof (ReeveNumbers));
  model->grants = g_array_new (FALSE, FALSE, sizeof (guint32));
  model->root = know_folder (model, root);
  if (!reeve_permission_model_set_folder (model, root, NULL, TRUE, FALSE, NULL))
    g_assert_not_reached ();
  return model;
}

ReevePermissionModel *
reeve_permission_model_copy (ReevePermissionModel *model)
{
  ReevePermissionModel *copy = g_new0 (ReevePermissionModel, 1);

  reeve_numbering_init (&copy->folder_numbers, &model->folder_numbers);
  reeve_numbering_init (&copy->group_numbers, &model->group_numbers);
  reeve_numbering_init (&copy->subject_numbers, &model->subject_numbers);
  reeve_numbering_init (&copy->role_numbers, &model->role_numbers);
  reeve_numbering_init (&copy->grant_numbers, &model->grant_numbers);
  copy->folders = copy_array (model->folders, sizeof (ReeveFolderNode));
  copy->groups = copy_array (model->groups, sizeof (ReeveGroupNode));
  copy->subjects = copy_array (model->subjects, sizeof (ReeveSubjectNode));
  copy->roles = copy_array (model->roles, sizeof (ReeveNumbers));
  copy->grants = copy_array (model->grants, sizeof (guint32));
  copy->root = model->root;
  for (guint i = 0; i < copy->folders->len; i++)
    reeve_permission_folder (copy, i)->own.borrowed = TRUE;
  for (guint i = 0; i < copy->groups->len; i++)
    reeve_permission_group (copy, i)->members.borrowed = TRUE;
  for (guint i = 0; i < copy->roles->len; i++)
    reeve_permission_role (copy, i)->borrowed = TRUE;
  for (guint i = 0; i < copy->subjects->len; i++)
    {
      ReeveSubjectNode *node = reeve_permission_subject (copy, i);

      node->closure.borrowed = node->groups.borrowed = node->roles.borrowed = TRUE;
    }
  return copy;
}

void
reeve_permission_model_free (ReevePermissionModel *model)
{
  for (guint i = 0; i < model->folders->len; i++)
    if (!reeve_permission_folder (model, i)->own.borrowed)
      g_free (reeve_permission_folder (model, i)->own.items);
  for (guint i = 0; i < model->groups->len; i++)
    reeve_numbers_clear (&reeve_permission_group (model, i)->members);
  for (guint i = 0; i < model->roles->len; i++)
    reeve_numbers_clear (reeve_permission_role (model, i));
  for (guint i = 0; i < model->subjects->len; i++)
    {
      ReeveSubjectNode *node = reeve_permission_subject (model, i);

      reeve_numbers_clear (&node->closure);
      reeve_numbers_clear (&node->groups);
      reeve_numbers_clear (&node->roles);
    }
  g_array_unref (model->folders);
  g_array_unref (model->groups);
  g_array_unref (model->subjects);
  g_array_unref (model->roles);
  g_array_unref (model->grants);
  reeve_numbering_clear (&model->folder_numbers);
  reeve_numbering_clear (&model->group_numbers);
  reeve_numbering_clear (&model->subject_numbers);
  reeve_numbering_clear (&model->role_numbers);
  reeve_numbering_clear (&model->grant_numbers);
  g_free (model);
}
