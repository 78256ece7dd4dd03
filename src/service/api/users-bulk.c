/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One change for many users, in one transaction: all that can be changed is, the rest is listed with the
 * reason. Every user gets an audit entry; they share a batch, which undo takes. */

#include "config.h"

#include "service/api/users-many.h"

#include "common/clock.h"
#include "common/user-bulk.h"
#include "service/api/user-bulking.h"
#include "service/store/rows.h"

/* A hundred thousand users take some ten seconds, in one transaction so that all or none are changed. Reads
 * go on meanwhile; other writes to the workspace wait, and answer BUSY at their own deadline. */
#define DEADLINE (60 * REEVE_SECOND)

static gboolean
undo_one (ReeveUserBulking *self, const char *id, GError **error)
{
  g_autoptr (ReeveAuditEntry) entry =
    reeve_rows_get (self->call->tx, "audit", reeve_audit_entry_get_type (), id, error);

  return entry != NULL && reeve_user_bulking_undo (self, entry, error);
}

gboolean
users_bulk (ReeveCall *call, GError **error)
{
  ReeveUserBulk *body = REEVE_USER_BULK (call->body);
  g_auto (ReeveUserBulking) self = { NULL };
  g_autofree char *batch = reeve_id_new ();
  g_autoptr (GPtrArray) ids = NULL;

  reeve_user_bulking_init (&self, call, body, batch);
  call->deadline = g_get_monotonic_time () + DEADLINE;
  reeve_tx_set_deadline (call->tx, call->deadline);
  if (!reeve_user_bulking_check (&self, error))
    return FALSE;
  ids = reeve_user_bulking_select (&self, error);
  if (ids == NULL)
    return FALSE;
  self.result->total = ids->len;
  for (guint i = 0; i < ids->len; i++)
    if (!(body->batch != NULL ? undo_one (&self, ids->pdata[i], error)
                              : reeve_user_bulking_change (&self, ids->pdata[i], error)))
      return FALSE;
  if (!reeve_user_bulking_follow (&self, error))
    return FALSE;

  if (body->dry_run || self.result->changed == 0)
    reeve_call_nothing_changed (call);
  else
    {
      reeve_call_changed (call, "user", NULL, 0);
      reeve_call_changed (call, "group", NULL, 0);
    }
  if (!body->dry_run && self.result->changed > 0 && self.unlocked->len == 0)
    self.result->batch = g_strdup (batch);
  call->reply = REEVE_RECORD (g_steal_pointer (&self.result));
  return TRUE;
}
