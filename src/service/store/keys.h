/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The key hierarchy. Root key (256 bit) -> HKDF-SHA-256 -> the directory's page key, the sealing key, the key
 * that wraps data keys and signing keys. Each workspace has a random data key, wrapped by the root:
 * destroying it makes every copy unreadable. Sealed values: XAES-256-GCM (C2SP), 192-bit random nonce, bound
 * to a context string, naming their key. */

#pragma once

#include "common/secret.h"

G_BEGIN_DECLS

#define REEVE_ROOT_KEY_BYTES 32

/* HKDF-SHA-256 (RFC 5869) with an info string such as "reeve/1/directory pages". (transfer full): 32 bytes */
ReeveSecret *reeve_keys_derive (const ReeveSecret *root, const char *info);

/* Seals @plain for @context ("totp:ACCOUNT-ID"): opening it elsewhere fails. Form: version, key id, nonce,
 * text, tag. */
GBytes *reeve_seal (const ReeveSecret *key, const ReeveSecret *plain, const char *context);
/* Errors: INTERNAL (reason "sealed"): wrong key, wrong context or changed bytes. */
ReeveSecret *reeve_unseal (const ReeveSecret *key, GBytes *sealed, const char *context, GError **error);

/* The bare cipher under it, for tests with its published vectors: @key of 32 bytes, @nonce of 24; the text is
 * followed by a tag of 16. @out holds length + 16 bytes, or length - 16. */
#define REEVE_XAES_NONCE_BYTES 24
void reeve_xaes_encrypt (const guint8 *key,
                         const guint8 *nonce,
                         gconstpointer bound,
                         gsize bound_length,
                         gconstpointer plain,
                         gsize length,
                         guint8 *out);
gboolean reeve_xaes_decrypt (const guint8 *key,
                             const guint8 *nonce,
                             gconstpointer bound,
                             gsize bound_length,
                             const guint8 *text,
                             gsize length,
                             guint8 *out) G_GNUC_WARN_UNUSED_RESULT;

/* A root key from a file of 32 bytes or 64 hex digits, mode 0400/0600 and ours, or from an inherited
 * descriptor (closed afterwards). Errors: INVALID that says what is wrong with the file, never its content.
 */
ReeveSecret *reeve_root_key_read_file (const char *path, GError **error);
ReeveSecret *reeve_root_key_read_fd (int fd, GError **error);

G_END_DECLS
