/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One encrypted database: a writer, several readers, transactions, prepared statements. The only file that
 * sees the driver (SQLite through SQLCipher). SQL is one text for SQLite and PostgreSQL: parameters $1, $2, …
 * first used in order, ON CONFLICT, RETURNING, times as BIGINT microseconds, ids as TEXT. */

#pragma once

#include "common/record.h"

G_BEGIN_DECLS

typedef struct _ReeveDb ReeveDb;               /* reference counted; any thread */
typedef struct _ReeveTx ReeveTx;               /* one transaction; one thread */
typedef struct _ReeveStatement ReeveStatement; /* borrowed from its transaction's connection */

typedef enum
{
  REEVE_TX_READ,
  REEVE_TX_WRITE,
} ReeveTxMode;

/**
 * reeve_db_open:
 * @path: the file; made if missing, mode 0600, in a folder that exists
 * @key: (nullable): 32 bytes; NULL only for tests of migrations
 * @schema: the folder of migrations below data/sql: "directory", "workspace", "access-log"
 *
 * Opens and migrates. A failed migration changes nothing, says which and why.
 *
 * Returns: (transfer full): Errors: INVALID (reason "newer_schema": made by a newer version, nothing was
 * touched; "wrong_key": the key does not open it), BUSY (another process has it), INTERNAL.
 */
ReeveDb *reeve_db_open (const char *path, const ReeveSecret *key, const char *schema, GError **error);
ReeveDb *reeve_db_ref (ReeveDb *self);
void reeve_db_unref (ReeveDb *self);
void reeve_db_close (ReeveDb *self); /* waits for transactions, checkpoints; later begins answer BUSY */

/* Whether somebody waits to write: for who writes much and is in no hurry. */
gboolean reeve_db_is_wanted (ReeveDb *self);

/* FALSE and @reason once a write failed below SQLite (disk, I/O): writes are refused until reopened and
 * checked. */
gboolean reeve_db_is_sound (ReeveDb *self);
gint64 reeve_db_get_schema_version (ReeveDb *self);

/**
 * reeve_db_begin:
 * @deadline: monotonic microseconds; a statement still running then is interrupted and answers BUSY
 *
 * Read transactions see one snapshot. A write transaction waits its turn for the one writer, until @deadline.
 * Never begin a second write on the same database in one thread, nor a workspace's while holding the
 * directory's.
 *
 * Returns: (transfer full): Errors: BUSY, INTERNAL
 */
ReeveTx *reeve_db_begin (ReeveDb *self, ReeveTxMode mode, gint64 deadline, GError **error);
gboolean
reeve_tx_commit (ReeveTx *self, GError **error) G_GNUC_WARN_UNUSED_RESULT; /* BUSY (disk full), INTERNAL */
void reeve_tx_end (ReeveTx *self); /* (transfer full): rolls back what is not committed */
/* How a transaction ended, for what stands beside the database and comes or goes with a row in it: called
 * once, right after the commit or after the rolling back, on the transaction's thread. One a transaction. */
typedef void (*ReeveTxEnded) (gboolean committed, gpointer data);
void reeve_tx_on_end (ReeveTx *self, ReeveTxEnded ended, gpointer data);
ReeveTxMode reeve_tx_get_mode (ReeveTx *self);
/* For one statement that may give up earlier than the rest (a count that has an estimate behind it). Returns
 * the deadline in force before, to be set again. Reads only: a write that is interrupted ends its
 * transaction. */
gint64 reeve_tx_set_deadline (ReeveTx *self, gint64 deadline);
/* A nested savepoint for one row of many. */
gboolean reeve_tx_savepoint (ReeveTx *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void reeve_tx_release (ReeveTx *self);
void reeve_tx_rollback_to_savepoint (ReeveTx *self);

/* (transfer none): cached on the connection by its text, reset and with cleared bindings. INTERNAL on bad
 * SQL. */
ReeveStatement *reeve_tx_prepare (ReeveTx *self, const char *sql, GError **error);
void reeve_statement_bind_text (ReeveStatement *self,
                                guint parameter,
                                const char *text); /* copies; NULL binds NULL */
void reeve_statement_bind_int (ReeveStatement *self, guint parameter, gint64 value);
void reeve_statement_bind_blob (ReeveStatement *self, guint parameter, gconstpointer data, gsize length);
void reeve_statement_bind_bytes (ReeveStatement *self, guint parameter, GBytes *bytes); /* NULL binds NULL */

/* Advances; *@row is FALSE after the last row. Errors: CONFLICT (unique violation), BUSY, INTERNAL. */
gboolean reeve_statement_step (ReeveStatement *self, gboolean *row, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* For statements without rows; @changes (nullable): rows changed. */
gboolean
reeve_statement_run (ReeveStatement *self, gint64 *changes, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The rows that are left are not wanted. */
void reeve_statement_stop (ReeveStatement *self);

/* The first column of the one row, 0 without one. @self: (nullable): a failed prepare; then FALSE. */
gboolean
reeve_statement_read_int (ReeveStatement *self, gint64 *value, GError **error) G_GNUC_WARN_UNUSED_RESULT;

const char *
reeve_statement_get_text (ReeveStatement *self, guint column); /* (nullable), until the next step */
gint64 reeve_statement_get_int (ReeveStatement *self, guint column);
gconstpointer reeve_statement_get_blob (ReeveStatement *self, guint column, gsize *length);
GBytes *reeve_statement_get_bytes (ReeveStatement *self,
                                   guint column); /* (transfer full) (nullable): NULL for NULL */
gboolean reeve_statement_is_null (ReeveStatement *self, guint column);
guint reeve_statement_get_n_columns (ReeveStatement *self);
const char *reeve_statement_get_column_name (ReeveStatement *self, guint column);

/* The file grows to so many pages and no further, as on a full disk; 0: without bound again. */
void reeve_db_set_page_limit_for_tests (ReeveDb *self, guint pages);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveDb, reeve_db_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveTx, reeve_tx_end)

/* Bytes that it keeps of its pages, as far as nobody is just using them; for tests and measures. */
gint64 reeve_db_get_cached (ReeveDb *self);
/* What all databases of the process may keep, instead of 256 MiB; 0: those again. */
void reeve_db_limit_caches_for_tests (gint64 bytes);

G_END_DECLS
