/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The closures that templates call to turn values into words: pure, tested without a display, and NULL-safe,
 * since a closure is called with the object that a lookup lost (STYLE B: an object-taking closure never shows
 * the previous person). */

#pragma once

#include "common/user.h"

G_BEGIN_DECLS

char *reeve_format_ago (gint64 then, gint64 now); /* (transfer full): "4 min", "3 d", "now"; "—" for 0 */
char *reeve_format_time (gint64 then); /* (transfer full): local date and time with seconds and zone */
char *reeve_format_count (gint64 n);   /* (transfer full): with the locale's separators */
char *
reeve_format_user_status (ReeveUser *user); /* (transfer full) (nullable): "Suspended", "Cooling off 38 s" */
char *reeve_format_user_roles (ReeveUser *user); /* (transfer full): "Workspace administrator, Reviewer" */
const char *
reeve_format_role (const char *role); /* translated name of a built-in role, the name itself otherwise */

G_END_DECLS
