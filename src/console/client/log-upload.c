/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One thread at a time reads: some thousand events, then the main thread sends them, and so on. While it
 * reads it has the reader, and nobody else looks at it. */

#include "config.h"

#include "console/client/log-upload.h"

#include "common/clock.h"
#include "common/error.h"

#define PIECE       (256 << 10)
#define MOST_EVENTS 5000
#define MOST_BYTES  (4 << 20)
#define LOOK_PIECES 16    /* before the progress is told */
#define PATIENCE_MS 60000 /* with a service that is busy */
#define RETRY_MS    1000

struct _ReeveLogUpload
{
  GObject parent_instance;

  /* owned */
  GFile *file;
  char *source;    /* (nullable) */
  GTimeZone *zone; /* (nullable) */
  ReeveLogFormat format;
  ReeveLogIntake *intake;

  /* the thread's while there is one: */
  GInputStream *stream;   /* (nullable): at its end */
  ReeveLogReader *reader; /* (nullable): nothing was read yet */
  GString *lines;         /* (nullable): events are counted only */
  GArray *numbers;        /* of entries, guint64: one a line */
  gint64 first;
  gint64 last;
  gint64 size;
  gint64 position;

  gint progress; /* atomic, in thousandths */
  /* of what is sent */
  ReeveClient *client;
  char *path;
  gint64 busy_since; /* monotonic; 0: it is not */
};

G_DEFINE_FINAL_TYPE (ReeveLogUpload, reeve_log_upload, G_TYPE_OBJECT)

enum
{
  PROGRESSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* --- Reading, in a thread --- */

static void
on_event_cb (const ReeveAccessEvent *event, guint64 number, gpointer data)
{
  ReeveLogUpload *self = data;

  self->first = self->first == 0 ? event->time : MIN (self->first, event->time);
  self->last = MAX (self->last, event->time);
  if (self->lines == NULL)
    return;
  g_autoptr (ReeveAccessEvent) copy = reeve_access_event_copy (event);
  reeve_access_event_print (copy, self->lines);
  g_string_append_c (self->lines, '\n');
  g_array_append_val (self->numbers, number);
}

/* Errors of files are what the person chose. */
static gboolean
fail (GError **error, GError *cause)
{
  g_autoptr (GError) owned = cause;

  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_steal_pointer (&owned));
  else
    reeve_set_error (error, REEVE_ERROR_INVALID, "file", "%s", cause->message);
  return FALSE;
}

static gboolean
read_piece (ReeveLogUpload *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GBytes) piece = g_input_stream_read_bytes (self->stream, PIECE, cancellable, &local_error);
  gsize length;
  const guint8 *data;

  if (piece == NULL)
    return fail (error, g_steal_pointer (&local_error));
  data = g_bytes_get_data (piece, &length);
  if (self->position == 0 && length >= 2 && data[0] == 0x1f && data[1] == 0x8b)
    {
      reeve_set_error (error, REEVE_ERROR_INVALID, "packed", "the file is packed");
      return FALSE;
    }
  self->position += (gint64) length;
  if (self->size > 0)
    g_atomic_int_set (&self->progress, (gint) (MIN (self->position, self->size) * 1000 / self->size));
  if (length > 0)
    return reeve_log_reader_feed (self->reader, (const char *) data, length, error);
  g_clear_object (&self->stream);
  return reeve_log_reader_end (self->reader, error);
}

static void
read_in_thread (GTask *task, gpointer source, gpointer data G_GNUC_UNUSED, GCancellable *cancellable)
{
  ReeveLogUpload *self = source;
  GError *error = NULL;

  for (guint i = 0; self->stream != NULL; i++)
    {
      if (!read_piece (self, cancellable, &error))
        {
          g_task_return_error (task, error);
          return;
        }
      if (self->lines != NULL ? self->numbers->len >= MOST_EVENTS || self->lines->len >= MOST_BYTES
                              : i + 1 == LOOK_PIECES)
        break;
    }
  g_task_return_boolean (task, TRUE);
}

static void
read_async (ReeveLogUpload *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_run_in_thread (task, read_in_thread);
}

static void
open_in_thread (GTask *task, gpointer source, gpointer data G_GNUC_UNUSED, GCancellable *cancellable)
{
  ReeveLogUpload *self = source;
  GError *local_error = NULL;
  GError *error = NULL;
  GFileInputStream *stream = g_file_read (self->file, cancellable, &local_error);
  g_autoptr (GFileInfo) info = NULL;

  if (stream == NULL)
    {
      fail (&error, local_error);
      g_task_return_error (task, error);
      return;
    }
  info = g_file_input_stream_query_info (stream, G_FILE_ATTRIBUTE_STANDARD_SIZE, cancellable, NULL);
  self->size = info != NULL ? g_file_info_get_size (info) : 0;
  self->stream = G_INPUT_STREAM (stream);
  g_task_return_boolean (task, TRUE);
}

/* From the beginning. @with_lines: events are kept, to be sent. */
static void
open_async (ReeveLogUpload *self,
            gboolean with_lines,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_clear_object (&self->stream);
  g_clear_pointer (&self->reader, reeve_log_reader_free);
  if (self->lines != NULL)
    g_string_free (g_steal_pointer (&self->lines), TRUE);
  self->lines = with_lines ? g_string_new (NULL) : NULL;
  g_array_set_size (self->numbers, 0);
  self->first = self->last = self->position = 0;
  g_atomic_int_set (&self->progress, 0);
  self->reader = reeve_log_reader_new (self->format, reeve_clock_now (), self->zone, on_event_cb, self);
  reeve_log_reader_set_host (self->reader, self->source);
  g_task_run_in_thread (task, open_in_thread);
}

/* --- Looking --- */

static void
on_looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  ReeveLogUpload *self = REEVE_LOG_UPLOAD (source);
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_task_return_error (task, error);
      return;
    }
  if (self->stream == NULL)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  g_signal_emit (self, signals[PROGRESSED], 0);
  read_async (self, g_task_get_cancellable (task), on_looked_cb, g_object_ref (task));
}

void
reeve_log_upload_look_async (ReeveLogUpload *self,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_return_if_fail (REEVE_IS_LOG_UPLOAD (self));
  g_task_set_source_tag (task, reeve_log_upload_look_async);
  open_async (self, FALSE, cancellable, on_looked_cb, task);
}

gboolean
reeve_log_upload_look_finish (ReeveLogUpload *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, reeve_log_upload_look_async), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* --- Sending --- */

static void bring (ReeveLogUpload *self, GTask *task);

static void
on_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  ReeveLogUpload *self = REEVE_LOG_UPLOAD (source);
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    g_task_return_error (task, error);
  else if (self->numbers->len == 0 && self->stream == NULL)
    g_task_return_boolean (task, TRUE);
  else if (self->numbers->len == 0)
    read_async (self, g_task_get_cancellable (task), on_read_cb, g_object_ref (task));
  else
    bring (self, g_steal_pointer (&task));
}

/* Lines of a call become entries of the log. */
static void
add_intake (ReeveLogUpload *self, ReeveLogIntake *part)
{
  self->intake->taken += part->taken;
  self->intake->known += part->known;
  self->intake->refused += part->refused;
  for (guint i = 0; part->refusals != NULL && i < part->refusals->len &&
                    self->intake->refusals->len < REEVE_LOG_INTAKE_REFUSALS;
       i++)
    {
      ReeveLogRefusal *refusal = reeve_record_copy (part->refusals->pdata[i]);

      if (refusal->line > 0 && refusal->line <= self->numbers->len)
        refusal->line = (gint64) g_array_index (self->numbers, guint64, refusal->line - 1);
      g_ptr_array_add (self->intake->refusals, refusal);
    }
}

static gboolean
on_retry_cb (gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (G_TASK (user_data));
  ReeveLogUpload *self = g_task_get_source_object (task);

  if (!g_task_return_error_if_cancelled (task))
    bring (self, g_steal_pointer (&task));
  return G_SOURCE_REMOVE;
}

static gboolean
may_retry (ReeveLogUpload *self, const GError *error)
{
  gint64 now = g_get_monotonic_time ();

  if (!g_error_matches (error, REEVE_ERROR, REEVE_ERROR_BUSY) &&
      !g_error_matches (error, REEVE_ERROR, REEVE_ERROR_TOO_MANY))
    return FALSE;
  if (self->busy_since == 0)
    self->busy_since = now;
  return now - self->busy_since < PATIENCE_MS * G_TIME_SPAN_MILLISECOND;
}

static void
on_brought_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ReeveLogUpload *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveLogIntake) part = reeve_client_bring_finish (REEVE_CLIENT (source), result, &error);

  if (part == NULL && may_retry (self, error))
    {
      gint64 wait = reeve_error_get_retry_after_ms (error);

      g_timeout_add_full (G_PRIORITY_DEFAULT, wait > 0 ? (guint) MIN (wait, PATIENCE_MS) : RETRY_MS,
                          on_retry_cb, g_steal_pointer (&task), g_object_unref);
      return;
    }
  if (part == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  self->busy_since = 0;
  add_intake (self, part);
  g_array_set_size (self->numbers, 0);
  g_string_truncate (self->lines, 0);
  g_signal_emit (self, signals[PROGRESSED], 0);
  if (self->stream == NULL)
    g_task_return_boolean (task, TRUE);
  else
    read_async (self, g_task_get_cancellable (task), on_read_cb, g_object_ref (task));
}

/* @task: (transfer full). The lines stay until they are answered for. */
static void
bring (ReeveLogUpload *self, GTask *task)
{
  g_autoptr (GBytes) lines = g_bytes_new (self->lines->str, self->lines->len);

  reeve_client_bring_async (self->client, self->path, "format=reeve", lines, reeve_log_intake_get_type (),
                            g_task_get_cancellable (task), on_brought_cb, task);
}

void
reeve_log_upload_send_async (ReeveLogUpload *self,
                             ReeveClient *client,
                             const char *path,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_return_if_fail (REEVE_IS_LOG_UPLOAD (self) && REEVE_IS_CLIENT (client));
  g_task_set_source_tag (task, reeve_log_upload_send_async);
  g_set_object (&self->client, client);
  g_set_str (&self->path, path);
  self->busy_since = 0;
  g_clear_object (&self->intake);
  self->intake = g_object_new (reeve_log_intake_get_type (), NULL);
  self->intake->refusals = g_ptr_array_new_with_free_func (g_object_unref);
  open_async (self, TRUE, cancellable, on_read_cb, task);
}

gboolean
reeve_log_upload_send_finish (ReeveLogUpload *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, reeve_log_upload_send_async), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* --- The object --- */

static void
reeve_log_upload_finalize (GObject *object)
{
  ReeveLogUpload *self = REEVE_LOG_UPLOAD (object);

  g_clear_object (&self->file);
  g_clear_object (&self->stream);
  g_clear_object (&self->client);
  g_clear_object (&self->intake);
  g_clear_pointer (&self->reader, reeve_log_reader_free);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  if (self->lines != NULL)
    g_string_free (self->lines, TRUE);
  g_array_unref (self->numbers);
  g_free (self->source);
  g_free (self->path);
  G_OBJECT_CLASS (reeve_log_upload_parent_class)->finalize (object);
}

static void
reeve_log_upload_class_init (ReeveLogUploadClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = reeve_log_upload_finalize;
  signals[PROGRESSED] = g_signal_new ("progressed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                      NULL, NULL, G_TYPE_NONE, 0);
}

static void
reeve_log_upload_init (ReeveLogUpload *self)
{
  self->numbers = g_array_new (FALSE, FALSE, sizeof (guint64));
}

ReeveLogUpload *
reeve_log_upload_new (GFile *file, ReeveLogFormat format, const char *source, GTimeZone *zone)
{
  ReeveLogUpload *self = g_object_new (REEVE_TYPE_LOG_UPLOAD, NULL);

  self->file = g_object_ref (file);
  self->format = format;
  self->source = g_strdup (source);
  self->zone = zone != NULL ? g_time_zone_ref (zone) : NULL;
  return self;
}

ReeveLogFormat
reeve_log_upload_get_format (ReeveLogUpload *self)
{
  return self->reader != NULL ? reeve_log_reader_get_format (self->reader) : REEVE_LOG_FORMAT_AUTO;
}

const ReeveLogTotals *
reeve_log_upload_get_totals (ReeveLogUpload *self)
{
  g_return_val_if_fail (self->reader != NULL, NULL);
  return reeve_log_reader_get_totals (self->reader);
}

GPtrArray *
reeve_log_upload_get_aside (ReeveLogUpload *self)
{
  g_return_val_if_fail (self->reader != NULL, NULL);
  return reeve_log_reader_get_aside (self->reader);
}

void
reeve_log_upload_get_times (ReeveLogUpload *self, gint64 *first, gint64 *last)
{
  *first = self->first;
  *last = self->last;
}

ReeveLogIntake *
reeve_log_upload_get_intake (ReeveLogUpload *self)
{
  return self->intake;
}

double
reeve_log_upload_get_progress (ReeveLogUpload *self)
{
  return g_atomic_int_get (&self->progress) / 1000.0;
}
