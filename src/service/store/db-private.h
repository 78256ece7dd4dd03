/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What db.c, db-connection.c, db-statement.c and db-migrations.c share: connections to SQLite through
 * SQLCipher. Nothing outside db*.c may use the driver; rows.c uses the row maps at the end. */

#pragma once

#ifndef SQLITE_HAS_CODEC
#define SQLITE_HAS_CODEC 1
#endif
#include <sqlite3.h>

#include "service/store/db.h"

G_BEGIN_DECLS

/* Of a reader that must not keep its snapshot: it began during a write, or a statement failed. */
#define REEVE_NO_REST G_MAXUINT64

/* One connection; used by one thread at a time. */
typedef struct
{
  /* owned */
  sqlite3 *sqlite;
  GHashTable *statements; /* SQL text -> ReeveStatement */
  /* borrowed */
  ReeveDb *db;     /* NULL while the database is being opened */
  GThread *thread; /* that used it last: its cache lines and pages are warm there */

  guint64 n_writes; /* of a reader: the database's when its transaction began; else REEVE_NO_REST */
  gint64 deadline;  /* monotonic microseconds, 0 = none; read by the progress handler */
  gboolean writing; /* inside a write transaction */
  gboolean broken;  /* SQLite rolled the transaction back by itself: nothing more may happen in it */
  guint n_in_rows;  /* statements that were left between two rows */
  int wal_pages;    /* pages in the write-ahead log after the last commit */
} ReeveConnection;

struct _ReeveStatement
{
  ReeveConnection *connection; /* borrowed */
  sqlite3_stmt *stmt;
  guint n_parameters;
  int *parameters; /* [0..n): SQLite's index of $1.. */
  char texts[192]; /* of the parameters, as far as they fit: ids and hashes, mostly */
  guint n_texts;   /* bytes of it in use */
  gboolean in_rows;
  GType row_type; /* what row_map is for */
  gpointer row_map;
};

/* db-connection.c */
typedef enum
{
  REEVE_CONNECTION_LOOK, /* read-only, touches nothing on disk: no log, no lock file */
  REEVE_CONNECTION_READ,
  REEVE_CONNECTION_WRITE,
} ReeveConnectionMode;

ReeveConnection *reeve_connection_open (const char *path,
                                        const ReeveSecret *key,
                                        ReeveConnectionMode mode,
                                        guint cache_kib,
                                        GError **error);
/* The rest of opening a WRITE connection, once the version is known to be one of ours: this writes. */
gboolean reeve_connection_set_up_writer (ReeveConnection *self, guint cache_kib, GError **error);
void reeve_connection_free (ReeveConnection *self);
gboolean reeve_connection_exec (ReeveConnection *self, const char *sql, GError **error);
gboolean reeve_connection_get_version (ReeveConnection *self, gint64 *version, GError **error);
ReeveStatement *reeve_connection_prepare (ReeveConnection *self, const char *sql, GError **error);
/* Runs one of the driver's own words (BEGIN, COMMIT, …) as a kept statement. */
gboolean reeve_connection_word (ReeveConnection *self, const char *word, GError **error);
/* Sets @error from what SQLite said last, tells the database of failed writes. Always FALSE. */
gboolean reeve_connection_fail (ReeveConnection *self, const char *what, GError **error);
void reeve_connection_reset_all (ReeveConnection *self);
void reeve_connection_trim (ReeveConnection *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveConnection, reeve_connection_free)

/* db-statement.c */
void reeve_statement_reset (ReeveStatement *self);
void reeve_statement_clear (ReeveStatement *self); /* and forgets its parameters */
ReeveStatement *reeve_statement_new (ReeveConnection *connection, const char *sql, GError **error);
void reeve_statement_free (ReeveStatement *self);

/* db-migrations.c */
gint64 reeve_migrations_get_latest (const char *schema);
gboolean
reeve_migrations_apply (ReeveConnection *connection, const char *schema, gint64 *version, GError **error);

/* db.c */
void reeve_db_seal (ReeveDb *self);
/* For db-caches.c: when a transaction began last (monotonic microseconds); all pages go that no transaction
 * uses, unless somebody is just at the database. */
gint64 reeve_db_get_used (ReeveDb *self);
void reeve_db_let_go (ReeveDb *self);

/* db-caches.c: every open database is known there, by a weak reference. */
void reeve_db_caches_add (ReeveDb *db);
void reeve_db_caches_remove (ReeveDb *db);
/* Before @db begins a transaction, holding no lock of its own: if little is left for it, others let go. Cheap
 * where there is enough. */
void reeve_db_caches_make_room (ReeveDb *db);
ReeveConnection *reeve_tx_get_connection (ReeveTx *self);

G_END_DECLS
