/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The list of users as it stands on screen: columns where there is room, rows of two lines where there is
 * not, both over the same items, cursor and ticks. It loads more when the end comes near, and says what a
 * person did; it changes nobody. */

#pragma once

#include <adwaita.h>

#include "console/lists/ticks.h"

G_BEGIN_DECLS

#define REEVE_TYPE_USERS_LIST (reeve_users_list_get_type ())
G_DECLARE_FINAL_TYPE (ReeveUsersList, reeve_users_list, REEVE, USERS_LIST, AdwBin)

/* Property "wide" (boolean): columns. Signals: "cursor-changed"; "opened": a click or Return on the cursor;
 * "sort-changed"; "escaped": Escape with nothing ticked. */
void reeve_users_list_set_list (ReeveUsersList *self,
                                ReevePagedList *list,
                                ReeveTicks *ticks);                      /* (nullable) both */
void reeve_users_list_set_menu (ReeveUsersList *self, GMenuModel *menu); /* of a row */

ReevePagedItem *reeve_users_list_get_cursor (ReeveUsersList *self); /* (transfer none) (nullable) */
gboolean
reeve_users_list_set_cursor (ReeveUsersList *self, const char *id); /* FALSE: not loaded; NULL: none */
void reeve_users_list_focus (ReeveUsersList *self);
/* Within the next frames: panes or views are being laid out anew. */
void reeve_users_list_focus_soon (ReeveUsersList *self);
gboolean reeve_users_list_is_at_top (ReeveUsersList *self);

/* Wire names of common/user.h; columns show what they can of it. */
void reeve_users_list_set_sort (ReeveUsersList *self, const char *sort, gboolean descending);
const char *reeve_users_list_get_sort (ReeveUsersList *self, gboolean *descending);

G_END_DECLS
