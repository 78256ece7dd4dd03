/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What stands in a cell of a matrix: a letter for the verbs, in a shape of its own, and an outline that says
 * whether that is granted there or comes from elsewhere. Nothing is said by colour alone. */

#pragma once

#include <gtk/gtk.h>

#include "common/verbs.h"

G_BEGIN_DECLS

typedef struct _ReeveMatrixGlyphs ReeveMatrixGlyphs;

ReeveMatrixGlyphs *reeve_matrix_glyphs_new (void);
void reeve_matrix_glyphs_free (ReeveMatrixGlyphs *self);
/* The style has changed: they are drawn anew when they are next asked for. */
void reeve_matrix_glyphs_forget (ReeveMatrixGlyphs *self);
/* @size: in pixels of the widget. @scale: device pixels in one of them. To be set before they are asked for.
 */
void reeve_matrix_glyphs_set_size (ReeveMatrixGlyphs *self, float size, double scale);
/* @place: (out) (transfer none): where it belongs, around 0, 0. (transfer none) (nullable): it cannot be
 * drawn */
GdkTexture *reeve_matrix_glyphs_get (ReeveMatrixGlyphs *self,
                                     GtkWidget *widget,
                                     ReeveVerbs verbs,
                                     gboolean direct,
                                     const graphene_rect_t **place);

G_END_DECLS
