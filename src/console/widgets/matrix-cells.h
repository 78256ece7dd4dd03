/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What is drawn between the headers of a matrix: the cells, and the lines. */

#pragma once

#include <gtk/gtk.h>

#include "console/lists/matrix-model.h"
#include "console/widgets/matrix-glyphs.h"
#include "console/widgets/matrix-grid.h"

G_BEGIN_DECLS

/* @strength: of the colour that the lines have, 0 to 1 */
void reeve_matrix_cells_draw_lines (GtkWidget *widget,
                                    GtkSnapshot *snapshot,
                                    const ReeveMatrixGrid *grid,
                                    float strength);
/* To be clipped to where the cells are. */
void reeve_matrix_cells_draw (GtkWidget *widget,
                              GtkSnapshot *snapshot,
                              const ReeveMatrixGrid *grid,
                              ReeveMatrixModel *model,
                              ReeveMatrixGlyphs *glyphs);

G_END_DECLS
