/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* HTTP/1.1 by hand, so that tests see exactly what was sent and answered. */

#include "config.h"

#include "api-client.h"

#include <gio/gunixsocketaddress.h>
#include <string.h>

#include "common/dpop.h"

ApiClient *
api_client_new (const char *origin)
{
  ApiClient *self = g_new0 (ApiClient, 1);

  if (g_str_has_prefix (origin, "unix:"))
    {
      self->socket_path = g_strdup (origin + 5);
      self->base = g_strdup ("http://reeved");
    }
  else
    self->base = g_strdup (origin);
  self->key = reeve_key_generate (REEVE_JWS_ES256);
  return self;
}

void
api_client_disconnect (ApiClient *self)
{
  g_clear_object (&self->connection);
}

void
api_client_free (ApiClient *self)
{
  if (self == NULL)
    return;
  api_client_disconnect (self);
  g_free (self->base);
  g_free (self->socket_path);
  reeve_key_unref (self->key);
  g_free (self->access_token);
  g_free (self->refresh_token);
  g_free (self->nonce);
  g_free (self);
}

static gboolean
connect_client (ApiClient *self)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnectable) address = NULL;

  if (self->connection != NULL)
    return TRUE;
  if (self->socket_path != NULL)
    address = G_SOCKET_CONNECTABLE (g_unix_socket_address_new (self->socket_path));
  else
    {
      g_autoptr (GUri) uri = g_uri_parse (self->base, G_URI_FLAGS_NONE, NULL);
      address = g_network_address_new (g_uri_get_host (uri), (guint16) g_uri_get_port (uri));
    }
  g_socket_client_set_timeout (client, 30);
  self->connection = g_socket_client_connect (client, address, NULL, NULL);
  return self->connection != NULL;
}

static char *
make_proof (ApiClient *self, const ApiRequest *request, const char *token)
{
  const char *query = strchrnul (request->path, '?');
  g_autofree char *path = g_strndup (request->path, (gsize) (query - request->path));
  g_autofree char *uri = g_strconcat (self->base, path, NULL);
  const char *body = request->body_claim != NULL ? request->body_claim : request->body;
  g_autoptr (GBytes) bytes = body != NULL ? g_bytes_new (body, strlen (body)) : NULL;
  ReeveDpopRequest claims = {
    .method = request->method_claim != NULL ? request->method_claim : request->method,
    .uri = request->uri_claim != NULL ? request->uri_claim : uri,
    .access_token = request->token_claim != NULL ? request->token_claim : token,
    .nonce = request->nonce_claim != NULL ? request->nonce_claim : self->nonce,
    .body = bytes,
  };

  return reeve_dpop_make (request->key != NULL ? request->key : self->key, &claims);
}

static char *
write_request (ApiClient *self, const ApiRequest *request)
{
  GString *text = g_string_new (NULL);
  const char *token = request->token != NULL ? request->token : self->access_token;

  if (request->no_token)
    token = NULL;
  g_string_printf (text, "%s %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: test\r\n", request->method, request->path,
                   strstr (self->base, "//") + 2);
  if (token != NULL)
    g_string_append_printf (text, "Authorization: DPoP %s\r\n", token);
  if (!request->no_proof)
    {
      g_autofree char *proof =
        request->proof != NULL ? g_strdup (request->proof) : make_proof (self, request, token);
      g_string_append_printf (text, "DPoP: %s\r\n", proof);
    }
  if (request->headers != NULL)
    g_string_append (text, request->headers);
  if (request->body != NULL)
    g_string_append_printf (text, "Content-Type: %s\r\nContent-Length: %zu\r\n",
                            request->content_type != NULL ? request->content_type : "application/json",
                            strlen (request->body));
  g_string_append_printf (text, "\r\n%s", request->body != NULL ? request->body : "");
  return g_string_free (text, FALSE);
}

static gboolean
read_head (GDataInputStream *stream, ApiReply *reply)
{
  g_autofree char *line = g_data_input_stream_read_line (stream, NULL, NULL, NULL);

  if (line == NULL || strlen (line) < 12)
    return FALSE;
  reply->status = (guint) g_ascii_strtoull (line + 9, NULL, 10);
  for (;;)
    {
      g_autofree char *header = g_data_input_stream_read_line (stream, NULL, NULL, NULL);
      if (header == NULL || *g_strchomp (header) == '\0')
        return header != NULL;
      char *colon = strchr (header, ':');
      if (colon != NULL)
        g_hash_table_insert (reply->headers, g_ascii_strdown (header, colon - header),
                             g_strstrip (g_strdup (colon + 1)));
    }
}

static void
read_body (GDataInputStream *stream, ApiReply *reply)
{
  const char *length = api_reply_get_header (reply, "content-length");
  GString *body = g_string_new (NULL);

  if (length != NULL)
    {
      g_string_set_size (body, g_ascii_strtoull (length, NULL, 10));
      g_input_stream_read_all (G_INPUT_STREAM (stream), body->str, body->len, NULL, NULL, NULL);
    }
  while (g_strcmp0 (api_reply_get_header (reply, "transfer-encoding"), "chunked") == 0)
    {
      g_autofree char *line = g_data_input_stream_read_line (stream, NULL, NULL, NULL);
      gsize size = line != NULL ? g_ascii_strtoull (line, NULL, 16) : 0;
      gsize at = body->len;
      g_string_set_size (body, at + size);
      g_input_stream_read_all (G_INPUT_STREAM (stream), body->str + at, size, NULL, NULL, NULL);
      g_free (g_data_input_stream_read_line (stream, NULL, NULL, NULL));
      if (size == 0)
        break;
    }
  reply->length = body->len;
  reply->body = g_string_free (body, FALSE);
}

static ApiReply *
send_once (ApiClient *self, const ApiRequest *request, GDataInputStream **stream)
{
  g_autofree char *text = write_request (self, request);
  ApiReply *reply = g_new0 (ApiReply, 1);

  reply->headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (!connect_client (self))
    return reply;
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (self->connection)), text,
                             strlen (text), NULL, NULL, NULL);
  *stream = g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (self->connection)));
  g_data_input_stream_set_newline_type (*stream, G_DATA_STREAM_NEWLINE_TYPE_LF);
  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (*stream), FALSE);
  if (!read_head (*stream, reply))
    reply->status = 0;
  if (api_reply_get_header (reply, "dpop-nonce") != NULL)
    g_set_str (&self->nonce, api_reply_get_header (reply, "dpop-nonce"));
  return reply;
}

static void
finish_reply (ApiClient *self, ApiReply *reply, GDataInputStream *stream)
{
  if (reply->status != 0)
    read_body (stream, reply);
  if (reply->status == 0 || g_strcmp0 (api_reply_get_header (reply, "connection"), "close") == 0)
    api_client_disconnect (self);
  if (reply->length == 0)
    return;
  g_autoptr (JsonNode) node = json_from_string (reply->body, NULL);
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return;
  reply->json = json_node_dup_object (node);
  if (api_reply_get_text (reply, "accessToken") != NULL)
    g_set_str (&self->access_token, api_reply_get_text (reply, "accessToken"));
  if (api_reply_get_text (reply, "refreshToken") != NULL)
    g_set_str (&self->refresh_token, api_reply_get_text (reply, "refreshToken"));
}

static ApiReply *
send_and_follow (ApiClient *self, const ApiRequest *request, gboolean stream_wanted, GDataInputStream **kept)
{
  for (int tries = 0;; tries++)
    {
      g_autoptr (GDataInputStream) stream = NULL;
      gboolean fresh = self->connection == NULL;
      ApiReply *reply = send_once (self, request, &stream);
      if (stream_wanted && reply->status == 200)
        {
          *kept = g_steal_pointer (&stream);
          return reply;
        }
      finish_reply (self, reply, stream);
      gboolean again =
        tries < 2 && !request->no_follow &&
        ((reply->status == 0 && !fresh) ||
         (reply->status == 401 && g_strcmp0 (api_reply_get_text (reply, "reason"), "use_nonce") == 0));
      if (!again)
        return reply;
      api_reply_free (reply);
    }
}

ApiReply *
api_client_send (ApiClient *self, const ApiRequest *request)
{
  return send_and_follow (self, request, FALSE, NULL);
}

ApiReply *
api_client_open (ApiClient *self, const ApiRequest *request, GInputStream **stream)
{
  GDataInputStream *kept = NULL;
  ApiReply *reply = send_and_follow (self, request, TRUE, &kept);

  *stream = kept != NULL ? G_INPUT_STREAM (kept) : NULL;
  return reply;
}

ApiReply *
api_client_call (ApiClient *self, const char *method, const char *path, const char *body)
{
  ApiRequest request = { .method = method, .path = path, .body = body };

  return api_client_send (self, &request);
}

void
api_reply_free (ApiReply *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->headers);
  g_clear_pointer (&self->json, json_object_unref);
  g_free (self->body);
  g_free (self);
}

const char *
api_reply_get_header (ApiReply *self, const char *name)
{
  return g_hash_table_lookup (self->headers, name);
}

const char *
api_reply_get_text (ApiReply *self, const char *member)
{
  JsonNode *node = self->json != NULL ? json_object_get_member (self->json, member) : NULL;

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;
}
