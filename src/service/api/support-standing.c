/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/api/support-standing.h"

#include "service/store/support-grants.h"

gboolean
reeve_support_standing_read (ReeveTx *tx,
                             const char *account,
                             const char *const *roles,
                             gint64 now,
                             ReeveSupportStanding *standing,
                             GError **error)
{
  static const char *const role[] = { REEVE_ROLE_SUPPORT_AGENT, NULL };

  *standing = (ReeveSupportStanding) { FALSE, 0, 0, NULL };
  if (roles == NULL || !g_strv_contains (roles, REEVE_ROLE_SUPPORT_AGENT))
    return TRUE;
  standing->alone = roles[1] == NULL;
  standing->role = reeve_roles_get_capabilities (role);
  if (!reeve_support_grants_find_in_force (tx, account, now, &standing->grant, error))
    return FALSE;
  if (standing->grant != NULL)
    standing->held = reeve_support_grant_get_capabilities (standing->grant);
  return TRUE;
}

void
reeve_support_standing_clear (ReeveSupportStanding *self)
{
  g_clear_object (&self->grant);
}

gboolean
reeve_support_standing_is_closed (const ReeveSupportStanding *self)
{
  return self->alone && self->grant == NULL;
}
