/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* /p/second-factor: setting up an authenticator app in a browser, by a link of a mail or signed in; replacing
 * it, and new recovery codes, with a code of the old one. */

#pragma once

#include "service/web/visit.h"

G_BEGIN_DECLS

gboolean second_factor_show (ReeveVisit *visit, GError **error);
gboolean second_factor_submit (ReeveVisit *visit, GError **error);

G_END_DECLS
