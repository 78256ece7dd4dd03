/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A document of A4 sheets as PDF, to be kept and signed: a certificate, a timeline, a register. Whoever
 * writes one adds its parts from top to bottom. All texts are shown as they are and never obeyed (text.h), so
 * they may be anybody's; a value within a sentence is put in by reeve_print_isolate().
 *
 * The same parts make the same bytes, on any thread and at any time, as long as the fonts of the machine are
 * the same. The file has an outline and PDF's tags: headings, paragraphs, tables, lists, links.
 *
 *     g_autoptr (ReeveDocument) document = reeve_document_new (&about);
 *
 *     reeve_document_add_heading (document, 1, _("What was looked at"));
 *     reeve_document_add_pair (document, _("Workspace"), workspace->name);
 *     pdf = reeve_document_write (document, deadline, error);
 *
 * One belongs to one thread at a time. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _ReeveDocument ReeveDocument;

/* What it is. All are copied. */
typedef struct
{
  const char *title;
  const char *head;     /* at the top of every sheet: whose it is */
  const char *foot;     /* (nullable): at the bottom of every sheet */
  const char *page;     /* "Page {page} of {pages}", in the document's language */
  const char *language; /* (nullable): "de", "pt-BR" */
  gint64 created;       /* microseconds since 1970 UTC; the file says so */
} ReeveDocumentAbout;

typedef enum
{
  REEVE_COLUMN_TEXT,
  REEVE_COLUMN_NUMBER, /* at the right */
  REEVE_COLUMN_CODE,   /* letters of one width: hashes, addresses */
} ReeveColumnKind;

typedef struct
{
  const char *title;
  double weight; /* of the width, among those of all columns; more than 0 */
  ReeveColumnKind kind;
} ReeveDocumentColumn;

/* Its title stands at the top already. (transfer full) */
ReeveDocument *reeve_document_new (const ReeveDocumentAbout *about);
void reeve_document_free (ReeveDocument *self);

/* @level: 1 to 3. It stays with what follows. */
void reeve_document_add_heading (ReeveDocument *self, guint level, const char *text);
void reeve_document_add_paragraph (ReeveDocument *self, const char *text); /* line feeds break lines */
void reeve_document_add_note (ReeveDocument *self, const char *text);      /* a paragraph in small letters */
/* What leads nowhere one should go (no URI of https, http or mailto) is set as text. */
void reeve_document_add_link (ReeveDocument *self, const char *text, const char *uri);
/* What comes next stands on a sheet of its own. */
void reeve_document_add_turn (ReeveDocument *self);
/* What is called what. Those that follow each other are one list. */
void reeve_document_add_pair (ReeveDocument *self, const char *name, const char *value);
/* @share: from 0 to 1; @words say it too. */
void reeve_document_add_bar (ReeveDocument *self, const char *label, double share, const char *words);
/* How much there was of several things over the same time, one row of bars below the other. */
typedef struct
{
  const char *label;
  const gint64 *values; /* one for each bar, none below 0 */
} ReeveDocumentSeries;
typedef struct
{
  const char *label;
  double place; /* from 0, where the first bar begins, to 1, where the last one ends */
} ReeveDocumentMark;
/* @words: what it shows, for who does not see it; stands below. @begin, @end: of the time, in words. All are
 * copied. */
void reeve_document_add_plot (ReeveDocument *self,
                              const ReeveDocumentSeries *series,
                              guint n_series,
                              guint n_bars,
                              const ReeveDocumentMark *marks,
                              guint n_marks,
                              const char *begin,
                              const char *end,
                              const char *words);
/* Rows that are added from now on are its. Words that do not fit into their column are broken. */
void reeve_document_add_table (ReeveDocument *self, const ReeveDocumentColumn *columns, guint n_columns);
void reeve_document_add_row (ReeveDocument *self, const char *const *cells); /* one for each column */
/* Where somebody signs. @name: (nullable): is written by hand. @words: (nullable): how and when it was
 * signed; without them there is room for ink. Those that follow each other stand side by side. */
void
reeve_document_add_signature (ReeveDocument *self, const char *role, const char *name, const char *words);

/**
 * reeve_document_write:
 * @deadline: monotonic microseconds
 *
 * May be called again. Returns: (transfer full): a PDF. Errors: INTERNAL (reason "no_font": none is
 * installed), BUSY past the deadline.
 */
GBytes *reeve_document_write (ReeveDocument *self, gint64 deadline, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveDocument, reeve_document_free)

G_END_DECLS
