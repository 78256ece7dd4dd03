/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The users of a workspace: list, search, filters, detail, and everything that may be done to them. */

#pragma once

#include "console/pages/page.h"

G_BEGIN_DECLS

#define REEVE_TYPE_USERS_PAGE (reeve_users_page_get_type ())
G_DECLARE_FINAL_TYPE (ReeveUsersPage, reeve_users_page, REEVE, USERS_PAGE, ReevePage)

G_END_DECLS
