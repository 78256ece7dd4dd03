/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Problems stand first, then those who are here already, then the rest; each in the order of the file. */

#include "config.h"

#include "console/dialogs/import-rows.h"

#include <glib/gi18n.h>

#include "console/widgets/formatting.h"
#include "console/widgets/history-words.h"

#define INVITED "reeve-invited"

static gboolean
has_fate (ReeveUserImportRow *row, const char *fate)
{
  return row != NULL && g_strcmp0 (row->fate, fate) == 0;
}

static gboolean
is_invited (ReeveUserImportRow *row)
{
  return g_object_get_data (G_OBJECT (row), INVITED) != NULL;
}

static char *
import_line (gpointer unused, ReeveUserImportRow *row)
{
  return row ? reeve_format_count (row->line) : NULL;
}

static char *
import_title (gpointer unused, ReeveUserImportRow *row)
{
  const char *text;

  if (row == NULL)
    return NULL;
  text = row->display_name && *row->display_name ? row->display_name : row->email;
  return g_strdup (text && *text ? text : _ ("(empty)"));
}

/* Of a table that has more to tell. */
static char *
join_details (ReeveUserImportRow *row, const char *roles, const char *password)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) parts = NULL;

  g_strv_builder_add_many (builder, row->email ? row->email : "", roles, password, NULL);
  if (g_strcmp0 (row->state, "suspended") == 0)
    g_strv_builder_add (builder, _ ("suspended"));
  if (row->staff)
    g_strv_builder_add (builder, _ ("was staff there"));
  parts = g_strv_builder_end (builder);
  return g_strjoinv (" · ", parts);
}

static char *
import_subtitle (gpointer unused, ReeveUserImportRow *row)
{
  g_autofree char *roles = NULL;
  const char *password;

  if (row == NULL)
    return NULL;
  if (has_fate (row, "bad"))
    return reeve_format_import_reason (row);
  roles = reeve_format_roles ((const char *const *) row->roles);
  password = reeve_format_import_password (row->password);
  if (password != NULL)
    return join_details (row, roles, password);
  /* Translators: below a person's name; %1$s: e-mail address, %2$s: roles */
  return g_strdup_printf (_ ("%1$s · %2$s"), row->email ? row->email : "", roles);
}

static char *
import_fate (gpointer unused, ReeveUserImportRow *row)
{
  if (row == NULL)
    return NULL;
  if (has_fate (row, "bad"))
    return g_strdup (_ ("Problem"));
  if (has_fate (row, "exists"))
    return g_strdup (_ ("Here already"));
  return g_strdup (is_invited (row) ? _ ("Will be invited") : _ ("Will be added"));
}

static char *
import_fate_icon (gpointer unused, ReeveUserImportRow *row)
{
  if (has_fate (row, "bad"))
    return g_strdup ("dialog-warning-symbolic");
  return g_strdup (has_fate (row, "exists") ? "avatar-default-symbolic" : "list-add-symbolic");
}

static GStrv
import_fate_classes (gpointer unused, ReeveUserImportRow *row)
{
  const char *const classes[] = { "status-pill",
                                  has_fate (row, "bad")      ? "tone-error"
                                  : has_fate (row, "exists") ? "tone-neutral"
                                                             : "tone-success",
                                  NULL };

  return g_strdupv ((GStrv) classes);
}

static char *
import_spoken (gpointer unused, ReeveUserImportRow *row)
{
  g_autofree char *title = import_title (NULL, row);
  g_autofree char *subtitle = import_subtitle (NULL, row);
  g_autofree char *fate = import_fate (NULL, row);

  if (row == NULL)
    return NULL;
  /* Translators: spoken; a row of a file: its line, what becomes of it, name, details */
  return g_strdup_printf (_ ("Line %1$d, %2$s, %3$s, %4$s"), (int) row->line, fate, title,
                          subtitle ? subtitle : "");
}

static int
rank_row (ReeveUserImportRow *row)
{
  return has_fate (row, "bad") ? 0 : has_fate (row, "exists") ? 1 : 2;
}

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  ReeveUserImportRow *row_a = *(ReeveUserImportRow *const *) a;
  ReeveUserImportRow *row_b = *(ReeveUserImportRow *const *) b;
  int by_rank = rank_row (row_a) - rank_row (row_b);

  return by_rank != 0 ? by_rank : (row_a->line > row_b->line) - (row_a->line < row_b->line);
}

void
reeve_import_rows_bind (GtkWidgetClass *klass)
{
  gtk_widget_class_bind_template_callback (klass, import_line);
  gtk_widget_class_bind_template_callback (klass, import_title);
  gtk_widget_class_bind_template_callback (klass, import_subtitle);
  gtk_widget_class_bind_template_callback (klass, import_fate);
  gtk_widget_class_bind_template_callback (klass, import_fate_icon);
  gtk_widget_class_bind_template_callback (klass, import_fate_classes);
  gtk_widget_class_bind_template_callback (klass, import_spoken);
}

void
reeve_import_rows_show (GListStore *store, ReeveUserImportReport *report, gboolean invites)
{
  g_autoptr (GPtrArray) sorted = NULL; /* borrows the rows */

  g_list_store_remove_all (store);
  if (report->rows == NULL || report->rows->len == 0)
    return;
  sorted = g_ptr_array_sized_new (report->rows->len);
  g_ptr_array_extend (sorted, report->rows, NULL, NULL);
  g_ptr_array_sort (sorted, compare_rows);
  for (guint i = 0; invites && i < sorted->len; i++)
    g_object_set_data (sorted->pdata[i], INVITED, GINT_TO_POINTER (TRUE));
  g_list_store_splice (store, 0, 0, sorted->pdata, sorted->len);
}
