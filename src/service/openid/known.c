/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A table by issuer under one lock, which is never held while a provider is asked. */

#include "config.h"

#include "service/openid/known.h"

#include "common/clock.h"
#include "common/error.h"
#include "service/openid/claims.h"

#define FRESH        (60 * G_TIME_SPAN_MINUTE)
#define ASK_AGAIN    G_TIME_SPAN_MINUTE
#define MOST_ISSUERS 1000
#define MOST_AT_ONCE 3

typedef struct
{
  ReeveMetadata *metadata; /* (nullable) */
  gint64 metadata_time;    /* monotonic */
  ReeveKeySet *keys;       /* (nullable) */
  gint64 keys_time;
  guint n_calls;
} Entry;

struct _ReeveKnown
{
  const ReeveFetchOptions *options;
  GMutex lock; /* guards what follows */
  GHashTable *entries;
};

static void
free_entry (gpointer data)
{
  Entry *entry = data;

  g_clear_pointer (&entry->metadata, reeve_metadata_unref);
  g_clear_pointer (&entry->keys, reeve_key_set_unref);
  g_free (entry);
}

ReeveKnown *
reeve_known_new (const ReeveFetchOptions *options)
{
  ReeveKnown *self = g_new0 (ReeveKnown, 1);

  self->options = options;
  g_mutex_init (&self->lock);
  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_entry);
  return self;
}

void
reeve_known_free (ReeveKnown *self)
{
  g_hash_table_unref (self->entries);
  g_mutex_clear (&self->lock);
  g_free (self);
}

static gboolean
is_idle (gpointer issuer G_GNUC_UNUSED, gpointer data, gpointer unused G_GNUC_UNUSED)
{
  return ((Entry *) data)->n_calls == 0;
}

/* With the lock held. */
static Entry *
get_entry (ReeveKnown *self, const char *issuer)
{
  Entry *entry = g_hash_table_lookup (self->entries, issuer);

  if (entry != NULL)
    return entry;
  if (g_hash_table_size (self->entries) >= MOST_ISSUERS)
    g_hash_table_foreach_remove (self->entries, is_idle, NULL);
  entry = g_new0 (Entry, 1);
  g_hash_table_insert (self->entries, g_strdup (issuer), entry);
  return entry;
}

gboolean
reeve_known_enter (ReeveKnown *self, const char *issuer, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  Entry *entry = get_entry (self, issuer);

  if (entry->n_calls < MOST_AT_ONCE)
    {
      entry->n_calls++;
      return TRUE;
    }
  GError *busy = reeve_error_new (REEVE_ERROR_BUSY, "queue", "the identity provider is being asked already");
  reeve_error_set_retry_after_ms (busy, 3000);
  g_propagate_error (error, busy);
  return FALSE;
}

void
reeve_known_leave (ReeveKnown *self, const char *issuer)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  get_entry (self, issuer)->n_calls--;
}

void
reeve_known_forget (ReeveKnown *self, const char *issuer)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  Entry *entry = get_entry (self, issuer);

  g_clear_pointer (&entry->metadata, reeve_metadata_unref);
  g_clear_pointer (&entry->keys, reeve_key_set_unref);
}

static ReeveMetadata *
find_metadata (ReeveKnown *self, const char *issuer)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  Entry *entry = get_entry (self, issuer);

  return entry->metadata != NULL && g_get_monotonic_time () - entry->metadata_time < FRESH
           ? reeve_metadata_ref (entry->metadata)
           : NULL;
}

ReeveMetadata *
reeve_known_get_metadata (ReeveKnown *self, const char *issuer, gint64 deadline, GError **error)
{
  g_autoptr (ReeveMetadata) metadata = find_metadata (self, issuer);
  const char *problem;

  if (metadata != NULL)
    return g_steal_pointer (&metadata);
  metadata = reeve_metadata_fetch (self->options, issuer, deadline, &problem, error);
  if (metadata == NULL)
    return NULL;

  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  Entry *entry = get_entry (self, issuer);
  g_clear_pointer (&entry->metadata, reeve_metadata_unref);
  entry->metadata = reeve_metadata_ref (metadata);
  entry->metadata_time = g_get_monotonic_time ();
  return g_steal_pointer (&metadata);
}

ReeveKeySet *
reeve_known_fetch_keys (const ReeveFetchOptions *options,
                        const ReeveMetadata *metadata,
                        gint64 deadline,
                        GError **error)
{
  const ReeveFetchRequest request = { .url = metadata->keys };
  unsigned status = 0;
  g_autoptr (GBytes) body = reeve_fetch (options, &request, deadline, &status, error);
  g_autoptr (JsonObject) document = NULL;

  if (body == NULL)
    return NULL;
  document = status == 200 ? reeve_claims_parse (body, NULL) : NULL;
  if (document != NULL)
    return reeve_key_set_new (document);
  reeve_set_error (error, REEVE_ERROR_UNREACHABLE, "provider_answer", "the provider does not show its keys");
  return NULL;
}

/* @ask: (out): whether it may be asked for others */
static ReeveKeySet *
find_keys (ReeveKnown *self, const char *issuer, gboolean *ask)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  Entry *entry = get_entry (self, issuer);
  gint64 age = g_get_monotonic_time () - entry->keys_time;

  *ask = entry->keys == NULL || age >= ASK_AGAIN;
  return entry->keys != NULL && age < FRESH ? reeve_key_set_ref (entry->keys) : NULL;
}

ReeveKeySet *
reeve_known_get_keys (ReeveKnown *self,
                      const char *issuer,
                      const ReeveMetadata *metadata,
                      const char *kid,
                      const char *algorithm,
                      gint64 deadline,
                      GError **error)
{
  gboolean ask;
  g_autoptr (ReeveKeySet) keys = find_keys (self, issuer, &ask);

  if (keys != NULL && (!ask || reeve_key_set_has (keys, kid, algorithm)))
    return g_steal_pointer (&keys);
  g_clear_pointer (&keys, reeve_key_set_unref);
  keys = reeve_known_fetch_keys (self->options, metadata, deadline, error);
  if (keys == NULL)
    return NULL;

  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  Entry *entry = get_entry (self, issuer);
  g_clear_pointer (&entry->keys, reeve_key_set_unref);
  entry->keys = reeve_key_set_ref (keys);
  entry->keys_time = g_get_monotonic_time ();
  return g_steal_pointer (&keys);
}
