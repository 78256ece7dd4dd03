/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What a review of grants asks the permission model: through which of them somebody came in, whether anybody
 * is left who has one, whether anybody is left who may. */

#pragma once

#include "common/permission-model.h"

G_BEGIN_DECLS

/* The grants that give @subject any of @verbs in @folder: each of them would do alone. O(d + g) as a check.
 * @ids: (element-type utf8): gets their ids, which the model owns. */
void reeve_permission_list_through (ReevePermissionModel *model,
                                    guint32 subject,
                                    guint32 folder,
                                    ReeveVerbs verbs,
                                    gint64 at,
                                    GPtrArray *ids);

/* Whether somebody is this principal: a user or a contact that is there; of a group, somebody in it or in one
 * below; of a role, somebody who holds it. @absent: (nullable): by subject, who does not count. */
gboolean reeve_permission_has_member (ReevePermissionModel *model,
                                      ReevePrincipalKind kind,
                                      const char *id,
                                      const guint8 *absent);

/* Whether any user may do all of @verbs in @folder by one grant. @absent: (nullable): as above. A folder in
 * the bin is nobody's. */
gboolean reeve_permission_has_holder (ReevePermissionModel *model,
                                      guint32 folder,
                                      ReeveVerbs verbs,
                                      const guint8 *absent,
                                      gint64 at);

/* Whether somebody of another company may view @folder, or one below it that is of the same company. O(U) for
 * each of them that has grants of its own or does not inherit. */
gboolean reeve_permission_has_crossing (ReevePermissionModel *model, guint32 folder, gint64 at);

G_END_DECLS
