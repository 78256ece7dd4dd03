/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The signed-in devices of one person: a group of rows, each with its end, and the end of all of them. It
 * hides itself from whoever may not see sessions. */

#pragma once

#include <adwaita.h>

#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_USER_SESSIONS (reeve_user_sessions_get_type ())
G_DECLARE_FINAL_TYPE (ReeveUserSessions, reeve_user_sessions, REEVE, USER_SESSIONS, AdwPreferencesGroup)

/* @site and @account: (nullable): nobody's. @name: (nullable): the person's */
void
reeve_user_sessions_show (ReeveUserSessions *self, ReeveSite *site, const char *account, const char *name);

G_END_DECLS
