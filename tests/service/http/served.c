/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include <config.h>

#include "served.h"

#include <glib/gstdio.h>
#include <string.h>

#include "common/clock.h"
#include "common/session.h"
#include "service/rules/passwords.h"
#include "service/rules/tokens.h"
#include "service/store/sessions.h"
#include "service/store/signing-keys.h"

#define SETUP                                                                                       \
  "{\"workspaceName\":\"Acme\",\"email\":\"ada@example.org\",\"displayName\":\"Ada\",\"password\":" \
  "\"" SERVED_PASSWORD "\",\"device\":\"test\"}"

static gint64
soon (void)
{
  return g_get_monotonic_time () + 60 * G_USEC_PER_SEC;
}

Served *
served_new (void)
{
  Served *self = g_new0 (Served, 1);
  g_autoptr (ReeveConfig) config = reeve_config_new ();
  g_autoptr (GError) error = NULL;

  reeve_password_set_iterations_for_tests (100);
  self->folder = g_dir_make_tmp ("served-XXXXXX", NULL);
  self->root_key = reeve_secret_new_random (32);
  g_free (config->data_folder);
  config->data_folder = g_build_filename (self->folder, "data", NULL);
  g_assert_cmpint (g_mkdir (config->data_folder, 0700), ==, 0);
  config->socket_path = g_build_filename (self->folder, "run", "socket", NULL);
  self->origin = g_strconcat ("unix:", config->socket_path, NULL);
  self->service = reeve_service_start (config, self->root_key, &error);
  g_assert_no_error (error);

  g_autoptr (ApiClient) client = api_client_new (self->origin);
  g_autoptr (ApiReply) done = api_client_call (client, "POST", "/v1/setup", SETUP);
  g_assert_cmpuint (done->status, ==, 200);
  g_autoptr (ApiReply) me = api_client_call (client, "GET", "/v1/me", NULL);
  g_assert_cmpuint (me->status, ==, 200);
  self->ada =
    g_strdup (json_object_get_string_member (json_object_get_object_member (me->json, "account"), "id"));
  JsonArray *workspaces = json_object_get_array_member (me->json, "workspaces");
  self->workspace =
    g_strdup (json_object_get_string_member (json_array_get_object_element (workspaces, 0), "id"));
  return self;
}

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);
      remove_folder (child);
    }
  g_remove (path);
}

void
served_free (Served *self)
{
  reeve_service_stop (self->service);
  remove_folder (self->folder);
  reeve_secret_unref (self->root_key);
  g_free (self->folder);
  g_free (self->origin);
  g_free (self->workspace);
  g_free (self->ada);
  g_free (self);
}

/* @refresh_token: (out) (transfer full) */
static char *
issue (Served *self, const char *account, const char *stage, ReeveKey *key, char **refresh_token)
{
  ReeveInstallation *installation = reeve_service_get_installation (self->service);
  g_autoptr (ReeveKey) signing_key = reeve_signing_key_open (installation, soon (), NULL);
  g_autoptr (ReeveTokenSigner) signer = reeve_token_signer_new ("http://reeved", signing_key);
  g_autoptr (ReeveSession) session = reeve_session_new ();
  g_autoptr (ReeveSecret) refresh = reeve_opaque_token_new ();
  g_autoptr (GBytes) hash = reeve_opaque_token_hash (refresh);
  g_autoptr (ReeveTx) tx =
    reeve_db_begin (reeve_installation_get_directory (installation), REEVE_TX_WRITE, soon (), NULL);
  const char *thumbprint = reeve_key_get_thumbprint (key);
  gint64 now = reeve_clock_now ();

  session->id = reeve_id_new ();
  session->device = g_strdup ("test");
  session->address = g_strdup ("local");
  session->created = session->last_seen = now;
  g_assert_true (
    reeve_sessions_insert (tx, session, account, thumbprint, stage, hash, now + REEVE_DAY, now, NULL));
  g_assert_true (reeve_tx_commit (tx, NULL));
  g_autoptr (ReeveSecret) token = reeve_token_signer_issue (signer, account, session->id, thumbprint, now);
  *refresh_token = g_strdup (reeve_secret_get_text (refresh));
  return g_strdup (reeve_secret_get_text (token));
}

char *
served_issue (Served *self, const char *account, const char *stage, ReeveKey *key)
{
  g_autofree char *refresh = NULL;

  return issue (self, account, stage, key, &refresh);
}

ApiClient *
served_sign_in (Served *self, const char *account, const char *stage)
{
  ApiClient *client = api_client_new (self->origin);

  client->access_token = issue (self, account, stage, client->key, &client->refresh_token);
  return client;
}

char *
served_add_user (Served *self, const char *email)
{
  g_autoptr (ApiClient) ada = served_sign_in (self, self->ada, "complete");
  g_autofree char *path = g_strdup_printf ("/v1/workspaces/%s/users", self->workspace);
  g_autofree char *body = g_strdup_printf ("{\"email\":\"%s\",\"displayName\":\"Somebody\"}", email);
  ApiRequest request = { .method = "POST", .path = path, .body = body };
  g_autofree char *key = reeve_id_new ();
  g_autofree char *headers = g_strdup_printf ("Idempotency-Key: %s\r\n", key);

  request.headers = headers;
  g_autoptr (ApiReply) reply = api_client_send (ada, &request);
  g_assert_cmpuint (reply->status, ==, 201);
  return g_strdup (api_reply_get_text (reply, "id"));
}

char *
served_fill (const char *path, const char *workspace, const char *user, const char *session)
{
  GString *filled = g_string_new (path);
  const char *open;

  g_string_replace (filled, "{workspace}", workspace, 0);
  g_string_replace (filled, "{user}", user, 0);
  g_string_replace (filled, "{role}", "auditor", 0);
  while ((open = strchr (filled->str, '{')) != NULL)
    {
      gssize at = open - filled->str;
      const char *close = strchr (open, '}');

      g_string_erase (filled, at, close + 1 - open);
      g_string_insert (filled, at, session);
    }
  return g_string_free (filled, FALSE);
}
