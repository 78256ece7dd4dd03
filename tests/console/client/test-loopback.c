/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What comes to the loopback listener while it waits for a browser: the one right request ends the wait, and
 * nothing else does or learns anything. Real sockets on both ends. */

#include "config.h"

#include <string.h>

#include "common/error.h"
#include "console/client/loopback.h"
#include "console/client/provider-trip.h"

#define STATE "the-state-of-this-sign-in-0123456789abcdefg"

typedef struct
{
  ReeveLoopback *loopback;
  GCancellable *cancellable;
  ReeveProviderAnswer *answer;
  GError *error;
  gboolean done;
} Fixture;

static void
on_waited_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->answer = reeve_loopback_wait_finish (REEVE_LOOPBACK (source), result, &fixture->error);
  fixture->done = TRUE;
}

static void
wait_for_browser (Fixture *fixture, guint life_ms)
{
  g_autoptr (ReeveSecret) state = reeve_secret_new_text (STATE);

  reeve_loopback_wait_async (fixture->loopback, state, life_ms, fixture->cancellable, on_waited_cb, fixture);
}

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  fixture->loopback = reeve_loopback_new (&error);
  g_assert_no_error (error);
  fixture->cancellable = g_cancellable_new ();
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  g_clear_object (&fixture->answer);
  g_clear_error (&fixture->error);
  g_object_unref (fixture->cancellable);
  g_object_unref (fixture->loopback);
}

typedef struct
{
  guint16 port;
  const char *request;
  char *reply; /* (nullable): no connection */
  gboolean done;
} Caller;

static gpointer
call (gpointer data)
{
  Caller *caller = data;
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection =
    g_socket_client_connect_to_host (client, "127.0.0.1", caller->port, NULL, NULL);
  char reply[16384];
  gsize length = 0;

  if (connection != NULL)
    {
      g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), caller->request,
                                 strlen (caller->request), NULL, NULL, NULL);
      g_input_stream_read_all (g_io_stream_get_input_stream (G_IO_STREAM (connection)), reply,
                               sizeof reply - 1, &length, NULL, NULL);
      caller->reply = g_strndup (reply, length);
    }
  g_atomic_int_set (&caller->done, TRUE);
  g_main_context_wakeup (NULL);
  return NULL;
}

/* (transfer full) (nullable): nobody listens */
static char *
ask (Fixture *fixture, const char *request)
{
  Caller caller = { .port = reeve_loopback_get_port (fixture->loopback), .request = request };
  GThread *thread = g_thread_new ("caller", call, &caller);

  while (!g_atomic_int_get (&caller.done))
    g_main_context_iteration (NULL, TRUE);
  g_thread_join (thread);
  return caller.reply;
}

static void
run_until_done (Fixture *fixture)
{
  while (!fixture->done)
    g_main_context_iteration (NULL, TRUE);
}

#define GET(query) "GET /reeve/signed-in" query " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"

static void
test_right (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *reply = NULL;
  g_autofree char *late = NULL;

  wait_for_browser (fixture, REEVE_LOOPBACK_LIFE_MS);
  reply = ask (fixture, GET ("?code=a%20code%2B&iss=https%3A%2F%2Flogin.example&state=" STATE "&more=x"));
  run_until_done (fixture);
  g_assert_no_error (fixture->error);
  g_assert_cmpstr (reeve_secret_get_text (fixture->answer->code), ==, "a code+");
  g_assert_cmpstr (reeve_secret_get_text (fixture->answer->state), ==, STATE);
  g_assert_cmpstr (fixture->answer->issuer, ==, "https://login.example");
  g_assert_true (g_str_has_prefix (reply, "HTTP/1.1 200 OK\r\n"));
  g_assert_nonnull (strstr (reply, "Content-Security-Policy: default-src 'none'"));
  g_assert_null (strstr (reply, STATE));
  g_assert_null (strstr (reply, "a code"));
  g_assert_null (strstr (reply, "login.example"));

  late = ask (fixture, GET ("?code=x&state=" STATE));
  g_assert_null (late);
}

static void
test_refused (Fixture *fixture, gconstpointer query)
{
  g_autofree char *request = g_strdup_printf (GET ("?%s"), (const char *) query);
  g_autofree char *reply = NULL;

  wait_for_browser (fixture, REEVE_LOOPBACK_LIFE_MS);
  reply = ask (fixture, request);
  run_until_done (fixture);
  g_assert_null (fixture->answer);
  g_assert_error (fixture->error, REEVE_ERROR, REEVE_ERROR_SIGNED_OUT);
  g_assert_cmpstr (reeve_error_get_reason (fixture->error), ==, "provider_refused");
  g_assert_true (g_str_has_prefix (reply, "HTTP/1.1 200 OK\r\n"));
}

static const struct
{
  const char *request;
  const char *status;
} wrong[] = {
  { GET ("?code=x&state=another"), "400" },
  { GET ("?code=x"), "400" },
  { GET ("?error=access_denied"), "400" },
  { GET ("?error=access_denied&state="), "400" },
  { GET ("?code=x&state=" STATE "&state=" STATE), "400" },
  { GET ("?code=x&code=y&state=" STATE), "400" },
  { GET ("?code=%00&state=" STATE), "400" },
  { GET ("?code=%FF&state=" STATE), "400" },
  { GET ("?code=x&state=" STATE " "), "400" },
  { GET (""), "404" },
  { GET ("/?code=x&state=" STATE), "404" },
  { "GET /favicon.ico HTTP/1.1\r\n\r\n", "404" },
  { "GET http://127.0.0.1/reeve/signed-in?code=x&state=" STATE " HTTP/1.1\r\n\r\n", "404" },
  { "POST /reeve/signed-in?code=x&state=" STATE " HTTP/1.1\r\nContent-Length: 0\r\n\r\n", "405" },
  { "GET /reeve/signed-in?code=x&state=" STATE "\r\n\r\n", "400" },
  { "GET /reeve/signed-in?code=x&state=" STATE " HTTP/2\r\n\r\n", "400" },
  { "\r\n\r\n", "405" },
};

static void
test_wrong (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *right = NULL;

  wait_for_browser (fixture, REEVE_LOOPBACK_LIFE_MS);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autofree char *start = g_strconcat ("HTTP/1.1 ", wrong[i].status, " ", NULL);
      g_autofree char *reply = ask (fixture, wrong[i].request);

      g_test_message ("%s", wrong[i].request);
      g_assert_nonnull (reply);
      g_assert_true (g_str_has_prefix (reply, start));
      g_assert_null (strstr (reply, STATE));
      g_assert_false (fixture->done);
    }
  right = ask (fixture, GET ("?code=x&state=" STATE));
  run_until_done (fixture);
  g_assert_nonnull (fixture->answer);
}

static void
test_huge (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *much = g_strnfill (100000, 'a');
  g_autofree char *request = g_strconcat ("GET /reeve/signed-in?code=", much, NULL);
  g_autofree char *reply = NULL;

  wait_for_browser (fixture, REEVE_LOOPBACK_LIFE_MS);
  reply = ask (fixture, request); /* an answer or an end, before it is all read */
  g_assert_false (fixture->done);
  g_cancellable_cancel (fixture->cancellable);
  run_until_done (fixture);
}

static void
test_before (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *reply = ask (fixture, GET ("?code=x&state="));

  g_assert_true (g_str_has_prefix (reply, "HTTP/1.1 400 "));
}

static void
test_cancelled (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *reply = NULL;

  wait_for_browser (fixture, REEVE_LOOPBACK_LIFE_MS);
  g_cancellable_cancel (fixture->cancellable);
  run_until_done (fixture);
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  reply = ask (fixture, GET ("?code=x&state=" STATE));
  g_assert_null (reply);
}

static void
test_over (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *reply = NULL;

  wait_for_browser (fixture, 1);
  run_until_done (fixture);
  g_assert_cmpstr (reeve_error_get_reason (fixture->error), ==, "ticket");
  reply = ask (fixture, GET ("?code=x&state=" STATE));
  g_assert_null (reply);
}

static void
test_urls (void)
{
  static const char *const may[] = { "https://login.example/authorize?x=y", "http://127.0.0.1:8080/a",
                                     "http://[::1]:8080/a", "http://localhost/a", "HTTPS://login.example/" };
  static const char *const may_not[] = {
    "http://login.example/",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "https://u@login.example/",
    "http://127.0.0.1.example/",
    "https:///a",
    "https:login.example",
    "ssh://login.example",
    "x-scheme-handler://a.b/c",
    "",
    "login.example",
    "http://127.0.0.1@login.example/",
    "http://localhost.example/",
  };

  for (guint i = 0; i < G_N_ELEMENTS (may); i++)
    g_assert_true (reeve_provider_trip_may_open (may[i]));
  for (guint i = 0; i < G_N_ELEMENTS (may_not); i++)
    g_assert_false (reeve_provider_trip_may_open (may_not[i]));
  g_assert_false (reeve_provider_trip_may_open (NULL));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/loopback/right", Fixture, NULL, set_up, test_right, tear_down);
  g_test_add ("/loopback/refused", Fixture, "error=access_denied&state=" STATE, set_up, test_refused,
              tear_down);
  g_test_add ("/loopback/error-and-code", Fixture, "error=access_denied&code=x&state=" STATE, set_up,
              test_refused, tear_down);
  g_test_add ("/loopback/neither", Fixture, "state=" STATE, set_up, test_refused, tear_down);
  g_test_add ("/loopback/wrong", Fixture, NULL, set_up, test_wrong, tear_down);
  g_test_add ("/loopback/huge", Fixture, NULL, set_up, test_huge, tear_down);
  g_test_add ("/loopback/before", Fixture, NULL, set_up, test_before, tear_down);
  g_test_add ("/loopback/cancelled", Fixture, NULL, set_up, test_cancelled, tear_down);
  g_test_add ("/loopback/over", Fixture, NULL, set_up, test_over, tear_down);
  g_test_add_func ("/provider-trip/urls", test_urls);
  return g_test_run ();
}
