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
 * Sessions of an identity provider that the workspace trusts are its own word, and are not asked. In the
 * directory. */

#pragma once

#include "service/store/db.h"

G_BEGIN_DECLS

/* Both are shown: nothing is in doubt any more. @workspace: (nullable): for this one only, which has seen it
 * itself */
gboolean reeve_confirmations_settle (ReeveTx *tx, const char *account, const char *workspace, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

/* @workspace has given the account its first password: every other one has to be shown. */
gboolean reeve_confirmations_doubt (ReeveTx *tx, const char *account, const char *workspace, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

/* The workspaces that the account may not enter yet. (transfer full) */
GStrv reeve_confirmations_get_unconfirmed (ReeveTx *tx, const char *account, GError **error);

G_END_DECLS
