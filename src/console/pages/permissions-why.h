/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* "Why?" wherever the Permissions page shows that somebody reaches a folder: a button, F2, and the dialog. */

#pragma once

#include "console/pages/page.h"

G_BEGIN_DECLS

/* Adds the action "why" to @actions, which @page has as "permissions": "(sssss)", the kind (empty: a
 * user or a contact), id and name of whom it is asked about, the folder's id and (empty: unknown) where that
 * is; and F2, for the row with the focus. */
/* @find: what to ask where no row says: (transfer full) (nullable). @preview: shows what would come of
 * changes: of ReevePermissionEntry */
void reeve_permissions_why_add (ReevePage *page,
                                GActionMap *actions,
                                GVariant *(*find) (ReevePage *page),
                                void (*preview) (ReevePage *page, GPtrArray *entries));
/* Gives an AdwActionRow the button and F2. Said again, it is about another. */
void reeve_permissions_why_offer (GtkWidget *row, const char *subject, const char *name, const char *folder);

G_END_DECLS
