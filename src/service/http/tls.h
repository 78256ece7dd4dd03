/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What the TLS listener offers, and the proof that it offers nothing else. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* When the first of a PEM chain's certificates stops being valid (X.509's notAfter, RFC 5280
 * section 4.1.2.5): microseconds since 1970, or 0 if it cannot be read. */
gint64 reeve_tls_read_end (const char *pem);

const char *reeve_tls_get_priorities (const char *profile); /* (nullable): no such profile */

/**
 * reeve_tls_scan:
 * @address: an IP address that leads to the listener
 *
 * Shakes hands with the listener in every protocol version and cipher suite that GnuTLS knows, as a stranger
 * would. Blocks, for about a second.
 *
 * Errors: INVALID: something outside @profile was accepted, or nothing inside it (then the certificate does
 *   not fit); UNREACHABLE.
 */
gboolean reeve_tls_scan (const char *profile, const char *address, guint port, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
