/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A finding in the list: what was raised and of whom, how bad it would be, what was made of it, and its tick.
 * It follows its item. */

#pragma once

#include <adwaita.h>

#include "console/lists/ticks.h"

G_BEGIN_DECLS

/* @decide: it can be ticked. (transfer floating) */
GtkWidget *reeve_finding_row_new (ReevePagedItem *item, ReeveTicks *ticks, gboolean decide);
ReevePagedItem *reeve_finding_row_get_item (GtkListBoxRow *row); /* (transfer none) */

G_END_DECLS
