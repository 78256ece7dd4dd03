/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Findings: their rows. What raised one is written once; what was thought of it is changed by whoever decides
 * (api/findings.h), and by a mute that is made. */

#pragma once

#include "common/finding.h"
#include "common/mute.h"
#include "common/query.h"
#include "service/store/db.h"

G_BEGIN_DECLS

#define REEVE_FINDING_SEVERITIES 4
#define REEVE_FINDING_GROUPS     500 /* that are listed; the worst */

/* Worst first, unless asked otherwise. By "due" it lists those to follow up only, unless a state is named;
 * others have none. INVALID, BUSY */
ReeveListing *reeve_findings_list (ReeveTx *tx, const ReeveQuery *query, GError **error);
ReeveFinding *reeve_findings_get (ReeveTx *tx, const char *id, GError **error); /* NOT_FOUND */

/* What was raised once is raised again by whoever goes through the same events: then what is there stays as
 * it is, and *@is_new is FALSE. @finding: gets an id, if it has none, and its version. BUSY */
gboolean reeve_findings_insert (ReeveTx *tx, ReeveFinding *finding, gboolean *is_new, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;
/* @stored: what is there now. The caller has judged it, and makes the audit entry. STALE, NOT_FOUND */
gboolean reeve_findings_update (ReeveTx *tx,
                                ReeveFinding *stored,
                                ReeveFinding *finding,
                                gint64 version,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Makes what nobody has decided on and @mute covers at @now muted, by who made it. *@n: how many. */
gboolean reeve_findings_mute (ReeveTx *tx, ReeveMute *mute, gint64 now, gint64 *n, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

/* --- How long they stay --- */

/* After the last decision: a year, and three of what was a breach. */
#define REEVE_FINDING_KEPT_DAYS        365
#define REEVE_FINDING_KEPT_DAYS_BREACH 1095

/* Removes what was decided on so long ago, at most @limit: never what nobody has decided on, or is to be
 * followed up, nor what was raised on days of which no review is signed. Their ids; those that were asked for
 * are full: there may be more. (element-type utf8) BUSY */
GPtrArray *reeve_findings_purge (ReeveTx *tx, gint64 now, guint limit, GError **error);

/* --- Whom they are about (findings-people.c) --- */

/* What is about @account, or whom other systems' logs call by one of @addresses (common/email-name.h;
 * nullable: none), newest first. (element-type ReeveFinding) */
GPtrArray *reeve_findings_list_about (ReeveTx *tx,
                                      const char *account,
                                      const char *addresses,
                                      guint limit,
                                      GError **error);
/* What is about those who have gone for good keeps their id, which is nobody's any more, and loses what they
 * were called; what is to be told of it, or was, goes. @people: (element-type ReeveRolePerson). Returns: the
 * ids of the findings. (element-type utf8) BUSY */
GPtrArray *reeve_findings_forget (ReeveTx *tx, GPtrArray *people, GError **error);

/* By "person" (the default) or "address": all in one page, the worst and then the newest first. INVALID, BUSY
 */
ReeveListing *reeve_findings_list_groups (ReeveTx *tx, const ReeveQuery *query, GError **error);

/* How many nobody has decided on, by reeve_finding_rank(). */
gboolean reeve_findings_count_undecided (ReeveTx *tx,
                                         gint64 counts[REEVE_FINDING_SEVERITIES],
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* How many are to be followed up, and by when the first of them: 0 where there is none. */
gboolean
reeve_findings_count_due (ReeveTx *tx, gint64 *n, gint64 *first, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* How many were raised from @since on and before @until, and how many of them are decided on; muted ones are.
 */
gboolean
reeve_findings_count (ReeveTx *tx, gint64 since, gint64 until, gint64 *all, gint64 *decided, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
