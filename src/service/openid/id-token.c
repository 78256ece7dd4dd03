/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The signature first, then the claims. */

#include "config.h"

#include "service/openid/id-token.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <string.h>

#include "common/clock.h"
#include "common/encoding.h"
#include "common/error.h"
#include "common/jws.h"
#include "service/openid/claims.h"

#define SKEW     60 /* seconds that clocks may differ by */
#define MOST_AGE (10 * 60)

static gboolean
fail (GError **error, const char *what)
{
  reeve_set_error (error, REEVE_ERROR_SIGNED_OUT, "provider_lies", "the ID token %s", what);
  return FALSE;
}

static gboolean
is_same (const char *a, const char *b)
{
  return a != NULL && b != NULL && strlen (a) == strlen (b) && CRYPTO_memcmp (a, b, strlen (a)) == 0;
}

gboolean
reeve_id_token_read_header (const char *compact, char **kid, const char **algorithm, GError **error)
{
  g_autoptr (JsonObject) header = NULL;
  g_autoptr (JsonObject) payload = NULL;
  const char *named;

  if (!reeve_jws_split (compact, &header, &payload, NULL))
    return fail (error, "is none");
  named = reeve_claims_get_text (header, "alg");
  if (!reeve_key_set_knows_algorithm (named))
    return fail (error, "names an algorithm that is not accepted");
  if (json_object_has_member (header, "crit"))
    return fail (error, "demands extensions");
  if (json_object_has_member (header, "kid") && reeve_claims_get_text (header, "kid") == NULL)
    return fail (error, "names no key");
  *kid = g_strdup (reeve_claims_get_text (header, "kid"));
  *algorithm = g_intern_string (named);
  return TRUE;
}

/* Section 3.1.3.6: the left half of the access token's hash; Ed25519 hashes with SHA-512. */
static gboolean
check_access_hash (JsonObject *claims, const char *algorithm, const ReeveSecret *access, GError **error)
{
  gboolean long_hash = strcmp (algorithm, "EdDSA") == 0;
  guint8 digest[EVP_MAX_MD_SIZE];
  unsigned size = 0;

  if (!json_object_has_member (claims, "at_hash") || access == NULL)
    return TRUE;
  if (EVP_Digest (reeve_secret_get_text (access), reeve_secret_get_length (access), digest, &size,
                  long_hash ? EVP_sha512 () : EVP_sha256 (), NULL) != 1)
    return fail (error, "cannot be hashed");
  g_autofree char *half = reeve_base64url_encode (digest, size / 2);
  return is_same (reeve_claims_get_text (claims, "at_hash"), half) ||
         fail (error, "came with an access token that is not its own");
}

static gboolean
check_times (JsonObject *claims, gint64 now, GError **error)
{
  gint64 seconds = now / REEVE_SECOND;
  gint64 expires;
  gint64 issued;
  gint64 begins;

  if (!reeve_claims_get_seconds (claims, "exp", &expires) ||
      !reeve_claims_get_seconds (claims, "iat", &issued))
    return fail (error, "does not say from when to when it holds");
  if (expires + SKEW <= seconds)
    return fail (error, "has expired");
  if (issued > seconds + SKEW || issued < seconds - MOST_AGE - SKEW)
    return fail (error, "was not made just now");
  if (json_object_has_member (claims, "nbf") &&
      (!reeve_claims_get_seconds (claims, "nbf", &begins) || begins > seconds + SKEW))
    return fail (error, "does not hold yet");
  return TRUE;
}

static gboolean
check_parties (JsonObject *claims, const ReeveIdTokenDemand *demand, GError **error)
{
  const char *subject = reeve_claims_get_text (claims, "sub");

  if (g_strcmp0 (reeve_claims_get_text (claims, "iss"), demand->issuer) != 0)
    return fail (error, "is of another issuer");
  if (g_strcmp0 (reeve_claims_get_only (claims, "aud"), demand->client) != 0)
    return fail (error, "is for somebody else");
  if (json_object_has_member (claims, "azp") &&
      g_strcmp0 (reeve_claims_get_text (claims, "azp"), demand->client) != 0)
    return fail (error, "was given to somebody else");
  if (!is_same (reeve_claims_get_text (claims, "nonce"), demand->nonce))
    return fail (error, "is of another sign-in");
  if (subject == NULL || *subject == '\0' || strlen (subject) > 255)
    return fail (error, "says nothing of whom it is about");
  return TRUE;
}

JsonObject *
reeve_id_token_verify (const char *compact,
                       ReeveKeySet *keys,
                       const ReeveIdTokenDemand *demand,
                       GError **error)
{
  g_autofree char *kid = NULL;
  const char *algorithm = NULL;
  g_autoptr (JsonObject) header = NULL;
  g_autoptr (JsonObject) claims = NULL;

  if (!reeve_id_token_read_header (compact, &kid, &algorithm, error))
    return NULL;
  if (!reeve_key_set_verify (keys, kid, algorithm, compact))
    {
      fail (error, "is not signed by a key of the provider");
      return NULL;
    }
  if (!reeve_jws_split (compact, &header, &claims, NULL) || !check_parties (claims, demand, error) ||
      !check_times (claims, demand->now, error) ||
      !check_access_hash (claims, algorithm, demand->access_token, error))
    return NULL;
  return g_steal_pointer (&claims);
}
