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
 * name. @model, @sizes: of the same workspace, entered. Reads the window, and of each folder on the way to it
 * those beside it that are before. 64 of 100,000, measured: the first
 * 0.2 ms, the last 1.1 ms; the last of 100,000 in one folder 102 ms. Beforehand, once folders have changed, 4
 * to 14 ms for the sizes. (transfer full) BUSY */
ReevePermissionAxis *reeve_permission_axis_read_folders (ReeveTx *tx,
                                                         ReevePermissionModel *model,
                                                         const GArray *sizes,
                                                         gint64 first,
                                                         gint64 n,
                                                         GError **error);
/* The same of people out of the bin, of groups, or of roles, by name. @kind: not a contact */
ReevePermissionAxis *reeve_permission_axis_read_principals (ReeveTx *tx,
                                                            ReevePrincipalKind kind,
                                                            gint64 first,
                                                            gint64 n,
                                                            GError **error);

G_END_DECLS
