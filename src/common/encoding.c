/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Text forms of bytes, hashes, and the folded form of text. Decoding is strict: what decodes has exactly one
 * text form, so that a token cannot be written in two ways (base32, which people type, forgives case, spaces
 * and dashes). */

#include "config.h"

#include "common/encoding.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <string.h>

static const char base64url_alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
static const char base32_alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/* What each character stands for, and one more; 0: nothing. A table, because every request brings a thousand
 * of them and no branch foresees the next. */
static const guint8 base64url_places[256] = {
  ['A'] = 1,  ['B'] = 2,  ['C'] = 3,  ['D'] = 4,  ['E'] = 5,  ['F'] = 6,  ['G'] = 7,  ['H'] = 8,
  ['I'] = 9,  ['J'] = 10, ['K'] = 11, ['L'] = 12, ['M'] = 13, ['N'] = 14, ['O'] = 15, ['P'] = 16,
  ['Q'] = 17, ['R'] = 18, ['S'] = 19, ['T'] = 20, ['U'] = 21, ['V'] = 22, ['W'] = 23, ['X'] = 24,
  ['Y'] = 25, ['Z'] = 26, ['a'] = 27, ['b'] = 28, ['c'] = 29, ['d'] = 30, ['e'] = 31, ['f'] = 32,
  ['g'] = 33, ['h'] = 34, ['i'] = 35, ['j'] = 36, ['k'] = 37, ['l'] = 38, ['m'] = 39, ['n'] = 40,
  ['o'] = 41, ['p'] = 42, ['q'] = 43, ['r'] = 44, ['s'] = 45, ['t'] = 46, ['u'] = 47, ['v'] = 48,
  ['w'] = 49, ['x'] = 50, ['y'] = 51, ['z'] = 52, ['0'] = 53, ['1'] = 54, ['2'] = 55, ['3'] = 56,
  ['4'] = 57, ['5'] = 58, ['6'] = 59, ['7'] = 60, ['8'] = 61, ['9'] = 62, ['-'] = 63, ['_'] = 64,
};

char *
reeve_base64url_encode (gconstpointer data, gsize length)
{
  const guint8 *in = data;
  char *text = g_malloc (length / 3 * 4 + 5);
  char *out = text;
  gsize i = 0;

  for (; i + 3 <= length; i += 3)
    {
      guint32 word = (guint32) in[i] << 16 | (guint32) in[i + 1] << 8 | in[i + 2];
      *out++ = base64url_alphabet[word >> 18];
      *out++ = base64url_alphabet[word >> 12 & 63];
      *out++ = base64url_alphabet[word >> 6 & 63];
      *out++ = base64url_alphabet[word & 63];
    }
  if (length - i == 1)
    {
      *out++ = base64url_alphabet[in[i] >> 2];
      *out++ = base64url_alphabet[in[i] << 4 & 63];
    }
  else if (length - i == 2)
    {
      *out++ = base64url_alphabet[in[i] >> 2];
      *out++ = base64url_alphabet[(in[i] << 4 | in[i + 1] >> 4) & 63];
      *out++ = base64url_alphabet[in[i + 1] << 2 & 63];
    }
  *out = '\0';
  return text;
}

guint8 *
reeve_base64url_decode (const char *text, gssize length, gsize *decoded_length)
{
  g_return_val_if_fail (text != NULL, NULL);
  gsize n = length < 0 ? strlen (text) : (gsize) length;
  if (n % 4 == 1)
    return NULL;

  g_autofree guint8 *data = g_malloc (n / 4 * 3 + 4);
  guint8 *out = data;
  guint32 bits = 0;
  guint n_bits = 0;
  for (gsize i = 0; i < n; i++)
    {
      int value = base64url_places[(guchar) text[i]] - 1;
      if (value < 0)
        return NULL;
      bits = bits << 6 | (guint32) value;
      n_bits += 6;
      if (n_bits >= 8)
        {
          n_bits -= 8;
          *out++ = (guint8) (bits >> n_bits);
        }
    }
  if ((bits & ((1u << n_bits) - 1)) != 0)
    return NULL;
  *out = 0; /* callers that expect text find an end */
  if (decoded_length != NULL)
    *decoded_length = (gsize) (out - data);
  return g_steal_pointer (&data);
}

char *
reeve_base32_encode (gconstpointer data, gsize length)
{
  const guint8 *in = data;
  char *text = g_malloc (length / 5 * 8 + 9);
  char *out = text;
  guint32 bits = 0;
  guint n_bits = 0;

  for (gsize i = 0; i < length; i++)
    {
      bits = bits << 8 | in[i];
      for (n_bits += 8; n_bits >= 5; n_bits -= 5)
        *out++ = base32_alphabet[bits >> (n_bits - 5) & 31];
    }
  if (n_bits > 0)
    *out++ = base32_alphabet[bits << (5 - n_bits) & 31];
  *out = '\0';
  return text;
}

guint8 *
reeve_base32_decode (const char *text, gsize *decoded_length)
{
  g_return_val_if_fail (text != NULL, NULL);
  g_autofree guint8 *data = g_malloc (strlen (text) + 1);
  guint8 *out = data;
  guint32 bits = 0;
  guint n_bits = 0;
  gsize n = 0;
  gboolean padded = FALSE;

  for (; *text != '\0'; text++)
    {
      char c = g_ascii_toupper (*text);
      if (c == ' ' || c == '-')
        continue;
      padded |= c == '=';
      if (c == '=')
        continue;
      const char *at = memchr (base32_alphabet, c, 32);
      if (at == NULL || padded)
        return NULL;
      bits = bits << 5 | (guint32) (at - base32_alphabet);
      n_bits += 5;
      n++;
      if (n_bits >= 8)
        {
          n_bits -= 8;
          *out++ = (guint8) (bits >> n_bits);
        }
    }
  if (n % 8 == 1 || n % 8 == 3 || n % 8 == 6 || (bits & ((1u << n_bits) - 1)) != 0)
    return NULL;
  *out = 0;
  if (decoded_length != NULL)
    *decoded_length = (gsize) (out - data);
  return g_steal_pointer (&data);
}

char *
reeve_hex_encode (gconstpointer data, gsize length)
{
  static const char digits[] = "0123456789abcdef";
  const guint8 *in = data;
  char *text = g_malloc (length * 2 + 1);

  for (gsize i = 0; i < length; i++)
    {
      text[2 * i] = digits[in[i] >> 4];
      text[2 * i + 1] = digits[in[i] & 15];
    }
  text[2 * length] = '\0';
  return text;
}

static EVP_MD *
get_sha256 (void)
{
  static gsize once;
  static EVP_MD *sha256;

  if (g_once_init_enter (&once))
    {
      sha256 = EVP_MD_fetch (NULL, "SHA2-256", NULL);
      g_once_init_leave (&once, 1);
    }
  return sha256;
}

static void
free_digest (gpointer context)
{
  EVP_MD_CTX_free (context);
}

void
reeve_sha256 (gconstpointer data, gsize length, guint8 digest[32])
{
  /* One fetch a process and one context a thread: both cost more than hashing a token. Of what was hashed the
   * context keeps nothing but the digest. */
  static GPrivate contexts = G_PRIVATE_INIT (free_digest);
  EVP_MD_CTX *context = g_private_get (&contexts);

  if (context == NULL)
    {
      context = EVP_MD_CTX_new ();
      g_private_set (&contexts, context);
    }
  if (EVP_DigestInit_ex2 (context, get_sha256 (), NULL) != 1 ||
      EVP_DigestUpdate (context, data, length) != 1 || EVP_DigestFinal_ex (context, digest, NULL) != 1)
    g_error ("SHA-256 is not available");
}

void
reeve_hmac_sha256 (gconstpointer key, gsize key_length, gconstpointer data, gsize length, guint8 digest[32])
{
  if (HMAC (EVP_sha256 (), key, (int) key_length, data, length, digest, NULL) == NULL)
    g_error ("HMAC-SHA-256 is not available");
}

char *
reeve_fold (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);
  if (g_str_is_ascii (text)) /* nearly always, and much dearer the long way */
    return g_ascii_strdown (text, -1);
  g_autofree char *folded = g_utf8_casefold (text, -1);
  g_autofree char *decomposed = g_utf8_normalize (folded, -1, G_NORMALIZE_ALL);
  if (decomposed == NULL) /* not UTF-8: only a program's mistake brings it here */
    return g_ascii_strdown (text, -1);

  /* Compatibility forms (a full-width capital, a ligature) show their case only once decomposed. */
  g_autofree char *again = g_utf8_casefold (decomposed, -1);
  GString *bare = g_string_sized_new (strlen (again));
  for (const char *p = again; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      if (!g_unichar_ismark (c))
        g_string_append_unichar (bare, c);
    }
  return g_string_free_and_steal (bare);
}
