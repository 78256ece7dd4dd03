/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One-time passwords against their standards and oathtool; recovery codes. */

#include "config.h"

#include "common/encoding.h"
#include "common/totp.h"

#include <string.h>

static ReeveSecret *
get_rfc_secret (void)
{
  return reeve_secret_new_text ("12345678901234567890");
}

/* RFC 4226, appendix D: the first ten codes. */
static void
test_rfc4226 (void)
{
  static const char *const codes[] = { "755224", "287082", "359152", "969429", "338314",
                                       "254676", "287922", "162583", "399871", "520489" };
  g_autoptr (ReeveSecret) secret = get_rfc_secret ();

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      char code[7];
      reeve_totp_code (secret, i, code);
      g_assert_cmpstr (code, ==, codes[i]);
    }
}

/* RFC 6238, appendix B: its SHA-1 rows, of which the last six of eight digits are ours. */
static void
test_rfc6238 (void)
{
  static const struct
  {
    gint64 seconds;
    const char *code;
  } rows[] = { { 59, "287082" },         { 1111111109, "081804" }, { 1111111111, "050471" },
               { 1234567890, "005924" }, { 2000000000, "279037" }, { 20000000000, "353130" } };
  g_autoptr (ReeveSecret) secret = get_rfc_secret ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      char code[7];
      reeve_totp_code (secret, reeve_totp_step (rows[i].seconds * G_USEC_PER_SEC), code);
      g_assert_cmpstr (code, ==, rows[i].code);
    }
}

/* oathtool agrees, for random secrets of several lengths and random times. */
static void
test_oathtool (void)
{
  g_autofree char *program = g_find_program_in_path ("oathtool");

  if (program == NULL)
    {
      g_test_skip ("oathtool is not installed");
      return;
    }
  for (guint i = 0; i < 40; i++)
    {
      g_autoptr (ReeveSecret) secret = reeve_secret_new_random (10 + i % 30);
      gsize length;
      gconstpointer data = reeve_secret_get_data (secret, &length);
      g_autofree char *hex = reeve_hex_encode (data, length);
      gint64 seconds = g_test_rand_int_range (0, G_MAXINT32);
      g_autofree char *now = g_strdup_printf ("--now=@%" G_GINT64_FORMAT, seconds);
      const char *arguments[] = { program, "--totp", now, hex, NULL };
      g_autofree char *output = NULL;
      g_autoptr (GError) error = NULL;
      char code[7];
      g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_DEFAULT, NULL, NULL, &output, NULL, NULL,
                    &error);
      g_assert_no_error (error);
      reeve_totp_code (secret, reeve_totp_step (seconds * G_USEC_PER_SEC), code);
      g_strstrip (output);
      g_assert_cmpstr (code, ==, output);
    }
}

/* A code counts within the window, once, and not after a later one was used. */
static void
test_match (void)
{
  g_autoptr (ReeveSecret) secret = get_rfc_secret ();
  gint64 step = 0;

  g_assert_true (reeve_totp_match (secret, "969429", 3, 1, -1, &step));
  g_assert_cmpint (step, ==, 3);
  g_assert_true (reeve_totp_match (secret, "969429", 2, 1, -1, &step));
  g_assert_true (reeve_totp_match (secret, "969429", 4, 1, 2, NULL));
  g_assert_false (reeve_totp_match (secret, "969429", 5, 1, -1, &step));
  g_assert_false (reeve_totp_match (secret, "969429", 1, 1, -1, &step));
  g_assert_false (reeve_totp_match (secret, "969429", 3, 1, 3, &step));
  g_assert_false (reeve_totp_match (secret, "969429", 4, 1, 4, &step));
  g_assert_false (reeve_totp_match (secret, "969428", 3, 1, -1, &step));
  g_assert_cmpint (step, ==, 3);
}

/* The space that apps show is forgiven; anything else is no code. */
static void
test_match_form (void)
{
  static const char *const bad[] = { "",       "96942",  "9694290",  "96942a",
                                     "96942٩", "-69429", "969429\n", "96942 " };
  g_autoptr (ReeveSecret) secret = get_rfc_secret ();

  g_assert_true (reeve_totp_match (secret, "969 429", 3, 0, -1, NULL));
  g_assert_true (reeve_totp_match (secret, " 969429 ", 3, 0, -1, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (reeve_totp_match (secret, bad[i], 3, 0, -1, NULL));
}

/* The URI that authenticator apps read, with everything escaped that needs it. */
static void
test_uri (void)
{
  g_autoptr (ReeveSecret) secret = get_rfc_secret ();
  g_autoptr (ReeveSecret) uri = reeve_totp_uri (secret, "Reeve & Co", "ada+1@example.org");

  g_assert_cmpstr (
    reeve_secret_get_text (uri), ==,
    "otpauth://totp/Reeve%20%26%20Co:ada%2B1%40example.org?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    "&issuer=Reeve%20%26%20Co&algorithm=SHA1&digits=6&period=30");
}

/* New recovery codes have the form, are read back as themselves, and do not repeat. */
static void
test_recovery_code (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < 1000; i++)
    {
      g_autoptr (ReeveSecret) code = reeve_recovery_code_new ();
      const char *text = reeve_secret_get_text (code);
      g_assert_true (g_regex_match_simple ("^[0-9a-hjkmnp-tv-z]{4}(-[0-9a-hjkmnp-tv-z]{4}){2}$", text, 0, 0));
      g_autoptr (ReeveSecret) normal = reeve_recovery_code_normalise (text);
      g_assert_true (reeve_secret_equal (code, normal));
      char *key = g_strdup (text);
      g_assert_true (g_hash_table_add (seen, key));
    }
}

/* What people make of a code when they copy it by hand. */
static void
test_recovery_code_typed (void)
{
  static const char *const good[] = { "ab01-efgh-jkmn", "AB01EFGHJKMN", " abol efgh jkmn\n",
                                      "a-b-O-i-e-f-g-h-j-k-m-n" };
  static const char *const bad[] = {
    "", "ab01-efgh-jkm", "ab01-efgh-jkmnp", "ab01-efgh-jkmu", "ab01_efgh_jkmn", "äb01-efgh-jkmn"
  };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (ReeveSecret) code = reeve_recovery_code_normalise (good[i]);
      g_assert_nonnull (code);
      g_assert_cmpstr (reeve_secret_get_text (code), ==, "ab01-efgh-jkmn");
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_null (reeve_recovery_code_normalise (bad[i]));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/totp/rfc4226", test_rfc4226);
  g_test_add_func ("/totp/rfc6238", test_rfc6238);
  g_test_add_func ("/totp/oathtool", test_oathtool);
  g_test_add_func ("/totp/match", test_match);
  g_test_add_func ("/totp/match-form", test_match_form);
  g_test_add_func ("/totp/uri", test_uri);
  g_test_add_func ("/totp/recovery-code", test_recovery_code);
  g_test_add_func ("/totp/recovery-code-typed", test_recovery_code_typed);
  return g_test_run ();
}
