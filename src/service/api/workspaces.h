/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Workspaces: create, list, rename. */

#pragma once

#include "service/api/call.h"

G_BEGIN_DECLS

gboolean workspaces_list (ReeveCall *call, GError **error);
gboolean workspaces_create (ReeveCall *call, GError **error);
gboolean workspaces_get (ReeveCall *call, GError **error);
gboolean workspaces_save (ReeveCall *call, GError **error);

G_END_DECLS
