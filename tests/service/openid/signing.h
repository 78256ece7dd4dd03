/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A provider's keys, made anew by every test, and what it signs by them. */

#pragma once

#include "service/openid/key-set.h"

G_BEGIN_DECLS

typedef enum
{
  SIGNING_RSA,
  SIGNING_P256,
  SIGNING_ED25519,
} SigningType;

typedef struct _Signing Signing;

Signing *signing_new (SigningType type, guint bits); /* @bits: of RSA, else ignored */
void signing_free (Signing *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Signing, signing_free)

const char *signing_get_algorithm (Signing *self);
/* Of RSA: the public numbers as they stand in a JWK. */
char *signing_get_number (Signing *self, const char *name); /* "n", "e" */

/* The public half as a JWK; @more (nullable): members as text, ready to follow. */
char *signing_to_jwk (Signing *self, const char *kid, const char *more);
/* A compact JWS of @header and @payload, whatever they say. */
char *signing_sign (Signing *self, const char *header, const char *payload);

/* {"keys":[…]} of @jwks, through the service's own gate. */
ReeveKeySet *signing_make_set (const char *const *jwks);

G_END_DECLS
