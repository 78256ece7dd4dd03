/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Lists of records, a page at a time, in keyset order: what stands behind the last item of a page is found by
 * its sort value and id, so that page 1,000 costs what page 1 does and changes in between move nothing. */

#include "config.h"

#include "service/store/rows.h"

#include <openssl/crypto.h>
#include <string.h>

#include "common/encoding.h"
#include "common/error.h"
#include "service/store/rows-private.h"

/* A cursor: digest of the query (8 bytes), length of the id (1), id, then the sort value: text, or 8 bytes.
 */
#define DIGEST_BYTES 8

/* What the JSON of an item takes, about; a page of some hundred fits without being moved. */
#define ITEM_BYTES 450
#define MOST_BYTES (100 * 1024)

static void
digest_query (const ReeveListSpec *spec, const ReeveQuery *query, guint8 digest[32])
{
  g_autofree char *text = reeve_query_to_string (query, FALSE);
  g_autofree char *whole = g_strconcat (g_type_name (spec->type), query->descending ? "?-" : "?", text, NULL);

  reeve_sha256 (whole, strlen (whole), digest);
}

static char *
make_cursor (const ReeveListSpec *spec,
             const ReeveQuery *query,
             const char *id,
             gconstpointer value,
             gsize length)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint8 digest[32];
  guint8 id_length = (guint8) strlen (id);

  digest_query (spec, query, digest);
  g_byte_array_append (bytes, digest, DIGEST_BYTES);
  g_byte_array_append (bytes, &id_length, 1);
  g_byte_array_append (bytes, (const guint8 *) id, id_length);
  g_byte_array_append (bytes, value, (guint) length);
  return reeve_base64url_encode (bytes->data, bytes->len);
}

char *
reeve_rows_make_cursor (const ReeveListSpec *spec, const ReeveQuery *query, const char *id, const char *value)
{
  return make_cursor (spec, query, id, value, strlen (value));
}

typedef struct
{
  char *id;
  char *text; /* (nullable): the sort value is `integer` */
  gint64 integer;
} Position;

static void
position_clear (Position *self)
{
  g_free (self->id);
  g_free (self->text);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Position, position_clear)

static gboolean
read_cursor (const ReeveListSpec *spec,
             const ReeveSort *sort,
             const ReeveQuery *query,
             Position *position,
             GError **error)
{
  gsize length = 0;
  g_autofree guint8 *bytes = reeve_base64url_decode (query->cursor, -1, &length);
  guint8 digest[32];
  gsize value;

  digest_query (spec, query, digest);
  if (bytes == NULL || length < DIGEST_BYTES + 1 || CRYPTO_memcmp (bytes, digest, DIGEST_BYTES) != 0)
    {
      reeve_error_add_member (error, "?cursor", "cursor", "the cursor was made for another query");
      return FALSE;
    }
  value = DIGEST_BYTES + 1 + bytes[DIGEST_BYTES];
  if (value > length || (sort->integer && length - value != sizeof (gint64)) ||
      !g_utf8_validate_len ((const char *) bytes + DIGEST_BYTES + 1, bytes[DIGEST_BYTES], NULL) ||
      (!sort->integer && !g_utf8_validate_len ((const char *) bytes + value, length - value, NULL)))
    {
      reeve_error_add_member (error, "?cursor", "cursor", "that is no cursor");
      return FALSE;
    }
  position->id = g_strndup ((const char *) bytes + DIGEST_BYTES + 1, bytes[DIGEST_BYTES]);
  if (sort->integer)
    memcpy (&position->integer, bytes + value, sizeof (gint64));
  else
    position->text = g_strndup ((const char *) bytes + value, length - value);
  return TRUE;
}

static const ReeveSort *
find_sort (const ReeveListSpec *spec, const ReeveQuery *query, GError **error)
{
  if (query->sort == NULL)
    return &spec->sorts[0];
  for (const ReeveSort *each = spec->sorts; each->wire != NULL; each++)
    if (strcmp (each->wire, query->sort) == 0)
      return each;
  reeve_error_add_member (error, "?sort", "unknown", "cannot be sorted by that");
  return NULL;
}

gboolean
reeve_rows_read_cursor (const ReeveListSpec *spec, const ReeveQuery *query, char **id, GError **error)
{
  const ReeveSort *sort = find_sort (spec, query, error);
  g_auto (Position) position = { NULL };

  *id = NULL;
  if (sort == NULL || (query->cursor != NULL && !read_cursor (spec, sort, query, &position, error)))
    return FALSE;
  *id = g_steal_pointer (&position.id);
  return TRUE;
}

static ReeveStatement *
prepare_list (ReeveTx *tx,
              const ReeveListSpec *spec,
              const ReeveSort *sort,
              const ReeveQuery *query,
              const char *where,
              const char *const *bind,
              const Position *position,
              GError **error)
{
  const char *direction = query->descending ? " DESC" : "";
  const char *id = spec->id_column != NULL ? spec->id_column : "id";
  guint n = bind != NULL ? g_strv_length ((GStrv) bind) : 0;
  g_autoptr (GString) sql = g_string_new ("SELECT ");
  ReeveStatement *statement;

  g_string_append_printf (sql, "%s, %s AS sort_value FROM %s", reeve_rows_columns (spec->type), sort->column,
                          spec->table);
  if (where != NULL)
    g_string_append_printf (sql, " WHERE %s", where);
  if (position->id != NULL)
    g_string_append_printf (sql, "%s(%s, %s) %c ($%u, $%u)", where != NULL ? " AND " : " WHERE ",
                            sort->column, id, query->descending ? '<' : '>', n + 1, n + 2);
  g_string_append_printf (sql, " ORDER BY %s%s, %s%s LIMIT $%u", sort->column, direction, id, direction,
                          n + (position->id != NULL ? 3 : 1));

  statement = reeve_tx_prepare (tx, sql->str, error);
  if (statement == NULL)
    return NULL;
  for (guint i = 0; i < n; i++)
    reeve_statement_bind_text (statement, i + 1, bind[i]);
  if (position->id != NULL)
    {
      if (position->text != NULL)
        reeve_statement_bind_text (statement, n + 1, position->text);
      else
        reeve_statement_bind_int (statement, n + 1, position->integer);
      reeve_statement_bind_text (statement, n + 2, position->id);
      n += 2;
    }
  /* One more than asked for says whether there is a next page. */
  reeve_statement_bind_int (statement, n + 1, query->limit + 1);
  return statement;
}

ReeveListing *
reeve_rows_list (ReeveTx *tx,
                 const ReeveListSpec *spec,
                 const ReeveQuery *query,
                 const char *where,
                 const char *const *bind,
                 GError **error)
{
  g_autoptr (ReeveListing) listing = reeve_listing_new ();
  const ReeveSort *sort = find_sort (spec, query, error);
  const ReeveField *id_field;
  g_auto (Position) position = { NULL };
  g_autofree char *last_id = NULL;
  g_autofree char *value = NULL;
  gsize length = 0;
  g_autoptr (ReeveRowWriter) writer = spec->written ? reeve_row_writer_new (spec->type) : NULL;
  ReeveStatement *statement;
  gpointer record = NULL;
  guint value_column;

  g_return_val_if_fail (query->limit >= 1, NULL);
  if (sort == NULL || (query->cursor != NULL && !read_cursor (spec, sort, query, &position, error)))
    return NULL;
  statement = prepare_list (tx, spec, sort, query, where, bind, &position, error);
  if (statement == NULL)
    return NULL;
  value_column = reeve_statement_get_n_columns (statement) - 1;
  id_field = reeve_record_class_find_field (reeve_record_class_of (spec->type), "id");
  listing->total = -1;
  if (spec->written)
    listing->written = g_string_sized_new (MIN (query->limit * ITEM_BYTES, MOST_BYTES));

  for (guint n = 0;;)
    {
      gboolean row;

      if (!reeve_statement_step (statement, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&listing);
      if (n == query->limit)
        break;
      if (writer == NULL)
        g_ptr_array_add (listing->items, record = reeve_rows_read (statement, spec->type));
      else
        {
          if (n > 0)
            g_string_append_c (listing->written, ',');
          record = reeve_row_writer_append (writer, statement, listing->written);
          listing->n_written++;
        }
      if (++n < query->limit)
        continue;
      last_id = g_strdup (G_STRUCT_MEMBER (const char *, record, id_field->offset));
      if (sort->integer)
        {
          gint64 integer = reeve_statement_get_int (statement, value_column);

          length = sizeof integer;
          value = g_memdup2 (&integer, length);
        }
      else
        {
          value = g_strdup (reeve_statement_get_text (statement, value_column));
          length = value != NULL ? strlen (value) : 0;
        }
    }
  listing->next = make_cursor (spec, query, last_id, value, length);
  if (!reeve_statement_run (statement, NULL, error))
    return NULL;
  return g_steal_pointer (&listing);
}
