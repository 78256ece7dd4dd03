/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Groups of a workspace. Naming a group's administrators and what their role says go together
 * (service/api/scope.h). */

#include "config.h"

#include "service/api/groups.h"

#include "common/clock.h"
#include "common/log-action.h"
#include "service/api/deeds.h"
#include "service/api/grants.h"
#include "service/api/scope.h"
#include "service/api/user-rules.h"
#include "service/store/audit.h"
#include "service/store/groups.h"
#include "service/store/users.h"

/* Fifty thousand people leave a group in some seconds, in one transaction. */
#define DEADLINE (60 * REEVE_SECOND)

static gboolean
answer (ReeveCall *call, ReeveGroup *group)
{
  reeve_call_changed (call, "group", group->id, group->version);
  call->reply = g_object_ref (REEVE_RECORD (group));
  return TRUE;
}

static ReeveGroup *
get_group (ReeveCall *call, gint64 version, GError **error)
{
  g_autoptr (ReeveGroup) group =
    reeve_groups_get (call->tx, reeve_call_get_path (call, "group"), call->scope, error);

  if (group == NULL || version == -1 || version == group->version)
    return g_steal_pointer (&group);
  reeve_set_error (error, REEVE_ERROR_STALE, NULL, "the group was changed since it was read");
  return NULL;
}

gboolean
groups_list (ReeveCall *call, GError **error)
{
  call->listing = reeve_groups_list (call->tx, call->query, error);
  return call->listing != NULL;
}

gboolean
groups_get (ReeveCall *call, GError **error)
{
  call->reply = REEVE_RECORD (get_group (call, -1, error));
  return call->reply != NULL;
}

gboolean
groups_create (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveGroup) group = reeve_record_copy (call->body);

  group->created = call->now;
  return reeve_groups_insert (call->tx, group, error) &&
         reeve_call_audit (call, NULL, NULL, "group", group->id, group->name, NULL, group, NULL, NULL,
                           error) &&
         answer (call, group);
}

gboolean
groups_save (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveGroup) before = get_group (call, call->if_match, error);
  g_autoptr (ReeveGroup) after = NULL;

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

  if (!reeve_groups_update (call->tx, before, after, error) ||
      !reeve_call_audit (call, NULL, NULL, "group", after->id, after->name, before, after, NULL, NULL, error))
    return FALSE;
  /* What is above and below changed with it. */
  reeve_call_changed (call, "group", NULL, 0);
  return answer (call, after);
}

/* --- Deleting --- */

static GStrv
without (GStrv list, const char *item)
{
  g_autoptr (GStrvBuilder) rest = g_strv_builder_new ();
  guint n = 0;

  for (guint i = 0; list != NULL && list[i] != NULL; i++)
    if (!g_str_equal (list[i], item))
      {
        g_strv_builder_add (rest, list[i]);
        n++;
      }
  return n > 0 ? g_strv_builder_end (rest) : NULL;
}

static gboolean
store_user (ReeveCall *call, ReeveUser *before, ReeveUser *after, const char *batch, GError **error)
{
  return reeve_users_update (call->tx, after, before->version, error) &&
         reeve_call_audit (call, NULL, "user.save", "user", after->id, after->display_name, before, after,
                           batch, NULL, error) &&
         reeve_user_note_rights (call, before, after, error);
}

static gboolean
put_all_out (ReeveCall *call, ReeveGroup *group, const char *batch, GError **error)
{
  g_autoptr (GPtrArray) ids = reeve_groups_list_put (call->tx, group->id, error);

  if (ids == NULL)
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr (ReeveUser) before = reeve_users_get (call->tx, ids->pdata[i], error);
      g_autoptr (ReeveUser) after = before != NULL ? reeve_record_copy (before) : NULL;

      if (before == NULL)
        return FALSE;
      g_strfreev (after->groups);
      after->groups = without (before->groups, group->id);
      if (!store_user (call, before, after, batch, error))
        return FALSE;
    }
  return TRUE;
}

/* The user as somebody who administers groups, or none any more. */
static ReeveUser *
with_role (ReeveUser *user, gboolean is_one)
{
  ReeveUser *after = reeve_record_copy (user);
  g_auto (GStrv) rest = without (user->roles, REEVE_ROLE_GROUP_ADMINISTRATOR);
  g_autoptr (GStrvBuilder) roles = g_strv_builder_new ();

  if (rest != NULL)
    g_strv_builder_addv (roles, (const char **) rest);
  if (is_one)
    g_strv_builder_add (roles, REEVE_ROLE_GROUP_ADMINISTRATOR);
  g_strfreev (after->roles);
  after->roles = g_strv_builder_end (roles);
  reeve_user_default_roles (after);
  return after;
}

/* Nobody is left with the role who administers nothing. */
static gboolean
take_role_from_idle (ReeveCall *call, GPtrArray *users, const char *batch, GError **error)
{
  for (guint i = 0; i < users->len; i++)
    {
      ReeveUser *user = users->pdata[i];
      g_autoptr (ReeveUser) before = reeve_users_get (call->tx, user->id, error);
      g_autoptr (ReeveUser) after = NULL;
      gint64 n;

      if (before == NULL || !reeve_groups_count_administered (call->tx, user->id, &n, error))
        return FALSE;
      after = with_role (before, FALSE);
      if (n == 0 && !reeve_record_equal (before, after) &&
          (!store_user (call, before, after, batch, error) ||
           !reeve_deeds_add_user (call, NULL, before, after, error)))
        return FALSE;
    }
  return TRUE;
}

gboolean
groups_delete (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveGroup) group = NULL;
  g_autoptr (GPtrArray) administrators = NULL;
  g_autofree char *batch = reeve_id_new ();

  call->deadline = g_get_monotonic_time () + DEADLINE;
  reeve_tx_set_deadline (call->tx, call->deadline);
  group = get_group (call, call->if_match, error);
  administrators = group != NULL ? reeve_groups_list_administrators (call->tx, group->id, error) : NULL;
  if (administrators == NULL || !put_all_out (call, group, batch, error) ||
      !reeve_grants_end (call, call->tx, "group", group->id, group->name, error) ||
      !reeve_groups_delete (call->tx, group->id, error) ||
      !take_role_from_idle (call, administrators, batch, error) ||
      !reeve_call_audit (call, NULL, NULL, "group", group->id, group->name, group, NULL, batch, NULL, error))
    return FALSE;

  reeve_call_changed (call, "user", NULL, 0);
  reeve_call_changed (call, "group", NULL, 0);
  return answer (call, group);
}

/* --- People --- */

gboolean
groups_members (ReeveCall *call, GError **error)
{
  const char *id = reeve_call_get_path (call, "group");
  g_autoptr (ReeveGroup) group = get_group (call, -1, error);

  if (group == NULL)
    return FALSE;
  reeve_query_set_filter (call->query, "group", id);
  call->listing = reeve_users_list (call->tx, call->query, error);
  return call->listing != NULL;
}

gboolean
groups_administrators (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveGroup) group = get_group (call, -1, error);
  g_autoptr (GPtrArray) users =
    group != NULL ? reeve_groups_list_administrators (call->tx, group->id, error) : NULL;

  if (users == NULL)
    return FALSE;
  call->listing = reeve_listing_new ();
  for (guint i = 0; i < users->len; i++)
    {
      ReeveUser *user = users->pdata[i];
      gboolean shown = TRUE;

      if (call->scope != NULL && !g_str_equal (user->id, call->scope) &&
          !reeve_scope_has_user (call->tx, call->scope, user->id, &shown, error))
        return FALSE;
      if (shown)
        g_ptr_array_add (call->listing->items, g_object_ref (user));
    }
  call->listing->total = call->listing->items->len;
  return TRUE;
}

/* The role comes with the first group and goes with the last. Whoever gives or takes it must hold as much. */
static gboolean
settle_role (ReeveCall *call, ReeveUser *before, GError **error)
{
  ReeveUserRules rules = REEVE_USER_RULES_INIT (call);
  g_autoptr (ReeveUser) after = NULL;
  gint64 n;

  if (!reeve_groups_count_administered (call->tx, before->id, &n, error))
    return FALSE;
  after = with_role (before, n > 0);
  if (!reeve_user_rules_check_reach (&rules, after, error))
    return FALSE;
  if (reeve_record_equal (before, after))
    return reeve_user_rules_check_reach (&rules, before, error);
  if (!reeve_user_rules_allow (&rules, before, after, error) ||
      !store_user (call, before, after, NULL, error))
    return FALSE;
  reeve_call_changed (call, "user", after->id, after->version);
  return TRUE;
}

/* To be named for a group, or not any more: rights over its people, unless one has them over everybody. */
static gboolean
note_scope (ReeveCall *call, ReeveUser *user, gboolean add, GError **error)
{
  g_autoptr (ReeveUser) named = with_role (user, TRUE);
  ReeveCapabilities held;
  ReeveCapabilities scoped;

  if (!reeve_scope_split (call->tx, named->id, (const char *const *) named->roles, &held, &scoped, error))
    return FALSE;
  if (scoped != 0)
    reeve_call_came_to (call, add ? REEVE_LOG_RIGHTS_GIVEN : REEVE_LOG_RIGHTS_TAKEN);
  reeve_call_is_about (call, user->id, user->display_name);
  return TRUE;
}

static ReeveUser *
get_named (ReeveCall *call, const char *id, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (ReeveUser) user = reeve_users_get (call->tx, id, &local);

  if (user != NULL && user->deleted == 0)
    return g_steal_pointer (&user);
  if (user != NULL || g_error_matches (local, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
    reeve_error_add_member (error, "/user", "not_found", "there is no such user");
  else
    g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

gboolean
groups_set_administrator (ReeveCall *call, GError **error)
{
  ReeveGroupAdministration *body = REEVE_GROUP_ADMINISTRATION (call->body);
  gboolean add = g_str_equal (body->action, "add");
  g_autoptr (ReeveGroup) group = get_group (call, -1, error);
  g_autoptr (ReeveUser) user = group != NULL ? get_named (call, body->user, error) : NULL;
  g_autoptr (ReeveGroup) after = NULL;
  gboolean changed;

  if (user == NULL || !reeve_groups_set_administrator (call->tx, group->id, user->id, add, &changed, error))
    return FALSE;
  if (!changed)
    {
      reeve_call_nothing_changed (call);
      call->reply = REEVE_RECORD (g_steal_pointer (&group));
      return TRUE;
    }
  if (!settle_role (call, user, error) || !note_scope (call, user, add, error) ||
      !reeve_call_audit (call, NULL, NULL, "group", group->id, group->name, NULL, body, NULL, NULL, error))
    return FALSE;
  after = reeve_groups_get (call->tx, group->id, NULL, error);
  return after != NULL && answer (call, after);
}

gboolean
groups_history (ReeveCall *call, GError **error)
{
  call->listing =
    reeve_audit_list (call->tx, "group", reeve_call_get_path (call, "group"), call->query, error);
  if (call->listing == NULL)
    return FALSE;
  if (call->query->cursor == NULL && call->listing->items->len == 0)
    {
      reeve_set_error (error, REEVE_ERROR_NOT_FOUND, NULL, "no such group");
      return FALSE;
    }
  if (call->query->cursor == NULL && call->listing->next == NULL)
    call->listing->total = call->listing->items->len;
  return TRUE;
}
