/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Prepared statements: parameters by number, steps, columns. To SQLite `$1` is a name, not a number; every
 * one of them is looked up once, and a gap or a stranger among them is a mistake of ours found at the first
 * prepare. */

#include "config.h"

#include <string.h>

#include "common/error.h"
#include "service/store/db-private.h"

static gboolean
map_parameters (ReeveStatement *self)
{
  self->n_parameters = (guint) sqlite3_bind_parameter_count (self->stmt);
  self->parameters = g_new0 (int, self->n_parameters);
  for (guint number = 1; number <= self->n_parameters; number++)
    {
      char name[16];

      g_snprintf (name, sizeof name, "$%u", number);
      self->parameters[number - 1] = sqlite3_bind_parameter_index (self->stmt, name);
      if (self->parameters[number - 1] == 0)
        return FALSE;
    }
  return TRUE;
}

ReeveStatement *
reeve_statement_new (ReeveConnection *connection, const char *sql, GError **error)
{
  ReeveStatement *self = g_new0 (ReeveStatement, 1);
  const char *rest = NULL;

  self->connection = connection;
  if (sqlite3_prepare_v3 (connection->sqlite, sql, -1, SQLITE_PREPARE_PERSISTENT, &self->stmt, &rest) !=
      SQLITE_OK)
    {
      reeve_connection_fail (connection, "preparing a statement", error);
      reeve_statement_free (self);
      return NULL;
    }
  if (self->stmt == NULL || *rest != '\0' || !map_parameters (self))
    {
      g_critical ("not one statement with parameters $1, $2, …: %s", sql);
      reeve_set_error (error, REEVE_ERROR_INTERNAL, NULL, "preparing a statement failed");
      reeve_statement_free (self);
      return NULL;
    }
  return self;
}

void
reeve_statement_reset (ReeveStatement *self)
{
  sqlite3_reset (self->stmt);
  if (self->in_rows)
    self->connection->n_in_rows--;
  self->in_rows = FALSE;
}

void
reeve_statement_free (ReeveStatement *self)
{
  if (self->in_rows)
    self->connection->n_in_rows--;
  sqlite3_finalize (self->stmt);
  g_free (self->parameters);
  g_free (self->row_map);
  g_free (self);
}

static int
find_parameter (ReeveStatement *self, guint parameter)
{
  g_assert (parameter >= 1 && parameter <= self->n_parameters);
  return self->parameters[parameter - 1];
}

static void
check_bound (int code)
{
  /* The rest (range, misuse) is a mistake of ours; memory has run out of a text of some megabytes. */
  g_assert (code == SQLITE_OK || code == SQLITE_NOMEM || code == SQLITE_TOOBIG);
}

void
reeve_statement_bind_text (ReeveStatement *self, guint parameter, const char *text)
{
  int index = find_parameter (self, parameter);
  gsize length = text != NULL ? strlen (text) : 0;

  if (text == NULL)
    check_bound (sqlite3_bind_null (self->stmt, index));
  else if (length < sizeof self->texts - self->n_texts)
    {
      char *kept = self->texts + self->n_texts;

      memcpy (kept, text, length + 1);
      self->n_texts += (guint) length + 1;
      check_bound (sqlite3_bind_text (self->stmt, index, kept, (int) length, SQLITE_STATIC));
    }
  else
    check_bound (sqlite3_bind_text (self->stmt, index, text, -1, SQLITE_TRANSIENT));
}

void
reeve_statement_clear (ReeveStatement *self)
{
  reeve_statement_reset (self);
  sqlite3_clear_bindings (self->stmt);
  self->n_texts = 0;
}

void
reeve_statement_bind_int (ReeveStatement *self, guint parameter, gint64 value)
{
  check_bound (sqlite3_bind_int64 (self->stmt, find_parameter (self, parameter), value));
}

void
reeve_statement_bind_blob (ReeveStatement *self, guint parameter, gconstpointer data, gsize length)
{
  int index = find_parameter (self, parameter);

  if (data == NULL)
    check_bound (sqlite3_bind_null (self->stmt, index));
  else
    check_bound (sqlite3_bind_blob64 (self->stmt, index, data, length, SQLITE_TRANSIENT));
}

gboolean
reeve_statement_step (ReeveStatement *self, gboolean *row, GError **error)
{
  ReeveConnection *connection = self->connection;
  int code;

  *row = FALSE;
  if (connection->broken)
    {
      reeve_set_error (error, REEVE_ERROR_BUSY, NULL, "the transaction was rolled back before");
      return FALSE;
    }
  /* The progress handler looks every thousand steps: a loop of small statements would never meet it. */
  if (connection->deadline != 0 && g_get_monotonic_time () > connection->deadline)
    {
      reeve_set_error (error, REEVE_ERROR_BUSY, "deadline", "a statement: over its deadline");
      return FALSE;
    }
  code = sqlite3_step (self->stmt);
  if (code == SQLITE_ROW)
    {
      *row = TRUE;
      if (!self->in_rows)
        connection->n_in_rows++;
      self->in_rows = TRUE;
      return TRUE;
    }
  if (code == SQLITE_DONE)
    {
      reeve_statement_reset (self);
      return TRUE;
    }
  /* Before the reset, which clears what SQLite has to say. */
  reeve_connection_fail (connection, "a statement", error);
  reeve_statement_reset (self);
  return FALSE;
}

gboolean
reeve_statement_run (ReeveStatement *self, gint64 *changes, GError **error)
{
  gboolean row = FALSE;

  do
    if (!reeve_statement_step (self, &row, error))
      return FALSE;
  while (row);
  if (changes != NULL)
    *changes = sqlite3_changes64 (self->connection->sqlite);
  return TRUE;
}

void
reeve_statement_stop (ReeveStatement *self)
{
  reeve_statement_reset (self);
}

gboolean
reeve_statement_read_int (ReeveStatement *self, gint64 *value, GError **error)
{
  gboolean row;

  if (self == NULL || !reeve_statement_step (self, &row, error))
    return FALSE;
  *value = row ? reeve_statement_get_int (self, 0) : 0;
  return !row || reeve_statement_run (self, NULL, error);
}

const char *
reeve_statement_get_text (ReeveStatement *self, guint column)
{
  return (const char *) sqlite3_column_text (self->stmt, (int) column);
}

gint64
reeve_statement_get_int (ReeveStatement *self, guint column)
{
  return sqlite3_column_int64 (self->stmt, (int) column);
}

gconstpointer
reeve_statement_get_blob (ReeveStatement *self, guint column, gsize *length)
{
  gconstpointer data = sqlite3_column_blob (self->stmt, (int) column);

  *length = (gsize) sqlite3_column_bytes (self->stmt, (int) column);
  return data;
}

GBytes *
reeve_statement_get_bytes (ReeveStatement *self, guint column)
{
  gsize length;
  gconstpointer data;

  if (reeve_statement_is_null (self, column))
    return NULL;
  data = reeve_statement_get_blob (self, column, &length);
  return g_bytes_new (data, length);
}

void
reeve_statement_bind_bytes (ReeveStatement *self, guint parameter, GBytes *bytes)
{
  gsize length = 0;
  gconstpointer data = bytes != NULL ? g_bytes_get_data (bytes, &length) : NULL;

  reeve_statement_bind_blob (self, parameter, bytes != NULL && data == NULL ? "" : data, length);
}

gboolean
reeve_statement_is_null (ReeveStatement *self, guint column)
{
  return sqlite3_column_type (self->stmt, (int) column) == SQLITE_NULL;
}

guint
reeve_statement_get_n_columns (ReeveStatement *self)
{
  return (guint) sqlite3_column_count (self->stmt);
}

const char *
reeve_statement_get_column_name (ReeveStatement *self, guint column)
{
  return sqlite3_column_name (self->stmt, (int) column);
}
