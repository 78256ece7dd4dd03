/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/store/grant-uses.h"

#include "common/clock.h"

struct _ReeveGrantUses
{
  GMutex lock;
  gboolean began;       /* that it is written since when */
  GHashTable *gathered; /* id -> gint64, when */
  GHashTable *written;  /* id -> gint64, the same for those that are in the database */
};

static GHashTable *
new_times (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

ReeveGrantUses *
reeve_grant_uses_new (void)
{
  ReeveGrantUses *self = g_new0 (ReeveGrantUses, 1);

  g_mutex_init (&self->lock);
  self->gathered = new_times ();
  self->written = new_times ();
  return self;
}

void
reeve_grant_uses_free (ReeveGrantUses *self)
{
  g_hash_table_unref (self->gathered);
  g_hash_table_unref (self->written);
  g_mutex_clear (&self->lock);
  g_free (self);
}

static gboolean
has_today (GHashTable *times, const char *id, gint64 now)
{
  const gint64 *when = g_hash_table_lookup (times, id);

  return when != NULL && *when / REEVE_DAY >= now / REEVE_DAY;
}

void
reeve_grant_uses_note (ReeveGrantUses *self, GPtrArray *ids, gint64 now)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  for (guint i = 0; i < ids->len; i++)
    if (!has_today (self->written, ids->pdata[i], now) && !has_today (self->gathered, ids->pdata[i], now))
      g_hash_table_insert (self->gathered, g_strdup (ids->pdata[i]), g_memdup2 (&now, sizeof now));
}

static gboolean
begin (ReeveTx *tx, gint64 now, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (
    tx, "INSERT INTO grant_uses_began (at) SELECT $1 WHERE NOT EXISTS (SELECT 1 FROM grant_uses_began)",
    error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_int (statement, 1, now);
  return reeve_statement_run (statement, NULL, error);
}

static gboolean
write_all (ReeveTx *tx, GHashTable *times, GError **error)
{
  GHashTableIter iter;
  gpointer id;
  gpointer when;

  g_hash_table_iter_init (&iter, times);
  while (g_hash_table_iter_next (&iter, &id, &when))
    {
      /* It may have been revoked since. */
      ReeveStatement *statement =
        reeve_tx_prepare (tx,
                          "INSERT INTO grant_uses (grant_id, used) SELECT id, $2 FROM grants WHERE id = $1 "
                          "ON CONFLICT (grant_id) DO UPDATE SET used = excluded.used",
                          error);

      if (statement == NULL)
        return FALSE;
      reeve_statement_bind_text (statement, 1, id);
      reeve_statement_bind_int (statement, 2, *(const gint64 *) when);
      if (!reeve_statement_run (statement, NULL, error))
        return FALSE;
    }
  return TRUE;
}

/* @to: gets those of @from that it has no later ones of. */
static void
merge (GHashTable *to, GHashTable *from)
{
  GHashTableIter iter;
  gpointer id;
  gpointer when;

  g_hash_table_iter_init (&iter, from);
  while (g_hash_table_iter_next (&iter, &id, &when))
    {
      const gint64 *other = g_hash_table_lookup (to, id);

      if (other == NULL || *other < *(const gint64 *) when)
        g_hash_table_insert (to, g_strdup (id), g_memdup2 (when, sizeof (gint64)));
    }
}

gboolean
reeve_grant_uses_write (ReeveGrantUses *self, ReeveDb *db, gint64 now, gint64 deadline, GError **error)
{
  g_autoptr (GHashTable) gathered = NULL;
  gboolean began;
  gboolean done = TRUE;

  g_mutex_lock (&self->lock);
  began = self->began;
  gathered = g_steal_pointer (&self->gathered);
  self->gathered = new_times ();
  g_mutex_unlock (&self->lock);

  if (!began || g_hash_table_size (gathered) > 0)
    {
      g_autoptr (ReeveTx) tx = reeve_db_begin (db, REEVE_TX_WRITE, deadline, error);

      done = tx != NULL && (began || begin (tx, now, error)) && write_all (tx, gathered, error) &&
             reeve_tx_commit (tx, error);
    }

  g_mutex_lock (&self->lock);
  self->began = self->began || done;
  merge (done ? self->written : self->gathered, gathered);
  g_mutex_unlock (&self->lock);
  return done;
}

gboolean
reeve_grant_uses_get (ReeveTx *tx, const char *grant, gint64 *used, GError **error)
{
  ReeveStatement *statement =
    reeve_tx_prepare (tx, "SELECT coalesce (max (used), 0) FROM grant_uses WHERE grant_id = $1", error);

  if (statement != NULL)
    reeve_statement_bind_text (statement, 1, grant);
  return reeve_statement_read_int (statement, used, error);
}
