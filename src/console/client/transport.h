/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One signed request and its answer: sockets, TLS trust, DPoP proofs and the server's nonces, deadlines, and
 * the one place where the errors of Soup and GIO become REEVE_ERROR. It knows nothing of sessions, tokens'
 * renewal or records; the client does. Never logs a body, a token or a proof. */

#pragma once

#include <gio/gio.h>

#include "common/error.h"
#include "common/jws.h"

G_BEGIN_DECLS

typedef struct
{
  guint references;
  const char *method; /* static */
  char *path;
  char *query;               /* (nullable) */
  GBytes *body;              /* (nullable): JSON */
  gboolean lines;            /* of JSON, that is */
  ReeveSecret *access_token; /* (nullable) */
  ReeveSecret *code;         /* (nullable): a fresh one of the second factor */
  char *approvals;           /* (nullable): ids, with commas between, of what lets it through */
  char *idempotency_key;     /* (nullable): then it may be sent again after a broken connection */
  gint64 version;            /* If-Match; -1: none */
  gsize max_bytes;           /* of the answer */
  gboolean stream;           /* the answer is read by the caller, as it comes */
  const char *accept;        /* (nullable), static: of a stream that is none of events */
} ReeveWireRequest;

ReeveWireRequest *reeve_wire_request_new (const char *method, const char *path);
ReeveWireRequest *reeve_wire_request_ref (ReeveWireRequest *self);
void reeve_wire_request_unref (ReeveWireRequest *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveWireRequest, reeve_wire_request_unref)

#define REEVE_TYPE_TRANSPORT (reeve_transport_get_type ())
G_DECLARE_FINAL_TYPE (ReeveTransport, reeve_transport, REEVE, TRANSPORT, GObject)

/* Property "reachable" (boolean, notified): whether the last request got an answer. */
ReeveTransport *reeve_transport_new (const char *origin, ReeveKey *device_key);
void reeve_transport_pin (ReeveTransport *self, const char *fingerprint); /* (nullable): system trust */
gboolean reeve_transport_get_reachable (ReeveTransport *self);
GTlsCertificate *reeve_transport_get_refused_certificate (ReeveTransport *self); /* (nullable) */
GTlsProtocolVersion
reeve_transport_get_tls_version (ReeveTransport *self); /* of the last answer, or UNKNOWN */
/* The one of the last answer. (nullable): there was none, or no TLS */
GTlsCertificate *reeve_transport_get_certificate (ReeveTransport *self);

/* @request: unchanged until the end. A call that is cancelled, or past its deadline, is answered at once;
 * what is on the wire ends by itself and is dropped. Repeats itself once when the server wants a nonce.
 * Finish: the body of a 2xx answer, or the stream; (transfer full). Errors: what the service said;
 * UNREACHABLE with reason "connection", "host" (no such name), "refused" (nobody listens), "timeout", "tls"
 * (no safe connection), "certificate", "certificate_changed" (it is not the pinned one) or "answer";
 * G_IO_ERROR_CANCELLED. */
void reeve_transport_send_async (ReeveTransport *self,
                                 ReeveWireRequest *request,
                                 guint deadline_ms,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
GBytes *reeve_transport_send_finish (ReeveTransport *self, GAsyncResult *result, GError **error);
GInputStream *reeve_transport_stream_finish (ReeveTransport *self, GAsyncResult *result, GError **error);
const char *reeve_transport_get_snapshot (GInputStream *stream); /* (nullable): what it said it is of */
const char *reeve_transport_get_ticket (GInputStream *stream);   /* (nullable): with which it may go on */

G_END_DECLS
