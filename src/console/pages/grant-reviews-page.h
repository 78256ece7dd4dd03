/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Grants that want a second look, and the folders that have lost their managers. */

#pragma once

#include "console/pages/list-page.h"

G_BEGIN_DECLS

#define REEVE_TYPE_GRANT_REVIEWS_PAGE (reeve_grant_reviews_page_get_type ())
G_DECLARE_FINAL_TYPE (ReeveGrantReviewsPage,
                      reeve_grant_reviews_page,
                      REEVE,
                      GRANT_REVIEWS_PAGE,
                      ReeveListPage)

G_END_DECLS
