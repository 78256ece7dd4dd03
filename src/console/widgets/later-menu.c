/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A menu button with a "menu-model" makes all of its menu's widgets at once; with seven such buttons in a
 * window that is a part of the start that nobody sees. */

#include "config.h"

#include "console/widgets/later-menu.h"

static void
on_opening_cb (GtkMenuButton *button, gpointer user_data)
{
  g_autoptr (GMenuModel) menu = g_object_ref (user_data);

  gtk_menu_button_set_create_popup_func (button, NULL, NULL, NULL);
  gtk_menu_button_set_menu_model (button, menu);
}

void
reeve_later_menu_set (GtkMenuButton *button, GMenuModel *menu)
{
  gtk_menu_button_set_create_popup_func (button, on_opening_cb, g_object_ref (menu), g_object_unref);
}

void
reeve_later_menu_set_child (GtkWidget *widget, GType type, const char *button, const char *menu)
{
  reeve_later_menu_set (GTK_MENU_BUTTON (gtk_widget_get_template_child (widget, type, button)),
                        G_MENU_MODEL (gtk_widget_get_template_child (widget, type, menu)));
}
