/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Folders. Whoever may read permissions sees all of them; anybody else those that they may view, as if there
 * were no others: the tree, its paths and its counts. Where a folder is, what it inherits and the bin are
 * changed by plans (api/permissions.h), for they change who may do what. */

#pragma once

#include "common/folder.h"
#include "common/verbs.h"
#include "service/api/call.h"

G_BEGIN_DECLS

gboolean folders_list (ReeveCall *call, GError **error);
gboolean folders_get (ReeveCall *call, GError **error);
gboolean folders_create (ReeveCall *call, GError **error);
gboolean folders_save (ReeveCall *call, GError **error);
gboolean folders_history (ReeveCall *call, GError **error);

/* For other handlers: the workspace's model, to be followed by reeve_call_leave_permissions(). (transfer
 * none) */
ReevePermissionModel *reeve_call_enter_permissions (ReeveCall *call, GError **error);
void reeve_call_leave_permissions (ReeveCall *call);
/* In between: how many folders are at and below each (permission-sizes.h). (transfer none) */
const GArray *reeve_call_get_folder_sizes (ReeveCall *call);

G_END_DECLS
