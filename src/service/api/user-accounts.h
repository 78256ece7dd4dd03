/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What a change of users does to their accounts in the directory. An account is there before its user
 * (committed first); whatever else changes in the directory is committed with the call, right after the
 * workspace. */

#pragma once

#include "common/user.h"
#include "service/api/call.h"

G_BEGIN_DECLS

/* Makes sure that an account with the user's address exists and that the directory's index knows of its
 * membership, and gives the user its id and mirrored fields. In @directory, a write transaction to be
 * committed before @workspace: an account without credentials and an index entry without a user mean
 * nothing to anybody. An account that has a password already enters only once it is confirmed
 * (store/confirmations.h). */
gboolean reeve_user_ensure_account (ReeveCall *call,
                                    ReeveTx *directory,
                                    ReeveTx *workspace,
                                    ReeveUser *user,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Takes a new address or name of a user to the account, with the call's commit; an intent makes sure of it.
 * Errors: DENIED (reason "shared_account": the account is a user of another workspace too, which is not for
 * this one's administrators to rename), CONFLICT (reason "email_taken", pointer "/email") */
gboolean reeve_user_rename_account (ReeveCall *call, ReeveUser *before, ReeveUser *after, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

/* After a user lost access: cuts the live feeds of their sessions, and ends the sessions where no other
 * workspace is left to them; with the call's commit. */
gboolean reeve_user_put_out (ReeveCall *call, const char *account, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
