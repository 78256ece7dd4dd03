/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A list that is longer than its window is loaded as far as it is looked at. */

#include "config.h"

#include "console/widgets/list-edge.h"

#define AHEAD 600 /* pixels below the edge: the next page is asked for */

void
reeve_list_edge_load (GtkScrolledWindow *scroller, ReevePagedList *list)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (scroller);
  double below = gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment) -
                 gtk_adjustment_get_value (adjustment);

  if (list != NULL && reeve_paged_list_get_state (list) == REEVE_PAGED_LIST_IDLE &&
      g_list_model_get_n_items (G_LIST_MODEL (list)) > 0 && below < AHEAD)
    reeve_paged_list_load_more (list);
}

void
reeve_list_edge_watch (GtkScrolledWindow *scroller, GCallback callback, gpointer object)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (scroller);

  g_signal_connect_object (adjustment, "value-changed", callback, object, G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment, "changed", callback, object, G_CONNECT_SWAPPED);
}
