/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Access reviews and the rights in them. A right is a copy of who held which role when the review was opened:
 * names stay what they were. */

#pragma once

#include "common/access-review.h"
#include "common/query.h"
#include "service/store/db.h"

G_BEGIN_DECLS

/* Newest first, all of them, with counts. (element-type ReeveAccessReview) */
GPtrArray *reeve_access_reviews_list (ReeveTx *tx, GError **error);
ReeveAccessReview *reeve_access_reviews_get (ReeveTx *tx, const char *id, GError **error); /* NOT_FOUND */
/* *@review: (nullable): none is open */
gboolean reeve_access_reviews_find_open (ReeveTx *tx,
                                         ReeveAccessReview **review,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* When the last one was opened, or before the first, since when the workspace has people. */
gboolean
reeve_access_reviews_get_last (ReeveTx *tx, gint64 *opened, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A new one with every role but the member's of everybody who is not in the bin. Errors: CONFLICT (reason
 * "review_open") */
gboolean reeve_access_reviews_insert (ReeveTx *tx,
                                      ReeveAccessReview *review,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Counts again; closes it when nothing is undecided. */
gboolean reeve_access_reviews_settle (ReeveTx *tx, ReeveAccessReview *review, gint64 now, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;
/* How many reminders of @review went out; sets it to @n if it was less. *@first: it was. */
gboolean
reeve_access_reviews_remind (ReeveTx *tx, const char *review, guint n, gboolean *first, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

/* One page, by name. INVALID ("?cursor" of another query), BUSY. */
ReeveListing *
reeve_reviewed_rights_list (ReeveTx *tx, const char *review, const ReeveQuery *query, GError **error);
ReeveReviewedRight *
reeve_reviewed_rights_get (ReeveTx *tx, const char *review, const char *id, GError **error); /* NOT_FOUND */
/* Undecided ones, whose people signed in longest ago first. (element-type ReeveReviewedRight) */
GPtrArray *
reeve_reviewed_rights_list_undecided (ReeveTx *tx, const char *review, guint limit, GError **error);
/* Stores decision, decided, decided_by, decided_by_name and reason. */
gboolean reeve_reviewed_rights_update (ReeveTx *tx,
                                       ReeveReviewedRight *right,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
