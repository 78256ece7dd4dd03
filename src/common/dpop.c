/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* DPoP proofs, made and checked. The header of a proof has typ, alg and jwk and nothing else: what a verifier
 * does not read cannot lead it astray (crit, jku, x5u and their kin). */

#include "config.h"

#include "common/dpop.h"

#include "common/clock.h"
#include "common/encoding.h"
#include "common/error.h"
#include "common/json.h"

#include <openssl/crypto.h>
#include <string.h>

#define TYPE              "dpop+jwt"
#define JTI_BYTES         16
#define MAX_CLAIM         256 /* bytes of jti and nonce, which servers keep */
#define MAX_KNOWN_HEADERS 4096
#define MAX_SECONDS       (G_MAXINT64 / G_USEC_PER_SEC)

static char *
hash_text (gconstpointer data, gsize length)
{
  guint8 digest[32];

  reeve_sha256 (data, length, digest);
  return reeve_base64url_encode (digest, sizeof digest);
}

/* (nullable): an empty body is none */
static char *
hash_body (GBytes *body)
{
  gsize length = 0;
  gconstpointer data = body != NULL ? g_bytes_get_data (body, &length) : NULL;

  return length > 0 ? hash_text (data, length) : NULL;
}

static void
append_claim (GString *json, const char *name, const char *value)
{
  g_string_append_printf (json, ",\"%s\":", name);
  reeve_json_append_string (json, value);
}

static const char *
get_text (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;
}

/* Every request brings these: they are read where they stand, without a tree. */
typedef struct
{
  char *data;
  guint n;
  ReeveJsonMember members[REEVE_JSON_MAX_MEMBERS];
} Claims;

static gboolean
claims_init (Claims *claims, const char *compact)
{
  gsize length = 0;

  claims->data = reeve_jws_decode_payload (compact, &length);
  return claims->data != NULL && reeve_json_read_members (claims->data, length, &reeve_json_sign_in,
                                                          claims->members, &claims->n, NULL);
}

static void
claims_clear (Claims *claims)
{
  g_free (claims->data);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Claims, claims_clear)

/* (nullable) */
static const ReeveJsonMember *
find_claim (const Claims *claims, const char *name)
{
  for (guint i = 0; i < claims->n; i++)
    if (strcmp (claims->members[i].name, name) == 0)
      return &claims->members[i];
  return NULL;
}

/* (nullable): absent, or not a text */
static const char *
get_claim (const Claims *claims, const char *name)
{
  const ReeveJsonMember *claim = find_claim (claims, name);

  return claim != NULL ? claim->text : NULL;
}

static gboolean
refuse (GError **error, const char *words)
{
  reeve_set_error (error, REEVE_ERROR_SIGNED_OUT, "proof", "%s", words);
  return FALSE;
}

/* The key of a header that is exactly what a proof's header is. */
static ReeveKey *
read_header (const char *compact, GError **error)
{
  g_autoptr (JsonObject) header = NULL;
  g_autoptr (JsonObject) payload = NULL;
  g_autoptr (ReeveKey) key = NULL;

  if (!reeve_jws_split (compact, &header, &payload, NULL))
    {
      refuse (error, "not a proof");
      return NULL;
    }
  JsonNode *jwk = json_object_get_member (header, "jwk");
  if (json_object_get_size (header) == 3 && g_strcmp0 (get_text (header, "typ"), TYPE) == 0 &&
      g_strcmp0 (get_text (header, "alg"), "ES256") == 0 && jwk != NULL && JSON_NODE_HOLDS_OBJECT (jwk))
    key = reeve_key_from_jwk (REEVE_JWS_ES256, json_node_get_object (jwk), NULL);
  if (key == NULL)
    refuse (error, "the header is not a proof's");
  return g_steal_pointer (&key);
}

/* A device sends the same header with every proof: what it was found to be is kept by its text, so that
 * neither its JSON is read again nor its point put on the curve again, which cost as much as the rest of a
 * cheap request. Kept only after a signature held, and all forgotten when full: who makes up keys pays for it
 * with verifications. */
G_LOCK_DEFINE_STATIC (known_headers);
static GHashTable *known_headers; /* char * -> ReeveKey * */

static ReeveKey *
find_known_key (const char *segment)
{
  ReeveKey *key = NULL;

  G_LOCK (known_headers);
  if (known_headers != NULL)
    key = g_hash_table_lookup (known_headers, segment);
  if (key != NULL)
    reeve_key_ref (key);
  G_UNLOCK (known_headers);
  return key;
}

static void
keep_key (const char *segment, ReeveKey *key)
{
  G_LOCK (known_headers);
  if (known_headers == NULL)
    known_headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) reeve_key_unref);
  if (g_hash_table_size (known_headers) >= MAX_KNOWN_HEADERS)
    g_hash_table_remove_all (known_headers);
  g_hash_table_insert (known_headers, g_strdup (segment), reeve_key_ref (key));
  G_UNLOCK (known_headers);
}

/* The normal form of an address: scheme and host in lower case, no default port, a path of at least "/". The
 * path is taken as it is, not decoded and not shortened (GUri would turn /%2e%2e/ into the folder above).
 * NULL: not an absolute address without user, query and fragment. */
static char *
normalise_uri (const char *uri)
{
  const char *authority = strstr (uri, "://");

  if (authority == NULL || authority == uri || strpbrk (uri, "?#") != NULL)
    return NULL;
  authority += 3;
  const char *path = authority + strcspn (authority, "/");
  g_autofree char *scheme = g_ascii_strdown (uri, authority - 3 - uri);
  g_autofree char *host = g_ascii_strdown (authority, path - authority);
  const char *port = g_str_equal (scheme, "https") ? ":443" : g_str_equal (scheme, "http") ? ":80" : NULL;
  if (port != NULL && g_str_has_suffix (host, port))
    host[strlen (host) - strlen (port)] = '\0';
  if (*host == '\0' || strchr (host, '@') != NULL)
    return NULL;
  return g_strconcat (scheme, "://", host, *path != '\0' ? path : "/", NULL);
}

static gboolean
same_uri (const char *claimed, const char *asked)
{
  g_autofree char *a = normalise_uri (claimed);
  g_autofree char *b = NULL;

  if (strcmp (claimed, asked) == 0)
    return a != NULL;
  b = normalise_uri (asked);
  return a != NULL && b != NULL && strcmp (a, b) == 0;
}

/* A claim that is the hash of something there is, and is absent where there is nothing. */
static gboolean
hash_holds (const Claims *claims, const char *name, const char *expected)
{
  const char *claim = get_claim (claims, name);

  if (expected == NULL)
    return find_claim (claims, name) == NULL;
  return claim != NULL && strlen (claim) == strlen (expected) &&
         CRYPTO_memcmp (claim, expected, strlen (expected)) == 0;
}

static gboolean
check_request (const Claims *claims, const ReeveDpopRequest *request, GError **error)
{
  const char *uri = get_claim (claims, "htu");
  g_autofree char *token_hash =
    request->access_token != NULL ? hash_text (request->access_token, strlen (request->access_token)) : NULL;
  g_autofree char *body_hash = hash_body (request->body);

  if (g_strcmp0 (get_claim (claims, "htm"), request->method) != 0)
    return refuse (error, "the proof is for another method");
  if (uri == NULL || !same_uri (uri, request->uri))
    return refuse (error, "the proof is for another address");
  if (!hash_holds (claims, "ath", token_hash))
    return refuse (error, "the proof is for another token");
  if (!hash_holds (claims, "bh", body_hash))
    return refuse (error, "the proof is for another body");
  return TRUE;
}

static gboolean
read_claims (const Claims *claims, ReeveDpopProof *proof, GError **error)
{
  const char *jti = get_claim (claims, "jti");
  const char *nonce = get_claim (claims, "nonce");
  const ReeveJsonMember *issued = find_claim (claims, "iat");

  if (jti == NULL || *jti == '\0' || strlen (jti) > MAX_CLAIM)
    return refuse (error, "the proof has no identifier");
  if (find_claim (claims, "nonce") != NULL && (nonce == NULL || strlen (nonce) > MAX_CLAIM))
    return refuse (error, "the proof's nonce is none");
  if (issued == NULL || !issued->is_integer || issued->integer < 0 || issued->integer > MAX_SECONDS)
    return refuse (error, "the proof does not say when it was made");
  proof->jti = g_strdup (jti);
  proof->nonce = g_strdup (nonce);
  proof->issued = issued->integer * G_USEC_PER_SEC;
  return TRUE;
}

char *
reeve_dpop_make (ReeveKey *key, const ReeveDpopRequest *request)
{
  g_return_val_if_fail (key != NULL && request != NULL, NULL);
  g_autoptr (GString) header = g_string_new ("{\"alg\":\"ES256\",\"jwk\":");
  g_autoptr (GString) claims = g_string_new (NULL);
  g_autoptr (ReeveSecret) random = reeve_secret_new_random (JTI_BYTES);
  g_autofree char *jti = reeve_base64url_encode (reeve_secret_get_data (random, NULL), JTI_BYTES);
  g_autofree char *body_hash = hash_body (request->body);

  reeve_key_append_jwk (key, header);
  g_string_append (header, ",\"typ\":\"" TYPE "\"}");
  g_string_append_printf (claims, "{\"iat\":%" G_GINT64_FORMAT, reeve_clock_now () / G_USEC_PER_SEC);
  append_claim (claims, "jti", jti);
  append_claim (claims, "htm", request->method);
  append_claim (claims, "htu", request->uri);
  if (request->access_token != NULL)
    {
      g_autofree char *hash = hash_text (request->access_token, strlen (request->access_token));
      append_claim (claims, "ath", hash);
    }
  if (request->nonce != NULL)
    append_claim (claims, "nonce", request->nonce);
  if (body_hash != NULL)
    append_claim (claims, "bh", body_hash);
  g_string_append_c (claims, '}');
  return reeve_jws_sign (key, header->str, claims->str);
}

void
reeve_dpop_proof_clear (ReeveDpopProof *proof)
{
  g_return_if_fail (proof != NULL);
  g_clear_pointer (&proof->jti, g_free);
  g_clear_pointer (&proof->nonce, g_free);
  g_clear_pointer (&proof->key, reeve_key_unref);
  proof->issued = 0;
}

gboolean
reeve_dpop_verify (const char *header, const ReeveDpopRequest *request, ReeveDpopProof *proof, GError **error)
{
  g_return_val_if_fail (header != NULL && request != NULL && proof != NULL, FALSE);
  g_auto (Claims) claims;
  g_auto (ReeveDpopProof) read = { 0 };
  g_autofree char *segment = g_strndup (header, strcspn (header, "."));
  gboolean known;

  if (!claims_init (&claims, header))
    return refuse (error, "not a proof");
  read.key = find_known_key (segment);
  known = read.key != NULL;
  if (!known)
    read.key = read_header (header, error);
  if (read.key == NULL)
    return FALSE;
  /* The cheap checks go first: a signature costs a thousand times more. */
  if (!read_claims (&claims, &read, error) || !check_request (&claims, request, error))
    return FALSE;
  if (!reeve_jws_verify (read.key, header))
    return refuse (error, "the signature does not hold");
  if (!known)
    keep_key (segment, read.key);
  *proof = read;
  memset (&read, 0, sizeof read);
  return TRUE;
}
