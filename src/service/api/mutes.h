/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Mutes: what is expected for a while, with who answers for that, why and until when. */

#pragma once

#include "service/api/call.h"

G_BEGIN_DECLS

gboolean mutes_list (ReeveCall *call, GError **error);
gboolean mutes_create (ReeveCall *call, GError **error);
gboolean mutes_get (ReeveCall *call, GError **error);
gboolean mutes_save (ReeveCall *call, GError **error);
gboolean mutes_lift (ReeveCall *call, GError **error);
gboolean mutes_history (ReeveCall *call, GError **error);

G_END_DECLS
