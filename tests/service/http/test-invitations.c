/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* An invitation over HTTP, accepted by many at once. */

#include <config.h>

#include <string.h>

#include "served.h"

#define N_CONNECTIONS 20
#define N_TRIES       50

static Served *served;

typedef struct
{
  char *body;
  gint accepted; /* atomic */
  gint refused;
  gint busy;
} Race;

static gpointer
race (gpointer data)
{
  Race *self = data;
  g_autoptr (ApiClient) client = api_client_new (served->origin);

  for (guint i = 0; i < N_TRIES; i++)
    {
      ApiRequest request = {
        .method = "POST", .path = "/v1/invitations/accept", .body = self->body, .no_token = TRUE
      };
      g_autoptr (ApiReply) reply = api_client_send (client, &request);

      if (reply->status == 204)
        g_atomic_int_inc (&self->accepted);
      else if (reply->status == 404)
        {
          g_assert_cmpstr (api_reply_get_text (reply, "reason"), ==, "link");
          g_atomic_int_inc (&self->refused);
        }
      else if (reply->status == 503)
        g_atomic_int_inc (&self->busy);
      else
        g_error ("%u: %s", reply->status, reply->body != NULL ? reply->body : "");
    }
  return NULL;
}

/* Of a thousand requests on many connections one is answered that the invitation is accepted. */
static void
test_race (void)
{
  g_autoptr (ApiClient) ada = served_sign_in (served, served->ada, "complete");
  g_autofree char *path = g_strdup_printf ("/v1/workspaces/%s/invitations", served->workspace);
  ApiRequest request = { .method = "POST",
                         .path = path,
                         .body = "{\"email\":\"guest@example.org\"}",
                         .headers = "Idempotency-Key: guest\r\n" };
  g_autoptr (ApiReply) made = api_client_send (ada, &request);
  GThread *threads[N_CONNECTIONS];
  Race shared = { 0 };
  const char *link;

  g_assert_cmpuint (made->status, ==, 201);
  link = api_reply_get_text (made, "link");
  g_assert_nonnull (link);
  shared.body = g_strdup_printf ("{\"token\":\"%s\",\"displayName\":\"Gus\",\"password\":\"%s\"}",
                                 strrchr (link, '/') + 1, "nine brown kettles 57");
  for (guint i = 0; i < N_CONNECTIONS; i++)
    threads[i] = g_thread_new ("race", race, &shared);
  for (guint i = 0; i < N_CONNECTIONS; i++)
    g_thread_join (threads[i]);
  g_assert_cmpint (shared.accepted, ==, 1);
  g_assert_cmpint (shared.accepted + shared.refused + shared.busy, ==, N_CONNECTIONS * N_TRIES);
  g_assert_cmpint (shared.refused, >, 0);
  g_free (shared.body);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  served = served_new ();
  g_test_add_func ("/invitations/race", test_race);
  result = g_test_run ();
  served_free (served);
  return result;
}
