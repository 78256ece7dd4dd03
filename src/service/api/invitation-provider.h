/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Accepting an invitation through the workspace's identity provider, in place of a password: whoever has the
 * link goes there from the page of the invitation, and comes back with the provider's word that the address
 * invited is theirs. The word is sealed for that link and kept by the browser until they accept; nothing is
 * used up by fetching it.
 *
 * The workspace vouches for a new person with its provider as it may invite them. For a person who is
 * somebody here already it does so only as far as that person's other workspaces trust the same provider, and
 * know nobody else of it as that account: where there is a password, or a session elsewhere, whoever runs a
 * provider must not get in by saying so. */

#pragma once

#include "service/api/call.h"
#include "service/store/accounts.h"

G_BEGIN_DECLS

/* *@provider: (out) (transfer full) (nullable): the provider of @workspace, if it may vouch for whoever is
 * invited as @email, has @account (nullable: none) and is @subject there (nullable: not known yet). */
gboolean reeve_invitation_provider_find (ReeveTx *directory,
                                         const char *workspace,
                                         const char *email,
                                         const char *subject,
                                         const ReeveCredentials *account,
                                         ReeveIdentityProvider **provider,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Where to send the browser, which keeps the ticket and comes back to @redirect. Errors: NOT_FOUND (reason
 * "link", or "provider": this way is not open), and those of reeve_provider_trip_begin(). (transfer full) */
ReeveProviderStart *reeve_invitation_provider_start (ReeveCall *call,
                                                     const ReeveSecret *token,
                                                     const char *redirect,
                                                     GError **error);

#define REEVE_VOUCH_LIFE (10 * G_TIME_SPAN_MINUTE)

/* The provider's word, sealed for this link; good for REEVE_VOUCH_LIFE. Errors: those of
 * reeve_provider_trip_end(), and SIGNED_OUT (reason "provider_email": it is about another address). (transfer
 * full) */
ReeveSecret *reeve_invitation_provider_end (ReeveCall *call,
                                            const ReeveSecret *token,
                                            ReeveProviderAnswer *answer,
                                            GError **error);

typedef struct
{
  char *provider; /* id, issuer and client as they were then */
  char *issuer;
  char *client;
  char *email;
  char *subject;
} ReeveVouch;

void reeve_vouch_free (ReeveVouch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveVouch, reeve_vouch_free)

/* NULL: none of ours, another link's, or too old. */
ReeveVouch *reeve_vouch_open (ReeveCall *call, const ReeveSecret *token, const char *sealed);
/* Whether it is the word of @provider, as that is now, about @email. */
gboolean reeve_vouch_holds (const ReeveVouch *self, ReeveIdentityProvider *provider, const char *email);

G_END_DECLS
