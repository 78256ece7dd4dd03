/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The letters of one document: which fonts, in which sizes. Each document has a font map of its own, so that
 * documents may be written on several threads at once and leave nothing behind (fontconfig locks itself). */

#pragma once

#include <pango/pango.h>

G_BEGIN_DECLS

typedef enum
{
  REEVE_STYLE_BODY,
  REEVE_STYLE_TITLE,
  REEVE_STYLE_HEADING_1,
  REEVE_STYLE_HEADING_2,
  REEVE_STYLE_HEADING_3,
  REEVE_STYLE_STRONG,
  REEVE_STYLE_SMALL, /* heads, feet, labels */
  REEVE_STYLE_CELL,
  REEVE_STYLE_CELL_HEAD,
  REEVE_STYLE_CELL_FIXED, /* hashes, addresses: letters of one width */
  REEVE_N_STYLES
} ReeveStyle;

typedef struct _ReeveFace ReeveFace;

/* @language: (nullable): "de", "pt-BR". Errors: INTERNAL, where no font is installed. (transfer full) */
ReeveFace *reeve_face_new (const char *language, GError **error);
void reeve_face_free (ReeveFace *self);
/* An empty one, without a width: text is set when it is known. (transfer full) */
PangoLayout *reeve_face_lay (ReeveFace *self, ReeveStyle style);
/* The height of a line of that style in points, for what is drawn beside it. */
double reeve_face_get_line (ReeveFace *self, ReeveStyle style);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveFace, reeve_face_free)

G_END_DECLS
