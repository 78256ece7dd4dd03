/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Starts and stops the engine. What it calls back into for each connection and request is in engine.c. */

#include "config.h"

#include "service/http/server.h"

#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "service/http/engine.h"
#include "service/http/listener.h"
#include "service/http/tls.h"

/* Pools of request memory; the head of a request (32 KiB) and the reply's have to fit. */
#define CONNECTION_MEMORY (48 * 1024)
/* The engine's own timeout is the second line, behind connections.c. */
#define INACTIVITY_SECONDS 75u
/* Databases, journals, pipes: what the service needs beside its connections. */
#define OTHER_DESCRIPTORS 256
#define GRACE             (5 * G_TIME_SPAN_SECOND)

struct _ReeveServer
{
  ReeveDispatcher *dispatcher; /* borrowed */
  ReeveConnections *connections;
  ReeveEngineListener socket;
  ReeveEngineListener tcp;
  char *socket_path;      /* (nullable) */
  gint64 certificate_end; /* microseconds since 1970; 0 without TLS */
  guint port;
};

char *
reeve_server_make_origin (const char *origin, const char *address, guint port, gboolean tls)
{
  const char *scheme = tls ? "https" : "http";

  if (origin != NULL)
    return g_strdup (origin);
  if (strchr (address, ':') != NULL)
    return g_strdup_printf ("%s://[%s]:%u", scheme, address, port);
  return g_strdup_printf ("%s://%s:%u", scheme, address, port);
}

static gboolean
check_descriptors (const ReeveServerOptions *options, GError **error)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) != 0)
    return TRUE;
  limit.rlim_cur = limit.rlim_max;
  setrlimit (RLIMIT_NOFILE, &limit);
  if (limit.rlim_cur == RLIM_INFINITY || limit.rlim_cur >= options->connection_limit + OTHER_DESCRIPTORS)
    return TRUE;
  reeve_set_error (error, REEVE_ERROR_INVALID, "configuration",
                   "[limits] connections: %u need a limit of %u open files, it is %lu",
                   options->connection_limit, options->connection_limit + OTHER_DESCRIPTORS,
                   (unsigned long) limit.rlim_cur);
  return FALSE;
}

static gboolean
start_daemon (ReeveServer *self,
              ReeveEngineListener *listener,
              const ReeveServerOptions *options,
              const char *certificate,
              const char *key,
              int fd,
              GError **error)
{
  unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG;
  unsigned threads = g_get_num_processors ();
  struct MHD_OptionItem tls[] = {
    { MHD_OPTION_HTTPS_MEM_CERT, 0, (char *) certificate },
    { MHD_OPTION_HTTPS_MEM_KEY, 0, (char *) key },
    { MHD_OPTION_HTTPS_PRIORITIES, 0, (char *) reeve_tls_get_priorities (options->tls_profile) },
    { MHD_OPTION_END, 0, NULL },
  };

  if (certificate != NULL)
    flags |= MHD_USE_TLS;
  else
    tls[0].option = MHD_OPTION_END;
  listener->dispatcher = self->dispatcher;
  listener->connections = self->connections;
  listener->tls = certificate != NULL;
  listener->daemon = MHD_start_daemon (
    flags, 0, reeve_engine_admit, listener, reeve_engine_handle, listener, MHD_OPTION_EXTERNAL_LOGGER,
    reeve_engine_log, NULL, MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_THREAD_POOL_SIZE, threads,
    /* each thread has its share; nobody is turned away before the sum is reached */
    MHD_OPTION_CONNECTION_LIMIT, MAX (options->connection_limit, threads), MHD_OPTION_CONNECTION_TIMEOUT,
    INACTIVITY_SECONDS, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t) CONNECTION_MEMORY,
    MHD_OPTION_CLIENT_DISCIPLINE_LVL, 1, MHD_OPTION_NOTIFY_CONNECTION, reeve_engine_note_connection, listener,
    MHD_OPTION_URI_LOG_CALLBACK, reeve_engine_note_target, listener, MHD_OPTION_UNESCAPE_CALLBACK,
    reeve_engine_keep_escapes, listener, MHD_OPTION_NOTIFY_COMPLETED, reeve_engine_note_completed, listener,
    MHD_OPTION_ARRAY, tls, MHD_OPTION_END);
  if (listener->daemon == NULL)
    {
      close (fd);
      reeve_set_error (error, REEVE_ERROR_INVALID, certificate != NULL ? "tls" : NULL,
                       certificate != NULL ? "failed to start the TLS listener: certificate or key is no good"
                                           : "failed to start the listener");
      return FALSE;
    }
  return TRUE;
}

static gboolean
read_file (const char *path, char **content, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (g_file_get_contents (path, content, NULL, &local))
    return TRUE;
  reeve_set_error (error, REEVE_ERROR_INVALID, "tls", "failed to read %s: %s", path, local->message);
  return FALSE;
}

static gboolean
listen_unix (ReeveServer *self, const ReeveServerOptions *options, GError **error)
{
  int fd = reeve_listener_open_unix (options->socket_path, error);

  if (fd < 0)
    return FALSE;
  self->socket_path = g_strdup (options->socket_path);
  self->socket.origin = g_strdup (REEVE_SOCKET_ORIGIN);
  self->socket.local = TRUE;
  return start_daemon (self, &self->socket, options, NULL, NULL, fd, error);
}

static gboolean
listen_tcp (ReeveServer *self, const ReeveServerOptions *options, GError **error)
{
  g_autofree char *certificate = NULL;
  g_autofree char *key = NULL;

  if (options->certificate != NULL &&
      (!read_file (options->certificate, &certificate, error) || !read_file (options->key, &key, error)))
    return FALSE;
  int fd = reeve_listener_open_tcp (options->address, options->port, &self->port, error);
  if (fd < 0)
    return FALSE;
  self->tcp.origin =
    reeve_server_make_origin (options->origin, options->address, self->port, options->certificate != NULL);
  gboolean started = start_daemon (self, &self->tcp, options, certificate, key, fd, error);
  g_autoptr (ReeveSecret) wiped = reeve_secret_new_take (g_steal_pointer (&key));
  if (!started || options->certificate == NULL)
    return started;
  self->certificate_end = reeve_tls_read_end (certificate);
  const char *address = options->address;
  if (g_str_equal (address, "0.0.0.0"))
    address = "127.0.0.1";
  else if (g_str_equal (address, "::"))
    address = "::1";
  return reeve_tls_scan (options->tls_profile, address, self->port, error);
}

ReeveServer *
reeve_server_start (const ReeveServerOptions *options, ReeveDispatcher *dispatcher, GError **error)
{
  g_autoptr (ReeveServer) self = g_new0 (ReeveServer, 1);

  self->dispatcher = dispatcher;
  self->connections = reeve_connections_new (options->connection_limit_per_address, options->trusted_proxies);
  if (!check_descriptors (options, error) ||
      (options->address != NULL && !listen_tcp (self, options, error)) ||
      (options->socket_path != NULL && !listen_unix (self, options, error)))
    return NULL;
  return g_steal_pointer (&self);
}

/* Answers that are ready get out before their connections are closed; a request that is not whole will have
 * none. */
static void
stop_listener (ReeveEngineListener *listener)
{
  if (listener->daemon != NULL)
    {
      gint64 end = g_get_monotonic_time () + GRACE;
      while (g_atomic_int_get (&listener->n_exchanges) > 0 && g_get_monotonic_time () < end)
        {
          reeve_connections_cut_unanswered (listener->connections);
          g_usleep (5000);
        }
      MHD_stop_daemon (listener->daemon);
    }
  g_free (listener->origin);
}

void
reeve_server_stop (ReeveServer *self)
{
  if (self == NULL)
    return;
  if (self->socket_path != NULL)
    unlink (self->socket_path);
  /* The engine keeps its listeners to the end: MHD_quiesce_daemon, which would take them away, races with the
   * engine's own threads about it and aborts when it loses (libmicrohttpd 1.0.1, both sides of the removal
   * from the epoll set). */
  reeve_connections_close (self->connections);
  reeve_connections_cut_unanswered (self->connections);
  reeve_dispatcher_stop (self->dispatcher);
  stop_listener (&self->socket);
  stop_listener (&self->tcp);
  reeve_connections_free (self->connections);
  g_free (self->socket_path);
  g_free (self);
}

gint64
reeve_server_get_certificate_end (ReeveServer *self)
{
  return self->certificate_end;
}

guint
reeve_server_get_port (ReeveServer *self)
{
  return self->port;
}

const char *
reeve_server_get_origin (ReeveServer *self)
{
  return self->tcp.origin != NULL ? self->tcp.origin : self->socket.origin;
}

guint
reeve_server_get_n_connections (ReeveServer *self)
{
  return reeve_connections_get_n (self->connections);
}
