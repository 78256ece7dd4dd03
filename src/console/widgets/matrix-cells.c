/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/widgets/matrix-cells.h"

#include <math.h>

/* The lines under the rows are one node: a node each made of a frame's damage a region of so many stripes
 * that clipping to it took more than drawing. */
void
reeve_matrix_cells_draw_lines (GtkWidget *widget,
                               GtkSnapshot *snapshot,
                               const ReeveMatrixGrid *grid,
                               float strength)
{
  ReeveMatrixSight sight = reeve_matrix_grid_get_sight (grid);
  float width = (float) grid->width;
  float top = (float) grid->header_height;
  float first = (float) floor (reeve_matrix_grid_get_y (grid, sight.row));
  float below =
    MIN ((float) grid->height, (float) floor (reeve_matrix_grid_get_y (grid, sight.row + sight.n_rows)));
  GdkRGBA color;
  float opaque;

  gtk_widget_get_color (widget, &color);
  opaque = color.alpha;
  color.alpha = opaque * strength;
  if (below > top)
    {
      gtk_snapshot_push_repeat (snapshot, &GRAPHENE_RECT_INIT (0, top, width, below - top),
                                &GRAPHENE_RECT_INIT (0, first, width, (float) grid->cell_height));
      gtk_snapshot_append_color (snapshot, &color,
                                 &GRAPHENE_RECT_INIT (0, first + (float) grid->cell_height - 1, width, 1));
      gtk_snapshot_pop (snapshot);
    }
  color.alpha = opaque * MIN (2 * strength, 1);
  gtk_snapshot_append_color (snapshot, &color, &GRAPHENE_RECT_INIT (0, top - 1, width, 1));
  gtk_snapshot_append_color (
    snapshot, &color,
    &GRAPHENE_RECT_INIT ((float) reeve_matrix_grid_place (grid, grid->header_width - 1, 1), 0, 1,
                         (float) grid->height));
}

/* Device pixels in one of the widget's. */
static double
get_scale (GtkWidget *widget)
{
  GtkNative *native = gtk_widget_get_native (widget);
  GdkSurface *surface = native != NULL ? gtk_native_get_surface (native) : NULL;

  return surface != NULL ? gdk_surface_get_scale (surface) : 1;
}

/* Beside the grid of device pixels it would be blurred, and drawn slower. */
static float
snap (double value, double scale)
{
  return (float) (floor (value * scale) / scale);
}

void
reeve_matrix_cells_draw (GtkWidget *widget,
                         GtkSnapshot *snapshot,
                         const ReeveMatrixGrid *grid,
                         ReeveMatrixModel *model,
                         ReeveMatrixGlyphs *glyphs)
{
  ReeveMatrixSight sight = reeve_matrix_grid_get_sight (grid);
  double scale = get_scale (widget);

  reeve_matrix_glyphs_set_size (glyphs, (float) grid->cell_height - 12, scale);
  for (guint r = sight.row; r < sight.row + sight.n_rows; r++)
    for (guint c = sight.column; c < sight.column + sight.n_columns; c++)
      {
        const graphene_rect_t *place;
        graphene_rect_t there;
        ReeveVerbs verbs, own;
        GdkTexture *glyph;

        if (!reeve_matrix_model_get_cell (model, r, c, &verbs, &own))
          continue;
        glyph = reeve_matrix_glyphs_get (glyphs, widget, verbs, own != REEVE_VERBS_NONE, &place);
        if (glyph == NULL)
          continue;
        graphene_rect_offset_r (
          place, snap (reeve_matrix_grid_get_x (grid, c) + grid->cell_width / 2.0, scale),
          snap (reeve_matrix_grid_get_y (grid, r) + grid->cell_height / 2.0, scale), &there);
        gtk_snapshot_append_texture (snapshot, glyph, &there);
      }
}
