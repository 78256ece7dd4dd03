/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One change for many users, user by user: in a call that changes all at once, or in a bulk job that takes
 * some hundred at a time. All that can be changed is, the rest is refused with a reason. */

#pragma once

#include "common/user-bulk.h"
#include "service/api/call.h"
#include "service/api/user-rules.h"

G_BEGIN_DECLS

typedef struct
{
  /* owned */
  ReeveUserBulkResult *result;
  char *batch;
  GPtrArray *put_out;  /* of char *: accounts that lost access */
  GPtrArray *unlocked; /* of char * */
  /* of the user that was looked at last; owned: nullable */
  char *email;
  char *display_name;
  const char *outcome; /* "done", "unchanged", "failed" */
  const char *reason;  /* of "failed": interned */
  /* borrowed */
  ReeveCall *call;
  ReeveUserBulk *body;
  ReeveUserRules rules;
} ReeveUserBulking;

void
reeve_user_bulking_init (ReeveUserBulking *self, ReeveCall *call, ReeveUserBulk *body, const char *batch);
void reeve_user_bulking_clear (ReeveUserBulking *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ReeveUserBulking, reeve_user_bulking_clear)

/* The body's action for the user of @id: stored and counted, or counted as refused. FALSE only when the whole
 * has to fail. */
gboolean
reeve_user_bulking_change (ReeveUserBulking *self, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Turns one change back. */
gboolean reeve_user_bulking_undo (ReeveUserBulking *self,
                                  ReeveAuditEntry *entry,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The directory's part, after all users: its one writer is held for this alone. */
gboolean reeve_user_bulking_follow (ReeveUserBulking *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Shared with bulk jobs: is @body whole, and may the caller do that? Errors: INVALID, DENIED */
gboolean reeve_user_bulking_check (ReeveUserBulking *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Whom @body means: ids of users, each once, or of the audit entries to undo. Errors: NOT_FOUND, INVALID,
 * CONFLICT (reason "matches_changed"). (element-type utf8) */
GPtrArray *reeve_user_bulking_select (ReeveUserBulking *self, GError **error);

G_END_DECLS
