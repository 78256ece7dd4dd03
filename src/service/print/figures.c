/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Each is as high as its words and goes on one sheet. */

#include "config.h"

#include "service/print/figures.h"

#define GAP        12.0 /* between what stands side by side */
#define BAR_HEIGHT 7.0
#define INK_ROOM   34.0 /* for a signature by hand */
#define MAX_LINES  12   /* of one text of a signature; more would not leave it whole */

static PangoLayout *
lay (ReevePaper *paper, ReeveStyle style, double width, const char *text)
{
  PangoLayout *layout = reeve_face_lay (reeve_paper_get_face (paper), style);

  pango_layout_set_width (layout, pango_units_from_double (width));
  pango_layout_set_height (layout, -MAX_LINES);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_text (layout, text, -1);
  return layout;
}

static double
get_height (PangoLayout *layout)
{
  PangoRectangle logical;

  pango_layout_get_extents (layout, NULL, &logical);
  return pango_units_to_double (logical.height);
}

/* --- Bars --- */

typedef struct
{
  ReeveBlock block;
  char *label;
  char *words;
  double share;
} Bar;

static void
flow_bar (ReeveBlock *block, ReevePaper *paper)
{
  Bar *self = (Bar *) block;
  double column = (reeve_paper_get_width (paper) - 2 * GAP) / 3;
  g_autoptr (PangoLayout) label = lay (paper, REEVE_STYLE_BODY, column, self->label);
  g_autoptr (PangoLayout) words = lay (paper, REEVE_STYLE_BODY, column, self->words);
  double line = reeve_face_get_line (reeve_paper_get_face (paper), REEVE_STYLE_BODY);
  double height = MAX (get_height (label), get_height (words)) + 4;
  double y = (line - BAR_HEIGHT) / 2;

  reeve_paper_need (paper, height);
  reeve_paper_begin (paper, "P", NULL);
  reeve_paper_set_layout (paper, label, REEVE_INK_TEXT, 0, 0);
  reeve_paper_set_layout (paper, words, REEVE_INK_TEXT, 2 * (column + GAP), 0);
  reeve_paper_end (paper);
  reeve_paper_fill (paper, REEVE_INK_FAINT, column + GAP, y, column, BAR_HEIGHT);
  if (self->share > 0)
    reeve_paper_fill (paper, REEVE_INK_BAR, column + GAP, y, column * self->share, BAR_HEIGHT);
  reeve_paper_move (paper, height);
}

static double
get_least_of_bar (ReeveBlock *block, ReevePaper *paper)
{
  return 2 * reeve_face_get_line (reeve_paper_get_face (paper), REEVE_STYLE_BODY);
}

static void
free_bar (ReeveBlock *block)
{
  Bar *self = (Bar *) block;

  g_free (self->label);
  g_free (self->words);
  g_free (self);
}

ReeveBlock *
reeve_bar_new (const char *label, double share, const char *words)
{
  Bar *self = g_new0 (Bar, 1);

  self->block = (ReeveBlock) { .flow = flow_bar, .get_least = get_least_of_bar, .free = free_bar };
  self->label = g_strdup (label);
  self->words = g_strdup (words);
  self->share = share > 0 ? MIN (share, 1) : 0; /* what is no number is nothing */
  return &self->block;
}

/* --- Signatures --- */

typedef struct
{
  ReeveBlock block;
  GArray *signatures; /* of ReeveSignature */
} Signatures;

static void
clear_signature (gpointer data)
{
  ReeveSignature *signature = data;

  g_free (signature->role);
  g_free (signature->name);
  g_free (signature->words);
}

typedef struct
{
  PangoLayout *role;
  PangoLayout *name;
  PangoLayout *words; /* (nullable): room for ink */
} Laid;

static Laid
lay_signature (ReevePaper *paper, const ReeveSignature *signature, double width)
{
  return (Laid) {
    .role = lay (paper, REEVE_STYLE_SMALL, width, signature->role),
    .name = lay (paper, REEVE_STYLE_STRONG, width, signature->name != NULL ? signature->name : ""),
    .words = signature->words != NULL ? lay (paper, REEVE_STYLE_SMALL, width, signature->words) : NULL,
  };
}

static void
clear_laid (Laid *laid)
{
  g_object_unref (laid->role);
  g_object_unref (laid->name);
  g_clear_object (&laid->words);
}

/* @rule: how far down its line is. */
static void
set_signature (ReevePaper *paper, const Laid *laid, double x, double width, double rule)
{
  reeve_paper_begin (paper, "P", NULL);
  if (laid->words != NULL)
    reeve_paper_set_layout (paper, laid->words, REEVE_INK_QUIET, x, rule - 4 - get_height (laid->words));
  reeve_paper_set_layout (paper, laid->role, REEVE_INK_QUIET, x, rule + 4);
  reeve_paper_set_layout (paper, laid->name, REEVE_INK_TEXT, x, rule + 4 + get_height (laid->role));
  reeve_paper_end (paper);
  reeve_paper_fill (paper, REEVE_INK_RULE, x, rule, width, 0.7);
}

/* One or two; their lines are level. Draws them if @draw. Returns their height. */
static double
put_pair (ReevePaper *paper, GArray *signatures, guint from, gboolean draw)
{
  double width = (reeve_paper_get_width (paper) - 2 * GAP) / 2, rule = INK_ROOM, below = 0;
  guint n = MIN (signatures->len - from, 2);
  Laid laid[2];

  for (guint i = 0; i < n; i++)
    {
      laid[i] = lay_signature (paper, &g_array_index (signatures, ReeveSignature, from + i), width);
      if (laid[i].words != NULL)
        rule = MAX (rule, get_height (laid[i].words) + 4);
      below = MAX (below, 4 + get_height (laid[i].role) + get_height (laid[i].name));
    }
  for (guint i = 0; i < n; i++)
    {
      if (draw)
        set_signature (paper, &laid[i], i * (width + 2 * GAP), width, rule);
      clear_laid (&laid[i]);
    }
  return rule + below;
}

static double
get_least_of_signatures (ReeveBlock *block, ReevePaper *paper)
{
  return 10 + put_pair (paper, ((Signatures *) block)->signatures, 0, FALSE);
}

static void
flow_signatures (ReeveBlock *block, ReevePaper *paper)
{
  Signatures *self = (Signatures *) block;

  for (guint i = 0; i < self->signatures->len; i += 2)
    {
      double height = put_pair (paper, self->signatures, i, FALSE);

      reeve_paper_need (paper, 10 + height);
      reeve_paper_space (paper, 10);
      put_pair (paper, self->signatures, i, TRUE);
      reeve_paper_move (paper, height);
    }
}

static void
free_signatures (ReeveBlock *block)
{
  g_array_unref (((Signatures *) block)->signatures);
  g_free (block);
}

ReeveBlock *
reeve_signatures_new (void)
{
  Signatures *self = g_new0 (Signatures, 1);

  self->block =
    (ReeveBlock) { .flow = flow_signatures, .get_least = get_least_of_signatures, .free = free_signatures };
  self->signatures = g_array_new (FALSE, FALSE, sizeof (ReeveSignature));
  g_array_set_clear_func (self->signatures, clear_signature);
  return &self->block;
}

void
reeve_signatures_add (ReeveBlock *block, const ReeveSignature *signature)
{
  ReeveSignature copy = { g_strdup (signature->role), g_strdup (signature->name),
                          g_strdup (signature->words) };

  g_array_append_val (((Signatures *) block)->signatures, copy);
}
