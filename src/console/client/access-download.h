/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* An export of the access log into a file, however long it is: written as it comes, compared with the
 * service's manifest of it, and only then in the place of what was there before. */

#pragma once

#include "common/access-export.h"
#include "common/query.h"
#include "console/client/client.h"

G_BEGIN_DECLS

/**
 * reeve_access_download_async:
 * @path: "/v1/workspaces/ID/access-log/export"
 * @query: `q`, and the filters "zone" and "format"
 * @progress: (nullable) (scope async): how many bytes are there so far; the total is not known (-1)
 *
 * Finish: what was written (transfer full). Errors: what the service said; UNREACHABLE (reason "connection"):
 * it was cut off; those of the file; %G_IO_ERROR_CANCELLED. Then the file is as it was.
 */
void reeve_access_download_async (ReeveClient *client,
                                  const char *path,
                                  const ReeveQuery *query,
                                  GFile *file,
                                  GFileProgressCallback progress,
                                  gpointer progress_data,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
ReeveAccessManifest *reeve_access_download_finish (ReeveClient *client, GAsyncResult *result, GError **error);

G_END_DECLS
