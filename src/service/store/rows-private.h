/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What rows.c, rows-json.c and rows-list.c share. */

#pragma once

#include "service/store/rows.h"

G_BEGIN_DECLS

/* For each column the field that it fills, NULL: none. Kept by the statement. */
const ReeveField **reeve_rows_get_map (ReeveStatement *statement, GType type);
const char *reeve_rows_find_choice (const ReeveField *field, const char *text); /* (nullable), interned */

/* Rows as JSON without a record for each of them. */
typedef struct _ReeveRowWriter ReeveRowWriter;

ReeveRowWriter *reeve_row_writer_new (GType type);
void reeve_row_writer_free (ReeveRowWriter *self);

/* Appends the current row as reeve_record_append_json() would its record. Returns: that record, to be looked
 * at until the statement moves. (transfer none) */
gpointer reeve_row_writer_append (ReeveRowWriter *self, ReeveStatement *statement, GString *json);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveRowWriter, reeve_row_writer_free)

G_END_DECLS
