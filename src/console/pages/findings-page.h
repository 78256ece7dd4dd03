/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What detections raised, the worst first, and what was made of it. */

#pragma once

#include "console/pages/list-page.h"

G_BEGIN_DECLS

#define REEVE_TYPE_FINDINGS_PAGE (reeve_findings_page_get_type ())
G_DECLARE_FINAL_TYPE (ReeveFindingsPage, reeve_findings_page, REEVE, FINDINGS_PAGE, ReeveListPage)

G_END_DECLS
