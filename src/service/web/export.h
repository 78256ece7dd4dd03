/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* /p/export: whoever is signed in gets a file of what is kept of them (api/personal-export.h). */

#pragma once

#include "service/web/visit.h"

G_BEGIN_DECLS

gboolean export_show (ReeveVisit *visit, GError **error);
gboolean export_submit (ReeveVisit *visit, GError **error);

G_END_DECLS
