/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The matrix at 10,000 × 10,000, of a model that makes everything up: what is asked for, where the keys lead,
 * and what is read out. With --time it scrolls instead, and prints how long a frame takes. */

#include "config.h"

#include <adwaita.h>
#include <math.h>
#include <string.h>

#include "console/widgets/matrix-grid.h"
#include "console/widgets/matrix-headers.h"
#include "console/widgets/matrix.h"

#define SIDE 10000

static const char *word = "Folder"; /* of the rows' names */

/* --- A model --- */

#define TYPE_MADE_UP (made_up_get_type ())
G_DECLARE_FINAL_TYPE (MadeUp, made_up, MADE, UP, ReeveMatrixModel)

struct _MadeUp
{
  ReeveMatrixModel parent_instance;
  char row_names[64][32];
  char column_names[64][32];
  guint wanted[4];
  guint n_cells; /* asked about */
};

G_DEFINE_FINAL_TYPE (MadeUp, made_up, REEVE_TYPE_MATRIX_MODEL)

static void
made_up_get_size (ReeveMatrixModel *model, guint *n_rows, guint *n_columns)
{
  *n_rows = *n_columns = SIDE;
}

static gboolean
made_up_get_row (ReeveMatrixModel *model, guint row, const char **id, const char **name, guint *depth)
{
  char *text = MADE_UP (model)->row_names[row % 64];

  g_snprintf (text, 32, "%s %u", word, row);
  *id = *name = text;
  *depth = row % 5;
  return TRUE;
}

static gboolean
made_up_get_column (ReeveMatrixModel *model, guint column, const char **id, const char **name)
{
  char *text = MADE_UP (model)->column_names[column % 64];

  g_snprintf (text, 32, "Person %u", column);
  *id = *name = text;
  return TRUE;
}

static gboolean
made_up_get_cell (ReeveMatrixModel *model, guint row, guint column, ReeveVerbs *verbs, ReeveVerbs *own)
{
  static const ReeveVerbs some[] = { 0, 1, 3, 5, 7, 11, 15 };

  MADE_UP (model)->n_cells++;
  *verbs = some[(row * 7 + column * 3) % G_N_ELEMENTS (some)];
  *own = (row + column) % 3 == 0 ? *verbs : REEVE_VERBS_NONE;
  return TRUE;
}

static void
made_up_want (ReeveMatrixModel *model, guint row, guint n_rows, guint column, guint n_columns)
{
  const guint wanted[] = { row, n_rows, column, n_columns };

  memcpy (MADE_UP (model)->wanted, wanted, sizeof wanted);
}

static void
made_up_class_init (MadeUpClass *klass)
{
  ReeveMatrixModelClass *model_class = REEVE_MATRIX_MODEL_CLASS (klass);

  model_class->get_size = made_up_get_size;
  model_class->get_row = made_up_get_row;
  model_class->get_column = made_up_get_column;
  model_class->get_cell = made_up_get_cell;
  model_class->want = made_up_want;
}

static void
made_up_init (MadeUp *self)
{
}

/* --- A window --- */

typedef struct
{
  GtkWidget *window;
  GtkWidget *scroller;
  ReeveMatrix *matrix;
  MadeUp *model;
} View;

static void
open_view (View *view)
{
  view->model = g_object_new (TYPE_MADE_UP, NULL);
  view->matrix = g_object_new (REEVE_TYPE_MATRIX, NULL);
  view->scroller = gtk_scrolled_window_new ();
  view->window = gtk_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (view->scroller), GTK_WIDGET (view->matrix));
  gtk_window_set_child (GTK_WINDOW (view->window), view->scroller);
  gtk_window_set_default_size (GTK_WINDOW (view->window), 1200, 760);
  reeve_matrix_set_model (view->matrix, REEVE_MATRIX_MODEL (view->model));
  gtk_window_present (GTK_WINDOW (view->window));
  while (gtk_widget_get_height (GTK_WIDGET (view->matrix)) == 0 || view->model->n_cells == 0)
    g_main_context_iteration (NULL, TRUE);
}

static void
close_view (View *view)
{
  gtk_window_destroy (GTK_WINDOW (view->window));
  g_object_unref (view->model);
}

static void
press (View *view, guint key, GdkModifierType modifiers)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (view->matrix));

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);
      gboolean handled;

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", key, 0, modifiers, &handled);
    }
}

static void
assert_cursor (View *view, guint row, guint column)
{
  guint r, c;

  reeve_matrix_get_cursor (view->matrix, &r, &c);
  g_assert_cmpuint (r, ==, row);
  g_assert_cmpuint (c, ==, column);
}

static void
assert_read (View *view, const char *text)
{
  GtkAccessible *cell = GTK_ACCESSIBLE (gtk_widget_get_first_child (GTK_WIDGET (view->matrix)));
  g_autofree char *other = gtk_test_accessible_check_property (cell, GTK_ACCESSIBLE_PROPERTY_LABEL, text);

  g_assert_cmpstr (other, ==, NULL);
}

/* --- Cases --- */

/* Only what is on screen is asked for, wherever that is. */
static void
test_window (void)
{
  View view;

  open_view (&view);
  g_assert_cmpuint (view.model->wanted[0], ==, 0);
  g_assert_cmpuint (view.model->wanted[1], <, 60);
  g_assert_cmpuint (view.model->wanted[3], <, 60);
  g_assert_cmpuint (view.model->n_cells, <, 20 * 60 * 60);
  reeve_matrix_move_to (view.matrix, SIDE / 2, SIDE / 2);
  while (view.model->wanted[0] == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (view.model->wanted[0], <=, SIDE / 2);
  g_assert_cmpuint (view.model->wanted[0] + view.model->wanted[1], >, SIDE / 2);
  g_assert_cmpuint (view.model->wanted[2] + view.model->wanted[3], >, SIDE / 2);
  close_view (&view);
}

static void
test_keys (void)
{
  View view;

  open_view (&view);
  assert_cursor (&view, 0, 0);
  press (&view, GDK_KEY_Up, 0);
  assert_cursor (&view, 0, 0);
  press (&view, GDK_KEY_Down, 0);
  press (&view, GDK_KEY_Right, 0);
  assert_cursor (&view, 1, 1);
  press (&view, GDK_KEY_End, 0);
  assert_cursor (&view, 1, SIDE - 1);
  press (&view, GDK_KEY_Home, 0);
  assert_cursor (&view, 1, 0);
  press (&view, GDK_KEY_End, GDK_CONTROL_MASK);
  assert_cursor (&view, SIDE - 1, SIDE - 1);
  press (&view, GDK_KEY_Down, 0);
  assert_cursor (&view, SIDE - 1, SIDE - 1);
  press (&view, GDK_KEY_Home, GDK_CONTROL_MASK);
  assert_cursor (&view, 0, 0);
  press (&view, GDK_KEY_Page_Down, 0);
  press (&view, GDK_KEY_Page_Up, 0);
  assert_cursor (&view, 0, 0);
  close_view (&view);
}

/* From right to left: what comes first is at the right, the arrows lead where they point to, and what is on
 * screen is what was there before. */
static void
test_mirrored (void)
{
  GtkAdjustment *adjustment;
  double end;
  View view;

  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  open_view (&view);
  adjustment = gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (view.scroller));
  end = gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment);
  g_assert_cmpfloat (end, >, 0);
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), ==, end);
  g_assert_cmpuint (view.model->wanted[2], ==, 0);
  press (&view, GDK_KEY_Left, 0);
  assert_cursor (&view, 0, 1);
  press (&view, GDK_KEY_Right, 0);
  assert_cursor (&view, 0, 0);
  press (&view, GDK_KEY_End, 0);
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), ==, 0);
  while (view.model->wanted[2] == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (view.model->wanted[2] + view.model->wanted[3], ==, SIDE);
  press (&view, GDK_KEY_Home, 0);
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), ==, end);
  close_view (&view);
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

/* Where the name of the only row is drawn. */
static graphene_rect_t
draw_name (gboolean mirrored)
{
  const ReeveMatrixGrid grid = { .rows = 1,
                                 .width = 800,
                                 .height = 600,
                                 .cell_width = 90,
                                 .cell_height = 30,
                                 .header_width = 400,
                                 .header_height = 40,
                                 .mirrored = mirrored };
  g_autoptr (GtkWidget) widget = g_object_ref_sink (gtk_label_new (NULL));
  g_autoptr (MadeUp) model = g_object_new (TYPE_MADE_UP, NULL);
  ReeveMatrixHeaders *headers = reeve_matrix_headers_new ();
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  GskRenderNode *node;
  graphene_rect_t bounds;

  reeve_matrix_headers_draw (headers, widget, snapshot, &grid, REEVE_MATRIX_MODEL (model), 0, 0, 1);
  node = gtk_snapshot_free_to_node (snapshot);
  g_assert_nonnull (node);
  gsk_render_node_get_bounds (node, &bounds);
  gsk_render_node_unref (node);
  reeve_matrix_headers_free (headers);
  return bounds;
}

/* Names begin where the widget begins, in whichever script they are. */
static void
test_names (void)
{
  static const char *const words[] = { "Folder", "תיקייה" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      graphene_rect_t bounds;

      word = words[i];
      bounds = draw_name (FALSE);
      g_assert_cmpfloat (bounds.origin.x, <, 30);
      g_assert_cmpfloat (bounds.origin.x + bounds.size.width, <, 200);
      gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
      bounds = draw_name (TRUE);
      g_assert_cmpfloat (bounds.origin.x, >, 600);
      g_assert_cmpfloat (bounds.origin.x + bounds.size.width, >, 770);
      gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
    }
  word = words[0];
}

/* A place on screen and a cell are found from each other, either way round. */
static void
test_grid (void)
{
  for (guint mirrored = 0; mirrored < 2; mirrored++)
    {
      const ReeveMatrixGrid grid = { .rows = 100,
                                     .columns = 50,
                                     .width = 800,
                                     .height = 600,
                                     .cell_width = 90,
                                     .cell_height = 30,
                                     .header_width = 200,
                                     .header_height = 40,
                                     .along = 125,
                                     .down = 77,
                                     .mirrored = mirrored };
      ReeveMatrixSight sight = reeve_matrix_grid_get_sight (&grid);
      guint row, column;

      for (guint r = sight.row + 1; r < sight.row + sight.n_rows - 1; r++)
        for (guint c = sight.column + 1; c < sight.column + sight.n_columns - 1; c++)
          {
            g_assert_true (reeve_matrix_grid_find (&grid, reeve_matrix_grid_get_x (&grid, c) + 1,
                                                   reeve_matrix_grid_get_y (&grid, r) + 1, &row, &column));
            g_assert_cmpuint (row, ==, r);
            g_assert_cmpuint (column, ==, c);
          }
      g_assert_false (reeve_matrix_grid_find (&grid, mirrored ? 790 : 10, 100, &row, &column));
      g_assert_true (reeve_matrix_grid_find (&grid, mirrored ? 10 : 790, 100, &row, &column));
    }
}

static void
on_told_cb (guint *told, guint row, guint column)
{
  told[0] = row;
  told[1] = column;
}

static void
test_signals (void)
{
  guint why[2] = { 0 }, activated[2] = { 0 };
  View view;

  open_view (&view);
  g_signal_connect_swapped (view.matrix, "why", G_CALLBACK (on_told_cb), why);
  g_signal_connect_swapped (view.matrix, "activate", G_CALLBACK (on_told_cb), activated);
  reeve_matrix_move_to (view.matrix, 7, 9);
  press (&view, GDK_KEY_F2, 0);
  press (&view, GDK_KEY_Return, 0);
  g_assert_cmpuint (why[0], ==, 7);
  g_assert_cmpuint (why[1], ==, 9);
  g_assert_cmpuint (activated[0], ==, 7);
  g_assert_cmpuint (activated[1], ==, 9);
  close_view (&view);
}

/* The cell with the cursor is read out: folder, principal, verbs, and where they come from. */
static void
test_read_out (void)
{
  View view;

  open_view (&view);
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (view.matrix), GTK_ACCESSIBLE_ROLE_GRID);
  assert_read (&view, "Folder 0, Person 0: No access");
  reeve_matrix_move_to (view.matrix, 1, 3);
  assert_read (&view, "Folder 1, Person 3: May view and edit, inherited");
  press (&view, GDK_KEY_Left, 0);
  assert_read (&view, "Folder 1, Person 2: May view, edit, approve and manage, direct");
  close_view (&view);
}

/* --- How long a frame takes --- */

#define FRAMES 600

typedef struct
{
  View view;
  gint64 started;
  double snapshots[FRAMES];
  double frames[FRAMES];
  guint n;
} Timing;

static int
compare (gconstpointer a, gconstpointer b)
{
  double difference = *(const double *) a - *(const double *) b;

  return difference < 0 ? -1 : difference > 0;
}

static void
report (const char *name, double *values, guint n, double goal)
{
  qsort (values, n, sizeof *values, compare);
  g_print ("%s, median\t%.2f\tms\t%.0f\t%s\n", name, values[n / 2], goal,
           values[n / 2] <= goal ? "reached" : "short");
  g_print ("%s, 99 of 100\t%.2f\tms\t%.0f\t%s\n", name, values[n * 99 / 100], goal,
           values[n * 99 / 100] <= goal ? "reached" : "short");
}

static void
on_before_paint_cb (Timing *timing)
{
  timing->started = g_get_monotonic_time ();
}

static void
on_after_paint_cb (Timing *timing)
{
  GtkWidget *widget = GTK_WIDGET (timing->view.matrix);
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  gint64 begun;

  if (timing->n == FRAMES || timing->started == 0)
    return;
  timing->frames[timing->n] = (double) (g_get_monotonic_time () - timing->started) / 1000;
  begun = g_get_monotonic_time ();
  GTK_WIDGET_GET_CLASS (widget)->snapshot (widget, snapshot);
  timing->snapshots[timing->n++] = (double) (g_get_monotonic_time () - begun) / 1000;
}

/* A part of a cell, a page, or far: as with the wheel, with the keys and with the thumb. */
static gboolean
on_tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  Timing *timing = user_data;
  GtkScrolledWindow *scroller = GTK_SCROLLED_WINDOW (timing->view.scroller);
  GtkAdjustment *down = gtk_scrolled_window_get_vadjustment (scroller);
  GtkAdjustment *right = gtk_scrolled_window_get_hadjustment (scroller);
  guint i = timing->n;
  double step = i % 10 == 9 ? 40000 : i % 3 == 2 ? 700 : 17;

  gtk_adjustment_set_value (down, fmod (gtk_adjustment_get_value (down) + step, 300000));
  gtk_adjustment_set_value (right, fmod (gtk_adjustment_get_value (right) + step / 2, 900000));
  return G_SOURCE_CONTINUE;
}

static void
measure (void)
{
  g_autofree Timing *timing = g_new0 (Timing, 1);
  GdkFrameClock *clock;

  open_view (&timing->view);
  clock = gtk_widget_get_frame_clock (timing->view.window);
  g_signal_connect_swapped (clock, "before-paint", G_CALLBACK (on_before_paint_cb), timing);
  g_signal_connect_swapped (clock, "after-paint", G_CALLBACK (on_after_paint_cb), timing);
  gtk_widget_add_tick_callback (GTK_WIDGET (timing->view.matrix), on_tick_cb, timing, NULL);
  while (timing->n < FRAMES)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handlers_disconnect_by_data (clock, timing);
  report ("matrix of 10,000 x 10,000, a snapshot", timing->snapshots, FRAMES, 4);
  report ("matrix of 10,000 x 10,000, a whole frame", timing->frames, FRAMES, 16);
  close_view (&timing->view);
}

int
main (int argc, char **argv)
{
  if (argc > 1 && g_str_equal (argv[1], "--time"))
    {
      adw_init ();
      measure ();
      return 0;
    }
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/matrix/window", test_window);
  g_test_add_func ("/matrix/keys", test_keys);
  g_test_add_func ("/matrix/mirrored", test_mirrored);
  g_test_add_func ("/matrix/names", test_names);
  g_test_add_func ("/matrix/grid", test_grid);
  g_test_add_func ("/matrix/signals", test_signals);
  g_test_add_func ("/matrix/read-out", test_read_out);
  return g_test_run ();
}
