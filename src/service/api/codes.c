/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Checking and making second-factor codes. Recovery codes are kept as HMAC-SHA-256 under the pepper: 60
 * random bits are few enough to guess from a bare hash. */

#include "config.h"

#include "service/api/codes.h"

#include "common/encoding.h"
#include "common/totp.h"
#include "service/store/keys.h"

/* Steps to either side that count as right, and those that still tell a clock that is off from a wrong code.
 */
#define WINDOW      1
#define SKEW_WINDOW 20

/* Six digits without the space that apps put in the middle; NULL if it is something else. */
static ReeveSecret *
read_digits (const ReeveSecret *code)
{
  const char *text = reeve_secret_get_text (code);
  char digits[7] = { 0 };
  guint n = 0;
  ReeveSecret *read;

  for (; *text != '\0'; text++)
    {
      if (*text == ' ' || *text == '-')
        continue;
      if (!g_ascii_isdigit (*text) || n == 6)
        return NULL;
      digits[n++] = *text;
    }
  if (n != 6)
    return NULL;

  read = reeve_secret_new_text (digits);
  explicit_bzero (digits, sizeof digits);
  return read;
}

static GBytes *
hash_recovery_code (ReeveCall *call, const char *account, const ReeveSecret *normal)
{
  g_autofree char *bound = g_strconcat (account, ":", reeve_secret_get_text (normal), NULL);
  guint8 digest[32];
  gsize length;
  gconstpointer pepper = reeve_secret_get_data (reeve_installation_get_pepper (call->installation), &length);

  reeve_hmac_sha256 (pepper, length, bound, strlen (bound), digest);
  explicit_bzero (bound, strlen (bound));
  return g_bytes_new (digest, sizeof digest);
}

/* SECOND_FACTOR that points at the code; @detail is what the console words its answer with. */
static gboolean
refuse (GError **error, const char *reason, const char *message, const char *detail)
{
  g_autoptr (GError) refusal = reeve_error_new (REEVE_ERROR_SECOND_FACTOR, reason, "%s", message);

  reeve_error_add_member (&refusal, "/code", reason, "%s", detail);
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

gboolean
reeve_code_match (const ReeveSecret *key,
                  const ReeveSecret *code,
                  gint64 last_step,
                  gint64 now,
                  gint64 *step,
                  GError **error)
{
  g_autoptr (ReeveSecret) digits = read_digits (code);
  g_autofree char *offset = NULL;
  gint64 current = reeve_totp_step (now);
  gint64 found;

  if (digits == NULL)
    return refuse (error, "code_wrong", "not six digits", "six digits");
  if (reeve_totp_match (key, reeve_secret_get_text (digits), current, WINDOW, last_step, step))
    return TRUE;
  if (!reeve_totp_match (key, reeve_secret_get_text (digits), current, SKEW_WINDOW, -1, &found))
    return refuse (error, "code_wrong", "not the code of this moment", "wrong code");
  if (found <= last_step)
    return refuse (error, "code_replayed", "this code has been used", "used before");

  offset = g_strdup_printf ("%" G_GINT64_FORMAT, (found - current) * REEVE_TOTP_STEP_SECONDS);
  return refuse (error, "clock_skew", "the clock of the device is off", offset);
}

static gboolean
use_recovery_code (ReeveCall *call,
                   ReeveTx *directory,
                   const char *account,
                   const ReeveSecret *normal,
                   GError **error)
{
  g_autoptr (GBytes) hash = hash_recovery_code (call, account, normal);
  gboolean used;

  if (!reeve_accounts_use_recovery_code (directory, account, hash, &used, error))
    return FALSE;

  return used || refuse (error, "code_wrong", "not a recovery code that is left", "wrong code");
}

gboolean
reeve_code_use (ReeveCall *call,
                ReeveTx *directory,
                const ReeveCredentials *credentials,
                const ReeveSecret *code,
                GError **error)
{
  g_autoptr (ReeveSecret) normal = reeve_recovery_code_normalise (reeve_secret_get_text (code));
  gint64 step;

  if (normal != NULL)
    return use_recovery_code (call, directory, credentials->id, normal, error);

  return reeve_code_use_digits (call, directory, credentials, code, &step, error);
}

gboolean
reeve_code_use_digits (ReeveCall *call,
                       ReeveTx *directory,
                       const ReeveCredentials *credentials,
                       const ReeveSecret *code,
                       gint64 *step,
                       GError **error)
{
  g_autoptr (ReeveSecret) key =
    reeve_code_unseal_key (call, "totp", credentials->id, credentials->totp_sealed, error);

  return key != NULL && reeve_code_match (key, code, credentials->totp_last_step, call->now, step, error) &&
         reeve_accounts_use_totp_step (directory, credentials->id, *step, error);
}

GBytes *
reeve_code_seal_key (ReeveCall *call, const char *purpose, const char *account, const ReeveSecret *key)
{
  g_autofree char *context = g_strconcat (purpose, ":", account, NULL);

  return reeve_seal (reeve_installation_get_sealing_key (call->installation), key, context);
}

ReeveSecret *
reeve_code_unseal_key (ReeveCall *call,
                       const char *purpose,
                       const char *account,
                       GBytes *sealed,
                       GError **error)
{
  g_autofree char *context = g_strconcat (purpose, ":", account, NULL);

  return reeve_unseal (reeve_installation_get_sealing_key (call->installation), sealed, context, error);
}

ReeveSecret *
reeve_code_renew_recovery (ReeveCall *call, ReeveTx *directory, const char *account, GError **error)
{
  g_autoptr (GPtrArray) hashes = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (ReeveSecret) shown = NULL;
  GString *lines = g_string_sized_new (REEVE_RECOVERY_CODES * 16);

  for (guint i = 0; i < REEVE_RECOVERY_CODES; i++)
    {
      g_autoptr (ReeveSecret) code = reeve_recovery_code_new ();
      g_autoptr (ReeveSecret) normal = reeve_recovery_code_normalise (reeve_secret_get_text (code));

      g_ptr_array_add (hashes, hash_recovery_code (call, account, normal));
      g_string_append (lines, reeve_secret_get_text (code));
      if (i + 1 < REEVE_RECOVERY_CODES)
        g_string_append_c (lines, '\n');
    }
  shown = reeve_secret_new_text (lines->str);
  reeve_wipe_string (lines);

  if (!reeve_accounts_set_recovery_codes (directory, account, hashes, error))
    return NULL;

  return g_steal_pointer (&shown);
}
