/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Keys and compact JWS. A key is made once, with its JWK and thumbprint, and then only read, so that threads
 * share it without a lock. ES256 signatures are r || s on the wire (RFC 7518) and DER inside OpenSSL. */

#include "config.h"

#include "common/jws.h"

#include "common/encoding.h"
#include "common/error.h"
#include "common/json.h"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/x509.h>
#include <string.h>

#define SIGNATURE_BYTES 64 /* of both algorithms */
#define MAX_COMPACT     (16 << 10)

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_PKEY, EVP_PKEY_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_PKEY_CTX, EVP_PKEY_CTX_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_MD_CTX, EVP_MD_CTX_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ECDSA_SIG, ECDSA_SIG_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BIGNUM, BN_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PKCS8_PRIV_KEY_INFO, PKCS8_PRIV_KEY_INFO_free)

struct _ReeveKey
{
  gatomicrefcount references;
  ReeveJwsAlgorithm algorithm;
  EVP_PKEY *pkey;
  char *jwk;        /* the public half, members in RFC 7638 order */
  char *thumbprint; /* of it */
  /* An ES256 verification at rest, (nullable): taken out whole by the thread that uses it, so that no two
   * share it. Making one costs a fifth of what it then does. */
  EVP_PKEY_CTX *verifier;
};

G_DEFINE_BOXED_TYPE (ReeveKey, reeve_key, reeve_key_ref, reeve_key_unref)

/* The public half as bytes: 32 of Ed25519, or x and y of 32 each. */
static gboolean
get_public (ReeveJwsAlgorithm algorithm, EVP_PKEY *pkey, guint8 raw[64], gsize *length)
{
  guint8 point[65];
  gsize size = 64;

  if (algorithm == REEVE_JWS_EDDSA)
    {
      *length = 32;
      return EVP_PKEY_get_raw_public_key (pkey, raw, &size) == 1 && size == 32;
    }
  if (EVP_PKEY_get_octet_string_param (pkey, OSSL_PKEY_PARAM_PUB_KEY, point, sizeof point, &size) != 1 ||
      size != sizeof point || point[0] != 4) /* uncompressed */
    return FALSE;
  memcpy (raw, point + 1, 64);
  *length = 64;
  return TRUE;
}

/* Whether OpenSSL's key is of that algorithm and, for ES256, on that curve. */
static gboolean
is_of_algorithm (ReeveJwsAlgorithm algorithm, EVP_PKEY *pkey)
{
  char group[32];

  if (algorithm == REEVE_JWS_EDDSA)
    return EVP_PKEY_is_a (pkey, "ED25519") == 1;
  return EVP_PKEY_is_a (pkey, "EC") == 1 &&
         EVP_PKEY_get_utf8_string_param (pkey, OSSL_PKEY_PARAM_GROUP_NAME, group, sizeof group, NULL) == 1 &&
         strcmp (group, SN_X9_62_prime256v1) == 0;
}

/* Takes @pkey. NULL if it is not of @algorithm. */
static ReeveKey *
new_key (ReeveJwsAlgorithm algorithm, EVP_PKEY *pkey)
{
  g_autoptr (EVP_PKEY) owned = pkey;
  guint8 raw[64];
  gsize length;
  guint8 digest[32];

  if (pkey == NULL || !is_of_algorithm (algorithm, pkey) || !get_public (algorithm, pkey, raw, &length))
    return NULL;
  g_autofree char *x = reeve_base64url_encode (raw, 32);
  g_autofree char *y = length == 64 ? reeve_base64url_encode (raw + 32, 32) : NULL;

  ReeveKey *self = g_new0 (ReeveKey, 1);
  g_atomic_ref_count_init (&self->references);
  self->algorithm = algorithm;
  self->pkey = g_steal_pointer (&owned);
  self->jwk = y == NULL
                ? g_strdup_printf ("{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"%s\"}", x)
                : g_strdup_printf ("{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"%s\",\"y\":\"%s\"}", x, y);
  reeve_sha256 (self->jwk, strlen (self->jwk), digest);
  self->thumbprint = reeve_base64url_encode (digest, sizeof digest);
  return self;
}

static EVP_PKEY *
new_p256_public (const guint8 x[32], const guint8 y[32])
{
  guint8 point[65] = { 4 };
  EVP_PKEY *pkey = NULL;
  g_autoptr (EVP_PKEY_CTX) context = EVP_PKEY_CTX_new_from_name (NULL, "EC", NULL);

  memcpy (point + 1, x, 32);
  memcpy (point + 33, y, 32);
  OSSL_PARAM params[] = {
    OSSL_PARAM_construct_utf8_string (OSSL_PKEY_PARAM_GROUP_NAME, (char *) "P-256", 0),
    OSSL_PARAM_construct_octet_string (OSSL_PKEY_PARAM_PUB_KEY, point, sizeof point),
    OSSL_PARAM_construct_end (),
  };
  /* OpenSSL refuses a point that is not on the curve here. */
  if (context == NULL || EVP_PKEY_fromdata_init (context) != 1 ||
      EVP_PKEY_fromdata (context, &pkey, EVP_PKEY_PUBLIC_KEY, params) != 1)
    return NULL;
  return pkey;
}

static const char *
get_member (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;
}

/* A coordinate of exactly 32 bytes. */
static guint8 *
get_coordinate (JsonObject *jwk, const char *name)
{
  const char *text = get_member (jwk, name);
  gsize length = 0;
  g_autofree guint8 *bytes = text != NULL ? reeve_base64url_decode (text, -1, &length) : NULL;

  return bytes != NULL && length == 32 ? g_steal_pointer (&bytes) : NULL;
}

static ReeveKey *
read_jwk (ReeveJwsAlgorithm algorithm, JsonObject *jwk)
{
  gboolean eddsa = algorithm == REEVE_JWS_EDDSA;

  if (g_strcmp0 (get_member (jwk, "kty"), eddsa ? "OKP" : "EC") != 0 ||
      g_strcmp0 (get_member (jwk, "crv"), eddsa ? "Ed25519" : "P-256") != 0 ||
      json_object_has_member (jwk, "d"))
    return NULL;
  g_autofree guint8 *x = get_coordinate (jwk, "x");
  g_autofree guint8 *y = eddsa ? NULL : get_coordinate (jwk, "y");
  if (x == NULL || (!eddsa && y == NULL))
    return NULL;
  return new_key (algorithm, eddsa ? EVP_PKEY_new_raw_public_key (EVP_PKEY_ED25519, NULL, x, 32)
                                   : new_p256_public (x, y));
}

/* DER to r || s, each padded to 32 bytes. */
static gboolean
der_to_raw (const guint8 *der, gsize length, guint8 raw[SIGNATURE_BYTES])
{
  const guint8 *at = der;
  g_autoptr (ECDSA_SIG) signature = d2i_ECDSA_SIG (NULL, &at, (long) length);

  return signature != NULL && BN_bn2binpad (ECDSA_SIG_get0_r (signature), raw, 32) == 32 &&
         BN_bn2binpad (ECDSA_SIG_get0_s (signature), raw + 32, 32) == 32;
}

/* One INTEGER: without leading zeros, and positive. */
static guint8 *
put_der_integer (guint8 *out, const guint8 bytes[32])
{
  guint skip = 0;

  while (skip < 31 && bytes[skip] == 0)
    skip++;
  gboolean pad = bytes[skip] >= 0x80;
  *out++ = 0x02;
  *out++ = (guint8) (32 - skip + pad);
  if (pad)
    *out++ = 0;
  memcpy (out, bytes + skip, 32 - skip);
  return out + 32 - skip;
}

/* r || s to DER; at most 72 bytes. Written out, because OpenSSL's way takes three allocations per proof. */
static gsize
raw_to_der (const guint8 raw[SIGNATURE_BYTES], guint8 der[72])
{
  guint8 *end = put_der_integer (put_der_integer (der + 2, raw), raw + 32);

  der[0] = 0x30;
  der[1] = (guint8) (end - der - 2);
  return (gsize) (end - der);
}

static const EVP_MD *
get_digest (ReeveJwsAlgorithm algorithm)
{
  return algorithm == REEVE_JWS_ES256 ? EVP_sha256 () : NULL;
}

static void
sign (ReeveKey *key, const char *text, gsize length, guint8 raw[SIGNATURE_BYTES])
{
  g_autoptr (EVP_MD_CTX) context = EVP_MD_CTX_new ();
  guint8 signature[80];
  gsize size = sizeof signature;

  if (EVP_DigestSignInit (context, NULL, get_digest (key->algorithm), NULL, key->pkey) != 1 ||
      EVP_DigestSign (context, signature, &size, (const guint8 *) text, length) != 1)
    g_error ("failed to sign");
  if (key->algorithm == REEVE_JWS_EDDSA)
    memcpy (raw, signature, SIGNATURE_BYTES);
  else if (!der_to_raw (signature, size, raw))
    g_error ("failed to read a signature of our own");
}

static JsonObject *
read_part (const char *text, gsize length)
{
  gsize size = 0;
  g_autofree guint8 *json = reeve_base64url_decode (text, (gssize) length, &size);

  return json != NULL ? reeve_json_parse_object ((const char *) json, size, &reeve_json_sign_in, NULL) : NULL;
}

ReeveKey *
reeve_key_generate (ReeveJwsAlgorithm algorithm)
{
  EVP_PKEY *pkey =
    algorithm == REEVE_JWS_EDDSA ? EVP_PKEY_Q_keygen (NULL, NULL, "ED25519") : EVP_EC_gen ("P-256");
  ReeveKey *self = new_key (algorithm, pkey);

  if (self == NULL)
    g_error ("failed to make a key");
  return self;
}

ReeveKey *
reeve_key_ref (ReeveKey *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
reeve_key_unref (ReeveKey *self)
{
  g_return_if_fail (self != NULL);
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  EVP_PKEY_CTX_free (self->verifier);
  EVP_PKEY_free (self->pkey); /* wipes the private half */
  g_free (self->jwk);
  g_free (self->thumbprint);
  g_free (self);
}

ReeveKey *
reeve_key_new_private (ReeveJwsAlgorithm algorithm, const ReeveSecret *der, GError **error)
{
  g_return_val_if_fail (der != NULL, NULL);
  gsize length;
  const guint8 *at = reeve_secret_get_data (der, &length);
  g_autoptr (PKCS8_PRIV_KEY_INFO) info = d2i_PKCS8_PRIV_KEY_INFO (NULL, &at, (long) length);
  ReeveKey *self = new_key (algorithm, info != NULL ? EVP_PKCS82PKEY (info) : NULL);

  if (self == NULL)
    reeve_set_error (error, REEVE_ERROR_INVALID, NULL, "not a private key of the expected kind");
  return self;
}

ReeveSecret *
reeve_key_to_private (ReeveKey *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_autoptr (PKCS8_PRIV_KEY_INFO) info = EVP_PKEY2PKCS8 (self->pkey);
  guint8 *der = NULL;
  int length = info != NULL ? i2d_PKCS8_PRIV_KEY_INFO (info, &der) : -1;

  g_return_val_if_fail (length > 0, NULL); /* a public key has no private form */
  ReeveSecret *secret = reeve_secret_new (der, (gsize) length);
  OPENSSL_clear_free (der, (gsize) length);
  return secret;
}

ReeveKey *
reeve_key_from_jwk (ReeveJwsAlgorithm algorithm, JsonObject *jwk, GError **error)
{
  g_return_val_if_fail (jwk != NULL, NULL);
  ReeveKey *self = read_jwk (algorithm, jwk);

  if (self == NULL)
    reeve_set_error (error, REEVE_ERROR_INVALID, NULL, "not a public key of the expected kind");
  return self;
}

void
reeve_key_append_jwk (ReeveKey *self, GString *json)
{
  g_return_if_fail (self != NULL);
  g_string_append (json, self->jwk);
}

const char *
reeve_key_get_thumbprint (ReeveKey *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->thumbprint;
}

char *
reeve_jws_sign (ReeveKey *key, const char *header, const char *payload)
{
  g_return_val_if_fail (key != NULL && header != NULL && payload != NULL, NULL);
  guint8 raw[SIGNATURE_BYTES];
  g_autofree char *first = reeve_base64url_encode (header, strlen (header));
  g_autofree char *second = reeve_base64url_encode (payload, strlen (payload));
  g_autofree char *input = g_strconcat (first, ".", second, NULL);

  sign (key, input, strlen (input), raw);
  g_autofree char *third = reeve_base64url_encode (raw, sizeof raw);
  return g_strconcat (input, ".", third, NULL);
}

/* FALSE: there are not three parts. */
static gboolean
find_dots (const char *compact, const char **first, const char **second)
{
  *first = strchr (compact, '.');
  *second = *first != NULL ? strchr (*first + 1, '.') : NULL;
  return strnlen (compact, MAX_COMPACT + 1) <= MAX_COMPACT && *second != NULL &&
         strchr (*second + 1, '.') == NULL;
}

char *
reeve_jws_decode_payload (const char *compact, gsize *length)
{
  g_return_val_if_fail (compact != NULL && length != NULL, NULL);
  const char *first;
  const char *second;

  if (!find_dots (compact, &first, &second))
    return NULL;
  return (char *) reeve_base64url_decode (first + 1, second - first - 1, length);
}

gboolean
reeve_jws_split (const char *compact, JsonObject **header, JsonObject **payload, GError **error)
{
  g_return_val_if_fail (compact != NULL && header != NULL && payload != NULL, FALSE);
  const char *first;
  const char *second;
  g_autoptr (JsonObject) head = NULL;
  g_autoptr (JsonObject) body = NULL;

  if (find_dots (compact, &first, &second))
    {
      head = read_part (compact, (gsize) (first - compact));
      body = read_part (first + 1, (gsize) (second - first - 1));
    }
  if (head == NULL || body == NULL)
    {
      reeve_set_error (error, REEVE_ERROR_SIGNED_OUT, "token", "not a token");
      return FALSE;
    }
  *header = g_steal_pointer (&head);
  *payload = g_steal_pointer (&body);
  return TRUE;
}

static gboolean
verify_es256 (ReeveKey *key, const char *text, gsize length, const guint8 raw[SIGNATURE_BYTES])
{
  g_autoptr (EVP_PKEY_CTX) context = g_atomic_pointer_exchange (&key->verifier, NULL);
  guint8 digest[32];
  guint8 der[72];
  gsize der_length = raw_to_der (raw, der);

  if (context == NULL)
    {
      context = EVP_PKEY_CTX_new (key->pkey, NULL);
      if (context == NULL || EVP_PKEY_verify_init (context) != 1 ||
          EVP_PKEY_CTX_set_signature_md (context, EVP_sha256 ()) != 1)
        return FALSE;
    }
  reeve_sha256 (text, length, digest);
  if (EVP_PKEY_verify (context, der, der_length, digest, sizeof digest) != 1)
    return FALSE;
  EVP_PKEY_CTX_free (g_atomic_pointer_exchange (&key->verifier, g_steal_pointer (&context)));
  return TRUE;
}

static gboolean
verify_eddsa (ReeveKey *key, const char *text, gsize length, const guint8 raw[SIGNATURE_BYTES])
{
  g_autoptr (EVP_MD_CTX) context = EVP_MD_CTX_new ();

  return EVP_DigestVerifyInit (context, NULL, NULL, NULL, key->pkey) == 1 &&
         EVP_DigestVerify (context, raw, SIGNATURE_BYTES, (const guint8 *) text, length) == 1;
}

gboolean
reeve_jws_verify (ReeveKey *key, const char *compact)
{
  g_return_val_if_fail (key != NULL && compact != NULL, FALSE);
  const char *dot = strrchr (compact, '.');
  gsize length = 0;

  if (dot == NULL || dot == compact)
    return FALSE;
  g_autofree guint8 *raw = reeve_base64url_decode (dot + 1, -1, &length);
  if (raw == NULL || length != SIGNATURE_BYTES)
    return FALSE;
  length = (gsize) (dot - compact);
  return key->algorithm == REEVE_JWS_ES256 ? verify_es256 (key, compact, length, raw)
                                           : verify_eddsa (key, compact, length, raw);
}
