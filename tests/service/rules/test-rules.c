/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Lockout's whole schedule, passwords against another implementation, and tokens against forgers. */

#include "config.h"

#include <string.h>

#include "common/clock-watch.h"
#include "common/clock.h"
#include "common/encoding.h"
#include "common/error.h"
#include "service/rules/lockout.h"
#include "service/rules/passwords.h"
#include "service/rules/tokens.h"

#define NOW     (G_GINT64_CONSTANT (1767225600) * G_USEC_PER_SEC)
#define ISSUER  "https://reeve.example.org"
#define ACCOUNT "018f0000-0000-7000-8000-000000000001"
#define SESSION "018f0000-0000-7000-8000-000000000002"

/* --- The clock --- */

static void
test_clock (void)
{
  const gint64 hour = G_TIME_SPAN_HOUR;
  const gint64 day = G_TIME_SPAN_DAY;
  ReeveClockWatch watch = { 0 };

  /* From where it was, and steadily. */
  g_assert_true (reeve_clock_watch_look (&watch, NOW, 50 * hour, NOW - hour));
  g_assert_true (reeve_clock_watch_look (&watch, NOW + hour, 51 * hour, NOW - hour));
  /* A month ahead, all at once: not before a day of going on from there. */
  g_assert_false (reeve_clock_watch_look (&watch, NOW + 30 * day, 52 * hour, 0));
  g_assert_false (reeve_clock_watch_look (&watch, NOW + 30 * day + 23 * hour, 75 * hour, 0));
  g_assert_true (reeve_clock_watch_look (&watch, NOW + 31 * day, 76 * hour, 0));
  /* Put right again is a jump, too; and each begins the day anew. */
  g_assert_false (reeve_clock_watch_look (&watch, NOW, 77 * hour, 0));
  g_assert_false (reeve_clock_watch_look (&watch, NOW + 30 * day, 100 * hour, 0));
  g_assert_false (reeve_clock_watch_look (&watch, NOW + 30 * day + hour, 101 * hour, 0));
}

static void
test_clock_at_start (void)
{
  const gint64 day = G_TIME_SPAN_DAY;
  ReeveClockWatch first = { 0 };
  ReeveClockWatch weekend = { 0 };
  ReeveClockWatch month = { 0 };
  ReeveClockWatch back = { 0 };

  g_assert_true (reeve_clock_watch_look (&first, NOW, 7, 0));
  g_assert_true (reeve_clock_watch_look (&weekend, NOW, 7, NOW - 2 * day));
  g_assert_false (reeve_clock_watch_look (&month, NOW, 7, NOW - 30 * day));
  g_assert_true (reeve_clock_watch_look (&month, NOW + day, 7 + day, NOW - 30 * day));
  g_assert_false (reeve_clock_watch_look (&back, NOW, 7, NOW + day));
}

/* --- Lockout --- */

/* The n-th wrong try, how many are left after it, and for how many seconds it locks. */
static void
test_schedule (void)
{
  static const struct
  {
    guint left;
    gint64 seconds;
  } schedule[] = { { 2, 0 },   { 1, 0 },   { 0, 60 },  { 0, 120 }, { 0, 240 },
                   { 0, 480 }, { 0, 900 }, { 0, 900 }, { 0, 900 } };
  ReeveFailures failures = { 0 };
  gint64 now = NOW;

  g_assert_cmpuint (reeve_lockout_tries_left (&failures, now), ==, 3);
  for (guint i = 0; i < G_N_ELEMENTS (schedule); i++)
    {
      g_autoptr (GError) error = NULL;
      gint64 length = schedule[i].seconds * REEVE_SECOND;

      g_assert_true (reeve_lockout_check (&failures, now, NULL));
      reeve_lockout_note_failure (&failures, now);
      g_assert_cmpuint (reeve_lockout_tries_left (&failures, now), ==, schedule[i].left);
      if (length == 0)
        continue;
      g_assert_false (reeve_lockout_check (&failures, now, &error));
      g_assert_error (error, REEVE_ERROR, REEVE_ERROR_LOCKED);
      g_assert_cmpstr (reeve_error_get_reason (error), ==, "cooling_off");
      g_assert_cmpint (reeve_error_get_retry_after_ms (error), ==, schedule[i].seconds * 1000);
      g_assert_false (reeve_lockout_check (&failures, now + length - 1, NULL));
      now += length;
      g_assert_true (reeve_lockout_check (&failures, now, NULL));
      g_assert_cmpuint (reeve_lockout_tries_left (&failures, now), ==, 1);
    }
}

/* A clock that jumps back neither lengthens a lock beyond its own length nor lifts it by a little; a jump of
 * more than any lock makes it void. A day without a try forgets. */
static void
test_jumps (void)
{
  ReeveFailures failures = { 3, NOW, NOW + REEVE_MINUTE };
  g_autoptr (GError) error = NULL;

  g_assert_false (reeve_lockout_check (&failures, NOW - 5 * REEVE_MINUTE, &error));
  g_assert_cmpint (reeve_error_get_retry_after_ms (error), ==, 60000);
  g_assert_true (reeve_lockout_check (&failures, NOW - REEVE_DAY, NULL));
  g_assert_true (reeve_lockout_check (&failures, NOW + REEVE_DAY, NULL));
  reeve_lockout_note_failure (&failures, NOW + REEVE_DAY + 1);
  g_assert_cmpint (failures.failures, ==, 1);
  g_assert_cmpint (failures.locked_until, ==, 0);
}

/* --- Passwords --- */

static ReeveSecret *
make_pepper (char byte)
{
  char bytes[32];

  memset (bytes, byte, sizeof bytes);
  return reeve_secret_new (bytes, sizeof bytes);
}

/* What we store, we accept; nothing else; and the stored form tells nothing. */
static void
test_passwords (void)
{
  g_autoptr (ReeveSecret) pepper = make_pepper (1);
  g_autoptr (ReeveSecret) other_pepper = make_pepper (2);
  g_autoptr (ReeveSecret) password = reeve_secret_new_text ("correct horse báttery");
  g_autoptr (ReeveSecret) wrong = reeve_secret_new_text ("correct horse battery");
  g_autofree char *stored = NULL;
  g_autofree char *again = NULL;
  gboolean weak;

  reeve_password_set_iterations_for_tests (1000);
  stored = reeve_password_hash (password, pepper);
  again = reeve_password_hash (password, pepper);
  g_assert_cmpstr (stored, !=, again);
  g_assert_true (g_str_has_prefix (stored, "reeve1$"));
  g_assert_null (strstr (stored, "pbkdf2"));
  g_assert_true (reeve_password_verify (password, stored, pepper, &weak));
  g_assert_false (weak);
  g_assert_false (reeve_password_verify (wrong, stored, pepper, &weak));
  g_assert_false (reeve_password_verify (password, NULL, pepper, &weak));
  g_assert_false (reeve_password_verify (password, "", pepper, NULL));
  g_test_expect_message ("reeved", G_LOG_LEVEL_WARNING, "*cannot be opened*");
  g_assert_false (reeve_password_verify (password, stored, other_pepper, &weak));
  g_test_assert_expected_messages ();
  reeve_password_set_iterations_for_tests (2000);
  g_assert_true (reeve_password_verify (password, stored, pepper, &weak));
  g_assert_true (weak);
  reeve_password_set_iterations_for_tests (REEVE_PASSWORD_ITERATIONS);
}

/* Hashes that Python makes in Django's form are accepted, and weak: to be sealed at the next sign-in. */
static void
test_django (void)
{
  static const char *const script[] = {
    "/usr/bin/python3", "-c",
    "import hashlib, base64\n"
    "for text, salt, n in [('correct horse báttery', 'seasalt', 1000), ('', 'x', 1), ('p' * 1024, 's' * 22, "
    "77)]:\n"
    "  h = hashlib.pbkdf2_hmac('sha256', text.encode(), salt.encode(), n)\n"
    "  print(f'pbkdf2_sha256${n}${salt}${base64.b64encode(h).decode()}')\n",
    NULL
  };
  g_autofree char *long_text = g_strnfill (1024, 'p');
  const char *texts[] = { "correct horse báttery", "", long_text };
  g_autoptr (ReeveSecret) pepper = make_pepper (1);
  g_autofree char *output = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (
    g_spawn_sync (NULL, (char **) script, NULL, G_SPAWN_DEFAULT, NULL, NULL, &output, NULL, NULL, &error));
  g_assert_no_error (error);
  lines = g_strsplit (output, "\n", -1);
  reeve_password_set_iterations_for_tests (100);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (ReeveSecret) password = reeve_secret_new_text (texts[i]);
      g_autoptr (ReeveSecret) wrong = reeve_secret_new_text ("wrong");
      gboolean weak;

      g_assert_true (reeve_password_verify (password, lines[i], pepper, &weak));
      g_assert_true (weak);
      g_assert_false (reeve_password_verify (wrong, lines[i], pepper, &weak));
    }
  reeve_password_set_iterations_for_tests (REEVE_PASSWORD_ITERATIONS);
}

/* Hashes that are none are refused without a crash, and an imported one cannot occupy a core for minutes. */
static void
test_broken_hashes (void)
{
  static const char *const broken[] = {
    "pbkdf2_sha256$",
    "pbkdf2_sha256$0$salt$aGFzaA==",
    "pbkdf2_sha256$-5$salt$aGFzaA==",
    "pbkdf2_sha256$99999999999$salt$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
    "pbkdf2_sha256$1000$salt$aGFzaA==",
    "pbkdf2_sha1$1$salt$AAAA",
    "md5$x$y",
    "reeve1$",
    "reeve1$!!!",
    "reeve1",
    "$$$$$$$$"
  };
  g_autoptr (ReeveSecret) pepper = make_pepper (1);
  g_autoptr (ReeveSecret) password = reeve_secret_new_text ("x");
  gint64 start = g_get_monotonic_time ();

  reeve_password_set_iterations_for_tests (10);
  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      if (g_str_equal (broken[i], "reeve1$"))
        g_test_expect_message ("reeved", G_LOG_LEVEL_WARNING, "*cannot be opened*");
      g_assert_false (reeve_password_verify (password, broken[i], pepper, NULL));
    }
  g_test_assert_expected_messages ();
  g_assert_cmpint (g_get_monotonic_time () - start, <, 2 * G_USEC_PER_SEC);
  reeve_password_set_iterations_for_tests (REEVE_PASSWORD_ITERATIONS);
}

/* An unknown account takes as long as a wrong password, and so does an old hash with few iterations. */
static void
test_same_time (void)
{
  g_autoptr (ReeveSecret) pepper = make_pepper (1);
  g_autoptr (ReeveSecret) password = reeve_secret_new_text ("x");
  const char *old = "pbkdf2_sha256$1000$salt$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
  g_autofree char *stored = NULL;
  gint64 best[3] = { G_MAXINT64, G_MAXINT64, G_MAXINT64 };

  reeve_password_set_iterations_for_tests (100000);
  stored = reeve_password_hash (password, pepper);
  for (guint i = 0; i < 15; i++)
    {
      const char *cases[] = { stored, NULL, old };
      gint64 start = g_get_monotonic_time ();

      reeve_password_verify (password, cases[i % 3], pepper, NULL);
      best[i % 3] = MIN (best[i % 3], g_get_monotonic_time () - start);
    }
  for (guint i = 1; i < 3; i++)
    {
      g_assert_cmpint (best[i], >, best[0] / 3);
      g_assert_cmpint (best[i], <, best[0] * 3);
    }
  reeve_password_set_iterations_for_tests (REEVE_PASSWORD_ITERATIONS);
}

/* --- Tokens --- */

static ReeveTokenSigner *
make_signer (ReeveKey **key)
{
  *key = reeve_key_generate (REEVE_JWS_EDDSA);
  return reeve_token_signer_new (ISSUER, *key);
}

static void
assert_refused (ReeveTokenSigner *signer, const char *token, gint64 now, const char *reason)
{
  g_auto (ReeveAccessClaims) claims = { NULL };
  g_autoptr (GError) error = NULL;

  if (reeve_token_signer_verify (signer, token, now, &claims, &error))
    g_error ("accepted: %s", token);
  g_assert_error (error, REEVE_ERROR, REEVE_ERROR_SIGNED_OUT);
  g_assert_cmpstr (reeve_error_get_reason (error), ==, reason);
  g_assert_null (claims.account);
}

/* An issued token says who, which session and which key, until it expires; also when it is remembered. */
static void
test_tokens (void)
{
  g_autoptr (ReeveKey) key = NULL;
  g_autoptr (ReeveKey) next = NULL;
  g_autoptr (ReeveTokenSigner) signer = make_signer (&key);
  g_autoptr (ReeveTokenSigner) successor = make_signer (&next);
  g_autoptr (ReeveSecret) token = reeve_token_signer_issue (signer, ACCOUNT, SESSION, "thumb", NOW + 5);
  const char *text = reeve_secret_get_text (token);

  for (guint i = 0; i < 3; i++)
    {
      g_auto (ReeveAccessClaims) claims = { NULL };
      g_autoptr (GError) error = NULL;

      g_assert_true (reeve_token_signer_verify (signer, text, NOW + REEVE_MINUTE, &claims, &error));
      g_assert_cmpstr (claims.account, ==, ACCOUNT);
      g_assert_cmpstr (claims.session, ==, SESSION);
      g_assert_cmpstr (claims.thumbprint, ==, "thumb");
      g_assert_cmpint (claims.expires, ==, NOW + REEVE_ACCESS_TOKEN_LIFE);
      assert_refused (signer, text, NOW + REEVE_ACCESS_TOKEN_LIFE, "token_expired");
      assert_refused (signer, text, NOW - 2 * REEVE_MINUTE, "token");
    }
  assert_refused (successor, text, NOW, "token");
  reeve_token_signer_add_old (successor, key);
  {
    g_auto (ReeveAccessClaims) claims = { NULL };

    g_assert_true (reeve_token_signer_verify (successor, text, NOW, &claims, NULL));
  }
}

static char *
forge (ReeveKey *key, const char *header, const char *payload)
{
  g_autofree char *full = g_strdup (header);

  if (strstr (header, "KID") != NULL)
    {
      g_auto (GStrv) parts = g_strsplit (header, "KID", 2);

      g_set_str (&full, NULL);
      full = g_strconcat (parts[0], reeve_key_get_thumbprint (key), parts[1], NULL);
    }
  return reeve_jws_sign (key, full, payload);
}

#define HEADER "{\"typ\":\"at+jwt\",\"alg\":\"EdDSA\",\"kid\":\"KID\"}"
#define CLAIMS(iss, aud, iat, exp)                                           \
  "{\"iss\":\"" iss "\",\"aud\":\"" aud                                      \
  "\",\"sub\":\"a\",\"sid\":\"s\",\"client_id\":\"reeve\",\"cnf\":{\"jkt\":" \
  "\"t\"},\"iat\":" iat ",\"exp\":" exp ",\"jti\":\"j\"}"
#define GOOD CLAIMS (ISSUER, ISSUER, "1767225600", "1767225900")

/* Everything a forger tries, even with our own key on it, where the key is not the point. */
static void
test_forged (void)
{
  static const struct
  {
    const char *header;
    const char *payload;
    const char *reason;
  } cases[] = {
    { HEADER, GOOD, NULL },
    { "{\"typ\":\"JWT\",\"alg\":\"EdDSA\",\"kid\":\"KID\"}", GOOD, "token" },
    { "{\"typ\":\"at+jwt\",\"alg\":\"none\",\"kid\":\"KID\"}", GOOD, "token" },
    { "{\"typ\":\"at+jwt\",\"alg\":\"HS256\",\"kid\":\"KID\"}", GOOD, "token" },
    { "{\"typ\":\"at+jwt\",\"alg\":\"ES256\",\"kid\":\"KID\"}", GOOD, "token" },
    { "{\"typ\":\"at+jwt\",\"alg\":[\"EdDSA\"],\"kid\":\"KID\"}", GOOD, "token" },
    { "{\"typ\":\"at+jwt\",\"alg\":\"EdDSA\"}", GOOD, "token" },
    { "{\"typ\":\"at+jwt\",\"alg\":\"EdDSA\",\"kid\":\"other\"}", GOOD, "token" },
    { "{\"alg\":\"EdDSA\",\"kid\":\"KID\"}", GOOD, "token" },
    { "{\"typ\":\"at+jwt\",\"alg\":\"EdDSA\",\"kid\":\"KID\",\"jku\":\"https://evil.example\"}", GOOD,
      "token" },
    { "{\"typ\":\"at+jwt\",\"alg\":\"EdDSA\",\"kid\":\"KID\",\"x5u\":\"https://evil.example\"}", GOOD,
      "token" },
    { "{\"typ\":\"at+jwt\",\"alg\":\"EdDSA\",\"kid\":\"KID\",\"jwk\":{}}", GOOD, "token" },
    { "{\"typ\":\"at+jwt\",\"alg\":\"EdDSA\",\"kid\":\"KID\",\"crit\":[\"b64\"],\"b64\":false}", GOOD,
      "token" },
    { "{\"typ\":\"at+jwt\",\"alg\":\"EdDSA\",\"kid\":\"KID\",\"alg\":\"none\"}", GOOD, "token" },
    { HEADER, CLAIMS ("https://evil.example", ISSUER, "1767225600", "1767225900"), "token" },
    { HEADER, CLAIMS (ISSUER, "https://evil.example", "1767225600", "1767225900"), "token" },
    { HEADER, CLAIMS (ISSUER, ISSUER, "1767225700", "1767225900"), "token" },
    { HEADER, CLAIMS (ISSUER, ISSUER, "1767225600", "1767229200"), "token" },
    { HEADER, CLAIMS (ISSUER, ISSUER, "1767225600", "\"1767225900\""), "token" },
    { HEADER, CLAIMS (ISSUER, ISSUER, "1767225600", "1767225900.5"), "token" },
    { HEADER, CLAIMS (ISSUER, ISSUER, "1767225600", "9007199254740991"), "token" },
    { HEADER, CLAIMS (ISSUER, ISSUER, "-1", "100"), "token" },
    { HEADER, CLAIMS (ISSUER, ISSUER, "1767225600", "1767225600"), "token" },
    { HEADER, CLAIMS (ISSUER, ISSUER, "1767225300", "1767225600"), "token_expired" },
    { HEADER, "{}", "token" },
    { HEADER, "{\"iss\":\"" ISSUER "\",\"aud\":\"" ISSUER "\",\"client_id\":\"reeve\"}", "token" },
    { HEADER,
      "{\"iss\":\"" ISSUER "\",\"aud\":[\"" ISSUER
      "\"],\"sub\":\"a\",\"sid\":\"s\",\"client_id\":\"reeve\",\"cnf\":"
      "{\"jkt\":\"t\"},\"iat\":1767225600,\"exp\":1767225900,\"jti\":\"j\"}",
      "token" },
    { HEADER,
      "{\"iss\":\"" ISSUER "\",\"aud\":\"" ISSUER "\",\"sub\":\"a\",\"sid\":\"s\",\"client_id\":\"reeve\","
      "\"iat\":1767225600,\"exp\":1767225900,\"jti\":\"j\"}",
      "token" },
    { HEADER,
      "{\"iss\":\"" ISSUER "\",\"aud\":\"" ISSUER
      "\",\"sub\":\"a\",\"sid\":\"s\",\"client_id\":\"reeve\",\"cnf\":"
      "{\"jkt\":\"t\"},\"iat\":1767225600,\"exp\":1767225900}",
      "token" },
  };
  g_autoptr (ReeveKey) key = NULL;
  g_autoptr (ReeveTokenSigner) signer = make_signer (&key);
  g_autoptr (ReeveKey) stranger = reeve_key_generate (REEVE_JWS_EDDSA);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *token = forge (key, cases[i].header, cases[i].payload);
      g_autofree char *foreign = forge (stranger, cases[i].header, cases[i].payload);
      g_auto (ReeveAccessClaims) claims = { NULL };

      assert_refused (signer, foreign, NOW, "token");
      if (cases[i].reason != NULL)
        assert_refused (signer, token, NOW, cases[i].reason);
      else
        g_assert_true (reeve_token_signer_verify (signer, token, NOW, &claims, NULL));
    }
}

/* No signature, an HMAC under the public key, another token's signature, and every changed character. */
static void
test_tampered (void)
{
  g_autoptr (ReeveKey) key = NULL;
  g_autoptr (ReeveTokenSigner) signer = make_signer (&key);
  g_autoptr (ReeveSecret) issued = reeve_token_signer_issue (signer, ACCOUNT, SESSION, "t", NOW);
  g_autofree char *token = g_strdup (reeve_secret_get_text (issued));
  g_auto (GStrv) parts = g_strsplit (token, ".", -1);
  g_autofree char *unsigned_token = g_strconcat (parts[0], ".", parts[1], ".", NULL);
  g_autofree char *two_parts = g_strconcat (parts[0], ".", parts[1], NULL);
  g_autofree char *four_parts = g_strconcat (token, ".", parts[2], NULL);
  g_autoptr (GString) jwk = g_string_new (NULL);
  g_autofree char *header =
    g_strdup_printf ("{\"typ\":\"at+jwt\",\"alg\":\"HS256\",\"kid\":\"%s\"}", reeve_key_get_thumbprint (key));
  g_autofree char *encoded = reeve_base64url_encode (header, strlen (header));
  g_autofree char *body = g_strconcat (encoded, ".", parts[1], NULL);
  g_autofree char *mac_text = NULL;
  g_autofree char *mac_token = NULL;
  guint8 mac[32];

  g_assert_cmpuint (g_strv_length (parts), ==, 3);
  reeve_key_append_jwk (key, jwk);
  reeve_hmac_sha256 (jwk->str, jwk->len, body, strlen (body), mac);
  mac_text = reeve_base64url_encode (mac, sizeof mac);
  mac_token = g_strconcat (body, ".", mac_text, NULL);
  assert_refused (signer, unsigned_token, NOW, "token");
  assert_refused (signer, two_parts, NOW, "token");
  assert_refused (signer, four_parts, NOW, "token");
  assert_refused (signer, mac_token, NOW, "token");
  assert_refused (signer, "", NOW, "token");
  assert_refused (signer, "..", NOW, "token");
  for (gsize i = 0; token[i] != '\0'; i++)
    {
      char before = token[i];

      token[i] = before == 'A' ? 'B' : 'A';
      assert_refused (signer, token, NOW, "token");
      token[i] = before;
    }
}

/* More tokens than are remembered, from several threads. */
static gpointer
verify_many (gpointer data)
{
  ReeveTokenSigner *signer = data;

  for (guint i = 0; i < 500; i++)
    {
      g_autoptr (ReeveSecret) token = reeve_token_signer_issue (signer, ACCOUNT, SESSION, "t", NOW);

      for (guint j = 0; j < 3; j++)
        {
          g_auto (ReeveAccessClaims) claims = { NULL };

          g_assert_true (
            reeve_token_signer_verify (signer, reeve_secret_get_text (token), NOW, &claims, NULL));
          g_assert_cmpstr (claims.session, ==, SESSION);
        }
    }
  return NULL;
}

static void
test_token_threads (void)
{
  g_autoptr (ReeveKey) key = NULL;
  g_autoptr (ReeveTokenSigner) signer = make_signer (&key);
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new (NULL, verify_many, signer);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

/* Opaque tokens are 256 bits, never the same, and hash the same each time. */
static void
test_opaque (void)
{
  g_autoptr (ReeveSecret) a = reeve_opaque_token_new ();
  g_autoptr (ReeveSecret) b = reeve_opaque_token_new ();
  g_autoptr (GBytes) hash = reeve_opaque_token_hash (a);
  g_autoptr (GBytes) again = reeve_opaque_token_hash (a);

  g_assert_cmpuint (reeve_secret_get_length (a), ==, 43);
  g_assert_false (reeve_secret_equal (a, b));
  g_assert_true (g_bytes_equal (hash, again));
  g_assert_cmpuint (g_bytes_get_size (hash), ==, 32);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rules/clock", test_clock);
  g_test_add_func ("/rules/clock-at-start", test_clock_at_start);
  g_test_add_func ("/rules/lockout/schedule", test_schedule);
  g_test_add_func ("/rules/lockout/jumps", test_jumps);
  g_test_add_func ("/rules/passwords/round-trip", test_passwords);
  g_test_add_func ("/rules/passwords/django", test_django);
  g_test_add_func ("/rules/passwords/broken", test_broken_hashes);
  g_test_add_func ("/rules/passwords/same-time", test_same_time);
  g_test_add_func ("/rules/tokens/issued", test_tokens);
  g_test_add_func ("/rules/tokens/forged", test_forged);
  g_test_add_func ("/rules/tokens/tampered", test_tampered);
  g_test_add_func ("/rules/tokens/threads", test_token_threads);
  g_test_add_func ("/rules/tokens/opaque", test_opaque);
  return g_test_run ();
}
