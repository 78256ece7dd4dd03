/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The signed-in devices of a workspace's people, for those who look after them. */

#pragma once

#include "service/api/call.h"

G_BEGIN_DECLS

gboolean workspace_sessions_list (ReeveCall *call, GError **error);
gboolean workspace_sessions_end (ReeveCall *call, GError **error);
gboolean workspace_sessions_end_of_user (ReeveCall *call, GError **error);
gboolean workspace_sessions_end_all (ReeveCall *call, GError **error);

G_END_DECLS
