/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/widgets/item-tick.h"

#define ITEM  "reeve-item"
#define TICKS "reeve-ticks"

static void
on_ticked_cb (GtkCheckButton *tick)
{
  gtk_check_button_set_active (tick, reeve_paged_item_get_ticked (g_object_get_data (G_OBJECT (tick), ITEM)));
}

static void
on_toggled_cb (GtkCheckButton *tick)
{
  ReevePagedItem *item = g_object_get_data (G_OBJECT (tick), ITEM);
  gboolean active = gtk_check_button_get_active (tick);

  if (active != reeve_paged_item_get_ticked (item))
    reeve_ticks_set (g_object_get_data (G_OBJECT (tick), TICKS), reeve_paged_item_get_id (item), active);
}

GtkWidget *
reeve_item_tick_new (ReevePagedItem *item, ReeveTicks *ticks)
{
  GtkWidget *tick = gtk_check_button_new ();

  gtk_widget_set_valign (tick, GTK_ALIGN_CENTER);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (tick), reeve_paged_item_get_ticked (item));
  g_object_set_data_full (G_OBJECT (tick), ITEM, g_object_ref (item), g_object_unref);
  g_object_set_data (G_OBJECT (tick), TICKS, ticks);
  g_signal_connect_object (item, "notify::ticked", G_CALLBACK (on_ticked_cb), tick, G_CONNECT_SWAPPED);
  g_signal_connect (tick, "toggled", G_CALLBACK (on_toggled_cb), NULL);
  return tick;
}
