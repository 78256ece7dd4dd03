/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Support grants: to whom may let support in, who asks, who is here and who was; to somebody of support,
 * their own, and what they see of a workspace that is closed to them. */

#pragma once

#include "console/pages/list-page.h"

G_BEGIN_DECLS

#define REEVE_TYPE_SUPPORT_PAGE (reeve_support_page_get_type ())
G_DECLARE_FINAL_TYPE (ReeveSupportPage, reeve_support_page, REEVE, SUPPORT_PAGE, ReeveListPage)

G_END_DECLS
