/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Changes of permissions from this console: looked at, applied, taken back in one step; and the draft, where
 * several wait to be applied as one. Main thread only. */

#pragma once

#include <adwaita.h>

#include "console/widgets/changes.h"
#include "console/widgets/permission-entry.h"

G_BEGIN_DECLS

#define REEVE_TYPE_PERMISSION_CHANGES (reeve_permission_changes_get_type ())
G_DECLARE_FINAL_TYPE (ReevePermissionChanges,
                      reeve_permission_changes,
                      REEVE,
                      PERMISSION_CHANGES,
                      ReeveChanges)

/* Signal, more: "draft-changed": what is in it, or what would come of it. */
/* Those of @site: one draft for all pages that make changes. It lives as long as a page holds it. (transfer
 * full) */
ReevePermissionChanges *reeve_permission_changes_of (ReeveSite *site);

/* Shows what would come of @entry together with the draft; what the person does there is done. @parent: a
 * widget of the page. @asked: (nullable): the dialog that asked for it, closed once it is done. */
void reeve_permission_changes_preview (ReevePermissionChanges *self,
                                       ReevePermissionEntry *entry,
                                       GtkWidget *parent,
                                       AdwDialog *asked);

/* The same of several that belong together. @entries: of ReevePermissionEntry */
void
reeve_permission_changes_preview_all (ReevePermissionChanges *self, GPtrArray *entries, GtkWidget *parent);

guint reeve_permission_changes_get_n_drafted (ReevePermissionChanges *self);
/* "3 changes · 14 people gain, 3 lose". (transfer full) */
char *reeve_permission_changes_describe_draft (ReevePermissionChanges *self);
void reeve_permission_changes_review (ReevePermissionChanges *self, GtkWidget *parent);
void reeve_permission_changes_discard (ReevePermissionChanges *self);
/* Others have changed something: what would come of the draft is asked again, after a moment. */
void reeve_permission_changes_renew (ReevePermissionChanges *self);

G_END_DECLS
