/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* "Forgot your password?": takes an address and says the same about every one. */

#pragma once

#include "service/web/visit.h"

G_BEGIN_DECLS

gboolean forgot_show (ReeveVisit *visit, GError **error);
gboolean forgot_submit (ReeveVisit *visit, GError **error);
gboolean forgot_show_sent (ReeveVisit *visit, GError **error);

G_END_DECLS
