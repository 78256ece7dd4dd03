/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Who still needs which role: the review that goes on, and those before. */

#pragma once

#include "console/pages/reviews-page.h"

G_BEGIN_DECLS

#define REEVE_TYPE_ACCESS_REVIEWS_PAGE (reeve_access_reviews_page_get_type ())
G_DECLARE_FINAL_TYPE (ReeveAccessReviewsPage,
                      reeve_access_reviews_page,
                      REEVE,
                      ACCESS_REVIEWS_PAGE,
                      ReeveReviewsPage)

G_END_DECLS
