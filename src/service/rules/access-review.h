/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What is to happen to access reviews, and when: opened every so many days, two reminders, and at the end
 * what nobody stands by is suspended. Whoever holds all capabilities is written to. */

#pragma once

#include "common/access-review.h"
#include "common/user.h"
#include "service/store/db.h"

G_BEGIN_DECLS

/* Opens a review and writes to the administrators; in the workspace's write transaction. Errors: CONFLICT
 * (reason "review_open"). Returns: (transfer full) */
ReeveAccessReview *reeve_access_review_open (ReeveTx *tx, gint64 now, GError **error);

/* The reminder that is due by now, if it did not go out yet. @sent: whether there is a mail to send */
gboolean reeve_access_review_remind (ReeveTx *tx,
                                     ReeveAccessReview *review,
                                     gint64 now,
                                     gboolean *sent,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Takes away up to @limit undecided rights, in the service's own name; one without which the workspace would
 * have no administrator stays undecided, and with it the review open. @users: (element-type utf8): gets the
 * ids of those who lost something. @more: whether there may be others */
gboolean reeve_access_review_suspend (ReeveTx *tx,
                                      ReeveAccessReview *review,
                                      gint64 now,
                                      guint limit,
                                      GPtrArray *users,
                                      gboolean *more,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* @user without @role, or with it; a member at the least. */
void reeve_access_review_drop_role (ReeveUser *user, const char *role);
void reeve_access_review_give_role (ReeveUser *user, const char *role);

G_END_DECLS
