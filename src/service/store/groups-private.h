/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* SQL that the files about groups share. */

#pragma once

#include "service/store/db.h"

G_BEGIN_DECLS

/* Whether the group administrator whose id is $account was named for a group at or above @grp. */
#define REEVE_SCOPE_OVER_START(grp)                                                   \
  "SELECT 1 FROM group_tree AS above_it CROSS JOIN group_administrators AS named "    \
  "WHERE above_it.below = " grp " AND named.grp = above_it.above AND named.number = " \
  "(SELECT me.number FROM users AS me WHERE me.id = "
#define REEVE_SCOPE_OVER(grp, account) REEVE_SCOPE_OVER_START (grp) account ")"

/* Of the table groups: a company with people, and nobody who administers it and could act. */
#define REEVE_GROUPS_ALONE                                                                                   \
  "groups.parent IS NULL AND groups.members > 0 AND NOT EXISTS (SELECT 1 FROM group_administrators AS a "    \
  "CROSS JOIN users AS u WHERE a.grp = groups.number AND u.number = a.number AND u.deleted = 0 AND u.state " \
  "= 'active')"

/* Of the table invitations: into groups of the group administrator whose id follows, and into no other. */
#define REEVE_SCOPE_INVITES                                                                 \
  "EXISTS (SELECT 1 FROM invitation_groups AS i WHERE i.invitation = invitations.id) AND "  \
  "NOT EXISTS (SELECT 1 FROM invitation_groups AS i LEFT JOIN groups AS g ON g.id = i.grp " \
  "WHERE i.invitation = invitations.id AND NOT EXISTS (" REEVE_SCOPE_OVER_START ("g.number")
#define REEVE_SCOPE_INVITES_END ")))"

/* Runs @sql, which changes rows, with $1 and, where it has one, $2. */
gboolean
reeve_groups_run (ReeveTx *tx, const char *sql, gint64 a, gint64 b, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
