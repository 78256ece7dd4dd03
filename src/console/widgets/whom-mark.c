/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/widgets/whom-mark.h"

#include "console/widgets/formatting.h"

#define WHOM_OF_ROW "reeve-whom"

void
reeve_whom_mark (GtkWidget *row, const char *account, const char *name)
{
  g_return_if_fail (GTK_IS_WIDGET (row));

  g_object_set_data_full (G_OBJECT (row), WHOM_OF_ROW, reeve_whom_list_new (),
                          (GDestroyNotify) g_ptr_array_unref);
  reeve_whom_mark_also (row, account, name);
}

void
reeve_whom_mark_also (GtkWidget *row, const char *account, const char *name)
{
  GPtrArray *list = g_object_get_data (G_OBJECT (row), WHOM_OF_ROW);
  g_autofree char *alone = name != NULL ? reeve_format_account_name (name) : NULL;

  g_return_if_fail (list != NULL);

  reeve_whom_list_take (list, reeve_whom_new_person (account, alone));
}

void
reeve_whom_find_marks (GtkWidget *widget, GPtrArray *list)
{
  for (GtkWidget *at = widget; at != NULL; at = gtk_widget_get_parent (at))
    {
      GPtrArray *marks = g_object_get_data (G_OBJECT (at), WHOM_OF_ROW);

      for (guint i = 0; marks != NULL && i < marks->len; i++)
        reeve_whom_list_take (list, reeve_whom_ref (marks->pdata[i]));
    }
}
