/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The service as a relying party (OpenID Connect Core 1.0, authorization code with PKCE): finds out about
 * providers (Discovery 1.0), remembers that and their keys for an hour, swaps codes and says what a provider
 * said of whom. Knows nothing of accounts. Everything here may block on a server elsewhere, within the
 * deadline; at most a few calls at once ask the same provider, so that one that hangs keeps nobody else
 * waiting. Any thread. */

#pragma once

#include "common/identity-provider.h"
#include "service/openid/fetch.h"

G_BEGIN_DECLS

typedef struct _ReeveOpenId ReeveOpenId;

ReeveOpenId *reeve_openid_new (const ReeveFetchOptions *options); /* copied */
void reeve_openid_free (ReeveOpenId *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveOpenId, reeve_openid_free)

const ReeveFetchOptions *reeve_openid_get_options (ReeveOpenId *self);

/* What a sign-in is about. */
typedef struct
{
  const char *issuer;
  const char *client;
  const char *redirect;
  const char *state;
  const char *nonce;
  const char *verifier; /* of PKCE (RFC 7636), S256 */
} ReeveOpenIdRequest;

/* The URL that the browser opens. Errors: UNREACHABLE ("provider_down", "provider_private",
 * "provider_answer"), SIGNED_OUT ("provider_lies"), BUSY. (transfer full) */
char *
reeve_openid_make_url (ReeveOpenId *self, const ReeveOpenIdRequest *request, gint64 deadline, GError **error);

/* What the browser brought back. */
typedef struct
{
  const ReeveSecret *code;
  const char *issuer;          /* (nullable): RFC 9207 */
  const ReeveSecret *password; /* (nullable): the client's secret */
  gint64 now;                  /* microseconds since 1970 */
} ReeveOpenIdResponse;

/* What the provider says, verified to be its word and about this sign-in. */
typedef struct
{
  char *subject;          /* whom it speaks of: never anybody else's there */
  char *email;            /* (nullable): none, or one that it has not verified */
  gboolean second_factor; /* `amr` says "mfa" (RFC 8176) */
} ReeveOpenIdWord;

void reeve_openid_word_clear (ReeveOpenIdWord *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ReeveOpenIdWord, reeve_openid_word_clear)

/* Errors: as above, and SIGNED_OUT "provider_refused": it does not take the code, or us. */
gboolean reeve_openid_redeem (ReeveOpenId *self,
                              const ReeveOpenIdRequest *request,
                              const ReeveOpenIdResponse *response,
                              gint64 deadline,
                              ReeveOpenIdWord *word,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Asks anew and says whether people could sign in. (transfer full): never NULL */
ReeveProviderReport *reeve_openid_test (ReeveOpenId *self, const char *issuer, gint64 deadline);

G_END_DECLS
