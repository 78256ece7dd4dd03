/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The roles of a workspace, and how many people hold each. */

#pragma once

#include "console/pages/page.h"

G_BEGIN_DECLS

#define REEVE_TYPE_ROLES_PAGE (reeve_roles_page_get_type ())
G_DECLARE_FINAL_TYPE (ReeveRolesPage, reeve_roles_page, REEVE, ROLES_PAGE, ReevePage)

G_END_DECLS
