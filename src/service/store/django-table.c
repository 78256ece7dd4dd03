/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* See https://www.sqlite.org/security.html, "Untrusted SQLite Database Files". */

#include "config.h"

#include "service/store/django-table.h"

#include <sqlite3.h>
#include <string.h>

#include "common/csv.h"
#include "common/error.h"
#include "common/user-import.h"

#define MAGIC        "SQLite format 3"
#define HEADER_BYTES 100
#define PATIENCE     (10 * G_USEC_PER_SEC)
#define LOOK_EVERY   10000 /* steps of SQLite's machine */
#define MOST_CELL    (1 << 16)

/* A view, or a virtual table, has no page of its own. */
#define FIND "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'auth_user' AND rootpage > 0"
#define READ                                                                                    \
  "SELECT username, email, first_name, last_name, password, is_active, is_staff, is_superuser " \
  "FROM main.auth_user ORDER BY id"

static gboolean
refuse (GError **error)
{
  reeve_set_error (error, REEVE_ERROR_INVALID, "database",
                   "not an SQLite database with Django's table auth_user");
  return FALSE;
}

static int
is_over (void *data)
{
  return g_get_monotonic_time () > *(const gint64 *) data;
}

/* A file in WAL mode cannot be opened from memory; without its log it is what was in it at the last
 * checkpoint. https://www.sqlite.org/c3ref/deserialize.html,
 * https://www.sqlite.org/fileformat.html#file_format_version_numbers */
static void
leave_wal (guchar *data)
{
  data[18] = 1;
  data[19] = 1;
}

/* Takes @data, which is freed whatever comes. (transfer full) (nullable) */
static sqlite3 *
open_file (guchar *data, gsize length)
{
  sqlite3_int64 size = (sqlite3_int64) length;
  sqlite3 *db = NULL;
  guchar *copy = sqlite3_malloc64 (length);

  if (copy != NULL)
    memcpy (copy, data, length);
  g_free (data);
  if (copy == NULL)
    return NULL;
  leave_wal (copy);
  if (sqlite3_open_v2 (":memory:", &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
    {
      sqlite3_free (copy);
      sqlite3_close (db);
      return NULL;
    }
  sqlite3_db_config (db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_db_config (db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
  sqlite3_db_config (db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
  sqlite3_limit (db, SQLITE_LIMIT_LENGTH, MOST_CELL);
  sqlite3_limit (db, SQLITE_LIMIT_ATTACHED, 0);
  /* Frees @copy also when it fails. */
  if (sqlite3_deserialize (db, "main", copy, size, size,
                           SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_READONLY) == SQLITE_OK &&
      sqlite3_exec (db, "PRAGMA cell_size_check = ON", NULL, NULL, NULL) == SQLITE_OK)
    return db;
  sqlite3_close (db);
  return NULL;
}

static gboolean
has_table (sqlite3 *db)
{
  sqlite3_stmt *statement = NULL;
  gboolean has = sqlite3_prepare_v2 (db, FIND, -1, &statement, NULL) == SQLITE_OK &&
                 sqlite3_step (statement) == SQLITE_ROW;

  sqlite3_finalize (statement);
  return has;
}

/* A cell with a NUL in it ends there, as all text of C does. */
static void
append_row (sqlite3_stmt *statement, GString *csv)
{
  int n = sqlite3_column_count (statement);

  for (int i = 0; i < n; i++)
    {
      const char *text = (const char *) sqlite3_column_text (statement, i);
      g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);

      reeve_csv_append_cell (csv, valid, i == n - 1);
    }
}

static gboolean
read_rows (sqlite3 *db, GString *csv, gsize most, GError **error)
{
  sqlite3_stmt *statement = NULL;
  int status = sqlite3_prepare_v2 (db, READ, -1, &statement, NULL);

  if (status == SQLITE_OK)
    for (int i = 0; i < sqlite3_column_count (statement); i++)
      reeve_csv_append_cell (csv, sqlite3_column_name (statement, i),
                             i == sqlite3_column_count (statement) - 1);
  while (status == SQLITE_OK && csv->len <= most)
    {
      int step = sqlite3_step (statement);

      status = step == SQLITE_ROW ? SQLITE_OK : step;
      if (step == SQLITE_ROW)
        append_row (statement, csv);
    }
  sqlite3_finalize (statement);
  if (status == SQLITE_DONE)
    return TRUE;
  if (status != SQLITE_OK)
    return refuse (error);
  reeve_set_error (error, REEVE_ERROR_INVALID, "too_long",
                   "the table has more than %" G_GSIZE_FORMAT " bytes", most);
  return FALSE;
}

char *
reeve_django_table_read (const char *text, gsize most, GError **error)
{
  g_autoptr (GString) csv = g_string_new (NULL);
  gint64 end = g_get_monotonic_time () + PATIENCE;
  gsize length = 0;
  guchar *data = NULL;
  sqlite3 *db;
  gboolean done;

  if (g_str_has_prefix (text, REEVE_USER_IMPORT_DATABASE))
    data = g_base64_decode (text + strlen (REEVE_USER_IMPORT_DATABASE), &length);
  if (data == NULL || length < HEADER_BYTES || memcmp (data, MAGIC, sizeof MAGIC) != 0)
    {
      g_free (data);
      refuse (error);
      return NULL;
    }
  db = open_file (data, length);
  if (db == NULL)
    {
      refuse (error);
      return NULL;
    }
  sqlite3_progress_handler (db, LOOK_EVERY, is_over, &end);
  done = has_table (db) ? read_rows (db, csv, most, error) : refuse (error);
  sqlite3_close (db);
  return done ? g_string_free_and_steal (g_steal_pointer (&csv)) : NULL;
}
