/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Signing in and out: password, code, tokens, their renewal; the first set-up. http/routes.c says which is
 * which. */

#pragma once

#include "service/api/call.h"

G_BEGIN_DECLS

gboolean setup_create (ReeveCall *call, GError **error);
gboolean sign_in_password (ReeveCall *call, GError **error);
gboolean sign_in_code (ReeveCall *call, GError **error);
gboolean sign_in_refresh (ReeveCall *call, GError **error);
gboolean sign_out (ReeveCall *call, GError **error);
gboolean sign_out_everywhere (ReeveCall *call, GError **error);

G_END_DECLS
