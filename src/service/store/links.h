/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Links that are sent to people: 256 random bits, stored as their hash, bound to a purpose and a subject (an
 * invitation, an account), with an end. The directory has some (what concerns accounts) and every workspace
 * (what concerns its people). Of a purpose and subject one link is live at a time. Looking never uses a link
 * up: mail scanners open what is in mails. */

#pragma once

#include "service/store/db.h"

G_BEGIN_DECLS

#define REEVE_LINK_INVITATION "invitation"
/* The same invitation's in its mail, where only the mailbox sees it; the other one is handed over by who
 * invites. */
#define REEVE_LINK_INVITATION_MAIL     "invitation-mail"
#define REEVE_LINK_PASSWORD_RESET      "password-reset"
#define REEVE_LINK_SECOND_FACTOR_RESET "second-factor-reset"
#define REEVE_LINK_CONFIRMATION        "confirmation"
/* Of an external contact, in a workspace. */
#define REEVE_LINK_CONTACT "contact"
/* Every notice has one, and a later notice must not end an earlier one's: its subject is the account, a slash
 * and the link's own id. */
#define REEVE_LINK_BREACH_REPORT "breach-report"

/* A new link to @subject for @purpose; ends the one that was live. Returns: (transfer full): its secret,
 * which is kept nowhere */
ReeveSecret *reeve_links_make (ReeveTx *tx,
                               const char *purpose,
                               const char *subject,
                               gint64 now,
                               gint64 expires,
                               GError **error);

/* What a live link is for; as often as one likes. Errors: NOT_FOUND (reason "link"), the same for a link that
 * is unknown, of another purpose, used, ended or expired. @subject: (out) (transfer full) */
gboolean reeve_links_peek (ReeveTx *tx,
                           const char *purpose,
                           const ReeveSecret *secret,
                           gint64 now,
                           char **subject,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same, and uses it up: of many who try, one succeeds. */
gboolean reeve_links_use (ReeveTx *tx,
                          const char *purpose,
                          const ReeveSecret *secret,
                          gint64 now,
                          char **subject,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether the live link to @subject, if there is one, was made at @since or later. */
gboolean reeve_links_made_since (ReeveTx *tx,
                                 const char *purpose,
                                 const char *subject,
                                 gint64 since,
                                 gboolean *made,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Ends the live link to @subject, if there is one. @purpose: (nullable): of every purpose */
gboolean reeve_links_end (ReeveTx *tx, const char *purpose, const char *subject, gint64 now, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

/* The same for all whose subject is @subject and a slash and anything. */
gboolean
reeve_links_end_below (ReeveTx *tx, const char *purpose, const char *subject, gint64 now, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

/* *@dead: @uri ends in the token of a link, and this database has none for it that is live. FALSE for a URI
 * without a token. */
gboolean reeve_links_check_uri (ReeveTx *tx, const char *uri, gint64 now, gboolean *dead, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

/* Forgets expired ones, at most @limit. @n: how many */
gboolean
reeve_links_purge (ReeveTx *tx, gint64 now, guint limit, gint64 *n, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What stands in a URL: the secret, after the workspace's id and a dot where its database has the link.
 * @workspace: (nullable): the directory's. (transfer full) */
ReeveSecret *reeve_link_token_join (const char *workspace, const ReeveSecret *secret);
/* The way back; FALSE for what cannot be a token. Without a word about whether the link exists.
 * @workspace: (out) (nullable) (transfer full): the directory's; @secret: (out) (transfer full) */
gboolean reeve_link_token_split (const ReeveSecret *token,
                                 char **workspace,
                                 ReeveSecret **secret) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
