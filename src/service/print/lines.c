/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Read once from Pango's iterator. */

#include "config.h"

#include "service/print/lines.h"

#define SLACK 0.01 /* points: sums of heights are not exact */

GArray *
reeve_lines_new (void)
{
  return g_array_new (FALSE, FALSE, sizeof (ReeveLine));
}

void
reeve_lines_take (GArray *lines, PangoLayout *layout)
{
  PangoLayoutIter *iter = pango_layout_get_iter (layout);

  g_array_set_size (lines, 0);
  do
    {
      PangoRectangle logical;
      int top, bottom;
      ReeveLine line;

      pango_layout_iter_get_line_yrange (iter, &top, &bottom);
      pango_layout_iter_get_line_extents (iter, NULL, &logical);
      line = (ReeveLine) {
        .line = pango_layout_iter_get_line (iter),
        .top = pango_units_to_double (top),
        .bottom = pango_units_to_double (bottom),
        .baseline = pango_units_to_double (pango_layout_iter_get_baseline (iter)),
        .x = pango_units_to_double (logical.x),
      };
      g_array_append_val (lines, line);
    }
  while (pango_layout_iter_next_line (iter));
  pango_layout_iter_free (iter);
}

guint
reeve_lines_fit (const GArray *lines, guint from, double room, double *height)
{
  guint n = 0;

  *height = 0;
  while (from + n < lines->len)
    {
      double sum =
        g_array_index (lines, ReeveLine, from + n).bottom - g_array_index (lines, ReeveLine, from).top;

      if (sum > room + SLACK)
        break;
      *height = sum;
      n++;
    }
  return n;
}

double
reeve_lines_get_height (const GArray *lines)
{
  return lines->len > 0 ? g_array_index (lines, ReeveLine, lines->len - 1).bottom : 0;
}
