/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What was done, in words: of an action, or of a request that has none. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* "User added", "Users viewed". What has no words here (another system's, a newer service's) as it is.
 * @action: (nullable). @route: (nullable): "GET /v1/workspaces/{workspace}/users". (transfer full) */
char *reeve_log_action_words (const char *action, const char *route);

G_END_DECLS
