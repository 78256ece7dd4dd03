/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Roles of a workspace. Built-in ones can only be read. */

#pragma once

#include "common/role.h"
#include "service/api/call.h"

G_BEGIN_DECLS

gboolean roles_list (ReeveCall *call, GError **error);
gboolean roles_create (ReeveCall *call, GError **error);
gboolean roles_get (ReeveCall *call, GError **error);
gboolean roles_save (ReeveCall *call, GError **error);
gboolean roles_delete (ReeveCall *call, GError **error);
gboolean roles_history (ReeveCall *call, GError **error);
/* roles-change.c: for many people at once */
gboolean roles_preview (ReeveCall *call, GError **error);
gboolean roles_remove (ReeveCall *call, GError **error);

/* A custom role of the path, at @version (-1: any). Errors: NOT_FOUND, STALE, CONFLICT (reason "built_in") */
ReeveRole *reeve_role_get_custom (ReeveCall *call, gint64 version, GError **error);
/* Nobody gives, or takes from a role, what they do not hold. Errors: DENIED (reason "escalation") */
gboolean reeve_role_check_reach (ReeveCall *call,
                                 const char *const *capabilities,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Stores @after in place of @before, which has its version, and sees to it that an administrator stays.
 * Errors: CONFLICT (reason "name_taken", "last_administrator") */
gboolean reeve_role_store (ReeveCall *call, ReeveRole *before, ReeveRole *after, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

/* Says in the call what the people who hold it gain and lose, as far as the role goes. @after: (nullable):
 * they lose it */
void reeve_role_note_rights (ReeveCall *call, ReeveRole *before, ReeveRole *after);

G_END_DECLS
