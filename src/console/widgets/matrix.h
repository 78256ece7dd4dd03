/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A matrix of what principals (columns) may do in folders (rows): both headers stand still, the cells are
 * drawn, and only what is on screen is asked for. One cell has the cursor; it alone is accessible, as the
 * cell that the focus moves to. */

#pragma once

#include <gtk/gtk.h>

#include "console/lists/matrix-model.h"

G_BEGIN_DECLS

#define REEVE_TYPE_MATRIX (reeve_matrix_get_type ())
G_DECLARE_FINAL_TYPE (ReeveMatrix, reeve_matrix, REEVE, MATRIX, GtkWidget)

/* To stand in a GtkScrolledWindow. Signals: "why" and "activate" (row, column: unsigned): of the cursor, by
 * F2, and by Return or two clicks. */
void reeve_matrix_set_model (ReeveMatrix *self, ReeveMatrixModel *model); /* (nullable) */
ReeveMatrixModel *reeve_matrix_get_model (ReeveMatrix *self);             /* (transfer none) (nullable) */
void reeve_matrix_get_cursor (ReeveMatrix *self, guint *row, guint *column);
void reeve_matrix_move_to (ReeveMatrix *self, guint row, guint column); /* and into sight */

G_END_DECLS
