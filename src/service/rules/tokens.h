/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Access tokens (JWT, RFC 9068, Ed25519, bound to the device key by cnf.jkt), refresh tokens and other opaque
 * ones. */

#pragma once

#include "common/jws.h"

G_BEGIN_DECLS

#define REEVE_ACCESS_TOKEN_LIFE (5 * G_TIME_SPAN_MINUTE)

typedef struct _ReeveTokenSigner ReeveTokenSigner; /* the signing keys by `kid`; any thread */

ReeveTokenSigner *reeve_token_signer_new (const char *issuer, ReeveKey *key); /* @issuer is iss and aud */
void reeve_token_signer_free (ReeveTokenSigner *self);
const char *reeve_token_signer_get_issuer (ReeveTokenSigner *self);
void reeve_token_signer_add_old (ReeveTokenSigner *self, ReeveKey *key); /* verifies, signs nothing */
/* (transfer full) */
ReeveSecret *reeve_token_signer_issue (ReeveTokenSigner *self,
                                       const char *account,
                                       const char *session,
                                       const char *thumbprint,
                                       gint64 now);

typedef struct
{
  char *account;
  char *session;
  char *thumbprint;
  gint64 expires;
} ReeveAccessClaims;

void reeve_access_claims_clear (ReeveAccessClaims *claims);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ReeveAccessClaims, reeve_access_claims_clear)

/* Checks typ, alg, kid, signature, iss, aud, exp, iat, jti and that nothing unknown is critical; verified
 * tokens are remembered (by hash, bounded) until they expire. Errors: SIGNED_OUT, reason "token" or
 * "token_expired". */
gboolean reeve_token_signer_verify (ReeveTokenSigner *self,
                                    const char *token,
                                    gint64 now,
                                    ReeveAccessClaims *claims,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

ReeveSecret *reeve_opaque_token_new (void);                 /* 256 random bits, base64url */
GBytes *reeve_opaque_token_hash (const ReeveSecret *token); /* SHA-256: enough for 256 random bits */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveTokenSigner, reeve_token_signer_free)

G_END_DECLS
