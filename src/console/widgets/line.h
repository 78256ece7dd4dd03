/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One line of text that a widget draws by itself, for rows of which there are hundreds: a GtkLabel each costs
 * more than all that it shows. Text that is too long ends in an ellipsis; it begins where the widget's
 * direction begins. @scale is of the widget's own font. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

int reeve_line_get_height (GtkWidget *widget, double scale);       /* of any text, in pixels */
int reeve_line_get_character_width (GtkWidget *widget);            /* about, in pixels */
int reeve_line_measure_text (GtkWidget *widget, const char *text); /* (nullable): 0; in pixels */
void reeve_line_snapshot (GtkWidget *widget,
                          GtkSnapshot *snapshot,
                          const char *text, /* (nullable): draws nothing */
                          double scale,
                          const GdkRGBA *colour,
                          const graphene_rect_t *area);

G_END_DECLS
