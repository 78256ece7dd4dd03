/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Users of a workspace, many at a time: bulk changes with preview and undo, CSV in and out. */

#pragma once

#include "service/api/call.h"

G_BEGIN_DECLS

gboolean users_bulk (ReeveCall *call, GError **error);
gboolean users_import (ReeveCall *call, GError **error);
gboolean users_export (ReeveCall *call, GError **error);

G_END_DECLS
