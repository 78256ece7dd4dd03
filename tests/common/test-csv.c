/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* CSV as spreadsheets write it. */

#include "config.h"

#include "common/csv.h"
#include "common/error.h"

#include <string.h>

/* The file in a line: cells joined by |, rows by / and the line they begin in. */
static char *
flatten (const char *data, gsize length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveCsv) csv = reeve_csv_parse (data, length, &error);
  GString *text = g_string_new (NULL);

  if (csv == NULL)
    {
      g_assert_error (error, REEVE_ERROR, REEVE_ERROR_INVALID);
      g_string_printf (text, "!%s %s", reeve_error_get_reason (error), error->message);
      return g_string_free_and_steal (text);
    }
  for (guint i = 0; i <= reeve_csv_get_n_rows (csv); i++)
    {
      const ReeveCsvRow *row = i == 0 ? reeve_csv_get_header (csv) : reeve_csv_get_row (csv, i - 1);
      g_autofree char *cells = g_strjoinv ("|", row->cells);
      g_assert_cmpuint (g_strv_length (row->cells), ==, row->n_cells);
      g_string_append_printf (text, "%s%u:%s", i == 0 ? "" : "/", row->line, cells);
    }
  return g_string_free_and_steal (text);
}

/* What RFC 4180 says, and what spreadsheets do beyond it. */
static void
test_parse (void)
{
  static const struct
  {
    const char *text;
    const char *flat;
  } cases[] = {
    { "a,b\r\n1,2\r\n", "1:a|b/2:1|2" },
    { "a,b\n1,2", "1:a|b/2:1|2" },
    { "a,b\r1,2\r", "1:a|b/2:1|2" },
    { "a", "1:a" },
    { "a,b\n1\n1,2,3\n,\n", "1:a|b/2:1/3:1|2|3" },
    { "a,b\n,2\n", "1:a|b/2:|2" },
    { "\"a\",\"b,c\"\n\"1\"\"2\",\"\"\n", "1:a|b,c/2:1\"2|" },
    { "a,b\n\"1\n2\r\n3\",4\n5,6\n", "1:a|b/2:1\n2\r\n3|4/5:5|6" },
    { "a,b\n 1 , \"2\"\n", "1:a|b/2: 1 | \"2\"" },
    { "a,b\n\"1\" ,2\n", "1:a|b/2:1|2" },
    { "a,b\n5\" nail,2\n", "1:a|b/2:5\" nail|2" },
    { "a;b\n1,5;2\n", "1:a|b/2:1,5|2" },
    { "a\tb\n1;2\t3,4\n", "1:a|b/2:1;2|3,4" },
    { "\"a;b\",c\n1,2\n", "1:a;b|c/2:1|2" },
    { "one\na;b\n1;2\n", "1:one/2:a|b/3:1|2" },
    { "sep=;\r\na,x;b\r\n1;2\r\n", "2:a,x|b/3:1|2" },
    { "sep=|\na|b\n1|2\n", "2:a|b/3:1|2" },
    { "\xef\xbb\xbf\x61,b\n1,2\n", "1:a|b/2:1|2" },
    { "a,b\n\n \n,,\n1,2\n\n\n", "1:a|b/5:1|2" },
    { "\n\na,b\n1,2\n", "3:a|b/4:1|2" },
    { "é,日本\n", "1:é|日本" },
    { "", "!csv_empty line 1: the file is empty" },
    { "\xef\xbb\xbf", "!csv_empty line 1: the file is empty" },
    { "\n , \n", "!csv_empty line 1: the file is empty" },
    { "a,b\n1,\"2\n3,4\n", "!csv_quote line 2: a quote is never closed" },
    { "a,b\n\"1\n2\"x,2\n", "!csv_quote line 3: text after a closing quote" },
    { "a,b\n1,2\n\xe9,x\n", "!csv_encoding line 3: not valid UTF-8" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *flat = flatten (cases[i].text, strlen (cases[i].text));
      g_assert_cmpstr (flat, ==, cases[i].flat);
    }
}

/* A NUL is no text; Excel's "Unicode text" is read, half of a character in it is not. */
static void
test_encodings (void)
{
  g_autofree char *nul = flatten ("a,b\n1,\0002\n", 10);
  g_autofree char *little = flatten ("\xff\xfe"
                                     "a\0\t\0\xe9\0\n\0"
                                     "1\0\t\0"
                                     "2\0",
                                     16);
  g_autofree char *big = flatten ("\xfe\xff"
                                  "\0a\0\t\0\xe9",
                                  8);
  g_autofree char *half = flatten ("\xff\xfe"
                                   "a\0\t",
                                   5);

  g_assert_cmpstr (nul, ==, "!csv_encoding line 2: not valid UTF-8");
  g_assert_cmpstr (little, ==, "1:a|é/2:1|2");
  g_assert_cmpstr (big, ==, "1:a|é");
  g_assert_cmpstr (half, ==, "!csv_encoding line 1: not valid UTF-16");
}

/* What is written is read again as it was, but for the ' before what a spreadsheet would run. */
static void
test_write (void)
{
  static const char *const cells[] = { "plain", "with, comma", "\"quoted\"", "two\r\nlines", " led", "a;b",
                                       "",      "=1+1",        "+1",         "-1",           "@x",   "\tx",
                                       "é" };
  g_autoptr (GString) csv = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cells); i++)
    reeve_csv_append_cell (csv, cells[i], i + 1 == G_N_ELEMENTS (cells));
  reeve_csv_append_cell (csv, NULL, FALSE);
  reeve_csv_append_cell (csv, "x", TRUE);
  g_autoptr (ReeveCsv) back = reeve_csv_parse (csv->str, csv->len, NULL);
  g_assert_nonnull (back);
  const ReeveCsvRow *row = reeve_csv_get_header (back);
  g_assert_cmpuint (row->n_cells, ==, G_N_ELEMENTS (cells));
  for (guint i = 0; i < G_N_ELEMENTS (cells); i++)
    {
      gboolean formula = *cells[i] != '\0' && strchr ("=+-@\t", *cells[i]) != NULL;
      g_assert_cmpstr (row->cells[i] + (formula ? 1 : 0), ==, cells[i]);
      g_assert_cmpint (row->cells[i][0] == '\'', ==, formula);
    }
  g_assert_true (g_str_has_suffix (csv->str, "\r\n,x\r\n"));
}

/* Random bytes are read or refused, and nothing else happens. */
static void
test_random (void)
{
  static const char *const pieces[] = { "a",    ",",  ";", "\"", "\"\"", "\n",   "\r",
                                        "\r\n", "\t", " ", "é",  "\xff", "sep=", "'" };

  for (guint i = 0; i < 5000; i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      for (int n = g_test_rand_int_range (0, 30); n > 0; n--)
        g_string_append (text, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
      g_autofree char *exact = g_memdup2 (text->str, MAX (text->len, 1)); /* no NUL behind */
      g_autofree char *flat = flatten (exact, text->len);
      g_assert_nonnull (flat);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/csv/parse", test_parse);
  g_test_add_func ("/csv/encodings", test_encodings);
  g_test_add_func ("/csv/write", test_write);
  g_test_add_func ("/csv/random", test_random);
  return g_test_run ();
}
