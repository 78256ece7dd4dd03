/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What requests leave in the access log of a workspace: who, what, and how that was called; and signing in,
 * whether it went well or not, though it is of no workspace. */

#include <config.h>

#include <string.h>

#include "common/clock.h"
#include "common/log-query.h"
#include "person.h"
#include "service/store/access-log.h"
#include "service/store/access-read.h"

static Served *served;

/* (element-type ReeveAccessLine): newest first */
static GPtrArray *
find (const char *text)
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

static void
sign_in_as (const char *email, const char *password, guint expected)
{
  g_autoptr (ApiClient) client = api_client_new (served->origin);
  g_autofree char *body = g_strdup_printf ("{\"email\":\"%s\",\"password\":\"%s\"}", email, password);
  g_autoptr (ApiReply) reply = api_client_call (client, "POST", "/v1/sign-in", body);

  g_assert_cmpuint (reply->status, ==, expected);
}

/* A wrong password for one of its people is a line of the workspace's, with whose it was; one for an address
 * that nobody has is not. */
static void
test_wrong_password (void)
{
  g_autofree char *bo = served_add_user (served, "bo@example.org");
  g_autofree char *query = g_strdup_printf ("action:sign-in who:%s", bo);
  g_autoptr (GPtrArray) lines = NULL;
  g_autoptr (GPtrArray) nobody = NULL;
  const ReeveAccessLine *line;

  sign_in_as ("bo@example.org", "wrong wrong wrong", 401);
  sign_in_as ("nobody@example.org", "wrong wrong wrong", 401);
  lines = find (query);
  g_assert_cmpuint (lines->len, ==, 1);
  line = lines->pdata[0];
  g_assert_cmpstr (line->result, ==, "refused");
  g_assert_cmpstr (line->outcome, ==, "password_wrong");
  g_assert_nonnull (strstr (line->actor_name, "<bo@example.org>"));
  g_assert_cmpstr (line->route, ==, "POST /v1/sign-in");
  g_assert_null (line->session);
  nobody = find ("nobody@example.org");
  g_assert_cmpuint (nobody->len, ==, 0);
}

static void
test_signed_in (void)
{
  g_autofree char *query = g_strdup_printf ("action:sign-in result:ok who:%s", served->ada);
  g_autoptr (GPtrArray) before = find (query);
  g_autoptr (GPtrArray) after = NULL;

  sign_in_as ("ada@example.org", SERVED_PASSWORD, 200);
  after = find (query);
  g_assert_cmpuint (after->len, ==, before->len + 1);
}

static guint count (const char *query);

/* With the password alone nobody is in who has a second factor. */
static void
test_challenge (void)
{
  g_autoptr (Person) ada = person_new (served, "ada", NULL, served->ada);
  g_autofree char *asked = g_strdup_printf ("action:factor.challenge result:ok who:%s", served->ada);
  g_autofree char *in = g_strdup_printf ("action:sign-in result:ok who:%s", served->ada);
  guint before;

  person_enrol (ada);
  before = count (in);
  g_assert_cmpuint (count (asked), ==, 0);
  sign_in_as ("ada@example.org", SERVED_PASSWORD, 200);
  g_assert_cmpuint (count (asked), ==, 1);
  g_assert_cmpuint (count (in), ==, before);
}

/* (transfer full) (nullable): the next one */
static char *
refresh (ApiClient *client, const char *token, guint expected)
{
  g_autofree char *body = g_strdup_printf ("{\"refreshToken\":\"%s\"}", token);
  ApiRequest request = { .method = "POST", .path = "/v1/sign-in/refresh", .body = body, .no_token = TRUE };
  g_autoptr (ApiReply) reply = api_client_send (client, &request);

  g_assert_cmpuint (reply->status, ==, expected);
  return expected == 200 ? g_strdup (api_reply_get_text (reply, "refreshToken")) : NULL;
}

/* A token that is in two hands is told of in the log of the workspace of whose it is. */
static void
test_refresh_reused (void)
{
  g_autofree char *query = g_strdup_printf ("action:token.refresh who:%s", served->ada);
  g_autoptr (ApiClient) client = api_client_new (served->origin);
  g_autoptr (ApiReply) in = api_client_call (
    client, "POST", "/v1/sign-in", "{\"email\":\"ada@example.org\",\"password\":\"" SERVED_PASSWORD "\"}");
  g_autofree char *first = g_strdup (api_reply_get_text (in, "refreshToken"));
  g_autofree char *second = refresh (client, first, 200);
  g_autofree char *third = refresh (client, second, 200);
  g_autoptr (GPtrArray) lines = NULL;
  const ReeveAccessLine *line;

  g_assert_cmpuint (count (query), ==, 0);
  refresh (client, first, 401);
  lines = find (query);
  g_assert_cmpuint (lines->len, ==, 1);
  line = lines->pdata[0];
  g_assert_cmpstr (line->result, ==, "refused");
  g_assert_cmpstr (line->outcome, ==, "refresh_reused");
  g_assert_nonnull (strstr (line->actor_name, "<ada@example.org>"));
}

/* What was made has the id that it was given, and its name, and so has what was only looked at. */
static void
test_objects (void)
{
  g_autoptr (ApiClient) ada = served_sign_in (served, served->ada, "complete");
  g_autofree char *path = g_strdup_printf ("/v1/workspaces/%s/users", served->workspace);
  g_autofree char *key = reeve_id_new ();
  g_autofree char *headers = g_strdup_printf ("Idempotency-Key: %s\r\n", key);
  ApiRequest request = { .method = "POST",
                         .path = path,
                         .headers = headers,
                         .body = "{\"email\":\"grace@example.org\",\"displayName\":\"Grace Hopper\"}" };
  g_autoptr (ApiReply) made = api_client_send (ada, &request);
  g_autofree char *id = g_strdup (api_reply_get_text (made, "id"));
  g_autofree char *user = g_strconcat (path, "/", id, NULL);
  g_autoptr (ApiReply) got = api_client_call (ada, "GET", user, NULL);
  g_autofree char *query = g_strdup_printf ("object:%s", id);
  g_autoptr (GPtrArray) lines = find (query);
  g_autoptr (GPtrArray) named = find ("object:hopper");

  g_assert_cmpuint (made->status, ==, 201);
  g_assert_cmpuint (got->status, ==, 200);
  g_assert_cmpuint (lines->len, ==, 2);
  g_assert_cmpuint (named->len, ==, 2);
  for (guint i = 0; i < lines->len; i++)
    {
      const ReeveAccessLine *line = lines->pdata[i];

      g_assert_cmpstr (line->object_name, ==, "Grace Hopper");
      g_assert_cmpstr (line->actor, ==, served->ada);
      g_assert_nonnull (line->session);
    }
  g_assert_cmpstr (((const ReeveAccessLine *) lines->pdata[1])->action, ==, "user.create");
}

static guint
count (const char *query)
{
  g_autoptr (GPtrArray) lines = find (query);

  return lines->len;
}

/* One look at the log makes several requests, each of them an event, of which one is the reading: what is
 * looked up and counted beside it, and where it goes on, is told by other words. */
static void
test_reading (void)
{
  g_autoptr (ApiClient) ada = served_sign_in (served, served->ada, "complete");
  g_autofree char *log = g_strdup_printf ("/v1/workspaces/%s/access-log", served->workspace);
  g_autofree char *list = g_strconcat (log, "?limit=1", NULL);
  g_autofree char *histogram = g_strconcat (log, "/histogram", NULL);
  g_autofree char *facets = g_strconcat (log, "/facets", NULL);
  guint read = count ("action:log.read"), counted = count ("action:log.count");
  g_autoptr (ApiReply) first = api_client_call (ada, "GET", list, NULL);
  g_autoptr (ApiReply) bars = api_client_call (ada, "GET", histogram, NULL);
  g_autoptr (ApiReply) most = api_client_call (ada, "GET", facets, NULL);
  g_autofree char *more = g_strconcat (list, "&cursor=", api_reply_get_text (first, "next"), NULL);
  g_autoptr (ApiReply) second = api_client_call (ada, "GET", more, NULL);
  g_autofree char *by = g_strdup_printf ("action:log.read-on who:%s", served->ada);

  g_assert_cmpuint (first->status, ==, 200);
  g_assert_cmpuint (bars->status, ==, 200);
  g_assert_cmpuint (most->status, ==, 200);
  g_assert_cmpuint (second->status, ==, 200);
  g_assert_cmpuint (count ("action:log.read"), ==, read + 1);
  g_assert_cmpuint (count ("action:log.count"), ==, counted + 2);
  g_assert_cmpuint (count (by), ==, 1);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  served = served_new ();
  g_test_add_func ("/access-note/wrong-password", test_wrong_password);
  g_test_add_func ("/access-note/signed-in", test_signed_in);
  g_test_add_func ("/access-note/refresh-reused", test_refresh_reused);
  g_test_add_func ("/access-note/objects", test_objects);
  g_test_add_func ("/access-note/reading", test_reading);
  g_test_add_func ("/access-note/challenge", test_challenge); /* the last: a code is asked for after it */
  status = g_test_run ();
  served_free (served);
  return status;
}
