/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* How users of a file come about, whether all at once or some hundreds at a time: who may be made, and the
 * making. In the call's transaction. */

#pragma once

#include "service/api/call.h"
#include "service/api/user-rules.h"

G_BEGIN_DECLS

/* A Django database in place of a CSV file becomes one. @content: (inout). Errors: INVALID (reason
 * "database", "too_long") */
gboolean reeve_user_importing_open (char **content, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* May @user be made? TRUE with *@reason NULL: yes; "exists": the address is a user's already, who stays as
 * they are; else why not: "escalation", "unknown_role". Gives one without roles the member's. FALSE: the
 * whole has to fail. @reason: (out) (transfer none) */
gboolean reeve_user_importing_judge (ReeveUserRules *rules,
                                     ReeveUser *user,
                                     const char **reason,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A password of @user's, sealed, for the account if it is made here. @hash: (nullable) */
void reeve_user_importing_set_hash (ReeveUser *user, const char *hash);

/* Accounts first, in one transaction of the directory, then @users (element-type ReeveUser), which get their
 * ids, each with an audit entry of @batch. */
gboolean reeve_user_importing_make (ReeveCall *call, GPtrArray *users, const char *batch, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

/* What a reason of reeve_user_importing_judge() means, in English. */
const char *reeve_user_importing_explain (const char *reason);

G_END_DECLS
