/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The text of a table: of a file that is chosen or dropped, or from the clipboard; and a Django database as
 * text. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Either @text, or why there is none: @title and @advice, for people. Never called once @widget is gone. */
typedef void (*ReeveImportSourceFunc) (GtkWidget *widget,
                                       const char *text,
                                       const char *title,
                                       const char *advice);

/* Asks for a file; nothing happens when the person asks for none. */
void reeve_import_source_choose (GtkWidget *widget, const char *title, ReeveImportSourceFunc func);
void reeve_import_source_paste (GtkWidget *widget, ReeveImportSourceFunc func);
/* Takes what is dropped on @target, a child of @widget. */
void reeve_import_source_add_target (GtkWidget *widget, GtkWidget *target, ReeveImportSourceFunc func);

G_END_DECLS
