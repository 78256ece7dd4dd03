/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Invitations of one workspace. A row knows of four states: "waiting", "opened", "accepted", "revoked"; that
 * one was sent or has expired is seen when it is shown. */

#pragma once

#include "common/invitation.h"
#include "common/query.h"
#include "service/store/db.h"

G_BEGIN_DECLS

/* One page, newest first unless asked otherwise, as shown at @now. INVALID, BUSY */
ReeveListing *reeve_invitations_list (ReeveTx *tx, const ReeveQuery *query, gint64 now, GError **error);
ReeveInvitation *reeve_invitations_get (ReeveTx *tx, const char *id, GError **error); /* NOT_FOUND */
/* The open one to an address; *@found is NULL when there is none. */
gboolean reeve_invitations_find_open (ReeveTx *tx,
                                      const char *email,
                                      gint64 now,
                                      ReeveInvitation **found,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean
reeve_invitations_insert (ReeveTx *tx, ReeveInvitation *invitation, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Saves what differs from @stored, which the row holds. STALE, NOT_FOUND */
gboolean reeve_invitations_update (ReeveTx *tx,
                                   ReeveInvitation *stored,
                                   ReeveInvitation *invitation,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Makes of a row what is shown of it at @now. Such a record is for showing only. */
gboolean reeve_invitations_show (ReeveTx *tx, ReeveInvitation *invitation, gint64 now, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

/* Whether it leads into groups that @scope administers, and nowhere else. */
gboolean
reeve_invitations_in_scope (ReeveTx *tx, const char *scope, const char *id, gboolean *inside, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
