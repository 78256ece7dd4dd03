/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* No HTTP server, on purpose: one request line is read, within 8 KiB and ten seconds, and answered with a
 * page of ours that holds nothing of the request. libsoup's server is documented not to be made for
 * untrusted clients, and here everybody on the computer is one. */

#include "config.h"

#include "console/client/loopback.h"

#include <glib/gi18n.h>
#include <string.h>

#include "common/error.h"

#define MOST_HEAD   8192
#define MOST_VISITS 16
#define VISIT_MS    10000

struct _ReeveLoopback
{
  GObject parent_instance;

  /* owned */
  GSocketService *service;
  ReeveSecret *state;          /* (nullable): nothing is waited for */
  GTask *task;                 /* (nullable) */
  GSource *cancelled;          /* (nullable) */
  GSource *over;               /* (nullable) */
  ReeveProviderAnswer *answer; /* (nullable): its page is on the way to the browser */
  GError *refusal;             /* (nullable): likewise */

  guint16 port;
  guint n_visits;
};

G_DEFINE_FINAL_TYPE (ReeveLoopback, reeve_loopback, G_TYPE_OBJECT)

/* One connection. */
typedef struct
{
  ReeveLoopback *self;
  GSocketConnection *connection;
  GCancellable *cancellable; /* after VISIT_MS */
  guint over;
  gsize length;
  char head[MOST_HEAD + 1];
  char *reply;
  gboolean last; /* what was waited for has come with it */
} Visit;

static void
free_visit (Visit *visit)
{
  visit->self->n_visits--;
  g_clear_handle_id (&visit->over, g_source_remove);
  g_object_unref (visit->connection);
  g_object_unref (visit->cancellable);
  g_object_unref (visit->self);
  g_free (visit->reply);
  explicit_bzero (visit->head, sizeof visit->head);
  g_free (visit);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Visit, free_visit)

/* --- What is waited for --- */

static void
stop (ReeveLoopback *self)
{
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_clear_pointer (&self->state, reeve_secret_unref);
}

static void
clear_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

/* @error: (transfer full) (nullable): there is an answer */
static void
end (ReeveLoopback *self, GError *error)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);

  stop (self);
  clear_source (&self->cancelled);
  clear_source (&self->over);
  if (task == NULL)
    g_clear_error (&error);
  else if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&self->answer), g_object_unref);
}

static gboolean
on_cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  ReeveLoopback *self = g_task_get_source_object (user_data);

  end (self, g_error_new (G_IO_ERROR, G_IO_ERROR_CANCELLED, "no longer waited for"));
  return G_SOURCE_REMOVE;
}

static gboolean
on_over_cb (gpointer user_data)
{
  ReeveLoopback *self = g_task_get_source_object (user_data);

  end (self, reeve_error_new (REEVE_ERROR_SIGNED_OUT, "ticket", "nobody came back from the browser"));
  return G_SOURCE_REMOVE;
}

/* --- The page --- */

static char *
make_page (guint status, const char *phrase, const char *title, const char *text)
{
  static const char style[] = "body{font:1.1rem/1.5 system-ui,sans-serif;max-width:30rem;margin:18vh auto 0;"
                              "padding:0 1.5rem;text-align:center}";
  g_autofree char *heading = g_markup_escape_text (title, -1);
  g_autofree char *words = g_markup_escape_text (text, -1);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *hash = NULL;
  g_autofree char *body = NULL;
  guint8 digest[32];
  gsize length = sizeof digest;

  g_checksum_update (checksum, (const guchar *) style, -1);
  g_checksum_get_digest (checksum, digest, &length);
  hash = g_base64_encode (digest, length);
  body = g_strdup_printf ("<!doctype html><html><head><meta charset=\"utf-8\">"
                          "<meta name=\"viewport\" content=\"width=device-width\">"
                          "<meta name=\"color-scheme\" content=\"light dark\"><title>Reeve</title>"
                          "<style>%s</style></head><body><main><h1>%s</h1><p>%s</p></main></body></html>",
                          style, heading, words);
  return g_strdup_printf (
    "HTTP/1.1 %u %s\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %zu\r\n"
    "Content-Security-Policy: default-src 'none'; style-src 'sha256-%s'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'\r\nReferrer-Policy: no-referrer\r\n"
    "X-Content-Type-Options: nosniff\r\nCross-Origin-Resource-Policy: same-origin\r\n"
    "Cache-Control: no-store\r\nConnection: close\r\n\r\n%s",
    status, phrase, strlen (body), hash, body);
}

static char *
make_wrong_page (guint status, const char *phrase)
{
  return make_page (status, phrase, _ ("This Is Not What Reeve Waits For"),
                    _ ("Go back to Reeve and start signing in again."));
}

/* --- The request --- */

/* Each parameter at most once (RFC 6749, 3.1). FALSE: it is none of what a provider sends. */
static gboolean
read_query (const char *query, ReeveProviderAnswer *answer, gboolean *refused)
{
  GUriParamsIter iter;
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GError) error = NULL;
  char *name, *value;

  g_uri_params_iter_init (&iter, query, -1, "&", G_URI_PARAMS_WWW_FORM);
  while (g_uri_params_iter_next (&iter, &name, &value, &error))
    {
      g_autoptr (ReeveSecret) secret = reeve_secret_new_take (value);
      const char *text = reeve_secret_get_text (secret);

      if (g_str_equal (name, "state"))
        answer->state = answer->state != NULL ? answer->state : reeve_secret_ref (secret);
      else if (g_str_equal (name, "code"))
        answer->code = answer->code != NULL ? answer->code : reeve_secret_ref (secret);
      else if (g_str_equal (name, "iss"))
        reeve_set_text (&answer->issuer, text);
      else if (g_str_equal (name, "error"))
        *refused = TRUE;
      if (!g_hash_table_add (seen, name))
        return FALSE;
    }
  return error == NULL;
}

/* What the person reads in the browser. */
static char *
judge_query (Visit *visit, const char *query)
{
  ReeveLoopback *self = visit->self;
  g_autoptr (ReeveProviderAnswer) answer = reeve_provider_answer_new ();
  gboolean refused = FALSE;

  if (!read_query (query, answer, &refused) || self->state == NULL || answer->state == NULL ||
      !reeve_secret_equal (self->state, answer->state))
    return make_wrong_page (400, "Bad Request");
  stop (self); /* the next one has nothing to match any more */
  visit->last = TRUE;
  if (!refused && answer->code != NULL)
    {
      self->answer = g_steal_pointer (&answer);
      return make_page (200, "OK", _ ("Back to Reeve"),
                        _ ("You can close this window. Reeve goes on by itself."));
    }
  self->refusal =
    reeve_error_new (REEVE_ERROR_SIGNED_OUT, "provider_refused", "the provider sent nobody back");
  return make_page (200, "OK", _ ("You Are Not Signed In"),
                    _ ("You can close this window. Reeve lets you try again."));
}

static char *
judge (Visit *visit)
{
  char *line_end = strstr (visit->head, "\r\n");
  g_autoptr (ReeveSecret) line = NULL;
  const char *query;

  if (strlen (visit->head) != visit->length || line_end == NULL)
    return make_wrong_page (400, "Bad Request");
  line = reeve_secret_new (visit->head, line_end - visit->head);
  const char *text = reeve_secret_get_text (line);
  if (!g_str_has_prefix (text, "GET "))
    return make_wrong_page (405, "Method Not Allowed");
  if (!g_str_has_suffix (text, " HTTP/1.1") && !g_str_has_suffix (text, " HTTP/1.0"))
    return make_wrong_page (400, "Bad Request");
  text += strlen ("GET ");
  if (!g_str_has_prefix (text, REEVE_PROVIDER_REDIRECT_PATH "?"))
    return make_wrong_page (404, "Not Found");
  query = text + strlen (REEVE_PROVIDER_REDIRECT_PATH "?");
  g_autoptr (ReeveSecret) parameters = reeve_secret_new (query, strlen (query) - strlen (" HTTP/1.1"));
  return judge_query (visit, reeve_secret_get_text (parameters));
}

static void
on_replied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Visit) visit = user_data;
  ReeveLoopback *self = visit->self;
  g_autoptr (GError) error = NULL;

  if (!g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, &error))
    g_debug ("the browser did not take the page: %s", error->message);
  g_io_stream_close (G_IO_STREAM (visit->connection), NULL, NULL);
  if (visit->last)
    end (self, g_steal_pointer (&self->refusal));
}

static void read_more (Visit *visit);

static void
on_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Visit) visit = user_data;
  gssize n = g_input_stream_read_finish (G_INPUT_STREAM (source), result, NULL);

  if (n <= 0)
    return;
  visit->length += n;
  visit->head[visit->length] = '\0';
  if (strstr (visit->head, "\r\n\r\n") == NULL && visit->length < MOST_HEAD)
    {
      read_more (g_steal_pointer (&visit));
      return;
    }
  visit->reply = judge (visit);
  g_output_stream_write_all_async (g_io_stream_get_output_stream (G_IO_STREAM (visit->connection)),
                                   visit->reply, strlen (visit->reply), G_PRIORITY_DEFAULT,
                                   visit->cancellable, on_replied_cb, visit);
  g_steal_pointer (&visit);
}

/* @visit: (transfer full) */
static void
read_more (Visit *visit)
{
  g_input_stream_read_async (g_io_stream_get_input_stream (G_IO_STREAM (visit->connection)),
                             visit->head + visit->length, MOST_HEAD - visit->length, G_PRIORITY_DEFAULT,
                             visit->cancellable, on_read_cb, visit);
}

static gboolean
on_visit_over_cb (gpointer user_data)
{
  Visit *visit = user_data;

  visit->over = 0;
  g_cancellable_cancel (visit->cancellable);
  return G_SOURCE_REMOVE;
}

static gboolean
on_incoming_cb (ReeveLoopback *self, GSocketConnection *connection)
{
  Visit *visit;

  if (self->n_visits >= MOST_VISITS)
    return TRUE;
  self->n_visits++;
  visit = g_new0 (Visit, 1);
  visit->self = g_object_ref (self);
  visit->connection = g_object_ref (connection);
  visit->cancellable = g_cancellable_new ();
  visit->over = g_timeout_add (VISIT_MS, on_visit_over_cb, visit);
  read_more (visit);
  return TRUE;
}

static void
reeve_loopback_finalize (GObject *object)
{
  ReeveLoopback *self = REEVE_LOOPBACK (object);

  stop (self);
  g_clear_object (&self->service);
  g_clear_object (&self->answer);
  g_clear_error (&self->refusal);
  G_OBJECT_CLASS (reeve_loopback_parent_class)->finalize (object);
}

static void
reeve_loopback_class_init (ReeveLoopbackClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = reeve_loopback_finalize;
}

static void
reeve_loopback_init (ReeveLoopback *self)
{
  self->service = g_socket_service_new ();
  g_signal_connect_object (self->service, "incoming", G_CALLBACK (on_incoming_cb), self, G_CONNECT_SWAPPED);
}

ReeveLoopback *
reeve_loopback_new (GError **error)
{
  g_autoptr (ReeveLoopback) self = g_object_new (REEVE_TYPE_LOOPBACK, NULL);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  g_autoptr (GSocketAddress) bound = NULL;

  if (!g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), address, G_SOCKET_TYPE_STREAM,
                                      G_SOCKET_PROTOCOL_TCP, NULL, &bound, error))
    return NULL;
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  g_socket_service_start (self->service);
  return g_steal_pointer (&self);
}

guint16
reeve_loopback_get_port (ReeveLoopback *self)
{
  g_return_val_if_fail (REEVE_IS_LOOPBACK (self), 0);

  return self->port;
}

void
reeve_loopback_wait_async (ReeveLoopback *self,
                           const ReeveSecret *state,
                           guint life_ms,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_return_if_fail (REEVE_IS_LOOPBACK (self));
  g_return_if_fail (state != NULL && self->task == NULL);

  self->task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (self->task, reeve_loopback_wait_async);
  self->state = reeve_secret_ref ((ReeveSecret *) state);
  self->over = g_timeout_source_new (life_ms);
  g_task_attach_source (self->task, self->over, on_over_cb);
  if (cancellable == NULL)
    return;
  self->cancelled = g_cancellable_source_new (cancellable);
  g_task_attach_source (self->task, self->cancelled, G_SOURCE_FUNC (on_cancelled_cb));
}

ReeveProviderAnswer *
reeve_loopback_wait_finish (ReeveLoopback *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, reeve_loopback_wait_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
