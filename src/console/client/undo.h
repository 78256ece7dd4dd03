/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What can be taken back: the last 20 steps of a site, whatever page they were made on. A step knows how to
 * go back and forward; it reports its own failures, and may go on working after its function has returned. A
 * step is undone from the top (Ctrl+Z) or by its number (the button of its toast). Not kept after the console
 * ends. */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define REEVE_UNDO_DEPTH 20

#define REEVE_TYPE_UNDO (reeve_undo_get_type ())
G_DECLARE_FINAL_TYPE (ReeveUndo, reeve_undo, REEVE, UNDO, GObject)

/* @forward: FALSE to take back, TRUE to do again. */
typedef void (*ReeveUndoFunc) (gboolean forward, gpointer data);

/* Signal "changed": labels or what is possible. */
ReeveUndo *reeve_undo_new (void);
/* The one stack of an object (a site), made at the first call. (transfer none) */
ReeveUndo *reeve_undo_of (GObject *owner);

/* @label: what was done, as the person reads it: "Suspend Ada Lovelace". Forgets what could be done again.
 * Answers the step's number, never 0. */
guint reeve_undo_push (ReeveUndo *self,
                       const char *label,
                       ReeveUndoFunc func,
                       gpointer data,
                       GDestroyNotify destroy);

gboolean reeve_undo_undo (ReeveUndo *self);                  /* FALSE: nothing to take back */
gboolean reeve_undo_undo_step (ReeveUndo *self, guint step); /* FALSE: gone, or taken back already */
gboolean reeve_undo_redo (ReeveUndo *self);

/* A change is under way whose step is pushed when it is answered: what is asked to be taken back meanwhile is
 * that change, not the one before it. It waits for the release, and is forgotten if no step has come by then
 * (the change was refused). Holds are counted. */
void reeve_undo_hold (ReeveUndo *self);
void reeve_undo_release (ReeveUndo *self);
gboolean reeve_undo_is_possible (ReeveUndo *self); /* something can be taken back, now or after the release */

/* For a step whose work failed later than its function returned. Both do nothing if the step is gone. */
void reeve_undo_drop (ReeveUndo *self, guint step); /* it never happened, or cannot be done any more */
/* Taking it back, or doing it again (@forward), may be tried once more. */
void reeve_undo_put_back (ReeveUndo *self, guint step, gboolean forward);

void reeve_undo_forget (ReeveUndo *self); /* signed out: another person must not undo */

const char *reeve_undo_get_label (ReeveUndo *self);      /* (nullable): of the next step back */
const char *reeve_undo_get_redo_label (ReeveUndo *self); /* (nullable) */

G_END_DECLS
