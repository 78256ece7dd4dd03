/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What whoever has the link for a new password may do: see whose it is, set one, once. A link that is not
 * live gets one answer, whatever the reason. The second factor stays as it is: a link, or a mail box, is not
 * the person. But for one that nobody knows to be theirs, see below. */

#pragma once

#include "common/password-reset.h"
#include "service/api/call.h"
#include "service/store/accounts.h"

G_BEGIN_DECLS

gboolean password_resets_look (ReeveCall *call, GError **error);
gboolean password_resets_use (ReeveCall *call, GError **error);

/* Whose link it is. *@found is NULL when it is none, unknown, used, too old, or may not be used now.
 * @token: (nullable) */
gboolean reeve_password_reset_find (ReeveCall *call,
                                    ReeveTx *directory,
                                    const ReeveSecret *token,
                                    ReeveCredentials **found,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Uses the link up and sets the password of this @hash, in a transaction of its own: sessions end, other
 * links too, the person is told in @language (nullable: English). *@used is FALSE when somebody else used the
 * link, or its account was locked, while the password was hashed. */
gboolean reeve_password_reset_store (ReeveCall *call,
                                     const ReeveSecret *token,
                                     const char *hash,
                                     const char *language,
                                     gboolean *used,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Where a link for a new password is the first thing that shows whose the mailbox is, a second factor that is
 * on already was set up by nobody knows whom, before mail could be sent (store/confirmations.h): it is turned
 * off with the new password, or the mailbox's owner would never get in. */
gboolean reeve_password_reset_drops_factor (ReeveCall *call, const ReeveCredentials *credentials);

G_END_DECLS
