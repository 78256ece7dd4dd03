/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Every row of THE table, as each kind of caller. A new row is tested by being there. */

#include <config.h>

#include <string.h>

#include "common/clock.h"
#include "served.h"
#include "service/http/routes.h"
#include "service/store/confirmations.h"
#include "service/store/sessions.h"
#include "service/store/users.h"

static Served *served;

/* A body that no route takes for right, so that a caller who passes every gate changes nothing. */
static ApiReply *
knock (ApiClient *client, const ReeveRoute *route, const char *workspace, const char *user, gboolean proof)
{
  g_autofree char *nobody = reeve_id_new ();
  g_autofree char *path = served_fill (route->path, workspace, user, nobody);
  g_autofree char *headers = g_strdup_printf ("If-Match: \"999\"\r\nIdempotency-Key: %s\r\n", nobody);
  gboolean open = (route->flags & (REEVE_ROUTE_OPEN | REEVE_ROUTE_PUBLIC)) != 0;
  ApiRequest request = { .method = route->method,
                         .path = path,
                         .body = route->body != NULL ? "{\"noSuchMember\":1}" : NULL,
                         .headers = headers,
                         .no_token = open || !proof,
                         .no_proof = !proof };

  if ((route->flags & REEVE_ROUTE_STREAM) == 0)
    return api_client_send (client, &request);
  g_autoptr (GInputStream) stream = NULL;
  ApiReply *reply = api_client_open (client, &request, &stream);
  api_client_disconnect (client);
  return reply;
}

static void
expect (const ReeveRoute *route, const char *who, ApiReply *reply, guint status)
{
  if (reply->status != status)
    g_error ("%s %s %s: %u instead of %u: %s", who, route->method, route->path, reply->status, status,
             reply->body != NULL ? reply->body : "");
}

/* Without a session, and without even a proof, only what the table calls public is answered. */
static void
test_signed_out (void)
{
  for (guint i = 0; i < reeve_n_routes; i++)
    {
      const ReeveRoute *route = &reeve_routes[i];
      g_autoptr (ApiClient) stranger = api_client_new (served->origin);
      g_autoptr (ApiReply) reply = knock (stranger, route, served->workspace, served->ada, FALSE);
      if ((route->flags & REEVE_ROUTE_PUBLIC) != 0)
        g_assert_cmpuint (reply->status / 100, ==, 2);
      else
        {
          expect (route, "nobody", reply, 401);
          g_assert_nonnull (api_reply_get_header (reply, "www-authenticate"));
        }
    }
}

/* A workspace that the caller is no member of and one that does not exist cannot be told apart. */
static void
test_other_workspace (void)
{
  g_autoptr (ApiClient) ada = served_sign_in (served, served->ada, "complete");
  ApiRequest request = { .method = "POST",
                         .path = "/v1/workspaces",
                         .body = "{\"name\":\"Other\"}",
                         .headers = "Idempotency-Key: other\r\n" };
  g_autoptr (ApiReply) made = api_client_send (ada, &request);
  g_autofree char *bo = served_add_user (served, "other@example.org");
  g_autofree char *nowhere = reeve_id_new ();

  g_assert_cmpuint (made->status, ==, 201);
  const char *other = api_reply_get_text (made, "id");
  for (guint i = 0; i < reeve_n_routes; i++)
    {
      const ReeveRoute *route = &reeve_routes[i];
      if (strstr (route->path, "{workspace}") == NULL)
        continue;
      g_autoptr (ApiClient) caller = served_sign_in (served, bo, "complete");
      g_autoptr (ApiReply) foreign = knock (caller, route, other, served->ada, TRUE);
      g_autoptr (ApiReply) missing = knock (caller, route, nowhere, served->ada, TRUE);
      expect (route, "a stranger to the workspace", foreign, 404);
      expect (route, "nowhere", missing, 404);
      g_assert_cmpstr (foreign->body, ==, missing->body);
    }
}

/* An id of one workspace opens nothing by the path of another, not even for the administrator of both. */
static void
test_foreign_user (void)
{
  g_autoptr (ApiClient) ada = served_sign_in (served, served->ada, "complete");
  ApiRequest request = { .method = "POST",
                         .path = "/v1/workspaces",
                         .body = "{\"name\":\"Second\"}",
                         .headers = "Idempotency-Key: second\r\n" };
  g_autoptr (ApiReply) made = api_client_send (ada, &request);
  g_autofree char *users = g_strdup_printf ("/v1/workspaces/%s/users", api_reply_get_text (made, "id"));
  guint n_rows = 0;

  request = (ApiRequest) { .method = "POST",
                           .path = users,
                           .body = "{\"email\":\"foreign@example.org\",\"displayName\":\"F\"}",
                           .headers = "Idempotency-Key: foreign\r\n" };
  g_autoptr (ApiReply) foreign = api_client_send (ada, &request);
  g_assert_cmpuint (foreign->status, ==, 201);
  for (guint i = 0; i < reeve_n_routes; i++)
    {
      const ReeveRoute *route = &reeve_routes[i];
      gboolean patch = (route->flags & REEVE_ROUTE_PATCH) != 0;
      if (strstr (route->path, "{user}") == NULL)
        continue;
      if ((route->flags & REEVE_ROUTE_STEP_UP) != 0) /* Ada has no code; api/test-second-factor-resets.c */
        continue;
      g_autofree char *path =
        served_fill (route->path, served->workspace, api_reply_get_text (foreign, "id"), served->ada);
      request = (ApiRequest) { .method = route->method,
                               .path = path,
                               .body = patch ? "{\"displayName\":\"Mine\"}" : NULL,
                               .content_type = patch ? "application/merge-patch+json" : NULL,
                               .headers = "If-Match: \"1\"\r\n" };
      g_autoptr (ApiReply) reply = api_client_send (ada, &request);
      expect (route, "with a user of another workspace", reply, 404);
      n_rows++;
    }
  g_assert_cmpuint (n_rows, >=, 6);
  g_autofree char *home = g_strdup_printf ("%s/%s", users, api_reply_get_text (foreign, "id"));
  g_autoptr (ApiReply) after = api_client_call (ada, "GET", home, NULL);
  g_assert_cmpstr (after->body, ==, foreign->body);
}

/* By Ada. */
static void
change_user (const char *user, const char *body, int version)
{
  g_autoptr (ApiClient) ada = served_sign_in (served, served->ada, "complete");
  g_autofree char *path =
    served_fill ("/v1/workspaces/{workspace}/users/{user}", served->workspace, user, "");
  g_autofree char *headers = g_strdup_printf ("If-Match: \"%d\"\r\n", version);
  ApiRequest request = { .method = "PATCH",
                         .path = path,
                         .body = body,
                         .content_type = "application/merge-patch+json",
                         .headers = headers };
  g_autoptr (ApiReply) reply = api_client_send (ada, &request);

  g_assert_cmpuint (reply->status, ==, 200);
}

/* A member without the capability in the row is denied; that comes before looking at anything they sent. */
static void
test_too_little (void)
{
  g_autofree char *bo = served_add_user (served, "little@example.org");

  for (guint i = 0; i < reeve_n_routes; i++)
    {
      const ReeveRoute *route = &reeve_routes[i];
      if (route->capability == REEVE_CAPABILITY_NONE)
        continue;
      g_autoptr (ApiClient) member = served_sign_in (served, bo, "complete");
      g_autoptr (ApiReply) reply = knock (member, route, served->workspace, served->ada, TRUE);
      expect (route, "a member", reply, 403);
      g_assert_cmpstr (api_reply_get_text (reply, "code"), ==, "denied");
    }
}

/* A group administrator and somebody outside, on every row that their role's capabilities open: as nobody at
 * all, or refused. */
static void
test_group_administrator (void)
{
  static const char *const bound[] = { "group-administrator", NULL };
  ReeveCapabilities held = reeve_roles_get_capabilities (bound);
  g_autofree char *gus = served_add_user (served, "gus@example.org");
  g_autofree char *outside = served_add_user (served, "outside@example.org");
  g_autofree char *nobody = reeve_id_new ();
  guint n_scoped = 0;

  change_user (gus, "{\"roles\":[\"group-administrator\"]}", 1);
  for (guint i = 0; i < reeve_n_routes; i++)
    {
      const ReeveRoute *route = &reeve_routes[i];
      if (route->capability == REEVE_CAPABILITY_NONE || !reeve_capabilities_have (held, route->capability))
        continue;
      gboolean scoped = (route->flags & REEVE_ROUTE_SCOPED) != 0;
      g_autoptr (ApiClient) client = served_sign_in (served, gus, "complete");
      g_autoptr (ApiReply) reply = knock (client, route, served->workspace, outside, TRUE);
      if (!scoped)
        {
          expect (route, "a group administrator", reply, 403);
          continue;
        }
      if (strstr (route->path, "{user}") == NULL || route->body != NULL)
        continue;
      g_autoptr (ApiReply) missing = knock (client, route, served->workspace, nobody, TRUE);
      expect (route, "a group administrator, of somebody outside", reply, 404);
      expect (route, "a group administrator, of nobody", missing, 404);
      g_assert_cmpstr (api_reply_get_text (reply, "code"), ==, api_reply_get_text (missing, "code"));
      g_assert_cmpstr (api_reply_get_text (reply, "detail"), ==, api_reply_get_text (missing, "detail"));
      n_scoped++;
    }
  g_assert_cmpuint (n_scoped, >=, 5);
}

static guint
count_workspaces (void)
{
  g_auto (GStrv) ids = reeve_installation_list_workspaces (reeve_service_get_installation (served->service));

  return g_strv_length (ids);
}

static void
expect_new_workspace (const char *account, const char *name, guint status)
{
  g_autoptr (ApiClient) client = served_sign_in (served, account, "complete");
  g_autofree char *body = g_strdup_printf ("{\"name\":\"%s\"}", name);
  g_autofree char *headers = g_strdup_printf ("Idempotency-Key: %s\r\n", name);
  ApiRequest request = { .method = "POST", .path = "/v1/workspaces", .body = body, .headers = headers };
  guint before = count_workspaces ();
  g_autoptr (ApiReply) reply = api_client_send (client, &request);

  g_assert_cmpuint (reply->status, ==, status);
  g_assert_cmpuint (count_workspaces () - before, ==, status == 201 ? 1 : 0);
}

/* A capability on a path without a workspace is asked for in any of the caller's: who administers none makes
 * none, who administers one does, and whom that one suspends does no longer. */
static void
test_capability_anywhere (void)
{
  g_autofree char *bo = served_add_user (served, "anywhere@example.org");

  expect_new_workspace (bo, "Bos", 403);
  change_user (bo, "{\"roles\":[\"workspace-administrator\"]}", 1);
  expect_new_workspace (bo, "BosFirst", 201);
  change_user (bo, "{\"roles\":[\"member\"]}", 2);
  expect_new_workspace (bo, "BosSecond", 201);
  g_autofree char *cy = served_add_user (served, "suspended@example.org");
  change_user (cy, "{\"roles\":[\"workspace-administrator\"]}", 1);
  change_user (cy, "{\"state\":\"suspended\"}", 2);
  expect_new_workspace (cy, "Cys", 403);
}

/* As if the person had signed in before a code was asked of them. */
static void
forget_codes (const char *account)
{
  ReeveInstallation *installation = reeve_service_get_installation (served->service);
  gint64 now = reeve_clock_now ();
  g_autoptr (ReeveTx) tx = reeve_db_begin (reeve_installation_get_directory (installation), REEVE_TX_WRITE,
                                           g_get_monotonic_time () + 600 * G_USEC_PER_SEC, NULL);
  g_autoptr (GPtrArray) sessions = reeve_sessions_list (tx, account, now, NULL);

  for (guint i = 0; i < sessions->len; i++)
    g_assert_true (reeve_sessions_note_code (tx, ((ReeveSession *) sessions->pdata[i])->id, 0, NULL));
  g_assert_true (reeve_tx_commit (tx, NULL));
}

/* Nor does a right count that the caller may not use before they have given a code. */
static void
test_capability_unproved (void)
{
  g_autofree char *di = served_add_user (served, "unproved@example.org");
  g_autoptr (ApiClient) client = served_sign_in (served, di, "complete");
  ApiRequest request = { .method = "POST",
                         .path = "/v1/workspaces",
                         .body = "{\"name\":\"Dis\"}",
                         .headers = "Idempotency-Key: Dis\r\n" };
  g_autoptr (ApiReply) reply = NULL;

  change_user (di, "{\"roles\":[\"workspace-administrator\"]}", 1);
  forget_codes (di);
  reply = api_client_send (client, &request);
  g_assert_cmpuint (reply->status, ==, 403);
}

static void
expect_reason (ApiClient *client, guint status, const char *reason)
{
  g_autofree char *path = served_fill ("/v1/workspaces/{workspace}", served->workspace, "", "");
  ApiRequest request = { .method = "GET", .path = path };
  g_autoptr (ApiReply) reply = api_client_send (client, &request);

  g_assert_cmpuint (reply->status, ==, status);
  g_assert_cmpstr (api_reply_get_text (reply, "reason"), ==, reason);
}

/* Whoever is no member any more is a stranger, and does not hear what a member would have to do first. */
static void
test_unconfirmed (void)
{
  g_autofree char *eve = served_add_user (served, "unconfirmed@example.org");
  ReeveInstallation *installation = reeve_service_get_installation (served->service);
  g_autoptr (ApiClient) client = served_sign_in (served, eve, "complete");
  g_autoptr (ReeveTx) tx = reeve_db_begin (reeve_installation_get_directory (installation), REEVE_TX_WRITE,
                                           g_get_monotonic_time () + 600 * G_USEC_PER_SEC, NULL);

  g_assert_true (reeve_confirmations_doubt (tx, eve, "another", NULL));
  g_assert_true (reeve_tx_commit (tx, NULL));
  g_clear_pointer (&tx, reeve_tx_end);
  expect_reason (client, 403, "unconfirmed");
  change_user (eve, "{\"state\":\"suspended\"}", 1);
  g_autoptr (ApiClient) again = served_sign_in (served, eve, "complete");
  expect_reason (again, 404, NULL);
}

/* Before the second factor is enrolled, only enrolling is possible. */
static void
test_enrol_stage (void)
{
  for (guint i = 0; i < reeve_n_routes; i++)
    {
      const ReeveRoute *route = &reeve_routes[i];
      if ((route->flags & (REEVE_ROUTE_OPEN | REEVE_ROUTE_PUBLIC | REEVE_ROUTE_ENROL)) != 0)
        continue;
      g_autoptr (ApiClient) ada = served_sign_in (served, served->ada, "enrol");
      g_autoptr (ApiReply) reply = knock (ada, route, served->workspace, served->ada, TRUE);
      expect (route, "half signed in", reply, 403);
      g_assert_cmpstr (api_reply_get_text (reply, "code"), ==, "second_factor");
    }
}

/* The path has a parameter for which served_fill() has no object that there is. */
static gboolean
names_nothing (const ReeveRoute *route)
{
  for (const char *open = strchr (route->path, '{'); open != NULL; open = strchr (open + 1, '{'))
    if (!g_str_has_prefix (open, "{workspace}") && !g_str_has_prefix (open, "{user}") &&
        !g_str_has_prefix (open, "{role}"))
      return TRUE;
  return FALSE;
}

/* Who may, gets as far as the body or the version; and nothing fails inside. */
static void
test_right (void)
{
  for (guint i = 0; i < reeve_n_routes; i++)
    {
      const ReeveRoute *route = &reeve_routes[i];
      g_autofree char *email = g_strdup_printf ("right%u@example.org", i);
      g_autofree char *user = served_add_user (served, email);
      g_autoptr (ApiClient) ada = served_sign_in (served, served->ada, "complete");
      g_autoptr (ApiReply) reply = knock (ada, route, served->workspace, user, TRUE);
      guint status = reply->status;
      if ((route->flags & REEVE_ROUTE_STEP_UP) != 0 && status == 403) /* test-step-up.c has the codes */
        g_assert_cmpstr (api_reply_get_text (reply, "code"), ==, "second_factor");
      else if (names_nothing (route))
        expect (route, "Ada", reply, route->body != NULL && status == 400 ? 400 : 404);
      else if ((route->flags & REEVE_ROUTE_IF_MATCH) != 0 && !(status == 400 && route->body != NULL))
        expect (route, "Ada", reply, 412);
      else if (route->body != NULL || (route->flags & REEVE_ROUTE_LINES) != 0)
        expect (route, "Ada", reply, 400);
      else if (status / 100 != 2 && status != 409)
        expect (route, "Ada", reply, 200);
    }
}

/* Rows that demand a header do, and say which. */
static void
test_preconditions (void)
{
  for (guint i = 0; i < reeve_n_routes; i++)
    {
      const ReeveRoute *route = &reeve_routes[i];
      if ((route->flags & (REEVE_ROUTE_IF_MATCH | REEVE_ROUTE_CREATES)) == 0)
        continue;
      g_autoptr (ApiClient) ada = served_sign_in (served, served->ada, "complete");
      g_autofree char *path = served_fill (route->path, served->workspace, served->ada, served->ada);
      g_autoptr (ApiReply) reply =
        api_client_call (ada, route->method, path, route->body != NULL ? "{}" : NULL);
      expect (route, "without headers", reply, 428);
    }
}

typedef struct
{
  ApiClient *client;
  char *path;
} Attempt;

static gpointer
attempt_to_save (gpointer data)
{
  Attempt *attempt = data;
  ApiRequest request = { .method = "PATCH",
                         .path = attempt->path,
                         .body = "{\"displayName\":\"Mine\"}",
                         .content_type = "application/merge-patch+json",
                         .headers = "If-Match: \"1\"\r\n" };

  return api_client_send (attempt->client, &request);
}

/* What @caller's write is answered if they are suspended, or lose their role, while it waits for its turn. */
static void
expect_late_loss (const char *caller, const char *victim, gboolean suspended, guint status)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ApiClient) client = served_sign_in (served, caller, "complete");
  g_autofree char *path =
    served_fill ("/v1/workspaces/{workspace}/users/{user}", served->workspace, victim, "");
  Attempt attempt = { client, path };
  ReeveDb *database =
    reeve_installation_get_workspace (reeve_service_get_installation (served->service), served->workspace);
  g_autoptr (ReeveTx) tx =
    reeve_db_begin (database, REEVE_TX_WRITE, g_get_monotonic_time () + 60 * G_USEC_PER_SEC, &error);
  g_assert_no_error (error);
  g_autoptr (ReeveUser) user = reeve_users_get (tx, caller, &error);
  GThread *thread = g_thread_new ("late", attempt_to_save, &attempt);
  static const char *const member[] = { "member", NULL };

  g_usleep (G_USEC_PER_SEC / 2); /* it has been let in and waits; if not, it is refused all the same */
  if (suspended)
    user->state = "suspended";
  else
    reeve_set_texts (&user->roles, member);
  g_assert_true (reeve_users_update (tx, user, user->version, &error));
  g_assert_true (reeve_tx_commit (tx, &error));
  g_clear_pointer (&tx, reeve_tx_end);
  g_autoptr (ApiReply) reply = g_thread_join (thread);
  g_assert_cmpuint (reply->status, ==, status);

  tx = reeve_db_begin (database, REEVE_TX_READ, g_get_monotonic_time () + 60 * G_USEC_PER_SEC, &error);
  g_autoptr (ReeveUser) after = reeve_users_get (tx, victim, &error);
  g_assert_cmpstr (after->display_name, !=, "Mine");
}

/* A caller who is put out, or loses the right, while their write waits for another one, writes nothing. */
static void
test_put_out_while_waiting (void)
{
  g_autofree char *victim = served_add_user (served, "victim@example.org");

  for (gboolean suspended = FALSE; suspended <= TRUE; suspended++)
    {
      g_autofree char *email = g_strdup_printf ("late%d@example.org", suspended);
      g_autofree char *late = served_add_user (served, email);
      g_autoptr (ApiClient) ada = served_sign_in (served, served->ada, "complete");
      g_autofree char *path =
        served_fill ("/v1/workspaces/{workspace}/users/{user}", served->workspace, late, "");
      ApiRequest request = { .method = "PATCH",
                             .path = path,
                             .body = "{\"roles\":[\"workspace-administrator\"]}",
                             .content_type = "application/merge-patch+json",
                             .headers = "If-Match: \"1\"\r\n" };
      g_autoptr (ApiReply) reply = api_client_send (ada, &request);

      g_assert_cmpuint (reply->status, ==, 200);
      expect_late_loss (late, victim, suspended, suspended ? 404 : 403);
    }
}

static void
end_sessions (const char *account)
{
  g_autoptr (GError) error = NULL;
  ReeveDb *directory = reeve_installation_get_directory (reeve_service_get_installation (served->service));
  g_autoptr (ReeveTx) tx =
    reeve_db_begin (directory, REEVE_TX_WRITE, g_get_monotonic_time () + 60 * G_USEC_PER_SEC, &error);

  g_assert_no_error (error);
  g_assert_true (reeve_sessions_end_all (tx, account, NULL, reeve_clock_now (), NULL, &error));
  g_assert_true (reeve_tx_commit (tx, &error));
}

/* A session that ends while its write waits for another one writes nothing: ended means refused. */
static void
test_ended_while_waiting (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *victim = served_add_user (served, "ended-victim@example.org");
  g_autofree char *late = served_add_user (served, "ended@example.org");
  g_autofree char *path =
    served_fill ("/v1/workspaces/{workspace}/users/{user}", served->workspace, victim, "");
  ReeveDb *database =
    reeve_installation_get_workspace (reeve_service_get_installation (served->service), served->workspace);

  change_user (late, "{\"roles\":[\"workspace-administrator\"]}", 1);
  g_autoptr (ApiClient) client = served_sign_in (served, late, "complete");
  Attempt attempt = { client, path };
  g_autoptr (ReeveTx) tx =
    reeve_db_begin (database, REEVE_TX_WRITE, g_get_monotonic_time () + 60 * G_USEC_PER_SEC, &error);
  g_assert_no_error (error);
  GThread *thread = g_thread_new ("ended", attempt_to_save, &attempt);
  g_usleep (G_USEC_PER_SEC / 2); /* it has been let in and waits; if not, it is refused all the same */
  end_sessions (late);
  g_clear_pointer (&tx, reeve_tx_end);
  g_autoptr (ApiReply) reply = g_thread_join (thread);

  g_assert_cmpuint (reply->status, ==, 401);
  g_assert_cmpstr (api_reply_get_text (reply, "reason"), ==, "session_ended");
  tx = reeve_db_begin (database, REEVE_TX_READ, g_get_monotonic_time () + 60 * G_USEC_PER_SEC, &error);
  g_autoptr (ReeveUser) after = reeve_users_get (tx, victim, &error);
  g_assert_cmpstr (after->display_name, !=, "Mine");
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  served = served_new ();
  g_test_add_func ("/routes/signed-out", test_signed_out);
  g_test_add_func ("/routes/other-workspace", test_other_workspace);
  g_test_add_func ("/routes/foreign-user", test_foreign_user);
  g_test_add_func ("/routes/too-little", test_too_little);
  g_test_add_func ("/routes/group-administrator", test_group_administrator);
  g_test_add_func ("/routes/capability-anywhere", test_capability_anywhere);
  g_test_add_func ("/routes/capability-unproved", test_capability_unproved);
  g_test_add_func ("/routes/unconfirmed", test_unconfirmed);
  g_test_add_func ("/routes/enrol-stage", test_enrol_stage);
  g_test_add_func ("/routes/right", test_right);
  g_test_add_func ("/routes/preconditions", test_preconditions);
  g_test_add_func ("/routes/put-out-while-waiting", test_put_out_while_waiting);
  g_test_add_func ("/routes/ended-while-waiting", test_ended_while_waiting);
  result = g_test_run ();
  served_free (served);
  return result;
}
