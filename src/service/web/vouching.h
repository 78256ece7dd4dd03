/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The second way to accept an invitation: the workspace's identity provider says who somebody is
 * (api/invitation-provider.h). The page of the invitation links to itself with ?provider, which leads to the
 * provider, and the provider comes back to it with ?code or ?error; each ends at the page without a query, so
 * that neither stays in the address bar. Nothing is accepted by that: the page then has a form of its own.
 *
 * The way there is a link and no form: a page of ours may send forms to us alone (Content-Security-Policy
 * form-action, which browsers apply to redirects too). Whoever makes somebody follow it gains nothing: what
 * comes back is only believed with the ticket in this browser's cookie, and only shown. */

#pragma once

#include "common/invitation.h"
#include "service/web/visit.h"

G_BEGIN_DECLS

/* The page with a query. @view: of the invitation. */
gboolean reeve_vouching_go (ReeveVisit *visit, ReeveInvitationView *view, GError **error);

/* Whether this browser has the provider's word for the invitation. */
gboolean reeve_vouching_is_done (ReeveVisit *visit);

/* The link to the provider, or what went wrong on the way; nothing where there is no provider. */
void reeve_vouching_add_offer (ReeveVisit *visit, ReeveHtml *content, ReeveInvitationView *view);
/* What the provider said, and how to take another way. */
void reeve_vouching_add_word (ReeveVisit *visit, ReeveHtml *content, ReeveInvitationView *view);

/* Accepts by it. Errors: those of reeve_invitation_accept_vouched(). */
gboolean reeve_vouching_accept (ReeveVisit *visit, const char *display_name, GError **error);

/* What the provider said does not count any more: the page again, which says so. Always TRUE. */
gboolean reeve_vouching_fail (ReeveVisit *visit);

/* The word has done its work. */
void reeve_vouching_forget (ReeveVisit *visit);

G_END_DECLS
