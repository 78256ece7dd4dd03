/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What the caller may ask of and change in their own account. */

#pragma once

#include "service/api/call.h"

G_BEGIN_DECLS

gboolean me_get (ReeveCall *call, GError **error);
gboolean me_set_password (ReeveCall *call, GError **error);
gboolean second_factor_begin (ReeveCall *call, GError **error);
gboolean second_factor_confirm (ReeveCall *call, GError **error);
gboolean second_factor_replace (ReeveCall *call, GError **error);
gboolean second_factor_renew_codes (ReeveCall *call, GError **error);
gboolean sessions_list (ReeveCall *call, GError **error);
gboolean sessions_end (ReeveCall *call, GError **error);
gboolean password_policy_get (ReeveCall *call, GError **error);
gboolean me_get_password_policy (ReeveCall *call, GError **error);

G_END_DECLS
