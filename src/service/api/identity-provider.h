/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The workspace's identity provider, and signing in through one (sign-in-provider.c). */

#pragma once

#include "common/identity-provider.h"
#include "service/api/call.h"

G_BEGIN_DECLS

gboolean identity_provider_get (ReeveCall *call, GError **error);
gboolean identity_provider_save (ReeveCall *call, GError **error);
gboolean identity_provider_delete (ReeveCall *call, GError **error);
gboolean identity_provider_test (ReeveCall *call, GError **error);

/* Whether somebody may enter a workspace with a password that wants its provider's word: whoever can turn
 * that off, and proved a second factor. A provider that fails must lock nobody out for good. */
gboolean reeve_identity_provider_is_bypassed (ReeveCapabilities held, gboolean factor_proved);

/* The caller has entered call->workspace: where that was possible as is_bypassed() says, and otherwise would
 * not have been, it is in the workspace's trail, once for each session, before anything is done. @tx: of the
 * workspace, a read. Errors: BUSY, INTERNAL */
gboolean reeve_identity_provider_note_bypass (ReeveCall *call, ReeveTx *tx, gint64 deadline, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

/* sign-in-provider.c */
gboolean sign_in_providers (ReeveCall *call, GError **error);
gboolean sign_in_provider_start (ReeveCall *call, GError **error);
gboolean sign_in_provider_complete (ReeveCall *call, GError **error);

/* The client secret, sealed for the provider of @id in whose row it is kept. NULL: nothing to seal or open;
 * opening fails with INTERNAL. */
GBytes *reeve_identity_provider_seal (ReeveCall *call, const char *workspace, const ReeveSecret *secret);
ReeveSecret *
reeve_identity_provider_unseal (ReeveCall *call, const char *workspace, GBytes *sealed, GError **error);

G_END_DECLS
