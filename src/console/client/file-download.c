/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Open, replace, then read and write in turn, compare, close: one function a step, in that order. That the
 * connection ended cleanly does not say that the file is whole; that it ends as a ZIP does, says it. */

#include "config.h"

#include "console/client/file-download.h"

#include <string.h>

#include "common/error.h"
#include "console/client/client-private.h"

#define PIECE_BYTES (256 * 1024)
#define END_BYTES   22 /* the end of a ZIP's central directory, which begins with: */
static const char end_begins[] = { 'P', 'K', 5, 6 };

typedef struct
{
  /* owned */
  GFile *file;
  GInputStream *in;   /* (nullable): not open */
  GOutputStream *out; /* (nullable): closed, or not begun */
  GBytes *piece;      /* (nullable): that is being written */
  GByteArray *end;    /* the last bytes */

  gint64 bytes;     /* written */
  gboolean existed; /* the file, before */
  ReeveFileProgress progress;
  gpointer progress_data;
} Download;

static void
download_free (gpointer data)
{
  Download *self = data;

  g_object_unref (self->file);
  g_clear_object (&self->in);
  g_clear_object (&self->out);
  g_clear_pointer (&self->piece, g_bytes_unref);
  g_byte_array_unref (self->end);
  g_free (self);
}

/* @error: (transfer full). A file that is closed with what is cancelled already is left as it was; where none
 * was, there is a part of one, which goes. */
static void
fail (GTask *task, GError *error)
{
  Download *self = g_task_get_task_data (task);
  g_autoptr (GCancellable) never = g_cancellable_new ();

  g_cancellable_cancel (never);
  if (self->out != NULL)
    {
      g_output_stream_close (self->out, never, NULL);
      if (!self->existed)
        g_file_delete_async (self->file, G_PRIORITY_DEFAULT, NULL, NULL, NULL);
    }
  g_clear_object (&self->out);
  g_task_return_error (task, error);
}

/* --- The end --- */

static void
on_closed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  const Download *self = g_task_get_task_data (task);
  GError *error = NULL;

  if (g_output_stream_close_finish (G_OUTPUT_STREAM (source), result, &error))
    g_task_return_int (task, (gssize) self->bytes);
  else
    g_task_return_error (task, error);
}

static gboolean
is_whole (const Download *self)
{
  return self->end->len == END_BYTES && memcmp (self->end->data, end_begins, sizeof end_begins) == 0;
}

static void
end (GTask *task)
{
  Download *self = g_task_get_task_data (task);
  g_autoptr (GOutputStream) out = NULL;

  if (!is_whole (self))
    {
      fail (task, reeve_error_new (REEVE_ERROR_UNREACHABLE, "connection", "the file was cut off"));
      return;
    }
  out = g_steal_pointer (&self->out);
  g_output_stream_close_async (out, G_PRIORITY_DEFAULT, NULL, on_closed_cb, g_object_ref (task));
}

static void
note_end (Download *self, const guint8 *data, gsize length)
{
  gsize last = MIN (length, END_BYTES);

  g_byte_array_append (self->end, data + (length - last), (guint) last);
  if (self->end->len > END_BYTES)
    g_byte_array_remove_range (self->end, 0, self->end->len - END_BYTES);
}

/* --- Pieces --- */

static void read_on (GTask *task);

static void
on_written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Download *self = g_task_get_task_data (task);
  gsize length;
  const guint8 *data = g_bytes_get_data (self->piece, &length);
  GError *error = NULL;

  if (!g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, &error))
    {
      fail (task, error);
      return;
    }
  self->bytes += (gint64) length;
  note_end (self, data, length);
  g_clear_pointer (&self->piece, g_bytes_unref);
  if (self->progress != NULL)
    self->progress (self->bytes, self->progress_data);
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

  self->piece = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);
  if (self->piece == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) && error->domain != REEVE_ERROR)
        {
          g_clear_error (&error);
          error = reeve_error_new (REEVE_ERROR_UNREACHABLE, "connection", "the file was cut off");
        }
      fail (task, error);
      return;
    }
  data = g_bytes_get_data (self->piece, &length);
  if (length == 0)
    end (task);
  else
    g_output_stream_write_all_async (self->out, data, length, G_PRIORITY_DEFAULT,
                                     g_task_get_cancellable (task), on_written_cb, g_object_ref (task));
}

static void
read_on (GTask *task)
{
  Download *self = g_task_get_task_data (task);

  g_input_stream_read_bytes_async (self->in, PIECE_BYTES, G_PRIORITY_DEFAULT, g_task_get_cancellable (task),
                                   on_read_cb, g_object_ref (task));
}

/* --- The beginning --- */

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
on_looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Download *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInfo) info = g_file_query_info_finish (G_FILE (source), result, &error);

  self->existed = info != NULL || !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_file_replace_async (self->file, NULL, FALSE, G_FILE_CREATE_PRIVATE, G_PRIORITY_DEFAULT,
                        g_task_get_cancellable (task), on_replaced_cb, g_object_ref (task));
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
    g_file_query_info_async (self->file, G_FILE_ATTRIBUTE_STANDARD_TYPE, G_FILE_QUERY_INFO_NONE,
                             G_PRIORITY_DEFAULT, g_task_get_cancellable (task), on_looked_cb,
                             g_object_ref (task));
}

void
reeve_file_download_zip_async (ReeveClient *client,
                               const char *path,
                               GFile *file,
                               ReeveFileProgress progress,
                               gpointer progress_data,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GTask *task = g_task_new (client, cancellable, callback, user_data);
  Download *self = g_new0 (Download, 1);
  g_autoptr (ReeveQuery) query = reeve_query_new ();

  g_task_set_source_tag (task, reeve_file_download_zip_async);
  self->file = g_object_ref (file);
  self->end = g_byte_array_new ();
  self->progress = progress;
  self->progress_data = progress_data;
  g_task_set_task_data (task, self, download_free);
  reeve_client_open_async (client, path, query, cancellable, on_opened_cb, task);
}

gint64
reeve_file_download_finish (ReeveClient *client, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, client), -1);
  g_return_val_if_fail (g_async_result_is_tagged (result, reeve_file_download_zip_async), -1);

  return g_task_propagate_int (G_TASK (result), error);
}
