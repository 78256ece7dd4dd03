/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Which session was used in which workspace. An account may be a user of several, made one by anybody who
 * knows its address; what the person does elsewhere is none of a workspace's business. So a workspace is told
 * of the sessions that were used in it, and no others; and what it ends it ends for itself: a session whose
 * account has no other workspace ends altogether, any other is barred here and goes on elsewhere. In the
 * directory. */

#pragma once

#include "common/query.h"
#include "common/session.h"
#include "service/store/db.h"

G_BEGIN_DECLS

/* A use is noted when the one noted before is older than this. */
#define REEVE_SESSION_USE_STEP (5 * G_TIME_SPAN_MINUTE)

/* Notes that @session of @account is used in @workspace from @address (nullable) now; the first time also
 * that the person has joined it. Never takes a bar away. */
gboolean reeve_session_uses_note (ReeveTx *tx,
                                  const char *session,
                                  const char *account,
                                  const char *workspace,
                                  const char *address,
                                  gint64 now,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same where @account has one workspace only: then whatever it does is done there, also what no route of
 * the workspace's hears of. */
gboolean reeve_session_uses_note_only (ReeveTx *tx,
                                       const char *session,
                                       const char *account,
                                       const char *address,
                                       gint64 now,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Live sessions used in @workspace, one page, the one used last first; filters "account", "address" and
 * "issuer".
 * @accounts: (nullable): of these only. The total is an estimate beyond REEVE_SESSION_USES_COUNTED. Errors:
 * INVALID ("?cursor" of another query), BUSY. */
#define REEVE_SESSION_USES_COUNTED 10000
ReeveListing *reeve_session_uses_list (ReeveTx *tx,
                                       const ReeveQuery *query,
                                       const char *workspace,
                                       GPtrArray *accounts,
                                       gint64 now,
                                       GError **error);

/* A live session that was used in @workspace. Errors: NOT_FOUND */
ReeveSession *
reeve_session_uses_get (ReeveTx *tx, const char *workspace, const char *session, gint64 now, GError **error);

/* How many live sessions of @account were used in @workspace, and on how many devices. */
gboolean reeve_session_uses_count (ReeveTx *tx,
                                   const char *workspace,
                                   const char *account,
                                   gint64 now,
                                   gint64 *sessions,
                                   gint64 *devices,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Which ones to end. */
typedef struct
{
  const char *workspace;
  const char *session; /* (nullable): this one … */
  const char *account; /* (nullable): … or this account's … */
  const char *issuer;  /* (nullable): … or those that began through this provider; none: of all members */
  const char *client;  /* with `issuer`: as which client */
  const char *except;  /* (nullable): session */
  gint64 begun;        /* those begun until then */
} ReeveSessionEnd;

/* Ends them for the workspace, whatever was used where. @ended: (element-type utf8) (nullable): gets their
 * ids. @n_seen: (out) (optional): how many of them the workspace knew of. */
gboolean reeve_session_uses_end (ReeveTx *tx,
                                 const ReeveSessionEnd *which,
                                 gint64 now,
                                 GPtrArray *ended,
                                 gint64 *n_seen,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
