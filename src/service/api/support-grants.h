/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Support grants: who asks, who answers, and what is done meanwhile. */

#pragma once

#include "service/api/call.h"

G_BEGIN_DECLS

gboolean support_grants_list (ReeveCall *call, GError **error);
gboolean support_grants_create (ReeveCall *call, GError **error);
gboolean support_grants_get (ReeveCall *call, GError **error);
gboolean support_grants_approve (ReeveCall *call, GError **error);
gboolean support_grants_refuse (ReeveCall *call, GError **error);
gboolean support_grants_end (ReeveCall *call, GError **error);
gboolean support_grants_events (ReeveCall *call, GError **error);
gboolean support_grants_history (ReeveCall *call, GError **error);

G_END_DECLS
