/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The children show nothing: each has the colour that the style gives to a result, or to what is selected. */

#include "config.h"

#include "console/widgets/histogram.h"

#include <adwaita.h>

#include "console/widgets/histogram-draw.h"
#include "console/widgets/histogram-words.h"

#define MARGIN    5 /* at either side, for the handles */
#define GRAB      8 /* pixels around an edge that take hold of it */
#define MIN_WIDTH 160
#define MIN_PLOT  40
#define NAT_PLOT  88

struct _ReeveHistogram
{
  GtkWidget parent_instance;
  /* owned */
  GArray *bars;                                /* of ReeveHistogramBar */
  GtkWidget *colors[REEVE_ACCESS_RESULTS + 1]; /* children */

  gint64 from; /* what is selected */
  gint64 to;
  gint64 counted_from; /* 0: all of it */
  gint64 mark;         /* 0: none */
  double begun;        /* while dragging: where it began */
  gint64 anchor;       /* while dragging: the end that stays */
  gboolean edge;       /* while dragging: it is an edge that moves */
  gboolean moved;
  int line; /* pixels of a line of text */
};

G_DEFINE_FINAL_TYPE (ReeveHistogram, reeve_histogram, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_SELECTED_FROM,
  PROP_SELECTED_TO,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];
static guint brushed;

static const ReeveHistogramBar *
get_bars (ReeveHistogram *self)
{
  return (const ReeveHistogramBar *) (gpointer) self->bars->data;
}

/* Time goes as one reads. All is made for the left to the right; where it is the other way, what is drawn is
 * turned over, and so is where the pointer is. */
static gboolean
is_mirrored (ReeveHistogram *self)
{
  return gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
}

/* From where the plot begins. */
static double
to_plot (ReeveHistogram *self, double x)
{
  return (is_mirrored (self) ? gtk_widget_get_width (GTK_WIDGET (self)) - x : x) - MARGIN;
}

static ReeveHistogramScale
get_scale (ReeveHistogram *self)
{
  return reeve_histogram_scale_make (get_bars (self), self->bars->len,
                                     gtk_widget_get_width (GTK_WIDGET (self)) - 2 * MARGIN);
}

/* --- What is selected --- */

/* Whether the line is among the bars. */
static gboolean
is_marked (ReeveHistogram *self)
{
  const ReeveHistogramBar *bars = get_bars (self);
  guint n = self->bars->len;

  return n > 0 && self->mark > bars[0].start && self->mark < bars[n - 1].start + bars[n - 1].width;
}

static gboolean
is_unknown (ReeveHistogram *self, gint64 end)
{
  return self->bars->len > 0 && self->counted_from > get_bars (self)[0].start && end <= self->counted_from;
}

static void
describe (ReeveHistogram *self)
{
  g_autofree char *label = reeve_histogram_words_describe (get_bars (self), self->bars->len);
  g_autoptr (GStrvBuilder) parts = g_strv_builder_new ();
  g_auto (GStrv) all = NULL;
  g_autofree char *description = NULL;

  if (is_unknown (self, self->counted_from))
    g_strv_builder_take (parts, reeve_histogram_words_describe_unknown (self->counted_from));
  if (self->from < self->to)
    g_strv_builder_take (parts, reeve_histogram_words_describe_range (self->from, self->to));
  if (is_marked (self))
    g_strv_builder_take (parts, reeve_histogram_words_describe_mark (self->mark));
  all = g_strv_builder_end (parts);
  description = g_strjoinv ("; ", all);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description, -1);
}

static gboolean
set_selected (ReeveHistogram *self, gint64 from, gint64 to)
{
  if (from >= to)
    from = to = 0;
  if (self->from == from && self->to == to)
    return FALSE;
  self->from = from;
  self->to = to;
  describe (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED_FROM]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED_TO]);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  return TRUE;
}

static void
brush (ReeveHistogram *self, gint64 from, gint64 to)
{
  if (set_selected (self, from, to))
    g_signal_emit (self, brushed, 0);
}

static gint64
snap (ReeveHistogram *self, gint64 time, int direction)
{
  return reeve_histogram_scale_snap (get_bars (self), self->bars->len, time, direction);
}

/* --- Keys --- */

/* Without a selection it is all of it that gets smaller. */
static gboolean
move_edge (ReeveHistogram *self, gboolean end, int direction)
{
  ReeveHistogramScale scale = get_scale (self);
  gboolean selected = self->from < self->to;
  gint64 from = selected ? self->from : scale.from;
  gint64 to = selected ? self->to : scale.to;
  gint64 *edge = end ? &to : &from;

  *edge = snap (self, *edge, direction);
  if (from < to)
    brush (self, from, to);
  else
    gtk_widget_error_bell (GTK_WIDGET (self));
  return GDK_EVENT_STOP;
}

static gboolean
on_key_cb (ReeveHistogram *self, guint key, guint code, GdkModifierType modifiers)
{
  GdkModifierType held = modifiers & gtk_accelerator_get_default_mod_mask ();
  gboolean left = key == GDK_KEY_Left || key == GDK_KEY_KP_Left;
  gboolean right = key == GDK_KEY_Right || key == GDK_KEY_KP_Right;

  if (self->bars->len > 0 && (left || right) && (held == GDK_SHIFT_MASK || held == GDK_ALT_MASK))
    return move_edge (self, held == GDK_SHIFT_MASK, left != is_mirrored (self) ? -1 : 1);
  if (key == GDK_KEY_Escape && held == 0 && self->from < self->to)
    {
      brush (self, 0, 0);
      return GDK_EVENT_STOP;
    }
  return GDK_EVENT_PROPAGATE;
}

/* --- Pointer --- */

static gboolean
is_near (const ReeveHistogramScale *scale, gint64 time, double x)
{
  return ABS (reeve_histogram_scale_get_x (scale, time) - x) <= GRAB;
}

static void
on_drag_begin_cb (ReeveHistogram *self, double x, double y)
{
  ReeveHistogramScale scale = get_scale (self);
  gboolean selected = self->from < self->to;

  gtk_widget_grab_focus (GTK_WIDGET (self));
  self->moved = FALSE;
  self->begun = x;
  x = to_plot (self, x);
  self->edge = selected && (is_near (&scale, self->from, x) || is_near (&scale, self->to, x));
  if (!self->edge)
    self->anchor = reeve_histogram_scale_get_time (&scale, x);
  else
    self->anchor = is_near (&scale, self->to, x) ? self->from : self->to;
}

static void
on_drag_update_cb (ReeveHistogram *self, double dx, double dy, GtkGestureDrag *drag)
{
  ReeveHistogramScale scale = get_scale (self);
  gint64 time;

  if (self->bars->len == 0 || (!self->moved && ABS (dx) < 4))
    return;
  self->moved = TRUE;
  gtk_gesture_set_state (GTK_GESTURE (drag), GTK_EVENT_SEQUENCE_CLAIMED);
  time = reeve_histogram_scale_get_time (&scale, to_plot (self, self->begun + dx));
  if (self->edge)
    {
      time = snap (self, time, 0);
      if (time != self->anchor) /* one bar stays */
        set_selected (self, MIN (time, self->anchor), MAX (time, self->anchor));
      return;
    }
  /* Every bar that was touched. */
  set_selected (self, snap (self, MIN (time, self->anchor) + 1, -1),
                snap (self, MAX (time, self->anchor) - 1, 1));
}

static void
on_drag_end_cb (ReeveHistogram *self, double dx, double dy)
{
  if (self->moved)
    g_signal_emit (self, brushed, 0);
  self->moved = FALSE;
}

static void
on_pressed_cb (ReeveHistogram *self, int n, double x, double y)
{
  if (n == 2)
    brush (self, 0, 0);
}

static void
on_motion_cb (ReeveHistogram *self, double x, double y)
{
  ReeveHistogramScale scale = get_scale (self);
  double at = to_plot (self, x);
  gboolean edge =
    self->from < self->to && (is_near (&scale, self->from, at) || is_near (&scale, self->to, at));

  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), edge ? "col-resize" : NULL);
}

static gboolean
reeve_histogram_query_tooltip (GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  ReeveHistogram *self = REEVE_HISTOGRAM (widget);
  ReeveHistogramScale scale = get_scale (self);
  g_autofree ReeveHistogramBar *slots = NULL;
  const ReeveHistogramBar *slot;
  g_autofree char *text = NULL;
  gint64 time;

  if (keyboard || scale.n_slots == 0)
    return FALSE;
  slots = reeve_histogram_scale_gather (&scale, get_bars (self), self->bars->len);
  time = reeve_histogram_scale_get_time (&scale, to_plot (self, x));
  slot = &slots[MIN ((time - scale.from) / scale.slot, scale.n_slots - 1)];
  text = is_unknown (self, slot->start + slot->width)
           ? reeve_histogram_words_describe_unknown (self->counted_from)
           : reeve_histogram_words_describe_bar (slot);
  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

/* --- Drawing --- */

static void
reeve_histogram_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  ReeveHistogram *self = REEVE_HISTOGRAM (widget);
  ReeveHistogramScale scale = get_scale (self);
  g_autofree ReeveHistogramBar *slots = NULL;
  ReeveHistogramLook look = { .scale = &scale, .mirrored = is_mirrored (self) };
  int height = gtk_widget_get_height (widget) - 2 * self->line - 4;

  if (scale.n_slots == 0 || height < 1)
    return;
  look.slots = slots = reeve_histogram_scale_gather (&scale, get_bars (self), self->bars->len);
  look.strong = adw_style_manager_get_high_contrast (adw_style_manager_get_default ());
  look.plot = GRAPHENE_RECT_INIT (MARGIN, (float) self->line + 2, (float) scale.width, (float) height);
  gtk_widget_get_color (widget, &look.text);
  for (guint i = 0; i < REEVE_ACCESS_RESULTS; i++)
    gtk_widget_get_color (self->colors[i], &look.results[i]);
  gtk_widget_get_color (self->colors[REEVE_ACCESS_RESULTS], &look.band);
  gtk_snapshot_save (snapshot);
  if (look.mirrored)
    {
      gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) gtk_widget_get_width (widget), 0));
      gtk_snapshot_scale (snapshot, -1, 1);
    }
  reeve_histogram_draw_axis (widget, snapshot, &look);
  if (self->from < self->to && self->from < scale.to && self->to > scale.from)
    reeve_histogram_draw_band (snapshot, &look, self->from, self->to);
  if (is_unknown (self, self->counted_from))
    reeve_histogram_draw_unknown (snapshot, &look, MIN (self->counted_from, scale.to));
  reeve_histogram_draw_bars (snapshot, &look);
  if (self->mark > scale.from && self->mark < scale.to)
    reeve_histogram_draw_mark (snapshot, &look, self->mark);
  gtk_snapshot_restore (snapshot);
}

static void
reeve_histogram_measure (GtkWidget *widget,
                         GtkOrientation orientation,
                         int for_size,
                         int *minimum,
                         int *natural,
                         int *minimum_baseline,
                         int *natural_baseline)
{
  const ReeveHistogram *self = REEVE_HISTOGRAM (widget);
  gboolean across = orientation == GTK_ORIENTATION_HORIZONTAL;

  *minimum = across ? MIN_WIDTH : MIN_PLOT + 2 * self->line + 4;
  *natural = across ? 4 * MIN_WIDTH : NAT_PLOT + 2 * self->line + 4;
}

static void
reeve_histogram_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  ReeveHistogram *self = REEVE_HISTOGRAM (widget);
  PangoContext *context = gtk_widget_get_pango_context (widget);
  PangoFontMetrics *metrics;

  GTK_WIDGET_CLASS (reeve_histogram_parent_class)->css_changed (widget, change);
  metrics = pango_context_get_metrics (context, NULL, NULL);
  self->line = PANGO_PIXELS_CEIL (pango_font_metrics_get_height (metrics)) + 2;
  pango_font_metrics_unref (metrics);
  gtk_widget_queue_resize (widget);
}

/* --- The widget --- */

static void
reeve_histogram_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  ReeveHistogram *self = REEVE_HISTOGRAM (object);

  if (id == PROP_SELECTED_FROM || id == PROP_SELECTED_TO)
    g_value_set_int64 (value, id == PROP_SELECTED_FROM ? self->from : self->to);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
reeve_histogram_dispose (GObject *object)
{
  ReeveHistogram *self = REEVE_HISTOGRAM (object);

  for (guint i = 0; i < G_N_ELEMENTS (self->colors); i++)
    g_clear_pointer (&self->colors[i], gtk_widget_unparent);
  G_OBJECT_CLASS (reeve_histogram_parent_class)->dispose (object);
}

static void
reeve_histogram_finalize (GObject *object)
{
  g_array_unref (REEVE_HISTOGRAM (object)->bars);
  G_OBJECT_CLASS (reeve_histogram_parent_class)->finalize (object);
}

static void
reeve_histogram_class_init (ReeveHistogramClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = reeve_histogram_get_property;
  object_class->dispose = reeve_histogram_dispose;
  object_class->finalize = reeve_histogram_finalize;
  widget_class->snapshot = reeve_histogram_snapshot;
  widget_class->measure = reeve_histogram_measure;
  widget_class->css_changed = reeve_histogram_css_changed;
  widget_class->query_tooltip = reeve_histogram_query_tooltip;
  properties[PROP_SELECTED_FROM] =
    g_param_spec_int64 ("selected-from", NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
  properties[PROP_SELECTED_TO] =
    g_param_spec_int64 ("selected-to", NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  brushed = g_signal_new ("brushed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                          G_TYPE_NONE, 0);
  gtk_widget_class_set_css_name (widget_class, "histogram");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
add_colors (ReeveHistogram *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->colors); i++)
    {
      const char *name = i < REEVE_ACCESS_RESULTS ? reeve_access_result_to_wire (i) : "band";

      self->colors[i] = g_object_new (ADW_TYPE_BIN, "css-name", name, "can-target", FALSE, "accessible-role",
                                      GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
      gtk_widget_set_parent (self->colors[i], GTK_WIDGET (self));
      gtk_widget_set_child_visible (self->colors[i], FALSE);
    }
}

static void
reeve_histogram_init (ReeveHistogram *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  self->bars = g_array_new (FALSE, TRUE, sizeof (ReeveHistogramBar));
  add_colors (self);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key_cb), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (on_motion_cb), self);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (on_drag_begin_cb), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (on_drag_update_cb), self);
  g_signal_connect_swapped (drag, "drag-end", G_CALLBACK (on_drag_end_cb), self);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (on_pressed_cb), self);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::high-contrast",
                           G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  describe (self);
}

void
reeve_histogram_set_bars (ReeveHistogram *self, const ReeveHistogramBar *bars, guint n_bars)
{
  g_return_if_fail (REEVE_IS_HISTOGRAM (self));

  g_array_set_size (self->bars, 0);
  for (guint i = 0; i < n_bars; i++)
    {
      g_return_if_fail (bars[i].width > 0 &&
                        (i == 0 || bars[i].start >= bars[i - 1].start + bars[i - 1].width));
      g_array_append_val (self->bars, bars[i]);
    }
  describe (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
reeve_histogram_select (ReeveHistogram *self, gint64 from, gint64 to)
{
  g_return_if_fail (REEVE_IS_HISTOGRAM (self));

  set_selected (self, from, to);
}

gboolean
reeve_histogram_get_selected (ReeveHistogram *self, gint64 *from, gint64 *to)
{
  g_return_val_if_fail (REEVE_IS_HISTOGRAM (self), FALSE);

  *from = self->from;
  *to = self->to;
  return self->from < self->to;
}

void
reeve_histogram_set_counted_from (ReeveHistogram *self, gint64 time)
{
  g_return_if_fail (REEVE_IS_HISTOGRAM (self));

  self->counted_from = time;
  describe (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
reeve_histogram_set_mark (ReeveHistogram *self, gint64 time)
{
  g_return_if_fail (REEVE_IS_HISTOGRAM (self));

  self->mark = time;
  describe (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
