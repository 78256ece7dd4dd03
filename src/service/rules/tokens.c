/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Access tokens. The header must be exactly ours: a token has no say in how it is verified. Only then is the
 * signature looked at, then the claims. What was verified is remembered by its hash, because a signature
 * costs a hundred times a hash; session and account are checked elsewhere, at every request. */

#include "config.h"

#include "service/rules/tokens.h"

#include <openssl/crypto.h>
#include <string.h>

#include "common/clock.h"
#include "common/encoding.h"
#include "common/error.h"
#include "common/json.h"

#define TYPE      "at+jwt"
#define ALGORITHM "EdDSA"
#define CLIENT    "reeve"
#define MOST_KEPT 10000
/* Ours is the only clock that issues; this much it may have been set back since. */
#define SKEW (60 * REEVE_SECOND)

typedef struct
{
  guint8 digest[32];
  ReeveAccessClaims claims;
  gint64 issued;
} Kept;

struct _ReeveTokenSigner
{
  /* owned */
  char *issuer;
  ReeveKey *key;
  GRWLock lock;     /* guards what follows */
  GHashTable *keys; /* kid -> ReeveKey, the signing one among them */
  GHashTable *kept; /* Kept, by digest */
};

void
reeve_access_claims_clear (ReeveAccessClaims *claims)
{
  g_clear_pointer (&claims->account, g_free);
  g_clear_pointer (&claims->session, g_free);
  g_clear_pointer (&claims->thumbprint, g_free);
}

static void
kept_free (Kept *self)
{
  reeve_access_claims_clear (&self->claims);
  g_free (self);
}

static guint
hash_kept (gconstpointer kept)
{
  guint hash;

  memcpy (&hash, ((const Kept *) kept)->digest, sizeof hash);
  return hash;
}

static gboolean
equal_kept (gconstpointer a, gconstpointer b)
{
  return CRYPTO_memcmp (((const Kept *) a)->digest, ((const Kept *) b)->digest, 32) == 0;
}

static void
copy_claims (const ReeveAccessClaims *from, ReeveAccessClaims *to)
{
  to->account = g_strdup (from->account);
  to->session = g_strdup (from->session);
  to->thumbprint = g_strdup (from->thumbprint);
  to->expires = from->expires;
}

ReeveTokenSigner *
reeve_token_signer_new (const char *issuer, ReeveKey *key)
{
  ReeveTokenSigner *self = g_new0 (ReeveTokenSigner, 1);

  self->issuer = g_strdup (issuer);
  self->key = reeve_key_ref (key);
  g_rw_lock_init (&self->lock);
  self->keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) reeve_key_unref);
  self->kept = g_hash_table_new_full (hash_kept, equal_kept, (GDestroyNotify) kept_free, NULL);
  g_hash_table_insert (self->keys, g_strdup (reeve_key_get_thumbprint (key)), reeve_key_ref (key));
  return self;
}

void
reeve_token_signer_free (ReeveTokenSigner *self)
{
  g_free (self->issuer);
  reeve_key_unref (self->key);
  g_hash_table_unref (self->keys);
  g_hash_table_unref (self->kept);
  g_rw_lock_clear (&self->lock);
  g_free (self);
}

const char *
reeve_token_signer_get_issuer (ReeveTokenSigner *self)
{
  return self->issuer;
}

void
reeve_token_signer_add_old (ReeveTokenSigner *self, ReeveKey *key)
{
  g_rw_lock_writer_lock (&self->lock);
  g_hash_table_insert (self->keys, g_strdup (reeve_key_get_thumbprint (key)), reeve_key_ref (key));
  g_rw_lock_writer_unlock (&self->lock);
}

ReeveSecret *
reeve_token_signer_issue (ReeveTokenSigner *self,
                          const char *account,
                          const char *session,
                          const char *thumbprint,
                          gint64 now)
{
  g_autofree char *header = g_strdup_printf (
    "{\"typ\":\"" TYPE "\",\"alg\":\"" ALGORITHM "\",\"kid\":\"%s\"}", reeve_key_get_thumbprint (self->key));
  g_autoptr (ReeveSecret) random = reeve_secret_new_random (16);
  g_autofree char *id = reeve_base64url_encode (reeve_secret_get_data (random, NULL), 16);
  g_autoptr (GString) payload = g_string_new ("{\"iss\":");
  gint64 issued = now / G_USEC_PER_SEC;

  reeve_json_append_string (payload, self->issuer);
  g_string_append (payload, ",\"aud\":");
  reeve_json_append_string (payload, self->issuer);
  g_string_append (payload, ",\"sub\":");
  reeve_json_append_string (payload, account);
  g_string_append (payload, ",\"sid\":");
  reeve_json_append_string (payload, session);
  g_string_append (payload, ",\"client_id\":\"" CLIENT "\",\"cnf\":{\"jkt\":");
  reeve_json_append_string (payload, thumbprint);
  g_string_append_printf (payload,
                          "},\"iat\":%" G_GINT64_FORMAT ",\"exp\":%" G_GINT64_FORMAT ",\"jti\":\"%s\"}",
                          issued, issued + REEVE_ACCESS_TOKEN_LIFE / G_USEC_PER_SEC, id);
  return reeve_secret_new_take (reeve_jws_sign (self->key, header, payload->str));
}

/* --- Verification --- */

static gboolean
refuse (GError **error, const char *why)
{
  reeve_set_error (error, REEVE_ERROR_SIGNED_OUT, "token", "the access token %s", why);
  return FALSE;
}

/* (nullable): absent, or not a text */
static const char *
get_text (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
           ? json_node_get_string (node)
           : NULL;
}

/* Seconds as microseconds; -1: absent, or no whole number of seconds that has a year */
static gint64
get_time (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);
  gint64 seconds;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_INT64)
    return -1;
  seconds = json_node_get_int (node);
  return seconds > 0 && seconds < G_MAXINT64 / G_USEC_PER_SEC / 2 ? seconds * G_USEC_PER_SEC : -1;
}

/* Exactly the members that we write: jku, x5u, jwk, crit and whatever comes next are no business of ours. */
static ReeveKey *
find_key (ReeveTokenSigner *self, JsonObject *header)
{
  const char *kid = get_text (header, "kid");
  ReeveKey *key = NULL;

  if (json_object_get_size (header) != 3 || kid == NULL || g_strcmp0 (get_text (header, "typ"), TYPE) != 0 ||
      g_strcmp0 (get_text (header, "alg"), ALGORITHM) != 0)
    return NULL;
  g_rw_lock_reader_lock (&self->lock);
  key = g_hash_table_lookup (self->keys, kid);
  if (key != NULL)
    reeve_key_ref (key);
  g_rw_lock_reader_unlock (&self->lock);
  return key;
}

static const char *
get_thumbprint (JsonObject *payload)
{
  JsonNode *node = json_object_get_member (payload, "cnf");

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? get_text (json_node_get_object (node), "jkt") : NULL;
}

/* What the time does to a token that is otherwise in order. */
static gboolean
check_times (gint64 issued, gint64 expires, gint64 now, GError **error)
{
  if (issued > now + SKEW)
    return refuse (error, "comes from the future");
  if (expires > now)
    return TRUE;
  reeve_set_error (error, REEVE_ERROR_SIGNED_OUT, "token_expired", "the access token has expired");
  return FALSE;
}

static gboolean
read_claims (ReeveTokenSigner *self, JsonObject *payload, gint64 now, Kept *kept, GError **error)
{
  const char *account = get_text (payload, "sub");
  const char *session = get_text (payload, "sid");
  const char *thumbprint = get_thumbprint (payload);
  gint64 issued = get_time (payload, "iat");
  gint64 expires = get_time (payload, "exp");

  if (g_strcmp0 (get_text (payload, "iss"), self->issuer) != 0 ||
      g_strcmp0 (get_text (payload, "aud"), self->issuer) != 0 ||
      g_strcmp0 (get_text (payload, "client_id"), CLIENT) != 0)
    return refuse (error, "was made by, or for, another service");
  if (account == NULL || session == NULL || thumbprint == NULL || get_text (payload, "jti") == NULL ||
      issued < 0 || expires < 0 || expires <= issued || expires - issued > REEVE_ACCESS_TOKEN_LIFE)
    return refuse (error, "lacks claims");
  if (!check_times (issued, expires, now, error))
    return FALSE;
  kept->issued = issued;
  kept->claims =
    (ReeveAccessClaims) { g_strdup (account), g_strdup (session), g_strdup (thumbprint), expires };
  return TRUE;
}

static gboolean
is_over (gpointer key, gpointer value G_GNUC_UNUSED, gpointer now)
{
  return ((Kept *) key)->claims.expires <= *(gint64 *) now;
}

static void
keep (ReeveTokenSigner *self, Kept *kept, gint64 now)
{
  g_rw_lock_writer_lock (&self->lock);
  if (g_hash_table_size (self->kept) >= MOST_KEPT)
    g_hash_table_foreach_remove (self->kept, is_over, &now);
  if (g_hash_table_size (self->kept) >= MOST_KEPT)
    g_hash_table_remove_all (self->kept);
  g_hash_table_replace (self->kept, kept, kept);
  g_rw_lock_writer_unlock (&self->lock);
}

static gboolean
find_kept (ReeveTokenSigner *self, const Kept *question, ReeveAccessClaims *claims, gint64 *issued)
{
  Kept *found;

  g_rw_lock_reader_lock (&self->lock);
  found = g_hash_table_lookup (self->kept, question);
  if (found != NULL)
    {
      copy_claims (&found->claims, claims);
      *issued = found->issued;
    }
  g_rw_lock_reader_unlock (&self->lock);
  return found != NULL;
}

gboolean
reeve_token_signer_verify (ReeveTokenSigner *self,
                           const char *token,
                           gint64 now,
                           ReeveAccessClaims *claims,
                           GError **error)
{
  g_autoptr (JsonObject) header = NULL;
  g_autoptr (JsonObject) payload = NULL;
  g_autoptr (ReeveKey) key = NULL;
  Kept question = { 0 };
  Kept *kept;
  gint64 issued;

  reeve_sha256 (token, strlen (token), question.digest);
  if (find_kept (self, &question, claims, &issued))
    {
      if (check_times (issued, claims->expires, now, error))
        return TRUE;
      reeve_access_claims_clear (claims);
      return FALSE;
    }

  if (!reeve_jws_split (token, &header, &payload, error))
    return FALSE;
  key = find_key (self, header);
  if (key == NULL || !reeve_jws_verify (key, token))
    return refuse (error, "was not signed by this service");
  if (!read_claims (self, payload, now, &question, error))
    return FALSE;
  copy_claims (&question.claims, claims);
  kept = g_memdup2 (&question, sizeof question);
  keep (self, kept, now);
  return TRUE;
}

/* --- Opaque tokens --- */

ReeveSecret *
reeve_opaque_token_new (void)
{
  g_autoptr (ReeveSecret) random = reeve_secret_new_random (32);

  return reeve_secret_new_take (reeve_base64url_encode (reeve_secret_get_data (random, NULL), 32));
}

GBytes *
reeve_opaque_token_hash (const ReeveSecret *token)
{
  gsize length;
  gconstpointer data = reeve_secret_get_data (token, &length);
  guint8 digest[32];

  reeve_sha256 (data, length, digest);
  return g_bytes_new (digest, sizeof digest);
}
