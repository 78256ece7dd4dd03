/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One bucket a key, kept as the time at which it is full again (the generic cell rate algorithm): no timer
 * refills anything. A full bucket is the same as none, so full ones are what is forgotten. */

#include "config.h"

#include "service/rules/rate-limit.h"

struct _ReeveRateLimit
{
  GMutex lock;
  GHashTable *full_at; /* char * -> gint64 *, monotonic microseconds */
  gint64 interval;     /* microseconds that one call costs */
  gint64 burst;        /* the same, for all calls at once */
  guint max_keys;
};

static gboolean
is_full (gpointer key, gpointer value, gpointer now)
{
  return *(gint64 *) value <= *(gint64 *) now;
}

/* Under a flood of addresses even buckets in use go: the memory is the harder limit. */
static void
make_room (ReeveRateLimit *self, gint64 now)
{
  if (g_hash_table_size (self->full_at) < self->max_keys)
    return;
  g_hash_table_foreach_remove (self->full_at, is_full, &now);
  if (g_hash_table_size (self->full_at) >= self->max_keys)
    g_hash_table_remove_all (self->full_at);
}

ReeveRateLimit *
reeve_rate_limit_new (guint burst, gint64 interval, guint max_keys)
{
  ReeveRateLimit *self = g_new0 (ReeveRateLimit, 1);

  g_mutex_init (&self->lock);
  self->full_at = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->interval = interval;
  self->burst = interval * burst;
  self->max_keys = max_keys;
  return self;
}

void
reeve_rate_limit_free (ReeveRateLimit *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->full_at);
  g_mutex_clear (&self->lock);
  g_free (self);
}

gboolean
reeve_rate_limit_take (ReeveRateLimit *self, const char *key, gint64 now, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  gint64 *full_at = g_hash_table_lookup (self->full_at, key);

  if (full_at == NULL)
    {
      make_room (self, now);
      full_at = g_new0 (gint64, 1);
      g_hash_table_insert (self->full_at, g_strdup (key), full_at);
    }
  gint64 next = MAX (*full_at, now) + self->interval;
  if (next - now > self->burst)
    {
      reeve_set_error (error, REEVE_ERROR_TOO_MANY, NULL, "too many requests");
      if (error != NULL)
        reeve_error_set_retry_after_ms (*error, MAX (1000, (next - now - self->burst) / 1000));
      return FALSE;
    }
  *full_at = next;
  return TRUE;
}

guint
reeve_rate_limit_get_n_keys (ReeveRateLimit *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return g_hash_table_size (self->full_at);
}
