/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Approvals that were asked for: their rows. That time has passed stands on the clock: an open row is shown
 * as expired before it is written so. */

#pragma once

#include "common/approval.h"
#include "common/query.h"
#include "service/store/db.h"

G_BEGIN_DECLS

/* Whose rows are told of; all where nothing is set. */
typedef struct
{
  const char *requester;    /* (nullable): those that they asked for … */
  const char *const *rules; /* (nullable): … or of one of these rules */
  const char *but;          /* (nullable): and not asked for by them */
} ReeveApprovalsWhose;

/* Newest first. Filters "state", "rule". INVALID, BUSY */
ReeveListing *reeve_approvals_list (ReeveTx *tx,
                                    const ReeveQuery *query,
                                    const ReeveApprovalsWhose *whose,
                                    gint64 now,
                                    GError **error);
/* How many that would be. INVALID, BUSY */
gboolean reeve_approvals_count (ReeveTx *tx,
                                const ReeveQuery *query,
                                const ReeveApprovalsWhose *whose,
                                gint64 now,
                                gint64 *n,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* As it is at @now. NOT_FOUND */
ReeveApproval *reeve_approvals_get (ReeveTx *tx, const char *id, gint64 now, GError **error);
/* Up to @limit that @account asked for, or @decided, newest first, as they are at @now, without what exactly
 * was asked: there may be many, each as large as a file. (element-type ReeveApproval) */
GPtrArray *reeve_approvals_list_about (ReeveTx *tx,
                                       const char *account,
                                       gboolean decided,
                                       guint limit,
                                       gint64 now,
                                       GError **error);
/* CONFLICT (reason "approval_waiting": the same waits already) */
gboolean reeve_approvals_insert (ReeveTx *tx, ReeveApproval *approval, gint64 now, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;
/* STALE, NOT_FOUND */
gboolean reeve_approvals_update (ReeveTx *tx, ReeveApproval *stored, ReeveApproval *approval, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;
/* How many @requester asked for since @since, whatever became of them. */
gboolean
reeve_approvals_count_since (ReeveTx *tx, const char *requester, gint64 since, gint64 *count, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

/* Open ones of @rule, as rows. (element-type ReeveApproval) */
GPtrArray *reeve_approvals_list_of_rule (ReeveTx *tx, const char *rule, guint limit, GError **error);

/* For the job: up to @limit open ones whose time has passed, as rows; and those that a trigger ended, of
 * which nobody was told. (element-type ReeveApproval) */
GPtrArray *reeve_approvals_list_overdue (ReeveTx *tx, gint64 now, guint limit, GError **error);
GPtrArray *reeve_approvals_list_untold (ReeveTx *tx, guint limit, GError **error);
gboolean reeve_approvals_note_told (ReeveTx *tx, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
