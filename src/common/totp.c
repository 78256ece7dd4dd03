/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Time-based one-time passwords and recovery codes. */

#include "config.h"

#include "common/totp.h"

#include "common/encoding.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <string.h>

#define DIGITS         6
#define RECOVERY_CHARS 12 /* 5 bits each */

static const char crockford[] = "0123456789abcdefghjkmnpqrstvwxyz";

/* People copy codes with the space that apps show in the middle. FALSE unless six digits remain. */
static gboolean
take_digits (const char *text, char digits[DIGITS + 1])
{
  guint n = 0;

  for (; *text != '\0'; text++)
    {
      if (*text == ' ')
        continue;
      if (!g_ascii_isdigit (*text) || n == DIGITS)
        return FALSE;
      digits[n++] = *text;
    }
  digits[n] = '\0';
  return n == DIGITS;
}

static int
crockford_value (char c)
{
  c = g_ascii_tolower (c);
  if (c == 'o')
    c = '0';
  if (c == 'i' || c == 'l')
    c = '1';
  const char *at = c != '\0' ? strchr (crockford, c) : NULL;
  return at != NULL ? (int) (at - crockford) : -1;
}

/* "abcdefghjkmn" with its dashes */
static ReeveSecret *
group_code (const char plain[RECOVERY_CHARS])
{
  char text[RECOVERY_CHARS + 3];

  g_snprintf (text, sizeof text, "%.4s-%.4s-%.4s", plain, plain + 4, plain + 8);
  ReeveSecret *code = reeve_secret_new_text (text);
  OPENSSL_cleanse (text, sizeof text);
  return code;
}

gint64
reeve_totp_step (gint64 microseconds)
{
  return microseconds / (REEVE_TOTP_STEP_SECONDS * G_USEC_PER_SEC);
}

void
reeve_totp_code (const ReeveSecret *secret, gint64 step, char code[7])
{
  guint8 counter[8];
  guint8 mac[EVP_MAX_MD_SIZE];
  gsize length;
  gconstpointer key = reeve_secret_get_data (secret, &length);

  for (guint i = 0; i < 8; i++)
    counter[i] = (guint8) ((guint64) step >> (56 - 8 * i));
  if (HMAC (EVP_sha1 (), key, (int) length, counter, sizeof counter, mac, NULL) == NULL)
    g_error ("HMAC-SHA-1 is not available");

  guint offset = mac[19] & 15; /* RFC 4226, section 5.3 */
  guint32 word = (guint32) (mac[offset] & 0x7f) << 24 | (guint32) mac[offset + 1] << 16 |
                 (guint32) mac[offset + 2] << 8 | mac[offset + 3];
  g_snprintf (code, DIGITS + 1, "%06u", word % 1000000);
  OPENSSL_cleanse (mac, sizeof mac);
}

gboolean
reeve_totp_match (const ReeveSecret *secret,
                  const char *code,
                  gint64 step,
                  guint window,
                  gint64 last_step,
                  gint64 *matched_step)
{
  g_return_val_if_fail (secret != NULL && code != NULL, FALSE);
  char given[DIGITS + 1];
  char expected[DIGITS + 1];
  gboolean found = FALSE;
  gint64 found_step = 0;

  if (!take_digits (code, given))
    return FALSE;
  /* Every step is computed and compared, whichever matches: the time taken says nothing. */
  for (gint64 candidate = step - window; candidate <= step + window; candidate++)
    {
      reeve_totp_code (secret, candidate, expected);
      if (CRYPTO_memcmp (given, expected, DIGITS) == 0 && candidate > last_step)
        {
          found = TRUE;
          found_step = candidate;
        }
    }
  OPENSSL_cleanse (expected, sizeof expected);
  OPENSSL_cleanse (given, sizeof given);
  if (found && matched_step != NULL)
    *matched_step = found_step;
  return found;
}

ReeveSecret *
reeve_totp_uri (const ReeveSecret *secret, const char *issuer, const char *account)
{
  g_return_val_if_fail (secret != NULL && issuer != NULL && account != NULL, NULL);
  gsize length;
  gconstpointer key = reeve_secret_get_data (secret, &length);
  g_autofree char *issuer_text = g_uri_escape_string (issuer, NULL, FALSE);
  g_autofree char *account_text = g_uri_escape_string (account, NULL, FALSE);
  char *key_text = reeve_base32_encode (key, length);

  char *uri =
    g_strdup_printf ("otpauth://totp/%s:%s?secret=%s&issuer=%s&algorithm=SHA1&digits=%d&period=%d",
                     issuer_text, account_text, key_text, issuer_text, DIGITS, REEVE_TOTP_STEP_SECONDS);
  OPENSSL_cleanse (key_text, strlen (key_text));
  g_free (key_text);
  return reeve_secret_new_take (uri);
}

ReeveSecret *
reeve_recovery_code_new (void)
{
  g_autoptr (ReeveSecret) random = reeve_secret_new_random (RECOVERY_CHARS);
  const guint8 *bytes = reeve_secret_get_data (random, NULL);
  char plain[RECOVERY_CHARS];

  for (guint i = 0; i < RECOVERY_CHARS; i++)
    plain[i] = crockford[bytes[i] & 31];
  ReeveSecret *code = group_code (plain);
  OPENSSL_cleanse (plain, sizeof plain);
  return code;
}

ReeveSecret *
reeve_recovery_code_normalise (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);
  char plain[RECOVERY_CHARS];
  guint n = 0;

  for (; *text != '\0'; text++)
    {
      if (*text == '-' || g_ascii_isspace (*text))
        continue;
      int value = crockford_value (*text);
      if (value < 0 || n == RECOVERY_CHARS)
        return NULL;
      plain[n++] = crockford[value];
    }
  ReeveSecret *code = n == RECOVERY_CHARS ? group_code (plain) : NULL;
  OPENSSL_cleanse (plain, sizeof plain);
  return code;
}
