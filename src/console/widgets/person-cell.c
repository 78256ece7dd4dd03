/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Drawn by one widget, where an avatar, boxes and labels would take nine. Its size does not depend on whom it
 * shows: another person is another drawing and never a new layout. Discs are pictures that rows share, since
 * a round gradient with letters on it is the dearest of a row to paint. */

#include "config.h"

#include "console/widgets/person-cell.h"

#include <adwaita.h>
#include <math.h>

#include "console/widgets/line.h"

#define DISC          32
#define INITIALS      14.8 /* at most, in pixels: what AdwAvatar comes to at this size of disc */
#define DISC_SPACING  12
#define LINE_SPACING  2
#define PILL_SPACING  6
#define SMALL         0.87 /* as .caption in users.css */
#define SECONDARY     0.75 /* as .secondary in style.css */
#define MIN_CHARS     3
#define DISCS_AT_MOST 512

struct _ReevePersonCell
{
  GtkWidget parent_instance;
  /* owned */
  char *title;     /* (nullable) */
  char *subtitle;  /* (nullable) */
  GtkWidget *pill; /* (nullable) */

  int pill_width; /* as allocated; 0: none to see */
};

G_DEFINE_FINAL_TYPE (ReevePersonCell, reeve_person_cell, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_TITLE,
  PROP_SUBTITLE,
  PROP_PILL,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* --- Discs --- */

typedef struct
{
  guint32 top;
  guint32 bottom;
  guint32 text;
} DiscColours;

/* The same as AdwAvatar's, so that a person has one colour everywhere: it has no function that tells them. */
static const DiscColours disc_colours[] = {
  { 0x83b6ec, 0x337fdc, 0xcfe1f5 }, { 0x7ad9f1, 0x0f9ac8, 0xcaeaf2 }, { 0x8de6b1, 0x29ae74, 0xcef8d8 },
  { 0xb5e98a, 0x6ab85b, 0xe6f9d7 }, { 0xf8e359, 0xd29d09, 0xf9f4e1 }, { 0xffcb62, 0xd68400, 0xffead1 },
  { 0xffa95a, 0xed5b00, 0xffe5c5 }, { 0xf78773, 0xe62d42, 0xf8d2ce }, { 0xe973ab, 0xe33b6a, 0xfac7de },
  { 0xcb78d4, 0x9945b5, 0xe7c2e8 }, { 0x9e91e8, 0x7a59ca, 0xd5d2f5 }, { 0xe3cf9c, 0xb08952, 0xf2eade },
  { 0xbe916d, 0x785336, 0xe5d6ca }, { 0xc0bfbc, 0x6e6d71, 0xd8d7d3 },
};

static double
get_channel (guint32 colour, guint shift)
{
  return (double) (colour >> shift & 0xff) / 255;
}

/* Of the first word and of the last. (transfer full) */
static char *
make_initials (const char *name)
{
  g_autofree char *upper = g_strstrip (g_utf8_strup (name, -1));
  g_autofree char *text = g_utf8_normalize (upper, -1, G_NORMALIZE_DEFAULT_COMPOSE);
  const char *last = text != NULL ? g_utf8_strrchr (text, -1, ' ') : NULL;
  GString *initials = g_string_new (NULL);

  if (text != NULL && *text != '\0')
    g_string_append_unichar (initials, g_utf8_get_char (text));
  if (last != NULL)
    g_string_append_unichar (initials, g_utf8_get_char (g_utf8_next_char (last)));
  return g_string_free (initials, FALSE);
}

static void
paint_initials (cairo_t *cr, GtkWidget *widget, const char *initials, const DiscColours *colours)
{
  PangoContext *context = gtk_widget_get_pango_context (widget);
  g_autoptr (PangoLayout) layout = pango_layout_new (context);
  PangoFontDescription *font = pango_font_description_copy (pango_context_get_font_description (context));
  int width;
  int height;

  pango_font_description_set_weight (font, PANGO_WEIGHT_BOLD);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_text (layout, initials, -1);
  pango_layout_get_pixel_size (layout, &width, &height);
  pango_font_description_set_absolute_size (font, CLAMP (height * INITIALS / MAX (width, 1), 1, INITIALS) *
                                                    PANGO_SCALE);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_get_pixel_size (layout, &width, &height);

  cairo_set_source_rgb (cr, get_channel (colours->text, 16), get_channel (colours->text, 8),
                        get_channel (colours->text, 0));
  cairo_move_to (cr, floor ((double) (DISC - width) / 2), floor ((double) (DISC - height) / 2));
  pango_cairo_show_layout (cr, layout);
}

static GdkTexture *
paint_disc (GtkWidget *widget, const char *initials, const DiscColours *colours, double scale)
{
  int size = (int) ceil (DISC * scale);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, size, size);
  cairo_t *cr = cairo_create (surface);
  cairo_pattern_t *gradient = cairo_pattern_create_linear (0, 0, 0, DISC);
  g_autoptr (GBytes) bytes = NULL;
  GdkTexture *texture;

  cairo_scale (cr, scale, scale);
  cairo_pattern_add_color_stop_rgb (gradient, 0, get_channel (colours->top, 16),
                                    get_channel (colours->top, 8), get_channel (colours->top, 0));
  cairo_pattern_add_color_stop_rgb (gradient, 1, get_channel (colours->bottom, 16),
                                    get_channel (colours->bottom, 8), get_channel (colours->bottom, 0));
  cairo_arc (cr, DISC / 2.0, DISC / 2.0, DISC / 2.0, 0, 2 * G_PI);
  cairo_set_source (cr, gradient);
  cairo_fill (cr);
  cairo_pattern_destroy (gradient);
  paint_initials (cr, widget, initials, colours);
  cairo_destroy (cr);

  cairo_surface_flush (surface);
  bytes = g_bytes_new (cairo_image_surface_get_data (surface),
                       (gsize) cairo_image_surface_get_stride (surface) * (gsize) size);
  texture = gdk_memory_texture_new (size, size, GDK_MEMORY_DEFAULT, bytes,
                                    (gsize) cairo_image_surface_get_stride (surface));
  cairo_surface_destroy (surface);
  return texture;
}

/* (transfer none): until the next call */
static GdkTexture *
get_disc (GtkWidget *widget, const char *name)
{
  static GHashTable *discs = NULL; /* (element-type utf8 GdkTexture) */
  GdkSurface *surface = gtk_native_get_surface (gtk_widget_get_native (widget));
  double scale = surface != NULL ? gdk_surface_get_scale (surface) : 1;
  guint colour = g_str_hash (name) % G_N_ELEMENTS (disc_colours);
  guint font =
    pango_font_description_hash (pango_context_get_font_description (gtk_widget_get_pango_context (widget)));
  g_autofree char *initials = make_initials (name);
  g_autofree char *key = g_strdup_printf ("%u %u %d %s", colour, font, (int) (scale * 1000), initials);
  GdkTexture *disc;

  if (discs == NULL)
    discs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  disc = g_hash_table_lookup (discs, key);
  if (disc != NULL)
    return disc;
  if (g_hash_table_size (discs) >= DISCS_AT_MOST)
    g_hash_table_remove_all (discs);
  disc = paint_disc (widget, initials, &disc_colours[colour], scale);
  g_hash_table_insert (discs, g_steal_pointer (&key), disc);
  return disc;
}

/* --- The cell --- */

static int
get_pill_size (ReevePersonCell *self, GtkOrientation orientation)
{
  int natural = 0;

  if (self->pill != NULL)
    gtk_widget_measure (self->pill, orientation, -1, NULL, &natural, NULL, NULL);
  return natural;
}

static int
get_subtitle_height (ReevePersonCell *self)
{
  int text = reeve_line_get_height (GTK_WIDGET (self), SMALL);
  gboolean has_pill = self->pill != NULL && gtk_widget_get_visible (self->pill);

  return has_pill ? MAX (text, get_pill_size (self, GTK_ORIENTATION_VERTICAL)) : text;
}

static int
get_words_height (ReevePersonCell *self)
{
  return reeve_line_get_height (GTK_WIDGET (self), 1) + LINE_SPACING + get_subtitle_height (self);
}

static void
reeve_person_cell_measure (GtkWidget *widget,
                           GtkOrientation orientation,
                           int for_size,
                           int *minimum,
                           int *natural,
                           int *minimum_baseline,
                           int *natural_baseline)
{
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = *natural = DISC + DISC_SPACING + MIN_CHARS * reeve_line_get_character_width (widget);
  else
    *minimum = *natural = MAX (DISC, get_words_height (REEVE_PERSON_CELL (widget)));
}

static void
reeve_person_cell_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  ReevePersonCell *self = REEVE_PERSON_CELL (widget);
  int left = DISC + DISC_SPACING;
  int second = (height - get_words_height (self)) / 2 + reeve_line_get_height (widget, 1) + LINE_SPACING;
  GtkAllocation at;
  int minimum;

  self->pill_width = 0;
  if (self->pill == NULL || !gtk_widget_should_layout (self->pill))
    return;
  gtk_widget_measure (self->pill, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  at.width = MAX (minimum, MIN (width - left, get_pill_size (self, GTK_ORIENTATION_HORIZONTAL)));
  at.height = get_pill_size (self, GTK_ORIENTATION_VERTICAL);
  self->pill_width = at.width;
  at.x = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL ? width - left - at.width : left;
  at.y = second + (get_subtitle_height (self) - at.height) / 2;
  gtk_widget_size_allocate (self->pill, &at, -1);
}

static void
snapshot_words (ReevePersonCell *self, GtkSnapshot *snapshot, gboolean rtl)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean faint = !adw_style_manager_get_high_contrast (adw_style_manager_get_default ());
  float width = (float) (gtk_widget_get_width (widget) - DISC - DISC_SPACING);
  float left = rtl ? 0 : DISC + DISC_SPACING;
  float top = (float) ((gtk_widget_get_height (widget) - get_words_height (self)) / 2);
  float first = (float) reeve_line_get_height (widget, 1);
  float second = (float) get_subtitle_height (self);
  GdkRGBA colour;

  gtk_widget_get_color (widget, &colour);
  reeve_line_snapshot (widget, snapshot, self->title, 1, &colour,
                       &GRAPHENE_RECT_INIT (left, top, width, first));

  if (self->pill_width > 0)
    {
      float pill = (float) (self->pill_width + PILL_SPACING);

      width -= pill;
      left += rtl ? 0 : pill;
    }
  colour.alpha *= faint ? (float) SECONDARY : 1;
  reeve_line_snapshot (widget, snapshot, self->subtitle, SMALL, &colour,
                       &GRAPHENE_RECT_INIT (left, top + first + LINE_SPACING, width, second));
}

static void
reeve_person_cell_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  ReevePersonCell *self = REEVE_PERSON_CELL (widget);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  float left = rtl ? (float) (gtk_widget_get_width (widget) - DISC) : 0;
  float top = (float) ((gtk_widget_get_height (widget) - DISC) / 2);

  if (self->title != NULL && *self->title != '\0')
    gtk_snapshot_append_texture (snapshot, get_disc (widget, self->title),
                                 &GRAPHENE_RECT_INIT (left, top, DISC, DISC));
  snapshot_words (self, snapshot, rtl);
  if (self->pill != NULL)
    gtk_widget_snapshot_child (widget, self->pill, snapshot);
}

static void
show_spoken (ReevePersonCell *self)
{
  const char *title = self->title != NULL ? self->title : "";
  g_autofree char *spoken = self->subtitle != NULL ? g_strconcat (title, ", ", self->subtitle, NULL) : NULL;

  gtk_widget_queue_draw (GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  spoken != NULL ? spoken : title, -1);
}

static void
set_pill (ReevePersonCell *self, GtkWidget *pill)
{
  g_clear_pointer (&self->pill, gtk_widget_unparent);
  self->pill = pill;
  if (pill != NULL)
    gtk_widget_set_parent (pill, GTK_WIDGET (self));
}

static void
reeve_person_cell_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  ReevePersonCell *self = REEVE_PERSON_CELL (object);

  switch (id)
    {
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_SUBTITLE:
      g_value_set_string (value, self->subtitle);
      break;
    case PROP_PILL:
      g_value_set_object (value, self->pill);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
reeve_person_cell_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  ReevePersonCell *self = REEVE_PERSON_CELL (object);

  switch (id)
    {
    case PROP_TITLE:
      reeve_person_cell_set_title (self, g_value_get_string (value));
      break;
    case PROP_SUBTITLE:
      reeve_person_cell_set_subtitle (self, g_value_get_string (value));
      break;
    case PROP_PILL:
      set_pill (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
reeve_person_cell_dispose (GObject *object)
{
  g_clear_pointer (&REEVE_PERSON_CELL (object)->pill, gtk_widget_unparent);
  G_OBJECT_CLASS (reeve_person_cell_parent_class)->dispose (object);
}

static void
reeve_person_cell_finalize (GObject *object)
{
  ReevePersonCell *self = REEVE_PERSON_CELL (object);

  g_free (self->title);
  g_free (self->subtitle);
  G_OBJECT_CLASS (reeve_person_cell_parent_class)->finalize (object);
}

static void
reeve_person_cell_class_init (ReevePersonCellClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = reeve_person_cell_get_property;
  object_class->set_property = reeve_person_cell_set_property;
  object_class->dispose = reeve_person_cell_dispose;
  object_class->finalize = reeve_person_cell_finalize;
  widget_class->measure = reeve_person_cell_measure;
  widget_class->size_allocate = reeve_person_cell_size_allocate;
  widget_class->snapshot = reeve_person_cell_snapshot;

  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_SUBTITLE] = g_param_spec_string ("subtitle", NULL, NULL, NULL, flags);
  properties[PROP_PILL] = g_param_spec_object ("pill", NULL, NULL, GTK_TYPE_WIDGET, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "person");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LABEL);
}

static void
reeve_person_cell_init (ReevePersonCell *self)
{
  /* The one thing drawn here that no style change tells of. */
  g_signal_connect_object (adw_style_manager_get_default (), "notify::high-contrast",
                           G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
}

void
reeve_person_cell_set_title (ReevePersonCell *self, const char *title)
{
  g_return_if_fail (REEVE_IS_PERSON_CELL (self));

  if (!g_set_str (&self->title, title))
    return;
  show_spoken (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
}

void
reeve_person_cell_set_subtitle (ReevePersonCell *self, const char *subtitle)
{
  g_return_if_fail (REEVE_IS_PERSON_CELL (self));

  if (!g_set_str (&self->subtitle, subtitle))
    return;
  show_spoken (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SUBTITLE]);
}
