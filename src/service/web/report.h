/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Telling that somebody else is in one's account. What follows is in api/breach.h. */

#pragma once

#include "service/web/visit.h"

G_BEGIN_DECLS

gboolean report_show (ReeveVisit *visit, GError **error);
gboolean report_submit (ReeveVisit *visit, GError **error);
gboolean report_show_sent (ReeveVisit *visit, GError **error);
gboolean report_show_done (ReeveVisit *visit, GError **error);

G_END_DECLS
