/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The child is the cell with the cursor: it has the focus and is told of, and draws nothing but the focus. */

#include "config.h"

#include "console/widgets/matrix.h"

#include <glib/gi18n.h>
#include <math.h>

#include "console/widgets/formatting.h"
#include "console/widgets/matrix-glyphs.h"
#include "console/widgets/verb-words.h"

#define MARGIN       12
#define INDENT       14
#define MOST_LAYOUTS 400

struct _ReeveMatrix
{
  GtkWidget parent_instance;
  /* owned */
  ReeveMatrixModel *model;       /* (nullable) */
  GtkAdjustment *adjustments[2]; /* (nullable): horizontal, vertical */
  GtkWidget *cell;               /* child */
  ReeveMatrixGlyphs *glyphs;
  GHashTable *layouts; /* name -> PangoLayout */

  GtkScrollablePolicy policies[2];
  guint row;
  guint column;
  int cell_width; /* of the font */
  int cell_height;
  int header_width;
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

/* --- The cell --- */

#define REEVE_TYPE_MATRIX_CELL (reeve_matrix_cell_get_type ())
G_DECLARE_FINAL_TYPE (ReeveMatrixCell, reeve_matrix_cell, REEVE, MATRIX_CELL, GtkWidget)

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

/* --- Where things are --- */

static void
get_size (ReeveMatrix *self, guint *n_rows, guint *n_columns)
{
  *n_rows = *n_columns = 0;
  if (self->model != NULL)
    reeve_matrix_model_get_size (self->model, n_rows, n_columns);
}

static double
get_offset (ReeveMatrix *self, GtkOrientation orientation)
{
  return self->adjustments[orientation] != NULL ? gtk_adjustment_get_value (self->adjustments[orientation])
                                                : 0;
}

static int
get_header_height (ReeveMatrix *self)
{
  return self->cell_height + MARGIN / 2;
}

static double
get_x (ReeveMatrix *self, guint column)
{
  return self->header_width + (double) column * self->cell_width -
         get_offset (self, GTK_ORIENTATION_HORIZONTAL);
}

static double
get_y (ReeveMatrix *self, guint row)
{
  return get_header_height (self) + (double) row * self->cell_height -
         get_offset (self, GTK_ORIENTATION_VERTICAL);
}

/* What is on screen, as first ones and numbers. */
static void
get_window (ReeveMatrix *self, guint *row, guint *n_rows, guint *column, guint *n_columns)
{
  guint all_rows, all_columns;
  int width = MAX (gtk_widget_get_width (GTK_WIDGET (self)) - self->header_width, 0);
  int height = MAX (gtk_widget_get_height (GTK_WIDGET (self)) - get_header_height (self), 0);

  get_size (self, &all_rows, &all_columns);
  *row = (guint) (get_offset (self, GTK_ORIENTATION_VERTICAL) / self->cell_height);
  *column = (guint) (get_offset (self, GTK_ORIENTATION_HORIZONTAL) / self->cell_width);
  *row = MIN (*row, all_rows);
  *column = MIN (*column, all_columns);
  *n_rows = MIN ((guint) (height / self->cell_height) + 2, all_rows - *row);
  *n_columns = MIN ((guint) (width / self->cell_width) + 2, all_columns - *column);
}

static gboolean
find_cell (ReeveMatrix *self, double x, double y, guint *row, guint *column)
{
  guint n_rows, n_columns;
  double down = y - get_header_height (self) + get_offset (self, GTK_ORIENTATION_VERTICAL);
  double right = x - self->header_width + get_offset (self, GTK_ORIENTATION_HORIZONTAL);

  get_size (self, &n_rows, &n_columns);
  if (y < get_header_height (self) || x < self->header_width)
    return FALSE;
  *row = (guint) (down / self->cell_height);
  *column = (guint) (right / self->cell_width);
  return *row < n_rows && *column < n_columns;
}

/* --- Words --- */

char *
reeve_matrix_describe (ReeveMatrix *self, guint row, guint column)
{
  const char *id, *folder, *principal;
  g_auto (GStrv) wire = NULL;
  ReeveVerbs verbs, own;
  guint depth;

  g_return_val_if_fail (REEVE_IS_MATRIX (self), NULL);

  if (self->model == NULL || !reeve_matrix_model_get_row (self->model, row, &id, &folder, &depth) ||
      !reeve_matrix_model_get_column (self->model, column, &id, &principal) ||
      !reeve_matrix_model_get_cell (self->model, row, column, &verbs, &own))
    return g_strdup (_ ("Loading…"));
  wire = reeve_verbs_to_wire (verbs);
  principal = reeve_format_role (principal);
  if (verbs == REEVE_VERBS_NONE)
    /* Translators: of a cell of a table: a folder, a person, group or role, what they may do */
    return g_strdup_printf (_ ("%s, %s: %s"), folder, principal, reeve_verb_words (NULL));
  /* Translators: of a cell of a table: a folder, a person, group or role, what they may do, and where that
   * comes from: "direct" or "inherited" */
  return g_strdup_printf (_ ("%s, %s: %s, %s"), folder, principal,
                          reeve_verb_words ((const char *const *) wire),
                          /* Translators: of what somebody may do in a folder: by a grant for them on it, or
                           * from elsewhere */
                          own != REEVE_VERBS_NONE ? _ ("direct") : _ ("inherited"));
}

static void
show_cursor (ReeveMatrix *self)
{
  g_autofree char *text = reeve_matrix_describe (self, self->row, self->column);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->cell), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

/* --- Drawing --- */

/* (transfer none) */
static PangoLayout *
get_layout (ReeveMatrix *self, const char *name, int width)
{
  PangoLayout *layout = g_hash_table_lookup (self->layouts, name);

  if (layout == NULL)
    {
      if (g_hash_table_size (self->layouts) > MOST_LAYOUTS)
        g_hash_table_remove_all (self->layouts);
      layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), name);
      pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
      g_hash_table_insert (self->layouts, g_strdup (name), layout);
    }
  pango_layout_set_width (layout, MAX (width, 1) * PANGO_SCALE);
  return layout;
}

static void
draw_name (ReeveMatrix *self,
           GtkSnapshot *snapshot,
           const char *name,
           double x,
           double y,
           int width,
           gboolean current)
{
  PangoLayout *layout = get_layout (self, name, width);
  GdkRGBA color;
  int height;

  gtk_widget_get_color (GTK_WIDGET (self), &color);
  if (!current)
    color.alpha *= 0.85f;
  pango_layout_get_pixel_size (layout, NULL, &height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT ((float) x, (float) (y + (self->cell_height - height) / 2)));
  gtk_snapshot_append_layout (snapshot, layout, &color);
  gtk_snapshot_restore (snapshot);
}

static void
draw_headers (ReeveMatrix *self,
              GtkSnapshot *snapshot,
              guint row,
              guint n_rows,
              guint column,
              guint n_columns)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  int height = gtk_widget_get_height (GTK_WIDGET (self));
  int top = get_header_height (self);
  const char *id, *name;
  guint depth;

  gtk_snapshot_push_clip (snapshot,
                          &GRAPHENE_RECT_INIT ((float) self->header_width, 0, (float) width, (float) top));
  for (guint i = column; i < column + n_columns; i++)
    if (reeve_matrix_model_get_column (self->model, i, &id, &name))
      draw_name (self, snapshot, reeve_format_role (name), get_x (self, i) + 4, 0, self->cell_width - 8,
                 i == self->column);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_push_clip (snapshot,
                          &GRAPHENE_RECT_INIT (0, (float) top, (float) self->header_width, (float) height));
  for (guint i = row; i < row + n_rows; i++)
    if (reeve_matrix_model_get_row (self->model, i, &id, &name, &depth))
      {
        int indent = MARGIN + (int) MIN (depth, 8) * INDENT;

        draw_name (self, snapshot, name, indent, get_y (self, i), self->header_width - indent - 6,
                   i == self->row);
      }
  gtk_snapshot_pop (snapshot);
}

/* The lines under the rows are one node: a node each made of a frame's damage a region of so many stripes
 * that clipping to it took more than drawing. */
static void
draw_lines (ReeveMatrix *self, GtkSnapshot *snapshot, guint row, guint n_rows)
{
  float width = (float) gtk_widget_get_width (GTK_WIDGET (self));
  float height = (float) gtk_widget_get_height (GTK_WIDGET (self));
  float top = (float) get_header_height (self);
  float first = (float) floor (get_y (self, row));
  float below = MIN (height, (float) floor (get_y (self, row + n_rows)));
  GdkRGBA color;

  gtk_widget_get_color (GTK_WIDGET (self), &color);
  color.alpha *= 0.1f;
  if (below > top)
    {
      gtk_snapshot_push_repeat (snapshot, &GRAPHENE_RECT_INIT (0, top, width, below - top),
                                &GRAPHENE_RECT_INIT (0, first, width, (float) self->cell_height));
      gtk_snapshot_append_color (snapshot, &color,
                                 &GRAPHENE_RECT_INIT (0, first + (float) self->cell_height - 1, width, 1));
      gtk_snapshot_pop (snapshot);
    }
  color.alpha *= 2;
  gtk_snapshot_append_color (snapshot, &color, &GRAPHENE_RECT_INIT (0, top - 1, width, 1));
  gtk_snapshot_append_color (snapshot, &color,
                             &GRAPHENE_RECT_INIT ((float) self->header_width - 1, 0, 1, height));
}

/* Device pixels in one of the widget's. */
static double
get_scale (ReeveMatrix *self)
{
  GtkNative *native = gtk_widget_get_native (GTK_WIDGET (self));
  GdkSurface *surface = native != NULL ? gtk_native_get_surface (native) : NULL;

  return surface != NULL ? gdk_surface_get_scale (surface) : 1;
}

static void
draw_cells (ReeveMatrix *self, GtkSnapshot *snapshot, guint row, guint n_rows, guint column, guint n_columns)
{
  double scale = get_scale (self);

  reeve_matrix_glyphs_set_size (self->glyphs, (float) self->cell_height - 12, scale);
  for (guint r = row; r < row + n_rows; r++)
    for (guint c = column; c < column + n_columns; c++)
      {
        const graphene_rect_t *place;
        graphene_rect_t there;
        ReeveVerbs verbs, own;
        GdkTexture *glyph;

        if (!reeve_matrix_model_get_cell (self->model, r, c, &verbs, &own))
          continue;
        glyph =
          reeve_matrix_glyphs_get (self->glyphs, GTK_WIDGET (self), verbs, own != REEVE_VERBS_NONE, &place);
        if (glyph == NULL)
          continue;
        /* Beside the grid of pixels it would be blurred, and drawn slower. */
        graphene_rect_offset_r (
          place, (float) (floor ((get_x (self, c) + self->cell_width / 2.0) * scale) / scale),
          (float) (floor ((get_y (self, r) + self->cell_height / 2.0) * scale) / scale), &there);
        gtk_snapshot_append_texture (snapshot, glyph, &there);
      }
}

static void
reeve_matrix_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  ReeveMatrix *self = REEVE_MATRIX (widget);
  guint row, n_rows, column, n_columns;

  if (self->model == NULL)
    return;
  get_window (self, &row, &n_rows, &column, &n_columns);
  draw_lines (self, snapshot, row, n_rows);
  draw_headers (self, snapshot, row, n_rows, column, n_columns);
  gtk_snapshot_push_clip (snapshot,
                          &GRAPHENE_RECT_INIT ((float) self->header_width, (float) get_header_height (self),
                                               (float) gtk_widget_get_width (widget),
                                               (float) gtk_widget_get_height (widget)));
  draw_cells (self, snapshot, row, n_rows, column, n_columns);
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
  self->cell_height = height + 18;
  self->cell_width = digit * 13;
  self->header_width = digit * 28;
}

static void
configure (ReeveMatrix *self, GtkOrientation orientation, double page, double upper)
{
  GtkAdjustment *adjustment = self->adjustments[orientation];
  double step = orientation == GTK_ORIENTATION_VERTICAL ? self->cell_height : self->cell_width;

  if (adjustment != NULL)
    gtk_adjustment_configure (adjustment, MIN (gtk_adjustment_get_value (adjustment), MAX (upper - page, 0)),
                              0, MAX (upper, page), step, MAX (page - step, step), page);
}

static void
look (ReeveMatrix *self)
{
  guint row, n_rows, column, n_columns;

  if (self->model == NULL)
    return;
  get_window (self, &row, &n_rows, &column, &n_columns);
  reeve_matrix_model_want (self->model, row, n_rows, column, n_columns);
}

static void
reeve_matrix_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  ReeveMatrix *self = REEVE_MATRIX (widget);
  guint n_rows, n_columns;

  get_size (self, &n_rows, &n_columns);
  configure (self, GTK_ORIENTATION_HORIZONTAL, MAX (width - self->header_width, 1),
             (double) n_columns * self->cell_width);
  configure (self, GTK_ORIENTATION_VERTICAL, MAX (height - get_header_height (self), 1),
             (double) n_rows * self->cell_height);
  gtk_widget_set_child_visible (self->cell, self->row < n_rows && self->column < n_columns);
  gtk_widget_size_allocate (self->cell,
                            &(GtkAllocation) { (int) CLAMP (get_x (self, self->column), -32000, 32000),
                                               (int) CLAMP (get_y (self, self->row), -32000, 32000),
                                               self->cell_width, self->cell_height },
                            -1);
  look (self);
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
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? self->header_width + self->cell_width
                                                       : get_header_height (self) + self->cell_height;
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
  g_hash_table_remove_all (self->layouts);
  measure_font (self);
  gtk_widget_queue_resize (widget);
}

/* --- The cursor --- */

static void
bring_into_sight (ReeveMatrix *self, GtkOrientation orientation, double from, double size)
{
  if (self->adjustments[orientation] != NULL)
    gtk_adjustment_clamp_page (self->adjustments[orientation], from, from + size);
}

void
reeve_matrix_move_to (ReeveMatrix *self, guint row, guint column)
{
  guint n_rows, n_columns;

  g_return_if_fail (REEVE_IS_MATRIX (self));

  get_size (self, &n_rows, &n_columns);
  if (n_rows == 0 || n_columns == 0)
    return;
  self->row = MIN (row, n_rows - 1);
  self->column = MIN (column, n_columns - 1);
  bring_into_sight (self, GTK_ORIENTATION_HORIZONTAL, (double) self->column * self->cell_width,
                    self->cell_width);
  bring_into_sight (self, GTK_ORIENTATION_VERTICAL, (double) self->row * self->cell_height,
                    self->cell_height);
  show_cursor (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static guint
add (guint position, gint64 delta)
{
  return (guint) CLAMP ((gint64) position + delta, 0, (gint64) G_MAXUINT32);
}

static gboolean
on_key_cb (ReeveMatrix *self, guint key, guint code, GdkModifierType modifiers)
{
  gboolean control = (modifiers & GDK_CONTROL_MASK) != 0;
  guint row, rows, column, columns;

  if ((modifiers & (GDK_ALT_MASK | GDK_SHIFT_MASK | GDK_SUPER_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  get_window (self, &row, &rows, &column, &columns);
  switch (key)
    {
    case GDK_KEY_Up:
    case GDK_KEY_Down:
      reeve_matrix_move_to (self, add (self->row, key == GDK_KEY_Up ? -1 : 1), self->column);
      return GDK_EVENT_STOP;
    case GDK_KEY_Left:
    case GDK_KEY_Right:
      reeve_matrix_move_to (self, self->row, add (self->column, key == GDK_KEY_Left ? -1 : 1));
      return GDK_EVENT_STOP;
    case GDK_KEY_Page_Up:
    case GDK_KEY_Page_Down:
      rows = MAX (rows, 3) - 2;
      reeve_matrix_move_to (self, add (self->row, key == GDK_KEY_Page_Up ? -(gint64) rows : (gint64) rows),
                            self->column);
      return GDK_EVENT_STOP;
    case GDK_KEY_Home:
      reeve_matrix_move_to (self, control ? 0 : self->row, 0);
      return GDK_EVENT_STOP;
    case GDK_KEY_End:
      reeve_matrix_move_to (self, control ? G_MAXUINT : self->row, G_MAXUINT);
      return GDK_EVENT_STOP;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
      g_signal_emit (self, signals[ACTIVATE], 0, self->row, self->column);
      return GDK_EVENT_STOP;
    case GDK_KEY_F2:
      g_signal_emit (self, signals[WHY], 0, self->row, self->column);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static void
on_pressed_cb (ReeveMatrix *self, int n, double x, double y)
{
  guint row, column;

  gboolean hit = find_cell (self, x, y, &row, &column);

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
  guint row = self->row, column = self->column;

  if (!keyboard && !find_cell (self, x, y, &row, &column))
    return FALSE;
  text = reeve_matrix_describe (self, row, column);
  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

/* --- The widget --- */

static void
on_changed_cb (ReeveMatrix *self)
{
  guint n_rows, n_columns;

  get_size (self, &n_rows, &n_columns);
  self->row = MIN (self->row, MAX (n_rows, 1) - 1);
  self->column = MIN (self->column, MAX (n_columns, 1) - 1);
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
  g_hash_table_unref (REEVE_MATRIX (object)->layouts);
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
  self->layouts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->cell = g_object_new (REEVE_TYPE_MATRIX_CELL, NULL);
  gtk_widget_set_parent (self->cell, GTK_WIDGET (self));
  measure_font (self);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key_cb), self);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (on_pressed_cb), self);
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
