/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A status: an icon and a word on a tint. The style's "color" is the icon's; the word has the colour of what
 * is around. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define REEVE_TYPE_PILL (reeve_pill_get_type ())
G_DECLARE_FINAL_TYPE (ReevePill, reeve_pill, REEVE, PILL, GtkWidget)

void reeve_pill_set_icon_name (ReevePill *self, const char *icon_name); /* (nullable) */
void reeve_pill_set_label (ReevePill *self, const char *label);         /* (nullable) */
/* Never shortened: what it says is the point of its row. */
void reeve_pill_set_whole (ReevePill *self, gboolean whole);

G_END_DECLS
