/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/widgets/matrix-grid.h"

double
reeve_matrix_grid_place (const ReeveMatrixGrid *self, double x, double width)
{
  return self->mirrored ? self->width - x - width : x;
}

double
reeve_matrix_grid_get_x (const ReeveMatrixGrid *self, guint column)
{
  return reeve_matrix_grid_place (self, self->header_width + (double) column * self->cell_width - self->along,
                                  self->cell_width);
}

double
reeve_matrix_grid_get_y (const ReeveMatrixGrid *self, guint row)
{
  return self->header_height + (double) row * self->cell_height - self->down;
}

ReeveMatrixSight
reeve_matrix_grid_get_sight (const ReeveMatrixGrid *self)
{
  int width = MAX (self->width - self->header_width, 0);
  int height = MAX (self->height - self->header_height, 0);
  guint row = MIN ((guint) (self->down / self->cell_height), self->rows);
  guint column = MIN ((guint) (self->along / self->cell_width), self->columns);

  return (ReeveMatrixSight) { .row = row,
                              .n_rows = MIN ((guint) (height / self->cell_height) + 2, self->rows - row),
                              .column = column,
                              .n_columns =
                                MIN ((guint) (width / self->cell_width) + 2, self->columns - column) };
}

gboolean
reeve_matrix_grid_find (const ReeveMatrixGrid *self, double x, double y, guint *row, guint *column)
{
  x = reeve_matrix_grid_place (self, x, 0);
  if (y < self->header_height || x < self->header_width)
    return FALSE;
  *row = (guint) ((y - self->header_height + self->down) / self->cell_height);
  *column = (guint) ((x - self->header_width + self->along) / self->cell_width);
  return *row < self->rows && *column < self->columns;
}
