/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Groups of one workspace, who is in them, and who administers them. A user's own row names the groups that
 * they were put into (store/users); who is in a group by way of one below it is kept here. */

#pragma once

#include "common/group.h"
#include "common/query.h"
#include "service/store/db.h"

G_BEGIN_DECLS

ReeveListing *reeve_groups_list (ReeveTx *tx, const ReeveQuery *query, GError **error); /* INVALID, BUSY */
/* @scope: (nullable): as shown to this group administrator. NOT_FOUND */
ReeveGroup *reeve_groups_get (ReeveTx *tx, const char *id, const char *scope, GError **error);
/* Errors of both: CONFLICT (reason "name_taken"; "group_cycle": the group would be below itself, told with
 * the chain of names; "group_depth"), INVALID ("/parent": there is no such group). */
gboolean reeve_groups_insert (ReeveTx *tx, ReeveGroup *group, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Saves @group, with all that is below it, where the row still is @stored. STALE, NOT_FOUND */
gboolean reeve_groups_update (ReeveTx *tx, ReeveGroup *stored, ReeveGroup *group, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;
/* One that nobody was put into. CONFLICT (reason "groups_below") */
gboolean reeve_groups_delete (ReeveTx *tx, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* --- Who is in them --- */

/* Ids of those who were put into it, the bin included. (element-type utf8) */
GPtrArray *reeve_groups_list_put (ReeveTx *tx, const char *id, GError **error);
/* For store/users: the user of this number is put into @groups (nullable) and nowhere else. What there is not
 * is left out. */
gboolean reeve_groups_put_user (ReeveTx *tx, gint64 number, const char *const *groups, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;
/* The number that group_reach knows it by; 0: there is none that @scope (nullable) may know of. */
gboolean
reeve_groups_find_number (ReeveTx *tx, const char *id, const char *scope, gint64 *number, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

/* --- Administrators --- */

/* Those named for this very group, by name. (element-type ReeveUser) */
GPtrArray *reeve_groups_list_administrators (ReeveTx *tx, const char *id, GError **error);
/* *@changed: FALSE when it was so already. */
gboolean reeve_groups_set_administrator (ReeveTx *tx,
                                         const char *group,
                                         const char *user,
                                         gboolean is_one,
                                         gboolean *changed,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean reeve_groups_count_administered (ReeveTx *tx, const char *user, gint64 *n, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;
/* For store/users: whoever loses the role administers nothing any more. */
gboolean
reeve_groups_forget_administrator (ReeveTx *tx, gint64 number, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* --- What a group administrator reaches --- */

/* Ids of those in the group of that number or below, without the bin. (transfer full) (element-type utf8) */
GPtrArray *reeve_groups_list_reach (ReeveTx *tx, gint64 number, guint limit, GError **error);

/* Numbers of the groups that @scope was named for, without those below another of them.
 * (element-type gint64) */
GArray *reeve_scope_list_tops (ReeveTx *tx, const char *scope, GError **error);
/* Whether the user is in a group that @scope administers, or below; the bin included. */
gboolean
reeve_scope_has_user (ReeveTx *tx, const char *scope, const char *user, gboolean *has, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;
gboolean
reeve_scope_has_group (ReeveTx *tx, const char *scope, const char *group, gboolean *has, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
