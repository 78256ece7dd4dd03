/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The live feed by its route: what is told, who may listen, for how long, and how many. */

#include <config.h>

#include <string.h>

#include "common/clock.h"
#include "served.h"
#include "service/store/access-log.h"
#include "service/store/sessions.h"

static Served *served;

static ApiClient *
sign_in (void)
{
  return served_sign_in (served, served->ada, "complete");
}

/* Reads on until @word was heard: 1. 0: the connection ended before; -1: half a minute went by. */
static gssize
hear (GInputStream *stream, GString *heard, const char *word)
{
  gint64 end = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;
  char buffer[512];

  while (strstr (heard->str, word) == NULL)
    {
      if (g_get_monotonic_time () > end) /* heartbeats go on for ever */
        return -1;
      gssize n = g_input_stream_read (stream, buffer, sizeof buffer, NULL, NULL);
      if (n <= 0)
        return n;
      g_string_append_len (heard, buffer, n);
    }
  return 1;
}

/* The chunk that ends the stream, or the end of the connection. */
static void
expect_end (GInputStream *stream)
{
  g_autoptr (GString) heard = g_string_new (NULL);

  g_assert_cmpint (hear (stream, heard, "0\r\n\r\n"), >=, 0);
}

/* A change is told to an open stream; a session that ends takes its stream with it. */
static void
test_stream (void)
{
  g_autoptr (ApiClient) listener = sign_in ();
  g_autofree char *path = g_strdup_printf ("/v1/workspaces/%s/live", served->workspace);
  ApiRequest request = { .method = "GET", .path = path };
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (ApiReply) opened = api_client_open (listener, &request, &stream);
  g_autoptr (GString) heard = g_string_new (NULL);

  g_assert_cmpuint (opened->status, ==, 200);
  g_assert_cmpstr (api_reply_get_header (opened, "content-type"), ==, "text/event-stream");
  g_autofree char *user = served_add_user (served, "streamed@example.org");
  g_assert_cmpint (hear (stream, heard, "event: changed"), ==, 1);
  g_assert_cmpint (hear (stream, heard, user), ==, 1);
  g_assert_nonnull (strstr (heard->str, "\"noun\":\"user\""));

  /* on another connection, with the same session */
  g_autoptr (GSocketConnection) kept = g_steal_pointer (&listener->connection);
  g_autoptr (ApiReply) out = api_client_call (listener, "POST", "/v1/sign-out", NULL);
  g_assert_cmpuint (out->status, ==, 204);
  expect_end (stream);
}

/* What a job copies from the directory is told too, without a version: it is nobody's change. */
static void
test_stream_of_jobs (void)
{
  g_autoptr (ApiClient) listener = sign_in ();
  g_autoptr (ApiClient) stranger = api_client_new (served->origin);
  g_autoptr (ApiClient) ada = sign_in ();
  g_autofree char *user = served_add_user (served, "guessed@example.org");
  g_autofree char *path = g_strdup_printf ("/v1/workspaces/%s/live", served->workspace);
  g_autofree char *user_path = g_strdup_printf ("/v1/workspaces/%s/users/%s", served->workspace, user);
  g_autofree char *event =
    g_strdup_printf ("event: changed\ndata: {\"noun\":\"user\",\"id\":\"%s\"}\n\n", user);
  ApiRequest request = { .method = "GET", .path = path };
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (ApiReply) opened = api_client_open (listener, &request, &stream);
  g_autoptr (GString) heard = g_string_new (NULL);

  g_assert_cmpuint (opened->status, ==, 200);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (ApiReply) reply =
        api_client_call (stranger, "POST", "/v1/sign-in",
                         "{\"email\":\"guessed@example.org\",\"password\":\"wrong wrong wrong\"}");
      g_assert_cmpuint (reply->status / 100, ==, 4);
    }
  g_assert_cmpint (hear (stream, heard, event), ==, 1);
  g_autoptr (ApiReply) locked = api_client_call (ada, "GET", user_path, NULL);
  g_assert_cmpstr (api_reply_get_text (locked, "lock"), ==, "cooling-off");
  api_client_disconnect (listener);
}

/* @stream: (out): NULL unless it was opened */
static ApiReply *
listen_as (ApiClient *client, GInputStream **stream)
{
  g_autofree char *path = g_strdup_printf ("/v1/workspaces/%s/live", served->workspace);
  ApiRequest request = { .method = "GET", .path = path };

  return api_client_open (client, &request, stream);
}

/* Those whose clients have gone are found by a heartbeat. */
static void
wait_for_silence (void)
{
  ReeveLiveFeed *feed = reeve_service_get_feed (served->service);

  for (guint i = 0; reeve_live_feed_get_n_subscribers (feed) > 0; i++)
    {
      g_assert_cmpuint (i, <, 3000);
      reeve_live_feed_beat_for_tests (feed);
      g_usleep (10000);
    }
}

static void
expect_too_many (ApiReply *reply, guint status)
{
  g_assert_cmpuint (reply->status, ==, status);
  g_assert_cmpstr (api_reply_get_text (reply, "reason"), ==, "streams");
  g_assert_cmpstr (api_reply_get_header (reply, "retry-after"), ==, "15");
}

/* An account has so many streams and no more; another account has its own; one that has gone makes room. */
static void
test_streams_of_an_account (void)
{
  g_autoptr (GPtrArray) clients = g_ptr_array_new_with_free_func ((GDestroyNotify) api_client_free);
  g_autoptr (GPtrArray) streams = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *bo = served_add_user (served, "listener@example.org");
  g_autoptr (ApiClient) other = served_sign_in (served, bo, "complete");
  g_autoptr (ApiClient) one_more = sign_in ();
  g_autoptr (GInputStream) stream = NULL;

  wait_for_silence ();
  for (guint i = 0; i < REEVE_FEED_STREAMS_PER_ACCOUNT; i++)
    {
      ApiClient *client = sign_in ();
      GInputStream *opened = NULL;
      g_autoptr (ApiReply) reply = listen_as (client, &opened);

      g_assert_cmpuint (reply->status, ==, 200);
      g_ptr_array_add (clients, client);
      g_ptr_array_add (streams, opened);
    }
  g_autoptr (ApiReply) refused = listen_as (one_more, &stream);
  expect_too_many (refused, 429);
  g_autoptr (ApiReply) fine = api_client_call (one_more, "GET", "/v1/me", NULL);
  g_assert_cmpuint (fine->status, ==, 200);
  g_autoptr (ApiReply) others = listen_as (other, &stream);
  g_assert_cmpuint (others->status, ==, 200);
  g_clear_object (&stream);
  api_client_disconnect (other);

  g_ptr_array_set_size (streams, 0);
  g_ptr_array_set_size (clients, 0);
  wait_for_silence ();
  g_autoptr (ApiReply) again = listen_as (one_more, &stream);
  g_assert_cmpuint (again->status, ==, 200);
  api_client_disconnect (one_more);
}

/* All streams together leave connections for those who ask and go. */
static void
test_streams_of_all (void)
{
  ReeveLiveFeed *feed = reeve_service_get_feed (served->service);
  g_autoptr (ApiClient) first = sign_in ();
  g_autoptr (ApiClient) second = sign_in ();
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GInputStream) none = NULL;

  wait_for_silence ();
  reeve_live_feed_set_limit (feed, 1);
  g_autoptr (ApiReply) opened = listen_as (first, &stream);
  g_assert_cmpuint (opened->status, ==, 200);
  g_autoptr (ApiReply) refused = listen_as (second, &none);
  expect_too_many (refused, 503);
  g_autoptr (ApiReply) fine = api_client_call (second, "GET", "/v1/me", NULL);
  g_assert_cmpuint (fine->status, ==, 200);
  reeve_live_feed_set_limit (feed, 1000);
  api_client_disconnect (first);
}

/* A session that ended without telling the feed (by time, or in another process's hand) is found by the
 * heartbeat, and so is a member who is none any more. */
static void
test_heartbeat_looks_again (void)
{
  ReeveLiveFeed *feed = reeve_service_get_feed (served->service);
  ReeveDb *directory = reeve_installation_get_directory (reeve_service_get_installation (served->service));
  g_autofree char *bo = served_add_user (served, "ended-listener@example.org");
  g_autoptr (ApiClient) ended = served_sign_in (served, bo, "complete");
  g_autoptr (ApiClient) stays = sign_in ();
  g_autoptr (GInputStream) ended_stream = NULL;
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GString) heard = g_string_new (NULL);
  g_autoptr (ApiReply) opened = listen_as (ended, &ended_stream);
  g_autoptr (ApiReply) other = listen_as (stays, &stream);

  g_assert_cmpuint (opened->status, ==, 200);
  g_assert_cmpuint (other->status, ==, 200);
  /* the first comment opened the stream; what is sent together comes together, so it is taken out first */
  g_assert_cmpint (hear (stream, heard, ":\n\n\r\n"), ==, 1);
  g_string_truncate (heard, 0);
  {
    g_autoptr (ReeveTx) tx =
      reeve_db_begin (directory, REEVE_TX_WRITE, g_get_monotonic_time () + 60 * G_USEC_PER_SEC, NULL);

    g_assert_true (reeve_sessions_end_all (tx, bo, NULL, reeve_clock_now (), NULL, NULL));
    g_assert_true (reeve_tx_commit (tx, NULL));
  }
  reeve_live_feed_beat_for_tests (feed);
  expect_end (ended_stream);
  g_assert_cmpint (hear (stream, heard, ":\n\n"), ==, 1);
  api_client_disconnect (stays);
}

/* Who does not read is cut off, and has heard a part; nobody's memory grows. */
static void
test_slow_reader (void)
{
  ReeveLiveFeed *feed = reeve_service_get_feed (served->service);
  g_autofree char *line = g_strnfill (1000, 'x');
  ReeveChange change = { .noun = line };
  g_autoptr (ApiClient) slow = sign_in ();
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (ApiReply) opened = listen_as (slow, &stream);
  gsize published = 0;
  gsize heard = 0;
  char buffer[4096];
  gssize n;

  g_assert_cmpuint (opened->status, ==, 200);
  /* more than sockets and queue can hold together */
  for (guint i = 0; i < 8000; i++, published += strlen (line))
    reeve_live_feed_publish (feed, served->workspace, &change);
  while ((n = g_input_stream_read (stream, buffer, sizeof buffer, NULL, NULL)) > 0)
    {
      heard += (gsize) n;
      if (n >= 5 && memcmp (buffer + n - 5, "0\r\n\r\n", 5) == 0)
        break;
    }
  g_assert_cmpint (n, >=, 0);
  g_assert_cmpuint (heard, >, 1000);
  g_assert_cmpuint (heard, <, published / 2);
  api_client_disconnect (slow);
}

/* --- The access log --- */

static ApiReply *
watch_log_as (ApiClient *client, const char *query, GInputStream **stream)
{
  g_autofree char *path =
    g_strdup_printf ("/v1/workspaces/%s/access-log/live?q=%s", served->workspace, query);
  ApiRequest request = { .method = "GET", .path = path };

  return api_client_open (client, &request, stream);
}

static void
log_event (const char *name, const char *text)
{
  const ReeveAccessEvent event = {
    .time = reeve_clock_now (), .actor_name = name, .source = "test", .text = text
  };

  reeve_access_log_append (
    reeve_installation_get_access_log (reeve_service_get_installation (served->service)), served->workspace,
    &event);
}

static void
flush_log (void)
{
  reeve_access_log_flush (
    reeve_installation_get_access_log (reeve_service_get_installation (served->service)));
}

/* Lines that match are told as they are written, and others, and changes, are not. */
static void
test_log (void)
{
  g_autoptr (ApiClient) watcher = sign_in ();
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (ApiReply) opened = watch_log_as (watcher, "who:zoe", &stream);
  g_autoptr (GString) heard = g_string_new (NULL);

  g_assert_cmpuint (opened->status, ==, 200);
  log_event ("Ada", "first");
  log_event ("Zoe", "second");
  flush_log ();
  g_assert_cmpint (hear (stream, heard, "\"text\":\"second\""), ==, 1);
  g_assert_nonnull (strstr (heard->str, "event: line\ndata: {\"id\":\""));
  g_autofree char *user = served_add_user (served, "unheard@example.org");
  log_event ("Zoe", "third");
  flush_log ();
  g_assert_cmpint (hear (stream, heard, "\"text\":\"third\""), ==, 1);
  g_assert_null (strstr (heard->str, "first"));
  g_assert_null (strstr (heard->str, user));
  g_assert_null (strstr (heard->str, "changed"));
  api_client_disconnect (watcher);
}

static void
test_log_refused (void)
{
  g_autofree char *bo = served_add_user (served, "log-member@example.org");
  g_autoptr (ApiClient) member = served_sign_in (served, bo, "complete");
  g_autoptr (ApiClient) ada = sign_in ();
  g_autoptr (GInputStream) none = NULL;
  g_autoptr (GInputStream) nothing = NULL;
  g_autoptr (ApiReply) denied = watch_log_as (member, "", &none);
  g_autoptr (ApiReply) wrong = watch_log_as (ada, "whom:zoe", &nothing);

  g_assert_cmpuint (denied->status, ==, 403);
  g_assert_cmpuint (wrong->status, ==, 400);
}

static void
ignore_cb (gpointer connection G_GNUC_UNUSED)
{
}

static void
publish_zoe (const char *text, guint n)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_object_unref);
  const ReeveAccessEvent event = { .time = 1, .actor_name = "Zoe", .source = "test", .text = text };

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (lines, reeve_access_line_new_from_event (&event, -1));
  reeve_live_feed_publish_lines (reeve_service_get_feed (served->service), served->workspace, lines);
}

static void
read_all (ReeveFeedSubscriber *subscriber, GString *heard)
{
  char buffer[3000];
  gssize n;

  while ((n = reeve_feed_subscriber_read (subscriber, buffer, sizeof buffer)) > 0)
    g_string_append_len (heard, buffer, n);
  g_assert_cmpint (n, ==, 0);
}

/* Who reads slowly is told how much was left out, and then of what comes. */
static void
test_log_missed (void)
{
  ReeveLiveFeed *feed = reeve_service_get_feed (served->service);
  g_autofree char *session = reeve_id_new ();
  g_autoptr (ReeveCaller) caller = reeve_caller_new (served->ada, "Ada", session, "t", "complete");
  ReeveLogQuery *query = reeve_log_query_parse ("who:zoe", &(ReeveLogClock) { 0 });
  g_autoptr (GError) error = NULL;
  ReeveFeedSubscriber *subscriber =
    reeve_live_feed_subscribe_log (feed, served->workspace, caller, query, &error);
  g_autoptr (GString) heard = g_string_new (NULL);
  g_autofree char *missed = NULL;
  guint n = 0;

  g_assert_no_error (error);
  reeve_feed_subscriber_connect (subscriber, ignore_cb, ignore_cb, NULL);
  publish_zoe ("many", 10000);
  read_all (subscriber, heard);
  for (const char *at = heard->str; (at = strstr (at, "\"many\"")) != NULL; at++)
    n++;
  g_assert_cmpuint (n, >, 100);
  missed = g_strdup_printf ("event: missed\ndata: {\"n\":%u}\n\n", 10000 - n);
  g_assert_nonnull (strstr (heard->str, missed));
  publish_zoe ("afterwards", 1);
  read_all (subscriber, heard);
  g_assert_nonnull (strstr (heard->str, "afterwards"));
  reeve_feed_subscriber_release (subscriber);
}

static ApiReply *
call_as_ada (const char *method, const char *path, const char *body)
{
  g_autoptr (ApiClient) ada = sign_in ();
  g_autofree char *whole = g_strdup_printf ("/v1/workspaces/%s%s", served->workspace, path);
  g_autofree char *key = reeve_id_new ();
  gboolean patch = g_str_equal (method, "PATCH");
  g_autofree char *headers =
    patch ? g_strdup ("If-Match: \"1\"\r\n") : g_strdup_printf ("Idempotency-Key: %s\r\n", key);
  ApiRequest request = { .method = method,
                         .path = whole,
                         .body = body,
                         .content_type = patch ? "application/merge-patch+json" : NULL,
                         .headers = headers };
  ApiReply *reply = api_client_send (ada, &request);

  g_assert_cmpuint (reply->status / 100, ==, 2);
  return reply;
}

/* A group administrator hears of their people and not of others; a member hears of nobody else. */
static void
test_outside (void)
{
  g_autofree char *gus = served_add_user (served, "feed-gus@example.org");
  g_autofree char *mia = served_add_user (served, "feed-mia@example.org");
  g_autofree char *tom = served_add_user (served, "feed-tom@example.org");
  g_autoptr (ApiReply) made = call_as_ada ("POST", "/groups", "{\"name\":\"Feed\"}");
  const char *group = api_reply_get_text (made, "id");
  g_autofree char *administrators = g_strdup_printf ("/groups/%s/administrators", group);
  g_autofree char *naming = g_strdup_printf ("{\"action\":\"add\",\"user\":\"%s\"}", gus);
  g_autofree char *joining = g_strdup_printf ("{\"groups\":[\"%s\"]}", group);
  g_autofree char *inside = g_strdup_printf ("/users/%s", mia);
  g_autofree char *outside = g_strdup_printf ("/users/%s", tom);
  g_autoptr (ApiReply) named = call_as_ada ("POST", administrators, naming);
  g_autoptr (ApiClient) client = served_sign_in (served, gus, "complete");
  g_autoptr (ApiClient) member = served_sign_in (served, tom, "complete");
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GInputStream) other = NULL;
  g_autoptr (ApiReply) opened = listen_as (client, &stream);
  g_autoptr (ApiReply) opened_too = listen_as (member, &other);
  g_autoptr (GString) heard = g_string_new (NULL);
  g_autoptr (GString) heard_by_member = g_string_new (NULL);

  g_assert_cmpuint (opened->status, ==, 200);
  g_autoptr (ApiReply) one = call_as_ada ("PATCH", inside, joining);
  g_autoptr (ApiReply) two = call_as_ada ("PATCH", outside, "{\"displayName\":\"Tom T.\"}");
  g_autoptr (ApiReply) three = call_as_ada ("POST", "/groups", "{\"name\":\"Feed of others\"}");
  g_autofree char *again = g_strdup_printf ("/groups/%s", group);
  g_autoptr (ApiReply) four = call_as_ada ("PATCH", again, "{\"description\":\"Last\"}");

  g_assert_cmpint (hear (stream, heard, group), ==, 1);
  g_assert_nonnull (strstr (heard->str, mia));
  g_assert_null (strstr (heard->str, tom));
  g_assert_null (strstr (heard->str, api_reply_get_text (three, "id")));
  g_assert_cmpint (hear (other, heard_by_member, tom), ==, 1);
  g_assert_null (strstr (heard_by_member->str, mia));
  api_client_disconnect (client);
  api_client_disconnect (member);
}

/* Of a folder hears who may know of all of them, and not who may see every user. */
static void
test_folders (void)
{
  g_autofree char *rita = served_add_user (served, "feed-rita@example.org");
  g_autofree char *path = g_strdup_printf ("/users/%s", rita);
  g_autoptr (ApiReply) made = call_as_ada ("PATCH", path, "{\"roles\":[\"reviewer\"]}");
  g_autoptr (ApiClient) client = sign_in ();
  g_autoptr (ApiClient) reviewer = served_sign_in (served, rita, "complete");
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GInputStream) other = NULL;
  g_autoptr (ApiReply) opened = listen_as (client, &stream);
  g_autoptr (ApiReply) opened_too = listen_as (reviewer, &other);
  g_autoptr (GString) heard = g_string_new (NULL);
  g_autoptr (GString) heard_by_reviewer = g_string_new (NULL);

  g_assert_cmpuint (opened->status, ==, 200);
  g_assert_cmpuint (opened_too->status, ==, 200);
  g_autoptr (ApiReply) folder = call_as_ada ("POST", "/folders", "{\"name\":\"Secret plans\"}");
  g_autoptr (ApiReply) last =
    call_as_ada ("POST", "/users", "{\"email\":\"feed-last@example.org\",\"displayName\":\"Last\"}");
  const char *id = api_reply_get_text (folder, "id");

  g_assert_cmpint (hear (stream, heard, id), ==, 1);
  g_assert_cmpint (hear (other, heard_by_reviewer, api_reply_get_text (last, "id")), ==, 1);
  g_assert_null (strstr (heard_by_reviewer->str, id));
  api_client_disconnect (client);
  api_client_disconnect (reviewer);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  served = served_new ();
  g_test_add_func ("/live-feed/stream", test_stream);
  g_test_add_func ("/live-feed/jobs", test_stream_of_jobs);
  g_test_add_func ("/live-feed/streams-of-an-account", test_streams_of_an_account);
  g_test_add_func ("/live-feed/streams-of-all", test_streams_of_all);
  g_test_add_func ("/live-feed/heartbeat-looks-again", test_heartbeat_looks_again);
  g_test_add_func ("/live-feed/outside", test_outside);
  g_test_add_func ("/live-feed/folders", test_folders);
  g_test_add_func ("/live-feed/slow-reader", test_slow_reader);
  g_test_add_func ("/live-feed/log", test_log);
  g_test_add_func ("/live-feed/log-refused", test_log_refused);
  g_test_add_func ("/live-feed/log-missed", test_log_missed);
  result = g_test_run ();
  served_free (served);
  return result;
}
