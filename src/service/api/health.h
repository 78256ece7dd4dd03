/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Is the service alive, and can it do its work? */

#pragma once

#include "service/api/call.h"

G_BEGIN_DECLS

gboolean live_get (ReeveCall *call, GError **error);
gboolean ready_get (ReeveCall *call, GError **error);

G_END_DECLS
