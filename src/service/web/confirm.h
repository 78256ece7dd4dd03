/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* /p/confirm: whoever has a link of a mail shows that they also have the account's password
 * (api/confirmation.h). */

#pragma once

#include "service/web/visit.h"

G_BEGIN_DECLS

gboolean confirm_show (ReeveVisit *visit, GError **error);
gboolean confirm_submit (ReeveVisit *visit, GError **error);
gboolean confirm_show_done (ReeveVisit *visit, GError **error);

G_END_DECLS
