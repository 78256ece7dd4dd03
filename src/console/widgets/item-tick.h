/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The tick of a row in a list of boxed rows: follows the item, and tells the ticks. */

#pragma once

#include <gtk/gtk.h>

#include "console/lists/ticks.h"

G_BEGIN_DECLS

/* Holds @item; @ticks outlives it. The label is the caller's. (transfer floating) */
GtkWidget *reeve_item_tick_new (ReevePagedItem *item, ReeveTicks *ticks);

G_END_DECLS
