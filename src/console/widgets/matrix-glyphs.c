/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* There are few: each is drawn once, into a picture of device pixels, and then placed. Paths and text drawn
 * by cairo for each cell of each frame were most of what a frame took. */

#include "config.h"

#include "console/widgets/matrix-glyphs.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define N_VERBS (REEVE_VERBS_ALL + 1)

struct _ReeveMatrixGlyphs
{
  /* owned */
  GdkTexture *textures[N_VERBS][2]; /* (nullable) */
  graphene_rect_t places[N_VERBS][2];

  float size;
  double scale;
};

ReeveMatrixGlyphs *
reeve_matrix_glyphs_new (void)
{
  return g_new0 (ReeveMatrixGlyphs, 1);
}

void
reeve_matrix_glyphs_forget (ReeveMatrixGlyphs *self)
{
  for (guint i = 0; i < N_VERBS; i++)
    for (guint direct = 0; direct < 2; direct++)
      g_clear_object (&self->textures[i][direct]);
}

void
reeve_matrix_glyphs_free (ReeveMatrixGlyphs *self)
{
  reeve_matrix_glyphs_forget (self);
  g_free (self);
}

static const char *
get_letter (ReeveVerbs verbs)
{
  gboolean approve = (verbs & REEVE_VERB_APPROVE) != 0;

  if (verbs == REEVE_VERBS_NONE)
    return "–";
  if ((verbs & REEVE_VERB_MANAGE) != 0)
    /* Translators: one or two letters in a table: who may manage; and, with approve, both */
    return approve ? C_ ("verb letter", "MA") : C_ ("verb letter", "M");
  if ((verbs & REEVE_VERB_EDIT) != 0)
    /* Translators: one or two letters in a table: who may edit; and, with approve, both */
    return approve ? C_ ("verb letter", "EA") : C_ ("verb letter", "E");
  /* Translators: one letter in a table: who may approve; who may only view */
  return approve ? C_ ("verb letter", "A") : C_ ("verb letter", "V");
}

/* A circle for view, a box for edit, a box with corners cut off for approve, a diamond-sided one for manage.
 */
static GskPath *
make_shape (ReeveVerbs verbs, float size)
{
  g_autoptr (GskPathBuilder) builder = gsk_path_builder_new ();
  float h = size / 2;
  float w = size * 0.62f;
  float cut = h * 0.55f;

  if ((verbs & (REEVE_VERB_EDIT | REEVE_VERB_APPROVE | REEVE_VERB_MANAGE)) == 0)
    gsk_path_builder_add_circle (builder, &GRAPHENE_POINT_INIT (0, 0), h);
  else if ((verbs & REEVE_VERB_MANAGE) != 0)
    {
      gsk_path_builder_move_to (builder, -w - cut / 2, 0);
      gsk_path_builder_line_to (builder, -w + cut / 2, -h);
      gsk_path_builder_line_to (builder, w - cut / 2, -h);
      gsk_path_builder_line_to (builder, w + cut / 2, 0);
      gsk_path_builder_line_to (builder, w - cut / 2, h);
      gsk_path_builder_line_to (builder, -w + cut / 2, h);
      gsk_path_builder_close (builder);
    }
  else if ((verbs & REEVE_VERB_EDIT) != 0)
    gsk_path_builder_add_rect (builder, &GRAPHENE_RECT_INIT (-w, -h, 2 * w, 2 * h));
  else
    {
      gsk_path_builder_move_to (builder, -w + cut, -h);
      gsk_path_builder_line_to (builder, w, -h);
      gsk_path_builder_line_to (builder, w, h - cut);
      gsk_path_builder_line_to (builder, w - cut, h);
      gsk_path_builder_line_to (builder, -w, h);
      gsk_path_builder_line_to (builder, -w, -h + cut);
      gsk_path_builder_close (builder);
    }
  return gsk_path_builder_to_path (builder);
}

static GskRenderNode *
draw (GtkWidget *widget, ReeveVerbs verbs, gboolean direct, float size, float scale)
{
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, get_letter (verbs));
  gboolean strong = adw_style_manager_get_high_contrast (adw_style_manager_get_default ());
  GdkRGBA color, tint;
  int width, height;

  gtk_snapshot_scale (snapshot, scale, scale);
  gtk_widget_get_color (widget, &color);
  tint = color;
  if (verbs != REEVE_VERBS_NONE)
    {
      g_autoptr (GskPath) path = make_shape (verbs, size);
      g_autoptr (GskStroke) stroke = gsk_stroke_new (direct ? 2 : 1);

      tint.alpha = color.alpha * 0.12f;
      if (direct)
        gtk_snapshot_append_fill (snapshot, path, GSK_FILL_RULE_WINDING, &tint);
      tint.alpha = color.alpha * (strong ? 1 : direct ? 0.9f : 0.55f);
      gtk_snapshot_append_stroke (snapshot, path, stroke, &tint);
      if (direct)
        {
          g_autoptr (PangoAttrList) bold = pango_attr_list_new ();

          pango_attr_list_insert (bold, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
          pango_layout_set_attributes (layout, bold);
        }
      tint = color;
    }
  else
    tint.alpha = color.alpha * (strong ? 1 : 0.4f);
  pango_layout_get_pixel_size (layout, &width, &height);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (-(float) width / 2, -(float) height / 2));
  gtk_snapshot_append_layout (snapshot, layout, &tint);
  return gtk_snapshot_free_to_node (snapshot);
}

/* @node: in device pixels. @place: is set to where it belongs, on whole ones. (transfer full) (nullable) */
static GdkTexture *
render (GskRenderNode *node, double scale, graphene_rect_t *place)
{
  g_autoptr (GskRenderer) renderer = gsk_cairo_renderer_new ();
  g_autoptr (GdkTexture) texture = NULL;
  graphene_rect_t pixels;

  gsk_render_node_get_bounds (node, &pixels);
  graphene_rect_round_extents (&pixels, &pixels);
  if (!gsk_renderer_realize (renderer, NULL, NULL))
    return NULL;
  texture = gsk_renderer_render_texture (renderer, node, &pixels);
  gsk_renderer_unrealize (renderer);
  graphene_rect_scale (&pixels, (float) (1 / scale), (float) (1 / scale), place);
  return g_steal_pointer (&texture);
}

GdkTexture *
reeve_matrix_glyphs_get (ReeveMatrixGlyphs *self,
                         GtkWidget *widget,
                         ReeveVerbs verbs,
                         gboolean direct,
                         const graphene_rect_t **place)
{
  guint which = direct ? 1 : 0;

  verbs &= REEVE_VERBS_ALL;
  if (self->textures[verbs][which] == NULL)
    {
      g_autoptr (GskRenderNode) node = draw (widget, verbs, direct, self->size, (float) self->scale);

      if (node != NULL)
        self->textures[verbs][which] = render (node, self->scale, &self->places[verbs][which]);
    }
  *place = &self->places[verbs][which];
  return self->textures[verbs][which];
}

void
reeve_matrix_glyphs_set_size (ReeveMatrixGlyphs *self, float size, double scale)
{
  if (self->size == size && self->scale == scale)
    return;
  reeve_matrix_glyphs_forget (self);
  self->size = size;
  self->scale = scale;
}
