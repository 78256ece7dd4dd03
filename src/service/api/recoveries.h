/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The way back to an account without which nobody administers the workspace (common/recovery.h). It is for
 * support without a grant, since nobody is there who could give one: support releases nothing else. */

#pragma once

#include "service/api/call.h"

G_BEGIN_DECLS

gboolean recoveries_list (ReeveCall *call, GError **error);
/* The first who asks for an account asks, the second confirms. Errors: DENIED (reason "not_support"),
 * CONFLICT (reason "no_recovery": there is no such account, or somebody who can instruct; "second_person":
 * the caller was the first) */
gboolean recoveries_create (ReeveCall *call, GError **error);
/* Once the day is over, by either of support. Errors: CONFLICT (reason "recovery_waits", "recovery_over") */
gboolean recoveries_release (ReeveCall *call, GError **error);
gboolean recoveries_stop (ReeveCall *call, GError **error);

G_END_DECLS
