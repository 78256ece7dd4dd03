/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* DPoP (RFC 9449): a proof, made afresh for every request, that the sender holds the key its token is bound
 * to. Reeve's own addition: `bh`, base64url SHA-256 of the body, on every request that has one. */

#pragma once

#include "common/jws.h"

G_BEGIN_DECLS

typedef struct
{
  const char *method;       /* "GET" */
  const char *uri;          /* htu: scheme, authority and path, without query and fragment */
  const char *access_token; /* (nullable): `ath` */
  const char *nonce;        /* (nullable): the server's last DPoP-Nonce */
  GBytes *body;             /* (nullable): `bh`; an empty body counts as none */
} ReeveDpopRequest;

char *reeve_dpop_make (ReeveKey *key, const ReeveDpopRequest *request); /* (transfer full): the DPoP header */

typedef struct
{
  char *jti;
  char *nonce;   /* (nullable) */
  gint64 issued; /* `iat`, microseconds */
  ReeveKey *key; /* the proof's own public key */
} ReeveDpopProof;

void reeve_dpop_proof_clear (ReeveDpopProof *proof);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ReeveDpopProof, reeve_dpop_proof_clear)

/* Checks form, typ, alg, key (and that the header has nothing else), signature, htm, htu, ath and bh against
 * @request (whose nonce is ignored: freshness, that is nonce or iat, and jti replay are the server's to
 * judge). Errors: SIGNED_OUT, reason "proof". */
gboolean reeve_dpop_verify (const char *header,
                            const ReeveDpopRequest *request,
                            ReeveDpopProof *proof,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
