/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What an external contact sees of the folder that they are asked about, and their answer. */

#pragma once

#include "service/web/visit.h"

G_BEGIN_DECLS

gboolean contact_show (ReeveVisit *visit, GError **error);
gboolean contact_submit (ReeveVisit *visit, GError **error);
gboolean contact_show_done (ReeveVisit *visit, GError **error);

G_END_DECLS
