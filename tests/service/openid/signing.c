/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Ed25519 and P-256 by common/jws, RSA by OpenSSL alone: what the service verifies by is not what signs. */

#include "config.h"

#include "tests/service/openid/signing.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <string.h>

#include "common/encoding.h"
#include "common/json.h"
#include "common/jws.h"

struct _Signing
{
  SigningType type;
  ReeveKey *key; /* (nullable) */
  EVP_PKEY *rsa; /* (nullable) */
};

Signing *
signing_new (SigningType type, guint bits)
{
  Signing *self = g_new0 (Signing, 1);

  self->type = type;
  if (type == SIGNING_RSA)
    {
      self->rsa = EVP_RSA_gen (bits);
      g_assert_nonnull (self->rsa);
    }
  else
    self->key = reeve_key_generate (type == SIGNING_P256 ? REEVE_JWS_ES256 : REEVE_JWS_EDDSA);
  return self;
}

void
signing_free (Signing *self)
{
  g_clear_pointer (&self->key, reeve_key_unref);
  EVP_PKEY_free (self->rsa);
  g_free (self);
}

const char *
signing_get_algorithm (Signing *self)
{
  static const char *const algorithms[] = { "RS256", "ES256", "EdDSA" };

  return algorithms[self->type];
}

char *
signing_get_number (Signing *self, const char *name)
{
  BIGNUM *number = NULL;
  guint8 bytes[2048];
  int length;

  g_assert_cmpint (EVP_PKEY_get_bn_param (self->rsa, name, &number), ==, 1);
  g_assert_cmpint (BN_num_bytes (number), <=, sizeof bytes);
  length = BN_bn2bin (number, bytes);
  BN_free (number);
  return reeve_base64url_encode (bytes, (gsize) length);
}

char *
signing_to_jwk (Signing *self, const char *kid, const char *more)
{
  GString *json = g_string_new (NULL);

  if (self->rsa != NULL)
    {
      g_autofree char *n = signing_get_number (self, OSSL_PKEY_PARAM_RSA_N);
      g_autofree char *e = signing_get_number (self, OSSL_PKEY_PARAM_RSA_E);
      g_string_append_printf (json, "{\"kty\":\"RSA\",\"n\":\"%s\",\"e\":\"%s\"}", n, e);
    }
  else
    reeve_key_append_jwk (self->key, json);
  g_string_truncate (json, json->len - 1);
  if (kid != NULL)
    g_string_append_printf (json, ",\"kid\":\"%s\"", kid);
  if (more != NULL)
    g_string_append_printf (json, ",%s", more);
  g_string_append_c (json, '}');
  return g_string_free_and_steal (json);
}

char *
signing_sign (Signing *self, const char *header, const char *payload)
{
  g_autofree char *first = reeve_base64url_encode (header, strlen (header));
  g_autofree char *second = reeve_base64url_encode (payload, strlen (payload));
  g_autofree char *input = g_strconcat (first, ".", second, NULL);
  g_autofree char *third = NULL;
  EVP_MD_CTX *context;
  guint8 signature[1024];
  gsize size = sizeof signature;

  if (self->key != NULL)
    return reeve_jws_sign (self->key, header, payload);
  context = EVP_MD_CTX_new ();
  g_assert_cmpint (EVP_DigestSignInit (context, NULL, EVP_sha256 (), NULL, self->rsa), ==, 1);
  g_assert_cmpint (EVP_DigestSign (context, signature, &size, (const guint8 *) input, strlen (input)), ==, 1);
  EVP_MD_CTX_free (context);
  third = reeve_base64url_encode (signature, size);
  return g_strconcat (input, ".", third, NULL);
}

ReeveKeySet *
signing_make_set (const char *const *jwks)
{
  g_autofree char *list = g_strjoinv (",", (char **) jwks);
  g_autofree char *text = g_strdup_printf ("{\"keys\":[%s]}", list);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) document = reeve_json_parse_object (text, strlen (text), &reeve_json_body, &error);

  g_assert_no_error (error);
  return reeve_key_set_new (document);
}
