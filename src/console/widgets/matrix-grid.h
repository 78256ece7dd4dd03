/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Where things are in a matrix: pixels of the widget from positions, and back. Columns run the way that the
 * language is read; what is scrolled is counted from where they begin. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  guint rows; /* in all */
  guint columns;
  int width; /* of the widget */
  int height;
  int cell_width;
  int cell_height;
  int header_width; /* beside the rows */
  int header_height;
  double along; /* scrolled by */
  double down;
  gboolean mirrored; /* from right to left */
} ReeveMatrixGrid;

/* What is on screen, of each the first and how many. */
typedef struct
{
  guint row;
  guint n_rows;
  guint column;
  guint n_columns;
} ReeveMatrixSight;

/* The left edge of something @width wide that lies @x from where the widget begins. */
double reeve_matrix_grid_place (const ReeveMatrixGrid *self, double x, double width);
double reeve_matrix_grid_get_x (const ReeveMatrixGrid *self, guint column); /* left edge of its cells */
double reeve_matrix_grid_get_y (const ReeveMatrixGrid *self, guint row);
ReeveMatrixSight reeve_matrix_grid_get_sight (const ReeveMatrixGrid *self);
/* FALSE: no cell is there */
gboolean reeve_matrix_grid_find (const ReeveMatrixGrid *self, double x, double y, guint *row, guint *column);

G_END_DECLS
