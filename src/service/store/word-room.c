/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Owners are the days that are open, some dozens: they are looked through. */

#include "config.h"

#include "service/store/word-room.h"

typedef struct
{
  gsize bytes;
  guint64 used; /* when, by a count */
} Share;

struct _ReeveWordRoom
{
  gatomicrefcount references;
  ReeveWordRoomDrop drop;

  GMutex lock;        /* guards what follows */
  GHashTable *shares; /* owner, borrowed -> Share; of those that keep some */
  gsize most;
  gsize bytes; /* of all */
  guint64 uses;
  guint64 dropped;
};

ReeveWordRoom *
reeve_word_room_new (gsize most_bytes, ReeveWordRoomDrop drop)
{
  ReeveWordRoom *self = g_new0 (ReeveWordRoom, 1);

  g_atomic_ref_count_init (&self->references);
  g_mutex_init (&self->lock);
  self->drop = drop;
  self->shares = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->most = most_bytes;
  return self;
}

ReeveWordRoom *
reeve_word_room_ref (ReeveWordRoom *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
reeve_word_room_unref (ReeveWordRoom *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_hash_table_unref (self->shares);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/* With the lock held. */
static void
remove_share (ReeveWordRoom *self, gpointer owner)
{
  const Share *share = g_hash_table_lookup (self->shares, owner);

  if (share == NULL)
    return;
  self->bytes -= share->bytes;
  g_hash_table_remove (self->shares, owner);
}

/* With the lock held: who used theirs longest ago, but not before @after. (nullable): nobody */
static gpointer
find_oldest (ReeveWordRoom *self, guint64 after, guint64 *used)
{
  GHashTableIter iter;
  gpointer owner, value;
  gpointer oldest = NULL;

  *used = G_MAXUINT64;
  g_hash_table_iter_init (&iter, self->shares);
  while (g_hash_table_iter_next (&iter, &owner, &value))
    if (((const Share *) value)->used > after && ((const Share *) value)->used < *used)
      {
        *used = ((const Share *) value)->used;
        oldest = owner;
      }
  return oldest;
}

/* With the lock held: until @bytes more have room, by all but who is in use. */
static void
make_room (ReeveWordRoom *self, gsize bytes)
{
  guint64 used = 0;
  gpointer oldest;

  while (self->bytes + bytes > self->most && (oldest = find_oldest (self, used, &used)) != NULL)
    if (self->drop (oldest))
      {
        self->dropped++;
        remove_share (self, oldest);
      }
}

gboolean
reeve_word_room_note (ReeveWordRoom *self, gpointer owner, gsize bytes)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  Share *share;

  remove_share (self, owner);
  if (bytes == 0)
    return TRUE;
  make_room (self, bytes);
  if (self->bytes + bytes > self->most)
    return FALSE;
  share = g_new0 (Share, 1);
  share->bytes = bytes;
  share->used = ++self->uses;
  g_hash_table_insert (self->shares, owner, share);
  self->bytes += bytes;
  return TRUE;
}

void
reeve_word_room_forget (ReeveWordRoom *self, gpointer owner)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  remove_share (self, owner);
}

gsize
reeve_word_room_get_bytes (ReeveWordRoom *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->bytes;
}

guint
reeve_word_room_get_n (ReeveWordRoom *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return g_hash_table_size (self->shares);
}

guint64
reeve_word_room_get_dropped (ReeveWordRoom *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->dropped;
}

void
reeve_word_room_set_most_for_tests (ReeveWordRoom *self, gsize most_bytes)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->most = most_bytes;
  make_room (self, 0);
}
