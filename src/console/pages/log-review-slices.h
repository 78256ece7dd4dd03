/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What happened in the days of a review of the log, a row for each kind of event: opened in the access log,
 * and marked when somebody has looked. */

#pragma once

#include <adwaita.h>

#include "common/log-review.h"
#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_LOG_REVIEW_SLICES (reeve_log_review_slices_get_type ())
G_DECLARE_FINAL_TYPE (ReeveLogReviewSlices,
                      reeve_log_review_slices,
                      REEVE,
                      LOG_REVIEW_SLICES,
                      AdwPreferencesGroup)

/* Shows what happened in @review; what is there of it stays until the answer comes. @review: (nullable):
 * nothing, and then @site may be NULL, too.
 * Signal "looked" (GError, nullable): a mark was made, or why not; the review is not what it was. */
void reeve_log_review_slices_show (ReeveLogReviewSlices *self, ReeveSite *site, ReeveLogReview *review);
/* Whether the person may mark them. */
void reeve_log_review_slices_set_decide (ReeveLogReviewSlices *self, gboolean decide);

G_END_DECLS
