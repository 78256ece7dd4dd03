/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The client of the benches; see the header. */

#include "config.h"

#include "load-client.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "common/clock.h"
#include "common/dpop.h"
#include "common/json.h"

#define ORIGIN "http://reeved"
/* How often many connections are looked at. By the clock, because waking a client that waits for its reply is
 * work of the one who sends it: on one machine it would count as the service's. */
#define LOOK_INTERVAL 1000

typedef struct
{
  int fd;
  GString *in; /* what has come of the reply */
} Line;

struct _LoadClient
{
  char *socket_path;
  ReeveKey *key;
  ReeveSecret *token; /* (nullable) */
  char *nonce;        /* (nullable) */
  Line lines[LOAD_CLIENT_MOST_LINES];
  guint n_lines;
};

static void
connect_line (LoadClient *self, Line *line)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };

  g_strlcpy (address.sun_path, self->socket_path, sizeof address.sun_path);
  line->fd = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (connect (line->fd, (struct sockaddr *) &address, sizeof address) != 0)
    g_error ("cannot connect to the service: %s", g_strerror (errno));
}

static void
open_lines (LoadClient *self, guint n)
{
  g_assert (n <= LOAD_CLIENT_MOST_LINES);
  for (; self->n_lines < n; self->n_lines++)
    {
      self->lines[self->n_lines].in = g_string_sized_new (256 * 1024);
      connect_line (self, &self->lines[self->n_lines]);
    }
}

LoadClient *
load_client_new (const char *socket_path, ReeveKey *key)
{
  LoadClient *self = g_new0 (LoadClient, 1);

  self->socket_path = g_strdup (socket_path);
  self->key = reeve_key_ref (key);
  open_lines (self, 1);
  return self;
}

void
load_client_free (LoadClient *self)
{
  for (guint i = 0; i < self->n_lines; i++)
    {
      close (self->lines[i].fd);
      g_string_free (self->lines[i].in, TRUE);
    }
  g_free (self->socket_path);
  reeve_key_unref (self->key);
  g_clear_pointer (&self->token, reeve_secret_unref);
  g_free (self->nonce);
  g_free (self);
}

void
load_client_set_access_token (LoadClient *self, const ReeveSecret *token)
{
  g_clear_pointer (&self->token, reeve_secret_unref);
  self->token = token == NULL ? NULL : reeve_secret_new_text (reeve_secret_get_text (token));
}

GString *
load_client_prepare (LoadClient *self,
                     const char *method,
                     const char *path_and_query,
                     const ReeveSecret *body,
                     const char *extra_headers)
{
  GString *request = g_string_sized_new (1536);
  g_autofree char *path = g_strndup (path_and_query, strcspn (path_and_query, "?"));
  g_autofree char *uri = g_strconcat (ORIGIN, path, NULL);
  g_autoptr (GBytes) bytes =
    body == NULL ? NULL : g_bytes_new (reeve_secret_get_text (body), reeve_secret_get_length (body));
  ReeveDpopRequest proof = { .method = method,
                             .uri = uri,
                             .access_token = self->token == NULL ? NULL : reeve_secret_get_text (self->token),
                             .nonce = self->nonce,
                             .body = bytes };
  g_autofree char *header = reeve_dpop_make (self->key, &proof);

  g_string_append_printf (request, "%s %s HTTP/1.1\r\nHost: reeved\r\nDPoP: %s\r\n", method, path_and_query,
                          header);
  if (self->token != NULL)
    g_string_append_printf (request, "Authorization: DPoP %s\r\n", reeve_secret_get_text (self->token));
  if (extra_headers != NULL)
    g_string_append (request, extra_headers);
  if (body != NULL)
    g_string_append_printf (request, "Content-Type: application/json\r\nContent-Length: %zu\r\n",
                            reeve_secret_get_length (body));
  else if (!g_str_equal (method, "GET"))
    g_string_append (request, "Content-Length: 0\r\n");
  g_string_append (request, "\r\n");
  if (body != NULL)
    g_string_append_len (request, reeve_secret_get_text (body), (gssize) reeve_secret_get_length (body));
  return request;
}

static void
read_more (Line *line)
{
  char buffer[65536];
  ssize_t n = read (line->fd, buffer, sizeof buffer);

  if (n <= 0)
    g_error ("the service closed the connection: %s", n == 0 ? "end of file" : g_strerror (errno));
  g_string_append_len (line->in, buffer, n);
}

static char *
find_header (const char *head, const char *name)
{
  const char *found = strcasestr (head, name);
  const char *end;

  if (found == NULL)
    return NULL;
  found += strlen (name);
  end = strstr (found, "\r\n");
  return g_strstrip (g_strndup (found, (gsize) (end - found)));
}

static void
begin (Line *line, const GString *request)
{
  g_string_truncate (line->in, 0);
  for (gsize sent = 0; sent < request->len;)
    {
      ssize_t n = send (line->fd, request->str + sent, request->len - sent, MSG_NOSIGNAL);
      if (n < 0)
        g_error ("cannot send: %s", g_strerror (errno));
      sent += (gsize) n;
    }
}

/* FALSE: more of the reply is to come. */
static gboolean
finish (LoadClient *self, Line *line, LoadReply *reply)
{
  const char *end = strstr (line->in->str, "\r\n\r\n");
  gsize head_length;
  gsize length;
  char *nonce;
  g_autofree char *head = NULL;
  g_autofree char *length_text = NULL;

  if (end == NULL)
    return FALSE;
  head_length = (gsize) (end - line->in->str) + 4;
  head = g_strndup (line->in->str, head_length);
  length_text = find_header (head, "\r\nContent-Length:");
  length = length_text == NULL ? 0 : (gsize) g_ascii_strtoull (length_text, NULL, 10);
  if (line->in->len < head_length + length)
    return FALSE;
  reply->status = (unsigned) strtoul (head + strlen ("HTTP/1.1 "), NULL, 10);
  g_string_truncate (reply->body, 0);
  g_string_append_len (reply->body, line->in->str + head_length, (gssize) length);
  nonce = find_header (head, "\r\nDPoP-Nonce:");
  if (nonce != NULL)
    {
      g_free (self->nonce);
      self->nonce = nonce;
    }
  if (strcasestr (head, "\r\nConnection: close") != NULL)
    {
      close (line->fd);
      connect_line (self, line);
    }
  return TRUE;
}

void
load_client_send (LoadClient *self, const GString *request, LoadReply *reply)
{
  begin (&self->lines[0], request);
  do
    read_more (&self->lines[0]);
  while (!finish (self, &self->lines[0], reply));
}

/* FALSE: nothing has come, or not all. */
static gboolean
look_at (LoadClient *self, Line *line, LoadReply *reply)
{
  char buffer[65536];
  ssize_t n = recv (line->fd, buffer, sizeof buffer, MSG_DONTWAIT);

  if (n < 0 && errno == EAGAIN)
    return FALSE;
  if (n <= 0)
    g_error ("the service closed a connection: %s", n == 0 ? "end of file" : g_strerror (errno));
  g_string_append_len (line->in, buffer, n);
  return finish (self, line, reply);
}

void
load_client_send_all (LoadClient *self, GPtrArray *requests, guint n_lines)
{
  LoadReply reply = { 0, g_string_sized_new (65536) };
  gboolean waiting[LOAD_CLIENT_MOST_LINES] = { FALSE };
  guint begun = 0;

  open_lines (self, n_lines);
  for (guint finished = 0; finished < requests->len;)
    {
      for (guint i = 0; i < n_lines; i++)
        {
          if (waiting[i] && look_at (self, &self->lines[i], &reply))
            {
              if (reply.status != 200)
                g_error ("a request was answered %u: %s", reply.status, reply.body->str);
              waiting[i] = FALSE;
              finished++;
            }
          if (!waiting[i] && begun < requests->len)
            {
              begin (&self->lines[i], requests->pdata[begun++]);
              waiting[i] = TRUE;
            }
        }
      g_usleep (LOOK_INTERVAL);
    }
  g_string_free (reply.body, TRUE);
}

void
load_client_call (LoadClient *self,
                  const char *method,
                  const char *path_and_query,
                  gpointer body,
                  LoadReply *reply)
{
  g_autoptr (ReeveSecret) wire = body == NULL ? NULL : reeve_record_to_wire (body);
  g_autofree char *id = reeve_id_new ();
  g_autofree char *key = g_strconcat ("Idempotency-Key: ", id, "\r\n", NULL);

  for (guint attempt = 0; attempt < 2; attempt++)
    {
      GString *request =
        load_client_prepare (self, method, path_and_query, wire, g_str_equal (method, "POST") ? key : NULL);

      load_client_send (self, request, reply);
      g_string_free (request, TRUE);
      if (reply->status != 401 || strstr (reply->body->str, "use_nonce") == NULL)
        return;
    }
}

gpointer
load_client_call_record (LoadClient *self, const char *method, const char *path, gpointer body, GType type)
{
  LoadReply reply = { 0, g_string_new (NULL) };
  gpointer record = g_object_new (type, NULL);
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (GError) error = NULL;

  load_client_call (self, method, path, body, &reply);
  if (reply.status != 200 && reply.status != 201)
    g_error ("%s %s answered %u: %s", method, path, reply.status, reply.body->str);
  object = reeve_json_parse_object (reply.body->str, reply.body->len, &reeve_json_body, &error);
  if (object == NULL || !reeve_record_read_json (record, object, REEVE_READ_REPLY, "", &error))
    g_error ("%s %s: %s", method, path, error->message);
  g_string_free (reply.body, TRUE);
  return record;
}
