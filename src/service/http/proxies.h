/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Proxies in front of the service: whose word on where a request came from is believed, and what it says. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* As addresses of connections are written; an IPv4 address within IPv6 is the IPv4 address. NULL: none. */
char *reeve_proxies_normalize (const char *address);

/* (transfer full): @addresses in that form; (nullable) in, never NULL out. */
GStrv reeve_proxies_new (const char *const *addresses);

/* Whom an X-Forwarded-For that came from one of @proxies names as the client: the last address in it that is
 * none of @proxies, since only what they added themselves is true. NULL: it names nobody. */
char *reeve_proxies_find_client (const char *const *proxies, const char *forwarded_for);

G_END_DECLS
