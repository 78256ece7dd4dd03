/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One change done to a model, and whom and what it may concern. For permission-plan. */

#pragma once

#include "common/permission-change.h"
#include "common/permission-model-private.h"

G_BEGIN_DECLS

/* What the changes of a draft may have touched. Subjects and folders are those that there were before it: a
 * draft makes none. */
typedef struct
{
  GHashTable *principals; /* ReevePrincipal + 1: those whose grants reach elsewhere than before */
  guint8 *subjects;       /* by number: whether they are one of those, or were, or had a membership changed */
  guint8 *folders;        /* by number: whether it, and so what is below it, was changed */
  gboolean everywhere;    /* a membership was changed: any folder may be concerned */
} ReevePermissionTouched;

void reeve_permission_touched_init (ReevePermissionTouched *touched, ReevePermissionModel *model);
void reeve_permission_touched_clear (ReevePermissionTouched *touched);

/* @index: of the change in its draft, for errors and for the id of a new grant, "new-INDEX". @inverse:
 * (element-type ReevePermissionChange): what takes it back is added, to be done from the last to the first.
 * INVALID */
gboolean reeve_permission_apply (ReevePermissionModel *model,
                                 ReevePermissionChange *change,
                                 guint index,
                                 ReevePermissionTouched *touched,
                                 GPtrArray *inverse,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
