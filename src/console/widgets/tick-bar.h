/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The bar at the bottom of a list whose rows are ticked: how many are, a button that unticks them, and what
 * can be done with them. It is there as long as any is. */

#pragma once

#include <adwaita.h>

#include "console/lists/ticks.h"

G_BEGIN_DECLS

#define REEVE_TYPE_TICK_BAR (reeve_tick_bar_get_type ())
G_DECLARE_FINAL_TYPE (ReeveTickBar, reeve_tick_bar, REEVE, TICK_BAR, AdwBin)

/* Property, for templates: "content" (GtkWidget): the buttons. */
void reeve_tick_bar_set_ticks (ReeveTickBar *self, ReeveTicks *ticks); /* once */

G_END_DECLS
