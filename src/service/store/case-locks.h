/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What cases mean to the directory, which keeps the doors. A case locks the workspace's own door to each of
 * its people, and the account as such where that is the workspace's to lock (`wide`). What one workspace
 * locked it opens, and nobody else does: where several have a case, each keeps its own door shut until its
 * own instruction, and the account opens with the first. */

#pragma once

#include "common/case.h"
#include "service/store/db.h"

G_BEGIN_DECLS

/* Makes the locks what the people of a case are now; doing it twice, or late, is harmless. To lock ends
 * sessions, half-done sign-ins and links, and withdraws mails with links. Where new credentials are to be
 * made and the account is still locked, the old password goes. @ended: (nullable) (element-type utf8): gets
 * the ids of sessions that were ended. */
gboolean reeve_case_locks_apply (ReeveTx *directory,
                                 ReeveTx *workspace,
                                 const char *workspace_id,
                                 const char *breach_case,
                                 gint64 now,
                                 GPtrArray *ended,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Of one person. @n_sessions: (out) (optional): the workspace's that were ended */
gboolean reeve_case_locks_apply_to (ReeveTx *directory,
                                    ReeveTx *workspace,
                                    const char *workspace_id,
                                    ReeveCasePerson *person,
                                    gint64 now,
                                    GPtrArray *ended,
                                    gint64 *n_sessions,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The account has a membership of the workspace, which may be a new one: where a case locks it, that is
 * locked, too. */
gboolean reeve_case_locks_follow (ReeveTx *directory,
                                  ReeveTx *workspace,
                                  const char *workspace_id,
                                  const char *account,
                                  gint64 now,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Ends whatever lets somebody in, or would: sessions of the workspace, or all where @wide; half-done
 * sign-ins, links, and the mails that bring them. */
gboolean reeve_case_locks_shut_out (ReeveTx *directory,
                                    const char *workspace_id,
                                    const char *account,
                                    gboolean wide,
                                    gint64 now,
                                    GPtrArray *ended,
                                    gint64 *n_sessions,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
