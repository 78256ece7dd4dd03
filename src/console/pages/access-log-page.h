/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The access log: one query line, and everything on the page follows it: when (a histogram to brush), what
 * (the lines), of what (facets with counts), and one line with all that it says. */

#pragma once

#include "console/pages/page.h"

G_BEGIN_DECLS

#define REEVE_TYPE_ACCESS_LOG_PAGE (reeve_access_log_page_get_type ())
G_DECLARE_FINAL_TYPE (ReeveAccessLogPage, reeve_access_log_page, REEVE, ACCESS_LOG_PAGE, ReevePage)

G_END_DECLS
