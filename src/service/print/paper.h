/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Sheets of A4, one after the other, and what goes on them from top to bottom. The same calls are made twice:
 * first on paper without a surface, which counts the sheets, then on one that is drawn on. All lengths are
 * points (1/72 inch). */

#pragma once

#include <cairo.h>

#include "service/print/face.h"
#include "service/print/lines.h"

G_BEGIN_DECLS

typedef struct _ReevePaper ReevePaper;

/* What stands at the edges of every sheet. */
typedef struct
{
  const char *head;  /* at the top, at the left */
  const char *title; /* at the top, at the right, from the second sheet on */
  const char *foot;  /* at the bottom, at the left */
  const char *page;  /* at the bottom, at the right: "Page {page} of {pages}" */
  guint pages;       /* how many there are; 0 while they are counted */
} ReevePaperRim;

typedef enum
{
  REEVE_INK_TEXT,
  REEVE_INK_QUIET,
  REEVE_INK_LINK,
  REEVE_INK_RULE,  /* lines that matter */
  REEVE_INK_FAINT, /* lines that separate */
  REEVE_INK_SHADE, /* behind text */
  REEVE_INK_BAR,
} ReeveInk;

/* @surface: (nullable): of PDF. @rim: borrowed. @deadline: monotonic microseconds. (transfer full) */
ReevePaper *
reeve_paper_new (ReeveFace *face, cairo_surface_t *surface, const ReevePaperRim *rim, gint64 deadline);
/* Ends the last sheet. */
void reeve_paper_free (ReevePaper *self);
guint reeve_paper_get_page (ReevePaper *self); /* from 1 */
/* TRUE once the deadline has passed: whoever sets many things stops then. */
gboolean reeve_paper_is_over (ReevePaper *self);
ReeveFace *reeve_paper_get_face (ReevePaper *self);

/* Where. */
double reeve_paper_get_width (ReevePaper *self);
double reeve_paper_get_height (ReevePaper *self); /* of a whole empty sheet */
double reeve_paper_get_room (ReevePaper *self);   /* what is left of this one */
gboolean reeve_paper_is_fresh (ReevePaper *self); /* nothing stands on this sheet yet */
void reeve_paper_move (ReevePaper *self, double height);
void reeve_paper_space (ReevePaper *self, double height); /* the same, but not at the top of a sheet */
void reeve_paper_turn (ReevePaper *self);                 /* to the next sheet */
void reeve_paper_need (ReevePaper *self, double height);  /* turns unless there is so much room */

/* What is drawn: @x from the left margin, @y from the current place, which stays. */
void reeve_paper_set_lines (ReevePaper *self,
                            const GArray *lines,
                            ReeveInk ink,
                            double x,
                            double y,
                            guint from,
                            guint n);
void reeve_paper_set_layout (ReevePaper *self, PangoLayout *layout, ReeveInk ink, double x, double y);
void reeve_paper_fill (ReevePaper *self, ReeveInk ink, double x, double y, double width, double height);

/* Structure (PDF's tags: "P", "H1", "Table", "TR", "TD", "Artifact" for what is not read out); it may go on
 * on the next sheet. @tag: borrowed until it ends. @attributes: (nullable): as cairo_tag_begin() takes them.
 */
void reeve_paper_begin (ReevePaper *self, const char *tag, const char *attributes);
void reeve_paper_end (ReevePaper *self);
/* A line of the document's outline, leading here. @level: from 1. */
void reeve_paper_add_outline (ReevePaper *self, guint level, const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReevePaper, reeve_paper_free)

G_END_DECLS
