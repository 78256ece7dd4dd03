/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The outbox: mails are put in the transaction of the change that they tell of, so that there is never one
 * without the other; jobs/post.c sends them. The directory has one (what concerns accounts) and every
 * workspace (what concerns its people). A mail is claimed in one transaction, sent in none, settled in
 * another: a crash in between sends it again after the claim has run out, under the same Message-ID. */

#pragma once

#include "common/mail.h"
#include "common/query.h"
#include "service/store/db.h"

G_BEGIN_DECLS

/* How long a text is kept after the mail was written, and how long the mail's row. */
#define REEVE_OUTBOX_KEEP_TEXT (30 * G_TIME_SPAN_DAY)
#define REEVE_OUTBOX_KEEP      (90 * G_TIME_SPAN_DAY)

/* Of @mail count id (nullable: a new one), kind, recipient, recipient_name, account, language, subject, text,
 * html and link; it is due at once. Errors: INVALID (a recipient or subject that no mail can have), INTERNAL.
 */
gboolean reeve_outbox_put (ReeveTx *tx, const ReeveMail *mail, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Takes the mail that has been due longest, for as long as until @until; *@mail is NULL when none is. Counts
 * the attempt. One whose link works no longer (it ended or ran out as the mail waited) is answered as
 * "withdrawn": it is to be settled, never to be sent. */
gboolean reeve_outbox_claim (ReeveTx *tx, gint64 now, gint64 until, ReeveMail **mail, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;
/* When the next mail is due; G_MAXINT64: none waits. */
gboolean reeve_outbox_get_next (ReeveTx *tx, gint64 *due, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What waits until at most @until waits no longer: of claims that a process left behind as it died. */
gboolean reeve_outbox_hurry (ReeveTx *tx, gint64 now, gint64 until, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* How a claimed mail fared: state, error, next_try and sent of @mail, which is otherwise as it was claimed.
 * A sent or withdrawn one that has a link loses text, HTML and link. Does nothing if somebody else has
 * claimed it since. One that was withdrawn while it was being sent is "sent", if it was. */
gboolean reeve_outbox_settle (ReeveTx *tx, const ReeveMail *mail, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whatever of this mail is not sent yet never will be; with its text it loses its link. For the transaction
 * in which the link ends. Does nothing to a mail that is sent, or is none. */
gboolean reeve_outbox_withdraw (ReeveTx *tx, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same for all of @kind with a link that are about @account. */
gboolean reeve_outbox_withdraw_of (ReeveTx *tx, const char *kind, const char *account, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

/* Makes a waiting, failed or kept one due now, as if it had never been tried. Errors: NOT_FOUND; CONFLICT
 * with "mail_sent", or "mail_gone" when there is nothing left to send. */
gboolean
reeve_outbox_retry (ReeveTx *tx, const char *id, gint64 now, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* In a workspace's outbox: everything that is about @account, and the mails of the open invitations from and
 * to this user. */
gboolean
reeve_outbox_withdraw_for (ReeveTx *tx, const char *account, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Everything with a link that is about @account. */
gboolean
reeve_outbox_withdraw_links (ReeveTx *tx, const char *account, GError **error) G_GNUC_WARN_UNUSED_RESULT;

ReeveMail *reeve_outbox_get (ReeveTx *tx, const char *id, GError **error); /* NOT_FOUND */
/* @state: (out): of reeve_mail_states; NULL: its row is gone */
gboolean reeve_outbox_get_state (ReeveTx *tx, const char *id, const char **state, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

/* How many wait. @workspace: (nullable): as in reeve_outbox_list() */
gboolean reeve_outbox_count_waiting (ReeveTx *tx, const char *workspace, gint64 *n, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;
/* How many of those written since @since could not be sent, and how many wait though they were tried, written
 * before @until; and since when the first of each does. @workspace: as above */
typedef struct
{
  gint64 failed;
  gint64 failed_since;
  gint64 stuck;
  gint64 stuck_since;
} ReeveOutboxTrouble;
gboolean reeve_outbox_read_trouble (ReeveTx *tx,
                                    const char *workspace,
                                    gint64 since,
                                    gint64 until,
                                    ReeveOutboxTrouble *trouble,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* What of them waits for its next try is due now. */
gboolean reeve_outbox_hurry_all (ReeveTx *tx, const char *workspace, gint64 now, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

/* One page, newest first unless asked otherwise, without texts, HTML and links. @workspace: (nullable): of
 * the directory, only what concerns that workspace's people. A query's text is looked for in the addresses.
 * INVALID ("?cursor" of another query), BUSY. */
ReeveListing *reeve_outbox_list (ReeveTx *tx, const ReeveQuery *query, const char *workspace, GError **error);
/* Two pages of the same question to two databases as one. @one and @other: (transfer full) */
ReeveListing *reeve_outbox_merge (const ReeveQuery *query, ReeveListing *one, ReeveListing *other);

/* Forgets texts, then rows, that are old; at most @limit of each. @n: rows touched. */
gboolean reeve_outbox_purge (ReeveTx *tx, gint64 now, guint limit, gint64 *n, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
