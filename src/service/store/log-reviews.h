/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Reviews of the access log: their rows, their certificates, and what was looked at in them. One every few
 * weeks. */

#pragma once

#include "common/log-review.h"
#include "common/query.h"
#include "service/store/db.h"

G_BEGIN_DECLS

/* Newest first. INVALID ("?state"), BUSY */
ReeveListing *reeve_log_reviews_list (ReeveTx *tx, const ReeveQuery *query, GError **error);
ReeveLogReview *reeve_log_reviews_get (ReeveTx *tx, const char *id, GError **error); /* NOT_FOUND */
/* *@review: (out) (transfer full) (nullable): the newest; there is none */
gboolean
reeve_log_reviews_get_last (ReeveTx *tx, ReeveLogReview **review, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean reeve_log_reviews_count (ReeveTx *tx, gint64 *n, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Those that are not signed, oldest first. (transfer full) (element-type ReeveLogReview) */
GPtrArray *reeve_log_reviews_read_unsigned (ReeveTx *tx, GError **error);
gboolean
reeve_log_reviews_insert (ReeveTx *tx, ReeveLogReview *review, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The caller has judged it, and makes the audit entry. STALE, NOT_FOUND */
gboolean reeve_log_reviews_update (ReeveTx *tx, ReeveLogReview *review, gint64 version, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

/* How urgent it was when somebody was last written to; *@first: it was less than @urgency before, and is that
 * now. */
gboolean
reeve_log_reviews_remind (ReeveTx *tx, const char *id, gint64 urgency, gboolean *first, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

/* Canonical JSON. (transfer full) NOT_FOUND (reason "not_signed") */
char *reeve_log_reviews_read_certificate (ReeveTx *tx, const char *id, GError **error);
gboolean reeve_log_reviews_write_certificate (ReeveTx *tx,
                                              const char *id,
                                              const char *certificate,
                                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* --- What was looked at --- */

/* Sets how much of each of @slices (element-type ReeveLogSlice) was looked at, when and by whom. Slices of
 * which nothing is left any more are added with no events. */
gboolean reeve_log_looks_fill (ReeveTx *tx, const char *review, GPtrArray *slices, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;
/* As @slice has it; of a slice that nobody looked at, whose `looked_at` is 0, nothing is kept. */
gboolean reeve_log_looks_set (ReeveTx *tx, const char *review, ReeveLogSlice *slice, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
