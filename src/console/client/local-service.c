/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One child process. It gets the root key through a pipe, never by its command line or environment; the pipe
 * to its standard input stays open for as long as we live, and it ends when that closes, however we end.
 * Ready is when its socket takes a connection. What it says last on standard error, "reeved: REASON:
 * message", is why it ended. */

#include "config.h"

#include "console/client/local-service.h"

#include <errno.h>
#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/un.h>
#include <unistd.h>

#include "common/encoding.h"
#include "common/error.h"
#include "console/client/local-reset.h"
#include "console/client/service-program.h"

#define READY_AFTER_MS   20000 /* migrations of a large store included */
#define FIRST_POLL_MS    10
#define LAST_POLL_MS     400
#define MAX_RESTARTS     5
#define RESTART_WINDOW   (60 * G_TIME_SPAN_SECOND)
#define FIRST_RESTART_MS 100

struct _ReeveLocalService
{
  GObject parent_instance;

  /* owned */
  char *data_folder;
  ReeveSecret *root_key;
  char *socket_path;
  char *origin;
  GSubprocess *process;  /* (nullable) */
  GCancellable *attempt; /* (nullable): of one process: its polls end with it */
  char *last_words;      /* (nullable) */
  GTask *starting;       /* (nullable): what the caller waits for */

  gint64 restarts[MAX_RESTARTS]; /* when, a ring */
  guint n_restarts;
  guint poll_id;
  guint poll_ms;
  guint restart_id;
  gint64 give_up_at;
  gboolean running;
  gboolean wanted;
};

G_DEFINE_FINAL_TYPE (ReeveLocalService, reeve_local_service, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_RUNNING,
  N_PROPS
};

enum
{
  SIGNAL_RESTARTED,
  SIGNAL_FAILED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

/* Of one process's standard error. It holds no service: that must be able to go, and end the process. */
typedef struct
{
  GWeakRef service;
  GSubprocess *process; /* owned */
} Reader;

static void
reader_free (Reader *reader)
{
  g_weak_ref_clear (&reader->service);
  g_object_unref (reader->process);
  g_free (reader);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Reader, reader_free)

static void
set_running (ReeveLocalService *self, gboolean running)
{
  if (self->running == running)
    return;
  self->running = running;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RUNNING]);
}

/* Between fork and exec: nothing but system calls. A console that is killed takes the service with it even if
 * something else has inherited the pipe. */
static void
die_with_parent (gpointer unused G_GNUC_UNUSED)
{
  prctl (PR_SET_PDEATHSIG, SIGTERM);
}

static void
end_attempt (ReeveLocalService *self)
{
  g_cancellable_cancel (self->attempt);
  g_clear_object (&self->attempt);
  g_clear_object (&self->process);
  g_clear_handle_id (&self->poll_id, g_source_remove);
  set_running (self, FALSE);
}

static gboolean spawn (ReeveLocalService *self, GError **error);

/* (transfer full) @error */
static void
fail (ReeveLocalService *self, GError *error)
{
  g_autoptr (GTask) starting = g_steal_pointer (&self->starting);
  g_autoptr (GError) owned = error;

  self->wanted = FALSE;
  if (starting != NULL)
    g_task_return_error (starting, g_steal_pointer (&owned));
  else
    g_signal_emit (self, signals[SIGNAL_FAILED], 0, owned);
}

static gboolean
on_restart_due_cb (gpointer user_data)
{
  ReeveLocalService *self = user_data;
  GError *error = NULL;

  self->restart_id = 0;
  if (!spawn (self, &error))
    fail (self, error);
  return G_SOURCE_REMOVE;
}

/* It died while it was wanted: again, but not for ever. */
static void
restart (ReeveLocalService *self, GSubprocess *process)
{
  gint64 now = g_get_monotonic_time ();
  gint64 *slot = &self->restarts[self->n_restarts % MAX_RESTARTS];

  if (self->n_restarts >= MAX_RESTARTS && now - *slot < RESTART_WINDOW)
    {
      fail (self, reeve_service_program_make_error (process, self->last_words));
      return;
    }
  *slot = now;
  self->n_restarts++;
  self->restart_id = g_timeout_add (FIRST_RESTART_MS, on_restart_due_cb, self);
}

static void
on_ended_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Reader) reader = user_data;
  g_autoptr (ReeveLocalService) self = g_weak_ref_get (&reader->service);

  g_subprocess_wait_finish (G_SUBPROCESS (source), result, NULL);
  if (self == NULL || self->process != reader->process)
    return;
  end_attempt (self);
  if (!self->wanted)
    return;
  /* what cannot even begin will not do better the next time */
  if (self->starting != NULL)
    fail (self, reeve_service_program_make_error (reader->process, self->last_words));
  else
    restart (self, reader->process);
}

/* Reads to the end whoever still listens: a service that cannot write its last words would die of them, in
 * the middle of closing its stores. */
static void
on_line_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Reader) reader = user_data;
  g_autoptr (ReeveLocalService) self = g_weak_ref_get (&reader->service);
  GDataInputStream *lines = G_DATA_INPUT_STREAM (source);
  g_autofree char *line = g_data_input_stream_read_line_finish (lines, result, NULL, NULL);

  if (line == NULL)
    {
      GSubprocess *process = reader->process;

      g_subprocess_wait_async (process, NULL, on_ended_cb, g_steal_pointer (&reader));
      return;
    }
  g_debug ("%s", line);
  if (self != NULL && self->process == reader->process && g_str_has_prefix (line, REEVE_SERVICE_PROGRAM ": "))
    {
      g_free (self->last_words);
      self->last_words = g_utf8_make_valid (line, -1);
    }
  g_data_input_stream_read_line_async (lines, G_PRIORITY_DEFAULT, NULL, on_line_read_cb,
                                       g_steal_pointer (&reader));
}

static void
read_last_words (ReeveLocalService *self)
{
  Reader *reader = g_new0 (Reader, 1);
  g_autoptr (GDataInputStream) lines = g_data_input_stream_new (g_subprocess_get_stderr_pipe (self->process));

  g_weak_ref_init (&reader->service, self);
  reader->process = g_object_ref (self->process);
  g_data_input_stream_read_line_async (lines, G_PRIORITY_DEFAULT, NULL, on_line_read_cb, reader);
}

static gboolean on_poll_due_cb (gpointer user_data);

static void
on_connected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveLocalService) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketConnection) connection =
    g_socket_client_connect_finish (G_SOCKET_CLIENT (source), result, &error);
  g_autoptr (GTask) starting = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->process == NULL)
    return;
  if (connection == NULL && g_get_monotonic_time () >= self->give_up_at)
    {
      g_subprocess_force_exit (self->process);
      end_attempt (self);
      fail (self, reeve_error_new (REEVE_ERROR_UNREACHABLE, "timeout", "the service did not begin in time"));
      return;
    }
  if (connection == NULL)
    {
      self->poll_id = g_timeout_add (self->poll_ms, on_poll_due_cb, self);
      self->poll_ms = MIN (self->poll_ms * 2, LAST_POLL_MS);
      return;
    }
  starting = g_steal_pointer (&self->starting);
  set_running (self, TRUE);
  if (starting != NULL)
    g_task_return_boolean (starting, TRUE);
  else
    g_signal_emit (self, signals[SIGNAL_RESTARTED], 0);
}

static gboolean
on_poll_due_cb (gpointer user_data)
{
  ReeveLocalService *self = user_data;
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (self->socket_path);

  self->poll_id = 0;
  g_socket_client_connect_async (client, G_SOCKET_CONNECTABLE (address), self->attempt, on_connected_cb,
                                 g_object_ref (self));
  return G_SOURCE_REMOVE;
}

static gboolean
make_folders (ReeveLocalService *self, GError **error)
{
  g_autofree char *socket_folder = g_path_get_dirname (self->socket_path);

  if (g_mkdir_with_parents (self->data_folder, 0700) != 0 ||
      g_mkdir_with_parents (socket_folder, 0700) != 0 || g_chmod (socket_folder, 0700) != 0)
    {
      reeve_set_error (error, REEVE_ERROR_UNREACHABLE, "data_folder", "failed to make the folders: %s",
                       g_strerror (errno));
      return FALSE;
    }
  if (strlen (self->socket_path) >= sizeof (((struct sockaddr_un *) NULL)->sun_path))
    {
      reeve_set_error (error, REEVE_ERROR_UNREACHABLE, "data_folder", "the path of the socket is too long");
      return FALSE;
    }
  return TRUE;
}

static gboolean
spawn (ReeveLocalService *self, GError **error)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
    G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autofree char *program = reeve_service_program_find ();
  g_autofree char *key_fd = g_strdup_printf ("%d", REEVE_SERVICE_KEY_FD);
  g_autoptr (GError) local = NULL;
  const char *arguments[] = { program,           "run",           "--data", self->data_folder, "--socket",
                              self->socket_path, "--root-key-fd", key_fd,   "--exit-on-eof",   NULL };
  int fd;

  if (program == NULL)
    {
      reeve_set_error (error, REEVE_ERROR_UNREACHABLE, "service_missing",
                       "there is no " REEVE_SERVICE_PROGRAM);
      return FALSE;
    }
  if (!make_folders (self, error))
    return FALSE;
  fd = reeve_service_program_pass_key (self->root_key);
  if (fd < 0)
    {
      reeve_set_error (error, REEVE_ERROR_UNREACHABLE, "service_missing", "failed to hand over the key");
      return FALSE;
    }
  g_unlink (self->socket_path); /* what a killed one left would refuse every connection */
  g_subprocess_launcher_take_fd (launcher, fd, REEVE_SERVICE_KEY_FD);
  g_subprocess_launcher_set_child_setup (launcher, die_with_parent, NULL, NULL);
  g_clear_pointer (&self->last_words, g_free);
  self->process = g_subprocess_launcher_spawnv (launcher, arguments, &local);
  if (self->process == NULL)
    {
      reeve_set_error (error, REEVE_ERROR_UNREACHABLE, "service_missing", "failed to start %s: %s", program,
                       local->message);
      return FALSE;
    }
  self->attempt = g_cancellable_new ();
  read_last_words (self);
  self->give_up_at = g_get_monotonic_time () + READY_AFTER_MS * G_TIME_SPAN_MILLISECOND;
  self->poll_ms = FIRST_POLL_MS;
  self->poll_id = g_timeout_add (self->poll_ms, on_poll_due_cb, self);
  return TRUE;
}

static void
reeve_local_service_dispose (GObject *object)
{
  reeve_local_service_stop (REEVE_LOCAL_SERVICE (object));
  G_OBJECT_CLASS (reeve_local_service_parent_class)->dispose (object);
}

static void
reeve_local_service_finalize (GObject *object)
{
  ReeveLocalService *self = REEVE_LOCAL_SERVICE (object);

  g_clear_pointer (&self->data_folder, g_free);
  g_clear_pointer (&self->root_key, reeve_secret_unref);
  g_clear_pointer (&self->socket_path, g_free);
  g_clear_pointer (&self->origin, g_free);
  g_clear_pointer (&self->last_words, g_free);
  G_OBJECT_CLASS (reeve_local_service_parent_class)->finalize (object);
}

static void
reeve_local_service_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  ReeveLocalService *self = REEVE_LOCAL_SERVICE (object);

  switch (prop_id)
    {
    case PROP_RUNNING:
      g_value_set_boolean (value, self->running);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
reeve_local_service_class_init (ReeveLocalServiceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = reeve_local_service_dispose;
  object_class->finalize = reeve_local_service_finalize;
  object_class->get_property = reeve_local_service_get_property;
  properties[PROP_RUNNING] =
    g_param_spec_boolean ("running", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[SIGNAL_RESTARTED] = g_signal_new ("restarted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                            NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
reeve_local_service_init (ReeveLocalService *self G_GNUC_UNUSED)
{
}

char *
reeve_local_service_get_default_folder (void)
{
  return g_build_filename (g_get_user_data_dir (), "reeve", "local", NULL);
}

ReeveLocalService *
reeve_local_service_new (const char *data_folder, ReeveSecret *root_key)
{
  ReeveLocalService *self;
  guint8 digest[32];
  g_autofree char *name = NULL;

  g_return_val_if_fail (data_folder != NULL, NULL);
  g_return_val_if_fail (root_key != NULL, NULL);

  self = g_object_new (REEVE_TYPE_LOCAL_SERVICE, NULL);
  self->data_folder = g_strdup (data_folder);
  self->root_key = reeve_secret_ref (root_key);
  reeve_sha256 (data_folder, strlen (data_folder), digest);
  name = reeve_hex_encode (digest, 8);
  self->socket_path = g_build_filename (g_get_user_runtime_dir (), "reeve", name, "socket", NULL);
  self->origin = g_strconcat ("unix:", self->socket_path, NULL);
  return self;
}

void
reeve_local_service_start_async (ReeveLocalService *self,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  GError *error = NULL;

  g_return_if_fail (REEVE_IS_LOCAL_SERVICE (self));
  g_return_if_fail (self->process == NULL && self->starting == NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, reeve_local_service_start_async);
  self->wanted = TRUE;
  self->n_restarts = 0;
  if (spawn (self, &error))
    {
      self->starting = g_steal_pointer (&task);
      return;
    }
  self->wanted = FALSE;
  g_task_return_error (task, error);
}

gboolean
reeve_local_service_start_finish (ReeveLocalService *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, reeve_local_service_start_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
reeve_local_service_stop (ReeveLocalService *self)
{
  g_autoptr (GTask) starting = NULL;

  g_return_if_fail (REEVE_IS_LOCAL_SERVICE (self));

  self->wanted = FALSE;
  starting = g_steal_pointer (&self->starting);
  g_clear_handle_id (&self->restart_id, g_source_remove);
  /* the end of its standard input: it finishes what it is at, closes its stores, and goes */
  if (self->process != NULL)
    g_output_stream_close (g_subprocess_get_stdin_pipe (self->process), NULL, NULL);
  end_attempt (self);
  if (starting != NULL)
    g_task_return_new_error (starting, G_IO_ERROR, G_IO_ERROR_CANCELLED, "stopped");
}

void
reeve_local_service_make_reset_async (ReeveLocalService *self,
                                      const char *email,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  g_return_if_fail (REEVE_IS_LOCAL_SERVICE (self));
  g_return_if_fail (email != NULL);

  reeve_local_reset_make_async (self->data_folder, self->root_key, email, cancellable, callback, user_data);
}

gboolean
reeve_local_service_get_running (ReeveLocalService *self)
{
  g_return_val_if_fail (REEVE_IS_LOCAL_SERVICE (self), FALSE);

  return self->running;
}

const char *
reeve_local_service_get_identifier (ReeveLocalService *self)
{
  g_return_val_if_fail (REEVE_IS_LOCAL_SERVICE (self), NULL);

  return self->process != NULL ? g_subprocess_get_identifier (self->process) : NULL;
}

const char *
reeve_local_service_get_origin (ReeveLocalService *self)
{
  g_return_val_if_fail (REEVE_IS_LOCAL_SERVICE (self), NULL);

  return self->origin;
}

gboolean
reeve_local_service_has_data (const char *data_folder)
{
  g_autoptr (GDir) folder = g_dir_open (data_folder, 0, NULL);
  const char *name;

  /* the lock file is made before anything else, also by a first start that failed */
  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (data_folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_SYMLINK) ||
          (g_file_test (path, G_FILE_TEST_IS_DIR) ? reeve_local_service_has_data (path)
                                                  : !g_str_equal (name, "lock")))
        return TRUE;
    }
  return FALSE;
}
