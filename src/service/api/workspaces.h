/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Workspaces: create, list, rename. */

#pragma once

#include "service/api/call.h"

G_BEGIN_DECLS

/* Makes the database of @workspace (its name is given, the rest is filled in) with @account as its first
 * administrator, and audits it in both databases. Nothing exists before @directory, a write transaction,
 * commits. */
gboolean reeve_workspace_make (ReeveCall *call,
                               ReeveTx *directory,
                               ReeveWorkspace *workspace,
                               const char *account,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

gboolean workspaces_list (ReeveCall *call, GError **error);
gboolean workspaces_create (ReeveCall *call, GError **error);
gboolean workspaces_get (ReeveCall *call, GError **error);
gboolean workspaces_save (ReeveCall *call, GError **error);

G_END_DECLS
