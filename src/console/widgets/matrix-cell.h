/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The cell of a matrix that has the cursor, for the focus and for whom it is read out to: it draws nothing
 * but the focus. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define REEVE_TYPE_MATRIX_CELL (reeve_matrix_cell_get_type ())
G_DECLARE_FINAL_TYPE (ReeveMatrixCell, reeve_matrix_cell, REEVE, MATRIX_CELL, GtkWidget)

G_END_DECLS
