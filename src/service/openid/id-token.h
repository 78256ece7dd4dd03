/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* ID tokens: what OpenID Connect Core 1.0, section 3.1.3.7, asks of whoever believes one, and a little more:
 * an audience besides ours is refused, and so is a token that is older than ten minutes. */

#pragma once

#include "common/secret.h"
#include "service/openid/key-set.h"

G_BEGIN_DECLS

typedef struct
{
  const char *issuer;
  const char *client;
  const char *nonce;
  const ReeveSecret *access_token; /* (nullable): checked against `at_hash` where that is there */
  gint64 now;                      /* microseconds since 1970 */
} ReeveIdTokenDemand;

/* What the header says, through the gate. SIGNED_OUT (reason "provider_lies"): no token, an algorithm that is
 * none of ours, critical extensions. @kid: (out) (nullable), @algorithm: (out) interned */
gboolean reeve_id_token_read_header (const char *compact, char **kid, const char **algorithm, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

/* Returns: (transfer full): the claims, all of which may be believed as the provider's word. Errors:
 * SIGNED_OUT (reason "provider_lies"), with what is wrong for the service's log. */
JsonObject *reeve_id_token_verify (const char *compact,
                                   ReeveKeySet *keys,
                                   const ReeveIdTokenDemand *demand,
                                   GError **error);

G_END_DECLS
