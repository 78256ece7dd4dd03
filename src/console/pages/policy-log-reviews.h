/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* How many weeks of the access log one review is about, and how many people sign it. */

#pragma once

#include "console/pages/policy-group.h"

G_BEGIN_DECLS

#define REEVE_TYPE_POLICY_LOG_REVIEWS (reeve_policy_log_reviews_get_type ())
G_DECLARE_FINAL_TYPE (ReevePolicyLogReviews,
                      reeve_policy_log_reviews,
                      REEVE,
                      POLICY_LOG_REVIEWS,
                      ReevePolicyGroup)

G_END_DECLS
