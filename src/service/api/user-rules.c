/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The rules are few and about roles as sets of capabilities, so that a role that is added later is covered.
 */

#include "config.h"

#include "service/api/user-rules.h"

#include "service/store/users.h"

static ReeveCapabilities
get_capabilities (ReeveUser *user)
{
  return user->roles != NULL ? reeve_roles_get_capabilities ((const char *const *) user->roles) : 0;
}

static gboolean
is_administrator (ReeveUser *user)
{
  return user != NULL && reeve_user_is_member (user) && user->roles != NULL &&
         g_strv_contains ((const char *const *) user->roles, REEVE_ROLE_ADMINISTRATOR);
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

gboolean
reeve_user_rules_check_reach (ReeveUserRules *self, ReeveUser *user, GError **error)
{
  if ((get_capabilities (user) & ~self->call->caller->capabilities) != 0)
    return refuse_escalation (error);

  return TRUE;
}

static gboolean
keep_an_administrator (ReeveUserRules *self, ReeveUser *before, ReeveUser *after, GError **error)
{
  if (is_administrator (before) == is_administrator (after))
    return TRUE;
  if (self->administrators < 0 &&
      !reeve_users_count_administrators (self->call->tx, NULL, &self->administrators, error))
    return FALSE;

  if (is_administrator (after))
    {
      self->administrators++;
      return TRUE;
    }
  if (self->administrators <= 1)
    {
      reeve_set_error (error, REEVE_ERROR_CONFLICT, "last_administrator",
                       "the workspace would have no administrator");
      return FALSE;
    }
  self->administrators--;
  return TRUE;
}

gboolean
reeve_user_rules_allow (ReeveUserRules *self, ReeveUser *before, ReeveUser *after, GError **error)
{
  if (before != NULL && !reeve_user_rules_check_reach (self, before, error))
    return FALSE;
  if ((before == NULL || !same_roles (before, after)) && !reeve_user_rules_check_reach (self, after, error))
    return FALSE;
  if (before != NULL && g_strcmp0 (before->id, self->call->caller->account) == 0 &&
      loses_something (before, after))
    {
      reeve_set_error (error, REEVE_ERROR_CONFLICT, "self", "nobody puts themselves out");
      return FALSE;
    }

  return keep_an_administrator (self, before, after, error);
}

gboolean
reeve_user_is_member (ReeveUser *user)
{
  return user->deleted == 0 && g_strcmp0 (user->state, "suspended") != 0;
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
