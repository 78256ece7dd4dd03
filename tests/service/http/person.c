/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include <config.h>

#include "person.h"

#include "common/clock.h"
#include "common/encoding.h"
#include "common/totp.h"

/* By Ada. */
static void
give_role (Person *self, const char *role)
{
  g_autoptr (ApiClient) ada = served_sign_in (self->served, self->served->ada, "complete");
  g_autofree char *path =
    served_fill ("/v1/workspaces/{workspace}/users/{user}", self->served->workspace, self->id, "");
  g_autofree char *body = g_strdup_printf ("{\"roles\":[\"%s\"]}", role);
  ApiRequest request = { .method = "PATCH",
                         .path = path,
                         .body = body,
                         .content_type = "application/merge-patch+json",
                         .headers = "If-Match: \"1\"\r\n" };
  g_autoptr (ApiReply) reply = api_client_send (ada, &request);

  g_assert_cmpuint (reply->status, ==, 200);
}

Person *
person_new (Served *served, const char *name, const char *role, const char *id)
{
  Person *self = g_new0 (Person, 1);

  self->served = served;
  self->email = g_strconcat (name, "@example.org", NULL);
  self->id = id != NULL ? g_strdup (id) : served_add_user (served, self->email);
  if (role != NULL)
    give_role (self, role);
  person_sign_in (self);
  return self;
}

void
person_free (Person *self)
{
  g_free (self->id);
  g_free (self->email);
  api_client_free (self->client);
  g_clear_pointer (&self->key, reeve_secret_unref);
  g_strfreev (self->recovery);
  g_free (self);
}

void
person_sign_in (Person *self)
{
  g_clear_pointer (&self->client, api_client_free);
  self->client = served_sign_in (self->served, self->id, "complete");
}

void
person_enrol (Person *self)
{
  g_autoptr (ApiReply) begun = api_client_call (self->client, "POST", "/v1/me/second-factor", NULL);
  gsize length;
  char code[7];

  g_assert_cmpuint (begun->status, ==, 200);
  g_autofree guint8 *key = reeve_base32_decode (api_reply_get_text (begun, "key"), &length);
  self->key = reeve_secret_new (key, length);
  self->step = reeve_totp_step (reeve_clock_now ());
  reeve_totp_code (self->key, self->step, code);
  g_autofree char *body = g_strdup_printf ("{\"code\":\"%s\"}", code);
  g_autoptr (ApiReply) done = api_client_call (self->client, "POST", "/v1/me/second-factor/confirm", body);
  g_assert_cmpuint (done->status, ==, 200);
  self->recovery = g_strsplit (api_reply_get_text (done, "recoveryCodes"), "\n", -1);
}

char *
person_take_code (Person *self, gboolean used_before)
{
  char code[7];

  if (!used_before)
    self->step = MAX (self->step + 1, reeve_totp_step (reeve_clock_now ()));
  reeve_totp_code (self->key, self->step, code);
  return g_strdup (code);
}

ApiReply *
person_send (Person *self, const char *method, const char *path, const char *body, const char *headers)
{
  g_autofree char *full = g_strdup_printf ("/v1/workspaces/%s%s", self->served->workspace, path);
  gboolean patch = g_str_equal (method, "PATCH");
  ApiRequest request = { .method = method,
                         .path = full,
                         .body = body,
                         .content_type = patch ? "application/merge-patch+json" : NULL,
                         .headers = headers };

  return api_client_send (self->client, &request);
}

ApiReply *
person_send_with_code (Person *self,
                       const char *method,
                       const char *path,
                       const char *body,
                       const char *headers)
{
  g_autofree char *code = person_take_code (self, FALSE);
  g_autofree char *with = g_strdup_printf ("%sReeve-Code: %s\r\n", headers != NULL ? headers : "", code);

  return person_send (self, method, path, body, with);
}
