/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Users of a workspace, one at a time. */

#pragma once

#include "service/api/call.h"

G_BEGIN_DECLS

gboolean users_list (ReeveCall *call, GError **error);
gboolean users_get (ReeveCall *call, GError **error);
gboolean users_create (ReeveCall *call, GError **error);
gboolean users_save (ReeveCall *call, GError **error);
gboolean users_delete (ReeveCall *call, GError **error);
gboolean users_restore (ReeveCall *call, GError **error);
gboolean users_unlock (ReeveCall *call, GError **error);
gboolean users_history (ReeveCall *call, GError **error);

G_END_DECLS
