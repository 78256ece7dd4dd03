/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The lines of a layout, to be put on one sheet after the other. Pango's own iterator begins with all lines
 * each time: a text of a thousand sheets would be gone through a thousand times. */

#pragma once

#include <pango/pango.h>

G_BEGIN_DECLS

/* In points, from the top of the layout. */
typedef struct
{
  PangoLayoutLine *line; /* (owned by the layout) until its text changes */
  double top;
  double bottom;
  double baseline;
  double x;
} ReeveLine;

/* (transfer full) (element-type ReeveLine) */
GArray *reeve_lines_new (void);
/* Those of @layout, instead of what @lines held. */
void reeve_lines_take (GArray *lines, PangoLayout *layout);
/* How many from number @from on go into @room, and how high they are. */
guint reeve_lines_fit (const GArray *lines, guint from, double room, double *height);
double reeve_lines_get_height (const GArray *lines);

G_END_DECLS
