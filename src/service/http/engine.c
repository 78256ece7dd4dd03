/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The order of calls for one request: note_target (request line), handle (head), handle with data (body),
 * handle without (complete), perhaps suspended and handled once more, note_completed. A request that the
 * engine refuses by itself goes from note_target to note_completed. */

#include "config.h"

#include "service/http/engine.h"

#include <openssl/crypto.h>
#include <string.h>

#include "service/http/flow.h"
#include "service/http/head.h"
#include "service/http/pages.h"
#include "service/http/problem.h"

/* How much of an oversized chunked body is read, to be able to answer, before the line is cut. */
#define OVERFLOW_BYTES (1024 * 1024)
#define FLOW_BLOCK     (16 * 1024)

static ReeveConnection *
get_connection (struct MHD_Connection *connection)
{
  const union MHD_ConnectionInfo *info =
    MHD_get_connection_info (connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

  return info != NULL ? info->socket_context : NULL;
}

static void
add_header (struct MHD_Response *response, const char *name, const char *value)
{
  if (value != NULL)
    MHD_add_response_header (response, name, value);
}

static void
add_page_headers (struct MHD_Response *response, ReeveExchange *exchange)
{
  add_header (response, "Cross-Origin-Opener-Policy", "same-origin");
  add_header (response, "Cross-Origin-Resource-Policy", "same-origin");
  add_header (response, "Cross-Origin-Embedder-Policy", "require-corp");
  add_header (response, "Permissions-Policy", "camera=(), geolocation=(), microphone=()");
  add_header (response, "X-Frame-Options", "DENY");
  add_header (response, "Vary", "Accept-Language, Cookie");
  add_header (response, "Content-Language", exchange->language);
  for (guint i = 0; exchange->set != NULL && i < exchange->set->len; i++)
    add_header (response, "Set-Cookie", exchange->set->pdata[i]);
}

static void
add_headers (ReeveEngineListener *listener, struct MHD_Response *response, ReeveExchange *exchange)
{
  add_header (response, MHD_HTTP_HEADER_CONTENT_TYPE, exchange->content_type_out);
  add_header (response, "X-Content-Type-Options", "nosniff");
  add_header (response, MHD_HTTP_HEADER_CACHE_CONTROL,
              exchange->keeping != NULL ? exchange->keeping : "no-store");
  add_header (response, "Content-Security-Policy",
              exchange->web != NULL ? REEVE_PAGES_POLICY : "default-src 'none'; frame-ancestors 'none'");
  add_header (response, "Referrer-Policy", "no-referrer");
  if (exchange->web != NULL)
    add_page_headers (response, exchange);
  if (listener->tls)
    add_header (response, "Strict-Transport-Security", "max-age=31536000");
  add_header (response, MHD_HTTP_HEADER_ETAG, exchange->etag);
  add_header (response, MHD_HTTP_HEADER_LOCATION, exchange->location);
  add_header (response, MHD_HTTP_HEADER_ALLOW, exchange->match.allow);
  add_header (response, MHD_HTTP_HEADER_WWW_AUTHENTICATE, exchange->challenge);
  add_header (response, "DPoP-Nonce", exchange->nonce);
  add_header (response, "Reeve-Snapshot", exchange->snapshot);
  add_header (response, "Reeve-Ticket", exchange->ticket);
  add_header (response, "Idempotency-Replayed", exchange->replayed ? "true" : NULL);
  add_header (response, MHD_HTTP_HEADER_CONNECTION, exchange->close ? "close" : NULL);
  if (exchange->file_name != NULL)
    {
      g_autofree char *disposition = g_strdup_printf ("attachment; filename=\"%s\"", exchange->file_name);
      add_header (response, "Content-Disposition", disposition);
    }
  if (exchange->retry_after_ms > 0)
    {
      g_autofree char *seconds =
        g_strdup_printf ("%" G_GINT64_FORMAT, (exchange->retry_after_ms + 999) / 1000);
      add_header (response, "Retry-After", seconds);
    }
}

static void
suspend_stream (gpointer connection)
{
  MHD_suspend_connection (connection);
}

static void
resume_stream (gpointer connection)
{
  MHD_resume_connection (connection);
}

static ssize_t
on_stream_read_cb (void *data, uint64_t position, char *buffer, size_t size)
{
  gssize length = reeve_feed_subscriber_read (data, buffer, size);

  return length < 0 ? MHD_CONTENT_READER_END_OF_STREAM : length;
}

static void
on_stream_free_cb (void *data)
{
  reeve_feed_subscriber_release (data);
}

static struct MHD_Response *
make_stream (struct MHD_Connection *connection, ReeveExchange *exchange)
{
  ReeveFeedSubscriber *subscriber = g_steal_pointer (&exchange->subscriber);

  reeve_feed_subscriber_connect (subscriber, suspend_stream, resume_stream, connection);
  return MHD_create_response_from_callback (MHD_SIZE_UNKNOWN, 4096, on_stream_read_cb, subscriber,
                                            on_stream_free_cb);
}

typedef struct
{
  ReeveFlow *flow;         /* owned */
  ReeveExchange *exchange; /* borrowed: it is there for as long as anything is sent */
} Sending;

static ssize_t
on_flow_read_cb (void *data, uint64_t position, char *buffer, size_t size)
{
  Sending *self = data;
  gssize length = reeve_flow_read (self->flow, buffer, size);

  self->exchange->sent += MAX (length, 0);
  return length == REEVE_FLOW_ENDED ? MHD_CONTENT_READER_END_OF_STREAM
         : length == REEVE_FLOW_CUT ? MHD_CONTENT_READER_END_WITH_ERROR
                                    : length;
}

static void
on_flow_free_cb (void *data)
{
  Sending *self = data;

  reeve_flow_release (self->flow);
  g_free (self);
}

static struct MHD_Response *
make_flow (struct MHD_Connection *connection, ReeveExchange *exchange)
{
  Sending *sending = g_new0 (Sending, 1);

  sending->flow = g_steal_pointer (&exchange->flow);
  sending->exchange = exchange;
  exchange->flows = TRUE;
  reeve_flow_connect (sending->flow, suspend_stream, resume_stream, connection);
  return MHD_create_response_from_callback (MHD_SIZE_UNKNOWN, FLOW_BLOCK, on_flow_read_cb, sending,
                                            on_flow_free_cb);
}

static void
on_bytes_free_cb (void *data)
{
  g_bytes_unref (data);
}

static struct MHD_Response *
make_reply (ReeveExchange *exchange)
{
  gsize length = 0;
  gconstpointer data = exchange->reply != NULL ? g_bytes_get_data (exchange->reply, &length) : NULL;

  if (length == 0)
    return MHD_create_response_empty (MHD_RF_NONE);
  return MHD_create_response_from_buffer_with_free_callback_cls (length, data, on_bytes_free_cb,
                                                                 g_bytes_ref (exchange->reply));
}

static enum MHD_Result
send_answer (ReeveEngineListener *listener, struct MHD_Connection *connection, ReeveExchange *exchange)
{
  gboolean stream = exchange->subscriber != NULL || exchange->flow != NULL;
  struct MHD_Response *response = exchange->subscriber != NULL ? make_stream (connection, exchange)
                                  : exchange->flow != NULL     ? make_flow (connection, exchange)
                                                               : make_reply (exchange);

  add_headers (listener, response, exchange);
  reeve_connection_set_answering (get_connection (connection), stream ? 0 : REEVE_REPLY_DEADLINE);
  if (!exchange->flows) /* how much that is shows when it ends */
    reeve_dispatcher_note (listener->dispatcher, exchange);
  enum MHD_Result result = MHD_queue_response (connection, exchange->status, response);
  MHD_destroy_response (response);
  return result;
}

static enum MHD_Result
read_head (ReeveEngineListener *listener,
           struct MHD_Connection *connection,
           ReeveExchange *exchange,
           const char *method)
{
  g_autoptr (GError) error = NULL;

  const char *encoding = MHD_lookup_connection_value (connection, MHD_HEADER_KIND, "Transfer-Encoding");

  exchange->begun = TRUE;
  exchange->method = method;
  reeve_connection_set_deadline (exchange->context, REEVE_BODY_DEADLINE);
  gboolean good = reeve_head_read (connection, exchange, &error);
  exchange->client =
    reeve_connections_find_client (listener->connections, exchange->context, exchange->forwarded);
  exchange->address = exchange->client;
  if (!good)
    {
      exchange->close = TRUE;
      reeve_problem_answer (exchange, error);
      return send_answer (listener, connection, exchange);
    }
  /* an answer before the body ends the connection; without a body it can wait for the next call */
  if (!reeve_dispatcher_begin (listener->dispatcher, exchange))
    return exchange->announced == 0 && encoding == NULL && !exchange->close
             ? MHD_YES
             : send_answer (listener, connection, exchange);
  if (exchange->announced > exchange->body_limit)
    {
      exchange->close = TRUE;
      reeve_dispatcher_refuse (listener->dispatcher, exchange, REEVE_ERROR_TOO_LARGE, "body",
                               "the body is too large");
      return send_answer (listener, connection, exchange);
    }
  return MHD_YES;
}

/* A body may hold a password. What the engine has handed over it does not look at again. */
static enum MHD_Result
read_body (ReeveExchange *exchange, const char *data, size_t *size)
{
  gsize length = *size;

  *size = 0;
  exchange->received += length;
  if (exchange->received > exchange->body_limit + OVERFLOW_BYTES)
    return MHD_NO;
  if (exchange->received > exchange->body_limit)
    {
      exchange->overflow = TRUE;
      return MHD_YES;
    }
  reeve_exchange_append_body (exchange, data, length);
  OPENSSL_cleanse ((char *) data, length);
  return MHD_YES;
}

static void
on_done_cb (ReeveExchange *exchange)
{
  MHD_resume_connection (exchange->connection);
}

enum MHD_Result
reeve_engine_admit (void *data, const struct sockaddr *address, socklen_t length)
{
  ReeveEngineListener *listener = data;

  return reeve_connections_may_enter (listener->connections, address) ? MHD_YES : MHD_NO;
}

void
reeve_engine_note_connection (void *data,
                              struct MHD_Connection *connection,
                              void **context,
                              enum MHD_ConnectionNotificationCode code)
{
  ReeveEngineListener *listener = data;

  if (code == MHD_CONNECTION_NOTIFY_STARTED)
    {
      int fd = MHD_get_connection_info (connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
      const struct sockaddr *address =
        MHD_get_connection_info (connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr;
      *context = reeve_connections_add (listener->connections, fd, address);
    }
  else if (*context != NULL)
    reeve_connections_remove (listener->connections, g_steal_pointer (context));
}

void *
reeve_engine_note_target (void *data, const char *target, struct MHD_Connection *connection)
{
  ReeveEngineListener *listener = data;
  ReeveExchange *exchange = reeve_exchange_new (target);

  g_atomic_int_inc (&listener->n_exchanges);
  exchange->connection = connection;
  exchange->context = get_connection (connection);
  exchange->done = on_done_cb;
  exchange->origin = listener->origin;
  exchange->local = listener->local;
  exchange->address = reeve_connection_get_address (exchange->context);
  reeve_connection_set_deadline (exchange->context, REEVE_HEADER_DEADLINE);
  return exchange;
}

size_t
reeve_engine_keep_escapes (void *data, struct MHD_Connection *connection, char *text)
{
  return strlen (text);
}

enum MHD_Result
reeve_engine_handle (void *data,
                     struct MHD_Connection *connection,
                     const char *url,
                     const char *method,
                     const char *version,
                     const char *upload_data,
                     size_t *upload_data_size,
                     void **context)
{
  ReeveEngineListener *listener = data;
  ReeveExchange *exchange = *context;

  if (!exchange->begun)
    return read_head (listener, connection, exchange, method);
  if (*upload_data_size > 0)
    return read_body (exchange, upload_data, upload_data_size);
  if (exchange->status != 0)
    return send_answer (listener, connection, exchange);
  if (exchange->overflow)
    {
      reeve_dispatcher_refuse (listener->dispatcher, exchange, REEVE_ERROR_TOO_LARGE, "body",
                               "the body is too large");
      return send_answer (listener, connection, exchange);
    }
  if (exchange->body != NULL)
    exchange->body_bytes = g_bytes_new_static (exchange->body->str, exchange->body->len);
  reeve_connection_set_answering (exchange->context, REEVE_REPLY_DEADLINE);
  if (reeve_dispatcher_is_inline (exchange))
    {
      reeve_dispatcher_run (listener->dispatcher, exchange);
      return send_answer (listener, connection, exchange);
    }
  /* first suspended, then pushed: a worker may be done before this returns */
  MHD_suspend_connection (connection);
  reeve_dispatcher_push (listener->dispatcher, exchange);
  return MHD_YES;
}

void
reeve_engine_note_completed (void *data,
                             struct MHD_Connection *connection,
                             void **context,
                             enum MHD_RequestTerminationCode code)
{
  ReeveEngineListener *listener = data;
  ReeveExchange *exchange = g_steal_pointer (context);

  if (exchange == NULL)
    return;
  if (exchange->status == 0)
    {
      exchange->status = 400;
      exchange->outcome = "aborted";
      if (exchange->method == NULL)
        exchange->method = "-";
      reeve_dispatcher_note (listener->dispatcher, exchange);
    }
  if (exchange->flows)
    {
      if (code != MHD_REQUEST_TERMINATED_COMPLETED_OK)
        exchange->outcome = "aborted";
      reeve_dispatcher_note (listener->dispatcher, exchange);
    }
  if (exchange->subscriber != NULL)
    reeve_feed_subscriber_release (g_steal_pointer (&exchange->subscriber));
  if (exchange->flow != NULL)
    reeve_flow_release (g_steal_pointer (&exchange->flow));
  reeve_connection_set_idle (exchange->context);
  reeve_exchange_free (exchange);
  g_atomic_int_add (&listener->n_exchanges, -1);
}

/* What clients do wrong is theirs; it must not fill our log. */
void
reeve_engine_log (void *data, const char *format, va_list arguments)
{
  g_autofree char *text = g_strdup_vprintf (format, arguments);

  g_debug ("engine: %s", g_strchomp (text));
}
