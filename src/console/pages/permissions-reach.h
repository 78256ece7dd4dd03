/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What somebody reaches, and who reaches a folder, as files. */

#pragma once

#include "console/pages/page.h"
#include "console/widgets/reach-chooser.h"

G_BEGIN_DECLS

/* Adds to @actions the actions "export-reach", of whom @chooser says, and "export-access" "s", of a folder.
 * @toasts: says what came of it; both live as long as @page. */
void reeve_permissions_reach_add (ReevePage *page,
                                  GActionMap *actions,
                                  ReeveReachChooser *chooser,
                                  AdwToastOverlay *toasts);
/* The actions as the choice and the person's rights want them. */
void reeve_permissions_reach_update (ReevePage *page, GActionMap *actions, ReeveReachChooser *chooser);
/* Asks for what is chosen only. */
void reeve_permissions_reach_fill (ReeveReachChooser *chooser, ReeveQuery *query);

G_END_DECLS
