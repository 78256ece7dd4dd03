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

/* --- What a change comes to --- */

static const ReeveAccessLine *
get_latest (GPtrArray *lines, const char *outcome)
{
  g_assert_cmpuint (lines->len, >, 0);
  g_assert_cmpstr (((const ReeveAccessLine *) lines->pdata[0])->outcome, ==, outcome);
  return lines->pdata[0];
}

/* The outcome of the latest event of @action. */
static void
assert_came_to (const char *action, const char *outcome)
{
  g_autofree char *query = g_strconcat ("action:", action, NULL);
  g_autoptr (GPtrArray) lines = find (query);

  get_latest (lines, outcome);
}

static void
change (Person *by, const char *path, const char *version, const char *body, guint expected)
{
  g_autofree char *headers = g_strdup_printf ("If-Match: \"%s\"\r\n", version);
  g_autoptr (ApiReply) reply = person_send (by, "PATCH", path, body, headers);

  if (reply->status != expected)
    g_test_message ("%s", reply->body);
  g_assert_cmpuint (reply->status, ==, expected);
}

/* Waits until a detection of the running service has raised something about @person. */
static void
wait_for (const char *rule, const char *person)
{
  ReeveInstallation *installation = reeve_service_get_installation (served->service);
  ReeveDb *db = reeve_installation_get_workspace (installation, served->workspace);
  gint64 n = 0;

  while (n == 0)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (ReeveTx) tx = reeve_db_begin (db, REEVE_TX_READ, G_MAXINT64, &error);
      ReeveStatement *statement =
        reeve_tx_prepare (tx, "SELECT count(*) FROM findings WHERE rule = $1 AND key = $2", &error);

      reeve_statement_bind_text (statement, 1, rule);
      reeve_statement_bind_text (statement, 2, person);
      g_assert_true (reeve_statement_read_int (statement, &n, &error));
      g_usleep (5000);
    }
}

static guint
count_findings (const char *rule)
{
  ReeveDb *db =
    reeve_installation_get_workspace (reeve_service_get_installation (served->service), served->workspace);
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveTx) tx = reeve_db_begin (db, REEVE_TX_READ, G_MAXINT64, &error);
  ReeveStatement *statement = reeve_tx_prepare (tx, "SELECT count(*) FROM findings WHERE rule = $1", &error);
  gint64 n = 0;

  reeve_statement_bind_text (statement, 1, rule);
  g_assert_true (reeve_statement_read_int (statement, &n, &error));
  return (guint) n;
}

/* (transfer full): the id of a role that writes users, and no more */
static char *
make_keeper (Person *by)
{
  g_autofree char *key = reeve_id_new ();
  g_autofree char *headers = g_strdup_printf ("Idempotency-Key: %s\r\n", key);
  g_autoptr (ApiReply) reply = person_send (
    by, "POST", "/roles", "{\"name\":\"Keeper\",\"capabilities\":[\"users.read\",\"users.write\"]}", headers);

  g_assert_cmpuint (reply->status, ==, 201);
  return g_strdup (api_reply_get_text (reply, "id"));
}

/* Who set the workspace up administers it, says its log. */
static void
test_set_up (void)
{
  g_autoptr (GPtrArray) lines = find ("action:workspace.set-up");

  g_assert_cmpstr (get_latest (lines, "rights_given")->actor, ==, served->ada);
}

/* Rights that are given, used and taken back, and those that somebody wants for themselves, are found; to
 * save one's own name is nothing. */
static void
test_rights (void)
{
  g_autoptr (Person) ada = person_new (served, "ada", NULL, served->ada);
  g_autofree char *keeper = make_keeper (ada);
  g_autoptr (Person) eve = person_new (served, "eve", keeper, NULL);
  g_autoptr (Person) mel = person_new (served, "mel", NULL, NULL);
  g_autofree char *mels = g_strconcat ("/users/", mel->id, NULL);
  g_autofree char *eves = g_strconcat ("/users/", eve->id, NULL);

  assert_came_to ("user.save", "rights_given"); /* Eve's role */
  change (eve, eves, "2", "{\"displayName\":\"Eve\"}", 200);
  assert_came_to ("user.save", NULL);
  change (ada, mels, "1", "{\"roles\":[\"workspace-administrator\"]}", 200);
  assert_came_to ("user.save", "rights_given");
  change (mel, eves, "3", "{\"displayName\":\"Eve Moneypenny\"}", 200);
  g_assert_cmpuint (count_findings ("privilege-escalation"), ==, 0);
  change (ada, mels, "2", "{\"roles\":[\"member\"]}", 200);
  assert_came_to ("user.save", "rights_taken");
  wait_for ("privilege-escalation", mel->id);
  g_assert_cmpuint (count_findings ("privilege-escalation"), ==, 1);
  change (eve, eves, "4", "{\"roles\":[\"workspace-administrator\"]}", 403);
  wait_for ("privilege-escalation", eve->id);
}

/* Of what is done to several at once each has a line of their own besides that of the request, and the
 * running service hears of it. */
static void
test_many (void)
{
  g_autoptr (Person) ada = person_new (served, "ada", NULL, served->ada);
  g_autoptr (Person) una = person_new (served, "una", NULL, NULL);
  g_autofree char *uma = served_add_user (served, "uma@example.org");
  g_autofree char *unas = g_strconcat ("/users/", una->id, NULL);
  g_autofree char *ids = g_strdup_printf ("\"ids\":[\"%s\",\"%s\"]", una->id, uma);
  g_autofree char *query = g_strdup_printf (
    "route:\"POST /v1/workspaces/{workspace}/users/bulk\" action:user.save who:%s", served->ada);
  const char *const roles[] = { "workspace-administrator", "member" };
  const char *const outcomes[] = { "rights_given", "rights_taken" };

  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *key = reeve_id_new ();
      g_autofree char *headers = g_strdup_printf ("Idempotency-Key: %s\r\n", key);
      g_autofree char *body =
        g_strdup_printf ("{\"action\":\"set-roles\",%s,\"roles\":[\"%s\"]}", ids, roles[i]);
      g_autoptr (ApiReply) first = person_send (ada, "POST", "/users/bulk", body, headers);
      g_autoptr (ApiReply) again = person_send (ada, "POST", "/users/bulk", body, headers);
      g_autoptr (GPtrArray) lines = find (query);

      g_assert_cmpuint (first->status, ==, 200);
      g_assert_cmpuint (again->status, ==, 200); /* the kept answer: nothing was done */
      g_assert_cmpuint (lines->len, ==, 2 * (i + 1));
      g_assert_cmpstr (get_latest (lines, outcomes[i])->object, ==, uma);
      g_assert_cmpstr (((ReeveAccessLine *) lines->pdata[1])->object, ==, una->id);
      g_assert_cmpstr (((ReeveAccessLine *) lines->pdata[1])->outcome, ==, outcomes[i]);
      if (i == 0)
        change (una, unas, "2", "{\"displayName\":\"Una\"}", 200);
    }
  wait_for ("privilege-escalation", una->id);
}

/* Who accepts an invitation with a role is given it; who was offered none is not. */
static void
accept_invitation (const char *email, const char *role, const char *outcome)
{
  g_autoptr (ApiClient) ada = served_sign_in (served, served->ada, "complete");
  g_autofree char *path = g_strdup_printf ("/v1/workspaces/%s/invitations", served->workspace);
  g_autofree char *offer = g_strdup_printf ("{\"email\":\"%s\",\"roles\":[\"%s\"]}", email, role);
  g_autofree char *headers = g_strdup_printf ("Idempotency-Key: %s\r\n", email);
  ApiRequest request = { .method = "POST", .path = path, .body = offer, .headers = headers };
  g_autoptr (ApiReply) made = api_client_send (ada, &request);
  g_autofree char *body =
    g_strdup_printf ("{\"token\":\"%s\",\"displayName\":\"Gus\",\"password\":\"nine brown kettles 57\"}",
                     strrchr (api_reply_get_text (made, "link"), '/') + 1);
  ApiRequest accept = { .method = "POST", .path = "/v1/invitations/accept", .body = body, .no_token = TRUE };
  g_autoptr (ApiReply) accepted = api_client_send (ada, &accept);
  g_autofree char *query = g_strdup_printf ("action:invitation.accept who:%s", email);
  g_autoptr (GPtrArray) lines = find (query);
  const ReeveAccessLine *line;

  g_assert_cmpuint (accepted->status, ==, 204);
  line = get_latest (lines, outcome);
  g_assert_cmpstr (line->object, ==, line->actor);
}

static void
test_invitations (void)
{
  accept_invitation ("gus@example.org", "reviewer", "rights_given");
  accept_invitation ("gwen@example.org", "member", NULL);
}

/* To be named for a group is about whoever is named. */
static void
test_group_administrators (void)
{
  g_autoptr (Person) ada = person_new (served, "ada", NULL, served->ada);
  g_autofree char *gil = served_add_user (served, "gil@example.org");
  g_autofree char *key = reeve_id_new ();
  g_autofree char *headers = g_strdup_printf ("Idempotency-Key: %s\r\n", key);
  g_autoptr (ApiReply) group = person_send (ada, "POST", "/groups", "{\"name\":\"Castanho\"}", headers);
  g_autofree char *path = g_strdup_printf ("/groups/%s/administrators", api_reply_get_text (group, "id"));
  const char *const actions[] = { "add", "remove" };

  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *body = g_strdup_printf ("{\"user\":\"%s\",\"action\":\"%s\"}", gil, actions[i]);
      g_autoptr (ApiReply) reply = person_send (ada, "POST", path, body, NULL);
      g_autoptr (GPtrArray) lines = find ("action:group.administrators");

      g_assert_cmpuint (reply->status, ==, 200);
      g_assert_cmpstr (get_latest (lines, i == 0 ? "rights_given" : "rights_taken")->object, ==, gil);
    }
}

static void
test_weakened (void)
{
  g_autoptr (Person) wes = person_new (served, "wes", "workspace-administrator", NULL);
  g_autoptr (ApiReply) reply = NULL;

  person_enrol (wes);
  change (wes, "/policy", "1", "{\"accessLogDays\":60}", 200);
  assert_came_to ("policy.save", NULL);
  g_assert_cmpuint (count_findings ("impairment"), ==, 0);
  reply = person_send_with_code (wes, "PATCH", "/policy", "{\"accessLogDays\":30}", "If-Match: \"2\"\r\n");
  g_assert_cmpuint (reply->status, ==, 200);
  assert_came_to ("policy.save", "weakened");
  wait_for ("impairment", wes->id);
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
  g_test_add_func ("/access-note/set-up", test_set_up);
  g_test_add_func ("/access-note/rights", test_rights);
  g_test_add_func ("/access-note/many", test_many);
  g_test_add_func ("/access-note/invitations", test_invitations);
  g_test_add_func ("/access-note/group-administrators", test_group_administrators);
  g_test_add_func ("/access-note/weakened", test_weakened);
  g_test_add_func ("/access-note/challenge", test_challenge); /* the last: a code is asked for after it */
  status = g_test_run ();
  served_free (served);
  return status;
}
