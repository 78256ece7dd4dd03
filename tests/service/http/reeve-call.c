/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Signed requests to a reeved from a shell or a Python test. Device key, tokens and nonce are kept in FILE
 * (made when missing), so that calls with the same FILE are one device.
 *
 *   reeve-call (--socket PATH | --origin http://127.0.0.1:PORT) --state FILE [--header 'If-Match: "3"']
 *              METHOD PATH [BODY]
 *     BODY is JSON, "-" for standard input. Prints the reply's body; status and headers too with --include.
 *     Ends with 0 for 2xx, 1 for another status, 2 without an answer. POST gets an Idempotency-Key unless one
 *     is given. An access token that has expired is renewed.
 *   reeve-call … --lines
 *     Many calls over one connection: reads lines {"method","path","body","contentType","headers":{}}, where
 *     body is text, answers lines {"status","headers":{},"body"}; of what is no text, its "bytes" in base64,
 * too. tests/harness/api.py drives this. reeve-call … --repeat N METHOD PATH N times over one connection,
 * each with a proof of its own; prints calls a second and the 50th and 95th percentile in microseconds. An
 * account may make 500 calls a second over TCP (rules/rate-limit.h), any number over the Unix socket.
 *
 * A first set-up:  reeve-call --socket S --state me POST /v1/setup '{"workspaceName":"Acme",
 *   "email":"a@example.org","displayName":"Ada","password":"…"}', then enrol a second factor (the answer's
 *   stage says so); tests/harness/api.py does all of it in one call. */

#include "config.h"

#include <stdio.h>
#include <string.h>

#include "api-client.h"
#include "common/clock.h"
#include "common/encoding.h"
#include "common/json.h"

static char *socket_path;
static char *origin;
static char *state_path;
static char **headers;
static gboolean include;
static gboolean lines;
static int repeat;

static void
load_state (ApiClient *client)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *key = NULL;

  if (state_path == NULL || !g_key_file_load_from_file (file, state_path, G_KEY_FILE_NONE, NULL))
    return;
  key = g_key_file_get_string (file, "device", "key", NULL);
  gsize length;
  g_autofree guint8 *der = reeve_base64url_decode (key, -1, &length);
  g_autoptr (ReeveSecret) secret = reeve_secret_new (der, length);
  reeve_key_unref (client->key);
  client->key = reeve_key_new_private (REEVE_JWS_ES256, secret, NULL);
  client->access_token = g_key_file_get_string (file, "device", "access-token", NULL);
  client->refresh_token = g_key_file_get_string (file, "device", "refresh-token", NULL);
  client->nonce = g_key_file_get_string (file, "device", "nonce", NULL);
}

static void
save_state (ApiClient *client)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (ReeveSecret) der = reeve_key_to_private (client->key);
  gsize length;
  gconstpointer data = reeve_secret_get_data (der, &length);
  g_autofree char *key = reeve_base64url_encode (data, length);
  const char *values[][2] = { { "key", key },
                              { "access-token", client->access_token },
                              { "refresh-token", client->refresh_token },
                              { "nonce", client->nonce } };

  if (state_path == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    if (values[i][1] != NULL)
      g_key_file_set_string (file, "device", values[i][0], values[i][1]);
  g_key_file_save_to_file (file, state_path, NULL);
}

static gboolean
renew (ApiClient *client)
{
  g_autoptr (GString) body = g_string_new ("{\"refreshToken\":");

  if (client->refresh_token == NULL)
    return FALSE;
  reeve_json_append_string (body, client->refresh_token);
  g_string_append_c (body, '}');
  ApiRequest request = {
    .method = "POST", .path = "/v1/sign-in/refresh", .body = body->str, .no_token = TRUE
  };
  g_autoptr (ApiReply) reply = api_client_send (client, &request);
  return reply->status == 200;
}

/* Open routes are proved without the token: `ath` has no place there. */
static gboolean
is_open (const char *path)
{
  return g_str_has_prefix (path, "/v1/sign-in") || g_str_has_prefix (path, "/v1/setup") ||
         g_str_has_prefix (path, "/v1/password-policy");
}

static ApiReply *
call (ApiClient *client, ApiRequest *request)
{
  g_autofree char *key = NULL;
  g_autofree char *with_key = NULL;
  ApiReply *reply;

  request->no_token = is_open (request->path);
  if (g_str_equal (request->method, "POST") &&
      (request->headers == NULL || strcasestr (request->headers, "Idempotency-Key:") == NULL))
    {
      key = reeve_id_new ();
      with_key =
        g_strdup_printf ("%sIdempotency-Key: %s\r\n", request->headers != NULL ? request->headers : "", key);
      request->headers = with_key;
    }
  reply = api_client_send (client, request);
  if (reply->status == 401 && g_strcmp0 (api_reply_get_text (reply, "reason"), "token_expired") == 0 &&
      renew (client))
    {
      api_reply_free (reply);
      reply = api_client_send (client, request);
    }
  return reply;
}

static char *
join_headers (void)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; headers != NULL && headers[i] != NULL; i++)
    g_string_append_printf (text, "%s\r\n", headers[i]);
  return g_string_free (text, FALSE);
}

static int
call_once (ApiClient *client, const char *method, const char *path, const char *body)
{
  g_autofree char *more = join_headers ();
  g_autofree char *input = NULL;
  GHashTableIter iter;
  gpointer name, value;

  if (g_strcmp0 (body, "-") == 0 && g_file_get_contents ("/dev/stdin", &input, NULL, NULL))
    body = input;
  ApiRequest request = { .method = method, .path = path, .body = body, .headers = more };
  g_autoptr (ApiReply) reply = call (client, &request);
  if (include)
    {
      g_print ("%u\n", reply->status);
      g_hash_table_iter_init (&iter, reply->headers);
      while (g_hash_table_iter_next (&iter, &name, &value))
        g_print ("%s: %s\n", (char *) name, (char *) value);
      g_print ("\n");
    }
  if (reply->length > 0)
    fwrite (reply->body, 1, reply->length, stdout);
  return reply->status == 0 ? 2 : reply->status / 100 == 2 ? 0 : 1;
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  return *(const gint64 *) a < *(const gint64 *) b ? -1 : 1;
}

static int
call_many (ApiClient *client, const char *method, const char *path)
{
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 begin = g_get_monotonic_time ();

  for (int i = 0; i < repeat; i++)
    {
      ApiRequest request = { .method = method, .path = path };
      gint64 start = g_get_monotonic_time ();
      g_autoptr (ApiReply) reply = call (client, &request);
      gint64 time = g_get_monotonic_time () - start;
      if (reply->status / 100 != 2)
        {
          g_printerr ("status %u: %s\n", reply->status, reply->body != NULL ? reply->body : "");
          return 1;
        }
      g_array_append_val (times, time);
    }
  double seconds = (double) (g_get_monotonic_time () - begin) / G_USEC_PER_SEC;
  g_array_sort (times, compare_times);
  g_print ("%.0f calls/s  p50 %" G_GINT64_FORMAT " us  p95 %" G_GINT64_FORMAT " us\n", repeat / seconds,
           g_array_index (times, gint64, repeat / 2), g_array_index (times, gint64, repeat * 95 / 100));
  return 0;
}

static const char *
get_member (JsonObject *object, const char *name)
{
  return json_object_has_member (object, name) ? json_object_get_string_member (object, name) : NULL;
}

static char *
read_headers (JsonObject *object)
{
  GString *text = g_string_new (NULL);
  JsonObject *members =
    json_object_has_member (object, "headers") ? json_object_get_object_member (object, "headers") : NULL;
  g_autoptr (GList) names = members != NULL ? json_object_get_members (members) : NULL;

  for (GList *l = names; l != NULL; l = l->next)
    g_string_append_printf (text, "%s: %s\r\n", (char *) l->data,
                            json_object_get_string_member (members, l->data));
  return g_string_free (text, FALSE);
}

static void
print_reply (ApiReply *reply)
{
  g_autoptr (GString) json = g_string_new (NULL);
  g_autofree char *body = g_utf8_make_valid (reply->body != NULL ? reply->body : "", (gssize) reply->length);
  GHashTableIter iter;
  gpointer name, value;

  g_string_append_printf (json, "{\"status\":%u,\"headers\":{", reply->status);
  g_hash_table_iter_init (&iter, reply->headers);
  while (g_hash_table_iter_next (&iter, &name, &value))
    {
      if (json->str[json->len - 1] != '{')
        g_string_append_c (json, ',');
      reeve_json_append_string (json, name);
      g_string_append_c (json, ':');
      reeve_json_append_string (json, value);
    }
  g_string_append (json, "},\"body\":");
  reeve_json_append_string (json, body);
  if (g_strcmp0 (api_reply_get_header (reply, "content-type"), "application/octet-stream") == 0)
    {
      g_autofree char *bytes = g_base64_encode ((const guchar *) reply->body, reply->length);

      g_string_append_printf (json, ",\"bytes\":\"%s\"", bytes);
    }
  g_string_append (json, "}\n");
  fputs (json->str, stdout);
  fflush (stdout);
}

static int
call_lines (ApiClient *client)
{
  char *line = NULL;
  size_t size = 0;

  while (getline (&line, &size, stdin) > 0)
    {
      g_autoptr (JsonNode) node = json_from_string (line, NULL);
      if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
        return 2;
      JsonObject *object = json_node_get_object (node);
      g_autofree char *more = read_headers (object);
      ApiRequest request = { .method = get_member (object, "method"),
                             .path = get_member (object, "path"),
                             .body = get_member (object, "body"),
                             .content_type = get_member (object, "contentType"),
                             .headers = more };
      g_autoptr (ApiReply) reply = call (client, &request);
      print_reply (reply);
      save_state (client);
    }
  free (line);
  return 0;
}

int
main (int argc, char **argv)
{
  const GOptionEntry entries[] = {
    { "socket", 0, 0, G_OPTION_ARG_FILENAME, &socket_path, "Unix socket", "PATH" },
    { "origin", 0, 0, G_OPTION_ARG_STRING, &origin, "http://ADDRESS:PORT", "ORIGIN" },
    { "state", 0, 0, G_OPTION_ARG_FILENAME, &state_path, "Where device key and tokens are kept", "FILE" },
    { "header", 0, 0, G_OPTION_ARG_STRING_ARRAY, &headers, "One more header", "LINE" },
    { "include", 0, 0, G_OPTION_ARG_NONE, &include, "Print status and headers", NULL },
    { "lines", 0, 0, G_OPTION_ARG_NONE, &lines, "Read calls from standard input", NULL },
    { "repeat", 0, 0, G_OPTION_ARG_INT, &repeat, "Call so often", "N" },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("METHOD PATH [BODY]");
  g_autoptr (GError) error = NULL;
  int result;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || (socket_path == NULL) == (origin == NULL) ||
      (!lines && argc < 3))
    {
      g_printerr ("%s\n", error != NULL ? error->message : "see reeve-call --help");
      return 2;
    }
  g_autofree char *place = socket_path != NULL ? g_strconcat ("unix:", socket_path, NULL) : g_strdup (origin);
  g_autoptr (ApiClient) client = api_client_new (place);
  load_state (client);
  if (lines)
    result = call_lines (client);
  else if (repeat > 0)
    result = call_many (client, argv[1], argv[2]);
  else
    result = call_once (client, argv[1], argv[2], argc > 3 ? argv[3] : NULL);
  save_state (client);
  return result;
}
