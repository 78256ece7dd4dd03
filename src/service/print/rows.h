/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Rows of cells in columns: tables, and lists of what is called what. A row is torn only if it is longer than
 * a sheet; the head of a table stands on every sheet. */

#pragma once

#include "service/print/block.h"

G_BEGIN_DECLS

typedef struct
{
  char *title;   /* (nullable): no head if none has one */
  double weight; /* of the width, among those of all columns */
  ReeveStyle style;
  ReeveInk ink;
  gboolean end; /* at the right, as numbers are */
} ReeveRowsColumn;

/* @columns: taken over with their titles. @table: with lines between rows and a head; else a plain list.
 * (transfer full) */
ReeveBlock *reeve_rows_new (GArray *columns, gboolean table);
/* @cells: clean (text.h), one for each column, taken over. */
void reeve_rows_add (ReeveBlock *self, GStrv cells);

G_END_DECLS
