/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Reviews of the access log in words. Pure. */

#pragma once

#include "common/log-review.h"

G_BEGIN_DECLS

/* All transfer full. */
char *reeve_log_review_words_name (ReeveLogReview *review); /* "1 October 2026 – 28 October 2026" */
/* "Due in 4 days", "Signed on 23 October 2026 by Ada Lund" */
char *reeve_log_review_words_state (ReeveLogReview *review, gint64 now);
/* "The oldest events leave in 2 days": (nullable): that is no matter any more */
char *reeve_log_review_words_leaving (ReeveLogReview *review, gint64 now);
/* Whether they leave soon. */
gboolean reeve_log_review_words_is_urgent (ReeveLogReview *review, gint64 now);
/* "412,000 of 1,000,000 (41 %)": of nothing, that there is nothing. */
char *reeve_log_review_words_share (gint64 part, gint64 all);
/* Between 0 and 1; of nothing 1. */
double reeve_log_review_words_fraction (gint64 part, gint64 all);
/* Before somebody signs: what that is for. */
char *reeve_log_review_words_signing (ReeveLogReview *review);

char *reeve_log_review_words_slice (ReeveLogSlice *slice);      /* "User added" */
char *reeve_log_review_words_slice_line (ReeveLogSlice *slice); /* how often, how it ended, who looked */
/* What a certificate's file is called: "log-review-2026-10-28.pdf". */
char *reeve_log_review_words_file (ReeveLogReview *review, const char *ending);
/* A query of the access log for just these events. */
char *reeve_log_review_words_query (ReeveLogReview *review, ReeveLogSlice *slice, gint64 now);
/* The first moment that it is not about yet: of one that is open, midnight UTC. */
gint64 reeve_log_review_words_reach (ReeveLogReview *review, gint64 now);

G_END_DECLS
