/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/widgets/matrix-cell.h"

struct _ReeveMatrixCell
{
  GtkWidget parent_instance;
};

G_DEFINE_FINAL_TYPE (ReeveMatrixCell, reeve_matrix_cell, GTK_TYPE_WIDGET)

static void
reeve_matrix_cell_class_init (ReeveMatrixCellClass *klass)
{
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "cell");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GRID_CELL);
}

static void
reeve_matrix_cell_init (ReeveMatrixCell *self)
{
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
}
