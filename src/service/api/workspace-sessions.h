/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The signed-in devices of a workspace's people, for those who look after them. */

#pragma once

#include "service/api/call.h"

G_BEGIN_DECLS

gboolean workspace_sessions_list (ReeveCall *call, GError **error);
gboolean workspace_sessions_end (ReeveCall *call, GError **error);
gboolean workspace_sessions_end_of_user (ReeveCall *call, GError **error);
gboolean workspace_sessions_end_all (ReeveCall *call, GError **error);

/* Ends all sessions of @account for the workspace, with the call's commit, and by an intent should the
 * service die in the middle of it. @n_seen: (out) (optional): how many of them the workspace knew of */
gboolean reeve_workspace_sessions_end_of (ReeveCall *call,
                                          const char *account,
                                          gint64 *n_seen,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
