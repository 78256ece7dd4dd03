/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The parts go down the paper twice: once to count the sheets, once to be drawn. */

#include "config.h"

#include "service/print/document.h"

#include <cairo-pdf.h>

#include "common/error.h"
#include "service/print/figures.h"
#include "service/print/paragraph.h"
#include "service/print/plot.h"
#include "service/print/rows.h"
#include "service/print/text.h"
#include "service/print/unwritten.h"

#define MAX_SHORT \
  300 /* characters of what stands in a place of its own: at the edges, beside a bar, under a line */

struct _ReeveDocument
{
  char *title;
  char *head;
  char *foot; /* (nullable) */
  char *page;
  char *language; /* (nullable) */
  gint64 created;
  GPtrArray *blocks; /* of ReeveBlock */
  /* borrowed from blocks: the last one, if it is of that kind and takes more */
  ReeveBlock *pairs;      /* (nullable) */
  ReeveBlock *table;      /* (nullable) */
  ReeveBlock *signatures; /* (nullable) */
  guint n_columns;        /* of the table */
};

static void
free_block (gpointer data)
{
  ReeveBlock *block = data;

  block->free (block);
}

static void
add (ReeveDocument *self, ReeveBlock *block)
{
  self->pairs = self->table = self->signatures = NULL;
  g_ptr_array_add (self->blocks, block);
}

ReeveDocument *
reeve_document_new (const ReeveDocumentAbout *about)
{
  ReeveDocument *self = g_new0 (ReeveDocument, 1);

  self->title = reeve_print_cut (about->title, MAX_SHORT);
  self->head = reeve_print_cut (about->head, MAX_SHORT);
  self->foot = about->foot != NULL ? reeve_print_cut (about->foot, MAX_SHORT) : NULL;
  self->page = reeve_print_cut (about->page, MAX_SHORT);
  self->language = g_strdup (about->language);
  self->created = about->created;
  self->blocks = g_ptr_array_new_with_free_func (free_block);
  add (self, reeve_paragraph_new_heading (0, self->title));
  return self;
}

void
reeve_document_free (ReeveDocument *self)
{
  g_free (self->title);
  g_free (self->head);
  g_free (self->foot);
  g_free (self->page);
  g_free (self->language);
  g_ptr_array_unref (self->blocks);
  g_free (self);
}

void
reeve_document_add_heading (ReeveDocument *self, guint level, const char *text)
{
  g_autofree char *clean = reeve_print_clean (text);

  add (self, reeve_paragraph_new_heading (CLAMP (level, 1, 3), clean));
}

static void
add_paragraph (ReeveDocument *self, ReeveStyle style, ReeveInk ink, const char *text)
{
  g_autofree char *clean = reeve_print_clean (text);

  add (self, reeve_paragraph_new (style, ink, clean));
}

void
reeve_document_add_paragraph (ReeveDocument *self, const char *text)
{
  add_paragraph (self, REEVE_STYLE_BODY, REEVE_INK_TEXT, text);
}

void
reeve_document_add_note (ReeveDocument *self, const char *text)
{
  add_paragraph (self, REEVE_STYLE_SMALL, REEVE_INK_QUIET, text);
}

void
reeve_document_add_link (ReeveDocument *self, const char *text, const char *uri)
{
  g_autofree char *clean = reeve_print_clean (text);

  add (self, reeve_paragraph_new_link (clean, uri));
}

void
reeve_document_add_pair (ReeveDocument *self, const char *name, const char *value)
{
  char *cells[] = { reeve_print_clean (name), reeve_print_clean (value), NULL };

  if (self->pairs == NULL)
    {
      const ReeveRowsColumn columns[] = {
        { .weight = 3, .style = REEVE_STYLE_BODY, .ink = REEVE_INK_QUIET },
        { .weight = 7, .style = REEVE_STYLE_BODY, .ink = REEVE_INK_TEXT },
      };
      GArray *array = g_array_new (FALSE, FALSE, sizeof (ReeveRowsColumn));
      ReeveBlock *pairs =
        reeve_rows_new (g_array_append_vals (array, columns, G_N_ELEMENTS (columns)), FALSE);

      add (self, pairs);
      self->pairs = pairs;
    }
  reeve_rows_add (self->pairs, g_memdup2 (cells, sizeof cells));
}

void
reeve_document_add_bar (ReeveDocument *self, const char *label, double share, const char *words)
{
  g_autofree char *clean_label = reeve_print_cut (label, MAX_SHORT);
  g_autofree char *clean_words = reeve_print_cut (words, MAX_SHORT);

  add (self, reeve_bar_new (clean_label, share, clean_words));
}

void
reeve_document_add_plot (ReeveDocument *self,
                         const ReeveDocumentSeries *series,
                         guint n_series,
                         guint n_bars,
                         const ReeveDocumentMark *marks,
                         guint n_marks,
                         const char *begin,
                         const char *end,
                         const char *words)
{
  ReeveBlock *plot = reeve_plot_new (n_bars);
  g_autofree char *clean_begin = reeve_print_cut (begin, MAX_SHORT);
  g_autofree char *clean_end = reeve_print_cut (end, MAX_SHORT);

  for (guint i = 0; i < n_series; i++)
    {
      g_autofree char *label = reeve_print_cut (series[i].label, MAX_SHORT);

      reeve_plot_add_row (plot, label, series[i].values);
    }
  for (guint i = 0; i < n_marks; i++)
    {
      g_autofree char *label = reeve_print_cut (marks[i].label, MAX_SHORT);

      reeve_plot_add_mark (plot, label, marks[i].place);
    }
  reeve_plot_set_time (plot, clean_begin, clean_end);
  add (self, plot);
  reeve_document_add_note (self, words);
}

void
reeve_document_add_turn (ReeveDocument *self)
{
  add (self, reeve_turn_new ());
}

void
reeve_document_add_table (ReeveDocument *self, const ReeveDocumentColumn *columns, guint n_columns)
{
  GArray *array = g_array_new (FALSE, FALSE, sizeof (ReeveRowsColumn));
  ReeveBlock *table;

  for (guint i = 0; i < n_columns; i++)
    {
      ReeveRowsColumn column = {
        .title = reeve_print_clean (columns[i].title),
        .weight = columns[i].weight,
        .style = columns[i].kind == REEVE_COLUMN_CODE ? REEVE_STYLE_CELL_FIXED : REEVE_STYLE_CELL,
        .ink = REEVE_INK_TEXT,
        .end = columns[i].kind == REEVE_COLUMN_NUMBER,
      };

      g_array_append_val (array, column);
    }
  table = reeve_rows_new (array, TRUE);
  add (self, table);
  self->table = table;
  self->n_columns = n_columns;
}

void
reeve_document_add_row (ReeveDocument *self, const char *const *cells)
{
  GStrv clean;

  g_return_if_fail (self->table != NULL);
  clean = g_new0 (char *, self->n_columns + 1);
  for (guint i = 0; i < self->n_columns; i++)
    clean[i] = reeve_print_clean (cells[i]);
  reeve_rows_add (self->table, clean);
}

void
reeve_document_add_signature (ReeveDocument *self, const char *role, const char *name, const char *words)
{
  g_autofree char *clean_role = reeve_print_cut (role, MAX_SHORT);
  g_autofree char *clean_name = name != NULL ? reeve_print_cut (name, MAX_SHORT) : NULL;
  g_autofree char *clean_words = words != NULL ? reeve_print_cut (words, MAX_SHORT) : NULL;
  ReeveSignature signature = { clean_role, clean_name, clean_words };

  if (self->signatures == NULL)
    {
      ReeveBlock *signatures = reeve_signatures_new ();

      add (self, signatures);
      self->signatures = signatures;
    }
  reeve_signatures_add (self->signatures, &signature);
}

/* A heading, or several, and what must begin right below. */
static void
keep_together (ReeveDocument *self, guint from, ReevePaper *paper)
{
  double least = 0;

  for (guint i = from; i < self->blocks->len; i++)
    {
      ReeveBlock *block = g_ptr_array_index (self->blocks, i);

      least += block->get_least (block, paper);
      if (!block->stays_with_next)
        break;
    }
  reeve_paper_need (paper, least);
}

/* Returns the number of sheets. */
static guint
flow (ReeveDocument *self,
      ReeveFace *face,
      cairo_surface_t *surface,
      const ReevePaperRim *rim,
      gint64 deadline)
{
  g_autoptr (ReevePaper) paper = reeve_paper_new (face, surface, rim, deadline);

  for (guint i = 0; i < self->blocks->len && !reeve_paper_is_over (paper); i++)
    {
      ReeveBlock *block = g_ptr_array_index (self->blocks, i);

      if (block->stays_with_next)
        keep_together (self, i, paper);
      block->flow (block, paper);
    }
  return reeve_paper_get_page (paper);
}

static cairo_status_t
take_bytes (void *data, const unsigned char *bytes, unsigned length)
{
  g_byte_array_append (data, bytes, length);
  return CAIRO_STATUS_SUCCESS;
}

/* cairo would take the clock's time otherwise, and the bytes would differ. */
static void
describe (ReeveDocument *self, cairo_surface_t *surface)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (self->created / G_USEC_PER_SEC);
  g_autofree char *date = time != NULL ? g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ") : NULL;

  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, self->title);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_AUTHOR, "Reeve");
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Reeve");
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATE_DATE, date != NULL ? date : "");
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_MOD_DATE, date != NULL ? date : "");
}

GBytes *
reeve_document_write (ReeveDocument *self, gint64 deadline, GError **error)
{
  g_autoptr (ReeveFace) face = reeve_face_new (self->language, error);
  ReevePaperRim rim = { self->head, self->title, self->foot, self->page, 0 };
  g_autoptr (GByteArray) bytes = NULL;
  cairo_surface_t *surface;
  cairo_status_t status;

  if (face == NULL)
    return NULL;
  rim.pages = flow (self, face, NULL, &rim, deadline);
  bytes = g_byte_array_new ();
  surface = cairo_pdf_surface_create_for_stream (take_bytes, bytes, 1, 1);
  describe (self, surface);
  flow (self, face, surface, &rim, deadline);
  cairo_surface_finish (surface);
  status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (g_get_monotonic_time () >= deadline)
    reeve_set_error (error, REEVE_ERROR_BUSY, NULL, "the document was not ready in time");
  else if (status != CAIRO_STATUS_SUCCESS)
    reeve_set_error (error, REEVE_ERROR_INTERNAL, NULL, "failed to write the document: %s",
                     cairo_status_to_string (status));
  else if (!reeve_print_free_unwritten (bytes))
    reeve_set_error (error, REEVE_ERROR_INTERNAL, NULL, "the document is not as cairo writes one");
  else
    return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
  return NULL;
}
