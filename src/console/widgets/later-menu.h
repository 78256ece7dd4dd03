/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A menu whose widgets are made when it is opened for the first time. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void reeve_later_menu_set (GtkMenuButton *button, GMenuModel *menu);

/* Both are children of the template; the menu needs binding by
 * gtk_widget_class_bind_template_child_full (klass, MENU, FALSE, 0). */
void reeve_later_menu_set_child (GtkWidget *widget, GType type, const char *button, const char *menu);

G_END_DECLS
