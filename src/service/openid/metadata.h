/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What a provider publishes of itself: OpenID Connect Discovery 1.0, sections 3 and 4. Read only once made;
 * any thread. */

#pragma once

#include "service/openid/fetch.h"

G_BEGIN_DECLS

typedef struct
{
  gatomicrefcount references;
  char *authorization;
  char *token;
  char *userinfo; /* (nullable) */
  char *keys;
  gboolean secret_in_body; /* client_secret_post, where Basic is not offered */
  gboolean names_itself;   /* every response has `iss` (RFC 9207) */
} ReeveMetadata;

ReeveMetadata *reeve_metadata_ref (ReeveMetadata *self);
void reeve_metadata_unref (ReeveMetadata *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveMetadata, reeve_metadata_unref)

/* Asks @issuer. Blocks. @problem: (out) interned, of reeve_provider_problems, when it fails. Errors:
 * UNREACHABLE ("provider_down", "provider_private", "provider_answer"), SIGNED_OUT ("provider_lies": it
 * calls itself something else). */
ReeveMetadata *reeve_metadata_fetch (const ReeveFetchOptions *options,
                                     const char *issuer,
                                     gint64 deadline,
                                     const char **problem,
                                     GError **error);

/* The same word for an error of reeve_fetch(). */
const char *reeve_metadata_get_problem (const GError *error);

G_END_DECLS
