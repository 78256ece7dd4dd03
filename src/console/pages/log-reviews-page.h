/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Reviews of the access log: what happened in some weeks, how much of it somebody looked at, what detections
 * raised, and who signs for it. */

#pragma once

#include "console/pages/reviews-page.h"

G_BEGIN_DECLS

#define REEVE_TYPE_LOG_REVIEWS_PAGE (reeve_log_reviews_page_get_type ())
G_DECLARE_FINAL_TYPE (ReeveLogReviewsPage, reeve_log_reviews_page, REEVE, LOG_REVIEWS_PAGE, ReeveReviewsPage)

G_END_DECLS
