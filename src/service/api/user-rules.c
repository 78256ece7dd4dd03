/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The rules are few and about roles as sets of capabilities, so that a role that is added later is covered.
 */

#include "config.h"

#include "service/api/user-rules.h"

#include "common/log-action.h"
#include "service/api/scope.h"
#include "service/rules/administrators.h"
#include "service/store/cases.h"
#include "service/store/groups.h"
#include "service/store/roles.h"

/* What @user's roles give; @unknown: as reeve_roles_resolve(). */
static gboolean
get_capabilities (ReeveUserRules *self,
                  ReeveUser *user,
                  ReeveCapabilities *held,
                  char **unknown,
                  GError **error)
{
  return reeve_roles_resolve (self->call->tx, (const char *const *) user->roles, held, unknown, error);
}

/* Somebody who can put everything right again, as reeve_roles_count_administrators() counts them. */
static gboolean
is_administrator (ReeveUserRules *self, ReeveUser *user, ReeveCapabilities held)
{
  gboolean locked = g_strcmp0 (user->lock, "breach") == 0 ||
                    (g_strcmp0 (user->lock, "cooling-off") == 0 && user->lock_ends > self->call->now);

  return reeve_user_is_member (user) && user->has_password && !locked && held == REEVE_CAPABILITIES_ALL;
}

static gboolean
same_roles (ReeveUser *a, ReeveUser *b)
{
  static const char *const none[] = { NULL };

  return g_strv_equal (a->roles != NULL ? (const char *const *) a->roles : none,
                       b->roles != NULL ? (const char *const *) b->roles : none);
}

/* One loses a role, or the workspace. */
static gboolean
loses_something (ReeveUser *before, ReeveUser *after)
{
  if (reeve_user_is_member (before) && !reeve_user_is_member (after))
    return TRUE;

  for (guint i = 0; before->roles != NULL && before->roles[i] != NULL; i++)
    if (after->roles == NULL || !g_strv_contains ((const char *const *) after->roles, before->roles[i]))
      return TRUE;

  return FALSE;
}

static gboolean
refuse_escalation (GError **error)
{
  reeve_set_error (error, REEVE_ERROR_DENIED, "escalation", "the roles give more than the caller holds");
  return FALSE;
}

static gboolean
check_capabilities (ReeveUserRules *self, ReeveCapabilities held, GError **error)
{
  return (held & ~self->call->caller->capabilities) == 0 || refuse_escalation (error);
}

gboolean
reeve_user_rules_check_reach (ReeveUserRules *self, ReeveUser *user, GError **error)
{
  ReeveCapabilities held;

  return get_capabilities (self, user, &held, NULL, error) && check_capabilities (self, held, error);
}

gboolean
reeve_user_rules_check_roles (ReeveUserRules *self, const char *const *roles, GError **error)
{
  g_autoptr (GError) refusal = NULL;

  for (guint i = 0; roles != NULL && roles[i] != NULL; i++)
    {
      const char *const one[] = { roles[i], NULL };
      g_autofree char *unknown = NULL;
      ReeveCapabilities held;

      if (!reeve_roles_resolve (self->call->tx, one, &held, &unknown, error))
        return FALSE;
      if (unknown != NULL)
        {
          g_autofree char *pointer = g_strdup_printf ("/roles/%u", i);

          reeve_error_add_member (&refusal, pointer, "unknown_role", "there is no such role");
        }
    }
  if (refusal == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

/* What changes in the roles is judged: what @before holds, what @after would, and that it is all there. */
static gboolean
allow_roles (ReeveUserRules *self,
             ReeveUser *before,
             ReeveUser *after,
             ReeveCapabilities *held,
             GError **error)
{
  g_autofree char *unknown = NULL;

  if (!get_capabilities (self, after, held, &unknown, error))
    return FALSE;
  if (before != NULL && same_roles (before, after))
    return TRUE;
  if (unknown != NULL)
    {
      reeve_set_error (error, REEVE_ERROR_CONFLICT, "unknown_role", "a role is gone");
      return FALSE;
    }
  return check_capabilities (self, *held, error);
}

/* --- Groups --- */

gboolean
reeve_user_rules_check_groups (ReeveUserRules *self, const char *const *groups, GError **error)
{
  g_autoptr (GError) refusal = NULL;

  for (guint i = 0; groups != NULL && groups[i] != NULL; i++)
    {
      g_autofree char *pointer = g_strdup_printf ("/groups/%u", i);
      gint64 number;

      if (!reeve_groups_find_number (self->call->tx, groups[i], self->call->scope, &number, error))
        return FALSE;
      if (number == 0)
        reeve_error_add_member (&refusal, pointer, "unknown_group", "there is no such group");
    }
  if (refusal == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

static gboolean
has_group (ReeveUser *user, const char *group)
{
  return user != NULL && user->groups != NULL && g_strv_contains ((const char *const *) user->groups, group);
}

static gboolean
refuse_groups (ReeveErrorCode code, const char *reason, const char *words, GError **error)
{
  reeve_set_error (error, code, reason, "%s", words);
  return FALSE;
}

/* What @a is in and @b is not: @added is to be there, removed is to be the caller's. *@n: how many */
static gboolean
check_difference (ReeveUserRules *self, ReeveUser *a, ReeveUser *b, gboolean added, guint *n, GError **error)
{
  for (guint i = 0; a != NULL && a->groups != NULL && a->groups[i] != NULL; i++)
    {
      gint64 number;

      if (has_group (b, a->groups[i]))
        continue;
      (*n)++;
      if (!reeve_groups_find_number (self->call->tx, a->groups[i], self->call->scope, &number, error))
        return FALSE;
      if (number == 0 && added)
        return refuse_groups (REEVE_ERROR_CONFLICT, "unknown_group", "there is no such group", error);
      if (number == 0 && self->call->scope != NULL)
        return refuse_groups (REEVE_ERROR_DENIED, "group_scope", "the group is not the caller's", error);
    }
  return TRUE;
}

static gboolean
stays_inside (ReeveUserRules *self, ReeveUser *user, GError **error)
{
  for (guint i = 0; user->groups != NULL && user->groups[i] != NULL; i++)
    {
      gboolean has;

      if (!reeve_scope_has_group (self->call->tx, self->call->scope, user->groups[i], &has, error))
        return FALSE;
      if (has)
        return TRUE;
    }
  return refuse_groups (REEVE_ERROR_CONFLICT, "group_scope",
                        "the user would be in none of the caller's groups", error);
}

gboolean
reeve_user_rules_allow_groups (ReeveUserRules *self, ReeveUser *before, ReeveUser *after, GError **error)
{
  gboolean bound = self->call->scope != NULL;
  guint n = 0;

  if (!check_difference (self, after, before, TRUE, &n, error) ||
      !check_difference (self, before, after, FALSE, &n, error))
    return FALSE;
  if (n > 0 && !bound &&
      !reeve_capabilities_have (self->call->caller->capabilities, REEVE_CAPABILITY_GROUPS_WRITE))
    return refuse_groups (REEVE_ERROR_DENIED, "escalation", "this needs the capability groups.write", error);
  return !bound || (n == 0 && before != NULL) || stays_inside (self, after, error);
}

/* Whom a case locks nobody takes out but by its instruction: else they would be back by another way. */
static gboolean
stays_with_case (ReeveUserRules *self, ReeveUser *before, ReeveUser *after, GError **error)
{
  ReeveCaseLock lock;

  if (before == NULL || before->deleted != 0 || after->deleted == 0)
    return TRUE;
  if (!reeve_case_people_read_lock (self->call->tx, before->id, &lock, error))
    return FALSE;
  if (lock.here)
    reeve_set_error (error, REEVE_ERROR_CONFLICT, "in_case",
                     "a breach case locks the account: they are removed by the instruction on it");
  return !lock.here;
}

gboolean
reeve_user_rules_allow (ReeveUserRules *self, ReeveUser *before, ReeveUser *after, GError **error)
{
  ReeveCapabilities old = 0;
  ReeveCapabilities held;

  if (before != NULL &&
      (!get_capabilities (self, before, &old, NULL, error) || !check_capabilities (self, old, error)))
    return FALSE;
  if (!allow_roles (self, before, after, &held, error) ||
      !reeve_user_rules_allow_groups (self, before, after, error) ||
      !stays_with_case (self, before, after, error))
    return FALSE;
  if (before != NULL && g_strcmp0 (before->id, self->call->caller->account) == 0 &&
      loses_something (before, after))
    {
      reeve_set_error (error, REEVE_ERROR_CONFLICT, "self", "nobody puts themselves out");
      return FALSE;
    }

  return reeve_rule_keeps_an_administrator (
    self->call->tx, self->call->now, &self->administrators,
    is_administrator (self, after, held) - (before != NULL && is_administrator (self, before, old)), error);
}

gboolean
reeve_user_is_member (ReeveUser *user)
{
  return user->deleted == 0 && g_strcmp0 (user->state, "suspended") != 0;
}

static gboolean
read_rights (ReeveCall *call, ReeveUser *user, ReeveCapabilities *held, GError **error)
{
  *held = 0;
  return user == NULL || !reeve_user_is_member (user) ||
         reeve_roles_resolve (call->tx, (const char *const *) user->roles, held, NULL, error);
}

gboolean
reeve_user_compare_rights (ReeveCall *call,
                           ReeveUser *before,
                           ReeveUser *after,
                           const char **what,
                           GError **error)
{
  ReeveCapabilities had;
  ReeveCapabilities has;

  *what = NULL;
  if (!read_rights (call, before, &had, error) || !read_rights (call, after, &has, error))
    return FALSE;
  if ((has & ~had) != 0)
    *what = REEVE_LOG_RIGHTS_GIVEN;
  else if ((had & ~has) != 0)
    *what = REEVE_LOG_RIGHTS_TAKEN;
  return TRUE;
}

gboolean
reeve_user_note_rights (ReeveCall *call, ReeveUser *before, ReeveUser *after, GError **error)
{
  const char *what;

  if (!reeve_user_compare_rights (call, before, after, &what, error))
    return FALSE;
  if (what != NULL)
    reeve_call_came_to (call, what);
  return TRUE;
}

const char *
reeve_user_name_change (ReeveUser *before, ReeveUser *after)
{
  if (before == NULL)
    return "user.create";
  if (before->deleted == 0 && after->deleted != 0)
    return "user.delete";
  if (before->deleted != 0 && after->deleted == 0)
    return "user.restore";
  if (g_strcmp0 (before->state, after->state) != 0)
    return g_strcmp0 (after->state, "suspended") == 0 ? "user.suspend" : "user.reactivate";
  return "user.save";
}

void
reeve_user_default_roles (ReeveUser *user)
{
  const char *const member[] = { REEVE_ROLE_MEMBER, NULL };

  if (user->roles == NULL || user->roles[0] == NULL)
    reeve_set_texts (&user->roles, member);
}
