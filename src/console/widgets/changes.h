/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What all models of changes have in common: a site to send them to, its undo stack to remember them on, and
 * how it is told what came of one. Main thread only. */

#pragma once

#include <adwaita.h>

#include "console/client/site.h"
#include "console/client/undo.h"

G_BEGIN_DECLS

#define REEVE_TYPE_CHANGES (reeve_changes_get_type ())
G_DECLARE_DERIVABLE_TYPE (ReeveChanges, reeve_changes, REEVE, CHANGES, GObject)

struct _ReeveChangesClass
{
  GObjectClass parent_class;
};

/* Signals: "done" (message, step): it is in the store; step 0: it cannot be taken back. "refused" (message):
 * nothing was changed. */

/* @type: of the subclass. (transfer full) */
gpointer reeve_changes_new (GType type, ReeveSite *site);
ReeveSite *reeve_changes_get_site (ReeveChanges *self); /* (transfer none) */
ReeveUndo *reeve_changes_get_undo (ReeveChanges *self); /* (transfer none): its site's */

/* Pushes a step for a change that was made for the first time, and tells of it. Answers the step's number. */
guint reeve_changes_tell_done (ReeveChanges *self,
                               const char *message,
                               ReeveUndoFunc func,
                               gpointer data,
                               GDestroyNotify destroy);
/* Says what was done, with a way to take it back where there is a step. (transfer floating) */
AdwToast *reeve_changes_toast_new (ReeveChanges *self, const char *message, guint step);
/* @is_new: it was made for the first time; otherwise it was a step of the undo stack, which may be of a page
 * that is not in sight: the window tells of it. */
void reeve_changes_tell_refused (ReeveChanges *self, gboolean is_new, const char *message);
void reeve_changes_tell_error (ReeveChanges *self, gboolean is_new, const GError *error);

G_END_DECLS
