/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The next page of a list of boxed rows, as its end comes into sight. */

#pragma once

#include <gtk/gtk.h>

#include "console/lists/paged-list.h"

G_BEGIN_DECLS

/* Asks for more where less than a few rows are left below what is seen. @list: (nullable) */
void reeve_list_edge_load (GtkScrolledWindow *scroller, ReevePagedList *list);
/* Calls @callback (swapped, with @object) whenever that may be so. */
void reeve_list_edge_watch (GtkScrolledWindow *scroller, GCallback callback, gpointer object);

G_END_DECLS
