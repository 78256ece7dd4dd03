/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Whatever the way, the end is one call. The widget is kept by a weak reference: a dialog may be closed while
 * a file is read. */

#include "config.h"

#include "console/dialogs/import-source.h"

#include <glib/gi18n.h>
#include <string.h>

#include "common/user-import.h"

#define MAGIC         "SQLite format 3"
#define MOST_DATABASE (8 << 20) /* of which base64 makes less than a file may have */

typedef struct
{
  GWeakRef widget;
  ReeveImportSourceFunc func;
} Asking;

static Asking *
asking_new (GtkWidget *widget, ReeveImportSourceFunc func)
{
  Asking *self = g_new0 (Asking, 1);

  g_weak_ref_init (&self->widget, widget);
  self->func = func;
  return self;
}

static void
asking_free (Asking *self)
{
  g_weak_ref_clear (&self->widget);
  g_free (self);
} G_DEFINE_AUTOPTR_CLEANUP_FUNC (Asking, asking_free)

static void
answer (Asking *self, const char *text, const char *title, const char *advice)
{
  g_autoptr (GtkWidget) widget = g_weak_ref_get (&self->widget);

  if (widget != NULL && gtk_widget_get_root (widget) != NULL)
    self->func (widget, text, title, advice);
}

/* https://www.sqlite.org/fileformat.html#magic_header_string */
static gboolean
is_database (const char *data, gsize length)
{
  return length >= sizeof MAGIC && memcmp (data, MAGIC, sizeof MAGIC) == 0;
}

/* It is the service that reads it; it travels as text. */
static void
answer_database (Asking *self, const char *data, gsize length)
{
  g_autofree char *coded = NULL;
  g_autofree char *text = NULL;

  if (length > MOST_DATABASE)
    {
      answer (self, NULL, _ ("This Database Is Too Large"),
              _ ("Save its table auth_user as a CSV file and choose that."));
      return;
    }
  coded = g_base64_encode ((const guchar *) data, length);
  text = g_strconcat (REEVE_USER_IMPORT_DATABASE, coded, NULL);
  answer (self, text, NULL, NULL);
}

static void
on_file_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Asking) asking = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gsize length = 0;

  if (!g_file_load_contents_finish (G_FILE (source), result, &text, &length, NULL, &error))
    answer (asking, NULL, _ ("This File Cannot Be Opened"), error->message);
  else if (is_database (text, length))
    answer_database (asking, text, length);
  else if (!g_utf8_validate_len (text, length, NULL))
    answer (asking, NULL, _ ("This File Is Not in UTF-8"), _ ("Save it as “CSV UTF-8” and try again."));
  else
    answer (asking, text, NULL, NULL);
}

static void
on_file_chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Asking) asking = user_data;
  g_autoptr (GFile) file = gtk_file_dialog_open_finish (GTK_FILE_DIALOG (source), result, NULL);

  if (file != NULL)
    g_file_load_contents_async (file, NULL, on_file_loaded_cb, g_steal_pointer (&asking));
}

void
reeve_import_source_choose (GtkWidget *widget, const char *title, ReeveImportSourceFunc func)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autoptr (GtkFileFilter) tables = gtk_file_filter_new ();
  g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();
  g_autoptr (GListStore) filters = g_list_store_new (GTK_TYPE_FILE_FILTER);

  gtk_file_filter_set_name (tables, _ ("CSV files and Django databases"));
  gtk_file_filter_add_suffix (tables, "csv");
  gtk_file_filter_add_suffix (tables, "tsv");
  gtk_file_filter_add_mime_type (tables, "text/csv");
  gtk_file_filter_add_suffix (tables, "sqlite3"); /* Django's own name for it */
  gtk_file_filter_add_suffix (tables, "db");
  gtk_file_filter_set_name (all, _ ("All files"));
  gtk_file_filter_add_pattern (all, "*");
  g_list_store_append (filters, tables);
  g_list_store_append (filters, all);
  gtk_file_dialog_set_title (dialog, title);
  gtk_file_dialog_set_filters (dialog, G_LIST_MODEL (filters));
  gtk_file_dialog_open (dialog, GTK_WINDOW (gtk_widget_get_root (widget)), NULL, on_file_chosen_cb,
                        asking_new (widget, func));
}

static void
on_text_pasted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Asking) asking = user_data;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);

  if (text != NULL && *text != '\0')
    answer (asking, text, NULL, NULL);
  else
    answer (asking, NULL, _ ("Nothing to Paste"),
            _ ("Copy the rows in the spreadsheet first, headings included."));
}

void
reeve_import_source_paste (GtkWidget *widget, ReeveImportSourceFunc func)
{
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (widget), NULL, on_text_pasted_cb,
                                 asking_new (widget, func));
}

static gboolean
on_dropped_cb (GtkDropTarget *target, const GValue *value, double x, double y, gpointer user_data)
{
  Asking *asking = user_data;
  g_autoptr (GtkWidget) widget = g_weak_ref_get (&asking->widget);

  if (widget == NULL)
    return FALSE;
  if (G_VALUE_HOLDS (value, G_TYPE_FILE))
    g_file_load_contents_async (g_value_get_object (value), NULL, on_file_loaded_cb,
                                asking_new (widget, asking->func));
  else if (G_VALUE_HOLDS_STRING (value))
    asking->func (widget, g_value_get_string (value), NULL, NULL);
  else
    return FALSE;
  return TRUE;
}

static void
on_target_gone_cb (gpointer data, GClosure *closure G_GNUC_UNUSED)
{
  asking_free (data);
}

void
reeve_import_source_add_target (GtkWidget *widget, GtkWidget *target, ReeveImportSourceFunc func)
{
  GtkDropTarget *drop = gtk_drop_target_new (G_TYPE_INVALID, GDK_ACTION_COPY);
  GType types[] = { G_TYPE_FILE, G_TYPE_STRING };

  gtk_drop_target_set_gtypes (drop, types, G_N_ELEMENTS (types));
  g_signal_connect_data (drop, "drop", G_CALLBACK (on_dropped_cb), asking_new (widget, func),
                         on_target_gone_cb, 0);
  gtk_widget_add_controller (target, GTK_EVENT_CONTROLLER (drop));
}
