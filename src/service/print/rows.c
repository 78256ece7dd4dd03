/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One layout for each column serves all rows: a table of thousands makes no thousands of them. */

#include "config.h"

#include "service/print/rows.h"

#define PAD_X 4.0
#define PAD_Y 3.0
#define LINE  0.5

typedef struct
{
  ReeveBlock block;
  GArray *columns; /* owned: of ReeveRowsColumn */
  GPtrArray *rows; /* owned: of GStrv */
  gboolean table;
} Rows;

/* While it flows. */
typedef struct
{
  Rows *rows;        /* borrowed */
  ReevePaper *paper; /* borrowed */
  PangoLayout **cells;
  GArray **lines;      /* of the cells, set anew for each row */
  PangoLayout **heads; /* (nullable): without a head */
  double pad;          /* before the text of a cell */
  double *x;           /* of each column, and where the last one ends */
  double head_height;
  guint *from; /* the first line of each cell that is not set yet */
} Flow;

static guint
count_columns (const Rows *self)
{
  return self->columns->len;
}

static const ReeveRowsColumn *
get_column (const Rows *self, guint i)
{
  return &g_array_index (self->columns, ReeveRowsColumn, i);
}

static gboolean
has_head (const Rows *self)
{
  for (guint i = 0; i < count_columns (self); i++)
    if (get_column (self, i)->title != NULL)
      return TRUE;
  return FALSE;
}

/* A cell keeps to its column's side whichever way its text runs; Pango turns sides round for text that runs
 * from right to left. */
static void
set_cell (PangoLayout *layout, const char *text, gboolean end)
{
  gboolean turned;

  pango_layout_set_text (layout, text, -1);
  turned = pango_layout_get_direction (layout, 0) == PANGO_DIRECTION_RTL;
  pango_layout_set_alignment (layout, end != turned ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
}

static PangoLayout **
lay_columns (Flow *flow, gboolean heads)
{
  guint n = count_columns (flow->rows);
  PangoLayout **layouts = g_new0 (PangoLayout *, n);

  for (guint i = 0; i < n; i++)
    {
      const ReeveRowsColumn *column = get_column (flow->rows, i);
      double width = flow->x[i + 1] - flow->x[i] - 2 * PAD_X;

      layouts[i] =
        reeve_face_lay (reeve_paper_get_face (flow->paper), heads ? REEVE_STYLE_CELL_HEAD : column->style);
      pango_layout_set_width (layouts[i], pango_units_from_double (MAX (width, 1)));
      if (heads)
        set_cell (layouts[i], column->title != NULL ? column->title : "", column->end);
    }
  return layouts;
}

static double
get_height (const Flow *flow, PangoLayout *const *layouts)
{
  double height = 0;

  for (guint i = 0; i < count_columns (flow->rows); i++)
    {
      reeve_lines_take (flow->lines[i], layouts[i]);
      height = MAX (height, reeve_lines_get_height (flow->lines[i]));
    }
  return height + 2 * PAD_Y;
}

static void
open_flow (Flow *flow, Rows *rows, ReevePaper *paper)
{
  guint n = count_columns (rows);
  double sum = 0, at = 0;

  *flow = (Flow) { .rows = rows, .paper = paper, .x = g_new0 (double, n + 1), .from = g_new0 (guint, n) };
  flow->pad = rows->table ? PAD_X : 0; /* a list begins where paragraphs do */
  for (guint i = 0; i < n; i++)
    sum += get_column (rows, i)->weight;
  for (guint i = 0; i < n; i++)
    {
      at += get_column (rows, i)->weight;
      flow->x[i + 1] = reeve_paper_get_width (paper) * at / sum;
    }
  flow->cells = lay_columns (flow, FALSE);
  flow->lines = g_new0 (GArray *, n);
  for (guint i = 0; i < n; i++)
    flow->lines[i] = reeve_lines_new ();
  if (has_head (rows))
    {
      flow->heads = lay_columns (flow, TRUE);
      /* Rows must find room below it. */
      flow->head_height = MIN (get_height (flow, flow->heads), reeve_paper_get_height (paper) / 2);
    }
}

static void
close_flow (Flow *flow)
{
  for (guint i = 0; i < count_columns (flow->rows); i++)
    {
      g_object_unref (flow->cells[i]);
      g_array_unref (flow->lines[i]);
      if (flow->heads != NULL)
        g_object_unref (flow->heads[i]);
    }
  g_free (flow->cells);
  g_free (flow->lines);
  g_free (flow->heads);
  g_free (flow->x);
  g_free (flow->from);
}

/* Read out once: on the sheets that follow it is for the eyes alone. */
static void
set_head (Flow *flow, gboolean again)
{
  double width = reeve_paper_get_width (flow->paper);

  if (flow->heads == NULL)
    return;
  reeve_paper_fill (flow->paper, REEVE_INK_SHADE, 0, 0, width, flow->head_height);
  reeve_paper_begin (flow->paper, again ? "Artifact" : "TR", NULL);
  for (guint i = 0; i < count_columns (flow->rows); i++)
    {
      if (!again)
        reeve_paper_begin (flow->paper, "TH", NULL);
      reeve_paper_set_layout (flow->paper, flow->heads[i], REEVE_INK_TEXT, flow->x[i] + flow->pad, PAD_Y);
      if (!again)
        reeve_paper_end (flow->paper);
    }
  reeve_paper_end (flow->paper);
  reeve_paper_move (flow->paper, flow->head_height);
  reeve_paper_fill (flow->paper, REEVE_INK_RULE, 0, -LINE, width, LINE);
}

static void
turn (Flow *flow)
{
  reeve_paper_turn (flow->paper);
  set_head (flow, TRUE);
}

/* Sets what goes into @room of each cell, from where it was left. TRUE if that was all of them. */
static gboolean
set_piece (Flow *flow, double room)
{
  gboolean all = TRUE;
  double most = 0;
  const char *tag = flow->rows->table ? "TR" : "LI";

  reeve_paper_begin (flow->paper, tag, NULL);
  for (guint i = 0; i < count_columns (flow->rows); i++)
    {
      const char *cell = flow->rows->table ? "TD" : i == 0 ? "Lbl" : "LBody";
      guint left = flow->lines[i]->len - flow->from[i];
      double height = 0;
      guint n = reeve_lines_fit (flow->lines[i], flow->from[i], room - 2 * PAD_Y, &height);

      reeve_paper_begin (flow->paper, cell, NULL);
      reeve_paper_set_lines (flow->paper, flow->lines[i], get_column (flow->rows, i)->ink,
                             flow->x[i] + flow->pad, PAD_Y, flow->from[i], n);
      reeve_paper_end (flow->paper);
      flow->from[i] += n;
      most = MAX (most, height);
      all = all && n == left;
    }
  reeve_paper_end (flow->paper);
  reeve_paper_move (flow->paper, most + 2 * PAD_Y);
  return all;
}

/* Returns how high the row is. */
static double
lay_row (Flow *flow, GStrv row)
{
  for (guint i = 0; i < count_columns (flow->rows); i++)
    {
      set_cell (flow->cells[i], row[i], get_column (flow->rows, i)->end);
      flow->from[i] = 0;
    }
  return get_height (flow, flow->cells);
}

/* How much of a row must have room where it begins: one that is torn anyway begins wherever there is some. */
static double
get_beginning (const Flow *flow, double height)
{
  double whole = reeve_paper_get_height (flow->paper) - flow->head_height;
  double line = reeve_face_get_line (reeve_paper_get_face (flow->paper), REEVE_STYLE_BODY);

  return height > whole ? 3 * line : height;
}

static void
flow_row (Flow *flow, GStrv row)
{
  double height = lay_row (flow, row);

  if (get_beginning (flow, height) > reeve_paper_get_room (flow->paper) &&
      !reeve_paper_is_fresh (flow->paper))
    turn (flow);
  while (!set_piece (flow, reeve_paper_get_room (flow->paper)) && !reeve_paper_is_over (flow->paper))
    turn (flow);
  if (flow->rows->table)
    reeve_paper_fill (flow->paper, REEVE_INK_FAINT, 0, -LINE, reeve_paper_get_width (flow->paper), LINE);
}

static void
flow_rows (ReeveBlock *block, ReevePaper *paper)
{
  Rows *self = (Rows *) block;
  const char *tag = self->table ? "Table" : "L";
  Flow flow;

  open_flow (&flow, self, paper);
  /* No head stands alone above the edge. */
  if (self->rows->len > 0)
    reeve_paper_need (paper, flow.head_height +
                               get_beginning (&flow, lay_row (&flow, g_ptr_array_index (self->rows, 0))));
  reeve_paper_begin (paper, tag, NULL);
  set_head (&flow, FALSE);
  for (guint i = 0; i < self->rows->len && !reeve_paper_is_over (paper); i++)
    flow_row (&flow, g_ptr_array_index (self->rows, i));
  reeve_paper_end (paper);
  reeve_paper_space (paper, 8);
  close_flow (&flow);
}

/* The head and some lines. */
static double
get_least (ReeveBlock *block, ReevePaper *paper)
{
  Rows *self = (Rows *) block;
  double line = reeve_face_get_line (reeve_paper_get_face (paper), REEVE_STYLE_BODY);

  return (line + PAD_Y) * (has_head (self) ? 5 : 3);
}

static void
free_rows (ReeveBlock *block)
{
  Rows *self = (Rows *) block;

  g_array_unref (self->columns);
  g_ptr_array_unref (self->rows);
  g_free (self);
}

static void
clear_column (gpointer data)
{
  g_free (((ReeveRowsColumn *) data)->title);
}

ReeveBlock *
reeve_rows_new (GArray *columns, gboolean table)
{
  Rows *self = g_new0 (Rows, 1);

  self->block = (ReeveBlock) { .flow = flow_rows, .get_least = get_least, .free = free_rows };
  self->columns = columns;
  g_array_set_clear_func (columns, clear_column);
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  self->table = table;
  return &self->block;
}

void
reeve_rows_add (ReeveBlock *block, GStrv cells)
{
  Rows *self = (Rows *) block;

  g_return_if_fail (g_strv_length (cells) == count_columns (self));
  g_ptr_array_add (self->rows, cells);
}
