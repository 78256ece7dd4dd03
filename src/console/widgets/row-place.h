/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Rows of a list box that are each about a record, and are made anew with each answer: where somebody is
 * among them, to be found among the new ones. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void reeve_row_set_record (GtkWidget *row, gpointer record);
/* @inside: a row, or a widget in one. (transfer none) (nullable) */
gpointer reeve_row_get_record (GtkWidget *inside);
/* @button: in @row: a place of its own, the first one that is added being the first. */
void reeve_row_add_button (GtkWidget *row, GtkWidget *button);

/* All zero in the beginning. */
typedef struct
{
  char *id; /* (nullable): of the row's record */
  int index;
  guint button; /* G_MAXUINT: the row itself */
} ReeveRowPlace;

void reeve_row_place_clear (ReeveRowPlace *place);
void reeve_row_place_set (ReeveRowPlace *place, GtkWidget *inside); /* @inside: a row, or a widget in one */
/* Where the focus is. FALSE: not among the @rows, and @place is as before */
gboolean reeve_row_place_set_focus (ReeveRowPlace *place, GtkListBox *rows);
/* The same place among @rows from @first on, or what has come there instead. (transfer none) (nullable):
 * there are none */
GtkWidget *reeve_row_place_find (const ReeveRowPlace *place, GtkListBox *rows, int first);

G_END_DECLS
