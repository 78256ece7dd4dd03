/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* All bars of a result are one path, filled once: a frame has as many nodes with 700 bars as with seven. */

#include "config.h"

#include "console/widgets/histogram-draw.h"

#include <glib/gi18n.h>
#include <math.h>

#define GAP     1
#define PATTERN 5 /* pixels from line to line */

static guint
get_peak (const ReeveHistogramLook *look)
{
  guint peak = 0;

  for (guint i = 0; i < look->scale->n_slots; i++)
    peak = MAX (peak, reeve_histogram_bar_get_total (&look->slots[i]));
  return peak;
}

/* --- Bars --- */

/* One event among thousands is to be seen: nothing is lower than two pixels. */
static float
get_height (guint count, guint peak, float most)
{
  return count > 0 ? MAX ((float) count / (float) peak * most, 2) : 0;
}

static GskPath *
make_path (const ReeveHistogramLook *look, guint result, guint peak)
{
  g_autoptr (GskPathBuilder) builder = gsk_path_builder_new ();
  float bottom = look->plot.origin.y + look->plot.size.height;

  for (guint i = 0; i < look->scale->n_slots; i++)
    {
      const ReeveHistogramBar *slot = &look->slots[i];
      float left =
        look->plot.origin.x + roundf ((float) reeve_histogram_scale_get_x (look->scale, slot->start));
      float right = look->plot.origin.x +
                    roundf ((float) reeve_histogram_scale_get_x (look->scale, slot->start + slot->width));
      float top = bottom, height = 0;

      for (guint below = 0; below <= result; below++)
        {
          height = roundf (get_height (slot->counts[below], peak, look->plot.size.height));
          top -= height;
        }
      if (height > 0)
        gsk_path_builder_add_rect (builder,
                                   &GRAPHENE_RECT_INIT (left, top, MAX (right - left - GAP, 1), height));
    }
  return gsk_path_builder_to_path (builder);
}

/* Lines all over the plot: across, or falling (-1) or rising (1). */
static void
add_lines (GskPathBuilder *builder, const graphene_rect_t *plot, int slope, float distance)
{
  float left = plot->origin.x, right = left + plot->size.width;
  float top = plot->origin.y - 20, bottom = plot->origin.y + plot->size.height; /* small bars may stick out */
  float height = slope != 0 ? bottom - top : 0;

  for (float at = slope != 0 ? left - height : top; at < (slope != 0 ? right : bottom); at += distance)
    if (slope != 0)
      {
        gsk_path_builder_move_to (builder, at, slope > 0 ? bottom : top);
        gsk_path_builder_line_to (builder, at + height, slope > 0 ? top : bottom);
      }
    else
      {
        gsk_path_builder_move_to (builder, left, at + 0.5f);
        gsk_path_builder_line_to (builder, right, at + 0.5f);
      }
}

static GskPath *
make_pattern (const ReeveHistogramLook *look, guint result)
{
  g_autoptr (GskPathBuilder) builder = gsk_path_builder_new ();
  if (result == REEVE_ACCESS_REFUSED)
    add_lines (builder, &look->plot, 0, 3);
  else
    add_lines (builder, &look->plot, 1, PATTERN);
  if (result == REEVE_ACCESS_ERROR)
    add_lines (builder, &look->plot, -1, PATTERN);
  return gsk_path_builder_to_path (builder);
}

static void
draw_result (GtkSnapshot *snapshot, const ReeveHistogramLook *look, guint result, guint peak)
{
  g_autoptr (GskPath) path = make_path (look, result, peak);
  g_autoptr (GskStroke) line = gsk_stroke_new (look->strong ? 1.3f : 1);
  g_autoptr (GskStroke) thick = gsk_stroke_new (look->strong ? 2 : 1.6f);
  GdkRGBA color = look->results[result];

  if (gsk_path_is_empty (path))
    return;
  if (result == REEVE_ACCESS_OK)
    {
      color.alpha *= look->strong ? 0.7f : 0.4f;
      gtk_snapshot_append_fill (snapshot, path, GSK_FILL_RULE_WINDING, &color);
      return;
    }
  color.alpha *= 0.25f;
  gtk_snapshot_append_fill (snapshot, path, GSK_FILL_RULE_WINDING, &color);
  gtk_snapshot_push_fill (snapshot, path, GSK_FILL_RULE_WINDING);
  g_autoptr (GskPath) pattern = make_pattern (look, result);
  gtk_snapshot_append_stroke (snapshot, pattern, result == REEVE_ACCESS_FAILED ? thick : line,
                              &look->results[result]);
  gtk_snapshot_append_stroke (snapshot, path, thick, &look->results[result]);
  gtk_snapshot_pop (snapshot);
}

void
reeve_histogram_draw_bars (GtkSnapshot *snapshot, const ReeveHistogramLook *look)
{
  guint peak = get_peak (look);

  for (guint result = 0; result < REEVE_ACCESS_RESULTS && peak > 0; result++)
    draw_result (snapshot, look, result, peak);
}

/* --- Axis --- */

/* @mirrored: all around it is turned over; a text still is not */
static void
draw_text (GtkWidget *widget,
           GtkSnapshot *snapshot,
           const char *text,
           float x,
           float y,
           float most,
           const GdkRGBA *color,
           gboolean mirrored)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, text);
  int width;

  pango_layout_get_pixel_size (layout, &width, NULL);
  if (x + (float) width > most)
    return;
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (mirrored ? x + (float) width : x, y));
  if (mirrored)
    gtk_snapshot_scale (snapshot, -1, 1);
  gtk_snapshot_append_layout (snapshot, layout, color);
  gtk_snapshot_restore (snapshot);
}

/* Hours from one tick to the next, so that so many find room. */
static guint
choose_step (const ReeveHistogramScale *scale, double room)
{
  static const guint steps[] = { 1, 2, 3, 6, 12, 24, 48, 24 * 7, 24 * 14, 24 * 28, 24 * 84 };
  double hours = (double) (scale->to - scale->from) / G_TIME_SPAN_HOUR;
  guint i = 0;

  while (i + 1 < G_N_ELEMENTS (steps) && hours / steps[i] * room > scale->width)
    i++;
  return steps[i];
}

static GDateTime *
find_first_tick (const ReeveHistogramScale *scale, guint step)
{
  g_autoptr (GDateTime) first = g_date_time_new_from_unix_local_usec (scale->from);
  int hour = first != NULL ? g_date_time_get_hour (first) : 0;
  int month, year, day;

  if (first == NULL)
    return NULL;
  g_date_time_get_ymd (first, &year, &month, &day);
  return g_date_time_new (g_date_time_get_timezone (first), year, month, day,
                          step < 24 ? hour - hour % (int) step : 0, 0, 0);
}

void
reeve_histogram_draw_axis (GtkWidget *widget, GtkSnapshot *snapshot, const ReeveHistogramLook *look)
{
  const graphene_rect_t *plot = &look->plot;
  float bottom = plot->origin.y + plot->size.height;
  float right = plot->origin.x + plot->size.width;
  guint step = choose_step (look->scale, 84);
  g_autoptr (GDateTime) tick = find_first_tick (look->scale, step);
  g_autofree char *most = g_strdup_printf ("%u", get_peak (look));
  GdkRGBA faint = look->text, words = look->text;

  faint.alpha *= look->strong ? 1 : 0.3f;
  words.alpha *= look->strong ? 1 : 0.75f;
  gtk_snapshot_append_color (snapshot, &faint,
                             &GRAPHENE_RECT_INIT (plot->origin.x, bottom, plot->size.width, 1));
  draw_text (widget, snapshot, most, plot->origin.x, 0, right, &words, look->mirrored);
  while (tick != NULL && g_date_time_to_unix_usec (tick) < look->scale->to)
    {
      gint64 time = g_date_time_to_unix_usec (tick);
      float x = plot->origin.x + floorf ((float) reeve_histogram_scale_get_x (look->scale, time));
      /* Translators: g_date_time_format() patterns below a histogram: a day, "3 Mar"; a time of day, "14:00"
       */
      gboolean day = step >= 24 || g_date_time_get_hour (tick) == 0;
      g_autofree char *text = g_date_time_format (tick, day ? _ ("%-d %b") : _ ("%H:%M"));
      GDateTime *next =
        step >= 24 ? g_date_time_add_days (tick, (int) step / 24) : g_date_time_add_hours (tick, (int) step);

      if (time >= look->scale->from)
        {
          gtk_snapshot_append_color (snapshot, &faint, &GRAPHENE_RECT_INIT (x, bottom, 1, 5));
          draw_text (widget, snapshot, text, x + 4, bottom + 2, right, &words, look->mirrored);
        }
      g_date_time_unref (g_steal_pointer (&tick));
      tick = next;
    }
}

void
reeve_histogram_draw_unknown (GtkSnapshot *snapshot, const ReeveHistogramLook *look, gint64 time)
{
  const float parting = 8;
  const graphene_rect_t *plot = &look->plot;
  float width = roundf ((float) reeve_histogram_scale_get_x (look->scale, time));
  float bottom = plot->origin.y + plot->size.height;
  g_autoptr (GskPathBuilder) builder = gsk_path_builder_new ();
  g_autoptr (GskPath) path = NULL;
  g_autoptr (GskStroke) stroke = gsk_stroke_new (1);
  GdkRGBA faint = look->text;

  faint.alpha *= look->strong ? 0.6f : 0.2f;
  for (float x = -plot->size.height; x < width; x += parting)
    {
      gsk_path_builder_move_to (builder, plot->origin.x + x, bottom);
      gsk_path_builder_line_to (builder, plot->origin.x + x + plot->size.height, plot->origin.y);
    }
  path = gsk_path_builder_to_path (builder);
  gtk_snapshot_push_clip (
    snapshot, &GRAPHENE_RECT_INIT (plot->origin.x, plot->origin.y, MAX (width, 0), plot->size.height));
  gtk_snapshot_append_stroke (snapshot, path, stroke, &faint);
  gtk_snapshot_pop (snapshot);
}

/* --- On top of them --- */

void
reeve_histogram_draw_band (GtkSnapshot *snapshot, const ReeveHistogramLook *look, gint64 from, gint64 to)
{
  const graphene_rect_t *plot = &look->plot;
  float left = plot->origin.x + roundf ((float) reeve_histogram_scale_get_x (look->scale, from));
  float right = plot->origin.x + roundf ((float) reeve_histogram_scale_get_x (look->scale, to));
  float middle = plot->origin.y + plot->size.height / 2;
  GdkRGBA tint = look->band;
  const float edges[] = { left, right };

  tint.alpha *= look->strong ? 0.3f : 0.18f;
  gtk_snapshot_append_color (
    snapshot, &tint,
    &GRAPHENE_RECT_INIT (left, 0, MAX (right - left, 1), plot->origin.y + plot->size.height));
  for (guint i = 0; i < G_N_ELEMENTS (edges); i++)
    {
      GskRoundedRect handle;

      gtk_snapshot_append_color (
        snapshot, &look->band, &GRAPHENE_RECT_INIT (edges[i] - 1, 0, 2, plot->origin.y + plot->size.height));
      gsk_rounded_rect_init_from_rect (&handle, &GRAPHENE_RECT_INIT (edges[i] - 3, middle - 9, 6, 18), 3);
      gtk_snapshot_push_rounded_clip (snapshot, &handle);
      gtk_snapshot_append_color (snapshot, &look->band, &handle.bounds);
      gtk_snapshot_pop (snapshot);
    }
}

void
reeve_histogram_draw_mark (GtkSnapshot *snapshot, const ReeveHistogramLook *look, gint64 time)
{
  const float dots[] = { 2, 4 };
  g_autoptr (GskPathBuilder) builder = gsk_path_builder_new ();
  g_autoptr (GskPath) path = NULL;
  g_autoptr (GskStroke) stroke = gsk_stroke_new (look->strong ? 3 : 2);
  float x = look->plot.origin.x + roundf ((float) reeve_histogram_scale_get_x (look->scale, time));

  gsk_path_builder_move_to (builder, x, look->plot.origin.y);
  gsk_path_builder_line_to (builder, x, look->plot.origin.y + look->plot.size.height);
  path = gsk_path_builder_to_path (builder);
  gsk_stroke_set_dash (stroke, dots, G_N_ELEMENTS (dots));
  gtk_snapshot_append_stroke (snapshot, path, stroke, &look->text);
}
