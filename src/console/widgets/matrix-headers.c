/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A name is laid out once and kept while it may be seen again. */

#include "config.h"

#include "console/widgets/matrix-headers.h"

#include "console/widgets/formatting.h"

#define MARGIN       12
#define INDENT       14
#define DEEPEST      8 /* is not drawn further in */
#define MOST_LAYOUTS 400

struct _ReeveMatrixHeaders
{
  GHashTable *layouts; /* owned: name -> PangoLayout */
};

/* All that drawing a name needs. */
typedef struct
{
  ReeveMatrixHeaders *self;
  GtkWidget *widget;
  GtkSnapshot *snapshot;
  const ReeveMatrixGrid *grid;
  ReeveMatrixModel *model;
  float faint;
} Drawing;

ReeveMatrixHeaders *
reeve_matrix_headers_new (void)
{
  ReeveMatrixHeaders *self = g_new0 (ReeveMatrixHeaders, 1);

  self->layouts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  return self;
}

void
reeve_matrix_headers_free (ReeveMatrixHeaders *self)
{
  g_hash_table_unref (self->layouts);
  g_free (self);
}

void
reeve_matrix_headers_forget (ReeveMatrixHeaders *self)
{
  g_hash_table_remove_all (self->layouts);
}

/* Names begin where the widget begins, in whichever script they are. (transfer none) */
static PangoLayout *
get_layout (const Drawing *drawing, const char *name, int width)
{
  GHashTable *layouts = drawing->self->layouts;
  PangoLayout *layout = g_hash_table_lookup (layouts, name);

  if (layout == NULL)
    {
      gboolean from_right;

      if (g_hash_table_size (layouts) > MOST_LAYOUTS)
        g_hash_table_remove_all (layouts);
      layout = gtk_widget_create_pango_layout (drawing->widget, name);
      from_right = pango_layout_get_direction (layout, 0) == PANGO_DIRECTION_RTL;
      /* Pango mirrors the alignment for the widget's direction, and again for the text's: the second is
       * taken back. */
      pango_layout_set_alignment (layout, from_right ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
      pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
      pango_layout_set_single_paragraph_mode (layout, TRUE);
      g_hash_table_insert (layouts, g_strdup (name), layout);
    }
  pango_layout_set_width (layout, MAX (width, 1) * PANGO_SCALE);
  return layout;
}

/* @x: its left edge */
static void
draw_name (const Drawing *drawing, const char *name, double x, double y, int width, gboolean current)
{
  PangoLayout *layout = get_layout (drawing, name, width);
  GdkRGBA color;
  int height;

  gtk_widget_get_color (drawing->widget, &color);
  if (!current)
    color.alpha *= drawing->faint;
  pango_layout_get_pixel_size (layout, NULL, &height);
  gtk_snapshot_save (drawing->snapshot);
  gtk_snapshot_translate (
    drawing->snapshot,
    &GRAPHENE_POINT_INIT ((float) x, (float) (y + (drawing->grid->cell_height - height) / 2)));
  gtk_snapshot_append_layout (drawing->snapshot, layout, &color);
  gtk_snapshot_restore (drawing->snapshot);
}

static void
draw_above (const Drawing *drawing, const ReeveMatrixSight *sight, guint current)
{
  const ReeveMatrixGrid *grid = drawing->grid;
  int width = MAX (grid->width - grid->header_width, 0);
  const char *id, *name;

  gtk_snapshot_push_clip (
    drawing->snapshot, &GRAPHENE_RECT_INIT ((float) reeve_matrix_grid_place (grid, grid->header_width, width),
                                            0, (float) width, (float) grid->header_height));
  for (guint i = sight->column; i < sight->column + sight->n_columns; i++)
    if (reeve_matrix_model_get_column (drawing->model, i, &id, &name))
      draw_name (drawing, reeve_format_role (name), reeve_matrix_grid_get_x (grid, i) + 4, 0,
                 grid->cell_width - 8, i == current);
  gtk_snapshot_pop (drawing->snapshot);
}

static void
draw_beside (const Drawing *drawing, const ReeveMatrixSight *sight, guint current)
{
  const ReeveMatrixGrid *grid = drawing->grid;
  const char *id, *name;
  guint depth;

  gtk_snapshot_push_clip (drawing->snapshot,
                          &GRAPHENE_RECT_INIT ((float) reeve_matrix_grid_place (grid, 0, grid->header_width),
                                               (float) grid->header_height, (float) grid->header_width,
                                               (float) MAX (grid->height - grid->header_height, 0)));
  for (guint i = sight->row; i < sight->row + sight->n_rows; i++)
    if (reeve_matrix_model_get_row (drawing->model, i, &id, &name, &depth))
      {
        int indent = MARGIN + (int) MIN (depth, DEEPEST) * INDENT;
        int width = grid->header_width - indent - MARGIN / 2;

        draw_name (drawing, name, reeve_matrix_grid_place (grid, indent, width),
                   reeve_matrix_grid_get_y (grid, i), width, i == current);
      }
  gtk_snapshot_pop (drawing->snapshot);
}

void
reeve_matrix_headers_draw (ReeveMatrixHeaders *self,
                           GtkWidget *widget,
                           GtkSnapshot *snapshot,
                           const ReeveMatrixGrid *grid,
                           ReeveMatrixModel *model,
                           guint row,
                           guint column,
                           float faint)
{
  const Drawing drawing = { self, widget, snapshot, grid, model, faint };
  ReeveMatrixSight sight = reeve_matrix_grid_get_sight (grid);

  draw_above (&drawing, &sight, column);
  draw_beside (&drawing, &sight, row);
}
