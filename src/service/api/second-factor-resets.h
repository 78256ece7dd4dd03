/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* An administrator resets somebody's second factor: with a reason, after having checked who the person is;
 * together with another administrator where the person is one. */

#pragma once

#include "service/api/call.h"

G_BEGIN_DECLS

gboolean second_factor_get (ReeveCall *call, GError **error);
gboolean second_factor_reset (ReeveCall *call, GError **error);
gboolean second_factor_resets_list (ReeveCall *call, GError **error);
gboolean second_factor_resets_get (ReeveCall *call, GError **error);
gboolean second_factor_resets_approve (ReeveCall *call, GError **error);
gboolean second_factor_resets_decline (ReeveCall *call, GError **error);

G_END_DECLS
