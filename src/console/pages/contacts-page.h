/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* People without an account who were asked about a folder: who can look right now, and what they answered. */

#pragma once

#include "console/pages/list-page.h"

G_BEGIN_DECLS

#define REEVE_TYPE_CONTACTS_PAGE (reeve_contacts_page_get_type ())
G_DECLARE_FINAL_TYPE (ReeveContactsPage, reeve_contacts_page, REEVE, CONTACTS_PAGE, ReeveListPage)

G_END_DECLS
