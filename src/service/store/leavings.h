/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What of a workspace hangs on one person beyond their own row, and taking it away set by set: somebody may
 * have invited a hundred thousand. Their row, with its roles and groups, is store/users's. */

#pragma once

#include "common/user.h"
#include "service/store/db.h"

G_BEGIN_DECLS

/* How many there are of @kind (of reeve_leaving_kinds, or "contact-grant": what whom they asked may do; 0 for
 * what is kept elsewhere), and what the first are called. @names: (out) (optional) (nullable) (transfer full)
 */
gboolean reeve_leavings_look (ReeveTx *tx,
                              ReeveUser *user,
                              const char *kind,
                              gint64 *count,
                              GStrv *names,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* One thing that goes, for its audit entry. */
typedef struct
{
  char *id;
  char *name;
} ReeveLeavingThing;

/* The ids and names of what is there of @kind, up to @limit. (element-type ReeveLeavingThing) */
GPtrArray *reeve_leavings_list (ReeveTx *tx, ReeveUser *user, const char *kind, guint limit, GError **error);

/* Takes all of it: invitations from and to them are revoked, links end, mails are withdrawn, resets declined
 * by @by, jobs cancelled, groups are administered no longer, mutes are lifted. */
gboolean reeve_leavings_take (ReeveTx *tx,
                              ReeveUser *user,
                              const char *by,
                              const char *by_name,
                              gint64 now,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Takes what waits for them, or for others in their name, and would go on while they are locked out: links,
 * the mails that bring them, approvals that they asked for, resets of their second factor. */
gboolean reeve_leavings_take_pending (ReeveTx *tx,
                                      ReeveUser *user,
                                      const char *by,
                                      const char *by_name,
                                      gint64 now,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* In the directory: the links that were mailed to @account, and the mails that still have them, unless
 * another workspace than @workspace has the account too. */
gboolean reeve_leavings_end_links (ReeveTx *directory,
                                   const char *workspace,
                                   const char *account,
                                   gint64 now,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
