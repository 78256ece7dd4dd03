/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The sides of the matrix, by position: what a person scrolls through. A position is what it was when it was
 * read; whoever holds a window of it asks again when something has changed. */

#pragma once

#include "common/permission-model.h"
#include "service/store/db.h"

G_BEGIN_DECLS

typedef struct
{
  GPtrArray *ids;    /* of char * */
  GPtrArray *names;  /* of char *: a built-in role's is its id */
  GPtrArray *depths; /* of guint: of folders, 0: the root */
  gint64 total;
} ReevePermissionAxis;

void reeve_permission_axis_free (ReevePermissionAxis *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReevePermissionAxis, reeve_permission_axis_free)

/* @n from position @first of all folders out of the bin, the root first, each followed by what is in it, by
 * name. Costs what is before them as well: some 5 µs a folder. (transfer full) BUSY */
ReevePermissionAxis *reeve_permission_axis_read_folders (ReeveTx *tx, gint64 first, gint64 n, GError **error);
/* The same of people out of the bin, of groups, or of roles, by name. @kind: not a contact */
ReevePermissionAxis *reeve_permission_axis_read_principals (ReeveTx *tx,
                                                            ReevePrincipalKind kind,
                                                            gint64 first,
                                                            gint64 n,
                                                            GError **error);

G_END_DECLS
