/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What needs the person today: what waits now, what is due this week, each a row that opens its list. */

#pragma once

#include "console/pages/page.h"

G_BEGIN_DECLS

#define REEVE_TYPE_OVERVIEW_PAGE (reeve_overview_page_get_type ())
G_DECLARE_FINAL_TYPE (ReeveOverviewPage, reeve_overview_page, REEVE, OVERVIEW_PAGE, ReevePage)

G_END_DECLS
