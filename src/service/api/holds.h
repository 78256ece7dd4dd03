/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Holds on events of the access log. */

#pragma once

#include "service/api/call.h"

G_BEGIN_DECLS

gboolean holds_list (ReeveCall *call, GError **error);
gboolean holds_create (ReeveCall *call, GError **error);
gboolean holds_get (ReeveCall *call, GError **error);
gboolean holds_lift (ReeveCall *call, GError **error);
gboolean holds_history (ReeveCall *call, GError **error);

G_END_DECLS
