/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The child is the cell with the cursor: it has the focus and is told of, and draws nothing but the focus. */

#include "config.h"

#include "console/widgets/matrix.h"

#include <adwaita.h>

#include "console/widgets/matrix-cell.h"
#include "console/widgets/matrix-cells.h"
#include "console/widgets/matrix-headers.h"
#include "console/widgets/matrix-keys.h"
#include "console/widgets/matrix-words.h"

struct _ReeveMatrix
{
  GtkWidget parent_instance;
  /* owned */
  ReeveMatrixModel *model;       /* (nullable) */
  GtkAdjustment *adjustments[2]; /* (nullable): horizontal, vertical */
  GtkWidget *cell;               /* child */
  ReeveMatrixGlyphs *glyphs;
  ReeveMatrixHeaders *headers;

  GtkScrollablePolicy policies[2];
  guint row;
  guint column;
  ReeveMatrixGrid sizes; /* of cells and headers, which the font gives */
};

static void reeve_matrix_scrollable_init (GtkScrollableInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ReeveMatrix,
                               reeve_matrix,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, reeve_matrix_scrollable_init))

enum
{
  PROP_0,
  PROP_HADJUSTMENT,
  PROP_VADJUSTMENT,
  PROP_HSCROLL_POLICY,
  PROP_VSCROLL_POLICY,
};

enum
{
  WHY,
  ACTIVATE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* --- Where things are --- */

static gboolean
is_mirrored (ReeveMatrix *self)
{
  return gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
}

/* An adjustment counts from the left, whichever way is read: turns one count into the other, and back. */
static double
turn (ReeveMatrix *self, GtkOrientation orientation, double offset)
{
  GtkAdjustment *adjustment = self->adjustments[orientation];

  return orientation == GTK_ORIENTATION_HORIZONTAL && is_mirrored (self)
           ? gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment) - offset
           : offset;
}

static double
get_offset (ReeveMatrix *self, GtkOrientation orientation)
{
  return self->adjustments[orientation] != NULL
           ? MAX (turn (self, orientation, gtk_adjustment_get_value (self->adjustments[orientation])), 0)
           : 0;
}

static ReeveMatrixGrid
get_grid (ReeveMatrix *self)
{
  ReeveMatrixGrid grid = self->sizes;

  if (self->model != NULL)
    reeve_matrix_model_get_size (self->model, &grid.rows, &grid.columns);
  grid.width = gtk_widget_get_width (GTK_WIDGET (self));
  grid.height = gtk_widget_get_height (GTK_WIDGET (self));
  grid.along = get_offset (self, GTK_ORIENTATION_HORIZONTAL);
  grid.down = get_offset (self, GTK_ORIENTATION_VERTICAL);
  grid.mirrored = is_mirrored (self);
  return grid;
}

/* --- The cursor's cell --- */

static void
show_cursor (ReeveMatrix *self)
{
  g_autofree char *text = reeve_matrix_words_describe (self->model, self->row, self->column);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->cell), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

/* --- Drawing --- */

static void
reeve_matrix_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  ReeveMatrix *self = REEVE_MATRIX (widget);
  gboolean strong = adw_style_manager_get_high_contrast (adw_style_manager_get_default ());
  ReeveMatrixGrid grid = get_grid (self);
  int width = MAX (grid.width - grid.header_width, 0);

  if (self->model == NULL)
    return;
  reeve_matrix_cells_draw_lines (widget, snapshot, &grid, strong ? 0.5f : 0.1f);
  reeve_matrix_headers_draw (self->headers, widget, snapshot, &grid, self->model, self->row, self->column,
                             strong ? 1 : 0.85f);
  gtk_snapshot_push_clip (
    snapshot, &GRAPHENE_RECT_INIT ((float) reeve_matrix_grid_place (&grid, grid.header_width, width),
                                   (float) grid.header_height, (float) width,
                                   (float) MAX (grid.height - grid.header_height, 0)));
  reeve_matrix_cells_draw (widget, snapshot, &grid, self->model, self->glyphs);
  gtk_widget_snapshot_child (widget, self->cell, snapshot);
  gtk_snapshot_pop (snapshot);
}

/* --- Layout --- */

static void
measure_font (ReeveMatrix *self)
{
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (self));
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);
  int digit = PANGO_PIXELS_CEIL (pango_font_metrics_get_approximate_char_width (metrics));
  int height = PANGO_PIXELS_CEIL (pango_font_metrics_get_height (metrics));

  pango_font_metrics_unref (metrics);
  self->sizes = (ReeveMatrixGrid) { .cell_width = digit * 13,
                                    .cell_height = height + 18,
                                    .header_width = digit * 28,
                                    .header_height = height + 24 };
}

/* What is scrolled by stays, as counted from where the columns begin. */
static void
configure (ReeveMatrix *self, GtkOrientation orientation, double page, double upper, double step)
{
  GtkAdjustment *adjustment = self->adjustments[orientation];
  double offset;

  if (adjustment == NULL)
    return;
  page = MAX (page, 1);
  upper = MAX (upper, page);
  offset = MIN (get_offset (self, orientation), upper - page);
  gtk_adjustment_configure (
    adjustment,
    orientation == GTK_ORIENTATION_HORIZONTAL && is_mirrored (self) ? upper - page - offset : offset, 0,
    upper, step, MAX (page - step, step), page);
}

static void
reeve_matrix_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  ReeveMatrix *self = REEVE_MATRIX (widget);
  ReeveMatrixGrid grid = get_grid (self);
  ReeveMatrixSight sight;
  GtkAllocation there;

  configure (self, GTK_ORIENTATION_HORIZONTAL, width - grid.header_width,
             (double) grid.columns * grid.cell_width, grid.cell_width);
  configure (self, GTK_ORIENTATION_VERTICAL, height - grid.header_height,
             (double) grid.rows * grid.cell_height, grid.cell_height);
  grid = get_grid (self);
  gtk_widget_set_child_visible (self->cell, self->row < grid.rows && self->column < grid.columns);
  there = (GtkAllocation) { .x = (int) CLAMP (reeve_matrix_grid_get_x (&grid, self->column), -32000, 32000),
                            .y = (int) CLAMP (reeve_matrix_grid_get_y (&grid, self->row), -32000, 32000),
                            .width = grid.cell_width,
                            .height = grid.cell_height };
  gtk_widget_size_allocate (self->cell, &there, -1);
  if (self->model == NULL)
    return;
  sight = reeve_matrix_grid_get_sight (&grid);
  reeve_matrix_model_want (self->model, sight.row, sight.n_rows, sight.column, sight.n_columns);
}

static void
reeve_matrix_measure (GtkWidget *widget,
                      GtkOrientation orientation,
                      int for_size,
                      int *minimum,
                      int *natural,
                      int *minimum_baseline,
                      int *natural_baseline)
{
  ReeveMatrix *self = REEVE_MATRIX (widget);
  int ignored;

  gtk_widget_measure (self->cell, orientation, -1, &ignored, NULL, NULL, NULL);
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? self->sizes.header_width + self->sizes.cell_width
                                                       : self->sizes.header_height + self->sizes.cell_height;
  *natural = *minimum * 2;
}

static void
on_scrolled_cb (ReeveMatrix *self)
{
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
set_adjustment (ReeveMatrix *self, GtkOrientation orientation, GtkAdjustment *adjustment)
{
  if (self->adjustments[orientation] != NULL)
    g_signal_handlers_disconnect_by_data (self->adjustments[orientation], self);
  g_set_object (&self->adjustments[orientation], adjustment);
  if (adjustment != NULL)
    g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (on_scrolled_cb), self,
                             G_CONNECT_SWAPPED);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
reeve_matrix_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  ReeveMatrix *self = REEVE_MATRIX (widget);

  GTK_WIDGET_CLASS (reeve_matrix_parent_class)->css_changed (widget, change);
  reeve_matrix_glyphs_forget (self->glyphs);
  reeve_matrix_headers_forget (self->headers);
  measure_font (self);
  gtk_widget_queue_resize (widget);
}

static void
reeve_matrix_direction_changed (GtkWidget *widget, GtkTextDirection previous)
{
  reeve_matrix_headers_forget (REEVE_MATRIX (widget)->headers);
  GTK_WIDGET_CLASS (reeve_matrix_parent_class)->direction_changed (widget, previous);
}

static void
on_contrast_cb (ReeveMatrix *self)
{
  reeve_matrix_glyphs_forget (self->glyphs);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* --- The cursor --- */

static void
bring_into_sight (ReeveMatrix *self, GtkOrientation orientation, double from, double size)
{
  GtkAdjustment *adjustment = self->adjustments[orientation];
  double offset, page;

  if (adjustment == NULL)
    return;
  offset = get_offset (self, orientation);
  page = gtk_adjustment_get_page_size (adjustment);
  offset = MIN (from, MAX (offset, from + size - page));
  gtk_adjustment_set_value (adjustment, turn (self, orientation, offset));
}

void
reeve_matrix_move_to (ReeveMatrix *self, guint row, guint column)
{
  ReeveMatrixGrid grid;

  g_return_if_fail (REEVE_IS_MATRIX (self));

  grid = get_grid (self);
  if (grid.rows == 0 || grid.columns == 0)
    return;
  self->row = MIN (row, grid.rows - 1);
  self->column = MIN (column, grid.columns - 1);
  bring_into_sight (self, GTK_ORIENTATION_HORIZONTAL, (double) self->column * grid.cell_width,
                    grid.cell_width);
  bring_into_sight (self, GTK_ORIENTATION_VERTICAL, (double) self->row * grid.cell_height, grid.cell_height);
  show_cursor (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
on_key_cb (ReeveMatrix *self, guint key, guint code, GdkModifierType modifiers)
{
  ReeveMatrixGrid grid = get_grid (self);
  guint row = self->row, column = self->column;

  switch (reeve_matrix_keys_read (&grid, key, modifiers, &row, &column))
    {
    case REEVE_MATRIX_KEY_MOVE:
      reeve_matrix_move_to (self, row, column);
      return GDK_EVENT_STOP;
    case REEVE_MATRIX_KEY_ACTIVATE:
      g_signal_emit (self, signals[ACTIVATE], 0, row, column);
      return GDK_EVENT_STOP;
    case REEVE_MATRIX_KEY_WHY:
      g_signal_emit (self, signals[WHY], 0, row, column);
      return GDK_EVENT_STOP;
    case REEVE_MATRIX_KEY_NOTHING:
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static void
on_pressed_cb (ReeveMatrix *self, int n, double x, double y)
{
  ReeveMatrixGrid grid = get_grid (self);
  guint row, column;
  gboolean hit = reeve_matrix_grid_find (&grid, x, y, &row, &column);

  gtk_widget_grab_focus (self->cell);
  if (hit)
    reeve_matrix_move_to (self, row, column);
  if (hit && n == 2)
    g_signal_emit (self, signals[ACTIVATE], 0, row, column);
}

static gboolean
reeve_matrix_query_tooltip (GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  ReeveMatrix *self = REEVE_MATRIX (widget);
  g_autofree char *text = NULL;
  ReeveMatrixGrid grid = get_grid (self);
  guint row = self->row, column = self->column;

  if (!keyboard && !reeve_matrix_grid_find (&grid, x, y, &row, &column))
    return FALSE;
  text = reeve_matrix_words_describe (self->model, row, column);
  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

/* --- The widget --- */

static void
on_changed_cb (ReeveMatrix *self)
{
  ReeveMatrixGrid grid = get_grid (self);

  self->row = MIN (self->row, MAX (grid.rows, 1) - 1);
  self->column = MIN (self->column, MAX (grid.columns, 1) - 1);
  show_cursor (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
reeve_matrix_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (REEVE_MATRIX (widget)->cell);
}

static gboolean
reeve_matrix_focus (GtkWidget *widget, GtkDirectionType direction)
{
  /* One stop: Tab leads on, the arrows move the cursor. */
  if (gtk_widget_has_focus (REEVE_MATRIX (widget)->cell))
    return FALSE;
  return gtk_widget_grab_focus (REEVE_MATRIX (widget)->cell);
}

static void
reeve_matrix_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  ReeveMatrix *self = REEVE_MATRIX (object);

  if (id == PROP_HADJUSTMENT || id == PROP_VADJUSTMENT)
    g_value_set_object (
      value,
      self->adjustments[id == PROP_HADJUSTMENT ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL]);
  else if (id == PROP_HSCROLL_POLICY || id == PROP_VSCROLL_POLICY)
    g_value_set_enum (value, self->policies[id == PROP_HSCROLL_POLICY ? 0 : 1]);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
reeve_matrix_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  ReeveMatrix *self = REEVE_MATRIX (object);

  if (id == PROP_HADJUSTMENT || id == PROP_VADJUSTMENT)
    set_adjustment (self, id == PROP_HADJUSTMENT ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL,
                    g_value_get_object (value));
  else if (id == PROP_HSCROLL_POLICY || id == PROP_VSCROLL_POLICY)
    self->policies[id == PROP_HSCROLL_POLICY ? 0 : 1] = g_value_get_enum (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
reeve_matrix_dispose (GObject *object)
{
  ReeveMatrix *self = REEVE_MATRIX (object);

  reeve_matrix_set_model (self, NULL);
  for (guint i = 0; i < 2; i++)
    {
      if (self->adjustments[i] != NULL)
        g_signal_handlers_disconnect_by_data (self->adjustments[i], self);
      g_clear_object (&self->adjustments[i]);
    }
  g_clear_pointer (&self->cell, gtk_widget_unparent);
  G_OBJECT_CLASS (reeve_matrix_parent_class)->dispose (object);
}

static void
reeve_matrix_finalize (GObject *object)
{
  reeve_matrix_glyphs_free (REEVE_MATRIX (object)->glyphs);
  reeve_matrix_headers_free (REEVE_MATRIX (object)->headers);
  G_OBJECT_CLASS (reeve_matrix_parent_class)->finalize (object);
}

static void
reeve_matrix_scrollable_init (GtkScrollableInterface *interface)
{
}

static void
reeve_matrix_class_init (ReeveMatrixClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->get_property = reeve_matrix_get_property;
  object_class->set_property = reeve_matrix_set_property;
  object_class->dispose = reeve_matrix_dispose;
  object_class->finalize = reeve_matrix_finalize;
  widget_class->snapshot = reeve_matrix_snapshot;
  widget_class->measure = reeve_matrix_measure;
  widget_class->size_allocate = reeve_matrix_size_allocate;
  widget_class->css_changed = reeve_matrix_css_changed;
  widget_class->direction_changed = reeve_matrix_direction_changed;
  widget_class->query_tooltip = reeve_matrix_query_tooltip;
  widget_class->grab_focus = reeve_matrix_grab_focus;
  widget_class->focus = reeve_matrix_focus;
  g_object_class_override_property (object_class, PROP_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (object_class, PROP_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (object_class, PROP_HSCROLL_POLICY, "hscroll-policy");
  g_object_class_override_property (object_class, PROP_VSCROLL_POLICY, "vscroll-policy");
  signals[WHY] = g_signal_new ("why", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                               G_TYPE_UINT, G_TYPE_UINT);
  signals[ACTIVATE] = g_signal_new ("activate", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                    G_TYPE_UINT, G_TYPE_UINT);
  gtk_widget_class_set_css_name (widget_class, "matrix");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GRID);
}

static void
reeve_matrix_init (ReeveMatrix *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  self->glyphs = reeve_matrix_glyphs_new ();
  self->headers = reeve_matrix_headers_new ();
  self->cell = g_object_new (REEVE_TYPE_MATRIX_CELL, NULL);
  gtk_widget_set_parent (self->cell, GTK_WIDGET (self));
  measure_font (self);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key_cb), self);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (on_pressed_cb), self);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::high-contrast",
                           G_CALLBACK (on_contrast_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

void
reeve_matrix_set_model (ReeveMatrix *self, ReeveMatrixModel *model)
{
  g_return_if_fail (REEVE_IS_MATRIX (self));

  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  g_set_object (&self->model, model);
  self->row = self->column = 0;
  if (model == NULL)
    return;
  g_signal_connect_object (model, "changed", G_CALLBACK (on_changed_cb), self, G_CONNECT_SWAPPED);
  on_changed_cb (self);
}

ReeveMatrixModel *
reeve_matrix_get_model (ReeveMatrix *self)
{
  g_return_val_if_fail (REEVE_IS_MATRIX (self), NULL);

  return self->model;
}

void
reeve_matrix_get_cursor (ReeveMatrix *self, guint *row, guint *column)
{
  g_return_if_fail (REEVE_IS_MATRIX (self));

  *row = self->row;
  *column = self->column;
}
