/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* CSV in and out: RFC 4180, plus what spreadsheets really write: BOM, semicolon or tab, CR LF or LF, blank
 * lines at the end. Errors name the line (1 = the first of the file) and, where there is one, the column's
 * heading. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  guint line; /* where the row begins in the file, from 1 */
  GStrv cells;
  guint n_cells;
} ReeveCsvRow;

typedef struct _ReeveCsv ReeveCsv;

/* Reads a whole file. Errors: INVALID (reason "csv_encoding", "csv_quote", "csv_empty"; the message names the
 * line). Rows without any content are left out; UTF-16 with a BOM and Excel's "sep=;" line are understood.
 * (transfer full) */
ReeveCsv *reeve_csv_parse (const char *data, gsize length, GError **error);
void reeve_csv_free (ReeveCsv *self);
const ReeveCsvRow *reeve_csv_get_header (ReeveCsv *self); /* the first row */
guint reeve_csv_get_n_rows (ReeveCsv *self);              /* without the header */
const ReeveCsvRow *reeve_csv_get_row (ReeveCsv *self, guint index);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveCsv, reeve_csv_free)

/* Appends one cell, quoted where needed; a leading =, +, -, @, tab or CR is defused with ' (OWASP CSV
 * injection). */
void reeve_csv_append_cell (GString *csv, const char *text, gboolean last_in_row);

G_END_DECLS
