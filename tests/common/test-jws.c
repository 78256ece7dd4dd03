/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Keys and signatures against the vectors of their standards, and against tampering. */

#include "config.h"

#include "common/encoding.h"
#include "common/error.h"
#include "common/json.h"
#include "common/jws.h"

#include <string.h>

/* RFC 8037, appendix A. */
#define ED25519_D "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"
#define ED25519_JWK \
  "{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}"
#define ED25519_THUMBPRINT "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
#define ED25519_JWS                                           \
  "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc." \
  "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"

/* RFC 7515, appendix A.3. */
#define P256_JWK                                                                             \
  "{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\"," \
  "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}"
#define P256_JWS                                                                                    \
  "eyJhbGciOiJFUzI1NiJ9."                                                                           \
  "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ." \
  "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"

static ReeveKey *
read_jwk (ReeveJwsAlgorithm algorithm, const char *text, GError **error)
{
  g_autoptr (JsonObject) jwk = reeve_json_parse_object (text, strlen (text), &reeve_json_body, NULL);

  g_assert_nonnull (jwk);
  return reeve_key_from_jwk (algorithm, jwk, error);
}

static char *
write_jwk (ReeveKey *key)
{
  GString *json = g_string_new (NULL);

  reeve_key_append_jwk (key, json);
  return g_string_free_and_steal (json);
}

/* The private key of RFC 8037 as PKCS#8. */
static ReeveKey *
get_rfc8037_key (void)
{
  static const guint8 head[] = { 0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06,
                                 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20 };
  g_autofree guint8 *d = reeve_base64url_decode (ED25519_D, -1, NULL);
  g_autoptr (GByteArray) der = g_byte_array_new ();
  g_autoptr (GError) error = NULL;

  g_byte_array_append (der, head, sizeof head);
  g_byte_array_append (der, d, 32);
  g_autoptr (ReeveSecret) secret = reeve_secret_new (der->data, der->len);
  ReeveKey *key = reeve_key_new_private (REEVE_JWS_EDDSA, secret, &error);
  g_assert_no_error (error);
  return key;
}

/* RFC 8037, appendix A.3 and A.4: thumbprint, and the very bytes of the signature. */
static void
test_rfc8037 (void)
{
  g_autoptr (ReeveKey) key = get_rfc8037_key ();
  g_autofree char *jwk = write_jwk (key);

  g_assert_cmpstr (jwk, ==, ED25519_JWK);
  g_assert_cmpstr (reeve_key_get_thumbprint (key), ==, ED25519_THUMBPRINT);
  g_autofree char *compact = reeve_jws_sign (key, "{\"alg\":\"EdDSA\"}", "Example of Ed25519 signing");
  g_assert_cmpstr (compact, ==, ED25519_JWS);
  g_autoptr (ReeveKey) public = read_jwk (REEVE_JWS_EDDSA, ED25519_JWK, NULL);
  g_assert_true (reeve_jws_verify (public, compact));
}

/* RFC 7515, appendix A.3: a foreign r || s signature holds. */
static void
test_rfc7515 (void)
{
  g_autoptr (ReeveKey) key = read_jwk (REEVE_JWS_ES256, P256_JWK, NULL);
  g_autoptr (JsonObject) header = NULL;
  g_autoptr (JsonObject) payload = NULL;
  g_autofree char *jwk = write_jwk (key);

  g_assert_cmpstr (jwk, ==, P256_JWK);
  g_assert_true (reeve_jws_verify (key, P256_JWS));
  g_assert_true (reeve_jws_split (P256_JWS, &header, &payload, NULL));
  g_assert_cmpstr (json_object_get_string_member (payload, "iss"), ==, "joe");
}

/* Keys made here sign, travel as PKCS#8 and as JWK, and stay the same key. Often, because the DER form of
 * ES256 depends on the leading bits of r and s. */
static void
test_round_trip (void)
{
  static const ReeveJwsAlgorithm algorithms[] = { REEVE_JWS_EDDSA, REEVE_JWS_ES256 };

  for (guint i = 0; i < 600; i++)
    {
      ReeveJwsAlgorithm algorithm = algorithms[i % 2];
      g_autoptr (GError) error = NULL;
      g_autoptr (ReeveKey) key = reeve_key_generate (algorithm);
      g_autoptr (ReeveSecret) der = reeve_key_to_private (key);
      g_autoptr (ReeveKey) same = reeve_key_new_private (algorithm, der, &error);
      g_assert_no_error (error);
      g_autofree char *jwk = write_jwk (key);
      g_autoptr (ReeveKey) public = read_jwk (algorithm, jwk, &error);
      g_assert_no_error (error);
      g_autofree char *compact = reeve_jws_sign (same, "{}", "{\"n\":1}");
      g_assert_true (reeve_jws_verify (key, compact));
      g_assert_true (reeve_jws_verify (public, compact));
      g_assert_cmpstr (reeve_key_get_thumbprint (key), ==, reeve_key_get_thumbprint (public));
    }
}

/* Any changed bit anywhere, any cut and any other key: the signature does not hold. */
static void
test_tampered (void)
{
  static const char *const tokens[] = { ED25519_JWS, P256_JWS };
  g_autoptr (ReeveKey) ed25519 = read_jwk (REEVE_JWS_EDDSA, ED25519_JWK, NULL);
  g_autoptr (ReeveKey) p256 = read_jwk (REEVE_JWS_ES256, P256_JWK, NULL);
  g_autoptr (ReeveKey) other_ed25519 = reeve_key_generate (REEVE_JWS_EDDSA);
  g_autoptr (ReeveKey) other_p256 = reeve_key_generate (REEVE_JWS_ES256);

  for (guint i = 0; i < 2; i++)
    {
      ReeveKey *key = i == 0 ? ed25519 : p256;
      gsize length = strlen (tokens[i]);
      for (gsize at = 0; at < length; at += 3)
        {
          g_autofree char *changed = g_strdup (tokens[i]);
          g_autofree char *cut = g_strndup (tokens[i], at);
          changed[at] = changed[at] == 'A' ? 'B' : 'A';
          g_assert_false (reeve_jws_verify (key, changed));
          g_assert_false (reeve_jws_verify (key, cut));
        }
      g_assert_false (reeve_jws_verify (i == 0 ? other_ed25519 : other_p256, tokens[i]));
      g_assert_false (reeve_jws_verify (i == 0 ? p256 : ed25519, tokens[i]));
    }
}

/* Signatures of the wrong form: none, all zero, DER instead of r || s, padded, with stray bits at the end. */
static void
test_bad_signatures (void)
{
  static const char *const ends[] = {
    "",
    "AA",
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "MEUCIA7RIVN5Y2xIPC9_FVgH1AKjsigDOvl8fheBmsMWnqZlAiEAxQoH04w8cOXY8S2vCEpUgKZlkMXyk1Cajz9_ioOjVNU",
    "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q==",
    "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1R",
  };
  g_autoptr (ReeveKey) key = read_jwk (REEVE_JWS_ES256, P256_JWK, NULL);
  g_autofree char *input = g_strndup (P256_JWS, (gsize) (strrchr (P256_JWS, '.') - P256_JWS));

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      g_autofree char *compact = g_strconcat (input, ".", ends[i], NULL);
      g_assert_false (reeve_jws_verify (key, compact));
    }
  g_assert_false (reeve_jws_verify (key, ""));
  g_assert_false (reeve_jws_verify (key, "."));
}

/* Only the public JWK of exactly the expected kind is a key. */
static void
test_bad_jwk (void)
{
  static const char *const bad[] = {
    "{}",
    "{\"kty\":\"EC\"}",
    "{\"kty\":\"oct\",\"k\":\"AAAA\"}",
    "{\"kty\":\"RSA\",\"n\":\"AAAA\",\"e\":\"AQAB\"}",
    ED25519_JWK,
    /* a private member */
    "{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
    "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\",\"d\":\"jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-"
    "E9LI\"}",
    /* not on the curve */
    "{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
    "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a4\"}",
    /* y too short, x a number, another curve */
    "{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\",\"y\":\"AAAA\"}",
    "{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":7,\"y\":[]}",
    "{\"crv\":\"P-384\",\"kty\":\"EC\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
    "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_null (read_jwk (REEVE_JWS_ES256, bad[i], &error));
      g_assert_error (error, REEVE_ERROR, REEVE_ERROR_INVALID);
    }
  g_assert_null (read_jwk (REEVE_JWS_EDDSA, P256_JWK, NULL));
}

/* Rubbish, and a key of the other algorithm, are no private key. */
static void
test_bad_private (void)
{
  g_autoptr (ReeveKey) key = reeve_key_generate (REEVE_JWS_ES256);
  g_autoptr (ReeveSecret) der = reeve_key_to_private (key);
  g_autoptr (ReeveSecret) rubbish = reeve_secret_new_text ("rubbish");
  g_autoptr (ReeveSecret) empty = reeve_secret_new ("", 0);
  g_autoptr (GError) error = NULL;

  g_assert_null (reeve_key_new_private (REEVE_JWS_EDDSA, der, &error));
  g_assert_error (error, REEVE_ERROR, REEVE_ERROR_INVALID);
  g_assert_null (reeve_key_new_private (REEVE_JWS_ES256, rubbish, NULL));
  g_assert_null (reeve_key_new_private (REEVE_JWS_ES256, empty, NULL));
}

/* What is not three parts of base64url with two JSON objects is no token. */
static void
test_split (void)
{
  g_autofree char *long_part = g_strnfill (17000, 'e');
  g_autofree char *long_token = g_strconcat ("e30.e30.", long_part, NULL);
  const char *bad[] = {
    "",           "e30",
    "e30.e30",    "e30.e30.e30.e30",
    "e30..e30",   ".e30.e30",
    "e30=.e30.x", "W10.e30.x",                /* [] */
    "e30.W10.x",  "e30.eyJhIjoxLCJhIjoyfQ.x", /* {"a":1,"a":2} */
    "e30.e30 .x", long_token,
  };
  JsonObject *header = NULL;
  JsonObject *payload = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_false (reeve_jws_split (bad[i], &header, &payload, &error));
      g_assert_error (error, REEVE_ERROR, REEVE_ERROR_SIGNED_OUT);
      g_assert_cmpstr (reeve_error_get_reason (error), ==, "token");
      g_assert_null (header);
    }
}

static gpointer
verify_many (gpointer key)
{
  for (guint i = 0; i < 200; i++)
    g_assert_true (reeve_jws_verify (key, P256_JWS));
  return NULL;
}

/* One key serves several threads at once. */
static void
test_threads (void)
{
  g_autoptr (ReeveKey) key = read_jwk (REEVE_JWS_ES256, P256_JWK, NULL);
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("verify", verify_many, key);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

static void
time_verify (ReeveKey *key, const char *compact, const char *name)
{
  g_test_timer_start ();
  for (guint i = 0; i < 500; i++)
    g_assert_true (reeve_jws_verify (key, compact));
  double each = g_test_timer_elapsed () * 1e6 / 500;
  g_test_minimized_result (each, "%s verified in %.0f µs", name, each);
}

/* Measures verification. Said, not judged. */
static void
test_speed (void)
{
  g_autoptr (ReeveKey) ed25519 = read_jwk (REEVE_JWS_EDDSA, ED25519_JWK, NULL);
  g_autoptr (ReeveKey) p256 = read_jwk (REEVE_JWS_ES256, P256_JWK, NULL);

  time_verify (ed25519, ED25519_JWS, "EdDSA");
  time_verify (p256, P256_JWS, "ES256");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/jws/rfc8037", test_rfc8037);
  g_test_add_func ("/jws/rfc7515", test_rfc7515);
  g_test_add_func ("/jws/round-trip", test_round_trip);
  g_test_add_func ("/jws/tampered", test_tampered);
  g_test_add_func ("/jws/bad-signatures", test_bad_signatures);
  g_test_add_func ("/jws/bad-jwk", test_bad_jwk);
  g_test_add_func ("/jws/bad-private", test_bad_private);
  g_test_add_func ("/jws/split", test_split);
  g_test_add_func ("/jws/threads", test_threads);
  g_test_add_func ("/jws/speed", test_speed);
  return g_test_run ();
}
