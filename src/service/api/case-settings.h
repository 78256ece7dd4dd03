/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What a workspace sets of its breach desk. To leave somebody out whom the notice went to, or to let it wait
 * longer, takes a fresh code. */

#pragma once

#include "service/api/call.h"

G_BEGIN_DECLS

gboolean case_settings_get (ReeveCall *call, GError **error);
gboolean case_settings_save (ReeveCall *call, GError **error);
gboolean case_settings_want_code (ReeveCall *call);

G_END_DECLS
