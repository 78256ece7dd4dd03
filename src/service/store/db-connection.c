/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One connection to an encrypted SQLite file: opening, keying, settings, kept statements, and the one place
 * where SQLite's errors become ours. The key is built in wiped memory and never reaches a log; neither do
 * parameters. */

#include "config.h"

#include "service/store/db-functions.h"
#include "service/store/db-private.h"

#include <errno.h>
#include <openssl/crypto.h>
#include <string.h>

#include "common/error.h"

/* Virtual machine steps between two looks at the clock: some 50 microseconds of work. */
#define STEPS_PER_LOOK 1000

#define KEPT_STATEMENTS 256

/* Eight bytes at a time: every statement of a request is looked up by its text, which is long. */
static guint
hash_sql (gconstpointer sql)
{
  const char *at = sql;
  gsize left = strlen (at);
  guint64 hash = left;

  while (left > 0)
    {
      guint64 word = 0;
      gsize n = MIN (left, sizeof word);

      memcpy (&word, at, n);
      hash = (hash ^ word) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
      hash ^= hash >> 29;
      at += n;
      left -= n;
    }
  return (guint) (hash ^ hash >> 32);
}

static int
on_progress_cb (gpointer data)
{
  ReeveConnection *self = data;

  return self->deadline != 0 && g_get_monotonic_time () > self->deadline;
}

static int
on_wal_cb (gpointer data, sqlite3 *sqlite, const char *name, int pages)
{
  ReeveConnection *self = data;

  self->wal_pages = pages;
  return SQLITE_OK;
}

static gboolean
is_out_of_room (ReeveConnection *self, int code)
{
  int reason = sqlite3_system_errno (self->sqlite);

  if (code == SQLITE_FULL)
    return TRUE;
  /* A failed fsync is never "just full": what was written before it may be gone (STACK, SQLite). */
  if (code == SQLITE_IOERR_FSYNC || code == SQLITE_IOERR_DIR_FSYNC)
    return FALSE;
  return (code & 0xff) == SQLITE_IOERR && (reason == ENOSPC || reason == EDQUOT);
}

/* Of the file: what is on a page is not what was written there. Pages are authenticated, which the driver
 * reports in its own way. */
static gboolean
is_damage (int code)
{
  return (code & 0xff) == SQLITE_CORRUPT || (code & 0xff) == SQLITE_NOTADB;
}

gboolean
reeve_connection_fail (ReeveConnection *self, const char *what, GError **error)
{
  int code = sqlite3_extended_errcode (self->sqlite);
  const char *message = sqlite3_errmsg (self->sqlite);

  self->n_writes = REEVE_NO_REST;
  if (self->writing && sqlite3_get_autocommit (self->sqlite))
    self->broken = TRUE;

  if (is_out_of_room (self, code))
    {
      g_warning ("%s: no room left for the database (%d)", what, code);
      reeve_set_error (error, REEVE_ERROR_BUSY, "disk_full", "%s: no room left for the database", what);
      return FALSE;
    }

  switch (code & 0xff)
    {
    case SQLITE_INTERRUPT:
      reeve_set_error (error, REEVE_ERROR_BUSY, "deadline", "%s: over its deadline", what);
      return FALSE;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      reeve_set_error (error, REEVE_ERROR_BUSY, NULL, "%s: the database is in use", what);
      return FALSE;
    case SQLITE_CONSTRAINT:
      if (code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY)
        {
          reeve_set_error (error, REEVE_ERROR_CONFLICT, NULL, "%s: such a row exists", what);
          return FALSE;
        }
      break;
    case SQLITE_IOERR:
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      if (self->writing && code != SQLITE_IOERR_NOMEM && self->db != NULL)
        {
          g_warning ("%s: writing failed: %s (%d, errno %d); the database is sealed", what, message, code,
                     sqlite3_system_errno (self->sqlite));
          reeve_db_seal (self->db);
          reeve_set_error (error, REEVE_ERROR_BUSY, "sealed", "%s: writing failed, the database is sealed",
                           what);
          return FALSE;
        }
      break;
    default:
      break;
    }

  g_warning ("%s: %s (%d)", what, message, code);
  reeve_set_error (error, REEVE_ERROR_INTERNAL, is_damage (code) ? "damaged" : NULL, "%s failed", what);
  return FALSE;
}

gboolean
reeve_connection_exec (ReeveConnection *self, const char *sql, GError **error)
{
  if (sqlite3_exec (self->sqlite, sql, NULL, NULL, NULL) != SQLITE_OK)
    return reeve_connection_fail (self, "a statement", error);
  return TRUE;
}

ReeveStatement *
reeve_connection_prepare (ReeveConnection *self, const char *sql, GError **error)
{
  ReeveStatement *statement = g_hash_table_lookup (self->statements, sql);

  if (statement != NULL)
    {
      reeve_statement_clear (statement);
      return statement;
    }
  statement = reeve_statement_new (self, sql, error);
  if (statement != NULL)
    g_hash_table_insert (self->statements, (gpointer) sqlite3_sql (statement->stmt), statement);
  return statement;
}

gboolean
reeve_connection_word (ReeveConnection *self, const char *word, GError **error)
{
  ReeveStatement *statement = reeve_connection_prepare (self, word, error);

  return statement != NULL && reeve_statement_run (statement, NULL, error);
}

gboolean
reeve_connection_get_version (ReeveConnection *self, gint64 *version, GError **error)
{
  ReeveStatement *statement = reeve_connection_prepare (self, "PRAGMA user_version", error);
  gboolean row = FALSE;

  if (statement == NULL || !reeve_statement_step (statement, &row, error))
    return FALSE;
  *version = row ? reeve_statement_get_int (statement, 0) : 0;
  reeve_statement_reset (statement);
  return TRUE;
}

/* A statement that was left in the middle of its rows would keep the snapshot alive. */
void
reeve_connection_reset_all (ReeveConnection *self)
{
  GHashTableIter iter;
  gpointer each;

  if (self->n_in_rows == 0)
    return;
  g_hash_table_iter_init (&iter, self->statements);
  while (g_hash_table_iter_next (&iter, NULL, &each))
    reeve_statement_reset (each);
}

/* Lists make SQL of their own; whoever asks in a thousand ways must not fill the memory. Only between two
 * transactions: statements are borrowed inside one. */
void
reeve_connection_trim (ReeveConnection *self)
{
  if (g_hash_table_size (self->statements) > KEPT_STATEMENTS)
    g_hash_table_remove_all (self->statements);
}

static gboolean
set_key (ReeveConnection *self, const ReeveSecret *key, GError **error)
{
  static const char digits[] = "0123456789abcdef";
  /* The raw form: SQLCipher takes the 32 bytes as they are instead of stretching a passphrase. */
  char text[3 + 64 + 1] = "x'";
  gsize length;
  const guint8 *bytes = reeve_secret_get_data (key, &length);
  int code;

  g_return_val_if_fail (length == 32, FALSE);
  for (gsize i = 0; i < length; i++)
    {
      text[2 + 2 * i] = digits[bytes[i] >> 4];
      text[3 + 2 * i] = digits[bytes[i] & 15];
    }
  text[66] = '\'';
  code = sqlite3_key_v2 (self->sqlite, "main", text, 67);
  OPENSSL_cleanse (text, sizeof text);
  if (code != SQLITE_OK)
    return reeve_connection_fail (self, "setting the key", error);
  return TRUE;
}

/* The first read: with a wrong key the first page is not a database's. */
static gboolean
check_key (ReeveConnection *self, GError **error)
{
  int code = sqlite3_exec (self->sqlite, "SELECT count(*) FROM sqlite_schema", NULL, NULL, NULL);

  if (code == SQLITE_OK)
    return TRUE;
  if ((code & 0xff) == SQLITE_NOTADB)
    {
      reeve_set_error (error, REEVE_ERROR_INVALID, "wrong_key", "the key does not open the database");
      return FALSE;
    }
  return reeve_connection_fail (self, "the first look at the database", error);
}

static gboolean
apply_settings (ReeveConnection *self, ReeveConnectionMode mode, guint cache_kib, GError **error)
{
  g_autofree char *cache = g_strdup_printf ("PRAGMA cache_size = -%u", cache_kib);

  if (!reeve_connection_exec (self,
                              "PRAGMA foreign_keys = ON;"
                              "PRAGMA temp_store = MEMORY;"
                              "PRAGMA mmap_size = 0;"
                              "PRAGMA synchronous = FULL;"
                              "PRAGMA journal_size_limit = 16777216;",
                              error) ||
      !reeve_connection_exec (self, cache, error))
    return FALSE;
  if (mode == REEVE_CONNECTION_WRITE)
    {
      if (!reeve_connection_exec (self, "PRAGMA journal_mode = WAL", error))
        return FALSE;
      /* After journal_mode; replaces SQLite's own checkpoints, which hide their failures (db.c makes them).
       */
      sqlite3_wal_hook (self->sqlite, on_wal_cb, self);
      return TRUE;
    }
  return reeve_connection_exec (self, "PRAGMA query_only = ON", error);
}

ReeveConnection *
reeve_connection_open (const char *path,
                       const ReeveSecret *key,
                       ReeveConnectionMode mode,
                       guint cache_kib,
                       GError **error)
{
  g_autoptr (ReeveConnection) self = g_new0 (ReeveConnection, 1);
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);
  g_autofree char *name = g_strconcat (uri, mode == REEVE_CONNECTION_LOOK ? "?immutable=1" : NULL, NULL);
  int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI | SQLITE_OPEN_EXRESCODE |
              (mode == REEVE_CONNECTION_LOOK ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE);

  self->statements =
    g_hash_table_new_full (hash_sql, g_str_equal, NULL, (GDestroyNotify) reeve_statement_free);
  if (sqlite3_open_v2 (name, &self->sqlite, flags, NULL) != SQLITE_OK)
    {
      g_warning ("opening a database: %s", self->sqlite ? sqlite3_errmsg (self->sqlite) : "no memory");
      reeve_set_error (error, REEVE_ERROR_INTERNAL, NULL, "the database cannot be opened");
      return NULL;
    }
  sqlite3_db_config (self->sqlite, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
  sqlite3_db_config (self->sqlite, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
  sqlite3_db_config (self->sqlite, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_db_config (self->sqlite, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  /* Closing must not write either until we know that the file is ours to change; db.c checkpoints by itself.
   */
  sqlite3_db_config (self->sqlite, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  sqlite3_busy_timeout (self->sqlite, 2000);
  if (key != NULL && !set_key (self, key, error))
    return NULL;
  /* SQLCipher would print what is wrong with a key or a page to standard error. The first key sets its log
   * up, so that a word said earlier is forgotten. */
  if (!reeve_connection_exec (self, "PRAGMA cipher_log_level = NONE", error))
    return NULL;
  if (!check_key (self, error))
    return NULL;
  if (!reeve_functions_add (self, error) ||
      (mode == REEVE_CONNECTION_READ && !apply_settings (self, mode, cache_kib, error)))
    return NULL;
  sqlite3_progress_handler (self->sqlite, STEPS_PER_LOOK, on_progress_cb, self);
  return g_steal_pointer (&self);
}

gboolean
reeve_connection_set_up_writer (ReeveConnection *self, guint cache_kib, GError **error)
{
  return apply_settings (self, REEVE_CONNECTION_WRITE, cache_kib, error);
}

void
reeve_connection_free (ReeveConnection *self)
{
  g_clear_pointer (&self->statements, g_hash_table_unref);
  if (self->sqlite != NULL && sqlite3_close (self->sqlite) != SQLITE_OK)
    g_critical ("a database connection was closed with statements in use");
  g_free (self);
}
