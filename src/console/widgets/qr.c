/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Draws the matrix of libqrencode as runs of rectangles on whole device pixels: half-covered edges are what
 * makes a code on a screen hard to scan. */

#include "config.h"

#include "console/widgets/qr.h"

#include <math.h>
#include <qrencode.h>
#include <string.h>

#define QUIET_ZONE 4 /* modules, as the standard demands */
#define MODULE_MIN 3 /* pixels; what a phone can still see from a hand's width */
#define MODULE_NAT 4
#define RADIUS     12

struct _ReeveQr
{
  GtkWidget parent_instance;
  /* owned */
  QRcode *code; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (ReeveQr, reeve_qr, GTK_TYPE_WIDGET)

static void
clear_code (ReeveQr *self)
{
  if (self->code == NULL)
    return;
  explicit_bzero (self->code->data, (gsize) self->code->width * (gsize) self->code->width);
  QRcode_free (self->code);
  self->code = NULL;
}

static GtkSizeRequestMode
reeve_qr_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

static void
reeve_qr_measure (GtkWidget *widget,
                  GtkOrientation orientation,
                  int for_size,
                  int *minimum,
                  int *natural,
                  int *minimum_baseline,
                  int *natural_baseline)
{
  const ReeveQr *self = REEVE_QR (widget);
  int modules = self->code != NULL ? self->code->width + 2 * QUIET_ZONE : 0;

  *minimum = modules * MODULE_MIN;
  *natural = modules * MODULE_NAT;
}

static void
reeve_qr_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  ReeveQr *self = REEVE_QR (widget);
  const GdkRGBA white = { 1, 1, 1, 1 }, black = { 0, 0, 0, 1 };
  float size = (float) MIN (gtk_widget_get_width (widget), gtk_widget_get_height (widget));
  float left = floorf (((float) gtk_widget_get_width (widget) - size) / 2);
  float top = floorf (((float) gtk_widget_get_height (widget) - size) / 2);
  GskRoundedRect card;

  if (self->code == NULL)
    return;

  gsk_rounded_rect_init_from_rect (&card, &GRAPHENE_RECT_INIT (left, top, size, size), RADIUS);
  gtk_snapshot_push_rounded_clip (snapshot, &card);
  gtk_snapshot_append_color (snapshot, &white, &card.bounds);

  int width = self->code->width;
  float module = floorf (size / (float) (width + 2 * QUIET_ZONE));
  float margin = floorf ((size - module * (float) width) / 2);
  for (int y = 0; y < width; y++)
    for (int x = 0, run; x < width; x += run)
      {
        const unsigned char *row = self->code->data + (gsize) y * (gsize) width;
        gboolean dark = row[x] & 1;
        for (run = 1; x + run < width && (row[x + run] & 1) == dark;)
          run++;
        if (dark)
          gtk_snapshot_append_color (snapshot, &black,
                                     &GRAPHENE_RECT_INIT (left + margin + module * (float) x,
                                                          top + margin + module * (float) y,
                                                          module * (float) run, module));
      }
  gtk_snapshot_pop (snapshot);
}

static void
reeve_qr_finalize (GObject *object)
{
  clear_code (REEVE_QR (object));

  G_OBJECT_CLASS (reeve_qr_parent_class)->finalize (object);
}

static void
reeve_qr_class_init (ReeveQrClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = reeve_qr_finalize;
  widget_class->get_request_mode = reeve_qr_get_request_mode;
  widget_class->measure = reeve_qr_measure;
  widget_class->snapshot = reeve_qr_snapshot;
  gtk_widget_class_set_css_name (widget_class, "qr");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
reeve_qr_init (ReeveQr *self)
{
}

void
reeve_qr_set_secret (ReeveQr *self, const ReeveSecret *text)
{
  g_return_if_fail (REEVE_IS_QR (self));

  clear_code (self);
  if (text != NULL)
    self->code = QRcode_encodeString8bit (reeve_secret_get_text (text), 0, QR_ECLEVEL_M);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
