/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What a change of a role does to the people who hold it, said before it is done; and taking a role from all
 * of them. Taking it away, or giving another instead, comes to the same for everybody as a role with nothing,
 * or with what the other gives: so there is one preview. It does the change, looks, and is rolled back. */

#include "config.h"

#include "service/api/roles.h"

#include "common/clock.h"
#include "service/api/grants.h"
#include "service/api/user-rules.h"
#include "service/rules/administrators.h"
#include "service/store/roles.h"
#include "service/store/second-factor-demands.h"
#include "service/store/users.h"

/* A hundred thousand people take some ten seconds, in one transaction. */
#define DEADLINE (60 * REEVE_SECOND)

/* People of one group, and what they gain and lose. */
typedef struct
{
  ReeveRoleGroup *group; /* borrowed */
  ReeveCapabilities before;
  ReeveCapabilities after;
} Effect;

/* What @roles give: now, or as soon as the role is stored differently. */
static gboolean
look (ReeveCall *call, GArray *effects, gboolean after, GError **error)
{
  for (guint i = 0; i < effects->len; i++)
    {
      Effect *effect = &g_array_index (effects, Effect, i);

      if (!reeve_roles_resolve (call->tx, (const char *const *) effect->group->roles,
                                after ? &effect->after : &effect->before, NULL, error))
        return FALSE;
    }
  return TRUE;
}

/* (element-type ReeveRoleCount) (nullable) */
static GPtrArray *
count_capabilities (GArray *effects, gboolean gained)
{
  g_autoptr (GPtrArray) counts = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = REEVE_CAPABILITY_NONE + 1; i < REEVE_N_CAPABILITIES; i++)
    {
      gint64 people = 0;
      ReeveRoleCount *count;

      for (guint j = 0; j < effects->len; j++)
        {
          Effect *effect = &g_array_index (effects, Effect, j);
          ReeveCapabilities differ =
            gained ? effect->after & ~effect->before : effect->before & ~effect->after;

          people += reeve_capabilities_have (differ, (ReeveCapability) i) ? effect->group->people : 0;
        }
      if (people == 0)
        continue;
      count = reeve_role_count_new ();
      count->capability = g_strdup (reeve_capability_to_wire ((ReeveCapability) i));
      count->people = people;
      g_ptr_array_add (counts, count);
    }
  return counts->len > 0 ? g_steal_pointer (&counts) : NULL;
}

static int
compare_people (gconstpointer a, gconstpointer b)
{
  ReeveRolePerson *one = *(ReeveRolePerson *const *) a;
  ReeveRolePerson *two = *(ReeveRolePerson *const *) b;
  int order = g_utf8_collate (one->display_name, two->display_name);

  return order != 0 ? order : g_strcmp0 (one->id, two->id);
}

/* The first people of all groups by name, which are among the first of each. */
static gboolean
list_people (ReeveCall *call, const char *role, GArray *effects, ReeveRolePreview *preview, GError **error)
{
  g_autoptr (GPtrArray) people = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < effects->len; i++)
    {
      Effect *effect = &g_array_index (effects, Effect, i);
      GPtrArray *some;

      if (effect->before == effect->after)
        continue;
      preview->changed += effect->group->people;
      some = reeve_roles_list_people (call->tx, role, (const char *const *) effect->group->roles,
                                      REEVE_ROLE_MAX_PEOPLE, error);
      if (some == NULL)
        return FALSE;
      for (guint j = 0; j < some->len; j++)
        {
          ReeveRolePerson *person = g_ptr_array_index (some, j);

          person->gains = reeve_capabilities_to_wire (effect->after & ~effect->before);
          person->loses = reeve_capabilities_to_wire (effect->before & ~effect->after);
        }
      g_ptr_array_extend_and_steal (people, some);
    }

  g_ptr_array_sort (people, compare_people);
  if (people->len > REEVE_ROLE_MAX_PEOPLE)
    g_ptr_array_set_size (people, REEVE_ROLE_MAX_PEOPLE);
  if (people->len > 0)
    preview->people = g_steal_pointer (&people);
  return TRUE;
}

/* A replacement that there is, and is another. */
static ReeveRole *
get_replacement (ReeveCall *call, const char *role, const char *replacement, GError **error)
{
  g_autoptr (ReeveRole) other = NULL;
  g_autoptr (GError) local_error = NULL;

  other = reeve_roles_get (call->tx, replacement, &local_error);
  if (other != NULL && !g_str_equal (role, replacement))
    return g_steal_pointer (&other);
  if (other != NULL || g_error_matches (local_error, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
    reeve_error_add_member (error, "/replaceWith", "unknown_role", "there is no such other role");
  else
    g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

/* The role as planned. */
static ReeveRole *
plan (ReeveCall *call, ReeveRole *before, ReeveRolePlan *body, GError **error)
{
  g_autoptr (ReeveRole) after = reeve_record_copy (before);
  g_autoptr (ReeveRole) other = NULL;
  gboolean save = g_str_equal (body->action, "save");

  if (!save && body->replace_with != NULL)
    {
      other = get_replacement (call, before->id, body->replace_with, error);
      if (other == NULL)
        return NULL;
    }
  reeve_set_texts (&after->capabilities, (const char *const *) (save            ? body->capabilities
                                                                : other != NULL ? other->capabilities
                                                                                : NULL));
  if (!reeve_role_check_reach (call, (const char *const *) before->capabilities, error) ||
      !reeve_role_check_reach (call, (const char *const *) after->capabilities, error))
    return NULL;
  return g_steal_pointer (&after);
}

/* Stores the plan, to be rolled back; *@refusal: why it could not be. */
static gboolean
try_plan (ReeveCall *call, ReeveRole *before, ReeveRole *after, char **refusal, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  if (reeve_role_store (call, before, after, &local_error))
    return TRUE;
  if (g_error_matches (local_error, REEVE_ERROR, REEVE_ERROR_CONFLICT))
    {
      *refusal = g_strdup (reeve_error_get_reason (local_error));
      return TRUE;
    }
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

gboolean
roles_preview (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveRole) before = reeve_role_get_custom (call, -1, error);
  g_autoptr (ReeveRole) after =
    before != NULL ? plan (call, before, REEVE_ROLE_PLAN (call->body), error) : NULL;
  g_autoptr (ReeveRolePreview) preview = reeve_role_preview_new ();
  g_autoptr (GPtrArray) groups = NULL;
  g_autoptr (GArray) effects = g_array_new (FALSE, TRUE, sizeof (Effect));
  ReeveCapabilities own;

  if (after == NULL)
    return FALSE;
  groups = reeve_roles_tally (call->tx, before->id, error);
  if (groups == NULL)
    return FALSE;
  for (guint i = 0; i < groups->len; i++)
    {
      Effect effect = { .group = g_ptr_array_index (groups, i) };

      g_array_append_val (effects, effect);
    }

  preview->version = before->version;
  preview->holders = before->holders;
  if (!look (call, effects, FALSE, error) || !try_plan (call, before, after, &preview->refusal, error) ||
      !look (call, effects, TRUE, error) || !list_people (call, before->id, effects, preview, error) ||
      !reeve_roles_resolve (call->tx, (const char *const *) call->caller->roles, &own, NULL, error))
    return FALSE;
  preview->gains = count_capabilities (effects, TRUE);
  preview->loses = count_capabilities (effects, FALSE);
  preview->own_loses = reeve_capabilities_to_wire (call->caller->capabilities & ~own);

  reeve_call_nothing_changed (call);
  call->reply = REEVE_RECORD (g_steal_pointer (&preview));
  return TRUE;
}

/* --- Taking it from everybody --- */

/* @user without @role, and with @other (nullable) in its place. */
static void
swap_role (ReeveUser *user, const char *role, const char *other)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  gboolean has_other = other != NULL && g_strv_contains ((const char *const *) user->roles, other);

  for (guint i = 0; user->roles[i] != NULL; i++)
    {
      if (!g_str_equal (user->roles[i], role))
        g_strv_builder_add (builder, user->roles[i]);
      else if (other != NULL && !has_other)
        g_strv_builder_add (builder, other);
    }
  g_strfreev (user->roles);
  user->roles = g_strv_builder_end (builder);
  reeve_user_default_roles (user);
}

static gboolean
swap_for_all (ReeveCall *call, const char *role, const char *other, const char *batch, GError **error)
{
  g_autoptr (GPtrArray) ids = reeve_roles_list_holders (call->tx, role, error);

  if (ids == NULL)
    return FALSE;

  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr (ReeveUser) before = reeve_users_get (call->tx, g_ptr_array_index (ids, i), error);
      g_autoptr (ReeveUser) after = NULL;

      if (before == NULL)
        return FALSE;
      after = reeve_record_copy (before);
      swap_role (after, role, other);
      if (!reeve_users_update (call->tx, after, before->version, error) ||
          !reeve_call_audit (call, NULL, "user.save", "user", after->id, after->display_name, before, after,
                             batch, NULL, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_body (ReeveRoleRemoval *body, GError **error)
{
  if ((body->replace_with != NULL) != (body->remove_from != NULL))
    return TRUE;

  reeve_error_add_member (error, "/replaceWith", "required", "give either replaceWith or removeFrom");
  return FALSE;
}

gboolean
roles_remove (ReeveCall *call, GError **error)
{
  ReeveRoleRemoval *body = REEVE_ROLE_REMOVAL (call->body);
  g_autoptr (ReeveRole) role = NULL;
  g_autoptr (ReeveRole) other = NULL;
  g_autofree char *batch = reeve_id_new ();
  gint64 old = -1;
  gint64 new = -1;

  call->deadline = g_get_monotonic_time () + DEADLINE;
  reeve_tx_set_deadline (call->tx, call->deadline);
  if (!check_body (body, error))
    return FALSE;
  role = reeve_role_get_custom (call, body->version, error);
  if (role == NULL || !reeve_role_check_reach (call, (const char *const *) role->capabilities, error))
    return FALSE;
  if (body->replace_with != NULL)
    {
      other = get_replacement (call, role->id, body->replace_with, error);
      if (other == NULL || !reeve_role_check_reach (call, (const char *const *) other->capabilities, error))
        return FALSE;
    }

  reeve_role_note_rights (call, role, other);
  if (!reeve_roles_count_administrators (call->tx, call->now, &old, error) ||
      !swap_for_all (call, role->id, other != NULL ? other->id : NULL, batch, error) ||
      !reeve_grants_end (call, call->tx, "role", role->id, role->name, error) ||
      !reeve_roles_delete (call->tx, role->id, error) ||
      !reeve_second_factor_demands_forget_role (call->tx, role->id, error) ||
      !reeve_roles_count_administrators (call->tx, call->now, &new, error) ||
      !reeve_rule_keeps_an_administrator (call->tx, call->now, &old, new - old, error) ||
      !reeve_call_audit (call, NULL, NULL, "role", role->id, role->name, role, NULL, batch, NULL, error))
    return FALSE;

  reeve_call_changed (call, "role", role->id, role->version);
  reeve_call_changed (call, "user", NULL, 0);
  call->reply = REEVE_RECORD (g_steal_pointer (&role));
  return TRUE;
}
