/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A way back for who forgot the password of the workspace on this computer, where no mail is sent and no
 * browser gets to. Whoever has the data folder and the root key owns the workspace: `reeved reset-link` makes
 * them the link that a mail would carry, and asks the service that runs. There is no such way to a service
 * elsewhere: nobody has its root key. */

#pragma once

#include <gio/gio.h>

#include "common/secret.h"

G_BEGIN_DECLS

void reeve_local_reset_make_async (const char *data_folder,
                                   const ReeveSecret *root_key,
                                   const char *email,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
/* The link's token, good once, for 30 minutes. (transfer full) (nullable) Errors: INVALID (reasons
 * "not_found": nobody has the address, "breach_locked"), BUSY, UNREACHABLE. */
ReeveSecret *reeve_local_reset_make_finish (GAsyncResult *result, GError **error);

G_END_DECLS
