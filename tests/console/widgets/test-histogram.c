/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The histogram of a month of hours: where keys and the pointer lead, and what is read out. With --shoot
 * FOLDER it leaves pictures there instead; with --time it prints how long a frame's drawing takes. */

#include "config.h"

#include <adwaita.h>
#include <string.h>

#include "console/widgets/histogram-draw.h"
#include "console/widgets/histogram-words.h"
#include "console/widgets/histogram.h"

#define HOURS 720
#define START (G_GINT64_CONSTANT (1771200000) * G_TIME_SPAN_SECOND) /* 16 February 2026 00:00 UTC */
#define HOUR  G_TIME_SPAN_HOUR

typedef struct
{
  GtkWidget *window;
  ReeveHistogram *histogram;
  guint n_brushed;
  guint n_notified;
} View;

/* A month with days and nights, one bad hour, and errors at its end. Peak: 3 March 14:00. */
static void
fill (ReeveHistogramBar *bars)
{
  for (guint i = 0; i < HOURS; i++)
    {
      guint hour = i % 24, weekday = i / 24 % 7;
      guint busy = hour > 6 && hour < 20 ? 40 + (hour * 37 + i / 24 * 11) % 60 : 4;

      bars[i] = (ReeveHistogramBar) { .start = START + i * HOUR, .width = HOUR };
      bars[i].counts[REEVE_ACCESS_OK] = weekday > 4 ? busy / 6 : busy;
      bars[i].counts[REEVE_ACCESS_FAILED] = i % 5 == 0 ? busy / 12 : i > 300 && i < 330 ? 40 : 0;
      bars[i].counts[REEVE_ACCESS_REFUSED] = i % 7 == 0 ? busy / 8 : i > 500 && i < 520 ? 50 : 0;
      bars[i].counts[REEVE_ACCESS_ERROR] = i > 600 && i < 615 ? 30 : 0;
    }
  memset (bars[15 * 24 + 14].counts, 0, sizeof bars[0].counts);
  bars[15 * 24 + 14].counts[REEVE_ACCESS_OK] = 803;
  bars[15 * 24 + 14].counts[REEVE_ACCESS_FAILED] = 9;
}

static void
on_brushed_cb (View *view)
{
  view->n_brushed++;
}

static void
on_notify_cb (View *view)
{
  view->n_notified++;
}

static void
open_view (View *view, int width, guint n_bars)
{
  ReeveHistogramBar bars[HOURS];

  fill (bars);
  *view = (View) { .window = gtk_window_new () };
  view->histogram = g_object_new (REEVE_TYPE_HISTOGRAM, NULL);
  reeve_histogram_set_bars (view->histogram, bars, n_bars);
  gtk_window_set_child (GTK_WINDOW (view->window), GTK_WIDGET (view->histogram));
  gtk_window_set_default_size (GTK_WINDOW (view->window), width, 150);
  g_signal_connect_swapped (view->histogram, "brushed", G_CALLBACK (on_brushed_cb), view);
  g_signal_connect_swapped (view->histogram, "notify::selected-to", G_CALLBACK (on_notify_cb), view);
  gtk_window_present (GTK_WINDOW (view->window));
  while (gtk_widget_get_height (GTK_WIDGET (view->histogram)) == 0)
    g_main_context_iteration (NULL, TRUE);
}

static void
close_view (View *view)
{
  gtk_window_destroy (GTK_WINDOW (view->window));
}

static void
press (View *view, guint key, GdkModifierType modifiers)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (view->histogram));

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);
      gboolean handled;

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", key, 0, modifiers, &handled);
    }
}

static GtkEventController *
find_controller (View *view, GType type)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (view->histogram));

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (G_TYPE_CHECK_INSTANCE_TYPE (controller, type))
        return controller; /* the widget's */
    }
  g_assert_not_reached ();
}

/* From the middle of one hour to that of another. */
static void
drag (View *view, double from, double to)
{
  GtkEventController *gesture = find_controller (view, GTK_TYPE_GESTURE_DRAG);
  double hour = (gtk_widget_get_width (GTK_WIDGET (view->histogram)) - 10) / (double) HOURS;
  double x = 5 + (from + 0.5) * hour, dx = (to - from) * hour;

  g_signal_emit_by_name (gesture, "drag-begin", x, 20.0);
  for (guint i = 1; i <= 4; i++)
    g_signal_emit_by_name (gesture, "drag-update", dx * i / 4, 3.0);
  g_signal_emit_by_name (gesture, "drag-end", dx, 3.0);
}

/* In hours from the start. */
static void
assert_selected (View *view, int from, int to)
{
  gint64 first, last;

  g_assert_cmpint (reeve_histogram_get_selected (view->histogram, &first, &last), ==, from < to);
  if (from >= to)
    return;
  g_assert_cmpint ((first - START) / HOUR, ==, from);
  g_assert_cmpint ((last - START) / HOUR, ==, to);
}

static void
assert_read (View *view, GtkAccessibleProperty property, const char *text)
{
  g_autofree char *other =
    gtk_test_accessible_check_property (GTK_ACCESSIBLE (view->histogram), property, text);

  g_assert_cmpstr (other, ==, NULL);
}

/* --- Cases --- */

static void
test_keys (void)
{
  View view;

  open_view (&view, 800, HOURS);
  assert_selected (&view, 0, 0);
  press (&view, GDK_KEY_Left, 0);
  press (&view, GDK_KEY_Left, GDK_CONTROL_MASK);
  assert_selected (&view, 0, 0);
  press (&view, GDK_KEY_Left, GDK_SHIFT_MASK);
  assert_selected (&view, 0, HOURS - 1);
  press (&view, GDK_KEY_Right, GDK_ALT_MASK);
  assert_selected (&view, 1, HOURS - 1);
  press (&view, GDK_KEY_Right, GDK_SHIFT_MASK);
  press (&view, GDK_KEY_Right, GDK_SHIFT_MASK);
  assert_selected (&view, 1, HOURS);
  press (&view, GDK_KEY_Left, GDK_ALT_MASK);
  press (&view, GDK_KEY_Left, GDK_ALT_MASK);
  assert_selected (&view, 0, HOURS);
  g_assert_cmpuint (view.n_brushed, ==, 4);
  press (&view, GDK_KEY_Escape, 0);
  assert_selected (&view, 0, 0);
  g_assert_cmpuint (view.n_brushed, ==, 5);
  press (&view, GDK_KEY_Escape, 0);
  g_assert_cmpuint (view.n_brushed, ==, 5);

  /* One bar stays. */
  reeve_histogram_select (view.histogram, START + 5 * HOUR, START + 6 * HOUR);
  press (&view, GDK_KEY_Left, GDK_SHIFT_MASK);
  press (&view, GDK_KEY_Right, GDK_ALT_MASK);
  assert_selected (&view, 5, 6);
  close_view (&view);
}

/* Dragging selects every bar that was touched, either way, and no further than there are some; told while it
 * goes on, and as done once. An edge moves alone; a click does nothing, a second one clears. */
static void
test_drag (void)
{
  View view;

  open_view (&view, 1200, HOURS);
  drag (&view, 100, 200);
  assert_selected (&view, 100, 201);
  g_assert_cmpuint (view.n_brushed, ==, 1);
  g_assert_cmpuint (view.n_notified, >, 1);
  drag (&view, 400, 300);
  assert_selected (&view, 300, 401);
  drag (&view, 401, 450.3);
  assert_selected (&view, 300, 451);
  drag (&view, 300, 100.3);
  assert_selected (&view, 101, 451);
  drag (&view, 101, 600.3);
  assert_selected (&view, 451, 601);
  drag (&view, 700, 900);
  assert_selected (&view, 700, HOURS);
  g_assert_cmpuint (view.n_brushed, ==, 6);
  drag (&view, 20, 21);
  assert_selected (&view, 700, HOURS);
  g_signal_emit_by_name (find_controller (&view, GTK_TYPE_GESTURE_CLICK), "pressed", 1, 20.0, 20.0);
  assert_selected (&view, 700, HOURS);
  g_signal_emit_by_name (find_controller (&view, GTK_TYPE_GESTURE_CLICK), "pressed", 2, 20.0, 20.0);
  assert_selected (&view, 0, 0);
  g_assert_cmpuint (view.n_brushed, ==, 7);
  close_view (&view);
}

/* From right to left time goes to the left, as in GNOME's own charts; what is drawn and what keys and pointer
 * do agree on it. */
static void
test_mirrored (void)
{
  View view;

  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  open_view (&view, 800, HOURS);
  press (&view, GDK_KEY_Right, GDK_SHIFT_MASK);
  assert_selected (&view, 0, HOURS - 1);
  press (&view, GDK_KEY_Left, GDK_ALT_MASK);
  assert_selected (&view, 1, HOURS - 1);
  close_view (&view);
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

/* What the program selects is told by properties, and is nobody's brush. */
static void
test_select (void)
{
  View view;

  open_view (&view, 800, HOURS);
  reeve_histogram_select (view.histogram, START, START + 3 * HOUR);
  assert_selected (&view, 0, 3);
  g_assert_cmpuint (view.n_notified, ==, 1);
  reeve_histogram_select (view.histogram, START, START + 3 * HOUR);
  g_assert_cmpuint (view.n_notified, ==, 1);
  reeve_histogram_select (view.histogram, 1, 1);
  assert_selected (&view, 0, 0);
  g_assert_cmpuint (view.n_notified, ==, 2);
  g_assert_cmpuint (view.n_brushed, ==, 0);
  close_view (&view);
}

static void
test_read_out (void)
{
  View view;

  open_view (&view, 800, HOURS);
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (view.histogram), GTK_ACCESSIBLE_ROLE_IMG);
  assert_read (&view, GTK_ACCESSIBLE_PROPERTY_LABEL, "720 hours, peak 3 March 14:00, 812 events, 9 failed");
  assert_read (&view, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "");
  reeve_histogram_select (view.histogram, START, START + 25 * HOUR);
  assert_read (&view, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
               "Selected: 16 February 00:00 to 17 February 01:00");
  reeve_histogram_set_counted_from (view.histogram, START + 2 * HOUR);
  assert_read (&view, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
               "What is before 16 February 02:00 is not counted yet; Selected: 16 February 00:00 to 17 "
               "February 01:00");
  reeve_histogram_select (view.histogram, 0, 0);
  reeve_histogram_set_counted_from (view.histogram, START);
  assert_read (&view, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "");
  reeve_histogram_set_bars (view.histogram, NULL, 0);
  assert_read (&view, GTK_ACCESSIBLE_PROPERTY_LABEL, "No events");
  press (&view, GDK_KEY_Left, GDK_SHIFT_MASK);
  close_view (&view);
}

static void
test_words (void)
{
  const ReeveHistogramBar bar = { .start = START, .width = HOUR, .counts = { 1, 2, 3, 4 } };
  const ReeveHistogramBar day = { .start = START, .width = 24 * HOUR, .counts = { 1 } };
  const ReeveHistogramBar minute = { .start = START, .width = G_TIME_SPAN_MINUTE, .counts = { 1 } };
  g_autofree char *one = reeve_histogram_words_describe_bar (&bar);
  g_autofree char *days = reeve_histogram_words_describe (&day, 1);
  g_autofree char *minutes = reeve_histogram_words_describe (&minute, 1);

  g_assert_cmpstr (one, ==,
                   "16 February 00:00 to 16 February 01:00: 10 events, 2 failed, 3 refused, 4 errors");
  g_assert_cmpstr (days, ==, "1 day, peak 16 February 00:00, 1 event, 0 failed");
  g_assert_cmpstr (minutes, ==, "1 minute, peak 16 February 00:00, 1 event, 0 failed");
}

/* At every width each event is in one slot, and no slot is too narrow to see; times and places are found from
 * each other. */
static void
test_scale (void)
{
  ReeveHistogramBar bars[HOURS];

  fill (bars);
  for (guint n = 1; n <= HOURS; n += 71)
    for (int width = 1; width < 2500; width += 97)
      {
        ReeveHistogramScale scale = reeve_histogram_scale_make (bars, n, width);
        g_autofree ReeveHistogramBar *slots = reeve_histogram_scale_gather (&scale, bars, n);
        guint there = 0, gathered = 0;

        for (guint i = 0; i < n; i++)
          there += reeve_histogram_bar_get_total (&bars[i]);
        for (guint i = 0; i < scale.n_slots; i++)
          gathered += reeve_histogram_bar_get_total (&slots[i]);
        g_assert_cmpuint (gathered, ==, there);
        g_assert_cmpuint (scale.n_slots, <=, MAX (width / REEVE_HISTOGRAM_MIN_SLOT + 1, 1));
        g_assert_cmpint (slots[0].start, ==, START);
        g_assert_cmpint (slots[scale.n_slots - 1].start + slots[scale.n_slots - 1].width, ==,
                         START + n * HOUR);
        for (int x = 0; x <= width; x += 13)
          g_assert_cmpfloat_with_epsilon (
            reeve_histogram_scale_get_x (&scale, reeve_histogram_scale_get_time (&scale, x)), x, 0.01);
      }
}

static void
test_snap (void)
{
  ReeveHistogramBar bars[HOURS];

  fill (bars);
  bars[3] = bars[9]; /* a gap */
  g_assert_cmpint (reeve_histogram_scale_snap (bars, 4, START + HOUR / 3, 0), ==, START);
  g_assert_cmpint (reeve_histogram_scale_snap (bars, 4, START + 2 * HOUR / 3, 0), ==, START + HOUR);
  g_assert_cmpint (reeve_histogram_scale_snap (bars, 4, START + HOUR, 0), ==, START + HOUR);
  g_assert_cmpint (reeve_histogram_scale_snap (bars, 4, START + HOUR, -1), ==, START);
  g_assert_cmpint (reeve_histogram_scale_snap (bars, 4, START + HOUR, 1), ==, START + 2 * HOUR);
  g_assert_cmpint (reeve_histogram_scale_snap (bars, 4, START + 3 * HOUR, 1), ==, START + 9 * HOUR);
  g_assert_cmpint (reeve_histogram_scale_snap (bars, 4, START, -1), ==, START);
  g_assert_cmpint (reeve_histogram_scale_snap (bars, 4, START + 10 * HOUR, 1), ==, START + 10 * HOUR);
  g_assert_cmpint (reeve_histogram_scale_snap (bars, 4, START + 90 * HOUR, 0), ==, START + 10 * HOUR);
}

/* Narrow as a phone, there is room. */
static void
test_sizes (void)
{
  g_autoptr (GtkWidget) widget = g_object_ref_sink (g_object_new (REEVE_TYPE_HISTOGRAM, NULL));
  int minimum;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 360 - 24);
}

/* --- Pictures --- */

static void
settle (GtkWidget *widget)
{
  for (guint i = 0; i < 20; i++)
    {
      gtk_widget_queue_draw (widget);
      while (g_main_context_iteration (NULL, FALSE))
        ;
      g_usleep (20000);
    }
}

static void
load_style (void)
{
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (provider, "/io/github/reeve/Reeve/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

static GskRenderNode *
draw_window (GtkWidget *window, int width)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (window);
  GtkSnapshot *snapshot = gtk_snapshot_new ();

  gdk_paintable_snapshot (paintable, snapshot, width, gdk_paintable_get_intrinsic_height (paintable));
  return gtk_snapshot_free_to_node (snapshot);
}

static void
shoot (const char *folder, const char *name, int width, guint n_bars)
{
  View view;
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  g_autofree char *path = g_strdup_printf ("%s/histogram-%s-%d.png", folder, name, width);
  GskRenderer *renderer;

  open_view (&view, width, n_bars);
  reeve_histogram_select (view.histogram, START + (gint64) n_bars / 2 * HOUR,
                          START + (gint64) n_bars * 2 / 3 * HOUR);
  reeve_histogram_set_mark (view.histogram, START + (gint64) n_bars / 12 * HOUR);
  reeve_histogram_set_counted_from (view.histogram, START + (gint64) n_bars / 4 * HOUR);
  gtk_window_set_focus_visible (GTK_WINDOW (view.window), TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (view.histogram));
  do
    {
      settle (GTK_WIDGET (view.histogram));
      node = draw_window (view.window, width);
    }
  while (node == NULL);
  renderer = gtk_native_get_renderer (GTK_NATIVE (view.window));
  texture = gsk_renderer_render_texture (renderer, node, NULL);
  gdk_texture_save_to_png (texture, path);
  close_view (&view);
}

static void
shoot_all (const char *folder)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  load_style ();
  if (g_getenv ("REEVE_TEST_MIRRORED") != NULL)
    gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  for (guint dark = 0; dark < 2; dark++)
    {
      adw_style_manager_set_color_scheme (manager,
                                          dark ? ADW_COLOR_SCHEME_FORCE_DARK : ADW_COLOR_SCHEME_FORCE_LIGHT);
      shoot (folder, dark ? "dark" : "light", 1200, HOURS);
      shoot (folder, dark ? "dark" : "light", 400, HOURS);
      shoot (folder, dark ? "dark-day" : "day", 800, 30);
    }
}

static void
measure (void)
{
  View view;
  gint64 begun;

  open_view (&view, 1200, HOURS);
  settle (GTK_WIDGET (view.histogram));
  begun = g_get_monotonic_time ();
  for (guint i = 0; i < 200; i++)
    {
      g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();

      reeve_histogram_select (view.histogram, START, START + (i + 1) * HOUR);
      GTK_WIDGET_GET_CLASS (view.histogram)->snapshot (GTK_WIDGET (view.histogram), snapshot);
    }
  g_print ("histogram of 720 hours, a snapshot\t%.2f\tms\n",
           (double) (g_get_monotonic_time () - begun) / 200000);
  close_view (&view);
}

int
main (int argc, char **argv)
{
  if (argc > 2 && g_str_equal (argv[1], "--shoot"))
    {
      adw_init ();
      shoot_all (argv[2]);
      return 0;
    }
  if (argc > 1 && g_str_equal (argv[1], "--time"))
    {
      adw_init ();
      measure ();
      return 0;
    }
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/histogram/keys", test_keys);
  g_test_add_func ("/histogram/drag", test_drag);
  g_test_add_func ("/histogram/mirrored", test_mirrored);
  g_test_add_func ("/histogram/select", test_select);
  g_test_add_func ("/histogram/read-out", test_read_out);
  g_test_add_func ("/histogram/words", test_words);
  g_test_add_func ("/histogram/scale", test_scale);
  g_test_add_func ("/histogram/snap", test_snap);
  g_test_add_func ("/histogram/sizes", test_sizes);
  return g_test_run ();
}
