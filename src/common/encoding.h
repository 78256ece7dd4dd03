/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Text forms of bytes: base64url without padding (RFC 4648 section 5), base32 (section 6), hex, SHA-256. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *reeve_base64url_encode (gconstpointer data, gsize length);
guint8 *reeve_base64url_decode (const char *text,
                                gssize length,
                                gsize *decoded_length); /* (nullable): not base64url */
char *reeve_base32_encode (gconstpointer data, gsize length);
guint8 *
reeve_base32_decode (const char *text, gsize *decoded_length); /* (nullable); spaces and case are forgiven */
char *reeve_hex_encode (gconstpointer data, gsize length);
void reeve_sha256 (gconstpointer data, gsize length, guint8 digest[32]);
void
reeve_hmac_sha256 (gconstpointer key, gsize key_length, gconstpointer data, gsize length, guint8 digest[32]);

/* Lower case, no marks, NFKD folded: what search and ordering compare. (transfer full) */
char *reeve_fold (const char *text);

G_END_DECLS
