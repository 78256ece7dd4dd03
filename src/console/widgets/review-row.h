/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A right in an access review: whose, which role, what was decided; buttons that call the actions
 * "reviews.keep" and "reviews.drop" with its id, and a tick. */

#pragma once

#include <adwaita.h>

#include "common/access-review.h"
#include "console/lists/ticks.h"

G_BEGIN_DECLS

/* @item: of ReeveReviewedRight. @decide: the person may decide. @open: its review goes on; in one that is
 * over, what was taken away can still be given back, and no more. (transfer floating) */
GtkWidget *reeve_review_row_new (ReevePagedItem *item, ReeveTicks *ticks, gboolean decide, gboolean open);

G_END_DECLS
