/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Icons that are kept for as long as the program runs. GTK (4.18) loads an icon ahead in a thread, whose
 * reference may be the last one; while it is finalized there, the main thread finds it in the icon theme's
 * cache and takes it. Where many widgets come and go at once, as when the service is back, that has ended the
 * program. What is kept is never finalized. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void reeve_held_icons_hold (GtkWidget *widget); /* those for its display, scale and direction; once */

G_END_DECLS
