/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Every change that a person makes to a group from this console: sent, and remembered on the site's undo
 * stack where it can be taken back. What came of it is told by signals. Main thread only. */

#pragma once

#include "common/group.h"
#include "common/user.h"
#include "console/widgets/changes.h"

G_BEGIN_DECLS

#define REEVE_TYPE_GROUP_CHANGES (reeve_group_changes_get_type ())
G_DECLARE_FINAL_TYPE (ReeveGroupChanges, reeve_group_changes, REEVE, GROUP_CHANGES, ReeveChanges)

/* Signals, more: "saved" (ReeveGroup). "deleted" (id). */
ReeveGroupChanges *reeve_group_changes_new (ReeveSite *site);

/* @before is what the person saw, @after what they want. */
void reeve_group_changes_save (ReeveGroupChanges *self, ReeveGroup *before, ReeveGroup *after);
void reeve_group_changes_delete (ReeveGroupChanges *self, ReeveGroup *group);
/* Puts somebody in, or takes them out. */
void
reeve_group_changes_set_member (ReeveGroupChanges *self, ReeveGroup *group, ReeveUser *user, gboolean is_one);
void reeve_group_changes_set_administrator (ReeveGroupChanges *self,
                                            ReeveGroup *group,
                                            ReeveUser *user,
                                            gboolean is_one);

G_END_DECLS
