/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The layout lives for a moment only: what it drew is kept by the widget's render node, and hundreds of them
 * would be most of what a list needs of memory. Metrics are kept, since Pango shapes a sample text for each
 * context that asks, and each widget has a context of its own. */

#include "config.h"

#include "console/widgets/line.h"

#define DISTINCT_FONTS 4
#define DISTINCT_TEXTS 64

typedef struct
{
  PangoFontDescription *font; /* (owned) (nullable): not yet used */
  PangoLanguage *language;
  double resolution;
  guint serial; /* of the font map */
  int ascent;
  int descent;
  int character;
  GHashTable *widths; /* (owned) (element-type utf8 int): of texts, since rows say the same again and again */
} FontSize;

static const FontSize *
get_size (GtkWidget *widget)
{
  static FontSize sizes[DISTINCT_FONTS];
  static guint next = 0;
  PangoContext *context = gtk_widget_get_pango_context (widget);
  const PangoFontDescription *font = pango_context_get_font_description (context);
  PangoLanguage *language = pango_context_get_language (context);
  double resolution = pango_cairo_context_get_resolution (context);
  guint serial = pango_font_map_get_serial (pango_context_get_font_map (context));
  PangoFontMetrics *metrics;
  FontSize *size;

  for (guint i = 0; i < DISTINCT_FONTS; i++)
    if (sizes[i].font != NULL && sizes[i].language == language && sizes[i].serial == serial &&
        G_APPROX_VALUE (sizes[i].resolution, resolution, 0.01) &&
        pango_font_description_equal (sizes[i].font, font))
      return &sizes[i];

  size = &sizes[next++ % DISTINCT_FONTS];
  metrics = pango_context_get_metrics (context, NULL, NULL);
  pango_font_description_free (size->font);
  g_clear_pointer (&size->widths, g_hash_table_unref);
  *size = (FontSize) {
    .font = pango_font_description_copy (font),
    .language = language,
    .resolution = resolution,
    .serial = serial,
    .ascent = pango_font_metrics_get_ascent (metrics),
    .descent = pango_font_metrics_get_descent (metrics),
    .character = pango_font_metrics_get_approximate_char_width (metrics),
    .widths = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
  };
  pango_font_metrics_unref (metrics);
  return size;
}

static PangoLayout *
make_layout (GtkWidget *widget, const char *text, double scale)
{
  PangoLayout *layout = pango_layout_new (gtk_widget_get_pango_context (widget));

  pango_layout_set_text (layout, text, -1);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  if (!G_APPROX_VALUE (scale, 1, 0.001))
    {
      PangoAttrList *attributes = pango_attr_list_new ();

      pango_attr_list_insert (attributes, pango_attr_scale_new (scale));
      pango_layout_set_attributes (layout, attributes);
      pango_attr_list_unref (attributes);
    }
  return layout;
}

int
reeve_line_get_height (GtkWidget *widget, double scale)
{
  const FontSize *size = get_size (widget);

  return PANGO_PIXELS_CEIL ((int) ((size->ascent + size->descent) * scale));
}

int
reeve_line_get_character_width (GtkWidget *widget)
{
  return PANGO_PIXELS_CEIL (get_size (widget)->character);
}

int
reeve_line_measure_text (GtkWidget *widget, const char *text)
{
  g_autoptr (PangoLayout) layout = NULL;
  GHashTable *widths;
  gpointer known;
  int width;

  if (text == NULL || *text == '\0')
    return 0;
  widths = get_size (widget)->widths;
  if (g_hash_table_lookup_extended (widths, text, NULL, &known))
    return GPOINTER_TO_INT (known);
  layout = make_layout (widget, text, 1);
  pango_layout_get_pixel_size (layout, &width, NULL);
  if (g_hash_table_size (widths) >= DISTINCT_TEXTS)
    g_hash_table_remove_all (widths);
  g_hash_table_insert (widths, g_strdup (text), GINT_TO_POINTER (width));
  return width;
}

void
reeve_line_snapshot (GtkWidget *widget,
                     GtkSnapshot *snapshot,
                     const char *text,
                     double scale,
                     const GdkRGBA *colour,
                     const graphene_rect_t *area)
{
  g_autoptr (PangoLayout) layout = NULL;
  PangoRectangle logical;
  float x = area->origin.x;
  float y;

  if (text == NULL || *text == '\0' || area->size.width < 1)
    return;
  layout = make_layout (widget, text, scale);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_width (layout, (int) area->size.width * PANGO_SCALE);
  pango_layout_get_pixel_extents (layout, NULL, &logical);

  /* What Pango puts to the one side or the other by the text's own direction begins where the row begins. */
  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    x += area->size.width - (float) logical.width;
  x -= (float) logical.x;
  y = area->origin.y + ((float) ((int) area->size.height - logical.height)) / 2;

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x, (float) (int) y));
  gtk_snapshot_append_layout (snapshot, layout, colour);
  gtk_snapshot_restore (snapshot);
}
