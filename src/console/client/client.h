/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The console's way to a service: five verbs over HTTP, records in and out, errors as REEVE_ERROR. It signs
 * every request (DPoP), renews tokens, follows the server's nonces, and never shows JSON to anybody. Main
 * thread only. */

#pragma once

#include <gio/gio.h>

#include "common/jws.h"
#include "common/query.h"
#include "common/sign-in.h"
#include "console/client/approval-hold.h"
#include "console/client/record-gate.h"
#include "console/client/step-up.h"

G_BEGIN_DECLS

#define REEVE_TYPE_CLIENT (reeve_client_get_type ())
G_DECLARE_FINAL_TYPE (ReeveClient, reeve_client, REEVE, CLIENT, GObject)

/* @origin: "https://reeve.example.org", or "unix:/run/user/1000/reeve/socket". @device_key: signs the proofs.
 * Property "reachable" (boolean, notified): whether the last request got an answer at all.
 * Signal "tokens-changed" (ReeveTokens): store the refresh token now. Signal "signed-out" (GError): the
 * session is over. Signal "enrol": it opens nothing any more before a second factor is set up. A call that
 * the service wants a fresh code for waits until somebody who listens to the client's step-up has it, and one
 * that needs an approval until somebody who listens to the client's approval hold has seen to that; nobody
 * who makes calls needs to know. */
ReeveClient *
reeve_client_new (const char *origin, ReeveKey *device_key, GTlsCertificate *pinned /* (nullable) */);
/* Trusts the certificate of this fingerprint (SHA-256 of its DER form, hex) and no other; NULL: those that
 * the system trusts. */
void reeve_client_pin (ReeveClient *self, const char *fingerprint);
/* Chooses the TLS suites of the whole process. Call it first thing in main: GnuTLS reads it once. */
void reeve_client_choose_tls (void);
char *reeve_client_fingerprint (GTlsCertificate *certificate); /* (transfer full): what a person compares */
ReeveStepUp *reeve_client_get_step_up (ReeveClient *self);     /* (transfer none) */
ReeveApprovalHold *reeve_client_get_approval_hold (ReeveClient *self); /* (transfer none) */
ReeveRecordGate *reeve_client_get_record_gate (ReeveClient *self);     /* (transfer none) */
const char *reeve_client_get_origin (ReeveClient *self);
gboolean reeve_client_get_reachable (ReeveClient *self);
GTlsProtocolVersion reeve_client_get_tls_version (ReeveClient *self);  /* of the last answer, or UNKNOWN */
GTlsCertificate *reeve_client_get_certificate (ReeveClient *self);     /* of the last answer, or NULL */
void reeve_client_set_tokens (ReeveClient *self, ReeveTokens *tokens); /* (nullable) forgets */
void reeve_client_set_refresh_token (ReeveClient *self, const ReeveSecret *refresh); /* from the keyring */
/* Forgets the tokens at once and tells the service; @path is "/v1/sign-out" or "/v1/sign-out-everywhere". */
void reeve_client_sign_out_async (ReeveClient *self,
                                  const char *path,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean reeve_client_sign_out_finish (ReeveClient *self, GAsyncResult *result, GError **error);
/* The certificate of the last refused TLS handshake, to show its fingerprint and ask. (transfer none)
 * (nullable) */
GTlsCertificate *reeve_client_get_refused_certificate (ReeveClient *self);

#define REEVE_CLIENT_DEADLINE_MS       20000
#define REEVE_CLIENT_FETCH_DEADLINE_MS 300000 /* an export of everything */

/* For tests: another deadline than the above, for every request. 0: the usual ones. */
void reeve_client_set_deadline_for_tests (ReeveClient *self, guint milliseconds);

/* Paths begin with "/v1/"; the caller builds them with reeve_client_path(). */
char *reeve_client_path (const char *format, ...) G_GNUC_PRINTF (1, 2); /* each %s is percent-encoded */

/* GET one. @path: with its query, if it has one. Finish: (transfer full). */
void reeve_client_load_async (ReeveClient *self,
                              GType type,
                              const char *path,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
gpointer reeve_client_load_finish (ReeveClient *self, GAsyncResult *result, GError **error);

/* GET a page. */
void reeve_client_list_async (ReeveClient *self,
                              GType item_type,
                              const char *path,
                              const ReeveQuery *query,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
ReeveListing *reeve_client_list_finish (ReeveClient *self, GAsyncResult *result, GError **error);

/* PATCH from @before to @after, If-Match @before's version. Finish: the saved record; STALE when somebody was
 * faster. */
void reeve_client_save_async (ReeveClient *self,
                              const char *path,
                              gpointer before,
                              gpointer after,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
gpointer reeve_client_save_finish (ReeveClient *self, GAsyncResult *result, GError **error);

/* POST, with an Idempotency-Key of its own, repeated safely after a broken connection. @body and @reply_type
 * may be NULL, G_TYPE_NONE. @version: If-Match, -1 for none. Finish: (transfer full) (nullable): NULL without
 * error when no reply type. */
void reeve_client_post_async (ReeveClient *self,
                              const char *path,
                              gpointer body,
                              GType reply_type,
                              gint64 version,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
gboolean reeve_client_post_finish (ReeveClient *self, GAsyncResult *result, gpointer *reply, GError **error);

/* The same with a key that the caller keeps: what was sent before, and whose answer was lost, is done once.
 * @body: the same as before, where @key is. Ends with reeve_client_post_finish(). */
void reeve_client_post_once_async (ReeveClient *self,
                                   const char *path,
                                   const char *key,
                                   gpointer body,
                                   GType reply_type,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);

/* POST of lines of JSON, as they are. @query: (nullable): ready for the wire. Repeated after a broken
 * connection: what takes lines knows those that it has. Finish: (transfer full). */
void reeve_client_bring_async (ReeveClient *self,
                               const char *path,
                               const char *query,
                               GBytes *lines,
                               GType reply_type,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gpointer reeve_client_bring_finish (ReeveClient *self, GAsyncResult *result, GError **error);

/* Makes once more what was asked for and approved, byte for byte. @method: any but GET; of a change of what
 * is there, it is about the version that is there now. @path: with its query. @body: (nullable): JSON.
 * @approvals: ids, with commas between. */
void reeve_client_repeat_async (ReeveClient *self,
                                const char *method,
                                const char *path,
                                const char *body,
                                const char *approvals,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean reeve_client_repeat_finish (ReeveClient *self, GAsyncResult *result, GError **error);

/* DELETE, If-Match @version (-1: none). */
void reeve_client_delete_async (ReeveClient *self,
                                const char *path,
                                gint64 version,
                                GType reply_type,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean
reeve_client_delete_finish (ReeveClient *self, GAsyncResult *result, gpointer *reply, GError **error);

/* GET bytes (an export). */
void reeve_client_fetch_async (ReeveClient *self,
                               const char *path,
                               const ReeveQuery *query,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
GBytes *reeve_client_fetch_finish (ReeveClient *self, GAsyncResult *result, GError **error);

G_END_DECLS
