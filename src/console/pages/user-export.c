/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Where to, fetch, pick, write: one function a step, in that order. The file is replaced in one go: a full
 * disk leaves the old one as it was. */

#include "config.h"

#include "console/pages/user-export.h"

#include <glib/gi18n.h>

#include "common/csv.h"
#include "console/widgets/formatting.h"

typedef struct
{
  ReeveSite *site; /* owned */
  ReeveQuery *query;
  GStrv emails; /* (nullable) */
  GFile *file;  /* (nullable): until chosen */
} Export;

static void
export_free (Export *export)
{
  g_object_unref (export->site);
  reeve_query_free (export->query);
  g_strfreev (export->emails);
  g_clear_object (&export->file);
  g_free (export);
}

static void
on_written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;
  g_autofree char *safe = NULL;

  if (!g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  name = g_file_get_basename (G_FILE (source));
  safe = reeve_format_isolate (name);
  /* Translators: %s: name of a file */
  g_task_return_pointer (task, g_strdup_printf (_ ("Exported to %s"), safe), g_free);
}

static void
on_fetched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Export *export = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) csv = reeve_client_fetch_finish (REEVE_CLIENT (source), result, &error);

  if (csv != NULL && export->emails != NULL)
    {
      g_autoptr (GBytes) all = g_steal_pointer (&csv);

      csv = reeve_user_export_pick (all, (const char *const *) export->emails, &error);
    }
  if (csv == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  g_file_replace_contents_bytes_async (export->file, csv, NULL, FALSE, G_FILE_CREATE_PRIVATE,
                                       g_task_get_cancellable (task), on_written_cb, g_object_ref (task));
}

static void
on_file_chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Export *export = g_task_get_task_data (task);
  g_autofree char *path = NULL;

  export->file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source), result, NULL);
  if (export->file == NULL)
    {
      g_task_return_pointer (task, NULL, NULL);
      return;
    }
  path = reeve_site_path (export->site, "users/export");
  reeve_client_fetch_async (reeve_site_get_client (export->site), path, export->query,
                            g_task_get_cancellable (task), on_fetched_cb, g_object_ref (task));
}

GBytes *
reeve_user_export_pick (GBytes *csv, const char *const *emails, GError **error)
{
  gsize length;
  const char *data = g_bytes_get_data (csv, &length);
  g_autoptr (ReeveCsv) table = reeve_csv_parse (data, length, error);
  g_autoptr (GHashTable) wanted = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GString) picked = g_string_new (NULL);
  const ReeveCsvRow *header;

  if (table == NULL)
    return NULL;
  for (guint i = 0; emails[i] != NULL; i++)
    g_hash_table_add (wanted, (gpointer) emails[i]);

  header = reeve_csv_get_header (table);
  for (guint c = 0; c < header->n_cells; c++)
    reeve_csv_append_cell (picked, header->cells[c], c + 1 == header->n_cells);
  for (guint i = 0; i < reeve_csv_get_n_rows (table); i++)
    {
      const ReeveCsvRow *row = reeve_csv_get_row (table, i);

      if (row->n_cells == 0 || !g_hash_table_contains (wanted, row->cells[0]))
        continue;
      for (guint c = 0; c < row->n_cells; c++)
        reeve_csv_append_cell (picked, row->cells[c], c + 1 == row->n_cells);
    }
  return g_string_free_to_bytes (g_steal_pointer (&picked));
}

void
reeve_user_export_async (ReeveSite *site,
                         GtkWindow *parent,
                         const ReeveQuery *query,
                         const char *const *emails,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autoptr (GDateTime) today = g_date_time_new_now_local ();
  g_autofree char *name = g_date_time_format (today, "users-%Y-%m-%d.csv");
  Export *export = g_new0 (Export, 1);

  g_task_set_source_tag (task, reeve_user_export_async);
  export->site = g_object_ref (site);
  export->query = reeve_query_copy (query);
  export->emails = g_strdupv ((GStrv) emails);
  g_task_set_task_data (task, export, (GDestroyNotify) export_free);

  gtk_file_dialog_set_title (dialog, _ ("Export People"));
  gtk_file_dialog_set_initial_name (dialog, name);
  gtk_file_dialog_save (dialog, parent, cancellable, on_file_chosen_cb, g_steal_pointer (&task));
}

char *
reeve_user_export_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, reeve_user_export_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
