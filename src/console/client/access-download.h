/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* An export of the access log into a file, however long it is: written as it comes, taken up again behind its
 * last whole line where the connection was cut, compared with the service's manifest of it, and only then in
 * the place of what was there before. */

#pragma once

#include "common/access-export.h"
#include "common/query.h"
#include "console/client/client.h"

G_BEGIN_DECLS

/* @bytes: so many are there. @waiting: the connection was lost; it is tried again soon. */
typedef void (*ReeveAccessProgress) (gint64 bytes, gboolean waiting, gpointer user_data);

/**
 * reeve_access_download_async:
 * @path: "/v1/workspaces/ID/access-log/export"
 * @query: `q`, and the filters "zone" and "format"
 * @progress: (nullable) (scope async)
 *
 * Finish: what was written (transfer full). Errors: what the service said; UNREACHABLE: it could not be
 * reached, or was cut off and could not be reached again for some two minutes; UNREACHABLE (reason
 * "export_differs"): what came is not what its manifest says; those of the file; %G_IO_ERROR_CANCELLED. Then
 * the file is as it was.
 */
void reeve_access_download_async (ReeveClient *client,
                                  const char *path,
                                  const ReeveQuery *query,
                                  GFile *file,
                                  ReeveAccessProgress progress,
                                  gpointer progress_data,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
ReeveAccessManifest *reeve_access_download_finish (ReeveClient *client, GAsyncResult *result, GError **error);

/* For tests: how long the first wait is; each further one is twice as long. 0: as usual. */
void reeve_access_download_set_wait_for_tests (guint milliseconds);

G_END_DECLS
