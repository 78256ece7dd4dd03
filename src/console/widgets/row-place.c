/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/widgets/row-place.h"

#include "common/record.h"

#define RECORD  "reeve-record"
#define BUTTONS "reeve-buttons"

void
reeve_row_set_record (GtkWidget *row, gpointer record)
{
  g_object_set_data_full (G_OBJECT (row), RECORD, g_object_ref (record), g_object_unref);
}

gpointer
reeve_row_get_record (GtkWidget *inside)
{
  GtkWidget *row = gtk_widget_get_ancestor (inside, GTK_TYPE_LIST_BOX_ROW);

  return row != NULL ? g_object_get_data (G_OBJECT (row), RECORD) : NULL;
}

void
reeve_row_add_button (GtkWidget *row, GtkWidget *button)
{
  GPtrArray *buttons = g_object_get_data (G_OBJECT (row), BUTTONS);

  if (buttons == NULL)
    {
      buttons = g_ptr_array_new ();
      g_object_set_data_full (G_OBJECT (row), BUTTONS, buttons, (GDestroyNotify) g_ptr_array_unref);
    }
  g_ptr_array_add (buttons, button);
}

/* --- Places --- */

void
reeve_row_place_clear (ReeveRowPlace *place)
{
  g_clear_pointer (&place->id, g_free);
}

void
reeve_row_place_set (ReeveRowPlace *place, GtkWidget *inside)
{
  GtkWidget *row = gtk_widget_get_ancestor (inside, GTK_TYPE_LIST_BOX_ROW);
  GPtrArray *buttons = g_object_get_data (G_OBJECT (row), BUTTONS);

  g_set_str (&place->id, reeve_record_get_id (reeve_row_get_record (row)));
  place->index = gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row));
  if (buttons == NULL || !g_ptr_array_find (buttons, inside, &place->button))
    place->button = G_MAXUINT;
}

gboolean
reeve_row_place_set_focus (ReeveRowPlace *place, GtkListBox *rows)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (rows));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (rows)))
    return FALSE;
  reeve_row_place_set (place, focus);
  return TRUE;
}

static GtkWidget *
find_row (const ReeveRowPlace *place, GtkListBox *rows, int first)
{
  GtkListBoxRow *row;
  GtkListBoxRow *last = NULL;

  for (int i = first; (row = gtk_list_box_get_row_at_index (rows, i)) != NULL; i++)
    {
      if (g_strcmp0 (reeve_record_get_id (reeve_row_get_record (GTK_WIDGET (row))), place->id) == 0)
        return GTK_WIDGET (row);
      last = row;
    }
  row = gtk_list_box_get_row_at_index (rows, first + place->index);
  return (GtkWidget *) (row != NULL ? row : last);
}

GtkWidget *
reeve_row_place_find (const ReeveRowPlace *place, GtkListBox *rows, int first)
{
  GtkWidget *row = find_row (place, rows, first);
  GPtrArray *buttons = row != NULL ? g_object_get_data (G_OBJECT (row), BUTTONS) : NULL;

  return buttons != NULL && place->button < buttons->len ? buttons->pdata[place->button] : row;
}
