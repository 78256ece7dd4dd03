/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Sockets are opened here, not by the engine, so that modes are right from the first moment and a failure
 * says what is wrong. */

#include "config.h"

#include "service/http/listener.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "common/error.h"

#define BACKLOG 511

static gboolean
prepare_folder (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  struct stat info;

  if (g_mkdir_with_parents (folder, 0700) != 0 || stat (folder, &info) != 0)
    {
      reeve_set_error (error, REEVE_ERROR_INVALID, "socket", "failed to make the folder of the socket: %s",
                       g_strerror (errno));
      return FALSE;
    }
  if (info.st_uid != getuid () || (info.st_mode & 0077) != 0)
    {
      reeve_set_error (error, REEVE_ERROR_INVALID, "socket",
                       "the folder of the socket must be ours, mode 0700");
      return FALSE;
    }
  return TRUE;
}

/* A socket left behind by a killed service answers nobody. */
static gboolean
somebody_answers (const struct sockaddr_un *address)
{
  g_autofd int fd = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

  return fd >= 0 && connect (fd, (const struct sockaddr *) address, sizeof *address) == 0;
}

int
reeve_listener_open_unix (const char *path, GError **error)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  g_autofd int fd = -1;

  if (strlen (path) >= sizeof address.sun_path)
    {
      reeve_set_error (error, REEVE_ERROR_INVALID, "socket", "the path of the socket is too long");
      return -1;
    }
  if (!prepare_folder (path, error))
    return -1;
  g_strlcpy (address.sun_path, path, sizeof address.sun_path);
  if (somebody_answers (&address))
    {
      reeve_set_error (error, REEVE_ERROR_BUSY, "in_use", "another service answers on the socket");
      return -1;
    }
  unlink (path);
  fd = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  mode_t mask = umask (0177);
  gboolean bound = fd >= 0 && bind (fd, (struct sockaddr *) &address, sizeof address) == 0;
  umask (mask);
  if (!bound || listen (fd, BACKLOG) != 0)
    {
      reeve_set_error (error, REEVE_ERROR_INVALID, "socket", "failed to listen on the socket: %s",
                       g_strerror (errno));
      return -1;
    }
  return g_steal_fd (&fd);
}

int
reeve_listener_open_tcp (const char *text, guint wanted, guint *port, GError **error)
{
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string (text, wanted);
  struct sockaddr_storage native;
  socklen_t length = sizeof native;
  g_autofd int fd = -1;
  int yes = 1;

  if (address == NULL || !g_socket_address_to_native (address, &native, sizeof native, NULL))
    {
      reeve_set_error (error, REEVE_ERROR_INVALID, "configuration", "%s is not an IP address", text);
      return -1;
    }
  fd = socket (native.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd >= 0)
    setsockopt (fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (fd < 0 ||
      bind (fd, (struct sockaddr *) &native, (socklen_t) g_socket_address_get_native_size (address)) != 0 ||
      listen (fd, BACKLOG) != 0)
    {
      int cause = errno;
      reeve_set_error (error, cause == EADDRINUSE ? REEVE_ERROR_BUSY : REEVE_ERROR_INVALID, "in_use",
                       "failed to listen on %s port %u: %s", text, wanted, g_strerror (cause));
      return -1;
    }
  getsockname (fd, (struct sockaddr *) &native, &length);
  *port = native.ss_family == AF_INET6 ? ntohs (((struct sockaddr_in6 *) &native)->sin6_port)
                                       : ntohs (((struct sockaddr_in *) &native)->sin_port);
  return g_steal_fd (&fd);
}
