/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Drawn: a list makes some two hundred rows and gives them other lines at every letter that is typed. As six
 * labels in a box each that takes several frames; what is drawn costs nothing until it is seen. */

#include "config.h"

#include "console/widgets/log-row.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "console/widgets/formatting.h"
#include "console/widgets/line.h"
#include "console/widgets/log-words.h"

#define ICON         16
#define GAP          12
#define LINE_SPACING 2
#define NARROW_CHARS 84 /* below: two lines, which say more than columns that are cut off */
#define TINY_CHARS   44 /* below: the time goes into the second line, as with large text on a phone */
#define MIN_CHARS    24
#define SMALL        0.87
#define SECONDARY    0.75

struct _ReeveLogRow
{
  GtkWidget parent_instance;
  /* owned (nullable) */
  char *icon_name;
  char *clock;
  char *action; /* with the result's word, where it is not OK */
  char *who;
  char *address;
  char *outcome; /* and what it was about */
  char *first;   /* of two lines */
  char *second;
  char *timed; /* likewise, with the time */
};

G_DEFINE_FINAL_TYPE (ReeveLogRow, reeve_log_row, GTK_TYPE_WIDGET)

static gboolean
is_narrow (GtkWidget *widget, int width)
{
  return width >= 0 && width < NARROW_CHARS * reeve_line_get_character_width (widget);
}

static gboolean
is_tiny (GtkWidget *widget)
{
  return gtk_widget_get_width (widget) < TINY_CHARS * reeve_line_get_character_width (widget);
}

static int
get_height (GtkWidget *widget, gboolean narrow)
{
  int line = reeve_line_get_height (widget, 1);

  return MAX (ICON, narrow ? line + LINE_SPACING + reeve_line_get_height (widget, SMALL) : line);
}

static void
reeve_log_row_measure (GtkWidget *widget,
                       GtkOrientation orientation,
                       int for_size,
                       int *minimum,
                       int *natural,
                       int *minimum_baseline,
                       int *natural_baseline)
{
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = *natural = MIN_CHARS * reeve_line_get_character_width (widget);
  else
    *minimum = *natural = get_height (widget, is_narrow (widget, for_size));
}

static GtkSizeRequestMode
reeve_log_row_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* --- Drawing --- */

typedef struct
{
  GtkWidget *widget;
  GtkSnapshot *snapshot;
  GdkRGBA words;
  GdkRGBA faint;
  float width;
  float x; /* from where the row begins */
} Pen;

/* A text of @width, and the pen behind it; all of what is left of a negative one. */
static void
draw (Pen *pen, const char *text, double scale, const GdkRGBA *colour, float width, float y, float height)
{
  gboolean rtl = gtk_widget_get_direction (pen->widget) == GTK_TEXT_DIR_RTL;

  if (width < 0 || width > pen->width - pen->x)
    width = MAX (pen->width - pen->x, 0);
  reeve_line_snapshot (pen->widget, pen->snapshot, text, scale, colour,
                       &GRAPHENE_RECT_INIT (rtl ? pen->width - pen->x - width : pen->x, y, width, height));
  pen->x += width + GAP;
}

static void
draw_icon (Pen *pen, const char *name)
{
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gtk_widget_get_display (pen->widget));
  g_autoptr (GtkIconPaintable) icon =
    gtk_icon_theme_lookup_icon (theme, name, NULL, ICON, gtk_widget_get_scale_factor (pen->widget),
                                gtk_widget_get_direction (pen->widget), 0);
  gboolean rtl = gtk_widget_get_direction (pen->widget) == GTK_TEXT_DIR_RTL;
  float y = (float) ((gtk_widget_get_height (pen->widget) - ICON) / 2);
  GdkRGBA colours[4];

  gtk_widget_get_color (pen->widget, &colours[0]);
  if (gtk_widget_has_css_class (pen->widget, "tone-plain"))
    colours[0] = pen->faint;
  colours[1] = colours[2] = colours[3] = colours[0];
  gtk_snapshot_save (pen->snapshot);
  gtk_snapshot_translate (pen->snapshot, &GRAPHENE_POINT_INIT (rtl ? pen->width - ICON : 0, y));
  gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (icon), pen->snapshot, ICON, ICON, colours,
                                            G_N_ELEMENTS (colours));
  gtk_snapshot_restore (pen->snapshot);
  pen->x += ICON + GAP;
}

static void
draw_columns (ReeveLogRow *self, Pen *pen)
{
  float height = (float) gtk_widget_get_height (GTK_WIDGET (self));
  float rest = pen->width - pen->x;
  float address = (float) (14 * reeve_line_get_character_width (GTK_WIDGET (self)));

  draw (pen, self->action, 1, &pen->words, rest * 0.29f, 0, height);
  draw (pen, self->who, 1, &pen->words, rest * 0.22f, 0, height);
  draw (pen, self->address, 1, &pen->faint, MIN (address, rest * 0.2f), 0, height);
  draw (pen, self->outcome, 1, &pen->faint, -1, 0, height);
}

static void
draw_lines (ReeveLogRow *self, Pen *pen)
{
  GtkWidget *widget = GTK_WIDGET (self);
  float line = (float) reeve_line_get_height (widget, 1);
  float small = (float) reeve_line_get_height (widget, SMALL);
  float top = (float) ((gtk_widget_get_height (widget) - get_height (widget, TRUE)) / 2);
  float left = pen->x;

  draw (pen, self->first, 1, &pen->words, -1, top, line);
  pen->x = left;
  draw (pen, is_tiny (widget) ? self->timed : self->second, SMALL, &pen->faint, -1, top + line + LINE_SPACING,
        small);
}

static void
reeve_log_row_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  ReeveLogRow *self = REEVE_LOG_ROW (widget);
  GtkWidget *parent = gtk_widget_get_parent (widget);
  gboolean faint = !adw_style_manager_get_high_contrast (adw_style_manager_get_default ());
  Pen pen = { .widget = widget, .snapshot = snapshot, .width = (float) gtk_widget_get_width (widget) };

  if (self->icon_name == NULL)
    return;
  gtk_widget_get_color (parent != NULL ? parent : widget, &pen.words);
  pen.faint = pen.words;
  pen.faint.alpha *= faint ? (float) SECONDARY : 1;
  draw_icon (&pen, self->icon_name);
  if (!is_tiny (widget))
    draw (&pen, self->clock, 1, &pen.words, (float) reeve_line_measure_text (widget, "00:00:00"), 0,
          (float) gtk_widget_get_height (widget));
  if (is_narrow (widget, gtk_widget_get_width (widget)))
    draw_lines (self, &pen);
  else
    draw_columns (self, &pen);
}

/* --- The widget --- */

static void
clear (ReeveLogRow *self)
{
  g_clear_pointer (&self->icon_name, g_free);
  g_clear_pointer (&self->clock, g_free);
  g_clear_pointer (&self->action, g_free);
  g_clear_pointer (&self->who, g_free);
  g_clear_pointer (&self->address, g_free);
  g_clear_pointer (&self->outcome, g_free);
  g_clear_pointer (&self->first, g_free);
  g_clear_pointer (&self->second, g_free);
  g_clear_pointer (&self->timed, g_free);
}

static void
reeve_log_row_finalize (GObject *object)
{
  clear (REEVE_LOG_ROW (object));
  G_OBJECT_CLASS (reeve_log_row_parent_class)->finalize (object);
}

static void
reeve_log_row_class_init (ReeveLogRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = reeve_log_row_finalize;
  widget_class->measure = reeve_log_row_measure;
  widget_class->get_request_mode = reeve_log_row_get_request_mode;
  widget_class->snapshot = reeve_log_row_snapshot;
  gtk_widget_class_set_css_name (widget_class, "logrow");
  /* the row around it says it all */
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
reeve_log_row_init (ReeveLogRow *self)
{
  g_signal_connect_object (adw_style_manager_get_default (), "notify::high-contrast",
                           G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
}

GtkWidget *
reeve_log_row_new (void)
{
  return g_object_new (REEVE_TYPE_LOG_ROW, NULL);
}

/* "a · b · c" of those that there are, each safe beside the others. (transfer full) */
static char *
join (const char *a, const char *b, const char *c)
{
  const char *const parts[] = { a, b, c };
  GString *all = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *part = parts[i] != NULL && *parts[i] != '\0' ? reeve_format_isolate (parts[i]) : NULL;

      if (part == NULL)
        continue;
      if (all->len > 0)
        /* Translators: between the parts of a line: "192.0.2.44 · Wrong password" */
        g_string_append (all, _ (" · "));
      g_string_append (all, part);
    }
  return g_string_free_and_steal (all);
}

void
reeve_log_row_set_line (ReeveLogRow *self, const ReeveAccessLine *line)
{
  g_autofree char *action = NULL, *outcome = NULL, *object = NULL;
  const char *classes[2] = { NULL, NULL };

  g_return_if_fail (REEVE_IS_LOG_ROW (self));

  clear (self);
  if (line != NULL)
    {
      gboolean ok = g_strcmp0 (line->result, "ok") == 0;

      outcome = reeve_log_words_outcome (line);
      object = reeve_log_words_object (line);
      self->icon_name = g_strdup (reeve_log_words_result_icon (line->result));
      self->clock = reeve_log_words_clock (line->time);
      action = reeve_log_words_action (line);
      self->action = join (action, ok ? NULL : reeve_log_words_result (line->result), NULL);
      self->who = reeve_log_words_who (line);
      self->address = g_strdup (line->address);
      self->outcome = join (outcome, object, NULL);
      self->first =
        join (line->actor != NULL || line->actor_name != NULL ? self->who : NULL, self->action, NULL);
      self->second = join (line->address, self->outcome, NULL);
      self->timed = join (self->clock, line->address, self->outcome);
      classes[0] = reeve_log_words_result_tone (line->result);
    }
  gtk_widget_set_css_classes (GTK_WIDGET (self), classes);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
