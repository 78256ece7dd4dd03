/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Rotations of one workspace: some dozens, so that who knows what is found by looking at all of them. */

#pragma once

#include "common/query.h"
#include "common/rotation.h"
#include "common/user.h"
#include "service/store/db.h"

G_BEGIN_DECLS

/* One page, what is due first before the rest; @now says what is due already. INVALID ("?state"), BUSY */
ReeveListing *reeve_rotations_list (ReeveTx *tx, const ReeveQuery *query, gint64 now, GError **error);
ReeveRotation *reeve_rotations_get (ReeveTx *tx, const char *id, GError **error); /* NOT_FOUND */
/* Errors of both: CONFLICT (reason "name_taken") */
gboolean
reeve_rotations_insert (ReeveTx *tx, ReeveRotation *rotation, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* STALE, NOT_FOUND */
gboolean reeve_rotations_update (ReeveTx *tx, ReeveRotation *rotation, gint64 version, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;
gboolean reeve_rotations_delete (ReeveTx *tx, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Those that @user knows, in person or by a role. (element-type ReeveRotation) */
GPtrArray *reeve_rotations_list_known (ReeveTx *tx, ReeveUser *user, GError **error);

/* Whether reeve_rotations_take_due() would answer some. */
gboolean
reeve_rotations_any_due (ReeveTx *tx, gint64 now, gboolean *any, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Those due at @now that nobody was reminded of, by name; from then on somebody was. For the transaction that
 * writes the mails. (element-type ReeveRotation) */
GPtrArray *reeve_rotations_take_due (ReeveTx *tx, gint64 now, GError **error);

G_END_DECLS
