/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Users of one workspace. Search and ordering use folded columns kept beside what people wrote. */

#pragma once

#include "common/query.h"
#include "common/user.h"
#include "service/store/db.h"

G_BEGIN_DECLS

ReeveListing *reeve_users_list (ReeveTx *tx, const ReeveQuery *query, GError **error); /* INVALID, BUSY */
/* The same, its items written as JSON already. */
ReeveListing *reeve_users_list_written (ReeveTx *tx, const ReeveQuery *query, GError **error);
/* Exact number of matches. */
gboolean reeve_users_count (ReeveTx *tx, const ReeveQuery *query, gint64 *count, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;
ReeveUser *reeve_users_get (ReeveTx *tx, const char *id, GError **error); /* NOT_FOUND; in the bin too */
ReeveUser *reeve_users_find_by_email (ReeveTx *tx, const char *email, GError **error);
gboolean reeve_users_insert (ReeveTx *tx,
                             ReeveUser *user,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT; /* CONFLICT email_taken */
/* Saves @user where the stored version is @version. STALE, NOT_FOUND, CONFLICT. */
gboolean
reeve_users_update (ReeveTx *tx, ReeveUser *user, gint64 version, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Fields mirrored from the directory: no version check, no audit. The version stays, or a sign-in would make
 * an administrator's edit stale for a change that is nobody's. */
gboolean reeve_users_mirror (ReeveTx *tx, ReeveUser *user, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Roles of an active, not binned member. NOT_FOUND for anybody else: the membership check of every request.
 */
gboolean reeve_users_check_membership (ReeveTx *tx, const char *id, GStrv *roles, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;
/* Ids of all matches in id order, for bulk changes. (element-type utf8) */
GPtrArray *reeve_users_list_ids (ReeveTx *tx, const ReeveQuery *query, GError **error);
/* Removes for good what went into the bin before @before; who that was. (element-type ReeveRolePerson) */
GPtrArray *reeve_users_purge (ReeveTx *tx, gint64 before, guint limit, GError **error);

G_END_DECLS
