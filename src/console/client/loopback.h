/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Waits on 127.0.0.1 for the browser to come back from an identity provider (RFC 8252, 7.3 and 8.3): one
 * path, one right request, then it listens no more. Whoever else sends something (every program on this
 * computer can, and every page in the browser) hears that it is wrong and changes nothing: first of all the
 * state must be the one that was sent out. Main thread only. */

#pragma once

#include <gio/gio.h>

#include "common/identity-provider.h"

G_BEGIN_DECLS

#define REEVE_TYPE_LOOPBACK (reeve_loopback_get_type ())
G_DECLARE_FINAL_TYPE (ReeveLoopback, reeve_loopback, REEVE, LOOPBACK, GObject)

#define REEVE_LOOPBACK_LIFE_MS (10 * 60 * 1000)

/* Listens from now on, on a port that the system chooses. Errors: G_IO_ERROR. (transfer full) (nullable) */
ReeveLoopback *reeve_loopback_new (GError **error);
guint16 reeve_loopback_get_port (ReeveLoopback *self);

/* Once. Until then, and afterwards, every request is wrong. Finish: state, code and issuer of the redirect.
 * Errors: SIGNED_OUT "provider_refused" (the provider says so, or the person has cancelled there), "ticket"
 * (nobody came within @life_ms); G_IO_ERROR_CANCELLED. */
void reeve_loopback_wait_async (ReeveLoopback *self,
                                const ReeveSecret *state,
                                guint life_ms,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
ReeveProviderAnswer *reeve_loopback_wait_finish (ReeveLoopback *self, GAsyncResult *result, GError **error);

G_END_DECLS
