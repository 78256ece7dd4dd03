/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What is said to those who come when there is too much to do. A held write stands for a slow disk. */

#include <config.h>

#include "served.h"
#include "service/http/dispatcher.h"

/* So many more than the pool and its queue take. */
#define TOO_MANY 8

static Served *served;

typedef struct
{
  gint refused;  /* atomic: told that the queue is full */
  gint answered; /* atomic: anything else */
} Storm;

static ReeveTx *
hold (ReeveDb *database)
{
  g_autoptr (GError) error = NULL;
  ReeveTx *tx =
    reeve_db_begin (database, REEVE_TX_WRITE, g_get_monotonic_time () + 30 * G_USEC_PER_SEC, &error);

  g_assert_no_error (error);
  return tx;
}

static gpointer
sign_in (gpointer data)
{
  Storm *storm = data;
  g_autoptr (ApiClient) client = api_client_new (served->origin);
  g_autoptr (ApiReply) nonce = api_client_call (client, "GET", "/v1/password-policy", NULL);
  g_autoptr (ApiReply) reply = api_client_call (
    client, "POST", "/v1/sign-in", "{\"email\":\"nobody@example.org\",\"password\":\"wrong wrong wrong\"}");

  g_assert_cmpuint (nonce->status, ==, 200);
  if (reply->status == 503 && g_strcmp0 (api_reply_get_text (reply, "reason"), "queue") == 0)
    {
      g_assert_cmpstr (api_reply_get_header (reply, "retry-after"), ==, "5");
      g_assert_cmpstr (api_reply_get_text (reply, "code"), ==, "busy");
      g_atomic_int_inc (&storm->refused);
    }
  else
    {
      g_assert_cmpuint (reply->status, !=, 0);
      g_atomic_int_inc (&storm->answered);
    }
  return NULL;
}

/* Passwords wait in a queue of bounded length. Past it one is told at once when to come again, and who is
 * signed in notices nothing. */
static void
test_password_queue (void)
{
  Storm storm = { 0 };
  guint n = g_get_num_processors () + REEVE_PASSWORD_QUEUE_LIMIT + TOO_MANY;
  g_autofree GThread **threads = g_new0 (GThread *, n);
  g_autoptr (ApiClient) ada = served_sign_in (served, served->ada, "complete");
  ReeveTx *held = hold (reeve_installation_get_directory (reeve_service_get_installation (served->service)));

  for (guint i = 0; i < n; i++)
    threads[i] = g_thread_new ("storm", sign_in, &storm);
  for (guint i = 0; g_atomic_int_get (&storm.refused) < TOO_MANY; i++)
    {
      g_assert_cmpuint (i, <, 3000);
      g_usleep (10000);
    }
  g_autoptr (ApiReply) me = api_client_call (ada, "GET", "/v1/me", NULL);
  g_assert_cmpuint (me->status, ==, 200);
  reeve_tx_end (held);
  for (guint i = 0; i < n; i++)
    g_thread_join (threads[i]);
  g_assert_cmpint (storm.refused + storm.answered, ==, n);

  /* and then there is room again */
  storm.answered = 0;
  sign_in (&storm);
  g_assert_cmpint (storm.answered, ==, 1);
}

/* A request that gets no turn is told so at its deadline, has changed nothing, and may come again. */
static void
test_deadline (void)
{
  g_autoptr (ApiClient) ada = served_sign_in (served, served->ada, "complete");
  g_autofree char *user = served_add_user (served, "waits@example.org");
  g_autofree char *path =
    served_fill ("/v1/workspaces/{workspace}/users/{user}", served->workspace, user, "");
  ApiRequest request = { .method = "PATCH",
                         .path = path,
                         .body = "{\"displayName\":\"Waited\"}",
                         .content_type = "application/merge-patch+json",
                         .headers = "If-Match: \"1\"\r\n" };
  ReeveTx *held = hold (
    reeve_installation_get_workspace (reeve_service_get_installation (served->service), served->workspace));
  g_autoptr (ApiReply) late = api_client_send (ada, &request);

  g_assert_cmpuint (late->status, ==, 503);
  g_assert_cmpstr (api_reply_get_text (late, "code"), ==, "busy");
  reeve_tx_end (held);
  g_autoptr (ApiReply) again = api_client_send (ada, &request);
  g_assert_cmpuint (again->status, ==, 200);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  served = served_new ();
  g_test_add_func ("/load/password-queue", test_password_queue);
  g_test_add_func ("/load/deadline", test_deadline);
  result = g_test_run ();
  served_free (served);
  return result;
}
