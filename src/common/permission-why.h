/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Why somebody may, or may not, do something in a folder: the grants that have to do with it, from one walk
 * up the tree; and what would make it otherwise (permission-flip.h). */

#pragma once

#include "common/permission-answer.h"
#include "common/permission-model.h"

G_BEGIN_DECLS

/* @verb: one. (transfer full); NULL: no such subject or folder */
ReevePermissionAnswer *reeve_permission_why (ReevePermissionModel *model,
                                             guint32 subject,
                                             guint32 folder,
                                             ReeveVerbs verb,
                                             gint64 at);

/* The same of any principal: of a group, why everybody in it may. What is in its nature is not offered as a
 * change: nobody leaves it. A role may be one that nobody holds. (transfer full); NULL: no such group, person
 * or folder */
ReevePermissionAnswer *reeve_permission_why_principal (ReevePermissionModel *model,
                                                       ReevePrincipalKind kind,
                                                       const char *id,
                                                       guint32 folder,
                                                       ReeveVerbs verb,
                                                       gint64 at);

G_END_DECLS
