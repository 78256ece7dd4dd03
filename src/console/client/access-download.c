/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Open, replace, then read and write in turn, manifest, close: one function a step, in that order. The file
 * is replaced when it is closed, unless closing is cancelled. */

#include "config.h"

#include "console/client/access-download.h"

#include "common/error.h"
#include "common/json.h"
#include "console/client/client-private.h"
#include "console/client/transport.h"

#define PIECE_BYTES (256 * 1024)

typedef struct
{
  /* owned */
  char *path;
  ReeveQuery *query;
  GFile *file;
  GInputStream *in;
  GOutputStream *out; /* (nullable): closed, or not begun */
  GBytes *piece;
  GChecksum *checksum;
  ReeveAccessManifest *manifest; /* (nullable) */

  gint64 bytes;
  GFileProgressCallback progress; /* (nullable) */
  gpointer progress_data;
} Download;

static void
download_free (Download *self)
{
  g_free (self->path);
  reeve_query_free (self->query);
  g_object_unref (self->file);
  g_clear_object (&self->in);
  g_clear_object (&self->out);
  g_clear_pointer (&self->piece, g_bytes_unref);
  g_checksum_free (self->checksum);
  g_clear_object (&self->manifest);
  g_free (self);
}

/* @error: (transfer full). A file that is closed with what is cancelled already is left as it was. */
static void
fail (GTask *task, GError *error)
{
  Download *self = g_task_get_task_data (task);
  g_autoptr (GCancellable) never = g_cancellable_new ();

  g_cancellable_cancel (never);
  if (self->out != NULL)
    g_output_stream_close (self->out, never, NULL);
  g_clear_object (&self->out);
  g_task_return_error (task, error);
}

static void
on_closed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Download *self = g_task_get_task_data (task);
  GError *error = NULL;

  if (g_output_stream_close_finish (G_OUTPUT_STREAM (source), result, &error))
    g_task_return_pointer (task, g_steal_pointer (&self->manifest), g_object_unref);
  else
    g_task_return_error (task, error);
}

static ReeveAccessManifest *
read_manifest (GBytes *bytes, GError **error)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  g_autoptr (JsonObject) object = reeve_json_parse_object (data, length, &reeve_json_body, error);
  g_autoptr (ReeveAccessManifest) manifest = g_object_new (reeve_access_manifest_get_type (), NULL);

  if (object == NULL || !reeve_record_read_json (manifest, object, REEVE_READ_REPLY, "", error))
    return NULL;
  return g_steal_pointer (&manifest);
}

/* What the service says must have come, came. */
static void
on_manifest_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Download *self = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GBytes) bytes = reeve_client_fetch_finish (REEVE_CLIENT (source), result, &error);
  g_autoptr (GOutputStream) out = NULL;

  if (bytes != NULL)
    self->manifest = read_manifest (bytes, &error);
  if (self->manifest == NULL)
    {
      fail (task, error);
      return;
    }
  if (self->manifest->bytes != self->bytes ||
      g_strcmp0 (self->manifest->sha256, g_checksum_get_string (self->checksum)) != 0)
    {
      fail (task, reeve_error_new (REEVE_ERROR_UNREACHABLE, "connection", "the export did not arrive whole"));
      return;
    }
  out = g_steal_pointer (&self->out);
  g_output_stream_close_async (out, G_PRIORITY_DEFAULT, NULL, on_closed_cb, g_object_ref (task));
}

static void
load_manifest (GTask *task)
{
  Download *self = g_task_get_task_data (task);
  g_autofree char *path = g_strconcat (self->path, "/manifest", NULL);
  g_autoptr (ReeveQuery) query = reeve_query_copy (self->query);

  reeve_query_set_filter (query, "snapshot", reeve_transport_get_snapshot (self->in));
  reeve_client_fetch_async (g_task_get_source_object (task), path, query, g_task_get_cancellable (task),
                            on_manifest_cb, g_object_ref (task));
}

static void read_on (GTask *task);

static void
on_written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Download *self = g_task_get_task_data (task);
  GError *error = NULL;

  if (!g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, &error))
    {
      fail (task, error);
      return;
    }
  if (self->progress != NULL)
    self->progress (self->bytes, -1, self->progress_data);
  read_on (task);
}

static void
on_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Download *self = g_task_get_task_data (task);
  GError *error = NULL;
  gconstpointer data;
  gsize length;

  g_clear_pointer (&self->piece, g_bytes_unref);
  self->piece = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);
  if (self->piece == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        {
          g_clear_error (&error);
          error = reeve_error_new (REEVE_ERROR_UNREACHABLE, "connection", "the export was cut off");
        }
      fail (task, error);
      return;
    }
  data = g_bytes_get_data (self->piece, &length);
  if (length == 0)
    {
      load_manifest (task);
      return;
    }
  self->bytes += (gint64) length;
  g_checksum_update (self->checksum, data, (gssize) length);
  g_output_stream_write_all_async (self->out, data, length, G_PRIORITY_DEFAULT, g_task_get_cancellable (task),
                                   on_written_cb, g_object_ref (task));
}

static void
read_on (GTask *task)
{
  Download *self = g_task_get_task_data (task);

  g_input_stream_read_bytes_async (self->in, PIECE_BYTES, G_PRIORITY_DEFAULT, g_task_get_cancellable (task),
                                   on_read_cb, g_object_ref (task));
}

static void
on_replaced_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Download *self = g_task_get_task_data (task);
  GError *error = NULL;

  self->out = G_OUTPUT_STREAM (g_file_replace_finish (G_FILE (source), result, &error));
  if (self->out == NULL)
    fail (task, error);
  else
    read_on (task);
}

static void
on_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Download *self = g_task_get_task_data (task);
  GError *error = NULL;

  self->in = reeve_client_open_finish (REEVE_CLIENT (source), result, &error);
  if (self->in == NULL)
    fail (task, error);
  else
    g_file_replace_async (self->file, NULL, FALSE, G_FILE_CREATE_PRIVATE, G_PRIORITY_DEFAULT,
                          g_task_get_cancellable (task), on_replaced_cb, g_object_ref (task));
}

void
reeve_access_download_async (ReeveClient *client,
                             const char *path,
                             const ReeveQuery *query,
                             GFile *file,
                             GFileProgressCallback progress,
                             gpointer progress_data,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (client, cancellable, callback, user_data);
  Download *self = g_new0 (Download, 1);

  g_task_set_source_tag (task, reeve_access_download_async);
  self->path = g_strdup (path);
  self->query = reeve_query_copy (query);
  self->file = g_object_ref (file);
  self->checksum = g_checksum_new (G_CHECKSUM_SHA256);
  self->progress = progress;
  self->progress_data = progress_data;
  g_task_set_task_data (task, self, (GDestroyNotify) download_free);
  reeve_client_open_async (client, path, query, cancellable, on_opened_cb, g_steal_pointer (&task));
}

ReeveAccessManifest *
reeve_access_download_finish (ReeveClient *client, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, client), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, reeve_access_download_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
