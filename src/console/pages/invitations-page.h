/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Who was invited, and how far it is: send again, copy the link, revoke. */

#pragma once

#include "console/pages/list-page.h"

G_BEGIN_DECLS

#define REEVE_TYPE_INVITATIONS_PAGE (reeve_invitations_page_get_type ())
G_DECLARE_FINAL_TYPE (ReeveInvitationsPage, reeve_invitations_page, REEVE, INVITATIONS_PAGE, ReeveListPage)

G_END_DECLS
