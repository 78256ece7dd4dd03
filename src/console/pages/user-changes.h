/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Every change that a person makes to users from this console: shown at once (local echo), sent, put right
 * when the service refuses, and remembered on the site's undo stack. A second change of a user may be asked
 * for before the first is answered, and so may taking it back. Widgets ask here and never call the service
 * for a change themselves; what came of it is told by signals. Main thread only. */

#pragma once

#include "common/user-bulk.h"
#include "common/user.h"
#include "console/client/site.h"
#include "console/client/undo.h"
#include "console/lists/paged-list.h"

G_BEGIN_DECLS

#define REEVE_TYPE_USER_CHANGES (reeve_user_changes_get_type ())
G_DECLARE_FINAL_TYPE (ReeveUserChanges, reeve_user_changes, REEVE, USER_CHANGES, GObject)

/* Signals:
 * "done" (message, step): it is in the store; `step` of the undo stack, 0 when it cannot be taken back.
 * "refused" (message, GError, attempt): the row has its old value again; `attempt` (nullable) is the
 * ReeveUser that was not saved. "conflict" (before, mine, theirs): somebody was faster; ask the person, then
 * save theirs -> merged. "created" (user). "many-changed": a bulk change was taken back or done again. */
ReeveUserChanges *reeve_user_changes_new (ReeveSite *site, ReevePagedList *list);

/* @before is what the person saw, @after what they want: writable fields only may differ. */
void reeve_user_changes_save (ReeveUserChanges *self, ReeveUser *before, ReeveUser *after);
void reeve_user_changes_set_state (ReeveUserChanges *self, ReeveUser *user, const char *state);
void reeve_user_changes_delete (ReeveUserChanges *self, ReeveUser *user);
void reeve_user_changes_restore (ReeveUserChanges *self, ReeveUser *user);
void reeve_user_changes_unlock (ReeveUserChanges *self, ReeveUser *user);
/* Whether a call about the user is under way: the list shows what was asked for, not yet what is. */
gboolean reeve_user_changes_is_busy (ReeveUserChanges *self, const char *id);

/* Others made the change (a dialog, a bulk change); here it becomes a step, and is announced. */
void reeve_user_changes_note_saved (ReeveUserChanges *self, ReeveUser *before, ReeveUser *after);
void reeve_user_changes_note_created (ReeveUserChanges *self, ReeveUser *user);
void reeve_user_changes_note_batch (ReeveUserChanges *self, const char *message, const char *batch);

G_END_DECLS
