/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Records and rows, derived from the field tables. What can be derived once is kept: column lists and SQL per
 * type and table for the life of the process, and per statement which column fills which field. */

#include "config.h"

#include "service/store/rows.h"

#include <string.h>

#include "common/error.h"
#include "service/store/db-private.h"
#include "service/store/rows-private.h"

#define SEPARATOR '\x1f'

/* One list of columns, one way to insert and update per type, table and further columns. */
static GMutex texts_lock;
static GHashTable *texts; /* key -> SQL */

static gboolean
is_stored (const ReeveField *field)
{
  return !(field->flags & REEVE_NOT_STORED) && field->type != REEVE_FIELD_RECORD &&
         field->type != REEVE_FIELD_RECORDS && field->type != REEVE_FIELD_SECRET;
}

/* (nullable) */
static const char *
find_text (const char *key)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&texts_lock);

  return texts != NULL ? g_hash_table_lookup (texts, key) : NULL;
}

static const char *
keep_text (const char *key, const char *text)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&texts_lock);
  const char *kept;

  if (texts == NULL)
    texts = g_hash_table_new (g_str_hash, g_str_equal);
  kept = g_hash_table_lookup (texts, key);
  if (kept == NULL)
    {
      kept = g_intern_string (text);
      g_hash_table_insert (texts, (gpointer) g_intern_string (key), (gpointer) kept);
    }
  return kept;
}

const char *
reeve_rows_columns (GType type)
{
  g_autofree char *key = g_strdup_printf ("columns %s", g_type_name (type));
  const char *kept = find_text (key);
  ReeveRecordClass *klass;
  g_autoptr (GString) columns = NULL;

  if (kept != NULL)
    return kept;
  klass = reeve_record_class_of (type);
  columns = g_string_new (NULL);
  for (guint i = 0; i < klass->n_fields; i++)
    if (is_stored (&klass->fields[i]))
      g_string_append_printf (columns, "%s%s", columns->len > 0 ? ", " : "",
                              reeve_record_class_get_column (klass, &klass->fields[i]));
  return keep_text (key, columns->str);
}

/* --- Reading --- */

const char *
reeve_rows_find_choice (const ReeveField *field, const char *text)
{
  if (text == NULL)
    return NULL;
  for (guint i = 0; field->choices[i] != NULL; i++)
    if (strcmp (field->choices[i], text) == 0)
      return field->choices[i];
  return g_intern_string (text); /* of a newer version: shown as it is */
}

GStrv
reeve_rows_split (const char *text)
{
  static const char separator[] = { SEPARATOR, '\0' };

  return text != NULL && *text != '\0' ? g_strsplit (text, separator, -1) : NULL;
}

const ReeveField **
reeve_rows_get_map (ReeveStatement *statement, GType type)
{
  ReeveRecordClass *klass;
  const ReeveField **map;
  guint n = reeve_statement_get_n_columns (statement);

  if (statement->row_type == type)
    return statement->row_map;
  klass = reeve_record_class_of (type);
  map = g_new0 (const ReeveField *, n);
  for (guint i = 0; i < n; i++)
    {
      const ReeveField *field =
        reeve_record_class_find_column (klass, reeve_statement_get_column_name (statement, i));

      map[i] = field != NULL && is_stored (field) ? field : NULL;
    }
  g_free (statement->row_map);
  statement->row_map = map;
  statement->row_type = type;
  return map;
}

static void
read_field (ReeveStatement *statement, guint column, const ReeveField *field, gpointer record)
{
  gpointer member = G_STRUCT_MEMBER_P (record, field->offset);

  switch (field->type)
    {
    case REEVE_FIELD_ID:
    case REEVE_FIELD_TEXT:
    case REEVE_FIELD_LINES:
    case REEVE_FIELD_EMAIL:
      g_set_str ((char **) member, reeve_statement_get_text (statement, column));
      break;
    case REEVE_FIELD_BOOLEAN:
      *(gboolean *) member = reeve_statement_get_int (statement, column) != 0;
      break;
    case REEVE_FIELD_INTEGER:
    case REEVE_FIELD_TIME:
      *(gint64 *) member = reeve_statement_get_int (statement, column);
      break;
    case REEVE_FIELD_CHOICE:
      *(const char **) member = reeve_rows_find_choice (field, reeve_statement_get_text (statement, column));
      break;
    case REEVE_FIELD_TEXTS:
      g_strfreev (*(GStrv *) member);
      *(GStrv *) member = reeve_rows_split (reeve_statement_get_text (statement, column));
      break;
    case REEVE_FIELD_RECORD:
    case REEVE_FIELD_RECORDS:
    case REEVE_FIELD_SECRET:
    default:
      g_assert_not_reached ();
    }
}

gpointer
reeve_rows_read (ReeveStatement *statement, GType type)
{
  const ReeveField **map = reeve_rows_get_map (statement, type);
  guint n = reeve_statement_get_n_columns (statement);
  gpointer record = g_object_new (type, NULL);

  for (guint i = 0; i < n; i++)
    if (map[i] != NULL)
      read_field (statement, i, map[i], record);
  return record;
}

/* --- Writing --- */

static void
bind_field (ReeveStatement *statement, guint parameter, const ReeveField *field, gpointer record)
{
  gpointer member = G_STRUCT_MEMBER_P (record, field->offset);

  switch (field->type)
    {
    case REEVE_FIELD_ID:
    case REEVE_FIELD_TEXT:
    case REEVE_FIELD_LINES:
    case REEVE_FIELD_EMAIL:
    case REEVE_FIELD_CHOICE:
      reeve_statement_bind_text (statement, parameter, *(const char **) member);
      break;
    case REEVE_FIELD_BOOLEAN:
      reeve_statement_bind_int (statement, parameter, *(gboolean *) member ? 1 : 0);
      break;
    case REEVE_FIELD_INTEGER:
    case REEVE_FIELD_TIME:
      reeve_statement_bind_int (statement, parameter, *(gint64 *) member);
      break;
    case REEVE_FIELD_TEXTS:
      {
        static const char separator[] = { SEPARATOR, '\0' };
        GStrv list = *(GStrv *) member;
        g_autofree char *joined = list != NULL ? g_strjoinv (separator, list) : NULL;

        reeve_statement_bind_text (statement, parameter, joined != NULL ? joined : "");
        break;
      }
    case REEVE_FIELD_RECORD:
    case REEVE_FIELD_RECORDS:
    case REEVE_FIELD_SECRET:
    default:
      g_assert_not_reached ();
    }
}

static const ReeveField *
find_member (gpointer record, const char *name, ReeveFieldType type)
{
  const ReeveField *field =
    reeve_record_class_find_field (reeve_record_class_of (G_OBJECT_TYPE (record)), name);

  return field != NULL && field->type == type ? field : NULL;
}

static char *
make_key (const char *verb, const char *table, gpointer record, const char *const *extra)
{
  GString *key = g_string_new (NULL);

  g_string_append_printf (key, "%s %s %s", verb, table, G_OBJECT_TYPE_NAME (record));
  for (guint i = 0; extra != NULL && extra[i] != NULL; i += 2)
    g_string_append_printf (key, " %s", extra[i]);
  return g_string_free_and_steal (key);
}

static const char *
get_insert (const char *table, gpointer record, const char *const *extra)
{
  g_autofree char *key = make_key ("insert", table, record, extra);
  const char *kept = find_text (key);
  ReeveRecordClass *klass = reeve_record_class_of (G_OBJECT_TYPE (record));
  g_autoptr (GString) sql = NULL;
  guint n = 0;

  if (kept != NULL)
    return kept;
  sql = g_string_new (NULL);
  g_string_append_printf (sql, "INSERT INTO %s (%s", table, reeve_rows_columns (G_OBJECT_TYPE (record)));
  for (guint i = 0; extra != NULL && extra[i] != NULL; i += 2, n++)
    g_string_append_printf (sql, ", %s", extra[i]);
  for (guint i = 0; i < klass->n_fields; i++)
    n += is_stored (&klass->fields[i]);
  g_string_append (sql, ") VALUES (");
  for (guint i = 1; i <= n; i++)
    g_string_append_printf (sql, "%s$%u", i > 1 ? ", " : "", i);
  g_string_append_c (sql, ')');
  return keep_text (key, sql->str);
}

/* Which fields a statement sets: one bit each, in the order of the table. */
static guint64
find_stored (ReeveRecordClass *klass)
{
  guint64 fields = 0;

  g_assert (klass->n_fields <= 64);
  for (guint i = 0; i < klass->n_fields; i++)
    if (is_stored (&klass->fields[i]))
      fields |= G_GUINT64_CONSTANT (1) << i;
  return fields;
}

static gboolean
sets (guint64 fields, guint index)
{
  return (fields & (G_GUINT64_CONSTANT (1) << index)) != 0;
}

static guint
bind_record (ReeveStatement *statement, gpointer record, guint64 fields, const char *const *extra)
{
  ReeveRecordClass *klass = reeve_record_class_of (G_OBJECT_TYPE (record));
  guint parameter = 0;

  for (guint i = 0; i < klass->n_fields; i++)
    if (sets (fields, i))
      bind_field (statement, ++parameter, &klass->fields[i], record);
  for (guint i = 0; extra != NULL && extra[i] != NULL; i += 2)
    reeve_statement_bind_text (statement, ++parameter, extra[i + 1]);
  return parameter;
}

gboolean
reeve_rows_insert (ReeveTx *tx, const char *table, gpointer record, const char *const *extra, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (tx, get_insert (table, record, extra), error);

  if (statement == NULL)
    return FALSE;
  bind_record (statement, record, find_stored (reeve_record_class_of (G_OBJECT_TYPE (record))), extra);
  return reeve_statement_run (statement, NULL, error);
}

static gboolean
is_same (const ReeveField *field, gpointer a, gpointer b)
{
  gpointer first = G_STRUCT_MEMBER_P (a, field->offset);
  gpointer second = G_STRUCT_MEMBER_P (b, field->offset);

  switch (field->type)
    {
    case REEVE_FIELD_BOOLEAN:
      return *(gboolean *) first == *(gboolean *) second;
    case REEVE_FIELD_INTEGER:
    case REEVE_FIELD_TIME:
      return *(gint64 *) first == *(gint64 *) second;
    case REEVE_FIELD_TEXTS:
      {
        static const char *const none[] = { NULL };
        const char *const *one = *(const char *const **) first;
        const char *const *two = *(const char *const **) second;

        return g_strv_equal (one != NULL ? one : none, two != NULL ? two : none);
      }
    case REEVE_FIELD_ID:
    case REEVE_FIELD_TEXT:
    case REEVE_FIELD_LINES:
    case REEVE_FIELD_EMAIL:
    case REEVE_FIELD_CHOICE:
      return g_strcmp0 (*(const char **) first, *(const char **) second) == 0;
    case REEVE_FIELD_RECORD:
    case REEVE_FIELD_RECORDS:
    case REEVE_FIELD_SECRET:
    default:
      g_assert_not_reached ();
    }
}

/* What an update has to set; the version always, the id never. */
static guint64
find_changes (gpointer before, gpointer record)
{
  ReeveRecordClass *klass = reeve_record_class_of (G_OBJECT_TYPE (record));
  guint64 fields = 0;

  for (guint i = 0; i < klass->n_fields; i++)
    if (is_stored (&klass->fields[i]) && strcmp (klass->fields[i].name, "id") != 0 &&
        (before == NULL || strcmp (klass->fields[i].name, "version") == 0 ||
         !is_same (&klass->fields[i], before, record)))
      fields |= G_GUINT64_CONSTANT (1) << i;
  return fields;
}

static const char *
get_update (const char *table, gpointer record, guint64 fields, const char *const *extra)
{
  g_autofree char *verb = g_strdup_printf ("update %" G_GINT64_MODIFIER "x", fields);
  g_autofree char *key = make_key (verb, table, record, extra);
  const char *kept = find_text (key);
  ReeveRecordClass *klass = reeve_record_class_of (G_OBJECT_TYPE (record));
  g_autoptr (GString) sql = NULL;
  guint n = 0;

  if (kept != NULL)
    return kept;
  sql = g_string_new (NULL);
  g_string_append_printf (sql, "UPDATE %s SET ", table);
  for (guint i = 0; i < klass->n_fields; i++)
    if (sets (fields, i))
      {
        n++;
        g_string_append_printf (sql, "%s%s = $%u", n > 1 ? ", " : "",
                                reeve_record_class_get_column (klass, &klass->fields[i]), n);
      }
  for (guint i = 0; extra != NULL && extra[i] != NULL; i += 2)
    g_string_append_printf (sql, ", %s = $%u", extra[i], ++n);
  g_string_append_printf (sql, " WHERE id = $%u AND version = $%u", n + 1, n + 2);
  return keep_text (key, sql->str);
}

/* Nothing was changed: is it gone, or was somebody faster? */
static gboolean
explain_no_change (ReeveTx *tx, const char *table, const char *id, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT version FROM %s WHERE id = $1", table);
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, id);
  if (!reeve_statement_step (statement, &row, error))
    return FALSE;
  if (!row)
    reeve_set_error (error, REEVE_ERROR_NOT_FOUND, NULL, "no such thing");
  else if (reeve_statement_run (statement, NULL, error))
    reeve_set_error (error, REEVE_ERROR_STALE, NULL, "it was changed by somebody else since it was read");
  return FALSE;
}

/* Where the stored version is @version: it becomes @next. */
static gboolean
change (ReeveTx *tx,
        const char *table,
        gpointer stored,
        gpointer record,
        gint64 version,
        gint64 next,
        const char *const *extra,
        GError **error)
{
  guint64 fields = find_changes (stored, record);
  const ReeveField *version_field = find_member (record, "version", REEVE_FIELD_INTEGER);
  const ReeveField *id_field = find_member (record, "id", REEVE_FIELD_ID);
  gint64 *member;
  gint64 before;
  const char *id;
  ReeveStatement *statement;
  gint64 changes = 0;
  guint n;

  g_return_val_if_fail (version_field != NULL && id_field != NULL, FALSE);
  id = G_STRUCT_MEMBER (const char *, record, id_field->offset);
  statement = reeve_tx_prepare (tx, get_update (table, record, fields, extra), error);
  if (statement == NULL)
    return FALSE;
  member = (gint64 *) G_STRUCT_MEMBER_P (record, version_field->offset);
  before = *member;
  *member = next;
  n = bind_record (statement, record, fields, extra);
  reeve_statement_bind_text (statement, n + 1, id);
  reeve_statement_bind_int (statement, n + 2, version);
  if (!reeve_statement_run (statement, &changes, error))
    {
      *member = before;
      return FALSE;
    }
  if (changes == 1)
    return TRUE;
  *member = before;
  return explain_no_change (tx, table, id, error);
}

gboolean
reeve_rows_update (ReeveTx *tx,
                   const char *table,
                   gpointer record,
                   gint64 version,
                   const char *const *extra,
                   GError **error)
{
  return change (tx, table, NULL, record, version, version + 1, extra, error);
}

gboolean
reeve_rows_change (ReeveTx *tx,
                   const char *table,
                   gpointer stored,
                   gpointer record,
                   gint64 version,
                   const char *const *extra,
                   GError **error)
{
  return change (tx, table, stored, record, version, version + 1, extra, error);
}

gboolean
reeve_rows_refresh (ReeveTx *tx,
                    const char *table,
                    gpointer stored,
                    gpointer record,
                    gint64 version,
                    const char *const *extra,
                    GError **error)
{
  return change (tx, table, stored, record, version, version, extra, error);
}

gpointer
reeve_rows_get (ReeveTx *tx, const char *table, GType type, const char *id, GError **error)
{
  g_autofree char *key = g_strdup_printf ("get %s %s", table, g_type_name (type));
  const char *sql = find_text (key);
  ReeveStatement *statement;

  if (sql == NULL)
    {
      g_autofree char *text =
        g_strdup_printf ("SELECT %s FROM %s WHERE id = $1", reeve_rows_columns (type), table);

      sql = keep_text (key, text);
    }
  statement = reeve_tx_prepare (tx, sql, error);
  if (statement == NULL)
    return NULL;
  reeve_statement_bind_text (statement, 1, id);
  return reeve_rows_read_one (statement, type, error);
}

gpointer
reeve_rows_read_one (ReeveStatement *statement, GType type, GError **error)
{
  g_autoptr (ReeveRecord) record = NULL;
  gboolean row;

  if (!reeve_statement_step (statement, &row, error))
    return NULL;
  if (!row)
    {
      reeve_set_error (error, REEVE_ERROR_NOT_FOUND, NULL, "no such thing");
      return NULL;
    }
  record = reeve_rows_read (statement, type);
  /* To the end, so that the statement lets go of the snapshot. */
  if (!reeve_statement_run (statement, NULL, error))
    return NULL;
  return g_steal_pointer (&record);
}

GPtrArray *
reeve_rows_read_all (ReeveStatement *statement, GType type, GError **error)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);
  gboolean row;

  while (TRUE)
    {
      if (!reeve_statement_step (statement, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&records);
      g_ptr_array_add (records, reeve_rows_read (statement, type));
    }
}
