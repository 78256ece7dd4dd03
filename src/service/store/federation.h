/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Sessions that began through an identity provider. Whoever runs a provider can say "this is Hana" of
 * anybody, and is believed by those workspaces only that chose to trust it: such a session enters no other,
 * whatever the account is a member of. Nor one that knows the account as another of the provider's people: an
 * address can be given to somebody else there, a subject cannot, and who it is each workspace has heard for
 * itself (provider_subjects). Read at every request, so that a provider that is taken away takes its sessions
 * with it. */

#pragma once

#include "service/store/db.h"

G_BEGIN_DECLS

typedef struct
{
  char *account;
  char *issuer;
  char *client;             /* the client id that the ID token was made for */
  char *subject;            /* (nullable): not known yet; enters nowhere */
  char *domain;             /* of the account's address, folded */
  gboolean provider_factor; /* the provider's word stood for the second factor */
} ReeveFederation;

/* @email: the account's. @subject: (nullable) */
ReeveFederation *reeve_federation_new (const char *account,
                                       const char *email,
                                       const char *issuer,
                                       const char *client,
                                       const char *subject,
                                       gboolean provider_factor);
void reeve_federation_free (ReeveFederation *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveFederation, reeve_federation_free)

/* Whether a session of @self (nullable: one that began with a password enters them all) may enter
 * @workspace: its provider is the same, is on, vouches for the domain, is trusted as far, and has named that
 * very subject there. */
gboolean reeve_federation_may_enter (ReeveTx *directory,
                                     const ReeveFederation *self,
                                     const char *workspace,
                                     gboolean *may,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* @self is a word just heard of an address that the provider has verified. Where @workspace, which the
 * account is a member of, trusts that provider and was never told whom it knows as the account, it is told
 * now; whom it was told of before stays. */
gboolean reeve_federation_bind (ReeveTx *directory,
                                const ReeveFederation *self,
                                const char *workspace,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether a session of @self may enter every workspace that @account is in, be it suspended there or in the
 * bin: only then may a session of @self do what concerns the whole account. */
gboolean reeve_federation_covers (ReeveTx *directory,
                                  const ReeveFederation *self,
                                  const char *account,
                                  gboolean *covers,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether every workspace that the person has joined trusts the provider and knows nobody else as the
 * account, but for @host, which may be told again; *@n_joined: how many they are. Before the subject is
 * known, nobody is somebody else. */
gboolean reeve_federation_covers_joined (ReeveTx *directory,
                                         const ReeveFederation *self,
                                         const char *host,
                                         gboolean *covers,
                                         guint *n_joined,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Ends @account's sessions that a provider began, and sign-ins of one that wait for a code. @ended:
 * (nullable) (element-type utf8): ids of the sessions */
gboolean
reeve_federation_end (ReeveTx *directory, const char *account, gint64 now, GPtrArray *ended, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

/* Live sessions of @workspace's provider and of whom it knows there that may not enter it, or no longer: the
 * domain was taken away, say. (transfer full) (element-type utf8) */
GPtrArray *
reeve_federation_list_shut_out (ReeveTx *directory, const char *workspace, gint64 now, GError **error);

/* @self: (nullable): nothing is set */
gboolean reeve_federation_set_session (ReeveTx *directory,
                                       const ReeveFederation *self,
                                       const char *session,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean reeve_federation_set_challenge (ReeveTx *directory,
                                         const ReeveFederation *self,
                                         GBytes *challenge,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* *@federation: (out) (nullable): the sign-in began with a password. @account, @email: whose it is */
gboolean reeve_federation_get_challenge (ReeveTx *directory,
                                         GBytes *challenge,
                                         const char *account,
                                         const char *email,
                                         ReeveFederation **federation,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* FALSE with SIGNED_OUT (reason "ticket") when @hash was used before. */
gboolean
reeve_federation_use_ticket (ReeveTx *directory, GBytes *hash, gint64 now, gint64 expires, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
