/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One encrypted database: opening, the pool of readers, the one writer, transactions, checkpoints, and the
 * seal that refuses writes once one failed below SQLite: after a failed fsync SQLite would go on
 * acknowledging commits. */

#include "config.h"

#include "service/store/db.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/error.h"
#include "service/store/db-private.h"

/* More readers than this at once would only share two cores in smaller slices. */
#define MOST_READERS 16

/* Pages in the write-ahead log: from the first on it is copied back at leisure, from the second on readers
 * are waited for, so that a stream of overlapping readers cannot let it grow for ever. */
#define CHECKPOINT_PAGES 1000
#define RESTART_PAGES    16000

struct _ReeveDb
{
  gatomicrefcount references;
  /* owned */
  char *path;
  ReeveSecret *key; /* (nullable) */
  ReeveConnection *writer;
  GPtrArray *idle; /* of ReeveConnection: readers at rest, the last used last */

  guint cache_kib;
  guint reader_cache_kib;
  gint64 version;
  GMutex lock; /* guards what follows, and `idle` */
  GCond changed;
  guint n_readers; /* idle or not */
  guint n_active;  /* transactions */
  guint n_waiting; /* threads in wait_for_change: nobody is woken, by a system call, when nobody sleeps */
  gboolean writing;
  guint64 n_writes; /* transactions begun */
  gboolean closed;
  gboolean listed; /* in db-caches.c */
  gssize used;     /* atomic: monotonic microseconds */
  gint sound;      /* atomic */
};

struct _ReeveTx
{
  /* owned */
  ReeveDb *db;
  /* borrowed until the end */
  ReeveConnection *connection;
  ReeveTxMode mode;
  gboolean committed;
  ReeveTxEnded ended; /* (nullable): not called yet */
  gpointer ended_data;
};

static guint
choose_cache (const char *schema)
{
  if (g_str_equal (schema, "directory"))
    return 16 * 1024;
  if (g_str_equal (schema, "workspace"))
    return 64 * 1024;
  if (g_str_equal (schema, "access-log"))
    return 32 * 1024; /* the indexes of a busy day */
  return 2 * 1024;
}

/* A month of days is read side by side, each through a connection of its own: what all of them together may
 * have must be enough for each, or whoever asks for it last recycles the ten pages it has, over and over. */
static guint
choose_reader_cache (const char *schema)
{
  return g_str_equal (schema, "access-log") ? 5 * 1024 : choose_cache (schema);
}

static gboolean
make_file (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int file = g_open (path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0600);
  int parent;

  if (file < 0 && errno == EEXIST)
    return TRUE;
  if (file < 0)
    {
      g_warning ("making %s: %s", path, g_strerror (errno));
      reeve_set_error (error, errno == ENOSPC ? REEVE_ERROR_BUSY : REEVE_ERROR_INTERNAL,
                       errno == ENOSPC ? "disk_full" : NULL, "the database cannot be made");
      return FALSE;
    }
  close (file);
  parent = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  if (parent >= 0)
    {
      if (fsync (parent) != 0)
        g_warning ("making %s durable: %s", path, g_strerror (errno));
      close (parent);
    }
  return TRUE;
}

static gboolean
has_bytes (const char *path, const char *suffix)
{
  g_autofree char *name = g_strconcat (path, suffix, NULL);
  GStatBuf status;

  return g_stat (name, &status) == 0 && status.st_size > 0;
}

static gboolean
check_version (ReeveConnection *connection, const char *schema, gint64 *version, GError **error)
{
  gint64 latest = reeve_migrations_get_latest (schema);

  if (!reeve_connection_get_version (connection, version, error))
    return FALSE;
  if (*version > latest)
    {
      reeve_set_error (error, REEVE_ERROR_INVALID, "newer_schema",
                       "the database has schema %" G_GINT64_FORMAT
                       " of a newer version; this one knows up to %" G_GINT64_FORMAT,
                       *version, latest);
      return FALSE;
    }
  return TRUE;
}

/* Key and version are looked at before anything is written, be it only a log beside the file. With a log left
 * by a crash the version may stand in the log alone; then the check of the writing connection counts, which
 * is told not to touch file or log on its way out. */
static gboolean
look_first (ReeveDb *self, const char *schema, GError **error)
{
  g_autoptr (ReeveConnection) connection = NULL;
  gint64 version;

  if (!has_bytes (self->path, "") || has_bytes (self->path, "-wal"))
    return TRUE;
  connection = reeve_connection_open (self->path, self->key, REEVE_CONNECTION_LOOK, 0, error);
  return connection != NULL && check_version (connection, schema, &version, error);
}

static char *
get_marker (ReeveDb *self)
{
  return g_strconcat (self->path, "-sealed", NULL);
}

static int
on_finding_cb (void *data, int n_columns G_GNUC_UNUSED, char **values, char **names G_GNUC_UNUSED)
{
  g_set_str ((char **) data, values[0]);
  return 0;
}

/* A database that was sealed is read whole before it takes a write again. Through the pager: a page torn in
 * the file but whole in the log is no damage, and each page's authentication is checked on the way. */
static gboolean
check_after_seal (ReeveDb *self, GError **error)
{
  g_autofree char *marker = get_marker (self);
  g_autofree char *finding = NULL;

  if (!g_file_test (marker, G_FILE_TEST_EXISTS))
    return TRUE;
  int code = sqlite3_exec (self->writer->sqlite, "PRAGMA quick_check (1)", on_finding_cb, &finding, NULL);
  if (code == SQLITE_OK && g_strcmp0 (finding, "ok") == 0)
    {
      g_message ("%s was sealed and is whole", self->path);
      g_unlink (marker);
      return TRUE;
    }
  g_warning ("%s was sealed and is damaged: %s", self->path,
             code != SQLITE_OK ? sqlite3_errmsg (self->writer->sqlite) : finding);
  reeve_set_error (error, REEVE_ERROR_INTERNAL, "damaged",
                   "a database was sealed after a write failed on the disk, and is damaged: restore a copy");
  return FALSE;
}

ReeveDb *
reeve_db_open (const char *path, const ReeveSecret *key, const char *schema, GError **error)
{
  g_autoptr (ReeveDb) self = g_new0 (ReeveDb, 1);

  g_return_val_if_fail (path != NULL && schema != NULL, NULL);
  g_atomic_ref_count_init (&self->references);
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  self->sound = TRUE;
  self->path = g_canonicalize_filename (path, NULL);
  self->key = key != NULL ? reeve_secret_ref ((ReeveSecret *) key) : NULL;
  self->cache_kib = choose_cache (schema);
  self->reader_cache_kib = choose_reader_cache (schema);
  self->idle = g_ptr_array_new_with_free_func ((GDestroyNotify) reeve_connection_free);

  if (!make_file (self->path, error) || !look_first (self, schema, error))
    return NULL;
  self->writer = reeve_connection_open (self->path, self->key, REEVE_CONNECTION_WRITE, 0, error);
  if (self->writer == NULL || !check_version (self->writer, schema, &self->version, error) ||
      !check_after_seal (self, error) ||
      !reeve_connection_set_up_writer (self->writer, self->cache_kib, error) ||
      !reeve_migrations_apply (self->writer, schema, &self->version, error))
    return NULL;
  self->writer->db = self;
  reeve_db_caches_add (self);
  self->listed = TRUE;
  return g_steal_pointer (&self);
}

ReeveDb *
reeve_db_ref (ReeveDb *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
reeve_db_unref (ReeveDb *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  if (self->listed)
    reeve_db_caches_remove (self);
  reeve_db_close (self);
  g_ptr_array_unref (self->idle);
  g_clear_pointer (&self->key, reeve_secret_unref);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);
  g_free (self->path);
  g_free (self);
}

void
reeve_db_seal (ReeveDb *self)
{
  g_autofree char *marker = get_marker (self);

  g_atomic_int_set (&self->sound, FALSE);
  /* As well as a failing disk lets us. */
  int file = g_open (marker, O_CREAT | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (file >= 0)
    {
      fsync (file);
      close (file);
    }
}

gboolean
reeve_db_is_sound (ReeveDb *self)
{
  return g_atomic_int_get (&self->sound);
}

gint64
reeve_db_get_schema_version (ReeveDb *self)
{
  return self->version;
}

/* Copies the log back into the file. Its failures count as failed writes: pages of committed changes may be
 * torn. */
static void
checkpoint (ReeveDb *self, int mode)
{
  int code = sqlite3_wal_checkpoint_v2 (self->writer->sqlite, NULL, mode, NULL, NULL);
  int reason = sqlite3_system_errno (self->writer->sqlite);

  if (code == SQLITE_OK || (code & 0xff) == SQLITE_BUSY || (code & 0xff) == SQLITE_LOCKED ||
      (code & 0xff) == SQLITE_INTERRUPT)
    return;
  /* The log still holds everything; there will be room again, or not. */
  if ((code & 0xff) == SQLITE_FULL || (code != SQLITE_IOERR_FSYNC && (reason == ENOSPC || reason == EDQUOT)))
    return;
  g_warning ("copying the log of a database back failed: %s (%d); the database is sealed",
             sqlite3_errmsg (self->writer->sqlite), code);
  reeve_db_seal (self);
}

void
reeve_db_close (ReeveDb *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->closed = TRUE;
  g_cond_broadcast (&self->changed);
  self->n_waiting++;
  while (self->n_active > 0)
    g_cond_wait (&self->changed, &self->lock);
  self->n_waiting--;
  g_ptr_array_set_size (self->idle, 0);
  self->n_readers = 0;
  if (self->writer != NULL)
    {
      self->writer->deadline = 0;
      /* A sealed file is left as it is for whoever looks into what happened. */
      if (self->writer->db != NULL && reeve_db_is_sound (self))
        checkpoint (self, SQLITE_CHECKPOINT_TRUNCATE);
      /* Then the last one out removes the empty log. */
      if (self->writer->db != NULL && reeve_db_is_sound (self))
        sqlite3_db_config (self->writer->sqlite, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);
      g_clear_pointer (&self->writer, reeve_connection_free);
    }
}

static gboolean
refuse (ReeveDb *self, ReeveTxMode mode, GError **error)
{
  if (self->closed)
    {
      reeve_set_error (error, REEVE_ERROR_BUSY, "closed", "the database is closed");
      return TRUE;
    }
  if (mode == REEVE_TX_WRITE && !reeve_db_is_sound (self))
    {
      reeve_set_error (error, REEVE_ERROR_BUSY, "sealed",
                       "the database takes no writes since one failed on the disk");
      return TRUE;
    }
  return FALSE;
}

/* FALSE: the deadline came first. With the lock held. */
static gboolean
wait_for_change (ReeveDb *self, gint64 deadline)
{
  gboolean changed;

  self->n_waiting++;
  changed = g_cond_wait_until (&self->changed, &self->lock, deadline);
  self->n_waiting--;
  return changed;
}

/* The reader that this thread used last, else the one used last of all. With the lock held. */
static ReeveConnection *
take_idle (ReeveDb *self)
{
  GThread *thread = g_thread_self ();

  for (guint i = self->idle->len; i-- > 0;)
    if (((ReeveConnection *) self->idle->pdata[i])->thread == thread)
      return g_ptr_array_steal_index (self->idle, i);
  return g_ptr_array_steal_index (self->idle, self->idle->len - 1);
}

static void
roll_back (ReeveConnection *connection)
{
  g_autoptr (GError) error = NULL;

  if (!sqlite3_get_autocommit (connection->sqlite) && !reeve_connection_word (connection, "ROLLBACK", &error))
    g_warning ("rolling a transaction back: %s", error->message);
}

/* A reader at rest keeps its snapshot while nobody writes: nothing can change meanwhile (the folder is
 * locked, this process alone writes, and only through us), and beginning anew costs a read more than what it
 * reads. A snapshot that is held keeps the log from being begun anew, so none is once a write has begun. With
 * the lock held. */
static gboolean
may_rest (ReeveDb *self, ReeveConnection *connection)
{
  return !self->closed && !self->writing && connection->n_writes == self->n_writes &&
         !sqlite3_get_autocommit (connection->sqlite);
}

/* With the lock held. */
static void
begin_to_write (ReeveDb *self)
{
  self->writing = TRUE;
  self->n_writes++;
  for (guint i = 0; i < self->idle->len; i++)
    roll_back (self->idle->pdata[i]);
}

/* Takes the writer, or a reader at rest. TRUE with NULL: make a new reader, it is counted already. @n_writes:
 * to be noted in the connection. */
static gboolean
take (ReeveDb *self,
      ReeveTxMode mode,
      gint64 deadline,
      ReeveConnection **connection,
      guint64 *n_writes,
      GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  *connection = NULL;
  while (TRUE)
    {
      if (refuse (self, mode, error))
        return FALSE;
      if (mode == REEVE_TX_WRITE ? !self->writing : self->idle->len > 0 || self->n_readers < MOST_READERS)
        break;
      if (!wait_for_change (self, deadline))
        {
          reeve_set_error (error, REEVE_ERROR_BUSY, "deadline", "the database was in use until the deadline");
          return FALSE;
        }
    }
  self->n_active++;
  if (mode == REEVE_TX_WRITE)
    {
      begin_to_write (self);
      *connection = self->writer;
    }
  else if (self->idle->len > 0)
    *connection = take_idle (self);
  else
    self->n_readers++;
  *n_writes = self->writing ? REEVE_NO_REST : self->n_writes;
  return TRUE;
}

/* @connection: NULL for a reader that could not be made. */
static void
give_back (ReeveDb *self, ReeveTxMode mode, ReeveConnection *connection)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (connection != NULL && !may_rest (self, connection))
    roll_back (connection);
  self->n_active--;
  if (mode == REEVE_TX_WRITE)
    self->writing = FALSE;
  else if (connection != NULL)
    g_ptr_array_add (self->idle, connection);
  else
    self->n_readers--;
  if (self->n_waiting > 0)
    g_cond_broadcast (&self->changed);
}

gint64
reeve_db_get_used (ReeveDb *self)
{
  return (gint64) g_atomic_pointer_get (&self->used);
}

void
reeve_db_let_go (ReeveDb *self)
{
  if (!g_mutex_trylock (&self->lock))
    return;
  if (!self->writing && self->writer != NULL)
    sqlite3_db_release_memory (self->writer->sqlite);
  for (guint i = 0; i < self->idle->len; i++)
    sqlite3_db_release_memory (((ReeveConnection *) self->idle->pdata[i])->sqlite);
  g_mutex_unlock (&self->lock);
}

static gint64
get_cached (ReeveConnection *connection)
{
  int bytes = 0;
  int most;

  sqlite3_db_status (connection->sqlite, SQLITE_DBSTATUS_CACHE_USED, &bytes, &most, FALSE);
  return bytes;
}

gint64
reeve_db_get_cached (ReeveDb *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  gint64 bytes = !self->writing && self->writer != NULL ? get_cached (self->writer) : 0;

  for (guint i = 0; i < self->idle->len; i++)
    bytes += get_cached (self->idle->pdata[i]);
  return bytes;
}

gboolean
reeve_db_is_wanted (ReeveDb *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->n_waiting > 0;
}

ReeveTx *
reeve_db_begin (ReeveDb *self, ReeveTxMode mode, gint64 deadline, GError **error)
{
  ReeveConnection *connection;
  ReeveTx *tx;
  guint64 n_writes;

  reeve_db_caches_make_room (self);
  if (!take (self, mode, deadline, &connection, &n_writes, error))
    return NULL;
  g_atomic_pointer_set (&self->used, (gssize) g_get_monotonic_time ());
  if (connection == NULL)
    {
      connection =
        reeve_connection_open (self->path, self->key, REEVE_CONNECTION_READ, self->reader_cache_kib, error);
      if (connection == NULL)
        {
          give_back (self, mode, NULL);
          return NULL;
        }
      connection->db = self;
    }
  reeve_connection_trim (connection);
  connection->thread = g_thread_self ();
  connection->broken = FALSE;
  connection->deadline = 0;
  connection->writing = mode == REEVE_TX_WRITE;
  connection->n_writes = n_writes;
  /* One that rested with its snapshot is in a transaction already. */
  if (sqlite3_get_autocommit (connection->sqlite) &&
      !reeve_connection_word (connection, mode == REEVE_TX_WRITE ? "BEGIN IMMEDIATE" : "BEGIN", error))
    {
      connection->writing = FALSE;
      give_back (self, mode, connection);
      return NULL;
    }
  connection->deadline = deadline;

  tx = g_new0 (ReeveTx, 1);
  tx->db = reeve_db_ref (self);
  tx->connection = connection;
  tx->mode = mode;
  return tx;
}

void
reeve_tx_on_end (ReeveTx *self, ReeveTxEnded ended, gpointer data)
{
  g_return_if_fail (self->ended == NULL && !self->committed);
  self->ended = ended;
  self->ended_data = data;
}

static void
say_ended (ReeveTx *self)
{
  ReeveTxEnded ended = g_steal_pointer (&self->ended);

  if (ended != NULL)
    ended (self->committed, self->ended_data);
}

gboolean
reeve_tx_commit (ReeveTx *self, GError **error)
{
  ReeveConnection *connection = self->connection;

  g_return_val_if_fail (!self->committed, FALSE);
  if (connection->broken)
    {
      reeve_set_error (error, REEVE_ERROR_BUSY, NULL, "the transaction was rolled back before");
      return FALSE;
    }
  /* Past this point an interruption would only make the outcome unknown. */
  connection->deadline = 0;
  reeve_connection_reset_all (connection);
  connection->wal_pages = 0;
  if (!reeve_connection_word (connection, "COMMIT", error))
    return FALSE;
  self->committed = TRUE;
  say_ended (self);
  if (connection->wal_pages >= CHECKPOINT_PAGES)
    checkpoint (self->db, connection->wal_pages >= RESTART_PAGES ? SQLITE_CHECKPOINT_RESTART
                                                                 : SQLITE_CHECKPOINT_PASSIVE);
  return TRUE;
}

void
reeve_tx_end (ReeveTx *self)
{
  ReeveConnection *connection = self->connection;

  connection->deadline = 0;
  connection->broken = FALSE;
  reeve_connection_reset_all (connection);
  if (self->mode == REEVE_TX_WRITE)
    roll_back (connection);
  connection->writing = FALSE;
  give_back (self->db, self->mode, connection);
  say_ended (self);
  reeve_db_unref (self->db);
  g_free (self);
}

ReeveTxMode
reeve_tx_get_mode (ReeveTx *self)
{
  return self->mode;
}

gint64
reeve_tx_set_deadline (ReeveTx *self, gint64 deadline)
{
  gint64 before = self->connection->deadline;

  self->connection->deadline = deadline;
  return before;
}

gboolean
reeve_tx_savepoint (ReeveTx *self, GError **error)
{
  return reeve_connection_word (self->connection, "SAVEPOINT one_of_many", error);
}

void
reeve_tx_release (ReeveTx *self)
{
  g_autoptr (GError) error = NULL;

  if (!reeve_connection_word (self->connection, "RELEASE one_of_many", &error))
    self->connection->broken = TRUE;
}

void
reeve_tx_rollback_to_savepoint (ReeveTx *self)
{
  g_autoptr (GError) error = NULL;

  /* Where SQLite has rolled everything back by itself, the savepoint is gone with it. */
  if (self->connection->broken)
    return;
  if (!reeve_connection_word (self->connection, "ROLLBACK TO one_of_many", &error) ||
      !reeve_connection_word (self->connection, "RELEASE one_of_many", &error))
    self->connection->broken = TRUE;
}

ReeveStatement *
reeve_tx_prepare (ReeveTx *self, const char *sql, GError **error)
{
  return reeve_connection_prepare (self->connection, sql, error);
}

ReeveConnection *
reeve_tx_get_connection (ReeveTx *self)
{
  return self->connection;
}

void
reeve_db_set_page_limit_for_tests (ReeveDb *self, guint pages)
{
  g_autofree char *sql = g_strdup_printf ("PRAGMA max_page_count = %u", pages != 0 ? pages : G_MAXUINT - 1);

  if (sqlite3_exec (self->writer->sqlite, sql, NULL, NULL, NULL) != SQLITE_OK)
    g_error ("max_page_count: %s", sqlite3_errmsg (self->writer->sqlite));
}
