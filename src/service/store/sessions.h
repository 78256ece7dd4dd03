/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Sessions: one signed-in device of an account, with its rotating refresh token (stored hashed) and its
 * device key. */

#pragma once

#include "common/session.h"
#include "service/store/db.h"
#include "service/store/federation.h"

G_BEGIN_DECLS

/* What the check on every request reads: one keyed query over session and account. */
typedef struct
{
  char *account;
  char *account_name;          /* "Hana Sato <hana@example.org>" */
  char *thumbprint;            /* of the device's key: token and proof must agree with it */
  const char *stage;           /* "enrol" or "complete" (interned) */
  gint64 last_code;            /* when the second factor was last proved, for step-up; 0 never */
  gint64 ends;                 /* absolute end */
  gint64 last_used;            /* in the workspace asked for; 0: never */
  gboolean has_factor;         /* the account */
  gboolean unconfirmed;        /* for the workspace asked for (store/confirmations.h) */
  gboolean needs_provider;     /* the workspace asked for wants to be entered through one; it was not */
  ReeveFederation *federation; /* (nullable): it began with a password */
} ReeveSessionCheck;

void reeve_session_check_clear (ReeveSessionCheck *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ReeveSessionCheck, reeve_session_check_clear)

/* SIGNED_OUT (reason "session_ended") unless live, and not barred from @workspace (nullable); LOCKED (reason
 * "breach") when the account is, or the door of @workspace to it. */
gboolean reeve_sessions_check (ReeveTx *tx,
                               const char *id,
                               const char *workspace,
                               gint64 now,
                               ReeveSessionCheck *check,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

gboolean reeve_sessions_insert (ReeveTx *tx,
                                ReeveSession *session,
                                const char *account,
                                const char *thumbprint,
                                const char *stage,
                                GBytes *refresh_hash,
                                gint64 ends,
                                gint64 last_code,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Without a sign of life for so long, a session cannot be renewed any more. */
#define REEVE_SESSION_IDLE (7 * G_TIME_SPAN_DAY)

/* How long after its swap a refresh token may come once more, because the answer never arrived. */
#define REEVE_REFRESH_GRACE (10 * G_TIME_SPAN_SECOND)

/* Swaps the refresh token. Presenting one that was swapped before ends the session: *@reused, then commit and
 * answer SIGNED_OUT (reason "refresh_reused"). That is RFC 9700, 4.14.2: nobody can tell which of the two who
 * hold the token is the thief. It also asks that refresh tokens of public clients be bound to the sender or
 * rotated; these are both, and so an answer that was lost on its way need not cost the session: the token
 * swapped last is taken once more, from the same key, within the grace. The successor that nobody answered
 * to is void from then on, and ends the session if it comes after all. @thumbprint: of a key that was
 * proved. @session, @account: (out). SIGNED_OUT when unknown. */
gboolean reeve_sessions_rotate (ReeveTx *tx,
                                GBytes *presented_hash,
                                GBytes *next_hash,
                                const char *thumbprint,
                                const char *address,
                                gint64 now,
                                char **session,
                                char **account,
                                gboolean *reused,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* A new refresh token without presenting the old one, which counts as swapped: for a session that was
 * completed. */
gboolean reeve_sessions_renew (ReeveTx *tx, const char *id, GBytes *next_hash, gint64 now, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;
gboolean
reeve_sessions_complete (ReeveTx *tx, const char *id, gint64 now, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Back to stage "enrol": a second factor is demanded now that was not when it began. */
gboolean reeve_sessions_demand_factor (ReeveTx *tx, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Whether the session that was checked proved a second factor. */
gboolean reeve_session_check_has_proof (const ReeveSessionCheck *check);
gboolean
reeve_sessions_note_code (ReeveTx *tx, const char *id, gint64 now, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean
reeve_sessions_end (ReeveTx *tx, const char *id, gint64 now, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean reeve_sessions_end_all (ReeveTx *tx,
                                 const char *account,
                                 const char *except,
                                 gint64 now,
                                 gint64 *n,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Those of an account that were begun by @begun. */
gboolean reeve_sessions_end_begun (ReeveTx *tx, const char *account, gint64 begun, gint64 now, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;
/* The account's live ones, the one seen last first. */
GPtrArray *
reeve_sessions_list (ReeveTx *tx, const char *account, gint64 now, GError **error); /* of ReeveSession */
gboolean reeve_sessions_device_known (ReeveTx *tx,
                                      const char *account,
                                      const char *thumbprint,
                                      gboolean *known,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* An account that other devices have completed a sign-in to, and this one never. */
gboolean reeve_sessions_is_new_device (ReeveTx *tx,
                                       const char *account,
                                       const char *thumbprint,
                                       gboolean *is_new,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Removes sessions that ended, or ran out, before @before, at most @limit. */
gboolean reeve_sessions_purge (ReeveTx *tx, gint64 before, guint limit, gint64 *n, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

/* Sign-ins between password and code: a challenge is stored hashed, bound to the device key, ends after 5
 * minutes. */
gboolean reeve_sessions_put_challenge (ReeveTx *tx,
                                       GBytes *hash,
                                       const char *account,
                                       const char *thumbprint,
                                       const char *device,
                                       gint64 expires,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean reeve_sessions_get_challenge (ReeveTx *tx,
                                       GBytes *hash,
                                       const char *thumbprint,
                                       gint64 now,
                                       char **account,
                                       char **device,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT; /* SIGNED_OUT */
gboolean reeve_sessions_drop_challenges_of (ReeveTx *tx,
                                            const char *account,
                                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean reeve_sessions_drop_challenge (ReeveTx *tx, GBytes *hash, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
