/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Roles of one workspace: the built-in ones, which are in no table, and its own. And what follows for the
 * people who hold them. */

#pragma once

#include "common/capability.h"
#include "common/role.h"
#include "service/store/db.h"

G_BEGIN_DECLS

/* Built-in ones first, then the custom ones by name; with holders. (element-type ReeveRole) */
GPtrArray *reeve_roles_list (ReeveTx *tx, GError **error);
/* The custom ones alone, without holders. (element-type ReeveRole) */
GPtrArray *reeve_roles_list_custom (ReeveTx *tx, GError **error);
ReeveRole *reeve_roles_get (ReeveTx *tx, const char *id, GError **error); /* NOT_FOUND */
gboolean reeve_roles_insert (ReeveTx *tx,
                             ReeveRole *role,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT; /* CONFLICT name_taken */
/* Saves @role where the stored version is @version. STALE, NOT_FOUND, CONFLICT name_taken */
gboolean
reeve_roles_update (ReeveTx *tx, ReeveRole *role, gint64 version, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean reeve_roles_delete (ReeveTx *tx, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What @roles (nullable) give together, on every request: built-in ones cost nothing, a custom one a keyed
 * read in the same snapshot. A role that there is not gives nothing. @unknown: (nullable) (transfer full):
 * the first of those, NULL when all are known. */
gboolean reeve_roles_resolve (ReeveTx *tx,
                              const char *const *roles,
                              ReeveCapabilities *held,
                              char **unknown,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* People who hold @role and the same other roles. */
typedef struct
{
  GStrv roles;
  gint64 people;
} ReeveRoleGroup;

/* Everybody who holds @role and is not in the bin, by what else they hold. (element-type ReeveRoleGroup) */
GPtrArray *reeve_roles_tally (ReeveTx *tx, const char *role, GError **error);
/* Of those who hold exactly @roles, by name, up to @limit: id, address and name. (element-type
 * ReeveRolePerson) */
GPtrArray *reeve_roles_list_people (ReeveTx *tx,
                                    const char *role,
                                    const char *const *roles,
                                    guint limit,
                                    GError **error);
/* Active people, not locked for a breach, who hold @capability by whatever role; at most @limit by each role.
 * (element-type ReeveRolePerson) */
GPtrArray *reeve_roles_list_able (ReeveTx *tx, ReeveCapability capability, guint limit, GError **error);
/* Ids of all who hold it, the bin included. (element-type utf8) */
GPtrArray *reeve_roles_list_holders (ReeveTx *tx, const char *role, GError **error);

/* Those people, with their ids, addresses and names. (element-type ReeveRolePerson) */
GPtrArray *reeve_roles_list_administrators (ReeveTx *tx, gint64 now, GError **error);

/* People who can put everything right again: active, not locked at @now, with a password, and holding every
 * capability, by whatever roles. */
gboolean reeve_roles_count_administrators (ReeveTx *tx, gint64 now, gint64 *count, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
