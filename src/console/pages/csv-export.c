/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Where to, fetch, pick, write: one function a step, in that order. The file is replaced in one go: a full
 * disk leaves the old one as it was. */

#include "config.h"

#include "console/pages/csv-export.h"

#include <glib/gi18n.h>

#include "common/error.h"
#include "console/widgets/formatting.h"
#include "console/widgets/wording.h"

typedef struct
{
  /* owned */
  ReeveSite *site;
  char *path;
  ReeveQuery *query;
  gpointer data;
  GDestroyNotify destroy; /* (nullable) */
  GFile *file;            /* (nullable): until chosen */

  ReeveCsvExportFilter filter; /* (nullable) */
} Export;

static void
export_free (Export *export)
{
  g_object_unref (export->site);
  g_free (export->path);
  reeve_query_free (export->query);
  if (export->destroy != NULL)
    export->destroy (export->data);
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

  if (csv != NULL && export->filter != NULL)
    {
      g_autoptr (GBytes) all = g_steal_pointer (&csv);

      csv = export->filter (all, export->data, &error);
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

  export->file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source), result, NULL);
  if (export->file == NULL)
    {
      g_task_return_pointer (task, NULL, NULL);
      return;
    }
  reeve_client_fetch_async (reeve_site_get_client (export->site), export->path, export->query,
                            g_task_get_cancellable (task), on_fetched_cb, g_object_ref (task));
}

void
reeve_csv_export_async (ReeveSite *site,
                        GtkWindow *parent,
                        const char *path,
                        const ReeveQuery *query,
                        const char *title,
                        const char *name,
                        ReeveCsvExportFilter filter,
                        gpointer data,
                        GDestroyNotify destroy,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autoptr (GDateTime) today = g_date_time_new_now_local ();
  g_autofree char *day = g_date_time_format (today, "%Y-%m-%d");
  g_autofree char *file_name =
    strchr (name, '.') != NULL ? g_strdup (name) : g_strdup_printf ("%s-%s.csv", name, day);
  Export *export = g_new0 (Export, 1);

  g_task_set_source_tag (task, reeve_csv_export_async);
  export->site = g_object_ref (site);
  export->path = g_strdup (path);
  export->query = reeve_query_copy (query);
  export->filter = filter;
  export->data = data;
  export->destroy = destroy;
  g_task_set_task_data (task, export, (GDestroyNotify) export_free);

  gtk_file_dialog_set_title (dialog, title);
  gtk_file_dialog_set_initial_name (dialog, file_name);
  gtk_file_dialog_save (dialog, parent, cancellable, on_file_chosen_cb, g_steal_pointer (&task));
}

char *
reeve_csv_export_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, reeve_csv_export_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

char *
reeve_csv_export_describe (const GError *error)
{
  g_autofree char *title = NULL;

  if (error == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return NULL;
  title = reeve_wording_title (error);
  return g_strdup_printf (_ ("Not exported: %s"), error->domain == REEVE_ERROR ? title : error->message);
}
