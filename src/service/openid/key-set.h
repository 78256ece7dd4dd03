/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A provider's public keys (JWK Set, RFC 7517, section 5), and verifying by them. Each key verifies by one
 * algorithm only, which its type decides: RS256 for RSA of 2048 to 8192 bits, ES256 for P-256, EdDSA for
 * Ed25519. A token's word for it must be the same, or the token is refused: `none`, HS256 with a public key
 * as its secret, and whatever else there is are no algorithms here. Read only once made; any thread. */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef struct _ReeveKeySet ReeveKeySet;

ReeveKeySet *reeve_key_set_new (JsonObject *document); /* keys that cannot be used are left out */
ReeveKeySet *reeve_key_set_ref (ReeveKeySet *self);
void reeve_key_set_unref (ReeveKeySet *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveKeySet, reeve_key_set_unref)

guint reeve_key_set_get_n_keys (ReeveKeySet *self);
gboolean reeve_key_set_knows_algorithm (const char *algorithm); /* (nullable) */

/* Whether there is a key for a token whose header has this `kid` (nullable: any) and `alg`. */
gboolean reeve_key_set_has (ReeveKeySet *self, const char *kid, const char *algorithm);
/* TRUE if @compact is signed by such a key. */
gboolean
reeve_key_set_verify (ReeveKeySet *self, const char *kid, const char *algorithm, const char *compact);

G_END_DECLS
