/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* DPoP proofs: the examples of RFC 9449, our own, and every way to forge one. */

#include "config.h"

#include "common/clock.h"
#include "common/dpop.h"
#include "common/error.h"
#include "common/json.h"

#include <string.h>

/* RFC 9449, section 4.1: the first example, bound to a request for a token. */
#define RFC_TOKEN_PROOF                                                                              \
  "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Imw4dEZyaHgtMzR0VjNoUklD" \
  "UkRZOXpDa0RscEJoRjQyVVFVZldWQVdCRnMiLCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2R2" \
  "R1JEQSIsImNydiI6IlAtMjU2In19."                                                                    \
  "eyJqdGkiOiItQndDM0VTYzZhY2MybFRjIiwiaHRtIjoiUE9TVCIsImh0dSI6Imh0dHBzOi8vc2VydmVyLmV4YW1wbGUuY29t" \
  "L3Rva2VuIiwiaWF0IjoxNTYyMjYyNjE2fQ."                                                              \
  "2-GxA6T8lP4vfrg8v-FdWP0A0zdrj8igiMLvqRMUvwnQg4PtFLbdLXiOSsX0x7NVY-FNyJK70nfbV37xRZT3Lg"
/* Section 7.1: the same key, with a token. */
#define RFC_RESOURCE_PROOF                                                                           \
  "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Imw4dEZyaHgtMzR0VjNoUklD" \
  "UkRZOXpDa0RscEJoRjQyVVFVZldWQVdCRnMiLCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2R2" \
  "R1JEQSIsImNydiI6IlAtMjU2In19."                                                                    \
  "eyJqdGkiOiJlMWozVl9iS2ljOC1MQUVCIiwiaHRtIjoiR0VUIiwiaHR1IjoiaHR0cHM6Ly9yZXNvdXJjZS5leGFtcGxlLm9y" \
  "Zy9wcm90ZWN0ZWRyZXNvdXJjZSIsImlhdCI6MTU2MjI2MjYxOCwiYXRoIjoiZlVIeU8ycjJaM0RaNTNFc05yV0JiMHhXWG9h" \
  "Tnk1OUlpS0NBcWtzbVFFbyJ9."                                                                        \
  "2oW9RP35yRqzhrtNP86L-Ey71EOptxRimPPToA1plemAgR6pxHF8y6-yqyVnmcw6Fy1dqd-jfxSYoMxhAJpLjA"
#define RFC_TOKEN      "Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU"
#define RFC_THUMBPRINT "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"

#define URI "https://reeve.example/v1/users"

static void
assert_refused (const char *proof, const ReeveDpopRequest *request)
{
  g_auto (ReeveDpopProof) read = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_false (reeve_dpop_verify (proof, request, &read, &error));
  g_assert_error (error, REEVE_ERROR, REEVE_ERROR_SIGNED_OUT);
  g_assert_cmpstr (reeve_error_get_reason (error), ==, "proof");
  g_assert_null (read.jti);
  g_assert_null (read.key);
}

static void
assert_good (const char *proof, const ReeveDpopRequest *request)
{
  g_auto (ReeveDpopProof) read = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_true (reeve_dpop_verify (proof, request, &read, &error));
  g_assert_no_error (error);
}

/* The proofs that the standard shows hold for their requests. */
static void
test_rfc9449 (void)
{
  const ReeveDpopRequest token = { .method = "POST", .uri = "https://server.example.com/token" };
  const ReeveDpopRequest resource = { .method = "GET",
                                      .uri = "https://resource.example.org/protectedresource",
                                      .access_token = RFC_TOKEN };
  g_auto (ReeveDpopProof) read = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_true (reeve_dpop_verify (RFC_TOKEN_PROOF, &token, &read, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (read.jti, ==, "-BwC3ESc6acc2lTc");
  g_assert_null (read.nonce);
  g_assert_cmpint (read.issued, ==, G_GINT64_CONSTANT (1562262616) * G_USEC_PER_SEC);
  g_assert_cmpstr (reeve_key_get_thumbprint (read.key), ==, RFC_THUMBPRINT);
  assert_good (RFC_RESOURCE_PROOF, &resource);
}

/* A proof of ours carries all that it is bound to, and holds; two are never the same. */
static void
test_round_trip (void)
{
  g_autoptr (ReeveKey) key = reeve_key_generate (REEVE_JWS_ES256);
  g_autoptr (GBytes) body = g_bytes_new_static ("{\"a\":1}", 7);
  const ReeveDpopRequest request = {
    .method = "PATCH", .uri = URI, .access_token = "token", .nonce = "no\"nce", .body = body
  };
  g_auto (ReeveDpopProof) read = { 0 };
  g_autoptr (GError) error = NULL;

  reeve_clock_set_for_tests (G_GINT64_CONSTANT (1795312316) * G_USEC_PER_SEC + 999);
  g_autofree char *proof = reeve_dpop_make (key, &request);
  g_autofree char *second = reeve_dpop_make (key, &request);
  reeve_clock_set_for_tests (0);
  g_assert_true (reeve_dpop_verify (proof, &request, &read, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (read.nonce, ==, "no\"nce");
  g_assert_cmpint (read.issued, ==, G_GINT64_CONSTANT (1795312316) * G_USEC_PER_SEC);
  g_assert_cmpstr (reeve_key_get_thumbprint (read.key), ==, reeve_key_get_thumbprint (key));
  g_auto (ReeveDpopProof) other = { 0 };
  g_assert_true (reeve_dpop_verify (second, &request, &other, &error));
  g_assert_cmpstr (read.jti, !=, other.jti);
}

/* A proof does not serve for another method, address, token or body, nor for one more or one less of these.
 */
static void
test_other_request (void)
{
  g_autoptr (ReeveKey) key = reeve_key_generate (REEVE_JWS_ES256);
  g_autoptr (GBytes) body = g_bytes_new_static ("a", 1);
  g_autoptr (GBytes) other_body = g_bytes_new_static ("b", 1);
  const ReeveDpopRequest request = { .method = "POST", .uri = URI, .access_token = "token", .body = body };
  const ReeveDpopRequest bare = { .method = "POST", .uri = URI };
  const ReeveDpopRequest others[] = {
    { .method = "PUT", .uri = URI, .access_token = "token", .body = body },
    { .method = "post", .uri = URI, .access_token = "token", .body = body },
    { .method = "POST", .uri = URI "/1", .access_token = "token", .body = body },
    { .method = "POST", .uri = "http://reeve.example/v1/users", .access_token = "token", .body = body },
    { .method = "POST", .uri = "https://evil.example/v1/users", .access_token = "token", .body = body },
    { .method = "POST", .uri = "https://reeve.example:8443/v1/users", .access_token = "token", .body = body },
    { .method = "POST", .uri = URI, .access_token = "Token", .body = body },
    { .method = "POST", .uri = URI, .access_token = "token", .body = other_body },
    { .method = "POST", .uri = URI, .access_token = "token" },
    { .method = "POST", .uri = URI, .body = body },
  };
  g_autofree char *proof = reeve_dpop_make (key, &request);
  g_autofree char *bare_proof = reeve_dpop_make (key, &bare);

  assert_good (proof, &request);
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    assert_refused (proof, &others[i]);
  assert_good (bare_proof, &bare);
  assert_refused (bare_proof, &request);
}

/* The same address written in another way is the same; another one is not. An empty body is none. */
static void
test_same_uri (void)
{
  static const struct
  {
    const char *made;
    const char *asked;
    gboolean same;
  } cases[] = {
    { "https://reeve.example/", "https://reeve.example", TRUE },
    { "HTTPS://Reeve.Example/v1", "https://reeve.example/v1", TRUE },
    { "https://reeve.example:443/v1", "https://reeve.example/v1", TRUE },
    { "http://localhost:80/v1", "http://localhost/v1", TRUE },
    { "https://reeve.example/V1", "https://reeve.example/v1", FALSE },
    { "https://reeve.example/v1/", "https://reeve.example/v1", FALSE },
    { "https://reeve.example/v1?x", "https://reeve.example/v1", FALSE },
    { "https://reeve.example/v1?x", "https://reeve.example/v1?x", FALSE },
    { "https://reeve.example/v1#x", "https://reeve.example/v1", FALSE },
    { "https://ada@reeve.example/v1", "https://reeve.example/v1", FALSE },
    { "https://reeve.example/%2e%2e/v1", "https://reeve.example/v1", FALSE },
    { "/v1", "https://reeve.example/v1", FALSE },
    { "", "https://reeve.example/v1", FALSE },
  };
  g_autoptr (ReeveKey) key = reeve_key_generate (REEVE_JWS_ES256);
  g_autoptr (GBytes) empty = g_bytes_new_static ("", 0);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const ReeveDpopRequest made = { .method = "GET", .uri = cases[i].made };
      const ReeveDpopRequest asked = { .method = "GET", .uri = cases[i].asked, .body = empty };
      g_autofree char *proof = reeve_dpop_make (key, &made);
      g_test_message ("%s %s", cases[i].made, cases[i].asked);
      if (cases[i].same)
        assert_good (proof, &asked);
      else
        assert_refused (proof, &asked);
    }
}

/* Signs whatever it is told with a good key, the %s of the header being its JWK. */
static char *
forge (ReeveKey *key, const char *header, const char *payload)
{
  g_autoptr (GString) jwk = g_string_new (NULL);

  reeve_key_append_jwk (key, jwk);
  g_autoptr (GString) text = g_string_new (header);
  g_string_replace (text, "%s", jwk->str, 0);
  return reeve_jws_sign (key, text->str, payload);
}

#define GOOD_HEADER  "{\"alg\":\"ES256\",\"typ\":\"dpop+jwt\",\"jwk\":%s}"
#define GOOD_PAYLOAD "{\"jti\":\"1\",\"htm\":\"GET\",\"htu\":\"" URI "\",\"iat\":1795312316}"

/* Headers that a proof must not have, though the signature holds. */
static void
test_forged_headers (void)
{
  static const char *const headers[] = {
    "{\"alg\":\"none\",\"typ\":\"dpop+jwt\",\"jwk\":%s}",
    "{\"alg\":\"HS256\",\"typ\":\"dpop+jwt\",\"jwk\":%s}",
    "{\"alg\":\"EdDSA\",\"typ\":\"dpop+jwt\",\"jwk\":%s}",
    "{\"alg\":\"es256\",\"typ\":\"dpop+jwt\",\"jwk\":%s}",
    "{\"alg\":\"ES256\",\"typ\":\"JWT\",\"jwk\":%s}",
    "{\"alg\":\"ES256\",\"typ\":\"at+jwt\",\"jwk\":%s}",
    "{\"alg\":\"ES256\",\"jwk\":%s}",
    "{\"alg\":\"ES256\",\"typ\":\"dpop+jwt\"}",
    "{\"alg\":\"ES256\",\"typ\":\"dpop+jwt\",\"kid\":\"1\"}",
    "{\"alg\":\"ES256\",\"typ\":\"dpop+jwt\",\"jwk\":%s,\"crit\":[\"x\"]}",
    "{\"alg\":\"ES256\",\"typ\":\"dpop+jwt\",\"jwk\":%s,\"jku\":\"https://evil.example\"}",
    "{\"alg\":\"ES256\",\"typ\":\"dpop+jwt\",\"jwk\":%s,\"x5u\":\"https://evil.example\"}",
    "{\"alg\":\"ES256\",\"typ\":\"dpop+jwt\",\"jwk\":%s,\"b64\":false}",
    "{\"alg\":[\"ES256\"],\"typ\":\"dpop+jwt\",\"jwk\":%s}",
    "{\"alg\":\"ES256\",\"typ\":\"dpop+jwt\",\"jwk\":\"x\"}",
    "{\"alg\":\"ES256\",\"typ\":\"dpop+jwt\",\"jwk\":{\"kty\":\"oct\",\"k\":\"AAAA\"}}",
    "{\"alg\":\"ES256\",\"alg\":\"ES256\",\"typ\":\"dpop+jwt\",\"jwk\":%s}",
  };
  const ReeveDpopRequest request = { .method = "GET", .uri = URI };
  g_autoptr (ReeveKey) key = reeve_key_generate (REEVE_JWS_ES256);
  g_autofree char *good = forge (key, GOOD_HEADER, GOOD_PAYLOAD);

  assert_good (good, &request);
  for (guint i = 0; i < G_N_ELEMENTS (headers); i++)
    {
      g_autofree char *proof = forge (key, headers[i], GOOD_PAYLOAD);
      g_test_message ("%s", headers[i]);
      assert_refused (proof, &request);
    }
}

/* Claims that are missing or of the wrong kind. */
static void
test_forged_claims (void)
{
  static const char *const payloads[] = {
    "{\"htm\":\"GET\",\"htu\":\"" URI "\",\"iat\":1}",
    "{\"jti\":\"\",\"htm\":\"GET\",\"htu\":\"" URI "\",\"iat\":1}",
    "{\"jti\":7,\"htm\":\"GET\",\"htu\":\"" URI "\",\"iat\":1}",
    "{\"jti\":\"1\",\"htu\":\"" URI "\",\"iat\":1}",
    "{\"jti\":\"1\",\"htm\":\"GET\",\"iat\":1}",
    "{\"jti\":\"1\",\"htm\":\"GET\",\"htu\":[\"" URI "\"],\"iat\":1}",
    "{\"jti\":\"1\",\"htm\":\"GET\",\"htu\":\"" URI "\"}",
    "{\"jti\":\"1\",\"htm\":\"GET\",\"htu\":\"" URI "\",\"iat\":\"1\"}",
    "{\"jti\":\"1\",\"htm\":\"GET\",\"htu\":\"" URI "\",\"iat\":1.5}",
    "{\"jti\":\"1\",\"htm\":\"GET\",\"htu\":\"" URI "\",\"iat\":-1}",
    "{\"jti\":\"1\",\"htm\":\"GET\",\"htu\":\"" URI "\",\"iat\":9007199254740991,\"nonce\":null}",
    "{\"jti\":\"1\",\"htm\":\"GET\",\"htu\":\"" URI "\",\"iat\":1,\"nonce\":7}",
    "{\"jti\":\"1\",\"htm\":\"GET\",\"htu\":\"" URI "\",\"iat\":1,\"ath\":\"x\"}",
    "{\"jti\":\"1\",\"htm\":\"GET\",\"htu\":\"" URI "\",\"iat\":1,\"bh\":\"x\"}",
    "{}",
  };
  const ReeveDpopRequest request = { .method = "GET", .uri = URI };
  g_autoptr (ReeveKey) key = reeve_key_generate (REEVE_JWS_ES256);

  for (guint i = 0; i < G_N_ELEMENTS (payloads); i++)
    {
      g_autofree char *proof = forge (key, GOOD_HEADER, payloads[i]);
      g_test_message ("%s", payloads[i]);
      assert_refused (proof, &request);
    }
}

/* A proof that names one key and is signed by another, and one that is cut or changed, are refused. */
static void
test_forged_signature (void)
{
  const ReeveDpopRequest request = { .method = "GET", .uri = URI };
  g_autoptr (ReeveKey) key = reeve_key_generate (REEVE_JWS_ES256);
  g_autoptr (ReeveKey) thief = reeve_key_generate (REEVE_JWS_ES256);
  g_autoptr (GString) jwk = g_string_new (NULL);
  g_autofree char *good = forge (key, GOOD_HEADER, GOOD_PAYLOAD);

  reeve_key_append_jwk (key, jwk);
  g_autofree char *header = g_strdup_printf ("{\"alg\":\"ES256\",\"typ\":\"dpop+jwt\",\"jwk\":%s}", jwk->str);
  g_autofree char *stolen = reeve_jws_sign (thief, header, GOOD_PAYLOAD);
  assert_refused (stolen, &request);
  for (gsize at = 0; at < strlen (good); at += 11)
    {
      g_autofree char *cut = g_strndup (good, at);
      assert_refused (cut, &request);
    }
  assert_refused ("", &request);
  assert_refused (RFC_TOKEN_PROOF, &request);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dpop/rfc9449", test_rfc9449);
  g_test_add_func ("/dpop/round-trip", test_round_trip);
  g_test_add_func ("/dpop/other-request", test_other_request);
  g_test_add_func ("/dpop/same-uri", test_same_uri);
  g_test_add_func ("/dpop/forged-headers", test_forged_headers);
  g_test_add_func ("/dpop/forged-claims", test_forged_claims);
  g_test_add_func ("/dpop/forged-signature", test_forged_signature);
  return g_test_run ();
}
