/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Who may stay on a Unix socket. Tests run as one person who is never root and commands no second account, so
 * the kernel's word about the peer is changed on its way. */

#include "config.h"

#include "service/http/connections.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/un.h>
#include <unistd.h>

int __real_getsockopt (int fd, int level, int name, void *value, socklen_t *length);
int __wrap_getsockopt (int fd, int level, int name, void *value, socklen_t *length);

static enum { HONEST, FOREIGN, FAILING } kernel;

int
__wrap_getsockopt (int fd, int level, int name, void *value, socklen_t *length)
{
  int result = __real_getsockopt (fd, level, name, value, length);

  if (level != SOL_SOCKET || name != SO_PEERCRED)
    return result;
  if (kernel == FOREIGN)
    ((struct ucred *) value)->uid++;
  if (kernel == FAILING)
    errno = ENOTSOCK;
  return kernel == FAILING ? -1 : result;
}

/* Whether the one who has connected is let in. */
static gboolean
stays (void)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  ReeveConnections *connections = reeve_connections_new (4, NULL);
  ReeveConnection *connection;
  int ends[2];
  char byte;
  gboolean open;

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM, 0, ends), ==, 0);
  connection = reeve_connections_add (connections, ends[0], (struct sockaddr *) &address);
  g_assert_cmpstr (reeve_connection_get_address (connection), ==, "local");
  open = recv (ends[1], &byte, 1, MSG_DONTWAIT) == -1 && errno == EAGAIN;
  reeve_connections_remove (connections, connection);
  reeve_connections_free (connections);
  close (ends[0]);
  close (ends[1]);
  return open;
}

/* The person who runs the service may; another may not, whatever the mode of the socket has become; nor may
 * somebody of whom nothing is known. */
static void
test_peer (void)
{
  kernel = HONEST;
  g_assert_true (stays ());
  kernel = FOREIGN;
  g_assert_false (stays ());
  kernel = FAILING;
  g_assert_false (stays ());
}

/* From near and far, also for those whom no limit holds. */
static void
test_close (void)
{
  static const char *const proxies[] = { "127.0.0.1", NULL };
  struct sockaddr_un near = { .sun_family = AF_UNIX };
  struct sockaddr_in far = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  ReeveConnections *connections = reeve_connections_new (4, proxies);

  g_assert_true (reeve_connections_may_enter (connections, (struct sockaddr *) &near));
  g_assert_true (reeve_connections_may_enter (connections, (struct sockaddr *) &far));
  reeve_connections_close (connections);
  g_assert_false (reeve_connections_may_enter (connections, (struct sockaddr *) &near));
  g_assert_false (reeve_connections_may_enter (connections, (struct sockaddr *) &far));
  reeve_connections_free (connections);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/connections/peer", test_peer);
  g_test_add_func ("/connections/close", test_close);
  return g_test_run ();
}
