/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Grants that want a second look: unused, expired, or nobody's. */

#pragma once

#include "common/grant.h"
#include "common/permission-model.h"
#include "common/query.h"
#include "service/store/db.h"

G_BEGIN_DECLS

/* Who counts as gone though they are there: suspended users. By the model's subjects. (transfer full) BUSY */
guint8 *reeve_grant_reviews_list_absent (ReeveTx *tx, ReevePermissionModel *model, GError **error);

/* "KIND ID" of all who have grants and are nobody any more. (transfer full) BUSY */
GStrv reeve_grant_reviews_list_nobodies (ReeveTx *tx, ReevePermissionModel *model, GError **error);

/* Grants with the query's "finding" (of reeve_grant_findings), counted, with names. @nobodies: (nullable):
 * for "nobody". BUSY */
ReeveListing *reeve_grant_reviews_list (ReeveTx *tx,
                                        const ReeveQuery *query,
                                        const char *const *nobodies,
                                        gint64 now,
                                        GError **error);

/* Ids of the folders that somebody managed. (element-type utf8) BUSY */
GPtrArray *reeve_grant_reviews_list_managed (ReeveTx *tx, GError **error);

/* Somebody took the right to manage @folder away and knew it: if no grant there gives it any more, it is not
 * one that lost its managers. */
gboolean
reeve_grant_reviews_settle (ReeveTx *tx, const char *folder, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
