/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Answers that are read as they come: of the live feed, and of downloads. */

#pragma once

#include "console/client/client.h"

G_BEGIN_DECLS

void reeve_client_stream_async (ReeveClient *self,
                                const char *path,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
GInputStream *reeve_client_stream_finish (ReeveClient *self, GAsyncResult *result, GError **error);

/* The same of a file; reeve_transport_get_snapshot() tells what it is of. It may wait for a fresh code. That
 * it ends does not yet say that it is whole. */
void reeve_client_open_async (ReeveClient *self,
                              const char *path,
                              const ReeveQuery *query,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
GInputStream *reeve_client_open_finish (ReeveClient *self, GAsyncResult *result, GError **error);

G_END_DECLS
