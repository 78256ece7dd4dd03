/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What stands in the columns of the list of users. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Gives each column of users-list.ui, and the rows, their factories; returns that of the ticks. (transfer
 * none) */
GtkListItemFactory *reeve_users_cells_attach (GtkColumnView *view);

G_END_DECLS
