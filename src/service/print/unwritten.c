/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The table is the last object of the file, a compressed stream (ISO 32000-1, 7.5.8): of each object a row of
 * three numbers, of so many bytes as /W says: its kind (0: free, 1: in the file, 2: in a stream of objects),
 * where it is, and its generation. */

#include "config.h"

#include "service/print/unwritten.h"

#include <gio/gio.h>
#include <string.h>

#define MAX_TABLE (64 << 20)
#define TAIL      40 /* bytes: "startxref", a number and "%%EOF" */

typedef struct
{
  gsize start; /* of the stream's bytes in the file */
  gsize length;
  gsize length_at; /* where the file tells that number, of */
  gsize length_digits;
  guint64 size; /* rows */
  guint64 widths[3];
} Table;

static const char *
find (const char *text, const char *end, const char *what)
{
  return memmem (text, (gsize) (end - text), what, strlen (what));
}

static gboolean
read_number (const char **p, const char *end, guint64 *number)
{
  const char *digit = *p;

  *number = 0;
  for (; digit < end && g_ascii_isdigit (*digit) && *number < G_MAXUINT32; digit++)
    *number = *number * 10 + (guint64) (*digit - '0');
  if (digit == *p)
    return FALSE;
  *p = digit;
  return TRUE;
}

/* The number after @name, between @text and @end. */
static const char *
find_number (const char *text, const char *end, const char *name, guint64 *number)
{
  const char *at = find (text, end, name);
  const char *p;

  if (at == NULL)
    return NULL;
  p = at = at + strlen (name);
  return read_number (&p, end, number) ? at : NULL;
}

static gboolean
find_table (const GByteArray *pdf, Table *table)
{
  const char *file = (const char *) pdf->data, *end = file + pdf->len;
  const char *tail = find (end - MIN (pdf->len, TAIL), end, "startxref\n");
  const char *head, *stream, *length, *widths;
  guint64 start, number;

  if (tail == NULL || find_number (tail, end, "startxref\n", &start) == NULL || start >= pdf->len)
    return FALSE;
  head = file + start;
  stream = find (head, tail, "\nstream\n");
  if (stream == NULL || find (head, stream, "/Type /XRef") == NULL ||
      find (head, stream, "/Filter /FlateDecode") == NULL || find (head, stream, "/DecodeParms") != NULL ||
      find (head, stream, "/Index") != NULL)
    return FALSE;
  length = find_number (head, stream, "/Length ", &number);
  widths = find (head, stream, "/W [");
  if (length == NULL || widths == NULL || find_number (head, stream, "/Size ", &table->size) == NULL)
    return FALSE;
  widths += strlen ("/W [");
  for (guint i = 0; i < 3; i++, widths++)
    if (!read_number (&widths, stream, &table->widths[i]) || table->widths[i] > 7)
      return FALSE;
  table->start = (gsize) (stream - file) + strlen ("\nstream\n");
  table->length = (gsize) number;
  table->length_at = (gsize) (length - file);
  table->length_digits = strspn (length, "0123456789");
  return table->length <= (gsize) (tail - file) - table->start && table->widths[0] == 1;
}

static GByteArray *
convert (GConverter *converter, const guint8 *bytes, gsize length)
{
  g_autoptr (GBytes) input = g_bytes_new_static (bytes, length);
  g_autoptr (GBytes) output = g_converter_convert_bytes (converter, input, NULL);

  return output != NULL && g_bytes_get_size (output) <= MAX_TABLE
           ? g_bytes_unref_to_array (g_steal_pointer (&output))
           : NULL;
}

static gboolean
is_written (const GByteArray *pdf, guint64 offset, guint64 number)
{
  g_autofree char *head = g_strdup_printf ("%" G_GUINT64_FORMAT " 0 obj", number);
  gsize length = strlen (head);

  return offset < pdf->len && length <= pdf->len - offset && memcmp (pdf->data + offset, head, length) == 0;
}

/* Free rows that are in no list point at the first one, with the highest generation there is. */
static void
free_row (guint8 *row, const Table *table)
{
  gsize width = (gsize) (table->widths[0] + table->widths[1]);

  memset (row, 0, width);
  memset (row + width, 0xff, (gsize) table->widths[2]);
}

static gboolean
free_rows (const GByteArray *pdf, const Table *table, GByteArray *rows)
{
  gsize width = (gsize) (table->widths[0] + table->widths[1] + table->widths[2]);

  if (rows->len != table->size * width)
    return FALSE;
  for (guint64 i = 1; i < table->size; i++)
    {
      guint8 *row = rows->data + i * width;
      guint64 offset = 0;

      for (guint64 n = 0; n < table->widths[1]; n++)
        offset = offset << 8 | row[1 + n];
      if (row[0] == 1 && !is_written (pdf, offset, i))
        free_row (row, table);
    }
  return TRUE;
}

/* Puts @bytes in place of @length ones. */
static void
replace (GByteArray *pdf, gsize at, gsize length, const void *bytes, gsize new_length)
{
  g_autoptr (GByteArray) rest = g_byte_array_new ();

  g_byte_array_append (rest, pdf->data + at + length, (guint) (pdf->len - at - length));
  g_byte_array_set_size (pdf, (guint) at);
  g_byte_array_append (pdf, bytes, (guint) new_length);
  g_byte_array_append (pdf, rest->data, rest->len);
}

gboolean
reeve_print_free_unwritten (GByteArray *pdf)
{
  g_autoptr (GZlibDecompressor) decompressor = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB);
  g_autoptr (GZlibCompressor) compressor = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB, 6);
  g_autoptr (GByteArray) rows = NULL;
  g_autoptr (GByteArray) packed = NULL;
  g_autofree char *length = NULL;
  Table table;

  if (!find_table (pdf, &table))
    return FALSE;
  rows = convert (G_CONVERTER (decompressor), pdf->data + table.start, table.length);
  if (rows == NULL || !free_rows (pdf, &table, rows))
    return FALSE;
  packed = convert (G_CONVERTER (compressor), rows->data, rows->len);
  if (packed == NULL)
    return FALSE;
  length = g_strdup_printf ("%u", packed->len);
  /* From the end to the beginning: what is before stays where it is. */
  replace (pdf, table.start, table.length, packed->data, packed->len);
  replace (pdf, table.length_at, table.length_digits, length, strlen (length));
  return TRUE;
}
