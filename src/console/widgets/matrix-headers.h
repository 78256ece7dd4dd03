/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The names above and beside a matrix. */

#pragma once

#include <gtk/gtk.h>

#include "console/lists/matrix-model.h"
#include "console/widgets/matrix-grid.h"

G_BEGIN_DECLS

typedef struct _ReeveMatrixHeaders ReeveMatrixHeaders;

ReeveMatrixHeaders *reeve_matrix_headers_new (void);
void reeve_matrix_headers_free (ReeveMatrixHeaders *self);
/* The font has changed. */
void reeve_matrix_headers_forget (ReeveMatrixHeaders *self);
/* @row, @column: of the cursor, whose names are told apart. @faint: how much of the colour the others have */
void reeve_matrix_headers_draw (ReeveMatrixHeaders *self,
                                GtkWidget *widget,
                                GtkSnapshot *snapshot,
                                const ReeveMatrixGrid *grid,
                                ReeveMatrixModel *model,
                                guint row,
                                guint column,
                                float faint);

G_END_DECLS
