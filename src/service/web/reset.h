/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A new password for somebody who can read the mail of an account. It signs nobody in: the second factor is
 * asked for as ever. */

#pragma once

#include "service/api/password-link.h"
#include "service/web/visit.h"

G_BEGIN_DECLS

/* The errand of the page "forgot". */
void reset_send_link (ReeveWeb *web, ReeveErrand *errand);

gboolean reset_show (ReeveVisit *visit, GError **error);
gboolean reset_submit (ReeveVisit *visit, GError **error);
gboolean reset_show_done (ReeveVisit *visit, GError **error);

G_END_DECLS
