/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Of what the person asked for, what is approved and not used yet. */

#pragma once

#include "common/approval.h"
#include "console/client/client.h"

G_BEGIN_DECLS

/* @path: of the workspace's approvals. @hash: of the request. Finish: (transfer full) (element-type
 * ReeveApproval): one for each rule that it is approved by, maybe none. */
void reeve_approval_search_async (ReeveClient *client,
                                  const char *path,
                                  const char *hash,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
GPtrArray *reeve_approval_search_finish (ReeveClient *client, GAsyncResult *result, GError **error);

/* Their ids, with commas between. (transfer full) */
char *reeve_approval_search_join (GPtrArray *approvals);

G_END_DECLS
