/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Head and foot are put on a sheet when it is begun, so the number of sheets has to be known by then. They
 * and rules are artifacts: a screen reader passes them over. */

#include "config.h"

#include "service/print/paper.h"

#include <cairo-pdf.h>
#include <hb.h>
#include <pango/pangocairo.h>

#define WIDTH       595.28 /* A4 */
#define HEIGHT      841.89
#define SIDE        56.7 /* 20 mm */
#define TOP         68.0
#define BOTTOM      62.0
#define RIM         34.0 /* from the edge to head and foot */
#define MAX_OUTLINE 3
#define SLACK       0.01 /* sums of heights are not exact */

#define MAX_TAGS 8

struct _ReevePaper
{
  ReeveFace *face;          /* borrowed */
  cairo_t *cr;              /* (nullable): NULL while sheets are counted */
  cairo_surface_t *surface; /* (nullable) borrowed */
  const ReevePaperRim *rim; /* borrowed */
  gint64 deadline;
  guint page;
  double y; /* from the top of the sheet */
  int outline[MAX_OUTLINE + 1];
  const char *tags[MAX_TAGS]; /* those that are open, the innermost last */
  guint n_tags;
};

static const double inks[][3] = {
  [REEVE_INK_TEXT] = { 0.11, 0.11, 0.12 },  [REEVE_INK_QUIET] = { 0.35, 0.34, 0.38 },
  [REEVE_INK_LINK] = { 0.10, 0.37, 0.71 },  [REEVE_INK_RULE] = { 0.24, 0.22, 0.27 },
  [REEVE_INK_FAINT] = { 0.82, 0.81, 0.83 }, [REEVE_INK_SHADE] = { 0.95, 0.95, 0.96 },
  [REEVE_INK_BAR] = { 0.11, 0.44, 0.85 },
};

static void
choose_ink (ReevePaper *self, ReeveInk ink)
{
  cairo_set_source_rgb (self->cr, inks[ink][0], inks[ink][1], inks[ink][2]);
}

/* One line, cut where it does not fit. @end: at the right margin, else at the left. */
static void
set_rim_text (ReevePaper *self, const char *text, double top, gboolean end)
{
  g_autoptr (PangoLayout) layout = NULL;
  double width = (WIDTH - 2 * SIDE) / 2 - 8;

  if (text == NULL || *text == '\0')
    return;
  layout = reeve_face_lay (self->face, REEVE_STYLE_SMALL);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_width (layout, pango_units_from_double (width));
  pango_layout_set_auto_dir (layout, FALSE); /* its side is told by @end alone */
  pango_layout_set_alignment (layout, end ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
  pango_layout_set_text (layout, text, -1);
  reeve_paper_set_layout (self, layout, REEVE_INK_QUIET, end ? WIDTH - 2 * SIDE - width : 0, top - self->y);
}

static char *
write_page (ReevePaper *self)
{
  GString *text = g_string_new (self->rim->page);
  g_autofree char *page = g_strdup_printf ("%u", self->page);
  g_autofree char *pages = g_strdup_printf ("%u", self->rim->pages);

  g_string_replace (text, "{pages}", pages, 0);
  g_string_replace (text, "{page}", page, 0);
  return g_string_free_and_steal (text);
}

static void
begin_page (ReevePaper *self)
{
  self->page++;
  self->y = TOP;
  if (self->cr != NULL)
    {
      g_autofree char *page = write_page (self);

      reeve_paper_begin (self, "Artifact", NULL);
      set_rim_text (self, self->rim->head, RIM, FALSE);
      if (self->page > 1)
        set_rim_text (self, self->rim->title, RIM, TRUE);
      set_rim_text (self, self->rim->foot, HEIGHT - RIM - 8, FALSE);
      set_rim_text (self, page, HEIGHT - RIM - 8, TRUE);
      reeve_paper_end (self);
    }
}

ReevePaper *
reeve_paper_new (ReeveFace *face, cairo_surface_t *surface, const ReevePaperRim *rim, gint64 deadline)
{
  ReevePaper *self = g_new0 (ReevePaper, 1);

  self->face = face;
  self->surface = surface;
  self->rim = rim;
  self->deadline = deadline;
  if (surface != NULL)
    {
      cairo_pdf_surface_set_size (surface, WIDTH, HEIGHT);
      self->cr = cairo_create (surface);
    }
  reeve_paper_begin (self, "Document", NULL);
  begin_page (self);
  return self;
}

void
reeve_paper_free (ReevePaper *self)
{
  reeve_paper_end (self);
  if (self->cr != NULL)
    cairo_show_page (self->cr);
  g_clear_pointer (&self->cr, cairo_destroy);
  g_free (self);
}

guint
reeve_paper_get_page (ReevePaper *self)
{
  return self->page;
}

gboolean
reeve_paper_is_over (ReevePaper *self)
{
  return g_get_monotonic_time () >= self->deadline;
}

ReeveFace *
reeve_paper_get_face (ReevePaper *self)
{
  return self->face;
}

double
reeve_paper_get_width (ReevePaper *self)
{
  return WIDTH - 2 * SIDE;
}

double
reeve_paper_get_height (ReevePaper *self)
{
  return HEIGHT - TOP - BOTTOM;
}

double
reeve_paper_get_room (ReevePaper *self)
{
  return HEIGHT - BOTTOM - self->y;
}

gboolean
reeve_paper_is_fresh (ReevePaper *self)
{
  return self->y <= TOP;
}

void
reeve_paper_move (ReevePaper *self, double height)
{
  self->y += height;
}

void
reeve_paper_space (ReevePaper *self, double height)
{
  if (!reeve_paper_is_fresh (self))
    self->y += height;
}

void
reeve_paper_turn (ReevePaper *self)
{
  if (self->cr != NULL)
    cairo_show_page (self->cr);
  begin_page (self);
}

void
reeve_paper_need (ReevePaper *self, double height)
{
  if (height > reeve_paper_get_room (self) + SLACK && !reeve_paper_is_fresh (self))
    reeve_paper_turn (self);
}

/* Pango takes the glyph of the space away at which it breaks a line. What has a text and no glyph is told in
 * a way (ActualText) that not all readers of tags follow, so it gets its glyph back, without a width. */
static void
mend_spaces (PangoLayoutLine *line)
{
  const char *text = pango_layout_get_text (line->layout);

  for (GSList *runs = line->runs; runs != NULL; runs = runs->next)
    {
      PangoGlyphItem *run = runs->data;
      const char *start = text + run->item->offset;
      hb_codepoint_t space;

      if (!hb_font_get_nominal_glyph (pango_font_get_hb_font (run->item->analysis.font), ' ', &space))
        continue;
      for (int i = 0; i < run->glyphs->num_glyphs; i++)
        if (run->glyphs->glyphs[i].glyph == PANGO_GLYPH_EMPTY && start[run->glyphs->log_clusters[i]] == ' ')
          run->glyphs->glyphs[i].glyph = space;
    }
}

void
reeve_paper_set_lines (ReevePaper *self,
                       const GArray *lines,
                       ReeveInk ink,
                       double x,
                       double y,
                       guint from,
                       guint n)
{
  if (self->cr == NULL)
    return;
  choose_ink (self, ink);
  for (guint i = from; i < from + n; i++)
    {
      const ReeveLine *line = &g_array_index (lines, ReeveLine, i);

      mend_spaces (line->line);
      cairo_move_to (self->cr, SIDE + x + line->x,
                     self->y + y + line->baseline - g_array_index (lines, ReeveLine, from).top);
      pango_cairo_show_layout_line (self->cr, line->line);
    }
}

void
reeve_paper_set_layout (ReevePaper *self, PangoLayout *layout, ReeveInk ink, double x, double y)
{
  g_autoptr (GArray) lines = reeve_lines_new ();

  reeve_lines_take (lines, layout);
  reeve_paper_set_lines (self, lines, ink, x, y, 0, lines->len);
}

void
reeve_paper_fill (ReevePaper *self, ReeveInk ink, double x, double y, double width, double height)
{
  if (self->cr == NULL)
    return;
  reeve_paper_begin (self, "Artifact", NULL);
  choose_ink (self, ink);
  cairo_rectangle (self->cr, SIDE + x, self->y + y, width, height);
  cairo_fill (self->cr);
  reeve_paper_end (self);
}

void
reeve_paper_begin (ReevePaper *self, const char *tag, const char *attributes)
{
  g_return_if_fail (self->n_tags < MAX_TAGS);
  self->tags[self->n_tags++] = tag;
  if (self->cr != NULL)
    cairo_tag_begin (self->cr, tag, attributes);
}

void
reeve_paper_end (ReevePaper *self)
{
  g_return_if_fail (self->n_tags > 0);
  self->n_tags--;
  if (self->cr != NULL)
    cairo_tag_end (self->cr, self->tags[self->n_tags]);
}

void
reeve_paper_add_outline (ReevePaper *self, guint level, const char *text)
{
  g_autofree char *place = NULL;
  char y[G_ASCII_DTOSTR_BUF_SIZE];

  if (self->cr == NULL)
    return;
  level = CLAMP (level, 1, MAX_OUTLINE);
  g_ascii_formatd (y, sizeof y, "%.2f", self->y);
  place = g_strdup_printf ("page=%u pos=[0 %s]", self->page, y);
  self->outline[level] =
    cairo_pdf_surface_add_outline (self->surface, self->outline[level - 1], text, place, 0);
  for (guint below = level + 1; below <= MAX_OUTLINE; below++)
    self->outline[below] = self->outline[level];
}
