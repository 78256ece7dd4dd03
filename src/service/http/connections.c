/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A sweeper looks at all connections once a second and shuts down those past their deadline. It shuts down
 * the socket and never closes it: the descriptor is the engine's, which says so (remove) before it closes it.
 */

#include "config.h"

#include "service/http/connections.h"

#include <arpa/inet.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

#include "service/http/proxies.h"

struct _ReeveConnection
{
  int fd;
  char *address;
  char *source; /* (nullable): what is counted: the address, or the /64 it is in */
  _Atomic gint64 deadline;
  _Atomic gint64 idle_at; /* bytes received when it fell idle; -1: it is not */
  _Atomic gboolean answering;
};

struct _ReeveConnections
{
  GMutex lock;
  GCond wake;
  GHashTable *all;     /* set of ReeveConnection */
  GHashTable *sources; /* char * -> count */
  guint limit_per_address;
  GStrv proxies;
  gboolean leave;
  _Atomic gboolean closed;
  GThread *sweeper;
};

static gboolean
is_mapped (const struct sockaddr_in6 *address)
{
  return IN6_IS_ADDR_V4MAPPED (&address->sin6_addr);
}

/* (nullable): a Unix socket */
static char *
describe_address (const struct sockaddr *address)
{
  char text[INET6_ADDRSTRLEN] = "";

  if (address->sa_family == AF_INET)
    inet_ntop (AF_INET, &((const struct sockaddr_in *) (const void *) address)->sin_addr, text, sizeof text);
  else if (address->sa_family == AF_INET6)
    {
      const struct sockaddr_in6 *six = (const void *) address;
      if (is_mapped (six))
        inet_ntop (AF_INET, &six->sin6_addr.s6_addr[12], text, sizeof text);
      else
        inet_ntop (AF_INET6, &six->sin6_addr, text, sizeof text);
    }
  return *text != '\0' ? g_strdup (text) : NULL;
}

/* One host commands a whole /64: counting single IPv6 addresses would count nothing. */
static char *
describe_source (const struct sockaddr *address)
{
  if (address->sa_family == AF_INET6 && !is_mapped ((const void *) address))
    {
      struct sockaddr_in6 net;
      memcpy (&net, address, sizeof net);
      memset (&net.sin6_addr.s6_addr[8], 0, 8);
      return describe_address ((const struct sockaddr *) (const void *) &net);
    }
  return describe_address (address);
}

static void
free_connection (gpointer data)
{
  ReeveConnection *self = data;

  g_free (self->address);
  g_free (self->source);
  g_free (self);
}

/* What has come in so far, read by the engine or not; 0: unknown (a Unix socket, whose peer is ourselves). */
static gint64
count_received (const ReeveConnection *connection)
{
  struct tcp_info info = { 0 };
  socklen_t length = sizeof info;

  return connection->source != NULL && getsockopt (connection->fd, IPPROTO_TCP, TCP_INFO, &info, &length) == 0
           ? (gint64) info.tcpi_bytes_received
           : 0;
}

/* The engine speaks up only when a request's first line is complete; the first byte of it ends the idling.
 * A deadline that the engine's thread has set meanwhile stands. */
static void
notice_request (ReeveConnection *connection, gint64 now)
{
  gint64 deadline = atomic_load (&connection->deadline);
  gint64 idle_at = atomic_load (&connection->idle_at);

  if (idle_at >= 0 && deadline > now + REEVE_HEADER_DEADLINE && count_received (connection) > idle_at)
    atomic_compare_exchange_strong (&connection->deadline, &deadline, now + REEVE_HEADER_DEADLINE);
}

static void
sweep (ReeveConnections *self, gint64 now)
{
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->all);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      ReeveConnection *connection = key;
      notice_request (connection, now);
      if (atomic_load_explicit (&connection->deadline, memory_order_relaxed) <= now)
        shutdown (connection->fd, SHUT_RDWR);
    }
}

static gpointer
run_sweeper (gpointer data)
{
  ReeveConnections *self = data;

  g_mutex_lock (&self->lock);
  while (!self->leave)
    {
      sweep (self, g_get_monotonic_time ());
      g_cond_wait_until (&self->wake, &self->lock, g_get_monotonic_time () + G_USEC_PER_SEC);
    }
  g_mutex_unlock (&self->lock);
  return NULL;
}

static gboolean
is_our_own (int fd)
{
  struct ucred peer;
  socklen_t length = sizeof peer;

  return getsockopt (fd, SOL_SOCKET, SO_PEERCRED, &peer, &length) == 0 && peer.uid == getuid ();
}

ReeveConnections *
reeve_connections_new (guint limit_per_address, const char *const *proxies)
{
  ReeveConnections *self = g_new0 (ReeveConnections, 1);

  g_mutex_init (&self->lock);
  g_cond_init (&self->wake);
  self->all = g_hash_table_new_full (NULL, NULL, free_connection, NULL);
  self->sources = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->limit_per_address = limit_per_address;
  self->proxies = reeve_proxies_new (proxies);
  self->sweeper = g_thread_new ("sweeper", run_sweeper, self);
  return self;
}

void
reeve_connections_free (ReeveConnections *self)
{
  if (self == NULL)
    return;
  g_mutex_lock (&self->lock);
  self->leave = TRUE;
  g_cond_signal (&self->wake);
  g_mutex_unlock (&self->lock);
  g_thread_join (self->sweeper);
  g_hash_table_unref (self->all);
  g_hash_table_unref (self->sources);
  g_strfreev (self->proxies);
  g_cond_clear (&self->wake);
  g_mutex_clear (&self->lock);
  g_free (self);
}

gboolean
reeve_connections_may_enter (ReeveConnections *self, const struct sockaddr *address)
{
  if (atomic_load (&self->closed))
    return FALSE;
  g_autofree char *source = describe_source (address);
  g_autofree char *described = describe_address (address);
  if (source == NULL || g_strv_contains ((const char *const *) self->proxies, described))
    return TRUE;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->sources, source)) < self->limit_per_address;
}

ReeveConnection *
reeve_connections_add (ReeveConnections *self, int fd, const struct sockaddr *address)
{
  ReeveConnection *connection = g_new0 (ReeveConnection, 1);

  connection->fd = fd;
  connection->address = describe_address (address);
  connection->source = describe_source (address);
  if (connection->address == NULL)
    {
      connection->address = g_strdup ("local");
      if (!is_our_own (fd))
        shutdown (fd, SHUT_RDWR);
    }
  reeve_connection_set_deadline (connection, REEVE_HEADER_DEADLINE);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  g_hash_table_add (self->all, connection);
  if (connection->source != NULL)
    {
      guint n = GPOINTER_TO_UINT (g_hash_table_lookup (self->sources, connection->source));
      g_hash_table_insert (self->sources, g_strdup (connection->source), GUINT_TO_POINTER (n + 1));
    }
  return connection;
}

void
reeve_connections_remove (ReeveConnections *self, ReeveConnection *connection)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (connection->source != NULL)
    {
      guint n = GPOINTER_TO_UINT (g_hash_table_lookup (self->sources, connection->source));
      if (n <= 1)
        g_hash_table_remove (self->sources, connection->source);
      else
        g_hash_table_insert (self->sources, g_strdup (connection->source), GUINT_TO_POINTER (n - 1));
    }
  g_hash_table_remove (self->all, connection);
}

guint
reeve_connections_get_n (ReeveConnections *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return g_hash_table_size (self->all);
}

void
reeve_connections_close (ReeveConnections *self)
{
  atomic_store (&self->closed, TRUE);
}

void
reeve_connections_cut_unanswered (ReeveConnections *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->all);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      ReeveConnection *connection = key;
      if (!atomic_load (&connection->answering))
        shutdown (connection->fd, SHUT_RDWR);
    }
}

const char *
reeve_connection_get_address (ReeveConnection *self)
{
  return self->address;
}

char *
reeve_connections_find_client (ReeveConnections *self, ReeveConnection *connection, const char *forwarded_for)
{
  const char *const *proxies = (const char *const *) self->proxies;
  char *client = NULL;

  if (forwarded_for != NULL && g_strv_contains (proxies, connection->address))
    client = reeve_proxies_find_client (proxies, forwarded_for);
  return client != NULL ? client : g_strdup (connection->address);
}

static void
store_deadline (ReeveConnection *self, gint64 span)
{
  atomic_store (&self->deadline, span == 0 ? G_MAXINT64 : g_get_monotonic_time () + span);
}

void
reeve_connection_set_deadline (ReeveConnection *self, gint64 span)
{
  atomic_store (&self->idle_at, -1);
  store_deadline (self, span);
}

void
reeve_connection_set_answering (ReeveConnection *self, gint64 span)
{
  atomic_store (&self->answering, TRUE);
  reeve_connection_set_deadline (self, span);
}

void
reeve_connection_set_idle (ReeveConnection *self)
{
  atomic_store (&self->answering, FALSE);
  store_deadline (self, REEVE_IDLE_DEADLINE);
  atomic_store (&self->idle_at, count_received (self));
}
