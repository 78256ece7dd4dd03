/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* SipHash-2-4 (J.-P. Aumasson and D. J. Bernstein, "SipHash: a fast short-input PRF", INDOCRYPT 2012): for
 * tables whose keys strangers choose. OpenSSL has it as a MAC whose set-up costs more than hashing a name. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define REEVE_SIPHASH_KEY_BYTES 16

guint64 reeve_siphash (const guint8 key[REEVE_SIPHASH_KEY_BYTES], gconstpointer data, gsize length);

G_END_DECLS
