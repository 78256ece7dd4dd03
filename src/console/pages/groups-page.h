/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The groups of a workspace as a tree, and beside it the one that is chosen. */

#pragma once

#include "console/pages/list-page.h"

G_BEGIN_DECLS

#define REEVE_TYPE_GROUPS_PAGE (reeve_groups_page_get_type ())
G_DECLARE_FINAL_TYPE (ReeveGroupsPage, reeve_groups_page, REEVE, GROUPS_PAGE, ReeveListPage)

G_END_DECLS
