/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What must stand before anybody can sign in: the secrets in the keyring, the service on this computer when
 * the site is local, a client with the device's key. A site has one; nobody else speaks to it. Main thread
 * only. */

#pragma once

#include "console/client/client.h"
#include "console/client/keyring.h"
#include "console/client/local-service.h"

G_BEGIN_DECLS

#define REEVE_TYPE_CONNECTION (reeve_connection_get_type ())
G_DECLARE_FINAL_TYPE (ReeveConnection, reeve_connection, REEVE, CONNECTION, GObject)

/* Properties, notified: "progress" ("keyring", "service", "connecting", NULL), "waiting" (boolean: the
 * keyring has not answered for 3 seconds, probably it asks the person). Signals: "restarted" and "failed"
 * (GError) of the local service.
 * @site: names the keyring items. @origin: (nullable): the workspace on this computer, in @data_folder
 * (nullable: the usual one). */
ReeveConnection *reeve_connection_new (const char *site, const char *origin, const char *data_folder);
/* Without a keyring a remote site can be used until the console ends; nothing is kept. */
void reeve_connection_go_without_keyring (ReeveConnection *self);
gboolean reeve_connection_is_without_keyring (ReeveConnection *self);
void reeve_connection_pin (ReeveConnection *self, const char *fingerprint);

/* From wherever it stopped the last time. @has_session: (out) a refresh token was kept, and the client has
 * it. Finish: what the service says of itself (transfer full). Errors: the keyring's, the local service's,
 * the client's, and INVALID with reason "root_key_lost": there is data, and no key to it. */
void reeve_connection_open_async (ReeveConnection *self, GAsyncReadyCallback callback, gpointer user_data);
ReevePasswordTerms *reeve_connection_open_finish (ReeveConnection *self,
                                                  GAsyncResult *result,
                                                  gboolean *has_session,
                                                  GError **error);
void reeve_connection_close (ReeveConnection *self);

ReeveClient *reeve_connection_get_client (ReeveConnection *self); /* (transfer none) (nullable) */
ReeveLocalService *
reeve_connection_get_service (ReeveConnection *self); /* (transfer none) (nullable): elsewhere, or not yet */
const char *reeve_connection_get_progress (ReeveConnection *self);
gboolean reeve_connection_get_waiting (ReeveConnection *self);

/* Kept, or removed, in turn and without an answer: a session goes on without being kept. */
void reeve_connection_keep_refresh_token (ReeveConnection *self, ReeveSecret *refresh_token);
void reeve_connection_drop_refresh_token (ReeveConnection *self);

G_END_DECLS
