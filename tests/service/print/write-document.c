/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Writes a document for documents.py to look at: `write-document KIND [N] <TEXT >PDF`. What a kind sets of
 * others comes by standard input. Says on standard error how long it took, or why not (and ends with 1). */

#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "service/print/document.h"
#include "service/print/text.h"

#define CREATED G_GINT64_CONSTANT (1795312316000000) /* 2026-11-22 06:11:56 UTC */

static char *
read_input (void)
{
  GString *text = g_string_new (NULL);
  char piece[65536];
  gsize n;

  while ((n = fread (piece, 1, sizeof piece, stdin)) > 0)
    g_string_append_len (text, piece, (gssize) n);
  return g_string_free_and_steal (text);
}

/* What a certificate of a review is like. */
static void
add_certificate (ReeveDocument *document)
{
  static const ReeveDocumentColumn columns[] = {
    { "Finding", 5, REEVE_COLUMN_TEXT },
    { "Decided", 3, REEVE_COLUMN_TEXT },
    { "Events", 1.4, REEVE_COLUMN_NUMBER },
    { "Evidence", 3, REEVE_COLUMN_CODE },
  };
  static const char *const rows[][4] = {
    { "Sign-in from a country that Hana Nováková never signed in from", "Explained: conference in Lisbon",
      "3", "b5bb9d8014a0f9b1" },
    { "Twenty folders opened within a minute", "Case opened", "1,204", "d61e21a8f9c3a117" },
    { "A grant was used for the first time in 90 days", "No cause for concern", "1", "e3b0c44298fc1c14" },
  };

  reeve_document_add_paragraph (
    document, "This certifies that the access log of the workspace named below was reviewed for the "
              "window of four weeks, completely and by the persons who signed.");
  reeve_document_add_heading (document, 1, "What was reviewed");
  reeve_document_add_pair (document, "Workspace", "Nordwind Research GmbH");
  reeve_document_add_pair (document, "Window", "26 October 2026 to 22 November 2026");
  reeve_document_add_pair (
    document, "Checkpoint",
    "reeve.nordwind.example/log\n1310442\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=");
  reeve_document_add_link (document, "How to verify this certificate",
                           "https://reeve.example.org/verify?x=1&y='2'");
  reeve_document_add_heading (document, 1, "How far it went");
  reeve_document_add_bar (document, "Events seen", 1, "1,310,442 of 1,310,442 (100 %)");
  reeve_document_add_bar (document, "Findings decided", 0.92, "46 of 50 (92 %)");
  reeve_document_add_bar (document, "Explained", 0.5, "25 of 50 (50 %)");
  reeve_document_add_heading (document, 1, "Findings");
  reeve_document_add_table (document, columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    reeve_document_add_row (document, rows[i]);
  reeve_document_add_heading (document, 2, "Remarks");
  reeve_document_add_paragraph (
    document, "Four findings are left open with a case each; the cases are named in the register of cases. "
              "The review was made in two sittings.");
  reeve_document_add_note (document,
                           "All times are UTC. Numbers count events of all systems whose log comes in.");
  reeve_document_add_heading (document, 1, "Signed");
  reeve_document_add_signature (
    document, "Reviewed by", "Hana Nováková",
    "Signed in Reeve on 22 November 2026, 06:11 UTC, with a second factor, from 192.0.2.44");
  reeve_document_add_signature (document, "Countersigned by", NULL, NULL);
  reeve_document_add_signature (document, "Received by", "Bram de Vries", NULL);
}

static void
add_rows (ReeveDocument *document, guint n)
{
  static const ReeveDocumentColumn columns[] = {
    { "Time", 3, REEVE_COLUMN_TEXT },       { "Who", 4, REEVE_COLUMN_TEXT },
    { "What", 5, REEVE_COLUMN_TEXT },       { "Address", 3, REEVE_COLUMN_CODE },
    { "Events", 1.5, REEVE_COLUMN_NUMBER },
  };

  reeve_document_add_heading (document, 1, "Timeline");
  reeve_document_add_table (document, columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *time =
        g_strdup_printf ("2026-11-%02u %02u:%02u:%02u", i / 86400 + 1, i / 3600 % 24, i / 60 % 60, i % 60);
      g_autofree char *who = g_strdup_printf ("person%u@example.org", i);
      g_autofree char *what =
        g_strdup_printf ("%s the folder “Contracts %u”",
                         i % 7 == 3 ? "Looked at every single document that is in" : "Opened", i % 13);
      g_autofree char *address = g_strdup_printf ("192.0.2.%u", i % 256);
      g_autofree char *count = g_strdup_printf ("%u", i * 37 % 1009);
      const char *const cells[] = { time, who, what, address, count };

      reeve_document_add_row (document, cells);
    }
}

/* The text of others in every place where a text can be. */
static void
add_everywhere (ReeveDocument *document, const char *text)
{
  static const ReeveDocumentColumn columns[] = {
    { "Narrow", 1, REEVE_COLUMN_TEXT },
    { "Wide", 6, REEVE_COLUMN_TEXT },
    { "Right", 2, REEVE_COLUMN_NUMBER },
    { "Code", 2, REEVE_COLUMN_CODE },
  };
  const char *const cells[] = { text, text, text, text };
  g_autofree char *name = reeve_print_isolate (text);
  g_autofree char *sentence = g_strdup_printf ("Signed by %s on 2026-11-22, 3 findings.", name);

  reeve_document_add_heading (document, 2, text);
  reeve_document_add_paragraph (document, text);
  reeve_document_add_paragraph (document, sentence);
  reeve_document_add_note (document, text);
  reeve_document_add_link (document, text, text);
  reeve_document_add_pair (document, text, text);
  reeve_document_add_bar (document, text, 0.3, text);
  reeve_document_add_table (document, columns, G_N_ELEMENTS (columns));
  reeve_document_add_row (document, cells);
  reeve_document_add_signature (document, text, text, text);
}

static gboolean
add_kind (ReeveDocument *document, const char *kind, guint n, const char *text)
{
  if (g_str_equal (kind, "certificate"))
    add_certificate (document);
  else if (g_str_equal (kind, "rows"))
    add_rows (document, n);
  else if (g_str_equal (kind, "everywhere"))
    add_everywhere (document, text);
  else if (g_str_equal (kind, "paragraphs"))
    for (guint i = 0; i < n; i++)
      {
        if (i % 5 == 0)
          reeve_document_add_heading (document, 1 + i / 5 % 3, "A heading that stays with its text");
        reeve_document_add_paragraph (document, text);
      }
  else
    return FALSE;
  return TRUE;
}

int
main (int argc, char *argv[])
{
  const char *kind = argc > 1 ? argv[1] : "";
  guint n = argc > 2 ? (guint) g_ascii_strtoull (argv[2], NULL, 10) : 0;
  gint64 wait_ms = argc > 3 ? (gint64) g_ascii_strtoull (argv[3], NULL, 10) : 60000;
  g_autofree char *text =
    g_str_equal (kind, "everywhere") || g_str_equal (kind, "paragraphs") ? read_input () : NULL;
  gboolean hostile = g_str_equal (kind, "everywhere");
  ReeveDocumentAbout about = {
    .title = hostile ? text : "Certificate of a review",
    .head = hostile ? text : "Nordwind Research GmbH",
    .foot = hostile ? text : "Written by Reeve from the record of the workspace",
    .page = "Page {page} of {pages}",
    .language = "en",
    .created = CREATED,
  };
  g_autoptr (ReeveDocument) document = reeve_document_new (&about);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pdf = NULL;
  gint64 start = g_get_monotonic_time ();

  if (!add_kind (document, kind, n, text))
    return 2;
  pdf = reeve_document_write (document, start + wait_ms * 1000, &error);
  if (pdf == NULL)
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  g_printerr ("%.1f ms\n", (double) (g_get_monotonic_time () - start) / 1000);
  fwrite (g_bytes_get_data (pdf, NULL), 1, g_bytes_get_size (pdf), stdout);
  return 0;
}
