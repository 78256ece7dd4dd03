/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* People of support. They are members with the role support-agent, so that everybody sees who could ask; what
 * the role gives counts while a support grant of theirs is in force, and as far as the grant goes. Found out
 * at each request, by the clocks: no job has to run for a grant to be over.
 *
 * Who holds no other role finds every route as missing as a stranger does, unless
 * - it has REEVE_ROUTE_UNGRANTED: what support may do without a grant. A row with it is judged by what the
 *   role gives, and its handler is all that stands between them and the workspace;
 * - a grant is in force, and the row's capability is one that it gives, or the row has REEVE_ROUTE_GRANTED:
 *   what it takes to be there at all.
 * Who holds other roles too keeps what these give. */

#pragma once

#include "common/support-grant.h"
#include "service/store/db.h"

G_BEGIN_DECLS

typedef struct
{
  gboolean alone;           /* holds that role and no other */
  ReeveCapabilities role;   /* what it gives on routes that need no grant; 0: they do not hold it */
  ReeveCapabilities held;   /* what it gives now */
  ReeveSupportGrant *grant; /* (nullable): in force */
} ReeveSupportStanding;

/* @roles: (nullable): of @account. Reads nothing for who does not hold the role. BUSY, INTERNAL */
gboolean reeve_support_standing_read (ReeveTx *tx,
                                      const char *account,
                                      const char *const *roles,
                                      gint64 now,
                                      ReeveSupportStanding *standing,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
void reeve_support_standing_clear (ReeveSupportStanding *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ReeveSupportStanding, reeve_support_standing_clear)

/* Nothing of the workspace is there for them now. */
gboolean reeve_support_standing_is_closed (const ReeveSupportStanding *self);

G_END_DECLS
