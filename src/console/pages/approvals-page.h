/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Approvals: what the person is to decide, what they asked for, and, where they may know of it, all. */

#pragma once

#include "console/pages/list-page.h"

G_BEGIN_DECLS

#define REEVE_TYPE_APPROVALS_PAGE (reeve_approvals_page_get_type ())
G_DECLARE_FINAL_TYPE (ReeveApprovalsPage, reeve_approvals_page, REEVE, APPROVALS_PAGE, ReeveListPage)

G_END_DECLS
