/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What whoever runs the installation is told of guessing at sign-ins, which no workspace sees as a whole:
 * each finding at once by a line in the journal, and by mail, one an hour at most, where an address for that
 * is configured. Neither says a name that was tried: it is somebody's, or a password in the wrong field. What
 * was told, and what is still to be, stands in the directory, written in the transaction that puts the mail.
 */

#pragma once

#include "service/detect/raised.h"
#include "service/store/installation.h"

G_BEGIN_DECLS

typedef struct _ReeveGuessingNotices ReeveGuessingNotices;

/* Errors: BUSY, INTERNAL. */
ReeveGuessingNotices *reeve_guessing_notices_read (ReeveTx *directory, GError **error);
void reeve_guessing_notices_free (ReeveGuessingNotices *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveGuessingNotices, reeve_guessing_notices_free)

/* Whether anything of @rule is told: the others are about what people do in their workspaces. */
gboolean reeve_guessing_notices_want (const char *rule);

/* What events before this leaf of the directory's log raised was told. */
gint64 reeve_guessing_notices_get_leaf (const ReeveGuessingNotices *self);
void reeve_guessing_notices_go_back (ReeveGuessingNotices *self, gint64 leaf);

/* When the next mail is due; G_MAXINT64: there is none to write. */
gint64 reeve_guessing_notices_get_due (const ReeveGuessingNotices *self);

/* Takes of @raised (element-type ReeveRaised) from @from on, which one event raised, what is no news: an
 * account's own, which its workspaces hear of, and the same address by another rule. */
void reeve_guessing_notices_sift (GPtrArray *raised, guint from);

/* Tells of @raised, and by mail of what waited for that; @leaf: the first that was not looked at. Errors:
 * BUSY, INTERNAL: nothing was told. */
gboolean reeve_guessing_notices_tell (ReeveGuessingNotices *self,
                                      ReeveInstallation *installation,
                                      GPtrArray *raised,
                                      gint64 leaf,
                                      gint64 now,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
