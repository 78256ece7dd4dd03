/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What a workspace's transaction did and the directory has yet to hear of. Two databases cannot commit
 * together, so:
 *   1. the workspace's transaction changes a user and puts an intent, and commits;
 *   2. a directory transaction does what the intent says (reeve_intents_apply), and commits;
 *   3. a workspace transaction takes the intent away (reeve_intents_done).
 * A crash in between leaves the intent; opening the installation does the rest. Applying says what is true
 * now, not what was meant then, so doing it twice, or late, is harmless. */

#pragma once

#include "service/store/db.h"

G_BEGIN_DECLS

/* The account's membership follows from the workspace's user: there and not in the bin, or not. */
#define REEVE_INTENT_MEMBERSHIP "membership"
/* E-mail and name of the account follow the workspace's user, unless another account has the address. */
#define REEVE_INTENT_PROFILE "profile"
/* The workspace's sessions that were begun before the intent was put are ended for it: this one ("account" is
 * the session), an account's, or all but this one. */
#define REEVE_INTENT_END_SESSION      "end-session"
#define REEVE_INTENT_END_SESSIONS_OF  "end-sessions-of"
#define REEVE_INTENT_END_ALL_SESSIONS "end-all-sessions"
/* The links that were mailed to the account are ended, while it is no member and has no other workspace. */
#define REEVE_INTENT_LEAVE "leave"

/* The account's second factor is taken away, with every session that was begun before, unless it was set up
 * anew since the intent was put. */
#define REEVE_INTENT_SECOND_FACTOR "second-factor-reset"

/* The locks of the case's people ("account" is the case) follow from the case. */
#define REEVE_INTENT_CASE "case"

typedef struct
{
  char *id;
  char *kind;
  char *account;
  gint64 created;
} ReeveIntent;

void reeve_intent_free (ReeveIntent *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveIntent, reeve_intent_free)

/* @id: (out) (optional) (transfer full): for reeve_intents_done() */
gboolean
reeve_intents_put (ReeveTx *workspace, const char *kind, const char *account, char **id, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *reeve_intents_list (ReeveTx *workspace, GError **error); /* of ReeveIntent, oldest first */
gboolean reeve_intents_done (ReeveTx *workspace, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Step 2. @workspace: a transaction that sees the committed change; @workspace_id: its id in the directory.
 */
gboolean reeve_intents_apply (ReeveTx *directory,
                              ReeveTx *workspace,
                              const char *workspace_id,
                              const ReeveIntent *intent,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Steps 2 and 3 for all that is pending in one workspace, in steps of bounded size. Takes both writers, one
 * after the other: hold no transaction. */
gboolean reeve_intents_settle (ReeveDb *directory,
                               ReeveDb *workspace,
                               const char *workspace_id,
                               gint64 deadline,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
