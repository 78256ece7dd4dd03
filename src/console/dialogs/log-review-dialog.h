/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Who is to look at a review of the access log, and what there is to say about it. */

#pragma once

#include <adwaita.h>

#include "common/log-review.h"
#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_LOG_REVIEW_DIALOG (reeve_log_review_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ReeveLogReviewDialog, reeve_log_review_dialog, REEVE, LOG_REVIEW_DIALOG, AdwDialog)

/* Signal: "saved". */
AdwDialog *reeve_log_review_dialog_new (ReeveSite *site, ReeveLogReview *review);

G_END_DECLS
