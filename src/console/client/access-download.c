/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Open, replace, then read and write in turn, manifest, close: one function a step, in that order. Only whole
 * lines are written, so that what is in the file always ends where the export can go on. The file is replaced
 * when it is closed, unless closing is cancelled. */

#include "config.h"

#include "console/client/access-download.h"

#include <string.h>

#include "common/error.h"
#include "common/json.h"
#include "common/log-export.h"
#include "console/client/client-private.h"
#include "console/client/transport.h"

#define PIECE_BYTES   (256 * 1024)
#define FIRST_WAIT_MS 1000
#define LAST_WAIT_MS  30000
#define MOST_IN_VAIN  8  /* attempts, one after the other, that bring nothing */
#define MOST_CUTS     60 /* altogether */

static guint first_wait_ms = FIRST_WAIT_MS;

typedef struct
{
  /* owned */
  char *path;
  ReeveQuery *query;
  GFile *file;
  GInputStream *in;   /* (nullable): not open */
  GOutputStream *out; /* (nullable): closed, or not begun */
  GString *rest;      /* of a line that has not come whole */
  GChecksum *checksum;
  char *snapshot;                /* (nullable): before the first answer */
  char *ticket;                  /* (nullable): to go on without another code */
  ReeveAccessManifest *manifest; /* (nullable) */

  ReeveLogExportFormat format;
  gsize writing; /* of @rest */
  gint64 bytes;  /* written */
  gint64 skip;   /* of what comes, for they are written already */
  gint64 after;  /* the last line's id; 0: none was written */
  guint n_in_vain;
  guint n_cuts;
  gboolean existed;             /* the file, before */
  gboolean arrived;             /* all of it: what is left is the manifest */
  ReeveAccessProgress progress; /* (nullable) */
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
  g_string_free (self->rest, TRUE);
  g_checksum_free (self->checksum);
  g_free (self->snapshot);
  g_free (self->ticket);
  g_clear_object (&self->manifest);
  g_free (self);
}

static void
tell_progress (Download *self, gboolean waiting)
{
  if (self->progress != NULL)
    self->progress (self->bytes, waiting, self->progress_data);
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

/* --- Once more --- */

static void open_export (GTask *task);
static void load_manifest (GTask *task);

/* What may be over soon. What a service is or says does not change by asking again. */
static gboolean
may_pass (const GError *error)
{
  static const char *const passing[] = { "connection", "host", "refused", "timeout", NULL };
  const char *reason = reeve_error_get_reason (error);

  if (error->domain != REEVE_ERROR)
    return FALSE;
  switch ((int) reeve_error_get_code (error))
    {
    case REEVE_ERROR_BUSY:
    case REEVE_ERROR_TOO_MANY:
      return TRUE;
    case REEVE_ERROR_UNREACHABLE:
      return reason == NULL || g_strv_contains (passing, reason);
    default:
      return FALSE;
    }
}

static gboolean
on_waited_cb (gpointer user_data)
{
  GTask *task = user_data;
  const Download *self = g_task_get_task_data (task);
  GError *error = NULL;

  if (g_cancellable_set_error_if_cancelled (g_task_get_cancellable (task), &error))
    fail (task, error);
  else if (self->arrived)
    load_manifest (task);
  else
    open_export (task);
  return G_SOURCE_REMOVE;
}

/* Ends at once when it is cancelled. */
static void
pause_for (GTask *task, guint milliseconds)
{
  GSource *source = g_timeout_source_new (milliseconds);
  GCancellable *cancellable = g_task_get_cancellable (task);

  if (cancellable != NULL)
    {
      GSource *cancelled = g_cancellable_source_new (cancellable);

      g_source_set_dummy_callback (cancelled);
      g_source_add_child_source (source, cancelled);
      g_source_unref (cancelled);
    }
  g_source_set_callback (source, on_waited_cb, g_object_ref (task), g_object_unref);
  g_source_attach (source, g_task_get_context (task));
  g_source_unref (source);
}

/* @error: (transfer full): why it does not go on as it is */
static void
try_again (GTask *task, GError *error)
{
  Download *self = g_task_get_task_data (task);
  gint64 wanted = reeve_error_get_retry_after_ms (error);
  guint most = MIN (LAST_WAIT_MS, first_wait_ms << MIN (self->n_in_vain, 8));

  g_clear_object (&self->in);
  g_string_truncate (self->rest, 0);
  /* Whoever asks for the first time hears at once what is wrong. */
  if (self->snapshot == NULL || !may_pass (error) || ++self->n_in_vain > MOST_IN_VAIN ||
      ++self->n_cuts > MOST_CUTS)
    {
      fail (task, error);
      return;
    }
  g_error_free (error);
  tell_progress (self, TRUE);
  pause_for (task, (guint) CLAMP (wanted, most, LAST_WAIT_MS));
}

/* --- The manifest --- */

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
compare (GTask *task)
{
  Download *self = g_task_get_task_data (task);
  g_autoptr (GOutputStream) out = NULL;

  /* Some proxies end cleanly what was cut off behind them. */
  if (self->manifest->bytes > self->bytes)
    {
      self->arrived = FALSE;
      g_clear_object (&self->manifest);
      try_again (task, reeve_error_new (REEVE_ERROR_UNREACHABLE, "connection", "the export was cut off"));
      return;
    }
  if (self->manifest->bytes != self->bytes ||
      g_strcmp0 (self->manifest->sha256, g_checksum_get_string (self->checksum)) != 0)
    {
      fail (task, reeve_error_new (REEVE_ERROR_UNREACHABLE, "export_differs",
                                   "the export is not what its manifest says"));
      return;
    }
  out = g_steal_pointer (&self->out);
  g_output_stream_close_async (out, G_PRIORITY_DEFAULT, NULL, on_closed_cb, g_object_ref (task));
}

static void
on_manifest_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Download *self = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GBytes) bytes = reeve_client_fetch_finish (REEVE_CLIENT (source), result, &error);

  if (bytes == NULL)
    {
      try_again (task, error);
      return;
    }
  self->manifest = read_manifest (bytes, &error);
  if (self->manifest == NULL)
    fail (task, error);
  else
    compare (task);
}

static void
load_manifest (GTask *task)
{
  Download *self = g_task_get_task_data (task);
  g_autofree char *path = g_strconcat (self->path, "/manifest", NULL);
  g_autoptr (ReeveQuery) query = reeve_query_copy (self->query);

  reeve_query_set_filter (query, "snapshot", self->snapshot);
  reeve_client_fetch_async (g_task_get_source_object (task), path, query, g_task_get_cancellable (task),
                            on_manifest_cb, g_object_ref (task));
}

/* --- Lines --- */

static void read_on (GTask *task);

/* Of the lines that were written, the last one's, unless they are only a header. */
static void
note_last_line (Download *self)
{
  const char *end = self->rest->str + self->writing - 1;
  const char *before = g_strrstr_len (self->rest->str, end - self->rest->str, "\n");
  const char *begin = before != NULL ? before + 1 : self->rest->str;
  g_autofree char *line = g_strchomp (g_strndup (begin, (gsize) (end - begin)));

  (void) reeve_log_export_read_id (self->format, line, &self->after);
}

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
  self->bytes += (gint64) self->writing;
  g_checksum_update (self->checksum, (const guchar *) self->rest->str, (gssize) self->writing);
  note_last_line (self);
  g_string_erase (self->rest, 0, (gssize) self->writing);
  self->n_in_vain = 0;
  tell_progress (self, FALSE);
  read_on (task);
}

static void
take (GTask *task, const char *data, gsize length)
{
  Download *self = g_task_get_task_data (task);
  gsize known = (gsize) MIN (self->skip, (gint64) length);
  const char *end;

  self->skip -= (gint64) known;
  g_string_append_len (self->rest, data + known, (gssize) (length - known));
  end = g_strrstr_len (self->rest->str, (gssize) self->rest->len, "\n");
  if (end == NULL)
    {
      read_on (task);
      return;
    }
  self->writing = (gsize) (end + 1 - self->rest->str);
  g_output_stream_write_all_async (self->out, self->rest->str, self->writing, G_PRIORITY_DEFAULT,
                                   g_task_get_cancellable (task), on_written_cb, g_object_ref (task));
}

static void
on_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Download *self = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GBytes) piece = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);
  gconstpointer data;
  gsize length;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      fail (task, error);
      return;
    }
  data = piece != NULL ? g_bytes_get_data (piece, &length) : NULL;
  if (piece == NULL || (length == 0 && self->rest->len > 0))
    {
      g_clear_error (&error);
      try_again (task, reeve_error_new (REEVE_ERROR_UNREACHABLE, "connection", "the export was cut off"));
    }
  else if (length > 0)
    take (task, data, length);
  else
    {
      self->arrived = TRUE;
      load_manifest (task);
    }
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
    {
      try_again (task, error);
      return;
    }
  if (self->snapshot == NULL)
    self->snapshot = g_strdup (reeve_transport_get_snapshot (self->in));
  if (reeve_transport_get_ticket (self->in) != NULL) /* one that was used gives no other */
    g_set_str (&self->ticket, reeve_transport_get_ticket (self->in));
  if (self->snapshot == NULL || g_strcmp0 (self->snapshot, reeve_transport_get_snapshot (self->in)) != 0)
    fail (task, reeve_error_new (REEVE_ERROR_UNREACHABLE, "answer", "the export is of another snapshot"));
  else if (self->out != NULL)
    read_on (task);
  else
    g_file_query_info_async (self->file, G_FILE_ATTRIBUTE_STANDARD_TYPE, G_FILE_QUERY_INFO_NONE,
                             G_PRIORITY_DEFAULT, g_task_get_cancellable (task), on_looked_cb,
                             g_object_ref (task));
}

/* From its beginning, or behind the last line that is written. Of a header alone the same comes again. */
static void
open_export (GTask *task)
{
  Download *self = g_task_get_task_data (task);
  g_autoptr (ReeveQuery) query = reeve_query_copy (self->query);
  g_autofree char *after = self->after != 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, self->after) : NULL;

  self->skip = self->after == 0 ? self->bytes : 0;
  if (self->snapshot != NULL)
    reeve_query_set_filter (query, "snapshot", self->snapshot);
  if (self->ticket != NULL)
    reeve_query_set_filter (query, "ticket", self->ticket);
  if (after != NULL)
    reeve_query_set_filter (query, "after", after);
  reeve_client_open_async (g_task_get_source_object (task), self->path, query, g_task_get_cancellable (task),
                           on_opened_cb, g_object_ref (task));
}

void
reeve_access_download_async (ReeveClient *client,
                             const char *path,
                             const ReeveQuery *query,
                             GFile *file,
                             ReeveAccessProgress progress,
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
  self->rest = g_string_new (NULL);
  self->checksum = g_checksum_new (G_CHECKSUM_SHA256);
  self->format = REEVE_LOG_EXPORT_JSON_LINES; /* the service's, too, when none is named */
  (void) reeve_log_export_format_from_wire (reeve_query_get_filter (query, "format"), &self->format);
  self->progress = progress;
  self->progress_data = progress_data;
  g_task_set_task_data (task, self, (GDestroyNotify) download_free);
  open_export (task);
}

ReeveAccessManifest *
reeve_access_download_finish (ReeveClient *client, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, client), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, reeve_access_download_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
reeve_access_download_set_wait_for_tests (guint milliseconds)
{
  first_wait_ms = milliseconds != 0 ? milliseconds : FIRST_WAIT_MS;
}
