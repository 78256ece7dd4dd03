/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The same parts make the same bytes, on whatever thread; a deadline ends the work; a machine without fonts
 * is told. What is in the file, documents.py looks at. */

#include "config.h"

#include "service/print/document.h"

#include <glib/gstdio.h>

#include "common/error.h"

#define CREATED G_GINT64_CONSTANT (1795312316000000)
#define THREADS 8

static const ReeveDocumentAbout about = {
  .title = "Certificate",
  .head = "Workspace",
  .foot = "Reeve",
  .page = "Page {page} of {pages}",
  .created = CREATED,
};

static ReeveDocument *
make_document (guint rows)
{
  static const ReeveDocumentColumn columns[] = {
    { "Who", 2, REEVE_COLUMN_TEXT },
    { "What", 3, REEVE_COLUMN_CODE },
    { "Events", 1, REEVE_COLUMN_NUMBER },
  };
  ReeveDocument *document = reeve_document_new (&about);

  reeve_document_add_heading (document, 1, "Overview");
  reeve_document_add_paragraph (document, "Größe, שלום, محمد, 漢字, \360\237\230\200.");
  reeve_document_add_pair (document, "Key", "value");
  reeve_document_add_link (document, "A link", "https://reeve.example.org/?a='b'\\");
  reeve_document_add_bar (document, "Share", 0.4, "40 %");
  reeve_document_add_table (document, columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i < rows; i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", i);
      const char *const cells[] = { "Ada Lovelace with a name that takes more than one line", number,
                                    number };

      reeve_document_add_row (document, cells);
    }
  reeve_document_add_signature (document, "Signed by", "Ada", NULL);
  return document;
}

static gpointer
write_on_thread (gpointer data)
{
  g_autoptr (ReeveDocument) document = make_document (120);
  g_autoptr (GError) error = NULL;
  GBytes *pdf = reeve_document_write (document, G_MAXINT64, &error);

  g_assert_no_error (error);
  return pdf;
}

static void
test_same_bytes (void)
{
  GThread *threads[THREADS];
  g_autoptr (GBytes) first = write_on_thread (NULL);

  for (guint i = 0; i < THREADS; i++)
    threads[i] = g_thread_new ("print", write_on_thread, NULL);
  for (guint i = 0; i < THREADS; i++)
    {
      g_autoptr (GBytes) pdf = g_thread_join (threads[i]);

      g_assert_true (g_bytes_equal (pdf, first));
    }
}

/* Writing it does not use it up. */
static void
test_again (void)
{
  g_autoptr (ReeveDocument) document = make_document (3);
  g_autoptr (GBytes) first = reeve_document_write (document, G_MAXINT64, NULL);
  g_autoptr (GBytes) second = reeve_document_write (document, G_MAXINT64, NULL);

  g_assert_true (g_bytes_equal (first, second));
  g_assert_cmpint (g_bytes_get_size (first), >, 5000);
}

static void
test_deadline (void)
{
  g_autoptr (ReeveDocument) document = make_document (20000);
  g_autoptr (GError) error = NULL;
  gint64 deadline = g_get_monotonic_time () + 20000;

  g_assert_null (reeve_document_write (document, deadline, &error));
  g_assert_error (error, REEVE_ERROR, REEVE_ERROR_BUSY);
}

/* A process of its own, since fontconfig reads its configuration once. */
static void
test_no_font (void)
{
  if (g_test_subprocess ())
    {
      g_autoptr (ReeveDocument) document = make_document (1);
      g_autoptr (GError) error = NULL;

      g_assert_null (reeve_document_write (document, G_MAXINT64, &error));
      g_assert_error (error, REEVE_ERROR, REEVE_ERROR_INTERNAL);
      g_assert_cmpstr (reeve_error_get_reason (error), ==, "no_font");
      return;
    }
  {
    g_autofree char *folder = g_dir_make_tmp ("reeve-fonts-XXXXXX", NULL);
    g_autofree char *file = g_build_filename (folder, "fonts.conf", NULL);

    g_assert_true (
      g_file_set_contents (file, "<?xml version=\"1.0\"?>\n<fontconfig></fontconfig>\n", -1, NULL));
    g_setenv ("FONTCONFIG_FILE", file, TRUE);
    g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
    g_unsetenv ("FONTCONFIG_FILE");
    g_test_trap_assert_passed ();
    g_unlink (file);
    g_rmdir (folder);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/print/document/same-bytes", test_same_bytes);
  g_test_add_func ("/print/document/again", test_again);
  g_test_add_func ("/print/document/deadline", test_deadline);
  g_test_add_func ("/print/document/no-font", test_no_font);
  return g_test_run ();
}
