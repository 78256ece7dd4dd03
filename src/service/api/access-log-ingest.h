/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Events of other systems into a workspace's access log. */

#pragma once

#include "service/api/call.h"

G_BEGIN_DECLS

gboolean access_log_ingest (ReeveCall *call, GError **error);

G_END_DECLS
