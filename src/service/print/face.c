/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Fonts come from fontconfig, by names that most machines have one of. Outlines are not hinted and metrics
 * not rounded: a document must not depend on any screen. */

#include "config.h"

#include "service/print/face.h"

#include <fontconfig/fontconfig.h>
#include <pango/pangocairo.h>

#include "common/error.h"

#define SANS  "Noto Sans, Liberation Sans, DejaVu Sans, sans-serif"
#define FIXED "Noto Sans Mono, Liberation Mono, DejaVu Sans Mono, monospace"

static const struct
{
  const char *family;
  double size; /* points */
  PangoWeight weight;
} styles[REEVE_N_STYLES] = {
  [REEVE_STYLE_BODY] = { SANS, 9.5, PANGO_WEIGHT_NORMAL },
  [REEVE_STYLE_TITLE] = { SANS, 20, PANGO_WEIGHT_BOLD },
  [REEVE_STYLE_HEADING_1] = { SANS, 13, PANGO_WEIGHT_BOLD },
  [REEVE_STYLE_HEADING_2] = { SANS, 11, PANGO_WEIGHT_BOLD },
  [REEVE_STYLE_HEADING_3] = { SANS, 9.5, PANGO_WEIGHT_BOLD },
  [REEVE_STYLE_STRONG] = { SANS, 9.5, PANGO_WEIGHT_BOLD },
  [REEVE_STYLE_SMALL] = { SANS, 7.5, PANGO_WEIGHT_NORMAL },
  [REEVE_STYLE_CELL] = { SANS, 8, PANGO_WEIGHT_NORMAL },
  [REEVE_STYLE_CELL_HEAD] = { SANS, 8, PANGO_WEIGHT_BOLD },
  [REEVE_STYLE_CELL_FIXED] = { FIXED, 7.5, PANGO_WEIGHT_NORMAL },
};

struct _ReeveFace
{
  PangoFontMap *map;     /* owned */
  PangoContext *context; /* owned */
  PangoFontDescription *fonts[REEVE_N_STYLES];
  double lines[REEVE_N_STYLES]; /* 0: not measured yet */
  PangoAttrList *attributes;    /* of all text */
};

/* Without any font Pango prints an error and ends the process, so it is not asked then. */
static gboolean
have_fonts (void)
{
  FcConfig *config = FcConfigReference (NULL);
  gboolean some = FALSE;

  if (config == NULL)
    return FALSE;
  for (FcSetName set = FcSetSystem; set <= FcSetApplication; set++)
    {
      const FcFontSet *fonts = FcConfigGetFonts (config, set);

      some |= fonts != NULL && fonts->nfont > 0;
    }
  FcConfigDestroy (config);
  return some;
}

ReeveFace *
reeve_face_new (const char *language, GError **error)
{
  cairo_font_options_t *options;
  ReeveFace *self;

  if (!have_fonts ())
    {
      reeve_set_error (error, REEVE_ERROR_INTERNAL, "no_font",
                       "no font is installed on the service's machine (Debian: fonts-dejavu-core)");
      return NULL;
    }
  self = g_new0 (ReeveFace, 1);
  self->map = pango_cairo_font_map_new ();
  pango_cairo_font_map_set_resolution (PANGO_CAIRO_FONT_MAP (self->map), 72);
  self->context = pango_font_map_create_context (self->map);
  pango_context_set_round_glyph_positions (self->context, FALSE);
  pango_context_set_language (self->context, pango_language_from_string (language != NULL ? language : "en"));
  options = cairo_font_options_create ();
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options (self->context, options);
  cairo_font_options_destroy (options);
  self->attributes = pango_attr_list_new ();
  /* An "fi" of one glyph is not found by all who search a PDF. */
  pango_attr_list_insert (self->attributes, pango_attr_font_features_new ("liga=0, clig=0"));
  /* Nothing is added to what somebody wrote: a hash has no hyphens. */
  pango_attr_list_insert (self->attributes, pango_attr_insert_hyphens_new (FALSE));
  for (guint i = 0; i < REEVE_N_STYLES; i++)
    {
      self->fonts[i] = pango_font_description_new ();
      pango_font_description_set_family_static (self->fonts[i], styles[i].family);
      pango_font_description_set_size (self->fonts[i], (int) (styles[i].size * PANGO_SCALE));
      pango_font_description_set_weight (self->fonts[i], styles[i].weight);
    }
  return self;
}

void
reeve_face_free (ReeveFace *self)
{
  for (guint i = 0; i < REEVE_N_STYLES; i++)
    pango_font_description_free (self->fonts[i]);
  pango_attr_list_unref (self->attributes);
  g_object_unref (self->context);
  g_object_unref (self->map);
  g_free (self);
}

PangoLayout *
reeve_face_lay (ReeveFace *self, ReeveStyle style)
{
  PangoLayout *layout = pango_layout_new (self->context);

  pango_layout_set_font_description (layout, self->fonts[style]);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_line_spacing (layout, 1.1F);
  pango_layout_set_attributes (layout, self->attributes);
  return layout;
}

double
reeve_face_get_line (ReeveFace *self, ReeveStyle style)
{
  if (self->lines[style] <= 0)
    {
      g_autoptr (PangoLayout) layout = reeve_face_lay (self, style);
      PangoRectangle logical;

      pango_layout_set_text (layout, "x", 1);
      pango_layout_get_extents (layout, NULL, &logical);
      self->lines[style] = pango_units_to_double (logical.height);
    }
  return self->lines[style];
}
