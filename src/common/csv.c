/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* CSV as spreadsheets write it. The separator is the one that the first line which has any has most of;
 * UTF-16 with a BOM (Excel's "Unicode text") is converted; rows without any content are left out, but lines
 * are counted, so that an error names the line that a person sees in an editor. */

#include "config.h"

#include "common/csv.h"

#include "common/error.h"

#include <string.h>

struct _ReeveCsv
{
  GPtrArray *rows; /* of ReeveCsvRow, the header first */
};

typedef struct
{
  const char *at;
  const char *end;
  char separator;
  guint line;
  GString *cell;
} Scanner;

static void
free_row (gpointer data)
{
  ReeveCsvRow *row = data;

  g_strfreev (row->cells);
  g_free (row);
}

static guint
count_lines (const char *data, const char *end)
{
  guint lines = 1;

  for (; data < end; data++)
    lines += *data == '\n';
  return lines;
}

/* The text as UTF-8 without a BOM. */
static char *
to_utf8 (const char *data, gsize length, GError **error)
{
  const char *invalid;

  if (length >= 2 && (memcmp (data, "\xff\xfe", 2) == 0 || memcmp (data, "\xfe\xff", 2) == 0))
    {
      g_autofree char *text = g_convert (data + 2, (gssize) length - 2, "UTF-8",
                                         data[0] == '\xff' ? "UTF-16LE" : "UTF-16BE", NULL, &length, NULL);
      if (text != NULL && memchr (text, '\0', length) == NULL)
        return g_steal_pointer (&text);
      reeve_set_error (error, REEVE_ERROR_INVALID, "csv_encoding", "line 1: not valid UTF-16");
      return NULL;
    }
  if (length >= 3 && memcmp (data, "\xef\xbb\xbf", 3) == 0)
    {
      data += 3;
      length -= 3;
    }
  if (!g_utf8_validate_len (data, length, &invalid))
    {
      reeve_set_error (error, REEVE_ERROR_INVALID, "csv_encoding", "line %u: not valid UTF-8",
                       count_lines (data, invalid));
      return NULL;
    }
  return g_strndup (data, length);
}

/* Semicolons are what spreadsheets write where the comma is the decimal point. */
static char
find_separator (const char *text)
{
  guint counts[3] = { 0 };
  static const char separators[] = ",;\t";
  gboolean quoted = FALSE;
  guint best = 0;

  for (; *text != '\0'; text++)
    {
      const char *at = strchr (separators, *text);
      if (*text == '"')
        quoted = !quoted;
      else if (at != NULL && !quoted)
        counts[at - separators]++;
      else if ((*text == '\n' || *text == '\r') && !quoted && counts[0] + counts[1] + counts[2] > 0)
        break;
    }
  for (guint i = 1; i < 3; i++)
    if (counts[i] > counts[best])
      best = i;
  return separators[best];
}

/* "sep=;" in the first line: Excel's own hint. */
static gboolean
take_separator_line (Scanner *scanner)
{
  const char *at = scanner->at;

  if (g_ascii_strncasecmp (at, "sep=", 4) != 0 || at[4] == '\0' || (at[5] != '\r' && at[5] != '\n'))
    return FALSE;
  scanner->separator = at[4];
  at += 5;
  at += *at == '\r';
  at += *at == '\n';
  scanner->at = at;
  scanner->line++;
  return TRUE;
}

/* Moves over a line end, of any kind. */
static gboolean
take_line_end (Scanner *scanner)
{
  if (*scanner->at != '\r' && *scanner->at != '\n')
    return FALSE;
  scanner->at += scanner->at[0] == '\r' && scanner->at[1] == '\n' ? 2 : 1;
  scanner->line++;
  return TRUE;
}

static gboolean
is_cell_end (const Scanner *scanner)
{
  char c = *scanner->at;

  return c == '\0' || c == '\n' || c == '\r' || c == scanner->separator;
}

static gboolean
scan_quoted (Scanner *scanner, GError **error)
{
  guint line = scanner->line;

  for (scanner->at++;; scanner->at++)
    {
      char c = *scanner->at;
      if (c == '\0')
        {
          reeve_set_error (error, REEVE_ERROR_INVALID, "csv_quote", "line %u: a quote is never closed", line);
          return FALSE;
        }
      if (c == '"' && *++scanner->at != '"')
        break;
      if (c == '\n' || (c == '\r' && scanner->at[1] != '\n'))
        scanner->line++;
      g_string_append_c (scanner->cell, c);
    }
  while (*scanner->at == ' ')
    scanner->at++;
  if (is_cell_end (scanner))
    return TRUE;
  reeve_set_error (error, REEVE_ERROR_INVALID, "csv_quote", "line %u: text after a closing quote",
                   scanner->line);
  return FALSE;
}

/* One cell; a quote within an unquoted cell is a character like any other. */
static gboolean
scan_cell (Scanner *scanner, GError **error)
{
  const char *start = scanner->at;

  g_string_truncate (scanner->cell, 0);
  if (*start == '"')
    return scan_quoted (scanner, error);
  while (!is_cell_end (scanner))
    scanner->at++;
  g_string_append_len (scanner->cell, start, scanner->at - start);
  return TRUE;
}

/* One row. @has_content: whether any cell says anything. */
static ReeveCsvRow *
scan_row (Scanner *scanner, gboolean *has_content, GError **error)
{
  g_autoptr (GStrvBuilder) cells = g_strv_builder_new ();
  guint line = scanner->line;
  guint n = 0;

  *has_content = FALSE;
  for (;;)
    {
      if (!scan_cell (scanner, error))
        return NULL;
      *has_content |= scanner->cell->str[strspn (scanner->cell->str, " \t")] != '\0';
      g_strv_builder_add (cells, scanner->cell->str);
      n++;
      if (*scanner->at != scanner->separator || *scanner->at == '\0')
        break;
      scanner->at++;
    }
  take_line_end (scanner);
  ReeveCsvRow *row = g_new0 (ReeveCsvRow, 1);
  row->line = line;
  row->cells = g_strv_builder_end (cells);
  row->n_cells = n;
  return row;
}

static gboolean
scan_rows (ReeveCsv *self, Scanner *scanner, GError **error)
{
  while (scanner->at < scanner->end)
    {
      gboolean has_content;
      ReeveCsvRow *row = scan_row (scanner, &has_content, error);
      if (row == NULL)
        return FALSE;
      if (has_content)
        g_ptr_array_add (self->rows, row);
      else
        free_row (row);
    }
  return TRUE;
}

ReeveCsv *
reeve_csv_parse (const char *data, gsize length, GError **error)
{
  g_return_val_if_fail (data != NULL || length == 0, NULL);
  g_autofree char *text = to_utf8 (data != NULL ? data : "", length, error);
  if (text == NULL)
    return NULL;

  g_autoptr (ReeveCsv) self = g_new0 (ReeveCsv, 1);
  g_autoptr (GString) cell = g_string_new (NULL);
  Scanner scanner = { .at = text, .end = text + strlen (text), .line = 1, .cell = cell };
  self->rows = g_ptr_array_new_with_free_func (free_row);
  if (!take_separator_line (&scanner))
    scanner.separator = find_separator (text);
  if (!scan_rows (self, &scanner, error))
    return NULL;
  if (self->rows->len == 0)
    {
      reeve_set_error (error, REEVE_ERROR_INVALID, "csv_empty", "line 1: the file is empty");
      return NULL;
    }
  return g_steal_pointer (&self);
}

void
reeve_csv_free (ReeveCsv *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->rows);
  g_free (self);
}

const ReeveCsvRow *
reeve_csv_get_header (ReeveCsv *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return g_ptr_array_index (self->rows, 0);
}

guint
reeve_csv_get_n_rows (ReeveCsv *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->rows->len - 1;
}

const ReeveCsvRow *
reeve_csv_get_row (ReeveCsv *self, guint index)
{
  g_return_val_if_fail (self != NULL && index + 1 < self->rows->len, NULL);
  return g_ptr_array_index (self->rows, index + 1);
}

void
reeve_csv_append_cell (GString *csv, const char *text, gboolean last_in_row)
{
  const char *cell = text != NULL ? text : "";
  gboolean defuse = *cell != '\0' && strchr ("=+-@\t\r", *cell) != NULL;
  gboolean quote = strpbrk (cell, ",;\"\r\n\t") != NULL || *cell == ' ';

  if (quote)
    g_string_append_c (csv, '"');
  if (defuse)
    g_string_append_c (csv, '\'');
  for (; *cell != '\0'; cell++)
    {
      if (*cell == '"')
        g_string_append_c (csv, '"');
      g_string_append_c (csv, *cell);
    }
  if (quote)
    g_string_append_c (csv, '"');
  g_string_append (csv, last_in_row ? "\r\n" : ",");
}
