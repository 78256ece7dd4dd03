/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The folders of a workspace as a tree, and beside it who may do what in the chosen one, and why. */

#pragma once

#include "console/pages/page.h"

G_BEGIN_DECLS

#define REEVE_TYPE_PERMISSIONS_PAGE (reeve_permissions_page_get_type ())
G_DECLARE_FINAL_TYPE (ReevePermissionsPage, reeve_permissions_page, REEVE, PERMISSIONS_PAGE, ReevePage)

G_END_DECLS
