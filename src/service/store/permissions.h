/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The permission model of one workspace, kept in memory beside its database. Triggers note in
 * permission_journal whatever changes it, by whichever way; whoever uses the model reads on from where it is,
 * so that a change is in force at the next request, and nobody has to remember to say so. */

#pragma once

#include "common/permission-model.h"
#include "service/store/db.h"

G_BEGIN_DECLS

typedef struct _ReevePermissions ReevePermissions; /* any thread */

ReevePermissions *reeve_permissions_new (void);
void reeve_permissions_free (ReevePermissions *self);

/* The model, as new as @tx at least, for reading. To be followed by reeve_permissions_leave() on the same
 * thread, soon: who changes it waits. Never begin a transaction in between, and never call it in one that has
 * itself changed what the model holds: others would see what is not committed. (transfer none) BUSY, INTERNAL
 */
ReevePermissionModel *reeve_permissions_enter (ReevePermissions *self, ReeveTx *tx, GError **error);
void reeve_permissions_leave (ReevePermissions *self);
/* Of the model that was entered, see permission-sizes.h: counted when first asked for after folders have
 * changed, and kept, 4 bytes a folder. (transfer none): until the model is left */
const GArray *reeve_permissions_get_sizes (ReevePermissions *self);

/* Read from @tx anew, for a transaction's own view of what it has written itself. (transfer full) */
ReevePermissionModel *reeve_permissions_read (ReeveTx *tx, GError **error);

G_END_DECLS
