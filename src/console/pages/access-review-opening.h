/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Opening an access review: what it means is asked before, with the days that the policy gives. */

#pragma once

#include "console/pages/reviews-page.h"

G_BEGIN_DECLS

/* @page then shows the one that was opened. */
void reeve_access_review_opening_ask (ReeveReviewsPage *page);

G_END_DECLS
