/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Every open connection of a listener: how many there are from one address, and by when each has to have done
 * what it is about. The engine's own timeout starts anew with every byte, so a client that sends one byte a
 * second would stay for ever; these deadlines are totals. Any thread. */

#pragma once

#include <gio/gio.h>
#include <sys/socket.h>

G_BEGIN_DECLS

#define REEVE_HEADER_DEADLINE (10 * G_TIME_SPAN_SECOND)  /* TLS handshake and head of a request */
#define REEVE_BODY_DEADLINE   (60 * G_TIME_SPAN_SECOND)  /* the rest of it */
#define REEVE_REPLY_DEADLINE  (120 * G_TIME_SPAN_SECOND) /* working it out and sending the reply */
#define REEVE_IDLE_DEADLINE   (60 * G_TIME_SPAN_SECOND)  /* until the next request */

typedef struct _ReeveConnections ReeveConnections;
typedef struct _ReeveConnection ReeveConnection;

/* @proxies: (nullable): addresses that the limit does not hold for, because others stand behind them */
ReeveConnections *reeve_connections_new (guint limit_per_address, const char *const *proxies);
void reeve_connections_free (ReeveConnections *self); /* after the last connection */

gboolean reeve_connections_may_enter (ReeveConnections *self, const struct sockaddr *address);
/* A connection over a Unix socket whose peer is another user is shut down at once. */
ReeveConnection *reeve_connections_add (ReeveConnections *self, int fd, const struct sockaddr *address);
void reeve_connections_remove (ReeveConnections *self, ReeveConnection *connection);
guint reeve_connections_get_n (ReeveConnections *self);

const char *reeve_connection_get_address (ReeveConnection *self); /* "local" over a Unix socket */
/* Whom a request means that came with these headers X-Forwarded-For, joined (nullable): the address of the
 * connection, unless that is one of the proxies and they name somebody. (transfer full) */
char *reeve_connections_find_client (ReeveConnections *self,
                                     ReeveConnection *connection,
                                     const char *forwarded_for);
/* Before a stop: lets nobody in any more. */
void reeve_connections_close (ReeveConnections *self);
/* Everybody who is not being answered, be it that they have not asked to the end. */
void reeve_connections_cut_unanswered (ReeveConnections *self);
/* @span: from now; 0: no deadline (streams, whose heartbeat finds the dead) */
void reeve_connection_set_deadline (ReeveConnection *self, gint64 span);
/* The same, from the whole request to the whole answer. */
void reeve_connection_set_answering (ReeveConnection *self, gint64 span);
/* Until the first byte of the next request, whose head then has its own deadline. */
void reeve_connection_set_idle (ReeveConnection *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveConnections, reeve_connections_free)

G_END_DECLS
