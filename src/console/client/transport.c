/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A SoupSession that signs. One Sending per call: sign, send, read the head, read the body, judge; at most
 * one repetition for a nonce and one for a broken connection. Bodies may hold tokens, so they are collected
 * in memory that is wiped. */

#include "config.h"

#include "console/client/transport.h"

#include <gio/gunixsocketaddress.h>
#include <libsoup/soup.h>
#include <string.h>

#include "common/dpop.h"
#include "common/problem.h"
#include "console/client/pinned-database.h"

#define SNAPSHOT_KEY  "reeve-snapshot"
#define TICKET_KEY    "reeve-ticket"
#define SOCKET_PREFIX "unix:"
#define SOCKET_BASE   "http://reeved"
#define CHUNK_BYTES   (16 * 1024)
#define CONNECTIONS   16 /* the live feed holds one for ever, abandoned calls some for a while */
#define MAX_ABANDONED 8  /* under way at once, before a fresh set of connections is taken */
#define SILENCE_S     60 /* of a connection, abandoned ones too; the live feed says something every 15 s */

struct _ReeveTransport
{
  GObject parent_instance;

  /* owned */
  SoupSession *session;
  GPtrArray *retired;     /* of SoupSession: their last calls, and the feed, may still be on them */
  GTlsDatabase *trusted;  /* (nullable): the system's */
  GSocketAddress *socket; /* (nullable): of a service on this computer */
  char *base;             /* "https://reeve.example.org", "http://reeved" */
  ReeveKey *device_key;
  char *nonce;                  /* (nullable): the server's last */
  GTlsCertificate *refused;     /* (nullable) */
  GTlsCertificate *certificate; /* (nullable): of the last answer */

  GTlsProtocolVersion tls_version; /* of the last answer; UNKNOWN before, and without TLS */
  guint n_abandoned;               /* in the head phase, in this session */
  gboolean reachable;
};

G_DEFINE_FINAL_TYPE (ReeveTransport, reeve_transport, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_REACHABLE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

typedef struct
{
  SoupSession *session;      /* owned: where it was sent */
  ReeveWireRequest *request; /* owned */
  SoupMessage *message;      /* owned */
  GInputStream *stream;      /* owned */
  GCancellable *reading;     /* owned: of the body */
  GSource *deadline;         /* owned */
  GSource *follower;         /* owned (nullable): of the caller's cancellable */
  guint8 *data;              /* owned, wiped */
  gsize length;
  gsize capacity;
  gboolean heading;   /* libsoup has it, and the head of the answer is not here */
  gboolean abandoned; /* the caller has been answered */
  gboolean gave_nonce;
  gboolean repeated;
} Sending;

static void
free_wiped (gpointer data, gsize length)
{
  if (data != NULL)
    explicit_bzero (data, length);
  g_free (data);
}

typedef struct
{
  guint8 *data;
  gsize length;
} Wiped;

static void
wiped_free (gpointer user_data)
{
  Wiped *wiped = user_data;

  free_wiped (wiped->data, wiped->length);
  g_free (wiped);
}

static GBytes *
take_body (Sending *sending)
{
  Wiped *wiped = g_new0 (Wiped, 1);

  wiped->length = sending->capacity;
  wiped->data = g_steal_pointer (&sending->data);
  return g_bytes_new_with_free_func (wiped->data, sending->length, wiped_free, wiped);
}

static void
stop_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
sending_free (Sending *sending)
{
  stop_source (&sending->deadline);
  stop_source (&sending->follower);
  g_clear_object (&sending->message);
  g_clear_object (&sending->stream);
  g_clear_object (&sending->reading);
  g_clear_object (&sending->session);
  reeve_wire_request_unref (sending->request);
  free_wiped (sending->data, sending->capacity);
  g_free (sending);
}

static void
set_reachable (ReeveTransport *self, gboolean reachable)
{
  if (self->reachable == reachable)
    return;
  self->reachable = reachable;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REACHABLE]);
}

/* Soup's and GIO's words for a connection that ended under our hands: the request may or may not have been
 * heard. */
static gboolean
is_broken (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CLOSED) ||
         g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_EOF);
}

static GError *
make_timeout (ReeveTransport *self)
{
  return reeve_error_new (REEVE_ERROR_UNREACHABLE, "timeout", "no answer from %s in time", self->base);
}

static const char *
choose_reason (const GError *error)
{
  if (error->domain == G_TLS_ERROR && !is_broken (error))
    return "tls";
  if (g_error_matches (error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND))
    return "host";
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED))
    return "refused";
  return "connection";
}

static GError *
translate (ReeveTransport *self, const GError *error)
{
  if (g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE))
    return reeve_error_new (REEVE_ERROR_UNREACHABLE,
                            self->trusted != NULL ? "certificate_changed" : "certificate",
                            "the certificate of %s is not trusted: %s", self->base, error->message);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return make_timeout (self);
  return reeve_error_new (REEVE_ERROR_UNREACHABLE, choose_reason (error), "failed to reach %s: %s",
                          self->base, error->message);
}

/* Who refuses a request without a problem document is no service: a web server at a wrong address, a hotel's
 * gateway. A failure is another matter: it may be a proxy's that stands before one. */
static GError *
read_refusal (ReeveTransport *self, SoupMessage *message, GBytes *body)
{
  guint status = soup_message_get_status (message);
  const char *type =
    soup_message_headers_get_content_type (soup_message_get_response_headers (message), NULL);

  if (SOUP_STATUS_IS_SERVER_ERROR (status) || g_strcmp0 (type, "application/problem+json") == 0)
    return reeve_problem_read (status, body);
  return reeve_error_new (REEVE_ERROR_UNREACHABLE, "answer", "%s is no Reeve service: it answered with %u",
                          self->base, status);
}

static void send_once (GTask *task);

/* Right before the task is given its result: that reaches the caller from an idle callback, and until then
 * neither the deadline nor the caller's cancellable may give it a second one. */
static void
settle (Sending *sending)
{
  stop_source (&sending->deadline);
  stop_source (&sending->follower);
}

static void
end_failed (GTask *task, const GError *error)
{
  ReeveTransport *self = g_task_get_source_object (task);
  Sending *sending = g_task_get_task_data (task);

  if (sending->abandoned)
    return;
  if (is_broken (error) && !sending->repeated && sending->request->idempotency_key != NULL)
    {
      sending->repeated = TRUE;
      send_once (task);
      return;
    }
  settle (sending);
  set_reachable (self, FALSE);
  g_task_return_error (task, translate (self, error));
}

static void
end_answered (GTask *task)
{
  ReeveTransport *self = g_task_get_source_object (task);
  Sending *sending = g_task_get_task_data (task);
  guint status = soup_message_get_status (sending->message);
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GError) error = NULL;

  if (SOUP_STATUS_IS_SUCCESSFUL (status))
    {
      settle (sending);
      set_reachable (self, TRUE);
      g_task_return_boolean (task, TRUE);
      return;
    }
  body = g_bytes_new (sending->data, sending->length);
  error = read_refusal (self, sending->message, body);
  if (status == SOUP_STATUS_UNAUTHORIZED && !sending->gave_nonce && self->nonce != NULL &&
      g_strcmp0 (reeve_error_get_reason (error), "use_nonce") == 0)
    {
      sending->gave_nonce = TRUE;
      send_once (task);
      return;
    }
  settle (sending);
  /* not by a gateway that answers for a service which does not */
  set_reachable (self, reeve_error_get_code (error) != REEVE_ERROR_UNREACHABLE);
  g_task_return_error (task, g_steal_pointer (&error));
}

static void
make_room (Sending *sending, gsize wanted)
{
  gsize capacity = MAX (wanted, sending->capacity * 2);
  guint8 *data;

  if (wanted <= sending->capacity)
    return;
  data = g_malloc (capacity);
  if (sending->length > 0)
    memcpy (data, sending->data, sending->length);
  free_wiped (sending->data, sending->capacity);
  sending->data = data;
  sending->capacity = capacity;
}

static void
on_body_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ReeveTransport *self = g_task_get_source_object (task);
  Sending *sending = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  gssize n = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error);

  if (n < 0)
    {
      end_failed (task, error);
      return;
    }
  if (sending->abandoned)
    return;
  if (n == 0)
    {
      end_answered (task);
      return;
    }
  sending->length += (gsize) n;
  if (sending->length > sending->request->max_bytes)
    {
      settle (sending);
      g_task_return_error (task, reeve_error_new (REEVE_ERROR_UNREACHABLE, "answer",
                                                  "the answer of %s is too large", self->base));
      return;
    }
  make_room (sending, sending->length + CHUNK_BYTES);
  g_input_stream_read_async (sending->stream, sending->data + sending->length, CHUNK_BYTES,
                             G_PRIORITY_DEFAULT, sending->reading, on_body_read_cb, g_steal_pointer (&task));
}

static void
on_head_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ReeveTransport *self = g_task_get_source_object (task);
  Sending *sending = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  SoupMessageHeaders *headers = soup_message_get_response_headers (sending->message);
  gboolean counted = sending->abandoned && sending->session == self->session;
  const char *nonce = soup_message_headers_get_one (headers, "DPoP-Nonce");

  sending->heading = FALSE;
  if (counted && self->n_abandoned > 0)
    self->n_abandoned--;
  if (stream == NULL)
    {
      end_failed (task, error);
      return;
    }
  if (nonce != NULL)
    g_set_str (&self->nonce, nonce);
  if (sending->abandoned)
    return;
  self->tls_version = soup_message_get_tls_protocol_version (sending->message);
  g_set_object (&self->certificate, soup_message_get_tls_peer_certificate (sending->message));
  g_set_object (&sending->stream, stream);
  if (sending->request->stream && soup_message_get_status (sending->message) == SOUP_STATUS_OK)
    {
      settle (sending);
      set_reachable (self, TRUE);
      g_object_set_data_full (G_OBJECT (stream), SNAPSHOT_KEY,
                              g_strdup (soup_message_headers_get_one (headers, "Reeve-Snapshot")), g_free);
      g_object_set_data_full (G_OBJECT (stream), TICKET_KEY,
                              g_strdup (soup_message_headers_get_one (headers, "Reeve-Ticket")), g_free);
      g_task_return_boolean (task, TRUE);
      return;
    }
  sending->length = 0;
  make_room (sending, CHUNK_BYTES);
  g_input_stream_read_async (stream, sending->data, CHUNK_BYTES, G_PRIORITY_DEFAULT, sending->reading,
                             on_body_read_cb, g_steal_pointer (&task));
}

/* A proof serves once, so one is made whenever the message goes out: also when libsoup sends it again by
 * itself, on finding that a kept connection was closed. */
static void
sign (ReeveTransport *self, SoupMessage *message, const ReeveWireRequest *request)
{
  g_autofree char *uri = g_strconcat (self->base, request->path, NULL);
  const ReeveDpopRequest proof_request = {
    .method = request->method,
    .uri = uri,
    .access_token = request->access_token != NULL ? reeve_secret_get_text (request->access_token) : NULL,
    .nonce = self->nonce,
    .body = request->body,
  };
  g_autofree char *proof = reeve_dpop_make (self->device_key, &proof_request);

  soup_message_headers_replace (soup_message_get_request_headers (message), "DPoP", proof);
}

static void
on_restarted_cb (SoupMessage *message, gpointer user_data)
{
  GTask *task = user_data;
  Sending *sending = g_task_get_task_data (task);

  sign (g_task_get_source_object (task), message, sending->request);
}

static gboolean
on_accept_certificate_cb (SoupMessage *message,
                          GTlsCertificate *certificate,
                          GTlsCertificateFlags errors,
                          gpointer user_data)
{
  g_set_object (&REEVE_TRANSPORT (user_data)->refused, certificate);
  return FALSE;
}

static SoupMessage *
make_message (ReeveTransport *self, const ReeveWireRequest *request)
{
  g_autofree char *uri = g_strconcat (self->base, request->path, request->query != NULL ? "?" : "",
                                      request->query != NULL ? request->query : "", NULL);
  SoupMessage *message = soup_message_new (request->method, uri);
  SoupMessageHeaders *headers;

  if (message == NULL)
    return NULL;
  headers = soup_message_get_request_headers (message);
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  soup_message_headers_append (headers, "Accept",
                               request->accept != NULL ? request->accept
                               : request->stream       ? "text/event-stream"
                                                       : "*/*");
  if (request->body != NULL)
    soup_message_set_request_body_from_bytes (message,
                                              request->lines ? "application/x-ndjson"
                                              : g_str_equal (request->method, "PATCH")
                                                ? "application/merge-patch+json"
                                                : "application/json",
                                              request->body);
  if (request->idempotency_key != NULL)
    soup_message_headers_append (headers, "Idempotency-Key", request->idempotency_key);
  if (request->code != NULL)
    soup_message_headers_append (headers, "Reeve-Code", reeve_secret_get_text (request->code));
  if (request->approvals != NULL)
    soup_message_headers_append (headers, "Reeve-Approval", request->approvals);
  if (request->version >= 0)
    {
      g_autofree char *etag = g_strdup_printf ("\"%" G_GINT64_FORMAT "\"", request->version);

      soup_message_headers_append (headers, "If-Match", etag);
    }
  if (request->access_token != NULL)
    {
      GString *value = g_string_new ("DPoP ");

      g_string_append (value, reeve_secret_get_text (request->access_token));
      soup_message_headers_append (headers, "Authorization", value->str);
      reeve_wipe_string (value);
    }
  return message;
}

static void
send_once (GTask *task)
{
  ReeveTransport *self = g_task_get_source_object (task);
  Sending *sending = g_task_get_task_data (task);

  g_clear_object (&sending->stream);
  g_clear_object (&sending->message);
  sending->message = make_message (self, sending->request);
  if (sending->message == NULL)
    {
      settle (sending);
      g_task_return_error (
        task, reeve_error_new (REEVE_ERROR_UNREACHABLE, "connection", "%s is not an address", self->base));
      return;
    }
  g_signal_connect_object (sending->message, "accept-certificate", G_CALLBACK (on_accept_certificate_cb),
                           self, G_CONNECT_DEFAULT);
  g_signal_connect_object (sending->message, "restarted", G_CALLBACK (on_restarted_cb), task,
                           G_CONNECT_DEFAULT);
  sign (self, sending->message, sending->request);
  g_set_object (&sending->session, self->session);
  sending->heading = TRUE;
  soup_session_send_async (sending->session, sending->message, G_PRIORITY_DEFAULT, NULL, on_head_read_cb,
                           g_object_ref (task));
}

/* The connections that are used from now on; none made under another trust, or held by a call that hangs. */
static void
make_session (ReeveTransport *self)
{
  if (self->session != NULL)
    g_ptr_array_add (self->retired, g_steal_pointer (&self->session));
  self->n_abandoned = 0;
  self->session = g_object_new (SOUP_TYPE_SESSION, "remote-connectable", self->socket, "max-conns",
                                CONNECTIONS, "max-conns-per-host", CONNECTIONS, "timeout", SILENCE_S,
                                "user-agent", "reeve/" REEVE_VERSION, NULL);
  if (self->socket != NULL)
    soup_session_set_proxy_resolver (self->session, NULL);
  if (self->trusted != NULL)
    soup_session_set_tls_database (self->session, self->trusted);
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_AUTH_MANAGER);
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_CONTENT_DECODER);
}

/* (transfer full) @error */
static void
abandon (GTask *task, GError *error)
{
  ReeveTransport *self = g_task_get_source_object (task);
  Sending *sending = g_task_get_task_data (task);

  settle (sending);
  sending->abandoned = TRUE;
  g_cancellable_cancel (sending->reading);
  if (sending->heading && sending->session == self->session && ++self->n_abandoned >= MAX_ABANDONED)
    make_session (self);
  g_task_return_error (task, error);
}

static gboolean
on_deadline_cb (gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (user_data);
  ReeveTransport *self = g_task_get_source_object (task);

  set_reachable (self, FALSE);
  abandon (task, make_timeout (self));
  return G_SOURCE_REMOVE;
}

static gboolean
on_cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (user_data);

  abandon (task, g_error_new (G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled"));
  return G_SOURCE_REMOVE;
}

static void
reeve_transport_finalize (GObject *object)
{
  ReeveTransport *self = REEVE_TRANSPORT (object);

  g_clear_object (&self->session);
  g_clear_pointer (&self->retired, g_ptr_array_unref);
  g_clear_object (&self->trusted);
  g_clear_object (&self->refused);
  g_clear_object (&self->certificate);
  g_clear_object (&self->socket);
  g_clear_pointer (&self->base, g_free);
  g_clear_pointer (&self->nonce, g_free);
  g_clear_pointer (&self->device_key, reeve_key_unref);
  G_OBJECT_CLASS (reeve_transport_parent_class)->finalize (object);
}

static void
reeve_transport_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  ReeveTransport *self = REEVE_TRANSPORT (object);

  switch (prop_id)
    {
    case PROP_REACHABLE:
      g_value_set_boolean (value, self->reachable);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
reeve_transport_class_init (ReeveTransportClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = reeve_transport_finalize;
  object_class->get_property = reeve_transport_get_property;
  properties[PROP_REACHABLE] =
    g_param_spec_boolean ("reachable", NULL, NULL, TRUE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
reeve_transport_init (ReeveTransport *self)
{
  self->reachable = TRUE;
  self->retired = g_ptr_array_new_with_free_func (g_object_unref);
}

ReeveWireRequest *
reeve_wire_request_new (const char *method, const char *path)
{
  ReeveWireRequest *self = g_new0 (ReeveWireRequest, 1);
  const char *query = strchr (path, '?');

  self->references = 1;
  self->method = method;
  self->path = query != NULL ? g_strndup (path, (gsize) (query - path)) : g_strdup (path);
  self->query = query != NULL ? g_strdup (query + 1) : NULL;
  self->version = -1;
  self->max_bytes = 8 * 1024 * 1024;
  return self;
}

ReeveWireRequest *
reeve_wire_request_ref (ReeveWireRequest *self)
{
  self->references++;
  return self;
}

void
reeve_wire_request_unref (ReeveWireRequest *self)
{
  if (--self->references > 0)
    return;
  g_free (self->path);
  g_free (self->query);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_pointer (&self->access_token, reeve_secret_unref);
  g_clear_pointer (&self->code, reeve_secret_unref);
  g_free (self->approvals);
  g_free (self->idempotency_key);
  g_free (self);
}

ReeveTransport *
reeve_transport_new (const char *origin, ReeveKey *device_key)
{
  ReeveTransport *self;

  g_return_val_if_fail (origin != NULL, NULL);
  g_return_val_if_fail (device_key != NULL, NULL);

  self = g_object_new (REEVE_TYPE_TRANSPORT, NULL);
  self->device_key = reeve_key_ref (device_key);
  if (g_str_has_prefix (origin, SOCKET_PREFIX))
    self->socket = g_unix_socket_address_new (origin + strlen (SOCKET_PREFIX));
  self->base = g_strdup (self->socket != NULL ? SOCKET_BASE : origin);
  make_session (self);
  return self;
}

void
reeve_transport_pin (ReeveTransport *self, const char *fingerprint)
{
  g_return_if_fail (REEVE_IS_TRANSPORT (self));

  g_clear_object (&self->trusted);
  if (fingerprint != NULL)
    self->trusted = reeve_pinned_database_new (fingerprint);
  make_session (self);
}

gboolean
reeve_transport_get_reachable (ReeveTransport *self)
{
  g_return_val_if_fail (REEVE_IS_TRANSPORT (self), FALSE);

  return self->reachable;
}

GTlsCertificate *
reeve_transport_get_refused_certificate (ReeveTransport *self)
{
  g_return_val_if_fail (REEVE_IS_TRANSPORT (self), NULL);

  return self->refused;
}

GTlsCertificate *
reeve_transport_get_certificate (ReeveTransport *self)
{
  g_return_val_if_fail (REEVE_IS_TRANSPORT (self), NULL);

  return self->certificate;
}

GTlsProtocolVersion
reeve_transport_get_tls_version (ReeveTransport *self)
{
  g_return_val_if_fail (REEVE_IS_TRANSPORT (self), G_TLS_PROTOCOL_VERSION_UNKNOWN);

  return self->tls_version;
}

void
reeve_transport_send_async (ReeveTransport *self,
                            ReeveWireRequest *request,
                            guint deadline_ms,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Sending *sending;

  g_return_if_fail (REEVE_IS_TRANSPORT (self));
  g_return_if_fail (request != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, reeve_transport_send_async);
  sending = g_new0 (Sending, 1);
  sending->request = reeve_wire_request_ref (request);
  sending->reading = g_cancellable_new ();
  g_task_set_task_data (task, sending, (GDestroyNotify) sending_free);
  if (g_task_return_error_if_cancelled (task))
    return;
  sending->deadline = g_timeout_source_new (deadline_ms);
  g_task_attach_source (task, sending->deadline, on_deadline_cb);
  if (cancellable != NULL)
    {
      sending->follower = g_cancellable_source_new (cancellable);
      g_task_attach_source (task, sending->follower, G_SOURCE_FUNC (on_cancelled_cb));
    }
  send_once (task);
}

GBytes *
reeve_transport_send_finish (ReeveTransport *self, GAsyncResult *result, GError **error)
{
  Sending *sending;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, reeve_transport_send_async), NULL);

  sending = g_task_get_task_data (G_TASK (result));
  settle (sending);
  return g_task_propagate_boolean (G_TASK (result), error) ? take_body (sending) : NULL;
}

GInputStream *
reeve_transport_stream_finish (ReeveTransport *self, GAsyncResult *result, GError **error)
{
  Sending *sending;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, reeve_transport_send_async), NULL);

  sending = g_task_get_task_data (G_TASK (result));
  settle (sending);
  return g_task_propagate_boolean (G_TASK (result), error) ? g_steal_pointer (&sending->stream) : NULL;
}

const char *
reeve_transport_get_snapshot (GInputStream *stream)
{
  return g_object_get_data (G_OBJECT (stream), SNAPSHOT_KEY);
}

const char *
reeve_transport_get_ticket (GInputStream *stream)
{
  return g_object_get_data (G_OBJECT (stream), TICKET_KEY);
}
