/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What others wrote is shown and does nothing; nothing of it is left out. */

#include "config.h"

#include "service/print/text.h"

#include <string.h>

#define FSI "\342\201\250"
#define PDI "\342\201\251"

static const struct
{
  const char *text;
  const char *clean;
} cases[] = {
  { "", "" },
  { "Größe שלום 漢字 \360\237\230\200", "Größe שלום 漢字 \360\237\230\200" },
  /* Lines. */
  { "a\r\nb\rc\nd\342\200\250e\tf", "a\nb\nc\nd\ne f" },
  /* Controls, overrides, what is no character, letters of the tag block. */
  { "a\001\033[2J\177b", "a\\u0001\\u001b[2J\\u007fb" },
  { "invoice\342\200\256fdp.exe", "invoice\\u202efdp.exe" },
  { "a\357\277\276b\357\267\220c\363\240\201\201", "a\\ufffeb\\ufdd0c\\ue0041" },
  /* No UTF-8: too long a form, a lone continuation, a cut one. */
  { "a\300\200b\200c\342\200", "a\\xc0\\x80b\\x80c\\xe2\\x80" },
  /* Isolates stay where they are whole, in their paragraph. */
  { "a " FSI "b" PDI " c", "a " FSI "b" PDI " c" },
  { "a " PDI "b" FSI " c", "a \\u2069b\\u2068 c" },
  { "a " FSI "b\nc" PDI, "a \\u2068b\nc\\u2069" },
  { FSI "x\n" FSI "y" PDI, "\\u2068x\n" FSI "y" PDI },
  { "a\342\201\246b" PDI, "a\\u2066b\\u2069" },
  /* Six marks on a letter, no more. */
  { "e\314\201\314\201\314\201\314\201\314\201\314\201\314\201!",
    "e\314\201\314\201\314\201\314\201\314\201\314\201\\u0301!" },
};

static void
test_clean (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *clean = reeve_print_clean (cases[i].text);

      g_assert_cmpstr (clean, ==, cases[i].clean);
    }
}

/* A value cannot leave its isolate, and is one line. */
static void
test_isolate (void)
{
  g_autofree char *plain = reeve_print_isolate ("שלום");
  g_autofree char *out = reeve_print_isolate ("a" PDI "b\nc" FSI "d" PDI);

  g_assert_cmpstr (plain, ==, FSI "שלום" PDI);
  g_assert_cmpstr (out, ==, FSI "a\\u2069b c\\u2068d\\u2069" PDI);
}

static void
test_cut (void)
{
  g_autofree char *whole = reeve_print_cut ("zwölf", 5);
  g_autofree char *cut = reeve_print_cut ("zwölf\nBoxkämpfer", 6);

  g_assert_cmpstr (whole, ==, "zwölf");
  g_assert_cmpstr (cut, ==, "zwölf …");
}

/* What is long gets lines, and every letter of it stays. */
static void
test_long (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *word = g_strnfill (100000, 'x');
  g_autofree char *clean = reeve_print_clean (word);
  g_autofree char *words = NULL;
  g_auto (GStrv) lines = g_strsplit (clean, "\n", -1);
  gsize sum = 0;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_assert_cmpuint (strlen (lines[i]), <=, 500);
      sum += strlen (lines[i]);
    }
  g_assert_cmpuint (sum, ==, 100000);
  for (guint i = 0; i < 50000; i++)
    g_string_append (text, "word ");
  words = reeve_print_clean (text->str);
  g_strdelimit (words, "\n", ' ');
  /* A line begins with the space at which the one before was broken. */
  g_assert_nonnull (strstr (words, "word  word"));
  g_assert_null (strstr (words, "wo rd"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/print/text/clean", test_clean);
  g_test_add_func ("/print/text/isolate", test_isolate);
  g_test_add_func ("/print/text/cut", test_cut);
  g_test_add_func ("/print/text/long", test_long);
  return g_test_run ();
}
