/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One bounded request to a provider, by libcurl. Where to is what an administrator of some workspace typed,
 * or what the server they named said: so no redirect is followed, no proxy of the environment asked, no other
 * scheme spoken, and no address of a private network connected to, unless the operator of the service allows
 * it. The address is judged when the socket is opened, after names are resolved: a name cannot change its
 * mind in between. */

#pragma once

#include <gio/gio.h>

#include "common/secret.h"

G_BEGIN_DECLS

#define REEVE_FETCH_MOST_BYTES (256 << 10)

typedef struct
{
  const char *ca_file;        /* (nullable): PEM, besides the system's */
  gboolean private_addresses; /* those of RFC 1918, loopback and the like may be asked */
  gboolean plain_http;        /* http:// on loopback addresses: for tests */
} ReeveFetchOptions;

typedef struct
{
  const char *url;
  const char *form;           /* (nullable): POSTed as application/x-www-form-urlencoded */
  const char *json;           /* (nullable): POSTed as application/json, instead */
  const char *const *headers; /* (nullable): "name: value", besides */
  const char *user;           /* (nullable): with `password`: Basic */
  const char *password;       /* (nullable) */
  const ReeveSecret *bearer;  /* (nullable) */
} ReeveFetchRequest;

/* TRUE for an address that is nobody's in particular: loopback, private, link-local, shared, multicast,
 * reserved; also as IPv4 inside IPv6. */
gboolean reeve_fetch_is_private (GInetAddress *address);

/* TRUE for an absolute URL that may be asked at all. */
gboolean reeve_fetch_may_ask (const ReeveFetchOptions *options, const char *url);

/**
 * reeve_fetch:
 * @deadline: monotonic microseconds; it never takes longer than five seconds
 * @status: (out): of HTTP
 *
 * Blocks. Returns: (transfer full): the body, whatever the status. Errors: UNREACHABLE (reason
 * "provider_down", or "provider_private" for an address that may not be asked; or "provider_answer": a body
 * over the limit, a redirect).
 */
GBytes *reeve_fetch (const ReeveFetchOptions *options,
                     const ReeveFetchRequest *request,
                     gint64 deadline,
                     unsigned *status,
                     GError **error);

G_END_DECLS
