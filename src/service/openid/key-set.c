/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Keys by type. ES256 and EdDSA are common/jws's; RSA is here: Reeve itself signs nothing with it. */

#include "config.h"

#include "service/openid/key-set.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>
#include <string.h>

#include "common/encoding.h"
#include "common/jws.h"
#include "service/openid/claims.h"

#define MOST_KEYS     64
#define LEAST_RSA     2048
#define MOST_RSA      8192
#define MOST_EXPONENT 8 /* bytes: a longer one only costs time */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_PKEY, EVP_PKEY_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_PKEY_CTX, EVP_PKEY_CTX_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_MD_CTX, EVP_MD_CTX_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BIGNUM, BN_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OSSL_PARAM_BLD, OSSL_PARAM_BLD_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OSSL_PARAM, OSSL_PARAM_free)

typedef struct
{
  char *kid; /* (nullable) */
  const char *algorithm;
  EVP_PKEY *rsa; /* (nullable) */
  ReeveKey *key; /* (nullable): the others */
} ProviderKey;

struct _ReeveKeySet
{
  gatomicrefcount references;
  GPtrArray *keys; /* of ProviderKey */
};

static void
free_key (gpointer data)
{
  ProviderKey *self = data;

  g_free (self->kid);
  EVP_PKEY_free (self->rsa);
  g_clear_pointer (&self->key, reeve_key_unref);
  g_free (self);
}

static BIGNUM *
read_number (JsonObject *jwk, const char *name, gsize most)
{
  const char *text = reeve_claims_get_text (jwk, name);
  gsize length = 0;
  g_autofree guint8 *bytes = text != NULL ? reeve_base64url_decode (text, -1, &length) : NULL;

  return bytes != NULL && length > 0 && length <= most ? BN_bin2bn (bytes, (int) length, NULL) : NULL;
}

static EVP_PKEY *
read_rsa (JsonObject *jwk)
{
  g_autoptr (BIGNUM) n = read_number (jwk, "n", MOST_RSA / 8);
  g_autoptr (BIGNUM) e = read_number (jwk, "e", MOST_EXPONENT);
  g_autoptr (OSSL_PARAM_BLD) builder = OSSL_PARAM_BLD_new ();
  g_autoptr (EVP_PKEY_CTX) context = EVP_PKEY_CTX_new_from_name (NULL, "RSA", NULL);
  g_autoptr (OSSL_PARAM) params = NULL;
  EVP_PKEY *key = NULL;

  if (n == NULL || e == NULL || BN_num_bits (n) < LEAST_RSA || !BN_is_odd (n) || !BN_is_odd (e) ||
      BN_is_one (e))
    return NULL;
  if (OSSL_PARAM_BLD_push_BN (builder, OSSL_PKEY_PARAM_RSA_N, n) != 1 ||
      OSSL_PARAM_BLD_push_BN (builder, OSSL_PKEY_PARAM_RSA_E, e) != 1)
    return NULL;
  params = OSSL_PARAM_BLD_to_param (builder);
  if (context == NULL || params == NULL || EVP_PKEY_fromdata_init (context) != 1 ||
      EVP_PKEY_fromdata (context, &key, EVP_PKEY_PUBLIC_KEY, params) != 1)
    return NULL;
  return key;
}

/* NULL: not one that we verify by. */
static ProviderKey *
read_key (JsonObject *jwk)
{
  g_autofree ProviderKey *self = g_new0 (ProviderKey, 1);
  const char *type = reeve_claims_get_text (jwk, "kty");
  const char *use = reeve_claims_get_text (jwk, "use");
  const char *algorithm = reeve_claims_get_text (jwk, "alg");

  if (use != NULL && strcmp (use, "sig") != 0)
    return NULL;
  if (g_strcmp0 (type, "RSA") == 0)
    {
      self->algorithm = "RS256";
      self->rsa = read_rsa (jwk);
    }
  else if (g_strcmp0 (type, "EC") == 0)
    {
      self->algorithm = "ES256";
      self->key = reeve_key_from_jwk (REEVE_JWS_ES256, jwk, NULL);
    }
  else if (g_strcmp0 (type, "OKP") == 0)
    {
      self->algorithm = "EdDSA";
      self->key = reeve_key_from_jwk (REEVE_JWS_EDDSA, jwk, NULL);
    }
  if (self->rsa == NULL && self->key == NULL)
    return NULL;
  if (algorithm != NULL && strcmp (algorithm, self->algorithm) != 0)
    {
      free_key (g_steal_pointer (&self));
      return NULL;
    }
  self->kid = g_strdup (reeve_claims_get_text (jwk, "kid"));
  return g_steal_pointer (&self);
}

ReeveKeySet *
reeve_key_set_new (JsonObject *document)
{
  ReeveKeySet *self = g_new0 (ReeveKeySet, 1);
  JsonNode *node = json_object_get_member (document, "keys");
  JsonArray *list = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  guint n = list != NULL ? MIN (json_array_get_length (list), MOST_KEYS) : 0;

  g_atomic_ref_count_init (&self->references);
  self->keys = g_ptr_array_new_with_free_func (free_key);
  for (guint i = 0; i < n; i++)
    {
      JsonNode *item = json_array_get_element (list, i);
      ProviderKey *key = JSON_NODE_HOLDS_OBJECT (item) ? read_key (json_node_get_object (item)) : NULL;

      if (key != NULL)
        g_ptr_array_add (self->keys, key);
    }
  return self;
}

ReeveKeySet *
reeve_key_set_ref (ReeveKeySet *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
reeve_key_set_unref (ReeveKeySet *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_ptr_array_unref (self->keys);
  g_free (self);
}

guint
reeve_key_set_get_n_keys (ReeveKeySet *self)
{
  return self->keys->len;
}

gboolean
reeve_key_set_knows_algorithm (const char *algorithm)
{
  static const char *const known[] = { "RS256", "ES256", "EdDSA", NULL };

  return algorithm != NULL && g_strv_contains (known, algorithm);
}

static gboolean
is_meant (const ProviderKey *key, const char *kid, const char *algorithm)
{
  return g_strcmp0 (key->algorithm, algorithm) == 0 && (kid == NULL || g_strcmp0 (key->kid, kid) == 0);
}

gboolean
reeve_key_set_has (ReeveKeySet *self, const char *kid, const char *algorithm)
{
  for (guint i = 0; i < self->keys->len; i++)
    if (is_meant (self->keys->pdata[i], kid, algorithm))
      return TRUE;
  return FALSE;
}

static gboolean
verify_rsa (EVP_PKEY *key, const char *compact)
{
  g_autoptr (EVP_MD_CTX) context = EVP_MD_CTX_new ();
  const char *dot = strrchr (compact, '.');
  gsize length = 0;
  g_autofree guint8 *signature = dot != NULL ? reeve_base64url_decode (dot + 1, -1, &length) : NULL;

  return signature != NULL && EVP_DigestVerifyInit (context, NULL, EVP_sha256 (), NULL, key) == 1 &&
         EVP_DigestVerify (context, signature, length, (const guint8 *) compact, (gsize) (dot - compact)) ==
           1;
}

gboolean
reeve_key_set_verify (ReeveKeySet *self, const char *kid, const char *algorithm, const char *compact)
{
  for (guint i = 0; i < self->keys->len; i++)
    {
      const ProviderKey *key = self->keys->pdata[i];

      if (is_meant (key, kid, algorithm) &&
          (key->rsa != NULL ? verify_rsa (key->rsa, compact) : reeve_jws_verify (key->key, compact)))
        return TRUE;
    }
  return FALSE;
}
