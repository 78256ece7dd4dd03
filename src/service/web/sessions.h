/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The visitor's own sessions, to be seen and ended. */

#pragma once

#include "service/web/visit.h"

G_BEGIN_DECLS

gboolean sessions_show (ReeveVisit *visit, GError **error);
gboolean sessions_submit (ReeveVisit *visit, GError **error);

G_END_DECLS
