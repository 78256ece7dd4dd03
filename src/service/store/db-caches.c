/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What all databases of the process may keep in memory of their pages. SQLite holds them to one limit, but a
 * cache that is refused a page recycles its own: whoever comes last has ten, and writes and reads each of
 * them over and over, while others sit on what they do not use any more. So those that rested longest let go
 * of theirs before that. */

#include "config.h"

#include "service/store/db-private.h"

#define LIMIT_BYTES (256 * 1024 * 1024)

/* From the first share of the limit on there is a sweep, which ends at the second: so one is worth many
 * transactions. */
#define FULL(limit)   ((limit) / 8 * 7)
#define ENOUGH(limit) ((limit) / 2)

static GMutex lock;          /* guards what follows; taken before any database's own */
static GPtrArray *databases; /* of ReeveDb, weak */
static gssize limit;         /* set under the lock, read without */

static void
set_limit (gint64 bytes)
{
  g_atomic_pointer_set (&limit, (gssize) bytes);
  sqlite3_soft_heap_limit64 (bytes);
}

void
reeve_db_caches_add (ReeveDb *db)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);

  if (databases == NULL)
    databases = g_ptr_array_new ();
  if (limit == 0)
    set_limit (LIMIT_BYTES);
  g_ptr_array_add (databases, db);
}

void
reeve_db_caches_remove (ReeveDb *db)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);

  g_ptr_array_remove_fast (databases, db);
}

static int
compare_rest (gconstpointer a, gconstpointer b)
{
  gint64 one = reeve_db_get_used (*(ReeveDb *const *) a);
  gint64 other = reeve_db_get_used (*(ReeveDb *const *) b);

  return (one > other) - (one < other);
}

void
reeve_db_caches_make_room (ReeveDb *db)
{
  g_autoptr (GMutexLocker) locker = NULL;

  if (sqlite3_memory_used () < FULL (g_atomic_pointer_get (&limit)))
    return;
  locker = g_mutex_locker_new (&lock);
  g_ptr_array_sort (databases, compare_rest);
  for (guint i = 0; i < databases->len && sqlite3_memory_used () > ENOUGH (limit); i++)
    if (databases->pdata[i] != db)
      reeve_db_let_go (databases->pdata[i]);
}

void
reeve_db_limit_caches_for_tests (gint64 bytes)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);

  set_limit (bytes != 0 ? bytes : LIMIT_BYTES);
}
