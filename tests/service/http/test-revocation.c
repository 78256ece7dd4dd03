/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Once a revocation is acknowledged, nothing that begins afterwards succeeds. Several connections of one
 * device ask as fast as they can, reading and writing, while the right to it is taken away in each of the
 * ways there are; a request counts when it was begun after the acknowledgement had arrived. */

#include <config.h>

#include "common/clock.h"
#include "common/encoding.h"
#include "common/totp.h"
#include "served.h"

#define THREADS  6
#define REQUESTS 2000  /* that begin afterwards, in each of seven ways: 14,000 */
#define OF_CASES 10000 /* and once an account is locked on a report of a breach */
#define BEFORE   60    /* that succeed first, of all threads together */

typedef enum
{
  SIGN_OUT,   /* by the person, on another connection */
  SUSPEND,    /* by an administrator */
  TAKE_ROLE,  /* by an administrator */
  DELETE,     /* into the bin, by an administrator */
  EVERYWHERE, /* by the person, on another device */
  END,        /* the sessions, by an administrator */
  LEAVE,      /* everything, by an administrator with a fresh code */
  CONTAIN,    /* the account is locked, by an administrator who reports a breach of it */
  N_WAYS
} Way;

static const char *const names[N_WAYS] = { "sign-out",   "suspend", "take-role", "delete",
                                           "everywhere", "end",     "leave",     "contain" };

typedef struct
{
  /* borrowed */
  ApiClient *victim;
  gint requests; /* that are to begin afterwards */
  /* atomic */
  gint acknowledged;
  gint n_before; /* that succeeded */
  gint n_after;  /* that began afterwards */
  gint n_wrong;  /* of those: that succeeded */
} Race;

static Served *served;

static ApiClient *
share (ApiClient *victim)
{
  ApiClient *client = api_client_new (served->origin);

  reeve_key_unref (client->key);
  client->key = reeve_key_ref (victim->key);
  client->access_token = g_strdup (victim->access_token);
  return client;
}

/* A list on a worker, a keyed read on the event loop, a write transaction. */
static ApiReply *
ask (ApiClient *client, guint i)
{
  static const struct
  {
    const char *method;
    const char *path;
    const char *body;
  } requests[] = {
    { "GET", "/v1/workspaces/{workspace}/users?limit=1", NULL },
    { "GET", "/v1/workspaces/{workspace}/users/{user}", NULL },
    { "POST", "/v1/workspaces/{workspace}/users/bulk",
      "{\"action\":\"suspend\",\"query\":\"q=nobody\",\"dryRun\":true}" },
  };
  guint n = i % G_N_ELEMENTS (requests);
  g_autofree char *path = served_fill (requests[n].path, served->workspace, served->ada, "");

  return api_client_call (client, requests[n].method, path, requests[n].body);
}

static gpointer
run (gpointer data)
{
  Race *race = data;
  g_autoptr (ApiClient) client = share (race->victim);

  for (guint i = 0; g_atomic_int_get (&race->n_after) < race->requests; i++)
    {
      gboolean after = g_atomic_int_get (&race->acknowledged);
      g_autoptr (ApiReply) reply = ask (client, i);
      gboolean succeeded = reply->status / 100 == 2;

      if (!after && succeeded)
        g_atomic_int_inc (&race->n_before);
      if (!after)
        continue;
      g_atomic_int_inc (&race->n_after);
      if (succeeded)
        g_atomic_int_inc (&race->n_wrong);
      else if (reply->status != 0)
        g_assert_true (reply->status == 401 || reply->status == 403 || reply->status == 404);
    }
  return NULL;
}

static void
change (const char *user, const char *method, const char *body, int version)
{
  g_autoptr (ApiClient) ada = served_sign_in (served, served->ada, "complete");
  g_autofree char *path =
    served_fill ("/v1/workspaces/{workspace}/users/{user}", served->workspace, user, "");
  g_autofree char *headers = g_strdup_printf ("If-Match: \"%d\"\r\n", version);
  ApiRequest request = { .method = method,
                         .path = path,
                         .body = body,
                         .content_type = body != NULL ? "application/merge-patch+json" : NULL,
                         .headers = headers };
  g_autoptr (ApiReply) reply = api_client_send (ada, &request);

  g_assert_cmpuint (reply->status, ==, 200);
}

static void
sign_out (ApiClient *client, const char *path)
{
  g_autoptr (ApiReply) reply = api_client_call (client, "POST", path, NULL);

  g_assert_cmpuint (reply->status / 100, ==, 2);
}

static void
end_sessions (const char *user)
{
  g_autoptr (ApiClient) ada = served_sign_in (served, served->ada, "complete");
  g_autofree char *path =
    served_fill ("/v1/workspaces/{workspace}/users/{user}/end-sessions", served->workspace, user, "");
  g_autoptr (ApiReply) reply = api_client_call (ada, "POST", path, NULL);

  g_assert_cmpuint (reply->status, ==, 200);
}

/* (transfer full): a code of the caller's, who has had no second factor yet. */
static char *
enrol (ApiClient *client)
{
  g_autoptr (ApiReply) begun = api_client_call (client, "POST", "/v1/me/second-factor", NULL);
  gsize length;
  char code[7];

  g_assert_cmpuint (begun->status, ==, 200);
  g_autofree guint8 *bytes = reeve_base32_decode (api_reply_get_text (begun, "key"), &length);
  g_autoptr (ReeveSecret) key = reeve_secret_new (bytes, length);
  reeve_totp_code (key, reeve_totp_step (reeve_clock_now ()), code);
  g_autofree char *body = g_strdup_printf ("{\"code\":\"%s\"}", code);
  g_autoptr (ApiReply) done = api_client_call (client, "POST", "/v1/me/second-factor/confirm", body);
  g_assert_cmpuint (done->status, ==, 200);
  g_auto (GStrv) codes = g_strsplit (api_reply_get_text (done, "recoveryCodes"), "\n", -1);
  return g_strdup (codes[0]);
}

static void
leave (const char *user)
{
  g_autofree char *boss = served_add_user (served, "boss@example.org");
  g_autoptr (ApiClient) client = NULL;
  g_autofree char *path =
    served_fill ("/v1/workspaces/{workspace}/users/{user}/leave", served->workspace, user, "");

  change (boss, "PATCH", "{\"roles\":[\"workspace-administrator\"]}", 1);
  client = served_sign_in (served, boss, "complete");
  g_autofree char *code = enrol (client);
  g_autofree char *headers = g_strdup_printf ("Reeve-Code: %s\r\n", code);
  ApiRequest request = {
    .method = "POST", .path = path, .body = "{\"reason\":\"has another job\"}", .headers = headers
  };
  g_autoptr (ApiReply) reply = api_client_send (client, &request);

  g_assert_cmpuint (reply->status, ==, 200);
}

static void
contain (const char *user)
{
  g_autoptr (ApiClient) ada = served_sign_in (served, served->ada, "complete");
  g_autofree char *path = served_fill ("/v1/workspaces/{workspace}/cases", served->workspace, user, "");
  g_autofree char *body = g_strdup_printf ("{\"people\":[\"%s\"],\"noticed\":\"Odd mails\"}", user);
  ApiRequest request = {
    .method = "POST", .path = path, .body = body, .headers = "Idempotency-Key: odd\r\n"
  };
  g_autoptr (ApiReply) reply = api_client_send (ada, &request);

  g_assert_cmpuint (reply->status, ==, 201);
}

static void
take_away (Way way, ApiClient *victim, const char *user)
{
  g_autoptr (ApiClient) other = NULL;

  switch (way)
    {
    case SIGN_OUT:
      other = share (victim);
      sign_out (other, "/v1/sign-out");
      return;
    case SUSPEND:
      change (user, "PATCH", "{\"state\":\"suspended\"}", 2);
      return;
    case TAKE_ROLE:
      change (user, "PATCH", "{\"roles\":[\"member\"]}", 2);
      return;
    case DELETE:
      change (user, "DELETE", NULL, 2);
      return;
    case EVERYWHERE:
      other = served_sign_in (served, user, "complete");
      sign_out (other, "/v1/sign-out-everywhere");
      return;
    case END:
      end_sessions (user);
      return;
    case LEAVE:
      leave (user);
      return;
    case CONTAIN:
      contain (user);
      return;
    case N_WAYS:
      break;
    }
  g_assert_not_reached ();
}

/* New tokens there are none, or they open no more than the old. */
static void
check_refresh (Way way, ApiClient *victim)
{
  g_autofree char *body = g_strdup_printf ("{\"refreshToken\":\"%s\"}", victim->refresh_token);
  g_autoptr (ApiClient) client = share (victim);
  ApiRequest request = { .method = "POST", .path = "/v1/sign-in/refresh", .body = body, .no_token = TRUE };
  g_autoptr (ApiReply) reply = api_client_send (client, &request);

  if (way != END)
    g_assert_cmpuint (reply->status, ==, way == TAKE_ROLE ? 200 : 401);
  if (reply->status != 200)
    return;
  g_set_str (&client->access_token, api_reply_get_text (reply, "accessToken"));
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (ApiReply) again = ask (client, i);

      g_assert_cmpuint (again->status / 100, ==, 4);
    }
}

static void
test_race (gconstpointer data)
{
  Way way = GPOINTER_TO_UINT (data);
  g_autofree char *email = g_strdup_printf ("%s@example.org", names[way]);
  g_autofree char *user = served_add_user (served, email);
  g_autoptr (ApiClient) victim = NULL;
  Race race = { NULL };
  GThread *threads[THREADS];

  change (user, "PATCH", "{\"roles\":[\"workspace-administrator\"]}", 1);
  victim = served_sign_in (served, user, "complete");
  race.victim = victim;
  race.requests = way == CONTAIN ? OF_CASES : REQUESTS;
  for (guint i = 0; i < THREADS; i++)
    threads[i] = g_thread_new ("asking", run, &race);
  while (g_atomic_int_get (&race.n_before) < BEFORE)
    g_usleep (1000);
  take_away (way, victim, user);
  g_atomic_int_set (&race.acknowledged, TRUE);
  for (guint i = 0; i < THREADS; i++)
    g_thread_join (threads[i]);
  g_test_message ("%s: %d succeeded before, of %d that began afterwards %d did", names[way], race.n_before,
                  race.n_after, race.n_wrong);
  g_assert_cmpint (race.n_wrong, ==, 0);
  check_refresh (way, victim);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  served = served_new ();
  for (Way way = 0; way < N_WAYS; way++)
    {
      g_autofree char *path = g_strdup_printf ("/revocation/%s", names[way]);

      g_test_add_data_func (path, GUINT_TO_POINTER (way), test_race);
    }
  int status = g_test_run ();
  served_free (served);
  return status;
}
