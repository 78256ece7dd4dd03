/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The twelve actions, each done to a model. */

#include "config.h"

#include "common/permission-apply.h"

#include <string.h>

#include "common/error.h"

void
reeve_permission_touched_init (ReevePermissionTouched *touched, ReevePermissionModel *model)
{
  touched->principals = g_hash_table_new (NULL, NULL);
  touched->subjects = g_new0 (guint8, model->subjects->len);
  touched->folders = g_new0 (guint8, model->folders->len);
  touched->everywhere = FALSE;
}

void
reeve_permission_touched_clear (ReevePermissionTouched *touched)
{
  g_clear_pointer (&touched->principals, g_hash_table_unref);
  g_clear_pointer (&touched->subjects, g_free);
  g_clear_pointer (&touched->folders, g_free);
}

/* One change on its way. */
typedef struct
{
  ReevePermissionModel *model;
  ReevePermissionChange *change;
  guint index;
  ReevePermissionTouched *touched;
  GPtrArray *inverse;
  GError **error;
} Step;

static gboolean
refuse (const Step *step, const char *member, const char *reason, const char *words)
{
  g_autofree char *pointer = g_strdup_printf ("/changes/%u/%s", step->index, member);

  reeve_error_add_member (step->error, pointer, reason, "%s", words);
  return FALSE;
}

/* --- What a change concerns --- */

static void
touch_principal (const Step *step, ReevePrincipal principal)
{
  g_autoptr (GArray) members = NULL;

  if (!g_hash_table_add (step->touched->principals, GUINT_TO_POINTER (principal + 1)))
    return;
  members = g_array_new (FALSE, FALSE, sizeof (guint32));
  reeve_permission_add_members (step->model, principal, members);
  for (guint i = 0; i < members->len; i++)
    step->touched->subjects[g_array_index (members, guint32, i)] = TRUE;
}

static void
touch_own (const Step *step, guint32 folder)
{
  const ReeveEntries *own = &reeve_permission_folder (step->model, folder)->own;

  for (guint32 i = 0; i < own->n; i++)
    touch_principal (step, own->items[i].principal);
}

/* All whose grants reach the folder. */
static void
touch_reaching (const Step *step, guint32 folder)
{
  for (;;)
    {
      const ReeveFolderNode *node = reeve_permission_folder (step->model, folder);

      touch_own (step, folder);
      if (!node->inherits || node->node.parent == REEVE_NO_NUMBER)
        return;
      folder = node->node.parent;
    }
}

static void
touch_below (const Step *step, guint32 top)
{
  for (guint32 folder = top; folder != REEVE_NO_NUMBER;
       folder = reeve_permission_next_folder (step->model, top, folder))
    touch_own (step, folder);
}

static void
take_back (const Step *step, ReevePermissionChange *change)
{
  g_ptr_array_add (step->inverse, change);
}

/* --- Folders --- */

static gboolean
find_folder (const Step *step, const char *member, const char *id, guint32 *folder)
{
  *folder = id != NULL ? reeve_permission_model_find_folder (step->model, id) : REEVE_NO_NUMBER;
  if (id == NULL)
    return refuse (step, member, "required", "is required");
  if (*folder == REEVE_NO_NUMBER || !reeve_permission_folder (step->model, *folder)->present)
    return refuse (step, member, "not_found", "is no folder");
  return TRUE;
}

static gboolean
find_movable (const Step *step, guint32 *folder)
{
  if (!find_folder (step, "folder", step->change->folder, folder))
    return FALSE;
  return *folder != step->model->root ||
         refuse (step, "folder", "folder_root", "is the folder that all others are below");
}

/* FALSE: it would be below itself. */
static gboolean
set_folder (const Step *step, guint32 folder, guint32 parent, gboolean inherits, gboolean binned)
{
  const ReeveFolderNode *node = reeve_permission_folder (step->model, folder);
  const char *company = node->company != REEVE_NO_NUMBER
                          ? reeve_numbering_get_id (&step->model->group_numbers, node->company)
                          : NULL;

  step->touched->folders[folder] = TRUE;
  return reeve_permission_model_set_folder (
    step->model, reeve_permission_model_get_folder_id (step->model, folder),
    reeve_permission_model_get_folder_id (step->model, parent), inherits, binned, company);
}

static gboolean
apply_move (const Step *step)
{
  guint32 folder;
  guint32 parent;
  guint32 before;
  const ReeveFolderNode *node;
  ReevePermissionChange *back;

  if (!find_movable (step, &folder) || !find_folder (step, "parent", step->change->parent, &parent))
    return FALSE;
  if (reeve_permission_folder (step->model, parent)->hidden)
    return refuse (step, "parent", "folder_binned", "is in the bin");
  node = reeve_permission_folder (step->model, folder);
  before = node->node.parent;
  if (before == parent)
    return TRUE;
  touch_reaching (step, folder);
  if (node->hidden)
    touch_below (step, folder);
  if (!set_folder (step, folder, parent, node->inherits, node->binned))
    return refuse (step, "parent", "folder_cycle", "is the folder itself, or below it");
  touch_reaching (step, folder);
  back = reeve_permission_change_new_for_folder ("move", step->change->folder);
  reeve_set_text (&back->parent, reeve_permission_model_get_folder_id (step->model, before));
  take_back (step, back);
  return TRUE;
}

static gboolean
apply_inherit (const Step *step, gboolean inherits)
{
  guint32 folder;
  const ReeveFolderNode *node;

  if (!find_movable (step, &folder))
    return FALSE;
  node = reeve_permission_folder (step->model, folder);
  if ((node->inherits != FALSE) == inherits)
    return TRUE;
  touch_reaching (step, node->node.parent);
  if (!set_folder (step, folder, node->node.parent, inherits, node->binned))
    g_assert_not_reached ();
  take_back (step,
             reeve_permission_change_new_for_folder (inherits ? "break" : "inherit", step->change->folder));
  return TRUE;
}

static gboolean
apply_bin (const Step *step, gboolean binned)
{
  guint32 folder;
  const ReeveFolderNode *node;

  if (!find_movable (step, &folder))
    return FALSE;
  node = reeve_permission_folder (step->model, folder);
  if ((node->binned != FALSE) == binned)
    return TRUE;
  touch_reaching (step, folder);
  touch_below (step, folder);
  if (!set_folder (step, folder, node->node.parent, node->inherits, binned))
    g_assert_not_reached ();
  take_back (step, reeve_permission_change_new_for_folder (binned ? "restore" : "bin", step->change->folder));
  return TRUE;
}

/* --- Grants --- */

static gboolean
read_verbs (const Step *step, ReeveVerbs *verbs)
{
  *verbs = reeve_verbs_from_wire ((const char *const *) step->change->verbs);
  return *verbs != REEVE_VERBS_NONE || refuse (step, "verbs", "required", "is required");
}

static gboolean
find_principal (const Step *step, ReevePrincipalKind *kind)
{
  const char *id = step->change->principal;
  ReevePrincipal principal;
  gboolean there = FALSE;

  if (step->change->principal_kind == NULL)
    return refuse (step, "principalKind", "required", "is required");
  if (id == NULL)
    return refuse (step, "principal", "required", "is required");
  if (!reeve_principal_kind_from_wire (step->change->principal_kind, kind))
    return refuse (step, "principalKind", "choice", "is none of the kinds");
  if (*kind == REEVE_PRINCIPAL_ROLE)
    return TRUE; /* that nobody may have yet */
  if (reeve_permission_find_principal (step->model, *kind, id, &principal))
    {
      guint32 number = reeve_principal_get_number (principal);

      there = *kind == REEVE_PRINCIPAL_GROUP ? reeve_permission_group (step->model, number)->present
                                             : reeve_permission_model_has_subject (step->model, number) &&
                                                 reeve_permission_get_kind (step->model, principal) == *kind;
    }
  return there || refuse (step, "principal", "not_found", "is nobody of that kind");
}

static gboolean
apply_grant (const Step *step)
{
  g_autofree char *id =
    step->change->grant != NULL ? g_strdup (step->change->grant) : g_strdup_printf ("new-%u", step->index);
  guint32 number = reeve_numbering_find (&step->model->grant_numbers, id);
  ReevePrincipalKind kind;
  ReevePrincipal principal;
  ReeveVerbs verbs;
  guint32 folder;

  if (number != REEVE_NO_NUMBER && reeve_permission_find_entry (step->model, number, &folder) != NULL)
    return refuse (step, "grant", "taken", "is there already");
  if (!find_folder (step, "folder", step->change->folder, &folder) || !find_principal (step, &kind) ||
      !read_verbs (step, &verbs))
    return FALSE;
  reeve_permission_model_set_grant (step->model, id, step->change->folder, kind, step->change->principal,
                                    verbs, step->change->expires);
  if (reeve_permission_find_principal (step->model, kind, step->change->principal, &principal))
    touch_principal (step, principal);
  step->touched->folders[folder] = TRUE;
  take_back (step, reeve_permission_change_new_for_grant ("revoke", id));
  return TRUE;
}

static gboolean
find_grant (const Step *step, guint32 *folder, ReeveEntry *found)
{
  const char *id = step->change->grant;
  guint32 number;
  const ReeveEntry *entry;

  if (id == NULL)
    return refuse (step, "grant", "required", "is required");
  number = reeve_numbering_find (&step->model->grant_numbers, id);
  entry = number != REEVE_NO_NUMBER ? reeve_permission_find_entry (step->model, number, folder) : NULL;
  if (entry == NULL)
    return refuse (step, "grant", "not_found", "is no grant");
  *found = *entry;
  touch_principal (step, entry->principal);
  step->touched->folders[*folder] = TRUE;
  return TRUE;
}

static gboolean
apply_amend (const Step *step)
{
  ReevePermissionChange *back;
  ReeveEntry entry;
  ReeveVerbs verbs;
  guint32 folder;

  if (!find_grant (step, &folder, &entry) || !read_verbs (step, &verbs))
    return FALSE;
  reeve_permission_model_set_grant (
    step->model, step->change->grant, reeve_permission_model_get_folder_id (step->model, folder),
    reeve_permission_get_kind (step->model, entry.principal),
    reeve_permission_get_principal_id (step->model, entry.principal), verbs, step->change->expires);
  back = reeve_permission_change_new_for_grant ("amend", step->change->grant);
  back->verbs = reeve_verbs_to_wire (reeve_verbs_reduce (entry.verbs));
  back->expires = entry.expires;
  take_back (step, back);
  return TRUE;
}

static gboolean
apply_revoke (const Step *step)
{
  ReevePermissionChange *back;
  ReeveEntry entry;
  guint32 folder;

  if (!find_grant (step, &folder, &entry))
    return FALSE;
  reeve_permission_model_remove_grant (step->model, step->change->grant);
  back = reeve_permission_change_new_for_folder ("grant",
                                                 reeve_permission_model_get_folder_id (step->model, folder));
  reeve_set_text (&back->grant, step->change->grant);
  back->principal_kind =
    g_intern_static_string (reeve_principal_kinds[reeve_permission_get_kind (step->model, entry.principal)]);
  reeve_set_text (&back->principal, reeve_permission_get_principal_id (step->model, entry.principal));
  back->verbs = reeve_verbs_to_wire (reeve_verbs_reduce (entry.verbs));
  back->expires = entry.expires;
  take_back (step, back);
  return TRUE;
}

/* --- Memberships --- */

/* Ids of @numbers without, or with, @id. *@had: whether it was among them. (transfer full) */
static GStrv
list_ids (const ReeveNumbering *numbering,
          const ReeveNumbers *numbers,
          const char *id,
          gboolean with,
          gboolean *had)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  *had = FALSE;
  for (guint32 i = 0; i < numbers->n; i++)
    {
      const char *each = reeve_numbering_get_id (numbering, numbers->items[i]);

      if (g_strcmp0 (each, id) == 0)
        *had = TRUE;
      else
        g_strv_builder_add (builder, each);
    }
  if (with && id != NULL)
    g_strv_builder_add (builder, id);
  return g_strv_builder_end (builder);
}

static gboolean
find_user (const Step *step, guint32 *user)
{
  if (step->change->user == NULL)
    return refuse (step, "user", "required", "is required");
  *user = reeve_permission_model_find_subject (step->model, step->change->user);
  return (reeve_permission_model_has_subject (step->model, *user) &&
          !reeve_permission_model_is_contact (step->model, *user)) ||
         refuse (step, "user", "not_found", "is no user");
}

static gboolean
find_group (const Step *step)
{
  guint32 group;

  if (step->change->group == NULL)
    return refuse (step, "group", "required", "is required");
  group = reeve_numbering_find (&step->model->group_numbers, step->change->group);
  return (group != REEVE_NO_NUMBER && reeve_permission_group (step->model, group)->present) ||
         refuse (step, "group", "not_found", "is no group");
}

static gboolean
apply_membership (const Step *step, gboolean is_role, gboolean with)
{
  const char *group = is_role ? NULL : step->change->group;
  const char *role = is_role ? step->change->role : NULL;
  const char *undo = is_role ? (with ? "take-role" : "give-role") : (with ? "leave" : "join");
  g_auto (GStrv) groups = NULL;
  g_auto (GStrv) roles = NULL;
  const ReeveSubjectNode *node;
  gboolean had_group;
  gboolean had_role;
  guint32 user;

  if (!find_user (step, &user) || (!is_role && !find_group (step)))
    return FALSE;
  if (is_role && role == NULL)
    return refuse (step, "role", "required", "is required");
  node = reeve_permission_subject (step->model, user);
  groups = list_ids (&step->model->group_numbers, &node->groups, group, with, &had_group);
  roles = list_ids (&step->model->role_numbers, &node->roles, role, with, &had_role);
  if ((is_role ? had_role : had_group) == with)
    return TRUE;
  reeve_permission_model_set_user (step->model, step->change->user, (const char *const *) groups,
                                   (const char *const *) roles);
  step->touched->subjects[user] = TRUE;
  step->touched->everywhere = TRUE;
  take_back (step, reeve_permission_change_new_for_user (undo, step->change->user, is_role ? role : group));
  return TRUE;
}

gboolean
reeve_permission_apply (ReevePermissionModel *model,
                        ReevePermissionChange *change,
                        guint index,
                        ReevePermissionTouched *touched,
                        GPtrArray *inverse,
                        GError **error)
{
  const Step step = { model, change, index, touched, inverse, error };
  const char *action = change->action != NULL ? change->action : "";

  if (strcmp (action, "grant") == 0)
    return apply_grant (&step);
  if (strcmp (action, "amend") == 0)
    return apply_amend (&step);
  if (strcmp (action, "revoke") == 0)
    return apply_revoke (&step);
  if (strcmp (action, "move") == 0)
    return apply_move (&step);
  if (strcmp (action, "break") == 0 || strcmp (action, "inherit") == 0)
    return apply_inherit (&step, strcmp (action, "inherit") == 0);
  if (strcmp (action, "bin") == 0 || strcmp (action, "restore") == 0)
    return apply_bin (&step, strcmp (action, "bin") == 0);
  if (strcmp (action, "join") == 0 || strcmp (action, "leave") == 0)
    return apply_membership (&step, FALSE, strcmp (action, "join") == 0);
  if (strcmp (action, "give-role") == 0 || strcmp (action, "take-role") == 0)
    return apply_membership (&step, TRUE, strcmp (action, "give-role") == 0);
  return refuse (&step, "action", "required", "is required");
}
