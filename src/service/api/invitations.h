/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Invitations: made, sent again and revoked by those who may invite; looked at and accepted by whoever has
 * the link. */

#pragma once

#include "common/invitation.h"
#include "service/api/call.h"

G_BEGIN_DECLS

gboolean invitations_list (ReeveCall *call, GError **error);
gboolean invitations_get (ReeveCall *call, GError **error);
gboolean invitations_create (ReeveCall *call, GError **error);
gboolean invitations_resend (ReeveCall *call, GError **error);
gboolean invitations_revoke (ReeveCall *call, GError **error);
gboolean invitations_link (ReeveCall *call, GError **error);
gboolean invitations_import (ReeveCall *call, GError **error);
gboolean invitations_look (ReeveCall *call, GError **error);
gboolean invitations_accept (ReeveCall *call, GError **error);

/* What @token invites to; notes that it was opened, as often as one likes. In transactions of its own.
 * Errors: NOT_FOUND (reason "link"): the same for whatever is wrong with it. (transfer full) */
ReeveInvitationView *reeve_invitation_look (ReeveCall *call, const ReeveSecret *token, GError **error);

/* Makes a user of whoever has @token, and @password their first one; or, for a person who has an account with
 * a password elsewhere here, lets them in if @password is that one. Once: of many, one succeeds. In
 * transactions of its own, on the password pool. @call->workspace, @call->proved and what changed are set.
 * Errors: NOT_FOUND (reason "link"), INVALID (pointers "/password", "/displayName"), LOCKED. */
gboolean reeve_invitation_accept (ReeveCall *call,
                                  const ReeveSecret *token,
                                  const char *display_name,
                                  const ReeveSecret *password,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same by the word of the workspace's provider, as reeve_invitation_provider_end() sealed it: no password
 * is set or asked for. Errors: NOT_FOUND (reason "link"), SIGNED_OUT ("ticket": too old, or not for this
 * link; "provider_stranger": it does not count any more), INVALID ("/displayName"). */
gboolean reeve_invitation_accept_vouched (ReeveCall *call,
                                          const ReeveSecret *token,
                                          const char *display_name,
                                          const char *sealed,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
