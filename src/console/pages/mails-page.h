/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The mails of the workspace and to its people, how far each is, and whether the mail server works. */

#pragma once

#include "console/pages/list-page.h"

G_BEGIN_DECLS

#define REEVE_TYPE_MAILS_PAGE (reeve_mails_page_get_type ())
G_DECLARE_FINAL_TYPE (ReeveMailsPage, reeve_mails_page, REEVE, MAILS_PAGE, ReeveListPage)

G_END_DECLS
