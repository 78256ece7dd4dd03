/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What a caller may do to which user, beyond the capability of the route: nobody gives or touches more than
 * they hold, nobody puts themselves out, and a workspace keeps an administrator. The same for one user and
 * for many. */

#pragma once

#include "common/user.h"
#include "service/api/call.h"

G_BEGIN_DECLS

typedef struct
{
  ReeveCall *call;
  gint64 administrators; /* of the workspace, as the changes allowed so far leave it; -1: not counted yet */
} ReeveUserRules;

#define REEVE_USER_RULES_INIT(its_call) { .call = (its_call), .administrators = -1 }

/* May @before (nullable: created) become @after? Inside the write transaction of the change, so that two
 * callers cannot each remove "the other" administrator. Errors: DENIED (reason "escalation"), CONFLICT
 * (reason "self", "last_administrator", "unknown_role", "unknown_group": one that was deleted since;
 * "group_scope") */
gboolean reeve_user_rules_allow (ReeveUserRules *self, ReeveUser *before, ReeveUser *after, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

/* Whether the caller holds all that @user's roles give: what touching their credentials needs. */
gboolean reeve_user_rules_check_reach (ReeveUserRules *self,
                                       ReeveUser *user,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether there are all of @roles (nullable), a body's "roles". Errors: INVALID (pointers "/roles/N", reason
 * "unknown_role") */
gboolean reeve_user_rules_check_roles (ReeveUserRules *self,
                                       const char *const *roles,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether there are all of @groups (nullable), a body's "groups", for this caller. Errors: INVALID (pointers
 * "/groups/N", reason "unknown_group") */
gboolean reeve_user_rules_check_groups (ReeveUserRules *self,
                                        const char *const *groups,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* May @before (nullable: created) be put into the groups of @after? The part of reeve_user_rules_allow() that
 * is about groups. Errors: DENIED, CONFLICT (reason "unknown_group"; "group_scope": a group administrator
 * keeps people in their groups) */
gboolean reeve_user_rules_allow_groups (ReeveUserRules *self,
                                        ReeveUser *before,
                                        ReeveUser *after,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* May use the workspace: active and not in the bin. */
gboolean reeve_user_is_member (ReeveUser *user);

/* Says in the call what @before (nullable: created) gains and loses by becoming @after
 * (reeve_call_came_to()): who is no member may nothing. */
gboolean reeve_user_note_rights (ReeveCall *call, ReeveUser *before, ReeveUser *after, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

/* The same, for who says it elsewhere. *@what: (out) (nullable), static: neither gains nor loses */
gboolean reeve_user_compare_rights (ReeveCall *call,
                                    ReeveUser *before,
                                    ReeveUser *after,
                                    const char **what,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The audit action that names a change best: "user.delete", "user.suspend", …, "user.save". */
const char *reeve_user_name_change (ReeveUser *before, ReeveUser *after);

/* Gives a user without roles the member's. */
void reeve_user_default_roles (ReeveUser *user);

G_END_DECLS
