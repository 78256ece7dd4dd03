/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Groups of a workspace, and who administers them. Who is in them is said on the user. */

#pragma once

#include "service/api/call.h"

G_BEGIN_DECLS

gboolean groups_list (ReeveCall *call, GError **error);
gboolean groups_get (ReeveCall *call, GError **error);
gboolean groups_create (ReeveCall *call, GError **error);
gboolean groups_save (ReeveCall *call, GError **error);
gboolean groups_delete (ReeveCall *call, GError **error);
gboolean groups_members (ReeveCall *call, GError **error);
gboolean groups_administrators (ReeveCall *call, GError **error);
gboolean groups_set_administrator (ReeveCall *call, GError **error);
gboolean groups_history (ReeveCall *call, GError **error);

G_END_DECLS
