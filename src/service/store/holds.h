/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Holds: their rows. There are few (REEVE_HOLDS). One that has ended stays until the purge has taken note of
 * it (jobs/log-purge.h), but keeps nothing any more. */

#pragma once

#include "common/hold.h"
#include "common/query.h"
#include "service/store/db.h"

G_BEGIN_DECLS

/* Newest first. INVALID, BUSY */
ReeveListing *reeve_holds_list (ReeveTx *tx, const ReeveQuery *query, GError **error);
ReeveHold *reeve_holds_get (ReeveTx *tx, const char *id, GError **error); /* NOT_FOUND */
/* Those in force at @now, or those that have ended, oldest first. (transfer full) (element-type ReeveHold) */
GPtrArray *reeve_holds_read (ReeveTx *tx, gint64 now, gboolean in_force, GError **error);
/* The caller has judged it, and makes the audit entry. CONFLICT (reason "too_many_holds") */
gboolean reeve_holds_insert (ReeveTx *tx, ReeveHold *hold, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean reeve_holds_delete (ReeveTx *tx, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
