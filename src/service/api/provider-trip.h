/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A browser's way to an identity provider and back, whatever it is for (sign-in-provider.c,
 * invitation-provider.c). The start writes nothing: what it must remember is sealed into a ticket that
 * whoever goes keeps, so that nobody can fill the store by starting. A ticket opens for what it was made for
 * alone, and serves once. What the provider said is then known to be its word; what it is worth the caller
 * decides.
 */

#pragma once

#include "common/identity-provider.h"
#include "service/api/call.h"

G_BEGIN_DECLS

typedef struct
{
  ReeveIdentityProvider *provider;
  const char *bound_to; /* what the ticket is for, and for whom */
  const char *redirect; /* where the browser comes back to */
  const char *note;     /* (nullable): one line to be remembered */
} ReeveProviderWay;

/* Errors: UNREACHABLE, SIGNED_OUT, BUSY as of reeve_openid_make_url(), without what is for the log alone.
 * (transfer full) */
ReeveProviderStart *reeve_provider_trip_begin (ReeveCall *call, const ReeveProviderWay *way, GError **error);

typedef struct
{
  ReeveIdentityProvider *provider; /* as it is now */
  char *workspace;                 /* whose provider it is */
  char *note;                      /* (nullable) */
  ReeveOpenIdWord word;
} ReeveProviderTrip;

void reeve_provider_trip_clear (ReeveProviderTrip *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ReeveProviderTrip, reeve_provider_trip_clear)

/* Uses the ticket up and asks the provider, in transactions of its own. @trip is zeroed. Errors: the same,
 * and SIGNED_OUT ("ticket", "provider_refused"), NOT_FOUND ("provider"). */
gboolean reeve_provider_trip_end (ReeveCall *call,
                                  const char *bound_to,
                                  ReeveProviderAnswer *answer,
                                  ReeveProviderTrip *trip,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Accounts are found by their folded address, in which letters with and without marks are one; a provider may
 * tell them apart and have both. So it must be the very address, but for the case of its letters. */
gboolean reeve_provider_is_same_address (const char *a, const char *b);

/* Whether the provider may vouch for addresses of @email's domain. @email: (nullable) */
gboolean reeve_provider_may_vouch (ReeveIdentityProvider *provider, const char *email);

G_END_DECLS
