/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/print/plot.h"

#define ROW    46.0 /* the bars of a row */
#define GAP    10.0
#define LEAST  0.8  /* of a bar that counts anything, in either direction */
#define COLUMN 0.24 /* of the width: what rows are called */

typedef struct
{
  char *label;
  gint64 *values;
  gint64 most;
} Row;

typedef struct
{
  char *label;
  double place;
} Mark;

typedef struct
{
  ReeveBlock block;
  guint n;
  GArray *rows;  /* of Row */
  GArray *marks; /* of Mark */
  char *begin;
  char *end;
} Plot;

static PangoLayout *
lay (ReevePaper *paper, double width, const char *text)
{
  PangoLayout *layout = reeve_face_lay (reeve_paper_get_face (paper), REEVE_STYLE_SMALL);

  if (width > 0)
    {
      pango_layout_set_width (layout, pango_units_from_double (width));
      pango_layout_set_height (layout, -2);
      pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
    }
  pango_layout_set_text (layout, text, -1);
  return layout;
}

static double
get_width (PangoLayout *layout)
{
  PangoRectangle logical;

  pango_layout_get_extents (layout, NULL, &logical);
  return pango_units_to_double (logical.width);
}

static void
set_text (ReevePaper *paper, double width, const char *text, ReeveInk ink, double x, double y)
{
  g_autoptr (PangoLayout) layout = lay (paper, width, text);

  reeve_paper_set_layout (paper, layout, ink, x, y);
}

/* --- Parts --- */

static double
get_line (ReevePaper *paper)
{
  return reeve_face_get_line (reeve_paper_get_face (paper), REEVE_STYLE_SMALL);
}

/* Marks have a line each, so that those that are near each other can be read. */
static double
get_height (Plot *self, ReevePaper *paper)
{
  return (double) self->marks->len * get_line (paper) + (double) self->rows->len * (ROW + GAP) +
         2 * get_line (paper);
}

static void
draw_bars (Plot *self, ReevePaper *paper, const Row *row, double x, double y, double width)
{
  double each = width / self->n;

  for (guint i = 0; i < self->n; i++)
    {
      double height = row->most > 0 ? ROW * (double) row->values[i] / (double) row->most : 0;

      if (row->values[i] > 0)
        reeve_paper_fill (paper, REEVE_INK_BAR, x + i * each, y + ROW - MAX (height, LEAST),
                          MAX (each * 0.85, LEAST), MAX (height, LEAST));
    }
}

static void
draw_row (Plot *self, ReevePaper *paper, const Row *row, double x, double y, double width)
{
  g_autofree char *most = g_strdup_printf ("%" G_GINT64_FORMAT, row->most);

  reeve_paper_begin (paper, "P", NULL);
  set_text (paper, x - GAP, row->label, REEVE_INK_TEXT, 0, y);
  set_text (paper, x - GAP, most, REEVE_INK_QUIET, 0, y + 2 * get_line (paper));
  reeve_paper_end (paper);
  reeve_paper_fill (paper, REEVE_INK_FAINT, x, y, width, 0.4);
  reeve_paper_fill (paper, REEVE_INK_RULE, x, y + ROW, width, 0.5);
  draw_bars (self, paper, row, x, y, width);
}

/* The words stand at the side of the line that has room for them. */
static gboolean
is_left (const Mark *mark)
{
  return mark->place > 0.5;
}

/* On which line, so that no words cross the line of another moment at the same side: it begins below them. */
static guint
find_line (Plot *self, const Mark *mark)
{
  guint line = 0;

  for (guint i = 0; i < self->marks->len; i++)
    {
      const Mark *other = &g_array_index (self->marks, Mark, i);

      if (other == mark)
        continue;
      if (is_left (mark) != is_left (other))
        line += is_left (mark);
      else if (mark->place == other->place)
        line += other < mark;
      else
        line += is_left (mark) ? other->place > mark->place : other->place < mark->place;
    }
  return line;
}

static void
draw_mark (Plot *self, ReevePaper *paper, const Mark *mark, double x, double width, double bottom)
{
  g_autoptr (PangoLayout) layout = lay (paper, 0, mark->label);
  double at = x + width * mark->place;
  double top = find_line (self, mark) * get_line (paper);

  if (mark->place < 0 || mark->place > 1)
    return;
  reeve_paper_begin (paper, "P", NULL);
  reeve_paper_set_layout (paper, layout, REEVE_INK_TEXT,
                          is_left (mark) ? at - 3 - get_width (layout) : at + 3, top);
  reeve_paper_end (paper);
  reeve_paper_fill (paper, REEVE_INK_TEXT, at - 0.35, top, 0.7, bottom - top);
}

static void
draw_time (Plot *self, ReevePaper *paper, double x, double y, double width)
{
  g_autoptr (PangoLayout) end = lay (paper, 0, self->end);

  reeve_paper_begin (paper, "P", NULL);
  set_text (paper, 0, self->begin, REEVE_INK_QUIET, x, y);
  reeve_paper_set_layout (paper, end, REEVE_INK_QUIET, x + width - get_width (end), y);
  reeve_paper_end (paper);
}

static double
get_least (ReeveBlock *block, ReevePaper *paper)
{
  return get_height ((Plot *) block, paper);
}

static void
flow (ReeveBlock *block, ReevePaper *paper)
{
  Plot *self = (Plot *) block;
  double x = reeve_paper_get_width (paper) * COLUMN;
  double width = reeve_paper_get_width (paper) - x;
  double height = get_height (self, paper);
  double y = (double) self->marks->len * get_line (paper) + 2;
  double bottom = y + (double) self->rows->len * (ROW + GAP) - GAP;

  reeve_paper_need (paper, height);
  for (guint i = 0; i < self->rows->len; i++)
    draw_row (self, paper, &g_array_index (self->rows, Row, i), x, y + i * (ROW + GAP), width);
  for (guint i = 0; i < self->marks->len; i++)
    draw_mark (self, paper, &g_array_index (self->marks, Mark, i), x, width, bottom);
  draw_time (self, paper, x, bottom + 3, width);
  reeve_paper_move (paper, height);
}

static void
clear_row (gpointer data)
{
  Row *row = data;

  g_free (row->label);
  g_free (row->values);
}

static void
clear_mark (gpointer data)
{
  g_free (((Mark *) data)->label);
}

static void
free_plot (ReeveBlock *block)
{
  Plot *self = (Plot *) block;

  g_array_unref (self->rows);
  g_array_unref (self->marks);
  g_free (self->begin);
  g_free (self->end);
  g_free (self);
}

ReeveBlock *
reeve_plot_new (guint n)
{
  Plot *self = g_new0 (Plot, 1);

  self->block = (ReeveBlock) { .flow = flow, .get_least = get_least, .free = free_plot };
  self->n = MAX (n, 1);
  self->rows = g_array_new (FALSE, FALSE, sizeof (Row));
  g_array_set_clear_func (self->rows, clear_row);
  self->marks = g_array_new (FALSE, FALSE, sizeof (Mark));
  g_array_set_clear_func (self->marks, clear_mark);
  self->begin = g_strdup ("");
  self->end = g_strdup ("");
  return &self->block;
}

void
reeve_plot_add_row (ReeveBlock *block, const char *label, const gint64 *values)
{
  Plot *self = (Plot *) block;
  Row row = { .label = g_strdup (label), .values = g_memdup2 (values, self->n * sizeof *values) };

  for (guint i = 0; i < self->n; i++)
    row.most = MAX (row.most, row.values[i]);
  g_array_append_val (self->rows, row);
}

void
reeve_plot_add_mark (ReeveBlock *block, const char *label, double place)
{
  Mark mark = { g_strdup (label), place };

  g_array_append_val (((Plot *) block)->marks, mark);
}

void
reeve_plot_set_time (ReeveBlock *block, const char *begin, const char *end)
{
  Plot *self = (Plot *) block;

  g_set_str (&self->begin, begin);
  g_set_str (&self->end, end);
}

/* --- The end of a sheet --- */

static double
get_no_least (ReeveBlock *block G_GNUC_UNUSED, ReevePaper *paper G_GNUC_UNUSED)
{
  return 0;
}

static void
flow_turn (ReeveBlock *block G_GNUC_UNUSED, ReevePaper *paper)
{
  if (!reeve_paper_is_fresh (paper))
    reeve_paper_turn (paper);
}

static void
free_turn (ReeveBlock *block)
{
  g_free (block);
}

ReeveBlock *
reeve_turn_new (void)
{
  ReeveBlock *block = g_new0 (ReeveBlock, 1);

  *block = (ReeveBlock) { .flow = flow_turn, .get_least = get_no_least, .free = free_turn };
  return block;
}
