/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Breach Desk: the cases of a workspace, those that are open unless somebody asks for others, and beside them
 * the one that is chosen. */

#pragma once

#include "console/pages/list-page.h"

G_BEGIN_DECLS

#define REEVE_TYPE_BREACH_DESK_PAGE (reeve_breach_desk_page_get_type ())
G_DECLARE_FINAL_TYPE (ReeveBreachDeskPage, reeve_breach_desk_page, REEVE, BREACH_DESK_PAGE, ReeveListPage)

G_END_DECLS
