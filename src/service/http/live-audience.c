/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Who hears of what. */

#include "config.h"

#include "common/clock.h"
#include "service/api/approval-parties.h"
#include "service/api/scope.h"
#include "service/http/live-feed-private.h"
#include "service/store/approvals.h"
#include "service/store/groups.h"
#include "service/store/users.h"

/* A change of roles, or of the way in, is told of like any other: whoever it may concern is looked at again
 * before they hear it.
 */
static gboolean
may_change_roles (ReeveFeedSubscriber *subscriber, const ReeveChange *change)
{
  return g_str_equal (change->noun, "role") || g_str_equal (change->noun, "identity-provider") ||
         (g_str_equal (change->noun, "user") &&
          (change->id == NULL || g_str_equal (change->id, subscriber->account)));
}

static void
read_bounds (ReeveTx *tx, ReeveFeedSubscriber *subscriber)
{
  g_auto (GStrv) roles = NULL;
  ReeveCapabilities held;
  ReeveCapabilities scoped;
  gboolean read =
    tx != NULL && reeve_users_check_membership (tx, subscriber->account, &roles, NULL) &&
    reeve_scope_split (tx, subscriber->account, (const char *const *) roles, &held, &scoped, NULL);

  g_atomic_int_set (&subscriber->bound,
                    !read || !reeve_capabilities_have (held, REEVE_CAPABILITY_USERS_READ));
  g_atomic_int_set (&subscriber->sees_folders,
                    read && reeve_capabilities_have (held, REEVE_CAPABILITY_PERMISSIONS_READ));
  g_atomic_int_set (&subscriber->sees_approvals, read && reeve_approval_sees_all (held));
}

/* Others may view some of them: they ask anew when they look again. */
static gboolean
is_of_folders (const ReeveChange *change)
{
  return g_str_equal (change->noun, "folder") || g_str_equal (change->noun, "grant") ||
         g_str_equal (change->noun, "contact") || g_str_equal (change->noun, "approval-rule");
}

/* Who asked, and who may decide. Of many at once only those hear who see all. */
static gboolean
is_party (ReeveLiveFeed *self, ReeveTx *tx, ReeveFeedSubscriber *subscriber, const ReeveChange *change)
{
  const ReeveApprovalPlace place = { .installation = self->installation,
                                     .workspace = subscriber->workspace,
                                     .tx = tx,
                                     .now = reeve_clock_now () };
  g_autoptr (ReeveApproval) approval = NULL;
  gboolean is = FALSE;

  if (tx == NULL || change->id == NULL)
    return FALSE;
  approval = reeve_approvals_get (tx, change->id, place.now, NULL);
  return approval != NULL && reeve_approval_is_party (&place, approval, subscriber->account, &is, NULL) && is;
}

/* Of somebody who is bound: who is outside is not told of. Without an id it is said that something changed,
 * and of whom is found out by asking, or not. */
static gboolean
is_inside (ReeveTx *tx, ReeveFeedSubscriber *subscriber, const ReeveChange *change)
{
  const char *scope = subscriber->account;
  gboolean has = FALSE;

  if (g_str_equal (change->noun, "role"))
    return TRUE;
  if (g_str_equal (change->noun, "user"))
    return change->id == NULL || g_str_equal (change->id, scope) ||
           (tx != NULL && reeve_scope_has_user (tx, scope, change->id, &has, NULL) && has);
  if (g_str_equal (change->noun, "group"))
    return change->id == NULL ||
           (tx != NULL && reeve_scope_has_group (tx, scope, change->id, &has, NULL) && has);
  return FALSE;
}

static gboolean
needs_look (ReeveFeedSubscriber *subscriber, const ReeveChange *change)
{
  return g_atomic_int_get (&subscriber->bound) || may_change_roles (subscriber, change);
}

/* Takes those away who may not hear of @change. */
void
reeve_feed_keep_listeners (ReeveLiveFeed *self,
                           GPtrArray *listeners,
                           const char *workspace,
                           const ReeveChange *change)
{
  g_autoptr (ReeveTx) tx = NULL;
  ReeveDb *database = reeve_installation_get_workspace (self->installation, workspace);
  gboolean is_approval = g_str_equal (change->noun, "approval");

  for (guint i = listeners->len; i > 0; i--)
    {
      ReeveFeedSubscriber *subscriber = listeners->pdata[i - 1];

      if (is_of_folders (change))
        {
          if (!g_atomic_int_get (&subscriber->sees_folders))
            g_ptr_array_remove_index_fast (listeners, i - 1);
          continue;
        }
      if (is_approval && g_atomic_int_get (&subscriber->sees_approvals))
        continue;
      if (!is_approval && !needs_look (subscriber, change))
        continue;
      if (tx == NULL && database != NULL)
        tx = reeve_db_begin (database, REEVE_TX_READ, g_get_monotonic_time () + G_USEC_PER_SEC, NULL);
      if (is_approval)
        {
          if (!is_party (self, tx, subscriber, change))
            g_ptr_array_remove_index_fast (listeners, i - 1);
          continue;
        }
      if (may_change_roles (subscriber, change))
        read_bounds (tx, subscriber);
      if (g_atomic_int_get (&subscriber->bound) && !is_inside (tx, subscriber, change))
        g_ptr_array_remove_index_fast (listeners, i - 1);
    }
}
