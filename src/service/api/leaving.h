/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Somebody leaves the workspace: everything they have in it goes, in one transaction.
 * So it does for several at once: each of them wholly, or not at all. */

#pragma once

#include "common/user.h"
#include "service/api/call.h"
#include "service/api/user-rules.h"

G_BEGIN_DECLS

gboolean leaving_get (ReeveCall *call, GError **error);
gboolean leaving_create (ReeveCall *call, GError **error);
gboolean leaving_preview_many (ReeveCall *call, GError **error);
gboolean leaving_create_many (ReeveCall *call, GError **error);

/* What becomes of @user, if the caller of @rules may put them out. Errors: CONFLICT (reason "in_bin" and
 * those of the rules), DENIED. (transfer full) */
ReeveUser *reeve_leaving_judge (ReeveUserRules *rules, ReeveUser *user, GError **error);
/* What hangs on @user. (element-type ReeveLeavingItem) (transfer full) */
GPtrArray *reeve_leaving_look (ReeveCall *call, ReeveUser *user, GError **error);
/* The workspace's part: @before becomes @after, and all that hangs on them goes. */
gboolean
reeve_leaving_take (ReeveCall *call, ReeveUser *before, ReeveUser *after, const char *reason, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;
/* The account's part, after all of the workspace's: the directory's one writer is held for this alone. */
gboolean
reeve_leaving_take_account (ReeveCall *call, ReeveUser *user, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
