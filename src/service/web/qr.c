/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One path of dark runs on a white ground with the quiet zone of ISO/IEC 18004: four modules. */

#include "config.h"

#include "service/web/qr.h"

#include <qrencode.h>
#include <string.h>

#define QUIET_ZONE 4

static void
append_row (GString *path, const unsigned char *row, int width, int y)
{
  for (int x = 0, run; x < width; x += run)
    {
      gboolean dark = row[x] & 1;

      for (run = 1; x + run < width && (row[x + run] & 1) == dark;)
        run++;
      if (dark)
        g_string_append_printf (path, "M%d %dh%dv1h-%dz", x + QUIET_ZONE, y + QUIET_ZONE, run, run);
    }
}

GBytes *
reeve_qr_to_svg (const ReeveSecret *text)
{
  QRcode *code = QRcode_encodeString8bit (reeve_secret_get_text (text), 0, QR_ECLEVEL_M);
  GString *svg;
  int size;

  if (code == NULL)
    return NULL;
  size = code->width + 2 * QUIET_ZONE;
  svg = g_string_sized_new (16384);
  g_string_append_printf (svg,
                          "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" "
                          "shape-rendering=\"crispEdges\"><rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>"
                          "<path d=\"",
                          size, size, size, size);
  for (int y = 0; y < code->width; y++)
    append_row (svg, code->data + (gsize) y * (gsize) code->width, code->width, y);
  g_string_append (svg, "\"/></svg>\n");
  explicit_bzero (code->data, (gsize) code->width * (gsize) code->width);
  QRcode_free (code);
  return g_string_free_to_bytes (svg);
}
