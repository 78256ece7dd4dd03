/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What a workspace set of its detections. */

#pragma once

#include "service/api/call.h"

G_BEGIN_DECLS

gboolean detection_settings_get (ReeveCall *call, GError **error);
gboolean detection_settings_save (ReeveCall *call, GError **error);
/* Whether less would be found. */
gboolean detection_settings_want_code (ReeveCall *call);

G_END_DECLS
