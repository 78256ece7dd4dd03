/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Reviews of the access log by the calendar: one follows the other, whoever is to look is written to when one
 * is due, everybody who may when it is overdue, and again when events are about to leave that nobody looked
 * at. And what there is in one. */

#pragma once

#include "common/log-review.h"
#include "service/store/access-files.h"
#include "service/store/db.h"

G_BEGIN_DECLS

/* How urgent a review is. */
typedef enum
{
  REEVE_LOG_REVIEW_NOT_DUE,
  REEVE_LOG_REVIEW_DUE,
  REEVE_LOG_REVIEW_OVERDUE,
  REEVE_LOG_REVIEW_LEAVING, /* its oldest events leave within REEVE_LOG_REVIEW_LEAVING_TIME, or have left */
} ReeveLogReviewUrgency;

#define REEVE_LOG_REVIEW_LEAVING_TIME (3 * G_TIME_SPAN_DAY)

/* Of one that is not signed. @days: that the log is kept. */
ReeveLogReviewUrgency reeve_log_review_get_urgency (ReeveLogReview *self, gint64 days, gint64 now);
/* When the events of the day that begins at @since leave. */
gint64 reeve_log_review_leaves (gint64 since, gint64 days);

/* The next one, where it is time for it: there is none yet, the last one is signed, or its days are over.
 * @oldest: where the first one begins: midnight of the oldest day that is there, or of today. *@review: (out)
 * (transfer full) (nullable): not yet. */
gboolean
reeve_log_review_open (ReeveTx *tx, gint64 oldest, gint64 now, ReeveLogReview **review, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

/* Days of before the first review, which another system's log brought, belong to it as long as it is the only
 * one, and open. *@review: (out) (transfer full) (nullable): nothing changed. */
gboolean reeve_log_review_begin_earlier (ReeveTx *tx, gint64 oldest, ReeveLogReview **review, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

/* Writes to whom it may concern, once for each urgency. *@sent: whether there is a mail to send. */
gboolean reeve_log_review_remind (ReeveTx *tx,
                                  ReeveLogReview *review,
                                  gint64 days,
                                  gint64 now,
                                  gboolean *sent,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The first moment that @self is not about as things are: of one that is open midnight of today, at most its
 * planned end, and at least its beginning; else its end. */
gint64 reeve_log_review_get_reach (ReeveLogReview *self, gint64 now);

/* Counts what there is in one that is open, up to its reach; of one that is not its numbers stay.
 * (transfer full) (element-type ReeveLogSlice): as reeve_access_slices(), with what was looked at. */
GPtrArray *reeve_log_review_count (ReeveTx *tx,
                                   ReeveAccessFiles *files,
                                   const char *workspace,
                                   ReeveLogReview *self,
                                   gint64 now,
                                   gint64 deadline,
                                   GArray *unread,
                                   GError **error);

G_END_DECLS
