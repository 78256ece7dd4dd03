/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* How often it is asked who still needs which role, and how long an answer may take. */

#pragma once

#include "console/pages/policy-group.h"

G_BEGIN_DECLS

#define REEVE_TYPE_POLICY_ACCESS_REVIEWS (reeve_policy_access_reviews_get_type ())
G_DECLARE_FINAL_TYPE (ReevePolicyAccessReviews,
                      reeve_policy_access_reviews,
                      REEVE,
                      POLICY_ACCESS_REVIEWS,
                      ReevePolicyGroup)

G_END_DECLS
