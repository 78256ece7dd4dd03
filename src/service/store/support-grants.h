/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Support grants: their rows, which stay as long as the audit trail does. That time has passed stands on the
 * clocks: what is over is shown so before it is written so. */

#pragma once

#include "common/query.h"
#include "common/support-grant.h"
#include "service/store/duties.h"

G_BEGIN_DECLS

/* Newest first. @agent: (nullable): theirs only. Filters "state", "agent". INVALID, BUSY */
ReeveListing *reeve_support_grants_list (ReeveTx *tx,
                                         const ReeveQuery *query,
                                         const char *agent,
                                         gint64 now,
                                         GError **error);
/* As it is at @now. NOT_FOUND */
ReeveSupportGrant *reeve_support_grants_get (ReeveTx *tx, const char *id, gint64 now, GError **error);
/* The one by which @agent is let in at @now. @grant: (out) (transfer full) (nullable): there is none */
gboolean reeve_support_grants_find_in_force (ReeveTx *tx,
                                             const char *agent,
                                             gint64 now,
                                             ReeveSupportGrant **grant,
                                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same, as a row: it may be over by the clocks. */
gboolean reeve_support_grants_find_active (ReeveTx *tx,
                                           const char *agent,
                                           ReeveSupportGrant **grant,
                                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Gives it its number. CONFLICT (reason "support_waiting": its agent has asked for another already) */
gboolean reeve_support_grants_insert (ReeveTx *tx, ReeveSupportGrant *grant, gint64 now, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;
/* STALE, NOT_FOUND */
gboolean reeve_support_grants_update (ReeveTx *tx,
                                      ReeveSupportGrant *stored,
                                      ReeveSupportGrant *grant,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* From now on it counts on the clock that nobody sets. */
gboolean
reeve_support_grants_note_start (ReeveTx *tx, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* How many @agent asked for since @since, whatever became of them. */
gboolean
reeve_support_grants_count_since (ReeveTx *tx, const char *agent, gint64 since, gint64 *count, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

/* For the job, as rows: those whose time has passed; those that a trigger ended, of which nobody was told;
 * and approved ones that were over before @before and of which it was not counted what was done under them.
 * (transfer full) (element-type ReeveSupportGrant) */
GPtrArray *reeve_support_grants_list_overdue (ReeveTx *tx, gint64 now, GError **error);
GPtrArray *reeve_support_grants_list_untold (ReeveTx *tx, GError **error);
GPtrArray *reeve_support_grants_list_uncounted (ReeveTx *tx, gint64 before, GError **error);
gboolean reeve_support_grants_note_told (ReeveTx *tx, const char *id, gint64 ended, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;
gboolean reeve_support_grants_note_reads (ReeveTx *tx, const char *id, gint64 reads, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;
/* Whether that was counted for good. */
gboolean reeve_support_grants_is_counted (ReeveTx *tx, const char *id, gboolean *counted, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

/* Who waits to be let in, but for who asks; and who is here, and until when. */
ReeveDutyFind reeve_support_grants_find_asks G_GNUC_WARN_UNUSED_RESULT;
ReeveDutyFind reeve_support_grants_find_here G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
