/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* No sheet begins or ends with a single line of a paragraph, where that can be helped. */

#include "config.h"

#include "service/print/paragraph.h"

#include "service/print/text.h"

#define AFTER       6.0 /* points below a paragraph */
#define MAX_OUTLINE 100 /* characters of a heading in the outline */
#define TOGETHER    2   /* lines of a paragraph that stay together at the edges of a sheet */

typedef struct
{
  ReeveBlock block;
  char *text;
  char *link;    /* (nullable): attributes of the tag */
  char *outline; /* (nullable): the heading, on one line */
  const char *tag;
  ReeveStyle style;
  ReeveInk ink;
  guint level;
  double before;
} Paragraph;

static const struct
{
  ReeveStyle style;
  const char *tag;
  double before;
} headings[] = {
  { REEVE_STYLE_TITLE, "H1", 0 },
  { REEVE_STYLE_HEADING_1, "H2", 14 },
  { REEVE_STYLE_HEADING_2, "H3", 10 },
  { REEVE_STYLE_HEADING_3, "H4", 6 },
};

static PangoLayout *
lay (Paragraph *self, ReevePaper *paper)
{
  PangoLayout *layout = reeve_face_lay (reeve_paper_get_face (paper), self->style);

  pango_layout_set_width (layout, pango_units_from_double (reeve_paper_get_width (paper)));
  pango_layout_set_text (layout, self->text, -1);
  return layout;
}

/* How many lines of what is left (from @from on) are put on this sheet; 0: none, they begin the next one.
 * @height: of them, if they are all that is left. */
static guint
choose_lines (const GArray *lines, guint from, gboolean fresh, double room, double *height)
{
  guint left = lines->len - from;
  guint n = reeve_lines_fit (lines, from, room, height);

  if (n < left && left - n < TOGETHER && n > TOGETHER)
    n = left - TOGETHER;
  if (n < left && n < TOGETHER && !fresh)
    return 0;
  return MAX (n, fresh ? 1 : 0);
}

static void
flow_lines (Paragraph *self, ReevePaper *paper, const GArray *lines)
{
  for (guint from = 0; from < lines->len && !reeve_paper_is_over (paper);)
    {
      double height;
      guint n =
        choose_lines (lines, from, reeve_paper_is_fresh (paper), reeve_paper_get_room (paper), &height);

      reeve_paper_set_lines (paper, lines, self->ink, 0, 0, from, n);
      from += n;
      if (from < lines->len)
        reeve_paper_turn (paper);
      else
        reeve_paper_move (paper, height);
    }
}

static void
flow (ReeveBlock *block, ReevePaper *paper)
{
  Paragraph *self = (Paragraph *) block;
  g_autoptr (PangoLayout) layout = lay (self, paper);
  g_autoptr (GArray) lines = reeve_lines_new ();

  reeve_lines_take (lines, layout);
  reeve_paper_space (paper, self->before);
  if (self->outline != NULL)
    reeve_paper_add_outline (paper, MAX (self->level, 1), self->outline);
  reeve_paper_begin (paper, self->tag, NULL);
  if (self->link != NULL)
    reeve_paper_begin (paper, CAIRO_TAG_LINK, self->link);
  flow_lines (self, paper, lines);
  if (self->link != NULL)
    reeve_paper_end (paper);
  reeve_paper_end (paper);
  reeve_paper_space (paper, AFTER);
}

static double
get_least (ReeveBlock *block, ReevePaper *paper)
{
  Paragraph *self = (Paragraph *) block;
  g_autoptr (PangoLayout) layout = lay (self, paper);
  double line = reeve_face_get_line (reeve_paper_get_face (paper), self->style);
  guint count = (guint) pango_layout_get_line_count (layout);

  /* A heading goes as a whole. */
  return self->before + line * (block->stays_with_next ? count : MIN (count, TOGETHER + 1)) +
         (block->stays_with_next ? AFTER : 0);
}

static void
free_paragraph (ReeveBlock *block)
{
  Paragraph *self = (Paragraph *) block;

  g_free (self->text);
  g_free (self->link);
  g_free (self->outline);
  g_free (self);
}

static Paragraph *
new_paragraph (ReeveStyle style, ReeveInk ink, const char *tag, const char *text)
{
  Paragraph *self = g_new0 (Paragraph, 1);

  self->block = (ReeveBlock) { .flow = flow, .get_least = get_least, .free = free_paragraph };
  self->text = g_strdup (text);
  self->tag = tag;
  self->style = style;
  self->ink = ink;
  return self;
}

ReeveBlock *
reeve_paragraph_new (ReeveStyle style, ReeveInk ink, const char *text)
{
  return &new_paragraph (style, ink, "P", text)->block;
}

/* cairo takes attributes in quotes of its own, and URIs in ASCII. */
static char *
write_link (const char *uri)
{
  static const char *const schemes[] = { "https", "http", "mailto" };
  g_autoptr (GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_ENCODED, NULL);
  g_autoptr (GString) quoted = NULL;
  gboolean known = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (schemes) && parsed != NULL; i++)
    known |= g_str_equal (g_uri_get_scheme (parsed), schemes[i]);
  if (!known || !g_str_is_ascii (uri))
    return NULL;
  quoted = g_string_new (uri);
  g_string_replace (quoted, "\\", "%5C", 0);
  g_string_replace (quoted, "'", "%27", 0);
  return g_strdup_printf ("uri='%s'", quoted->str);
}

ReeveBlock *
reeve_paragraph_new_link (const char *text, const char *uri)
{
  Paragraph *self = new_paragraph (REEVE_STYLE_BODY, REEVE_INK_TEXT, "P", text);

  self->link = write_link (uri);
  if (self->link != NULL)
    self->ink = REEVE_INK_LINK;
  return &self->block;
}

ReeveBlock *
reeve_paragraph_new_heading (guint level, const char *text)
{
  guint index = MIN (level, G_N_ELEMENTS (headings) - 1);
  Paragraph *self = new_paragraph (headings[index].style, REEVE_INK_TEXT, headings[index].tag, text);

  self->before = headings[index].before;
  self->level = index;
  self->outline = reeve_print_cut (text, MAX_OUTLINE);
  self->block.stays_with_next = TRUE;
  return &self->block;
}
