/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Identity providers, in the directory: they are asked for before anybody is signed in. One a workspace. */

#pragma once

#include "common/identity-provider.h"
#include "service/store/db.h"

G_BEGIN_DECLS

/* Of a workspace; where none is set up a record of version 0. `client_secret` is not set, `sealed` (nullable
 * out, transfer full) is what is kept of it. */
ReeveIdentityProvider *
reeve_identity_providers_get (ReeveTx *directory, const char *workspace, GBytes **sealed, GError **error);
/* One that is on, by its id, and whose it is. NOT_FOUND (reason "provider"). */
ReeveIdentityProvider *reeve_identity_providers_find (ReeveTx *directory,
                                                      const char *id,
                                                      char **workspace,
                                                      GBytes **sealed,
                                                      GError **error);
/* Those that are on and vouch for @domain (folded), by label; at most REEVE_PROVIDER_MAX_OFFERS.
 * (element-type ReeveIdentityProvider) */
GPtrArray *reeve_identity_providers_list (ReeveTx *directory, const char *domain, GError **error);

/* Whether @provider, which is on, vouches for the domain of @email. */
gboolean reeve_identity_providers_vouch_for (ReeveTx *directory,
                                             const char *provider,
                                             const char *email,
                                             gboolean *vouches,
                                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The workspaces of @account that whoever has @email enters through their provider alone. (transfer full) */
GStrv reeve_identity_providers_get_required (ReeveTx *directory,
                                             const char *account,
                                             const char *email,
                                             GError **error);

/* Makes or changes a workspace's own where its version is @version (0: there is none). STALE. */
gboolean reeve_identity_providers_save (ReeveTx *directory,
                                        const char *workspace,
                                        ReeveIdentityProvider *provider,
                                        gint64 version,
                                        GBytes *sealed,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean reeve_identity_providers_delete (ReeveTx *directory, const char *id, gint64 version, GError **error)
  G_GNUC_WARN_UNUSED_RESULT; /* STALE */

/* Subjects: an address can be given to somebody else at a provider, a subject cannot (Core 1.0, section 5.7).
 * Kept for each provider of a workspace and each member. */

/* @account is @subject to @provider from now on, whoever it was before. What the first word about that does:
 * store/federation.h. */
gboolean reeve_identity_providers_introduce (ReeveTx *directory,
                                             const char *provider,
                                             const char *account,
                                             const char *subject,
                                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Of another issuer or client nothing is known. */
gboolean reeve_identity_providers_forget_subjects (ReeveTx *directory,
                                                   const char *provider,
                                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
