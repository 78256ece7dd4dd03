/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What a token and a proof must be, by requests that are right but for one thing. */

#include <config.h>

#include <string.h>

#include "common/dpop.h"
#include "served.h"

static Served *served;

static void
expect (ApiReply *reply, guint status, const char *reason)
{
  if (reply->status != status || g_strcmp0 (api_reply_get_text (reply, "reason"), reason) != 0)
    g_error ("%u %s instead of %u %s", reply->status, reply->body != NULL ? reply->body : "", status, reason);
}

static ApiClient *
sign_in (void)
{
  ApiClient *client = served_sign_in (served, served->ada, "complete");
  g_autoptr (ApiReply) reply = api_client_call (client, "GET", "/v1/me", NULL);

  g_assert_cmpuint (reply->status, ==, 200);
  return client;
}

static void
refused (ApiClient *client, ApiRequest request, const char *reason)
{
  request.no_follow = TRUE;
  if (request.method == NULL)
    request.method = "GET";
  if (request.path == NULL)
    request.path = "/v1/me";
  g_autoptr (ApiReply) reply = api_client_send (client, &request);
  expect (reply, 401, reason);
}

/* One lie at a time. */
static void
test_lies (void)
{
  g_autoptr (ApiClient) client = sign_in ();
  g_autoptr (ApiClient) other = sign_in ();
  g_autoptr (ReeveKey) key = reeve_key_generate (REEVE_JWS_ES256);

  refused (client, (ApiRequest) { .method_claim = "POST" }, "proof");
  refused (client, (ApiRequest) { .uri_claim = "http://reeved/v1/workspaces" }, "proof");
  refused (client, (ApiRequest) { .uri_claim = "https://reeved/v1/me" }, "proof");
  refused (client, (ApiRequest) { .uri_claim = "http://evil.example/v1/me" }, "proof");
  refused (client, (ApiRequest) { .token_claim = other->access_token }, "proof");
  refused (client, (ApiRequest) { .key = key }, "proof");
  refused (client, (ApiRequest) { .token = other->access_token }, "proof");
  refused (client, (ApiRequest) { .nonce_claim = "AAAA" }, "use_nonce");
  refused (client, (ApiRequest) { .nonce_claim = "" }, "use_nonce");
  refused (client, (ApiRequest) { .no_proof = TRUE }, "proof");
  refused (client, (ApiRequest) { .no_token = TRUE }, NULL);
  refused (client, (ApiRequest) { .proof = "a.b.c" }, "proof");
  g_autoptr (ApiReply) reply = api_client_call (client, "GET", "/v1/me", NULL);
  g_assert_cmpuint (reply->status, ==, 200);
}

/* The proof covers the body: another one is refused, and so is a proof that does not speak of it. */
static void
test_body (void)
{
  g_autoptr (ApiClient) client = sign_in ();
  g_autofree char *path = g_strdup_printf ("/v1/workspaces/%s/users", served->workspace);
  ApiRequest request = { .method = "POST",
                         .path = path,
                         .headers = "Idempotency-Key: b\r\n",
                         .body = "{\"email\":\"b@example.org\",\"displayName\":\"B\"}" };

  request.body_claim = "{\"email\":\"c@example.org\",\"displayName\":\"B\"}";
  refused (client, request, "proof");
  request.body_claim = "";
  refused (client, request, "proof");
}

/* The very same request a second time is a replay. */
static void
test_replay (void)
{
  g_autoptr (ApiClient) client = sign_in ();
  ReeveDpopRequest claims = { .method = "GET",
                              .uri = "http://reeved/v1/me",
                              .access_token = client->access_token,
                              .nonce = client->nonce };
  g_autofree char *proof = reeve_dpop_make (client->key, &claims);
  ApiRequest request = { .method = "GET", .path = "/v1/me", .proof = proof };
  g_autoptr (ApiReply) first = api_client_send (client, &request);

  g_assert_cmpuint (first->status, ==, 200);
  refused (client, request, "proof");
}

/* The first proof of a device has no nonce yet: it is told one, and that one serves. */
static void
test_nonce (void)
{
  g_autoptr (ApiClient) client = served_sign_in (served, served->ada, "complete");
  ApiRequest request = { .method = "GET", .path = "/v1/me", .no_follow = TRUE };
  g_autoptr (ApiReply) first = api_client_send (client, &request);

  expect (first, 401, "use_nonce");
  g_assert_cmpstr (api_reply_get_header (first, "www-authenticate"), ==,
                   "DPoP error=\"use_dpop_nonce\", algs=\"ES256\"");
  g_assert_nonnull (api_reply_get_header (first, "dpop-nonce"));
  g_autoptr (ApiReply) second = api_client_send (client, &request);
  expect (second, 200, NULL);
  g_assert_null (api_reply_get_header (second, "dpop-nonce"));
}

/* No bit of a token can be changed, and none of its parts left out. */
static void
test_token (void)
{
  g_autoptr (ApiClient) client = sign_in ();
  gsize length = strlen (client->access_token);

  for (gsize i = 0; i < length; i += 7)
    {
      g_autofree char *token = g_strdup (client->access_token);
      /* the last character of a part may hold bits that mean nothing, but then it is not canonical */
      token[i] = token[i] == 'x' ? 'y' : 'x';
      refused (client, (ApiRequest) { .token = token }, "token");
    }
  refused (client, (ApiRequest) { .token = "e30.e30." }, "token");
}

/* An ended session is out at its next request, whatever its token says. */
static void
test_ended (void)
{
  g_autoptr (ApiClient) client = sign_in ();
  g_autoptr (ApiReply) out = api_client_call (client, "POST", "/v1/sign-out", NULL);

  g_assert_cmpuint (out->status, ==, 204);
  refused (client, (ApiRequest) { NULL }, "session_ended");
}

/* The same create again is answered from memory, and changes nothing; another one under its key is refused.
 */
static void
test_idempotent (void)
{
  g_autoptr (ApiClient) client = sign_in ();
  g_autofree char *path = g_strdup_printf ("/v1/workspaces/%s/users", served->workspace);
  ApiRequest request = { .method = "POST",
                         .path = path,
                         .headers = "Idempotency-Key: again\r\n",
                         .body = "{\"email\":\"again@example.org\",\"displayName\":\"Again\"}" };
  g_autoptr (ApiReply) first = api_client_send (client, &request);
  g_autoptr (ApiReply) second = api_client_send (client, &request);

  expect (first, 201, NULL);
  expect (second, 201, NULL);
  g_assert_cmpstr (first->body, ==, second->body);
  g_assert_null (api_reply_get_header (first, "idempotency-replayed"));
  g_assert_cmpstr (api_reply_get_header (second, "idempotency-replayed"), ==, "true");
  g_assert_cmpstr (api_reply_get_header (second, "etag"), ==, "\"1\"");
  request.body = "{\"email\":\"other-again@example.org\",\"displayName\":\"Again\"}";
  g_autoptr (ApiReply) third = api_client_send (client, &request);
  expect (third, 409, "key_reused");
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  served = served_new ();
  g_test_add_func ("/proofs/lies", test_lies);
  g_test_add_func ("/proofs/body", test_body);
  g_test_add_func ("/proofs/replay", test_replay);
  g_test_add_func ("/proofs/nonce", test_nonce);
  g_test_add_func ("/proofs/token", test_token);
  g_test_add_func ("/proofs/ended", test_ended);
  g_test_add_func ("/proofs/idempotent", test_idempotent);
  result = g_test_run ();
  served_free (served);
  return result;
}
