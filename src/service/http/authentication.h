/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Who asks? Token, proof, nonce and replay; then, on every request, whether session and account still live,
 * and whether the caller is a member of the workspace in the path. Any thread. */

#pragma once

#include "service/http/exchange.h"

G_BEGIN_DECLS

typedef struct _ReeveAuthentication ReeveAuthentication;

ReeveAuthentication *reeve_authentication_new (ReeveTokenSigner *signer);
void reeve_authentication_free (ReeveAuthentication *self);

typedef struct
{
  char *thumbprint;   /* of the key that signed the proof */
  gboolean has_token; /* else only the proof was looked at */
  ReeveAccessClaims claims;
} ReeveCredentials;

void reeve_credentials_clear (ReeveCredentials *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ReeveCredentials, reeve_credentials_clear)

/* What can be said without a database: is it worth reading a body? Errors: SIGNED_OUT. */
gboolean reeve_authentication_has_credentials (ReeveExchange *exchange,
                                               const ReeveRoute *route,
                                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Is the token one of ours that has not expired? Before much is read of who may not be its owner. Errors:
 * SIGNED_OUT. */
gboolean reeve_authentication_check_token (ReeveAuthentication *self,
                                           ReeveExchange *exchange,
                                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Proof, and token where the route is not open. Sets the exchange's next nonce, also on failure. Errors:
 * SIGNED_OUT (reasons "use_nonce", "proof", "token", "token_expired"). */
gboolean reeve_authentication_verify (ReeveAuthentication *self,
                                      ReeveExchange *exchange,
                                      ReeveCredentials *credentials,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Session and account, in a read transaction on the directory; and whether the session may enter @workspace
 * (nullable: the path names none) where it began through a provider.
 * Returns: (transfer full). Errors: SIGNED_OUT, LOCKED, SECOND_FACTOR (reason "enrol"), NOT_FOUND, DENIED
 * (reason "federated"), BUSY. */
ReeveCaller *reeve_authentication_find_caller (ReeveTx *directory,
                                               const ReeveCredentials *credentials,
                                               const ReeveRoute *route,
                                               const char *workspace,
                                               gint64 now,
                                               GError **error);

/* Membership, second factor where it is demanded, and capability, in a transaction on the workspace. Errors:
 * NOT_FOUND, DENIED, SECOND_FACTOR (reason "enrol"), SIGNED_OUT. */
gboolean reeve_authentication_check_member (ReeveTx *workspace,
                                            ReeveCaller *caller,
                                            const ReeveRoute *route,
                                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

void reeve_authentication_set_denied (ReeveCapability capability, GError **error);
/* The one answer for a workspace that does not exist and for one that the caller is no member of. */
void reeve_authentication_set_no_workspace (GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveAuthentication, reeve_authentication_free)

G_END_DECLS
