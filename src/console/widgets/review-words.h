/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* An access review in words. Pure. */

#pragma once

#include "common/access-review.h"
#include "common/user-bulk.h"

G_BEGIN_DECLS

const char *reeve_review_words_decision (const char *decision);      /* "Kept" */
const char *reeve_review_words_decision_icon (const char *decision); /* (nullable) */
const char *reeve_review_words_decision_tone (const char *decision); /* style class of a pill */

char *reeve_review_words_name (ReeveAccessReview *review); /* "Since 12 March 2026" */
char *reeve_review_words_progress (ReeveAccessReview *review,
                                   gint64 now); /* "7 of 12 decided, 5 days left"; its counts */
const char *reeve_review_words_role (ReeveReviewedRight *right);        /* (transfer none) */
char *reeve_review_words_right (ReeveReviewedRight *right, gint64 now); /* role, last sign-in, who decided */

/* What was done, for a toast: "Reviewer of Ada Lund kept"; @right: (nullable): one of several */
char *reeve_review_words_done (const char *action, ReeveReviewedRight *right, gint64 n);
/* Why a decision about one was refused. */
char *reeve_review_words_refusal (ReeveUserRefusal *refusal);

G_END_DECLS
