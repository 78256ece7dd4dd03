/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Signing for a review of the log, or giving it back unsigned: what is asked before, and what is said after.
 */

#pragma once

#include "common/log-review.h"
#include "console/pages/reviews-page.h"

G_BEGIN_DECLS

/* Both are about @review as the person sees it: one that has changed since is refused as stale. */
void reeve_log_review_signing_sign (ReeveReviewsPage *page, ReeveLogReview *review);
void reeve_log_review_signing_return (ReeveReviewsPage *page, ReeveLogReview *review);

/* (transfer floating): of "win.list": the findings that nobody has decided on */
GVariant *reeve_log_review_signing_list_findings (void);

G_END_DECLS
