/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Records lie in one array that doubles until it has them all; chains through it give each bucket's and the
 * order in which they were touched. */

#include "config.h"

#include "service/detect/bounded.h"

#include <string.h>

#define FIRST 16
#define NONE  G_MAXUINT32

typedef struct
{
  guint64 key;
  guint32 next;  /* of the bucket */
  guint32 newer; /* touched after it */
  guint32 older;
} Link;

struct _ReeveBounded
{
  gsize size;
  guint most;
  guint n;
  guint room;       /* for records */
  guint n_buckets;  /* a power of two */
  Link *links;      /* (owned) (array length=room) */
  guint8 *records;  /* (owned): room of size */
  guint32 *buckets; /* (owned) (array length=n_buckets) */
  guint32 newest;
  guint32 oldest;
};

static guint32 *
get_bucket (const ReeveBounded *self, guint64 key)
{
  /* Fibonacci hashing (Knuth, The Art of Computer Programming 3, 6.4): the upper bits are mixed best. */
  return &self->buckets[(key * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15)) >> 32 & (self->n_buckets - 1)];
}

static gpointer
get_record (const ReeveBounded *self, guint32 at)
{
  return self->records + at * self->size;
}

static void
fill_buckets (ReeveBounded *self)
{
  memset (self->buckets, 0xff, self->n_buckets * sizeof *self->buckets);
  for (guint32 i = 0; i < self->n; i++)
    {
      guint32 *bucket = get_bucket (self, self->links[i].key);

      self->links[i].next = *bucket;
      *bucket = i;
    }
}

static void
set_room (ReeveBounded *self, guint room)
{
  self->n_buckets = room;
  room = MIN (room, self->most);
  self->room = room;
  self->links = g_renew (Link, self->links, room);
  self->records = g_realloc_n (self->records, room, self->size);
  self->buckets = g_renew (guint32, self->buckets, self->n_buckets);
  fill_buckets (self);
}

ReeveBounded *
reeve_bounded_new (gsize size, guint most)
{
  ReeveBounded *self = g_new0 (ReeveBounded, 1);

  g_return_val_if_fail (size > 0 && size % sizeof (guint64) == 0, self);
  g_return_val_if_fail (most > 0 && most < G_MAXINT32, self);

  self->size = size;
  self->most = most;
  self->newest = self->oldest = NONE;
  set_room (self, FIRST);
  return self;
}

void
reeve_bounded_free (ReeveBounded *self)
{
  g_free (self->links);
  g_free (self->records);
  g_free (self->buckets);
  g_free (self);
}

/* --- The order in which they were touched --- */

static void
take_out (ReeveBounded *self, guint32 at)
{
  Link *link = &self->links[at];

  *(link->newer != NONE ? &self->links[link->newer].older : &self->newest) = link->older;
  *(link->older != NONE ? &self->links[link->older].newer : &self->oldest) = link->newer;
}

static void
put_newest (ReeveBounded *self, guint32 at)
{
  Link *link = &self->links[at];

  link->newer = NONE;
  link->older = self->newest;
  *(self->newest != NONE ? &self->links[self->newest].newer : &self->oldest) = at;
  self->newest = at;
}

/* --- Records --- */

static guint32
look_up (const ReeveBounded *self, guint64 key)
{
  guint32 at = *get_bucket (self, key);

  while (at != NONE && self->links[at].key != key)
    at = self->links[at].next;
  return at;
}

/* The place of the one that was touched longest ago, which is forgotten. */
static guint32
forget (ReeveBounded *self)
{
  guint32 at = self->oldest;
  guint32 *from = get_bucket (self, self->links[at].key);

  while (*from != at)
    from = &self->links[*from].next;
  *from = self->links[at].next;
  take_out (self, at);
  return at;
}

static guint32
add (ReeveBounded *self, guint64 key)
{
  guint32 at;
  guint32 *bucket;

  if (self->n == self->room && self->n < self->most)
    set_room (self, self->n_buckets * 2);
  at = self->n < self->most ? self->n++ : forget (self);
  bucket = get_bucket (self, key);
  self->links[at].key = key;
  self->links[at].next = *bucket;
  *bucket = at;
  memset (get_record (self, at), 0, self->size);
  put_newest (self, at);
  return at;
}

gpointer
reeve_bounded_get (ReeveBounded *self, guint64 key)
{
  guint32 at = look_up (self, key);

  if (at == NONE)
    at = add (self, key);
  else if (at != self->newest)
    {
      take_out (self, at);
      put_newest (self, at);
    }
  return get_record (self, at);
}

gpointer
reeve_bounded_find (ReeveBounded *self, guint64 key)
{
  guint32 at = look_up (self, key);

  return at != NONE ? get_record (self, at) : NULL;
}

guint
reeve_bounded_count (const ReeveBounded *self)
{
  return self->n;
}

gsize
reeve_bounded_get_memory (const ReeveBounded *self)
{
  return sizeof *self + self->room * (sizeof *self->links + self->size) +
         self->n_buckets * sizeof *self->buckets;
}

/* --- Saving --- */

typedef struct
{
  guint64 size;
  guint64 n;
} Head;

void
reeve_bounded_save (const ReeveBounded *self, GByteArray *bytes)
{
  const Head head = { self->size, self->n };

  g_byte_array_append (bytes, (const guint8 *) &head, sizeof head);
  for (guint32 at = self->oldest; at != NONE; at = self->links[at].newer)
    {
      g_byte_array_append (bytes, (const guint8 *) &self->links[at].key, sizeof self->links[at].key);
      g_byte_array_append (bytes, get_record (self, at), (guint) self->size);
    }
}

static void
clear (ReeveBounded *self)
{
  self->n = 0;
  self->newest = self->oldest = NONE;
  fill_buckets (self);
}

gboolean
reeve_bounded_restore (ReeveBounded *self, const guint8 **bytes, const guint8 *end)
{
  Head head;
  gsize each = sizeof (guint64) + self->size;

  clear (self);
  if ((gsize) (end - *bytes) < sizeof head)
    return FALSE;
  memcpy (&head, *bytes, sizeof head);
  *bytes += sizeof head;
  if (head.size != self->size || head.n > self->most || (gsize) (end - *bytes) / each < head.n)
    return FALSE;
  for (guint64 i = 0; i < head.n; i++, *bytes += each)
    {
      guint64 key;

      memcpy (&key, *bytes, sizeof key);
      memcpy (reeve_bounded_get (self, key), *bytes + sizeof key, self->size);
    }
  if (self->n != head.n) /* a key stood there twice */
    clear (self);
  return self->n == head.n;
}
