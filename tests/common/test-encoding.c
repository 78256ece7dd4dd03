/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Text forms of bytes against the vectors of their standards. */

#include "config.h"

#include "common/encoding.h"

#include <string.h>

/* RFC 4648, section 10, without padding, and the two characters that differ from plain base64. */
static void
test_base64url (void)
{
  static const struct
  {
    const char *data;
    gsize length;
    const char *text;
  } vectors[] = {
    { "", 0, "" },
    { "f", 1, "Zg" },
    { "fo", 2, "Zm8" },
    { "foo", 3, "Zm9v" },
    { "foob", 4, "Zm9vYg" },
    { "fooba", 5, "Zm9vYmE" },
    { "foobar", 6, "Zm9vYmFy" },
    { "\xfb\xff\xbf", 3, "-_-_" },
    { "\0\0", 2, "AAA" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (vectors); i++)
    {
      gsize length;
      g_autofree char *text = reeve_base64url_encode (vectors[i].data, vectors[i].length);
      g_assert_cmpstr (text, ==, vectors[i].text);
      g_autofree guint8 *data = reeve_base64url_decode (text, -1, &length);
      g_assert_cmpmem (data, length, vectors[i].data, vectors[i].length);
    }
}

/* One value has one text: padding, other alphabets, space, stray bits and impossible lengths are refused. */
static void
test_base64url_strict (void)
{
  static const char *const bad[] = { "Zg==", "Zm9v+", "Zm/v", "Zm 9v", "Zm9v\n",
                                     "Z",    "Zm9vY", "Zh",   "Zm9",   "é" };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_null (reeve_base64url_decode (bad[i], -1, NULL));
  gsize length;
  g_autofree guint8 *part = reeve_base64url_decode ("Zm9v.rest", 4, &length);
  g_assert_cmpmem (part, length, "foo", 3);
}

/* All lengths and all bytes survive both forms. */
static void
test_round_trip (void)
{
  guint8 bytes[256];

  for (guint i = 0; i < sizeof bytes; i++)
    bytes[i] = (guint8) (i * 167 + 13);
  for (gsize n = 0; n <= sizeof bytes; n++)
    {
      gsize length;
      g_autofree char *a = reeve_base64url_encode (bytes, n);
      g_autofree guint8 *back_a = reeve_base64url_decode (a, -1, &length);
      g_assert_cmpmem (back_a, length, bytes, n);
      g_autofree char *b = reeve_base32_encode (bytes, n);
      g_autofree guint8 *back_b = reeve_base32_decode (b, &length);
      g_assert_cmpmem (back_b, length, bytes, n);
    }
}

/* RFC 4648, section 10; what people type (case, spaces, dashes, padding) is forgiven, other characters are
 * not. */
static void
test_base32 (void)
{
  static const struct
  {
    const char *data;
    const char *text;
    const char *typed;
  } vectors[] = {
    { "", "", " " },
    { "f", "MY", "my======" },
    { "fo", "MZXQ", "mz xq====" },
    { "foo", "MZXW6", "MZXW-6" },
    { "foob", "MZXW6YQ", "mzxw6yq=" },
    { "fooba", "MZXW6YTB", "mzxw 6ytb" },
    { "foobar", "MZXW6YTBOI", "mzxw 6ytb oi======" },
  };
  static const char *const bad[] = { "M", "MZX", "MZXW6Y", "MZXW1", "MZXW8", "MZ", "M=Y", "MZXÖ" };

  for (guint i = 0; i < G_N_ELEMENTS (vectors); i++)
    {
      gsize length;
      g_autofree char *text = reeve_base32_encode (vectors[i].data, strlen (vectors[i].data));
      g_assert_cmpstr (text, ==, vectors[i].text);
      g_autofree guint8 *data = reeve_base32_decode (vectors[i].typed, &length);
      g_assert_cmpmem (data, length, vectors[i].data, strlen (vectors[i].data));
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_null (reeve_base32_decode (bad[i], NULL));
}

/* FIPS 180 and RFC 4231 vectors, through hex. */
static void
test_hashes (void)
{
  guint8 digest[32];

  reeve_sha256 ("abc", 3, digest);
  g_autofree char *sha = reeve_hex_encode (digest, sizeof digest);
  g_assert_cmpstr (sha, ==, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  reeve_hmac_sha256 ("Jefe", 4, "what do ya want for nothing?", 28, digest);
  g_autofree char *mac = reeve_hex_encode (digest, sizeof digest);
  g_assert_cmpstr (mac, ==, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

/* Case, marks and compatibility forms do not matter to search. */
static void
test_fold (void)
{
  static const struct
  {
    const char *text;
    const char *folded;
  } vectors[] = {
    { "Ada Lovelace", "ada lovelace" },
    { "Jürgen Müßig", "jurgen mussig" },
    { "Ju\u0308rgen", "jurgen" },
    { "ＡＢＣ", "abc" },
    { "ﬁnance", "finance" },
    { "ΣΊΣΥΦΟΣ", "σισυφοσ" },
    { "Ångström", "angstrom" },
    { "日本", "日本" },
    { "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (vectors); i++)
    {
      g_autofree char *folded = reeve_fold (vectors[i].text);
      g_assert_cmpstr (folded, ==, vectors[i].folded);
      g_autofree char *again = reeve_fold (folded);
      g_assert_cmpstr (again, ==, folded);
    }
}

/* What is plain is folded the short way, and comes out as it would the long one. */
static void
test_fold_plain (void)
{
  g_autoptr (GString) plain = g_string_new (NULL);

  for (char c = 1; c < 127; c++)
    g_string_append_c (plain, c);
  g_autofree char *longer = g_strconcat (plain->str, "\303\211", NULL); /* an E with an accent */
  g_autofree char *expected = reeve_fold (longer);
  g_autofree char *folded = reeve_fold (plain->str);
  g_autofree char *again = g_strconcat (folded, "e", NULL);

  g_assert_cmpstr (again, ==, expected);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/encoding/base64url", test_base64url);
  g_test_add_func ("/encoding/base64url-strict", test_base64url_strict);
  g_test_add_func ("/encoding/round-trip", test_round_trip);
  g_test_add_func ("/encoding/base32", test_base32);
  g_test_add_func ("/encoding/hashes", test_hashes);
  g_test_add_func ("/encoding/fold", test_fold);
  g_test_add_func ("/encoding/fold-plain", test_fold_plain);
  return g_test_run ();
}
