/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Records and rows: SQL derived from a record's field table, so that a new field needs a column and nothing
 * here. */

#pragma once

#include "common/query.h"
#include "service/store/db.h"

G_BEGIN_DECLS

/* "id, version, email, …": the stored fields of @type, for SELECT. Interned. */
const char *reeve_rows_columns (GType type);

/* Fills a new record from the current row, by column name. (transfer full) */
gpointer reeve_rows_read (ReeveStatement *statement, GType type);
/* Steps: the one row, to the end. NOT_FOUND */
gpointer reeve_rows_read_one (ReeveStatement *statement, GType type, GError **error);
GPtrArray *
reeve_rows_read_all (ReeveStatement *statement, GType type, GError **error); /* of @type; all rows */

/* A TEXTS column's text as a list; (nullable): none. (transfer full) */
GStrv reeve_rows_split (const char *text);

/* Inserts; with @extra (nullable) a NULL-terminated list of further column, text pairs (search keys and the
 * like). CONFLICT */
gboolean
reeve_rows_insert (ReeveTx *tx, const char *table, gpointer record, const char *const *extra, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

/* Updates by id where the stored version is @version, and makes the record's version @version + 1.
 * Errors: STALE (there, with another version), NOT_FOUND, CONFLICT. */
gboolean reeve_rows_update (ReeveTx *tx,
                            const char *table,
                            gpointer record,
                            gint64 version,
                            const char *const *extra,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same, but sets only the columns that differ from @stored, which is what the row holds now (nullable:
 * unknown): every index over a column that is set is written anew, be its value the same or not. */
gboolean reeve_rows_change (ReeveTx *tx,
                            const char *table,
                            gpointer stored,
                            gpointer record,
                            gint64 version,
                            const char *const *extra,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same, and the version stays: for what nobody edits, so that nobody's edit goes stale by it. */
gboolean reeve_rows_refresh (ReeveTx *tx,
                             const char *table,
                             gpointer stored,
                             gpointer record,
                             gint64 version,
                             const char *const *extra,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

gpointer
reeve_rows_get (ReeveTx *tx, const char *table, GType type, const char *id, GError **error); /* NOT_FOUND */

/* One way to sort: the wire name, its column (indexed together with id), whether the column holds integers.
 */
typedef struct
{
  const char *wire;
  const char *column;
  gboolean integer;
} ReeveSort;

typedef struct
{
  const char *table; /* or a join in which the record's columns and the sorts are unambiguous */
  GType type;
  const ReeveSort *sorts; /* ends with a NULL wire; the first is the default */
  gboolean written;       /* the items are wanted as JSON only */
  const char *id_column;  /* (nullable): of the same id, where another than "id" is indexed with the sort */
} ReeveListSpec;

/* One page in keyset order, ties by id. @where: SQL conditions joined by AND with parameters $1…, (nullable);
 * @bind: (array of text, nullable) their values. Fills items and next. Errors: INVALID ("?cursor" of another
 * query), BUSY. */
ReeveListing *reeve_rows_list (ReeveTx *tx,
                               const ReeveListSpec *spec,
                               const ReeveQuery *query,
                               const char *where,
                               const char *const *bind,
                               GError **error);

/* The cursor behind the item of @id, whose sort value is the text @value; for a page put together from two
 * databases. (transfer full) */
char *reeve_rows_make_cursor (const ReeveListSpec *spec,
                              const ReeveQuery *query,
                              const char *id,
                              const char *value);
/* The id in @query's cursor, for a page that is looked for by other means. @id: (out) (transfer full)
 * (nullable): the first page. Errors: INVALID ("?cursor" of another query). */
gboolean reeve_rows_read_cursor (const ReeveListSpec *spec,
                                 const ReeveQuery *query,
                                 char **id,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
