/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* For the live feed only: an answer that is read as it comes. */

#pragma once

#include "console/client/client.h"

G_BEGIN_DECLS

void reeve_client_stream_async (ReeveClient *self,
                                const char *path,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
GInputStream *reeve_client_stream_finish (ReeveClient *self, GAsyncResult *result, GError **error);

G_END_DECLS
