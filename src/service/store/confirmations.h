/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Whether whoever holds an account's password is the person at its address. A workspace's administrators see
 * to both for their own people: they write the address down, and may read the link with which a first
 * password is set, or bring the password along. Another workspace that adds the same address means the person
 * there, and must not let in somebody whom the first one's administrators made of it. So a workspace that
 *
 * - adds an account that has a password already, or
 * - has one in which another workspace's link or table puts the first password
 *
 * is entered only once somebody has shown both at once: a link that went to the address, and the password.
 * Sessions of an identity provider that the workspace trusts are its own word, and are not asked.
 *
 * Of the account it is kept when that was shown ("the address is proven"): by a password that was set, or
 * given, together with a link that only the mailbox saw. Where such links can be sent, an account that was
 * never proven gets no second factor: the password of somebody who squats on another person's address ends
 * with that person's first reset by mail, a second factor would not. Another address begins anew, and so does
 * a first password that somebody else may have set. In the directory. */

#pragma once

#include "service/store/db.h"

G_BEGIN_DECLS

/* Both are shown: nothing is in doubt any more. @workspace: (nullable): for this one only, which has seen it
 * itself */
gboolean reeve_confirmations_settle (ReeveTx *tx, const char *account, const char *workspace, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

/* Both are shown by what was mailed to the address: nothing is in doubt, and the address is proven. */
gboolean reeve_confirmations_prove (ReeveTx *tx, const char *account, gint64 now, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;
/* The address alone: there is no password, what was mailed came together with the word of a provider. */
gboolean reeve_confirmations_prove_address (ReeveTx *tx, const char *account, gint64 now, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

/* @workspace has given the account its first password: every other one has to be shown, and the address was
 * not proven by who has that. */
gboolean reeve_confirmations_doubt (ReeveTx *tx, const char *account, const char *workspace, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

/* The workspaces that the account may not enter yet. (transfer full) */
GStrv reeve_confirmations_get_unconfirmed (ReeveTx *tx, const char *account, GError **error);

G_END_DECLS
