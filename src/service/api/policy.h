/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What a workspace demands of its people. */

#pragma once

#include "service/api/call.h"

G_BEGIN_DECLS

gboolean policy_get (ReeveCall *call, GError **error);
gboolean policy_save (ReeveCall *call, GError **error);
/* Whether it would make the access log shorter: what goes then is gone for good. */
gboolean policy_wants_code (ReeveCall *call);
gboolean policy_history (ReeveCall *call, GError **error);

G_END_DECLS
