/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The dispatcher's question, asked again. */

#include "config.h"

#include "service/api/caller.h"

#include "service/api/scope.h"
#include "service/store/users.h"

gboolean
reeve_caller_check (ReeveCall *call, ReeveCapability capability, GError **error)
{
  g_auto (GStrv) roles = NULL;
  g_autoptr (ReeveUser) user = NULL;

  if (!reeve_users_check_membership (call->tx, call->caller->account, &roles, error) ||
      !reeve_scope_split (call->tx, call->caller->account, (const char *const *) roles,
                          &call->caller->capabilities, &call->caller->scoped, error))
    return FALSE;
  user = reeve_users_get (call->tx, call->caller->account, error);
  if (user == NULL)
    return FALSE;
  if (reeve_scope_may (call, capability) && g_strcmp0 (user->lock, "breach") != 0)
    return TRUE;
  reeve_set_error (error, REEVE_ERROR_DENIED, NULL, "needs %s", reeve_capability_to_wire (capability));
  return FALSE;
}
