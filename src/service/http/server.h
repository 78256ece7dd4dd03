/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The HTTP engine (libmicrohttpd, epoll, one thread a core): listeners, limits, and the way of an exchange
 * through the dispatcher. */

#pragma once

#include "service/http/dispatcher.h"

G_BEGIN_DECLS

typedef struct _ReeveServer ReeveServer;

/* All borrowed. */
typedef struct
{
  const char *socket_path; /* (nullable) */
  const char *address;     /* (nullable) */
  guint port;              /* 0: any free one */
  const char *origin;      /* (nullable): from address and port */
  const char *certificate; /* (nullable): PEM file; NULL: plain HTTP */
  const char *key;         /* (nullable): PEM file */
  const char *tls_profile;
  guint connection_limit;
  guint connection_limit_per_address;
  const char *const *trusted_proxies; /* (nullable) */
} ReeveServerOptions;

/* Listens on everything that the options name. Errors: INVALID (addresses, certificate, TLS profile), BUSY
 * (address in use). */
ReeveServer *
reeve_server_start (const ReeveServerOptions *options, ReeveDispatcher *dispatcher, GError **error);
void reeve_server_stop (ReeveServer *self);                  /* (transfer full): stops the dispatcher too */
guint reeve_server_get_port (ReeveServer *self);             /* 0 without TCP */
const char *reeve_server_get_origin (ReeveServer *self);     /* of the TCP listener, else of the socket */
gint64 reeve_server_get_certificate_end (ReeveServer *self); /* microseconds since 1970; 0 without TLS */
guint reeve_server_get_n_connections (ReeveServer *self);

#define REEVE_SOCKET_ORIGIN "http://reeved"

/* What the service is called from outside: @origin (nullable) where it is configured, else its address. */
char *reeve_server_make_origin (const char *origin, const char *address, guint port, gboolean tls);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveServer, reeve_server_stop)

G_END_DECLS
