/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Drafts of changes: what would come of one, and doing it. A plan is made again in the transaction that
 * applies it, where nobody else writes; only if it has the hash of what was looked at is anything done. */

#include "config.h"

#include <string.h>

#include "common/clock.h"
#include "common/permission-plan.h"
#include "service/api/folders.h"
#include "service/api/permissions.h"
#include "service/store/contacts.h"
#include "service/store/folders.h"
#include "service/store/grant-reviews.h"
#include "service/store/grants.h"
#include "service/store/roles.h"

#define UNMANAGED_TOLD 50

/* --- What is told of a plan --- */

static const char *
judge (const ReevePermissionPlan *plan, const ReevePermissionDifference *difference)
{
  guint8 gained = difference->after & (guint8) ~difference->before;

  if ((gained & REEVE_VERB_VIEW) &&
      reeve_permission_is_outside (plan->after, difference->subject, difference->folder))
    return reeve_permission_is_in_group (plan->after, difference->subject) ? "crossing"
           : (gained & REEVE_VERB_MANAGE)                                  ? "manage"
                                                                           : "outside";
  return (gained & REEVE_VERB_MANAGE) ? "manage" : NULL;
}

static ReevePermissionEffect *
make_effect (const ReevePermissionPlan *plan, const ReevePermissionDifference *difference, const char *flag)
{
  ReevePermissionEffect *effect = reeve_permission_effect_new ();

  effect->subject = g_strdup (reeve_permission_model_get_subject_id (plan->after, difference->subject));
  effect->folder = g_strdup (reeve_permission_model_get_folder_id (plan->after, difference->folder));
  if (difference->before != REEVE_VERBS_NONE)
    effect->before = reeve_verbs_to_wire (difference->before);
  if (difference->after != REEVE_VERBS_NONE)
    effect->after = reeve_verbs_to_wire (difference->after);
  effect->flag = flag != NULL ? g_intern_static_string (flag) : NULL;
  return effect;
}

/* Those with a flag of their own first, and each flag in its turn. */
static GPtrArray *
list_effects (const ReevePermissionPlan *plan)
{
  GPtrArray *effects = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint turn = 0; turn <= g_strv_length ((char **) reeve_permission_flags); turn++)
    for (guint i = 0; i < plan->differences->len && effects->len < REEVE_PERMISSION_EFFECTS; i++)
      {
        const ReevePermissionDifference *each =
          &g_array_index (plan->differences, ReevePermissionDifference, i);
        const char *flag = judge (plan, each);

        if (g_strcmp0 (flag, reeve_permission_flags[turn]) == 0)
          g_ptr_array_add (effects, make_effect (plan, each, flag));
      }
  return effects;
}

static ReevePermissionPreview *
make_preview (const ReevePermissionPlan *plan, GPtrArray *unmanaged)
{
  ReevePermissionPreview *preview = reeve_permission_preview_new ();

  reeve_set_text (&preview->hash, plan->hash);
  preview->gained = plan->gained;
  preview->lost = plan->lost;
  preview->people_gained = plan->people_gained;
  preview->people_lost = plan->people_lost;
  preview->folders = plan->folders;
  preview->manage_gained = plan->manage_gained;
  preview->outside_gained = plan->outside_gained;
  preview->crossing = plan->crossing;
  preview->unmanaged = plan->unmanaged->len;
  preview->sensitive = plan->manage_gained > 0 || plan->outside_gained > 0 || plan->unmanaged->len > 0;
  preview->effects = list_effects (plan);
  preview->inverse = g_ptr_array_ref (plan->inverse);
  for (guint i = 0; i < plan->unmanaged->len && i < UNMANAGED_TOLD; i++)
    g_ptr_array_add (unmanaged, g_strdup (reeve_permission_model_get_folder_id (
                                  plan->after, g_array_index (plan->unmanaged, guint32, i))));
  return preview;
}

/* @unmanaged: ids */
static gboolean
name_unmanaged (ReeveCall *call, ReevePermissionPreview *preview, GPtrArray *unmanaged, GError **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < unmanaged->len; i++)
    {
      g_auto (GStrv) path = reeve_folders_get_path (call->tx, unmanaged->pdata[i], error);

      if (path == NULL)
        return FALSE;
      g_strv_builder_take (builder, path[0] != NULL ? g_strjoinv (" / ", path) : g_strdup ("/"));
    }
  if (unmanaged->len > 0)
    preview->unmanaged_paths = g_strv_builder_end (builder);
  return TRUE;
}

/* Each folder's path is looked up once: a plan names few of them often. */
static gboolean
name_effects (ReeveCall *call, GPtrArray *effects, GError **error)
{
  g_autoptr (GHashTable) paths =
    g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_strfreev);

  for (guint i = 0; i < effects->len; i++)
    {
      ReevePermissionEffect *effect = effects->pdata[i];
      g_autoptr (GError) local = NULL;
      GStrv path = g_hash_table_lookup (paths, effect->folder);

      if (path == NULL)
        {
          path = reeve_folders_get_path (call->tx, effect->folder, error);
          if (path == NULL)
            return FALSE;
          g_hash_table_insert (paths, effect->folder, path);
        }
      if (path[0] != NULL)
        reeve_set_texts (&effect->folder_path, (const char *const *) path);
      effect->name = reeve_grants_name_principal (call->tx, "user", effect->subject, &local);
      if (effect->name == NULL && local == NULL)
        effect->name = reeve_grants_name_principal (call->tx, "contact", effect->subject, &local);
      if (local != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
    }
  return TRUE;
}

/* What was revoked comes back as it was: the model does not know why it had been given. */
static gboolean
remember_reasons (ReeveCall *call, GPtrArray *inverse, GError **error)
{
  for (guint i = 0; i < inverse->len; i++)
    {
      ReevePermissionChange *change = inverse->pdata[i];
      g_autoptr (GError) local = NULL;
      g_autoptr (ReeveGrant) grant = NULL;

      if (strcmp (change->action, "grant") != 0 || change->grant == NULL)
        continue;
      grant = reeve_grants_get (call->tx, change->grant, &local);
      if (grant != NULL)
        reeve_set_text (&change->reason, grant->reason);
      else if (!g_error_matches (local, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
    }
  return TRUE;
}

/* Of a role, the model knows only what people hold. */
static gboolean
check_roles (ReeveCall *call, GPtrArray *changes, GError **error)
{
  for (guint i = 0; i < changes->len; i++)
    {
      ReevePermissionChange *change = changes->pdata[i];
      gboolean is_principal = g_strcmp0 (change->principal_kind, "role") == 0 && change->principal != NULL;
      const char *role = is_principal ? change->principal : change->role;
      g_autofree char *pointer = g_strdup_printf ("/changes/%u/%s", i, is_principal ? "principal" : "role");
      g_autoptr (GError) local = NULL;
      g_autoptr (ReeveRole) found = NULL;

      if (role == NULL || reeve_role_is_built_in (role))
        continue;
      found = reeve_roles_get (call->tx, role, &local);
      if (found != NULL)
        continue;
      if (g_error_matches (local, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
        reeve_error_add_member (error, pointer, "not_found", "is no role");
      else
        g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  return TRUE;
}

/* Who is outside views and approves the one folder that they were asked about, while they are asked, and
 * never more. @principal_kind, @principal, @folder: whose grant @change makes or amends; @place: its index */
static gboolean
check_contact (ReeveCall *call,
               guint place,
               const char *principal_kind,
               const char *principal,
               const char *folder,
               const ReevePermissionChange *change,
               GError **error)
{
  ReeveVerbs verbs = reeve_verbs_from_wire ((const char *const *) change->verbs);
  g_autoptr (ReeveContact) contact = NULL;
  g_autofree char *pointer = NULL;

  if (g_strcmp0 (principal_kind, reeve_principal_kinds[REEVE_PRINCIPAL_CONTACT]) != 0)
    return TRUE;
  contact = reeve_contacts_get (call->tx, principal, error);
  if (contact == NULL)
    return FALSE;
  if ((verbs & ~(unsigned) (REEVE_VERB_VIEW | REEVE_VERB_APPROVE)) == 0 && reeve_contact_is_open (contact) &&
      g_strcmp0 (contact->folder, folder) == 0 && change->expires != 0 && change->expires <= contact->expires)
    return TRUE;
  pointer = g_strdup_printf ("/changes/%u/verbs", place);
  reeve_error_add_member (error, pointer, "contact_verbs", "is more than the contact was asked for");
  return FALSE;
}

/* The model knows that they are contacts, and not for what. A grant that an earlier change makes is looked at
 * when it is amended. */
gboolean
reeve_permission_drafts_check_contacts (ReeveCall *call, GPtrArray *changes, GError **error)
{
  for (guint i = 0; i < changes->len; i++)
    {
      ReevePermissionChange *change = changes->pdata[i];
      gboolean amends = strcmp (change->action, "amend") == 0;
      g_autoptr (GError) local = NULL;
      g_autoptr (ReeveGrant) grant = amends ? reeve_grants_get (call->tx, change->grant, &local) : NULL;

      if (local != NULL && !g_error_matches (local, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      if ((grant != NULL &&
           !check_contact (call, i, grant->principal_kind, grant->principal, grant->folder, change, error)) ||
          (strcmp (change->action, "grant") == 0 &&
           !check_contact (call, i, change->principal_kind, change->principal, change->folder, change,
                           error)))
        return FALSE;
    }
  return TRUE;
}

/* Who joins a group tomorrow gets what it was given today: so what a change gives is judged too, whoever may
 * be there to have it now. */
static void
judge_changes (const ReevePermissionPlan *plan, GPtrArray *changes, ReevePermissionPreview *preview)
{
  for (guint i = 0; i < changes->len; i++)
    {
      ReevePermissionChange *change = changes->pdata[i];

      if (change->verbs != NULL && g_strv_contains ((const char *const *) change->verbs, "manage"))
        preview->sensitive = TRUE;
      if (strcmp (change->action, "grant") == 0 && g_strcmp0 (change->principal_kind, "group") == 0 &&
          reeve_permission_is_group_outside (plan->after, change->principal, change->folder))
        preview->crossing = MAX (preview->crossing, 1);
    }
}

ReevePermissionPreview *
reeve_permission_drafts_plan (ReeveCall *call, GPtrArray *changes, GError **error)
{
  g_autoptr (GPtrArray) unmanaged = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (ReevePermissionPreview) preview = NULL;
  ReevePermissionModel *model =
    check_roles (call, changes, error) ? reeve_call_enter_permissions (call, error) : NULL;

  if (model == NULL)
    return NULL;
  {
    g_autoptr (ReevePermissionPlan) made = reeve_permission_plan_new (model, changes, call->now, error);

    if (made != NULL)
      {
        preview = make_preview (made, unmanaged);
        judge_changes (made, changes, preview);
      }
  }
  reeve_call_leave_permissions (call);
  if (preview == NULL || !reeve_permission_drafts_check_contacts (call, changes, error) ||
      !name_unmanaged (call, preview, unmanaged, error) || !name_effects (call, preview->effects, error) ||
      !remember_reasons (call, preview->inverse, error))
    return NULL;
  return g_steal_pointer (&preview);
}

gboolean
permissions_plan (ReeveCall *call, GError **error)
{
  call->reply =
    REEVE_RECORD (reeve_permission_drafts_plan (call, REEVE_PERMISSION_DRAFT (call->body)->changes, error));
  return call->reply != NULL;
}

/* --- Doing it --- */

typedef struct
{
  ReeveCall *call;
  GPtrArray *inverse; /* of ReevePermissionChange, of the preview: new grants get their real ids here */
  const char *batch;
  const char *reason; /* (nullable) */
  guint index;
} Doing;

static gboolean
audit (const Doing *doing,
       const char *action,
       const char *type,
       const char *id,
       const char *name,
       gpointer before,
       gpointer after,
       GError **error)
{
  return reeve_call_audit (doing->call, NULL, action, type, id, name, before, after, doing->batch,
                           doing->reason, error);
}

/* What is taken back names the new grant by its place in the draft; now it has an id. */
static void
name_in_inverse (const Doing *doing, const char *id)
{
  g_autofree char *placeholder = g_strdup_printf ("new-%u", doing->index);

  for (guint i = 0; i < doing->inverse->len; i++)
    {
      ReevePermissionChange *change = doing->inverse->pdata[i];

      if (g_strcmp0 (change->grant, placeholder) == 0)
        reeve_set_text (&change->grant, id);
    }
}

static char *
name_grant (const Doing *doing, ReeveGrant *grant, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autofree char *name =
    reeve_grants_name_principal (doing->call->tx, grant->principal_kind, grant->principal, &local);

  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  return name != NULL ? g_steal_pointer (&name) : g_strdup (grant->principal);
}

static gboolean
do_grant (const Doing *doing, ReevePermissionChange *change, GError **error)
{
  g_autoptr (ReeveGrant) grant = reeve_grant_new ();
  g_autofree char *name = NULL;

  grant->id = change->grant != NULL ? g_strdup (change->grant) : reeve_id_new ();
  grant->version = 1;
  reeve_set_text (&grant->folder, change->folder);
  grant->principal_kind = change->principal_kind;
  reeve_set_text (&grant->principal, change->principal);
  grant->verbs =
    reeve_verbs_to_wire (reeve_verbs_reduce (reeve_verbs_from_wire ((const char *const *) change->verbs)));
  grant->expires = change->expires;
  reeve_set_text (&grant->reason, change->reason);
  grant->created = doing->call->now;
  reeve_set_text (&grant->created_by, doing->call->caller->account);
  reeve_set_text (&grant->created_by_name, doing->call->caller->account_name);
  name = name_grant (doing, grant, error);
  if (name == NULL || !reeve_grants_insert (doing->call->tx, grant, error) ||
      !audit (doing, "grant.create", "grant", grant->id, name, NULL, grant, error))
    return FALSE;
  name_in_inverse (doing, grant->id);
  reeve_call_changed (doing->call, "grant", grant->id, 1);
  return TRUE;
}

static gboolean
do_amend (const Doing *doing, ReevePermissionChange *change, GError **error)
{
  g_autoptr (ReeveGrant) before = reeve_grants_get (doing->call->tx, change->grant, error);
  g_autoptr (ReeveGrant) after = NULL;
  g_autofree char *name = before != NULL ? name_grant (doing, before, error) : NULL;

  if (name == NULL)
    return FALSE;
  after = reeve_record_copy (before);
  g_strfreev (after->verbs);
  after->verbs =
    reeve_verbs_to_wire (reeve_verbs_reduce (reeve_verbs_from_wire ((const char *const *) change->verbs)));
  after->expires = change->expires;
  if (reeve_record_equal (before, after))
    return TRUE;
  if (!check_contact (doing->call, doing->index, before->principal_kind, before->principal, before->folder,
                      change, error) ||
      !reeve_grants_update (doing->call->tx, before, after, error) ||
      !reeve_grant_reviews_settle (doing->call->tx, after->folder, error) ||
      !audit (doing, "grant.amend", "grant", after->id, name, before, after, error))
    return FALSE;
  reeve_call_changed (doing->call, "grant", after->id, after->version);
  return TRUE;
}

static gboolean
do_revoke (const Doing *doing, ReevePermissionChange *change, GError **error)
{
  g_autoptr (ReeveGrant) grant = reeve_grants_get (doing->call->tx, change->grant, error);
  g_autofree char *name = grant != NULL ? name_grant (doing, grant, error) : NULL;

  if (name == NULL || !reeve_grants_delete (doing->call->tx, grant->id, error) ||
      !reeve_grant_reviews_settle (doing->call->tx, grant->folder, error) ||
      !audit (doing, "grant.revoke", "grant", grant->id, name, grant, NULL, error))
    return FALSE;
  reeve_call_changed (doing->call, "grant", grant->id, 0);
  return TRUE;
}

static gboolean
do_folder (const Doing *doing, ReevePermissionChange *change, GError **error)
{
  g_autoptr (ReeveFolder) before = reeve_folders_get (doing->call->tx, change->folder, error);
  g_autoptr (ReeveFolder) after = NULL;
  g_autofree char *action = g_strconcat ("folder.", change->action, NULL);

  if (before == NULL)
    return FALSE;
  after = reeve_record_copy (before);
  if (strcmp (change->action, "move") == 0)
    reeve_set_text (&after->parent, change->parent);
  else if (strcmp (change->action, "bin") == 0)
    after->deleted = before->deleted != 0 ? before->deleted : doing->call->now;
  else if (strcmp (change->action, "restore") == 0)
    after->deleted = 0;
  else
    after->inherits = strcmp (change->action, "inherit") == 0;
  if (reeve_record_equal (before, after))
    return TRUE;
  if (!reeve_folders_update (doing->call->tx, before, after, error) ||
      !audit (doing, action, "folder", after->id, after->name, before, after, error))
    return FALSE;
  reeve_call_changed (doing->call, "folder", after->id, after->version);
  return TRUE;
}

static gboolean
do_change (const Doing *doing, ReevePermissionChange *change, GError **error)
{
  static const char *const folders[] = { "move", "break", "inherit", "bin", "restore", NULL };

  if (strcmp (change->action, "grant") == 0)
    return do_grant (doing, change, error);
  if (strcmp (change->action, "amend") == 0)
    return do_amend (doing, change, error);
  if (strcmp (change->action, "revoke") == 0)
    return do_revoke (doing, change, error);
  if (g_strv_contains (folders, change->action))
    return do_folder (doing, change, error);
  return FALSE;
}

/* Memberships have rules of their own, and their own places: a draft tries them, and does not do them. */
static gboolean
check_actions (GPtrArray *changes, GError **error)
{
  static const char *const memberships[] = { "join", "leave", "give-role", "take-role", NULL };
  gboolean good = TRUE;

  for (guint i = 0; i < changes->len; i++)
    if (g_strv_contains (memberships, REEVE_PERMISSION_CHANGE (changes->pdata[i])->action))
      {
        g_autofree char *pointer = g_strdup_printf ("/changes/%u/action", i);

        reeve_error_add_member (error, pointer, "membership", "is done where groups and roles are");
        good = FALSE;
      }
  return good;
}

static gboolean
check_preview (ReeveCall *call, ReevePermissionPreview *preview, gboolean with_code, GError **error)
{
  const char *hash = REEVE_PERMISSION_DRAFT (call->body)->hash;

  if (hash == NULL)
    reeve_error_add_member (error, "/hash", "required", "is required");
  else if (g_strcmp0 (hash, preview->hash) != 0)
    reeve_set_error (error, REEVE_ERROR_CONFLICT, "plan_changed",
                     "it would have other effects than those looked at");
  else if (preview->crossing > 0)
    reeve_set_error (error, REEVE_ERROR_CONFLICT, "cross_company", "people of another company would get in");
  else if (preview->sensitive && !with_code)
    reeve_set_error (error, REEVE_ERROR_CONFLICT, "plan_sensitive", "it needs a fresh code");
  else
    return TRUE;
  return FALSE;
}

static gboolean
apply (ReeveCall *call, gboolean with_code, GError **error)
{
  ReevePermissionDraft *draft = REEVE_PERMISSION_DRAFT (call->body);
  g_autofree char *batch = reeve_id_new ();
  g_autoptr (ReevePermissionPreview) preview =
    check_actions (draft->changes, error) ? reeve_permission_drafts_plan (call, draft->changes, error) : NULL;
  Doing doing = { call, NULL, batch, draft->reason, 0 };

  if (preview == NULL || !check_preview (call, preview, with_code, error))
    return FALSE;
  doing.inverse = preview->inverse;
  for (; doing.index < draft->changes->len; doing.index++)
    if (!do_change (&doing, draft->changes->pdata[doing.index], error))
      return FALSE;
  if (call->n_audited == 0)
    reeve_call_nothing_changed (call);
  call->reply = REEVE_RECORD (g_steal_pointer (&preview));
  return TRUE;
}

gboolean
permissions_apply (ReeveCall *call, GError **error)
{
  return apply (call, FALSE, error);
}

gboolean
permissions_apply_sensitive (ReeveCall *call, GError **error)
{
  return apply (call, TRUE, error);
}
