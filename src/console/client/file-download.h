/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A file that the service makes while it sends it, and that cannot be taken up again where it was cut off: it
 * is written as it comes, and put in the place of what was there before only once it is whole. */

#pragma once

#include "console/client/client.h"

G_BEGIN_DECLS

/* @bytes: so many are there. */
typedef void (*ReeveFileProgress) (gint64 bytes, gpointer user_data);

/**
 * reeve_file_download_zip_async:
 * @path: of the service's: a ZIP without a comment
 * @progress: (nullable) (scope async)
 *
 * Finish: how many bytes were written; -1: errors: what the service said; UNREACHABLE (reason "connection":
 * it was cut off); those of the file; %G_IO_ERROR_CANCELLED. Then the file is as it was, or not there.
 */
void reeve_file_download_zip_async (ReeveClient *client,
                                    const char *path,
                                    GFile *file,
                                    ReeveFileProgress progress,
                                    gpointer progress_data,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
gint64 reeve_file_download_finish (ReeveClient *client, GAsyncResult *result, GError **error);

G_END_DECLS
