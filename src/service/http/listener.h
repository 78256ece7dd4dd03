/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Listening sockets: a Unix socket for the person who runs the service, TCP for everybody else. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Makes the folder (0700) if it is missing, takes over a socket that nobody answers on. Returns: the
 * descriptor, -1 on failure. Errors: BUSY: somebody answers; INVALID: folder not ours or open to others. */
int reeve_listener_open_unix (const char *path, GError **error);
/* *@port: (out): the one in use. Errors: BUSY: address in use; INVALID. */
int reeve_listener_open_tcp (const char *address, guint wanted, guint *port, GError **error);

G_END_DECLS
