/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What no real service does: hang, hang up, answer rubbish, ask for a nonce for ever. The stand-in behind
 * these tests is a few lines long and knows nothing of Reeve. */

#include "config.h"

#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <libsoup/soup.h>

#include "common/error.h"
#include "common/sign-in.h"
#include "common/workspace.h"
#include "console/client/client.h"

typedef struct
{
  char *folder;
  char *path;
  SoupServer *server;
  ReeveClient *client;
  GPtrArray *paused;  /* of SoupServerMessage */
  GPtrArray *keys;    /* Idempotency-Keys, as they came */
  GHashTable *proofs; /* every proof ever seen */
  guint n_requests;
  guint n_nonces_asked; /* how often a nonce is asked for */
  guint n_hang_ups;
} Fixture;

typedef struct
{
  guint n_done;
  guint n_cancelled;
  GError *error;
  gpointer value;
} Answers;

static void
reply (SoupServerMessage *message, guint status, const char *body)
{
  const char *type = *body == '<'    ? "text/html"
                     : status >= 400 ? "application/problem+json"
                                     : "application/json";

  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, type, SOUP_MEMORY_COPY, body, strlen (body));
}

static void
hang_up (SoupServerMessage *message)
{
  g_autoptr (GIOStream) stream = soup_server_message_steal_connection (message);

  g_io_stream_close (stream, NULL, NULL);
}

static void
on_request_cb (SoupServer *server,
               SoupServerMessage *message,
               const char *path,
               GHashTable *query,
               gpointer user_data)
{
  Fixture *fixture = user_data;
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *proof = soup_message_headers_get_one (headers, "DPoP");
  const char *key = soup_message_headers_get_one (headers, "Idempotency-Key");

  fixture->n_requests++;
  g_assert_nonnull (proof);
  g_assert_true (g_hash_table_add (fixture->proofs, g_strdup (proof))); /* a proof serves once */
  if (key != NULL)
    g_ptr_array_add (fixture->keys, g_strdup (key));
  if (fixture->n_nonces_asked > 0)
    {
      fixture->n_nonces_asked--;
      soup_message_headers_append (soup_server_message_get_response_headers (message), "DPoP-Nonce", "abc");
      reply (message, 401, "{\"code\":\"signed_out\",\"reason\":\"use_nonce\"}");
    }
  else if (fixture->n_hang_ups > 0)
    {
      fixture->n_hang_ups--;
      hang_up (message);
    }
  else if (g_str_has_prefix (path, "/v1/hang"))
    {
      soup_server_message_pause (message);
      g_ptr_array_add (fixture->paused, g_object_ref (message));
    }
  else if (g_str_has_prefix (path, "/v1/rubbish"))
    reply (message, 200, "<html>hello</html>");
  else if (g_str_has_prefix (path, "/v1/wrong-type"))
    reply (message, 200, "{\"setUp\":\"yes\"}");
  else if (g_str_has_prefix (path, "/v1/gateway"))
    reply (message, 502, "<html>bad gateway</html>");
  else if (g_str_has_prefix (path, "/v1/web-page"))
    reply (message, 404, "<html>no such page</html>");
  else if (g_str_has_prefix (path, "/v1/moved"))
    {
      soup_message_headers_append (soup_server_message_get_response_headers (message), "Location",
                                   "http://127.0.0.1:1/");
      reply (message, 302, "");
    }
  else if (g_str_has_prefix (path, "/v1/large"))
    {
      g_autofree char *body = g_strnfill (9 * 1024 * 1024, ' ');

      reply (message, 200, body);
    }
  else
    reply (message, 200, "{\"setUp\":true}");
}

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (ReeveKey) key = reeve_key_generate (REEVE_JWS_ES256);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocket) listener = NULL;
  g_autoptr (GSocketAddress) address = NULL;
  g_autofree char *origin = NULL;

  fixture->folder = g_dir_make_tmp ("reeve-faults-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->folder, "socket", NULL);
  origin = g_strconcat ("unix:", fixture->path, NULL);
  address = g_unix_socket_address_new (fixture->path);
  listener = g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, &error);
  g_assert_no_error (error);
  g_assert_true (g_socket_bind (listener, address, TRUE, &error) && g_socket_listen (listener, &error));
  fixture->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (fixture->server, NULL, on_request_cb, fixture, NULL);
  g_assert_true (soup_server_listen_socket (fixture->server, listener, 0, &error));
  g_assert_no_error (error);
  fixture->client = reeve_client_new (origin, key, NULL);
  fixture->paused = g_ptr_array_new_with_free_func (g_object_unref);
  fixture->keys = g_ptr_array_new_with_free_func (g_free);
  fixture->proofs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  g_assert_finalize_object (fixture->client);
  soup_server_disconnect (fixture->server);
  g_ptr_array_unref (fixture->paused);
  g_clear_object (&fixture->server);
  g_ptr_array_unref (fixture->keys);
  g_hash_table_unref (fixture->proofs);
  g_unlink (fixture->path);
  g_rmdir (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->folder);
}

static void
on_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answers *answers = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GObject) value = reeve_client_load_finish (REEVE_CLIENT (source), result, &error);

  answers->n_done++;
  answers->n_cancelled += g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&answers->error);
  answers->error = g_steal_pointer (&error);
}

static void
on_posted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answers *answers = user_data;
  g_autoptr (GError) error = NULL;

  reeve_client_post_finish (REEVE_CLIENT (source), result, NULL, &error);
  answers->n_done++;
  answers->error = g_steal_pointer (&error);
}

static void
load (Fixture *fixture, const char *path, GCancellable *cancellable, Answers *answers)
{
  reeve_client_load_async (fixture->client, reeve_password_terms_get_type (), path, cancellable, on_loaded_cb,
                           answers);
}

static void
run_until (const Answers *answers, guint n)
{
  gint64 end = g_get_monotonic_time () + 20 * G_TIME_SPAN_SECOND;

  while (answers->n_done < n && g_get_monotonic_time () < end)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (200);
    }
  g_assert_cmpuint (answers->n_done, ==, n);
}

/* @reason of the UNREACHABLE that a GET of @path ends in. */
static void
check_unreachable (Fixture *fixture, const char *path, const char *reason)
{
  Answers answers = { 0 };

  load (fixture, path, NULL, &answers);
  run_until (&answers, 1);
  g_assert_error (answers.error, REEVE_ERROR, REEVE_ERROR_UNREACHABLE);
  if (reason != NULL)
    g_assert_cmpstr (reeve_error_get_reason (answers.error), ==, reason);
  g_clear_error (&answers.error);
}

/* A service that never answers: the deadline ends it, and says so. */
static void
test_timeout (Fixture *fixture, gconstpointer unused)
{
  reeve_client_set_deadline_for_tests (fixture->client, 300);
  check_unreachable (fixture, "/v1/hang", "timeout");
  g_assert_false (reeve_client_get_reachable (fixture->client));
}

/* Whatever is not the record that was asked for is UNREACHABLE, never a crash or half a record. */
static void
test_rubbish (Fixture *fixture, gconstpointer unused)
{
  check_unreachable (fixture, "/v1/rubbish", "answer");
  check_unreachable (fixture, "/v1/wrong-type", "answer");
  check_unreachable (fixture, "/v1/large", "answer");
  check_unreachable (fixture, "/v1/web-page", "answer");
  check_unreachable (fixture, "/v1/moved", "answer");
}

static void
count (guint *n)
{
  (*n)++;
}

/* What answers for a service that is down is no service back: nothing flickers while it is asked. */
static void
test_still_down (Fixture *fixture, gconstpointer unused)
{
  guint n = 0;

  check_unreachable (fixture, "/v1/gateway", NULL);
  g_signal_connect_swapped (fixture->client, "notify::reachable", G_CALLBACK (count), &n);
  check_unreachable (fixture, "/v1/gateway", NULL);
  check_unreachable (fixture, "/v1/web-page", "answer");
  g_assert_cmpuint (n, ==, 0);
  g_signal_handlers_disconnect_by_data (fixture->client, &n);
}

/* A gateway before a service that is down. */
static void
test_gateway (Fixture *fixture, gconstpointer unused)
{
  check_unreachable (fixture, "/v1/gateway", NULL);
  g_assert_false (reeve_client_get_reachable (fixture->client));
}

/* Signed requests are not carried elsewhere. */
static void
test_redirect (Fixture *fixture, gconstpointer unused)
{
  Answers answers = { 0 };

  load (fixture, "/v1/moved", NULL, &answers);
  run_until (&answers, 1);
  g_assert_nonnull (answers.error);
  g_assert_cmpuint (fixture->n_requests, ==, 1);
  g_clear_error (&answers.error);
}

/* A nonce is taken once, unseen; a service that asks for ever gets two requests and no more. */
static void
test_nonce (Fixture *fixture, gconstpointer unused)
{
  Answers answers = { 0 };

  fixture->n_nonces_asked = 1;
  load (fixture, "/v1/password-policy", NULL, &answers);
  run_until (&answers, 1);
  g_assert_no_error (answers.error);
  g_assert_cmpuint (fixture->n_requests, ==, 2);

  fixture->n_requests = 0;
  fixture->n_nonces_asked = 100;
  load (fixture, "/v1/password-policy", NULL, &answers);
  run_until (&answers, 2);
  g_assert_error (answers.error, REEVE_ERROR, REEVE_ERROR_SIGNED_OUT);
  g_assert_cmpuint (fixture->n_requests, ==, 2);
  g_clear_error (&answers.error);
}

/* A post on a connection that breaks is sent once more, with the same key and another proof; a second break
 * is an error. */
static void
test_broken_post (Fixture *fixture, gconstpointer unused)
{
  Answers answers = { 0 };

  fixture->n_hang_ups = 1;
  reeve_client_post_async (fixture->client, "/v1/workspaces", NULL, G_TYPE_NONE, -1, NULL, on_posted_cb,
                           &answers);
  run_until (&answers, 1);
  g_assert_no_error (answers.error);
  g_assert_cmpuint (fixture->n_requests, ==, 2);
  g_assert_cmpstr (fixture->keys->pdata[0], ==, fixture->keys->pdata[1]);

  fixture->n_hang_ups = 10;
  reeve_client_post_async (fixture->client, "/v1/workspaces", NULL, G_TYPE_NONE, -1, NULL, on_posted_cb,
                           &answers);
  run_until (&answers, 2);
  g_assert_error (answers.error, REEVE_ERROR, REEVE_ERROR_UNREACHABLE);
  g_assert_cmpuint (fixture->n_requests, ==, 4);
  g_clear_error (&answers.error);
}

/* Typing fast: many calls, each cancelled by the next, more than there are connections; old bug of libsoup.
 */
static void
test_cancel_storm (Fixture *fixture, gconstpointer unused)
{
  Answers answers = { 0 };
  guint n = 0;

  for (guint round = 0; round < 20; round++)
    {
      for (guint i = 0; i < 12; i++)
        {
          g_autoptr (GCancellable) cancellable = g_cancellable_new ();

          load (fixture, round % 2 == 0 ? "/v1/hang" : "/v1/password-policy", cancellable, &answers);
          n++;
          for (guint turns = 0; turns < (round * 3 + i) % 7; turns++)
            g_main_context_iteration (NULL, FALSE);
          g_cancellable_cancel (cancellable);
        }
      run_until (&answers, n);
    }
  load (fixture, "/v1/password-policy", NULL, &answers);
  run_until (&answers, n + 1);
  g_assert_no_error (answers.error);
  g_assert_cmpuint (answers.n_cancelled, >, n / 2);
}

/* No such host, no such socket. */
static void
test_nobody (void)
{
  static const struct
  {
    const char *origin;
    const char *reason;
  } cases[] = {
    { "http://127.0.0.1:1", "refused" },
    { "unix:/nonexistent/socket", "connection" },
    { "https://nobody.invalid", "host" },
  };
  g_autoptr (ReeveKey) key = reeve_key_generate (REEVE_JWS_ES256);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ReeveClient) client = reeve_client_new (cases[i].origin, key, NULL);
      Fixture fixture = { .client = client };

      check_unreachable (&fixture, "/v1/me", cases[i].reason);
      g_assert_false (reeve_client_get_reachable (client));
    }
}

#define add(name, function) g_test_add (name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/faults/timeout", test_timeout);
  add ("/faults/rubbish", test_rubbish);
  add ("/faults/gateway", test_gateway);
  add ("/faults/still-down", test_still_down);
  add ("/faults/redirect", test_redirect);
  add ("/faults/nonce", test_nonce);
  add ("/faults/broken-post", test_broken_post);
  add ("/faults/cancel-storm", test_cancel_storm);
  g_test_add_func ("/faults/nobody", test_nobody);
  return g_test_run ();
}
