/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* People of support over HTTP: every row of THE table without a grant and with one, what the log says of
 * them, and that streams and requests end with the grant, whoever or whatever ends it. */

#include <config.h>

#include <string.h>

#include "common/clock.h"
#include "common/log-query.h"
#include "person.h"
#include "service/http/routes.h"
#include "service/store/access-log.h"
#include "service/store/access-read.h"
#include "service/store/support-grants.h"

static Served *served;
static Person *ada; /* with an authenticator */

/* --- Asking and answering --- */

static Person *
make_agent (const char *name)
{
  Person *self = person_new (served, name, "support-agent", NULL);

  person_enrol (self);
  person_sign_in (self);
  return self;
}

/* @more: members besides, each after a comma. The grant's id */
static char *
ask (Person *agent, const char *more)
{
  g_autofree char *key = reeve_id_new ();
  g_autofree char *with = g_strdup_printf ("Idempotency-Key: %s\r\n", key);
  g_autofree char *body =
    g_strdup_printf ("{\"ticket\":\"T-12\",\"reason\":\"cannot sign in\",\"minutes\":60%s}", more);
  g_autoptr (ApiReply) reply = person_send (agent, "POST", "/support-grants", body, with);

  g_assert_cmpuint (reply->status, ==, 201);
  g_assert_cmpstr (api_reply_get_text (reply, "state"), ==, "waiting");
  return g_strdup (api_reply_get_text (reply, "id"));
}

/* The clock stands still but for this: each code is of a step of its own. */
static void
approve (const char *grant)
{
  g_autofree char *path = g_strdup_printf ("/support-grants/%s/approve", grant);
  g_autoptr (ApiReply) reply = NULL;

  reeve_clock_advance_for_tests (30 * REEVE_SECOND);
  person_sign_in (ada);
  reply = person_send_with_code (ada, "POST", path, "{}", NULL);
  g_assert_cmpuint (reply->status, ==, 200);
  g_assert_cmpstr (api_reply_get_text (reply, "state"), ==, "active");
}

static char *
let_in (Person *agent, const char *more)
{
  char *grant = ask (agent, more);

  approve (grant);
  return grant;
}

static guint
get_status (Person *self, const char *path)
{
  g_autoptr (ApiReply) reply = person_send (self, "GET", path, NULL, NULL);

  return reply->status;
}

static void
end (Person *self, const char *grant)
{
  g_autofree char *path = g_strdup_printf ("/support-grants/%s/end", grant);
  g_autoptr (ApiReply) reply = person_send (self, "POST", path, NULL, NULL);

  g_assert_cmpuint (reply->status, ==, 200);
  g_assert_cmpstr (api_reply_get_text (reply, "state"), ==, "ended");
  g_assert_cmpstr (api_reply_get_text (reply, "endedBy"), ==, self->id);
}

/* --- Every row of the table --- */

/* A body that no route takes for right. */
static ApiReply *
knock (Person *self, const ReeveRoute *route, const char *workspace)
{
  g_autoptr (ApiClient) client = served_sign_in (served, self->id, "complete");
  g_autofree char *nobody = reeve_id_new ();
  g_autofree char *path = served_fill (route->path, workspace, served->ada, nobody);
  g_autofree char *headers = g_strdup_printf ("If-Match: \"999\"\r\nIdempotency-Key: %s\r\n", nobody);
  ApiRequest request = { .method = route->method,
                         .path = path,
                         .body = route->body != NULL ? "{\"noSuchMember\":1}" : NULL,
                         .headers = headers };
  g_autoptr (GInputStream) stream = NULL;
  ApiReply *reply = (route->flags & REEVE_ROUTE_STREAM) != 0 ? api_client_open (client, &request, &stream)
                                                             : api_client_send (client, &request);

  api_client_disconnect (client);
  return reply;
}

/* All that there is without a grant; whoever adds to it says so here. */
static gboolean
is_named (const ReeveRoute *route)
{
  static const char *const named[] = {
    "GET /v1/workspaces/{workspace}/support-grants",
    "POST /v1/workspaces/{workspace}/containments/by-address",
    "GET /v1/workspaces/{workspace}/recoveries",
    "POST /v1/workspaces/{workspace}/recoveries",
    "POST /v1/workspaces/{workspace}/recoveries/{recovery}/release",
    "POST /v1/workspaces/{workspace}/recoveries/{recovery}/stop",
    "POST /v1/workspaces/{workspace}/support-grants",
    "GET /v1/workspaces/{workspace}/support-grants/{grant}",
    "POST /v1/workspaces/{workspace}/support-grants/{grant}/end",
    NULL,
  };
  g_autofree char *name = g_strconcat (route->method, " ", route->path, NULL);

  return g_strv_contains (named, name);
}

static void
test_without (void)
{
  g_autoptr (Person) sue = make_agent ("sue");
  g_autofree char *nowhere = reeve_id_new ();
  guint hidden = 0, open = 0;

  for (guint i = 0; i < reeve_n_routes; i++)
    {
      const ReeveRoute *route = &reeve_routes[i];

      if (strstr (route->path, "{workspace}") == NULL)
        continue;
      g_assert_cmpint (is_named (route), ==, (route->flags & REEVE_ROUTE_UNGRANTED) != 0);
      g_autoptr (ApiReply) reply = knock (sue, route, served->workspace);
      g_autoptr (ApiReply) missing = knock (sue, route, nowhere);
      gboolean same = reply->status == 404 && g_strcmp0 (reply->body, missing->body) == 0;
      gboolean finds = strstr (route->path, "{grant}") == NULL && strstr (route->path, "{recovery}") == NULL;

      g_assert_cmpuint (missing->status, ==, 404);
      if (is_named (route))
        {
          guint expected = route->body != NULL ? 400 : finds ? 200 : 404;

          if ((route->flags & REEVE_ROUTE_STEP_UP) != 0)
            expected = 403;
          g_assert_cmpuint (reply->status, ==, expected);
          open++;
        }
      else if (!same)
        g_error ("%s %s: %u %s", route->method, route->path, reply->status, reply->body);
      else
        hidden++;
    }
  g_assert_cmpuint (hidden, >, 100);
  g_assert_cmpuint (open, ==, 9);
}

/* With users.read alone: what needs that, what it takes to be there, and nothing else. */
static void
test_scope (void)
{
  g_autoptr (Person) tim = make_agent ("tim");
  g_autofree char *grant = let_in (tim, ",\"capabilities\":[\"users.read\"]");
  g_autofree char *nowhere = reeve_id_new ();
  guint n_read = 0;

  g_assert_cmpuint (get_status (tim, "/users"), ==, 200);
  g_assert_cmpuint (get_status (tim, ""), ==, 200);
  g_assert_cmpuint (get_status (tim, "/overview"), ==, 200);
  g_assert_cmpuint (get_status (tim, "/access-log"), ==, 404);
  for (guint i = 0; i < reeve_n_routes; i++)
    {
      const ReeveRoute *route = &reeve_routes[i];
      gboolean given = route->capability == REEVE_CAPABILITY_USERS_READ ||
                       (route->flags & (REEVE_ROUTE_GRANTED | REEVE_ROUTE_UNGRANTED)) != 0;

      if (strstr (route->path, "{workspace}") == NULL)
        continue;
      g_autoptr (ApiReply) reply = knock (tim, route, served->workspace);
      g_autoptr (ApiReply) missing = knock (tim, route, nowhere);
      if (!given && (reply->status != 404 || g_strcmp0 (reply->body, missing->body) != 0))
        g_error ("%s %s: %u %s", route->method, route->path, reply->status, reply->body);
      if (given && reply->status == 403 && (route->flags & REEVE_ROUTE_STEP_UP) == 0)
        g_error ("%s %s: %u %s", route->method, route->path, reply->status, reply->body);
      n_read += given && reply->status == 200 ? 1 : 0;
    }
  g_assert_cmpuint (n_read, >, 10);
  end (tim, grant);
  g_assert_cmpuint (get_status (tim, "/users"), ==, 404);
}

/* The list of one's workspaces still names it, and says that it is closed. */
static void
test_marked (void)
{
  g_autoptr (Person) liz = make_agent ("liz");
  g_autoptr (ApiReply) closed = api_client_call (liz->client, "GET", "/v1/workspaces", NULL);
  g_autofree char *grant = let_in (liz, "");
  g_autoptr (ApiReply) open = api_client_call (liz->client, "GET", "/v1/workspaces", NULL);

  g_assert_nonnull (strstr (closed->body, "\"grantRequired\":true"));
  g_assert_null (strstr (closed->body, "log.read"));
  g_assert_nonnull (strstr (open->body, "\"grantRequired\":false"));
  g_assert_nonnull (strstr (open->body, "\"grantEnds\":\""));
  g_assert_nonnull (strstr (open->body, "log.read"));
}

/* Jobs write to people, too: what there is to be changed is read first. */
static void
set_roles (Person *self, const char *roles)
{
  g_autofree char *path = g_strconcat ("/users/", self->id, NULL);
  g_autofree char *body = g_strdup_printf ("{\"roles\":%s}", roles);
  guint status = 0;

  for (guint i = 0; i < 100 && status != 200; i++)
    {
      g_autoptr (ApiReply) read = person_send (ada, "GET", path, NULL, NULL);
      g_autofree char *headers =
        g_strdup_printf ("If-Match: \"%d\"\r\n", (int) json_object_get_int_member (read->json, "version"));
      g_autoptr (ApiReply) saved = person_send (ada, "PATCH", path, body, headers);

      status = saved->status;
    }
  g_assert_cmpuint (status, ==, 200);
}

/* Who holds another role keeps what it gives, before, while and after. */
static void
test_other_roles (void)
{
  g_autoptr (Person) rex = make_agent ("rex");
  g_autofree char *grant = NULL;

  set_roles (rex, "[\"support-agent\",\"auditor\"]");
  g_assert_cmpuint (get_status (rex, "/users"), ==, 200);
  g_assert_cmpuint (get_status (rex, "/folders"), ==, 200);
  g_assert_cmpuint (get_status (rex, "/rotations"), ==, 403);
  grant = let_in (rex, "");
  g_assert_cmpuint (get_status (rex, "/users"), ==, 200);
  end (ada, grant);
  g_assert_cmpuint (get_status (rex, "/users"), ==, 200);
}

/* --- Who may answer --- */

static void
test_answers (void)
{
  g_autoptr (Person) ann = make_agent ("ann");
  g_autoptr (Person) other = make_agent ("other");
  g_autofree char *grant = ask (ann, "");
  g_autofree char *one = g_strconcat ("/support-grants/", grant, NULL);
  g_autofree char *path = g_strconcat (one, "/approve", NULL);
  g_autofree char *end_path = g_strconcat (one, "/end", NULL);
  g_autoptr (ApiReply) bare = person_send (ada, "POST", path, "{}", NULL);
  g_autoptr (ApiReply) own = person_send_with_code (ann, "POST", path, "{}", NULL);
  g_autoptr (ApiReply) foreign = person_send (other, "POST", end_path, NULL, NULL);

  g_assert_cmpuint (bare->status, ==, 403);
  g_assert_cmpstr (api_reply_get_text (bare, "reason"), ==, "step_up");
  g_assert_cmpuint (own->status, ==, 404);
  g_assert_cmpuint (foreign->status, ==, 404);
  g_assert_cmpuint (get_status (other, one), ==, 404);
  g_assert_cmpuint (get_status (ann, one), ==, 200);
  g_assert_cmpuint (get_status (ann, "/users"), ==, 404);
  approve (grant);
  g_assert_cmpuint (get_status (ann, "/users"), ==, 200);
  end (ada, grant);
  g_assert_cmpuint (get_status (ann, "/users"), ==, 404);
}

/* Who approves others does not approve themselves, with whatever code. */
static void
test_own (void)
{
  g_autoptr (Person) max = make_agent ("max");
  g_autofree char *grant = ask (max, "");
  g_autofree char *path = g_strdup_printf ("/support-grants/%s/approve", grant);
  g_autoptr (ApiReply) own = NULL;

  set_roles (max, "[\"support-agent\",\"workspace-administrator\"]");
  own = person_send_with_code (max, "POST", path, "{}", NULL);
  g_assert_cmpuint (own->status, ==, 403);
  g_assert_cmpstr (api_reply_get_text (own, "reason"), ==, "four_eyes");
}

/* --- The log --- */

/* (element-type ReeveAccessLine): newest first */
static GPtrArray *
find_lines (const char *text)
{
  ReeveAccessLog *log = reeve_installation_get_access_log (reeve_service_get_installation (served->service));
  g_autoptr (ReeveLogQuery) query =
    reeve_log_query_parse (text, &(ReeveLogClock) { .now = reeve_clock_now () });
  g_autoptr (GError) error = NULL;
  gint64 reached;
  GPtrArray *lines;

  reeve_access_log_flush (log);
  lines = reeve_access_read (reeve_access_log_get_files (log),
                             &(ReeveAccessQuestion) { served->workspace, query, 0, G_MAXINT64,
                                                      g_get_monotonic_time () + REEVE_MINUTE },
                             FALSE, 100, &reached, &error);
  g_assert_no_error (error);
  return lines;
}

/* What was done under a grant says so, is counted, and is told to who let them in; what support was not let
 * do is in the log, too. */
static void
test_log (void)
{
  g_autoptr (Person) kim = make_agent ("kim");
  g_autofree char *before = g_strdup_printf ("who:=\"%s\" result:refused", kim->id);
  g_autofree char *grant = NULL, *events = NULL, *one = NULL, *bo = NULL, *person = NULL;
  g_autoptr (GPtrArray) refused = NULL;
  g_autoptr (ApiReply) told = NULL;
  g_autoptr (ApiReply) counted = NULL;
  JsonArray *items;

  g_assert_cmpuint (get_status (kim, "/users"), ==, 404);
  refused = find_lines (before);
  g_assert_cmpuint (refused->len, ==, 1);
  g_assert_cmpstr (((ReeveAccessLine *) refused->pdata[0])->outcome, ==, "denied");
  g_assert_cmpint (((ReeveAccessLine *) refused->pdata[0])->status, ==, 404);

  bo = served_add_user (served, "seen@example.org");
  person = g_strconcat ("/users/", bo, NULL);
  grant = let_in (kim, "");
  g_assert_cmpuint (get_status (kim, person), ==, 200);
  g_assert_cmpuint (get_status (kim, "/users?q=seen"), ==, 200);
  reeve_access_log_flush (
    reeve_installation_get_access_log (reeve_service_get_installation (served->service)));
  one = g_strconcat ("/support-grants/", grant, NULL);
  events = g_strconcat (one, "/events", NULL);
  told = person_send (ada, "GET", events, NULL, NULL);
  g_assert_cmpuint (told->status, ==, 200);
  items = json_object_get_array_member (told->json, "items");
  g_assert_cmpuint (json_array_get_length (items), ==, 2);
  g_assert_cmpstr (json_object_get_string_member (json_array_get_object_element (items, 1), "object"), ==,
                   bo);
  counted = person_send (ada, "GET", one, NULL, NULL);
  g_assert_cmpint (json_object_get_int_member (counted->json, "reads"), ==, 2);
  g_assert_cmpuint (get_status (kim, events), ==, 404);
  end (kim, grant);
}

/* The detections know the words. */
static void
test_actions (void)
{
  g_autoptr (Person) leo = make_agent ("leo");
  g_autofree char *grant = let_in (leo, "");
  static const char *const actions[] = { "support.request", "support.approve", "support.end" };

  end (leo, grant);
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      g_autofree char *query = g_strdup_printf ("action:%s object:%s", actions[i], grant);
      g_autoptr (GPtrArray) lines = find_lines (query);

      g_assert_cmpuint (lines->len, ==, 1);
      g_assert_cmpstr (((ReeveAccessLine *) lines->pdata[0])->result, ==, "ok");
    }
}

/* --- Streams --- */

static GInputStream *
listen (Person *self, const char *path)
{
  g_autofree char *full = g_strdup_printf ("/v1/workspaces/%s%s", served->workspace, path);
  ApiRequest request = { .method = "GET", .path = full };
  GInputStream *stream = NULL;
  g_autoptr (ApiClient) client = served_sign_in (served, self->id, "complete");
  g_autoptr (ApiReply) opened = api_client_open (client, &request, &stream);

  g_assert_cmpuint (opened->status, ==, 200);
  g_object_set_data_full (G_OBJECT (stream), "client", g_steal_pointer (&client),
                          (GDestroyNotify) api_client_free);
  return stream;
}

/* The chunk that ends the stream. */
static void
expect_end (GInputStream *stream)
{
  g_autoptr (GString) heard = g_string_new (NULL);
  char buffer[512];
  gssize n = 1;

  while (n > 0 && strstr (heard->str, "0\r\n\r\n") == NULL)
    {
      n = g_input_stream_read (stream, buffer, sizeof buffer, NULL, NULL);
      if (n > 0)
        g_string_append_len (heard, buffer, n);
    }
  g_assert_cmpint (n, >=, 0);
}

/* Ended by either side, the feed and the log's tail end at once. */
static void
test_streams (void)
{
  g_autoptr (Person) eva = make_agent ("eva");

  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *grant = let_in (eva, "");
      g_autoptr (GInputStream) feed = listen (eva, "/live");
      g_autoptr (GInputStream) tail = listen (eva, "/access-log/live");

      end (i == 0 ? ada : eva, grant);
      expect_end (feed);
      expect_end (tail);
    }
}

/* And so they do when its time is over, by themselves; and the next request finds nothing. */
static void
test_expiry (void)
{
  g_autoptr (Person) una = make_agent ("una");
  g_autofree char *grant = NULL;
  g_autofree char *one = NULL;
  g_autoptr (GInputStream) feed = NULL;
  g_autoptr (GInputStream) tail = NULL;
  g_autoptr (ApiReply) over = NULL;

  grant = let_in (una, "");
  one = g_strconcat ("/support-grants/", grant, NULL);
  feed = listen (una, "/live");
  tail = listen (una, "/access-log/live");
  reeve_clock_advance_for_tests (REEVE_HOUR - REEVE_SECOND);
  person_sign_in (una);
  g_assert_cmpuint (get_status (una, "/users"), ==, 200);
  reeve_clock_advance_for_tests (REEVE_SECOND);
  g_assert_cmpuint (get_status (una, "/users"), ==, 404);
  expect_end (feed);
  expect_end (tail);
  over = person_send (una, "GET", one, NULL, NULL);
  g_assert_cmpstr (api_reply_get_text (over, "state"), ==, "ended");
  g_assert_cmpstr (api_reply_get_text (over, "because"), ==, "time");
}

/* --- Between two requests --- */

typedef struct
{
  Person *person;
  char *key;
} Attempt;

static gpointer
attempt_to_hold (gpointer data)
{
  Attempt *attempt = data;
  g_autofree char *headers = g_strdup_printf ("Idempotency-Key: %s\r\n", attempt->key);

  return person_send (attempt->person, "POST", "/access-log/holds",
                      "{\"since\":\"2020-01-01T00:00:00Z\",\"until\":\"2099-01-01T00:00:00Z\",\"reason\":"
                      "\"evidence\",\"ends\":\"2099-01-02T00:00:00Z\"}",
                      headers);
}

/* A write that waits for its turn while the grant is ended writes nothing. */
static void
test_ended_while_waiting (void)
{
  g_autoptr (Person) zed = make_agent ("zed");
  g_autofree char *grant = let_in (zed, "");
  g_autofree char *key = reeve_id_new ();
  Attempt attempt = { zed, key };
  ReeveDb *db =
    reeve_installation_get_workspace (reeve_service_get_installation (served->service), served->workspace);
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveTx) tx =
    reeve_db_begin (db, REEVE_TX_WRITE, g_get_monotonic_time () + 60 * G_USEC_PER_SEC, &error);
  g_autoptr (ReeveSupportGrant) before = NULL;
  g_autoptr (ReeveSupportGrant) after = NULL;
  g_autoptr (ApiReply) reply = NULL;
  GThread *thread;

  g_assert_no_error (error);
  before = reeve_support_grants_get (tx, grant, reeve_clock_now (), &error);
  g_assert_no_error (error);
  thread = g_thread_new ("late", attempt_to_hold, &attempt);
  g_usleep (G_USEC_PER_SEC / 2); /* it has been let in and waits; if not, it is refused all the same */
  after = reeve_record_copy (before);
  after->state = "ended";
  after->ended = reeve_clock_now ();
  g_assert_true (reeve_support_grants_update (tx, before, after, &error));
  g_assert_true (reeve_tx_commit (tx, &error));
  g_clear_pointer (&tx, reeve_tx_end);
  reply = g_thread_join (thread);
  g_assert_cmpuint (reply->status, ==, 404);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  reeve_clock_set_for_tests (g_get_real_time ());
  served = served_new ();
  ada = person_new (served, "ada", NULL, served->ada);
  person_enrol (ada);
  person_sign_in (ada);
  g_test_add_func ("/support/without", test_without);
  g_test_add_func ("/support/scope", test_scope);
  g_test_add_func ("/support/marked", test_marked);
  g_test_add_func ("/support/other-roles", test_other_roles);
  g_test_add_func ("/support/answers", test_answers);
  g_test_add_func ("/support/own", test_own);
  g_test_add_func ("/support/log", test_log);
  g_test_add_func ("/support/actions", test_actions);
  g_test_add_func ("/support/streams", test_streams);
  g_test_add_func ("/support/ended-while-waiting", test_ended_while_waiting);
  g_test_add_func ("/support/expiry", test_expiry);
  result = g_test_run ();
  person_free (ada);
  served_free (served);
  return result;
}
