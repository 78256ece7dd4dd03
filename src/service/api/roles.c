/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Roles of a workspace, one at a time. What a role gives is looked up at every request, so that a change of
 * one is felt at once by all who hold it, and none of them is written. */

#include "config.h"

#include "common/log-action.h"
#include "service/api/grants.h"
#include "service/api/roles.h"

#include "service/rules/administrators.h"
#include "service/store/audit.h"
#include "service/store/roles.h"
#include "service/store/second-factor-demands.h"
#include "service/store/users.h"

static gboolean
answer (ReeveCall *call, ReeveRole *role, gboolean people)
{
  reeve_call_changed (call, "role", role->id, role->version);
  if (people)
    reeve_call_changed (call, "user", NULL, 0);
  call->reply = g_object_ref (REEVE_RECORD (role));
  return TRUE;
}

ReeveRole *
reeve_role_get_custom (ReeveCall *call, gint64 version, GError **error)
{
  g_autoptr (ReeveRole) role = reeve_roles_get (call->tx, reeve_call_get_path (call, "role"), error);

  if (role == NULL)
    return NULL;
  if (version != -1 && version != role->version)
    {
      reeve_set_error (error, REEVE_ERROR_STALE, NULL, "the role was changed since it was read");
      return NULL;
    }
  if (role->built_in)
    {
      reeve_set_error (error, REEVE_ERROR_CONFLICT, "built_in", "a built-in role is the same everywhere");
      return NULL;
    }
  return g_steal_pointer (&role);
}

gboolean
reeve_role_check_reach (ReeveCall *call, const char *const *capabilities, GError **error)
{
  if ((reeve_capabilities_from_wire (capabilities) & ~call->caller->capabilities) == 0)
    return TRUE;

  reeve_set_error (error, REEVE_ERROR_DENIED, "escalation", "the role gives more than the caller holds");
  return FALSE;
}

/* No other role has this name, nor a built-in one. */
static gboolean
check_name (ReeveCall *call, ReeveRole *role, GError **error)
{
  g_autofree char *key = reeve_role_name_key (role->name);
  g_autoptr (GPtrArray) roles = reeve_roles_list_custom (call->tx, error);
  gboolean taken = reeve_role_is_built_in (key);
  g_autoptr (GError) refusal = NULL;

  if (roles == NULL)
    return FALSE;
  if (role->id == NULL && roles->len >= REEVE_MAX_CUSTOM_ROLES)
    {
      reeve_set_error (error, REEVE_ERROR_CONFLICT, "too_many_roles",
                       "a workspace has %d custom roles at most", REEVE_MAX_CUSTOM_ROLES);
      return FALSE;
    }

  for (guint i = 0; i < roles->len && !taken; i++)
    {
      ReeveRole *other = g_ptr_array_index (roles, i);
      g_autofree char *other_key = reeve_role_name_key (other->name);

      taken = g_strcmp0 (other->id, role->id) != 0 && g_str_equal (other_key, key);
    }
  if (!taken)
    return TRUE;

  reeve_set_error (&refusal, REEVE_ERROR_CONFLICT, "name_taken", "another role has this name");
  reeve_error_add_member (&refusal, "/name", "name_taken", "another role has this name");
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

void
reeve_role_note_rights (ReeveCall *call, ReeveRole *before, ReeveRole *after)
{
  ReeveCapabilities gave = reeve_capabilities_from_wire ((const char *const *) before->capabilities);
  ReeveCapabilities gives =
    after != NULL ? reeve_capabilities_from_wire ((const char *const *) after->capabilities) : 0;

  if (before->holders == 0)
    return;
  if ((gives & ~gave) != 0)
    reeve_call_came_to (call, REEVE_LOG_RIGHTS_GIVEN);
  else if ((gave & ~gives) != 0)
    reeve_call_came_to (call, REEVE_LOG_RIGHTS_TAKEN);
}

gboolean
reeve_role_store (ReeveCall *call, ReeveRole *before, ReeveRole *after, GError **error)
{
  gint64 old = -1;
  gint64 new = -1;

  return reeve_roles_count_administrators (call->tx, call->now, &old, error) &&
         reeve_roles_update (call->tx, after, before->version, error) &&
         reeve_roles_count_administrators (call->tx, call->now, &new, error) &&
         reeve_rule_keeps_an_administrator (call->tx, call->now, &old, new - old, error);
}

/* A group administrator is told how many of their own people hold it. */
static gboolean
count_in_scope (ReeveCall *call, ReeveRole *role, GError **error)
{
  g_autoptr (ReeveQuery) query = NULL;

  if (call->scope == NULL)
    return TRUE;
  query = reeve_query_new ();
  query->scope = g_strdup (call->scope);
  reeve_query_set_filter (query, "role", role->id);
  return reeve_users_count (call->tx, query, &role->holders, error);
}

gboolean
roles_list (ReeveCall *call, GError **error)
{
  g_autoptr (GPtrArray) roles = reeve_roles_list (call->tx, error);

  if (roles == NULL)
    return FALSE;

  call->listing = reeve_listing_new ();
  call->listing->total = roles->len;
  for (guint i = 0; i < roles->len; i++)
    {
      if (!count_in_scope (call, g_ptr_array_index (roles, i), error))
        return FALSE;
      g_ptr_array_add (call->listing->items, g_object_ref (g_ptr_array_index (roles, i)));
    }
  return TRUE;
}

gboolean
roles_get (ReeveCall *call, GError **error)
{
  ReeveRole *role = reeve_roles_get (call->tx, reeve_call_get_path (call, "role"), error);

  call->reply = REEVE_RECORD (role);
  return role != NULL && count_in_scope (call, role, error);
}

gboolean
roles_create (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveRole) role = reeve_record_copy (call->body);

  role->version = 1;
  role->created = call->now;
  return reeve_role_check_reach (call, (const char *const *) role->capabilities, error) &&
         check_name (call, role, error) && reeve_roles_insert (call->tx, role, error) &&
         reeve_call_audit (call, NULL, NULL, "role", role->id, role->name, NULL, role, NULL, NULL, error) &&
         answer (call, role, FALSE);
}

gboolean
roles_save (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveRole) before = reeve_role_get_custom (call, call->if_match, error);
  g_autoptr (ReeveRole) after = NULL;

  if (before == NULL)
    return FALSE;
  after = reeve_record_copy (before);
  if (!reeve_record_read_json (after, call->patch, REEVE_READ_PATCH, "", error))
    return FALSE;
  if (reeve_record_equal (before, after))
    {
      reeve_call_nothing_changed (call);
      call->reply = g_object_ref (REEVE_RECORD (before));
      return TRUE;
    }

  reeve_role_note_rights (call, before, after);
  return reeve_role_check_reach (call, (const char *const *) before->capabilities, error) &&
         reeve_role_check_reach (call, (const char *const *) after->capabilities, error) &&
         check_name (call, after, error) && reeve_role_store (call, before, after, error) &&
         reeve_call_audit (call, NULL, NULL, "role", after->id, after->name, before, after, NULL, NULL,
                           error) &&
         answer (call, after, after->holders > 0);
}

gboolean
roles_delete (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveRole) role = reeve_role_get_custom (call, call->if_match, error);
  g_autoptr (GPtrArray) holders = NULL;

  if (role == NULL || !reeve_role_check_reach (call, (const char *const *) role->capabilities, error))
    return FALSE;
  holders = reeve_roles_list_holders (call->tx, role->id, error);
  if (holders == NULL)
    return FALSE;
  if (holders->len > 0)
    {
      reeve_set_error (error, REEVE_ERROR_CONFLICT, "role_held", "%u users hold the role, the bin included",
                       holders->len);
      return FALSE;
    }

  return reeve_grants_end (call, call->tx, "role", role->id, role->name, error) &&
         reeve_roles_delete (call->tx, role->id, error) &&
         reeve_second_factor_demands_forget_role (call->tx, role->id, error) &&
         reeve_call_audit (call, NULL, NULL, "role", role->id, role->name, role, NULL, NULL, NULL, error) &&
         answer (call, role, FALSE);
}

gboolean
roles_history (ReeveCall *call, GError **error)
{
  call->listing = reeve_audit_list (call->tx, "role", reeve_call_get_path (call, "role"), call->query, error);
  if (call->listing == NULL)
    return FALSE;
  if (call->query->cursor == NULL && call->listing->next == NULL)
    call->listing->total = call->listing->items->len;
  return TRUE;
}
