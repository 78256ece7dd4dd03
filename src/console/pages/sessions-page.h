/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Who is signed in to the workspace, from where, since when; and the end of it. */

#pragma once

#include "console/pages/list-page.h"

G_BEGIN_DECLS

#define REEVE_TYPE_SESSIONS_PAGE (reeve_sessions_page_get_type ())
G_DECLARE_FINAL_TYPE (ReeveSessionsPage, reeve_sessions_page, REEVE, SESSIONS_PAGE, ReeveListPage)

G_END_DECLS
