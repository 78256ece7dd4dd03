/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A nonce is a time and its HMAC under a key that lives as long as the process: nothing is stored for it, and
 * proofs made for an earlier process, whose `jti`s are forgotten, are void. Used proofs are kept in two
 * generations of one nonce life each. When a shard is full, every nonce given out so far becomes stale, which
 * makes forgetting safe: clients just take the next nonce. */

#include "config.h"

#include "service/http/freshness.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <string.h>

#include "common/encoding.h"
#include "common/secret.h"

#define N_SHARDS  16
#define MAC_BYTES 16
/* Nonces change once a second, so most answers find one ready. */
#define NONCE_STEP G_USEC_PER_SEC
/* Those that came back lately: what many proofs bring is authenticated once. */
#define KNOWN_NONCES 64
#define NONCE_CHARS  ((sizeof (gint64) + MAC_BYTES) * 4 / 3)

typedef struct
{
  char text[NONCE_CHARS]; /* first byte 0: none */
  gint64 made;
} KnownNonce;

typedef struct
{
  guint64 high;
  guint64 low;
} Digest;

typedef struct
{
  GMutex lock;
  GHashTable *now;    /* set of Digest *, owned */
  GHashTable *before; /* the same, of the life before */
  gint64 turned;
} Shard;

struct _ReeveFreshness
{
  GMutex lock;
  EVP_MAC_CTX *mac; /* keyed: keying one for each request costs more than its two blocks */
  KnownNonce known[KNOWN_NONCES];
  gint64 not_before; /* nonces made earlier are stale */
  gint64 ready_at;
  char *ready;
  guint shard_limit;
  Shard shards[N_SHARDS];
};

static guint
digest_hash (gconstpointer data)
{
  return (guint) ((const Digest *) data)->low;
}

static gboolean
digest_equal (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, sizeof (Digest)) == 0;
}

static GHashTable *
new_set (void)
{
  return g_hash_table_new_full (digest_hash, digest_equal, g_free, NULL);
}

/* With the lock held. */
static void
get_mac (ReeveFreshness *self, gint64 time, guint8 mac[32])
{
  gint64 wire = GINT64_TO_BE (time);
  gsize length;

  if (EVP_MAC_init (self->mac, NULL, 0, NULL) != 1 ||
      EVP_MAC_update (self->mac, (const guint8 *) &wire, sizeof wire) != 1 ||
      EVP_MAC_final (self->mac, mac, &length, 32) != 1 || length != 32)
    g_error ("HMAC-SHA-256 is not available");
}

static EVP_MAC_CTX *
make_mac (void)
{
  g_autoptr (ReeveSecret) secret = reeve_secret_new_random (32);
  gsize length;
  const guint8 *key = reeve_secret_get_data (secret, &length);
  EVP_MAC *hmac = EVP_MAC_fetch (NULL, "HMAC", NULL);
  EVP_MAC_CTX *mac = EVP_MAC_CTX_new (hmac);
  OSSL_PARAM params[] = {
    OSSL_PARAM_construct_utf8_string (OSSL_MAC_PARAM_DIGEST, (char *) "SHA256", 0),
    OSSL_PARAM_construct_end (),
  };

  if (mac == NULL || EVP_MAC_init (mac, key, length, params) != 1)
    g_error ("HMAC-SHA-256 is not available");
  EVP_MAC_free (hmac);
  return mac;
}

static char *
make_nonce (ReeveFreshness *self, gint64 time)
{
  guint8 bytes[sizeof time + MAC_BYTES];
  guint8 mac[32];
  gint64 wire = GINT64_TO_BE (time);

  get_mac (self, time, mac);
  memcpy (bytes, &wire, sizeof wire);
  memcpy (bytes + sizeof wire, mac, MAC_BYTES);
  return reeve_base64url_encode (bytes, sizeof bytes);
}

/* The place that a nonce would be known in, by some characters of its MAC. */
static KnownNonce *
get_known (ReeveFreshness *self, const char *nonce)
{
  guint32 end;

  memcpy (&end, nonce + NONCE_CHARS - sizeof end, sizeof end);
  return &self->known[(end * 2654435769u >> 16) % KNOWN_NONCES];
}

/* FALSE if it is not one of ours. */
static gboolean
read_nonce (ReeveFreshness *self, const char *nonce, gint64 *time)
{
  g_autoptr (GMutexLocker) locker = NULL;
  gsize length = 0;
  g_autofree guint8 *bytes = NULL;
  guint8 mac[32];
  KnownNonce *known;
  gint64 wire;

  if (nonce == NULL || strlen (nonce) != NONCE_CHARS)
    return FALSE;
  locker = g_mutex_locker_new (&self->lock);
  known = get_known (self, nonce);
  if (memcmp (known->text, nonce, NONCE_CHARS) == 0)
    {
      *time = known->made;
      return TRUE;
    }
  bytes = reeve_base64url_decode (nonce, -1, &length);
  if (bytes == NULL || length != sizeof wire + MAC_BYTES)
    return FALSE;
  memcpy (&wire, bytes, sizeof wire);
  *time = GINT64_FROM_BE (wire);
  get_mac (self, *time, mac);
  if (CRYPTO_memcmp (mac, bytes + sizeof wire, MAC_BYTES) != 0)
    return FALSE;
  memcpy (known->text, nonce, NONCE_CHARS);
  known->made = *time;
  return TRUE;
}

static void
turn_generation (Shard *shard, gint64 now)
{
  if (now - shard->turned < REEVE_NONCE_LIFE)
    return;
  g_hash_table_unref (shard->before);
  /* after a pause of two lives nothing of the present generation matters either */
  if (now - shard->turned < 2 * REEVE_NONCE_LIFE)
    shard->before = g_steal_pointer (&shard->now);
  else
    {
      g_hash_table_unref (shard->now);
      shard->before = new_set ();
    }
  shard->now = new_set ();
  shard->turned = now;
}

static void
forget_nonces (ReeveFreshness *self, gint64 now)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->not_before = now;
  g_clear_pointer (&self->ready, g_free);
}

static gboolean
is_stale (ReeveFreshness *self, gint64 made)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return made < self->not_before;
}

static gboolean
set_use_nonce (GError **error)
{
  reeve_set_error (error, REEVE_ERROR_SIGNED_OUT, "use_nonce", "the proof needs the nonce of this answer");
  return FALSE;
}

ReeveFreshness *
reeve_freshness_new (guint max_proofs)
{
  ReeveFreshness *self = g_new0 (ReeveFreshness, 1);
  gint64 now = g_get_monotonic_time ();

  self->mac = make_mac ();
  self->shard_limit = MAX (1, max_proofs / N_SHARDS / 2);
  self->ready_at = G_MININT64;
  self->not_before = G_MININT64;
  g_mutex_init (&self->lock);
  for (guint i = 0; i < N_SHARDS; i++)
    {
      g_mutex_init (&self->shards[i].lock);
      self->shards[i].now = new_set ();
      self->shards[i].before = new_set ();
      self->shards[i].turned = now;
    }
  return self;
}

void
reeve_freshness_free (ReeveFreshness *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < N_SHARDS; i++)
    {
      g_hash_table_unref (self->shards[i].now);
      g_hash_table_unref (self->shards[i].before);
      g_mutex_clear (&self->shards[i].lock);
    }
  g_mutex_clear (&self->lock);
  EVP_MAC_CTX_free (self->mac); /* wipes the key */
  g_free (self->ready);
  g_free (self);
}

char *
reeve_freshness_make_nonce (ReeveFreshness *self, gint64 now)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (self->ready == NULL || now < self->ready_at || now - self->ready_at >= NONCE_STEP)
    {
      g_free (self->ready);
      self->ready_at = now;
      self->ready = make_nonce (self, now);
    }
  return g_strdup (self->ready);
}

gboolean
reeve_freshness_check_nonce (ReeveFreshness *self,
                             const char *nonce,
                             gint64 now,
                             gint64 *made,
                             char **next,
                             GError **error)
{
  *next = NULL;
  if (!read_nonce (self, nonce, made) || now - *made >= REEVE_NONCE_LIFE || is_stale (self, *made) ||
      *made > now)
    {
      *next = reeve_freshness_make_nonce (self, now);
      return set_use_nonce (error);
    }
  if (now - *made >= REEVE_NONCE_LIFE / 2)
    *next = reeve_freshness_make_nonce (self, now);
  return TRUE;
}

gboolean
reeve_freshness_use_proof (ReeveFreshness *self,
                           const char *thumbprint,
                           const char *jti,
                           gint64 made,
                           gint64 now,
                           GError **error)
{
  g_autofree char *name = g_strconcat (thumbprint, " ", jti, NULL);
  g_autofree Digest *digest = g_new (Digest, 1);
  guint8 hash[32];

  reeve_sha256 (name, strlen (name), hash);
  memcpy (digest, hash, sizeof *digest);
  Shard *shard = &self->shards[digest->high % N_SHARDS];
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&shard->lock);
  turn_generation (shard, now);
  if (g_hash_table_contains (shard->now, digest) || g_hash_table_contains (shard->before, digest))
    {
      reeve_set_error (error, REEVE_ERROR_SIGNED_OUT, "proof", "the proof was used before");
      return FALSE;
    }
  if (g_hash_table_size (shard->now) >= self->shard_limit)
    {
      forget_nonces (self, now);
      g_hash_table_remove_all (shard->now);
      g_hash_table_remove_all (shard->before);
    }
  /* another thread may have forgotten since the nonce was checked */
  else if (is_stale (self, made))
    return set_use_nonce (error);
  g_hash_table_add (shard->now, g_steal_pointer (&digest));
  return TRUE;
}

guint
reeve_freshness_get_n_proofs (ReeveFreshness *self)
{
  guint n = 0;

  for (guint i = 0; i < N_SHARDS; i++)
    {
      g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->shards[i].lock);
      n += g_hash_table_size (self->shards[i].now) + g_hash_table_size (self->shards[i].before);
    }
  return n;
}
