/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The session of one client: holds the tokens, puts the access token on requests, and renews the pair before
 * it ends or when the service says so. One renewal at a time: a refresh token serves once, and a second use
 * ends the session. Requests that need the new token wait in a queue behind it. */

#pragma once

#include "common/sign-in.h"
#include "console/client/transport.h"

G_BEGIN_DECLS

#define REEVE_TYPE_AUTHORIZER (reeve_authorizer_get_type ())
G_DECLARE_FINAL_TYPE (ReeveAuthorizer, reeve_authorizer, REEVE, AUTHORIZER, GObject)

/* Signals "tokens-changed" (ReeveTokens) and "signed-out" (GError). */
ReeveAuthorizer *reeve_authorizer_new (ReeveTransport *transport);
void reeve_authorizer_set_tokens (ReeveAuthorizer *self, ReeveTokens *tokens); /* (nullable) forgets */
void reeve_authorizer_set_refresh_token (ReeveAuthorizer *self, const ReeveSecret *refresh);
/* The session moves into an authorizer of its own, to be ended there, and is forgotten here. (transfer full)
 */
ReeveAuthorizer *reeve_authorizer_take_session (ReeveAuthorizer *self);

/* @request: (transfer full). Finish: as the transport's. */
void reeve_authorizer_send_async (ReeveAuthorizer *self,
                                  ReeveWireRequest *request,
                                  guint deadline_ms,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
GBytes *reeve_authorizer_send_finish (ReeveAuthorizer *self, GAsyncResult *result, GError **error);
GInputStream *reeve_authorizer_stream_finish (ReeveAuthorizer *self, GAsyncResult *result, GError **error);

G_END_DECLS
