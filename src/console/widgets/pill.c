/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One widget where a box, an image and a label would do: a list has hundreds. Another word of the same width
 * is only drawn, not measured anew: most rows of a list say the same. */

#include "config.h"

#include "console/widgets/pill.h"

#include "console/widgets/line.h"

#define ICON_SIZE 12
#define SPACING   6
#define MIN_CHARS 3

struct _ReevePill
{
  GtkWidget parent_instance;
  /* owned */
  char *icon_name; /* (nullable) */
  char *label;     /* (nullable) */
  int label_width; /* -1: not measured */
  gboolean whole;
};

G_DEFINE_FINAL_TYPE (ReevePill, reeve_pill, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_ICON_NAME,
  PROP_LABEL,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static int
get_label_width (ReevePill *self)
{
  if (self->label_width < 0)
    self->label_width = reeve_line_measure_text (GTK_WIDGET (self), self->label);
  return self->label_width;
}

static void
reeve_pill_measure (GtkWidget *widget,
                    GtkOrientation orientation,
                    int for_size,
                    int *minimum,
                    int *natural,
                    int *minimum_baseline,
                    int *natural_baseline)
{
  int label;

  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      *minimum = *natural = MAX (ICON_SIZE, reeve_line_get_height (widget, 1));
      return;
    }
  label = get_label_width (REEVE_PILL (widget));
  *natural = ICON_SIZE + SPACING + label;
  if (!REEVE_PILL (widget)->whole)
    label = MIN (label, MIN_CHARS * reeve_line_get_character_width (widget));
  *minimum = ICON_SIZE + SPACING + label;
}

static void
snapshot_icon (ReevePill *self, GtkSnapshot *snapshot, float x, float y)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gtk_widget_get_display (widget));
  g_autoptr (GtkIconPaintable) icon =
    gtk_icon_theme_lookup_icon (theme, self->icon_name, NULL, ICON_SIZE, gtk_widget_get_scale_factor (widget),
                                gtk_widget_get_direction (widget), 0);
  GdkRGBA colours[4]; /* a symbolic icon's own: foreground, error, warning, success */

  gtk_widget_get_color (widget, &colours[0]);
  colours[1] = colours[2] = colours[3] = colours[0];
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x, y));
  gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (icon), snapshot, ICON_SIZE, ICON_SIZE,
                                            colours, G_N_ELEMENTS (colours));
  gtk_snapshot_restore (snapshot);
}

static void
reeve_pill_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  ReevePill *self = REEVE_PILL (widget);
  GtkWidget *parent = gtk_widget_get_parent (widget);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  int words = width - ICON_SIZE - SPACING;
  GdkRGBA colour;

  if (self->icon_name != NULL)
    snapshot_icon (self, snapshot, rtl ? (float) (width - ICON_SIZE) : 0, (float) ((height - ICON_SIZE) / 2));
  gtk_widget_get_color (parent != NULL ? parent : widget, &colour);
  reeve_line_snapshot (
    widget, snapshot, self->label, 1, &colour,
    &GRAPHENE_RECT_INIT (rtl ? 0 : ICON_SIZE + SPACING, 0, (float) MAX (words, 0), (float) height));
}

static void
reeve_pill_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (reeve_pill_parent_class)->css_changed (widget, change);
  REEVE_PILL (widget)->label_width = -1;
}

static void
reeve_pill_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  ReevePill *self = REEVE_PILL (object);

  switch (id)
    {
    case PROP_ICON_NAME:
      g_value_set_string (value, self->icon_name);
      break;
    case PROP_LABEL:
      g_value_set_string (value, self->label);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
reeve_pill_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  ReevePill *self = REEVE_PILL (object);

  switch (id)
    {
    case PROP_ICON_NAME:
      reeve_pill_set_icon_name (self, g_value_get_string (value));
      break;
    case PROP_LABEL:
      reeve_pill_set_label (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
reeve_pill_finalize (GObject *object)
{
  ReevePill *self = REEVE_PILL (object);

  g_free (self->icon_name);
  g_free (self->label);
  G_OBJECT_CLASS (reeve_pill_parent_class)->finalize (object);
}

static void
reeve_pill_class_init (ReevePillClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = reeve_pill_get_property;
  object_class->set_property = reeve_pill_set_property;
  object_class->finalize = reeve_pill_finalize;
  widget_class->measure = reeve_pill_measure;
  widget_class->snapshot = reeve_pill_snapshot;
  widget_class->css_changed = reeve_pill_css_changed;

  properties[PROP_ICON_NAME] = g_param_spec_string ("icon-name", NULL, NULL, NULL, flags);
  properties[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "pill");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LABEL);
}

static void
reeve_pill_init (ReevePill *self)
{
  self->label_width = -1;
}

void
reeve_pill_set_icon_name (ReevePill *self, const char *icon_name)
{
  g_return_if_fail (REEVE_IS_PILL (self));

  if (!g_set_str (&self->icon_name, icon_name))
    return;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ICON_NAME]);
}

void
reeve_pill_set_label (ReevePill *self, const char *label)
{
  int old_width;

  g_return_if_fail (REEVE_IS_PILL (self));

  if (!g_set_str (&self->label, label))
    return;
  old_width = self->label_width;
  self->label_width = -1;
  if (old_width >= 0 && get_label_width (self) == old_width)
    gtk_widget_queue_draw (GTK_WIDGET (self));
  else
    gtk_widget_queue_resize (GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label != NULL ? label : "", -1);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LABEL]);
}

void
reeve_pill_set_whole (ReevePill *self, gboolean whole)
{
  g_return_if_fail (REEVE_IS_PILL (self));

  self->whole = whole;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
