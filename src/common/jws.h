/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Compact JWS (RFC 7515) in the two algorithms that Reeve uses and no other: EdDSA with Ed25519 (RFC 8037)
 * for access tokens, ES256 for DPoP proofs. The algorithm is the caller's, never the token's word. Used by
 * both programs. */

#pragma once

#include <json-glib/json-glib.h>

#include "common/secret.h"

G_BEGIN_DECLS

typedef enum
{
  REEVE_JWS_EDDSA,
  REEVE_JWS_ES256,
} ReeveJwsAlgorithm;

#define REEVE_TYPE_KEY (reeve_key_get_type ())
typedef struct _ReeveKey
  ReeveKey; /* an EVP_PKEY with its algorithm, reference counted; safe from any thread */
GType reeve_key_get_type (void);

ReeveKey *reeve_key_generate (ReeveJwsAlgorithm algorithm);
ReeveKey *reeve_key_ref (ReeveKey *self);
void reeve_key_unref (ReeveKey *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveKey, reeve_key_unref)

ReeveKey *
reeve_key_new_private (ReeveJwsAlgorithm algorithm, const ReeveSecret *der, GError **error); /* PKCS#8 */
ReeveSecret *reeve_key_to_private (ReeveKey *self);                                          /* PKCS#8 DER */
/* From a public JWK (RFC 7517) of exactly that algorithm's kty and crv; private members are refused. Errors:
 * INVALID. */
ReeveKey *reeve_key_from_jwk (ReeveJwsAlgorithm algorithm, JsonObject *jwk, GError **error);
void reeve_key_append_jwk (ReeveKey *self, GString *json); /* the public half, members in RFC 7638 order */
const char *reeve_key_get_thumbprint (ReeveKey *self);     /* RFC 7638, SHA-256, base64url */

/* Signs @header and @payload (JSON objects, ready text). Returns: (transfer full) compact form */
/* The header is the caller's to make: it must name the key's algorithm. */
char *reeve_jws_sign (ReeveKey *key, const char *header, const char *payload);

/* Splits without verifying; through the JSON gate, limits applied. Errors: SIGNED_OUT (reason "token"). */
gboolean reeve_jws_split (const char *compact, JsonObject **header, JsonObject **payload, GError **error);

/* The payload as it was before it was encoded, ended by a NUL; nobody has looked at it. NULL: no three parts,
 * or over the limit. (transfer full) */
char *reeve_jws_decode_payload (const char *compact, gsize *length);

/* TRUE if the signature of @compact is @key's, by @key's algorithm; the header is not looked at. From any
 * thread; some 90 microseconds for ES256, 160 for EdDSA. */
gboolean reeve_jws_verify (ReeveKey *key, const char *compact);

G_END_DECLS
