/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The lines of the access log, newest first, under a heading for each day; more are loaded as they come into
 * sight. The row that has the cursor is what a detail beside the list shows.
 *
 * Property: "at-top" (boolean, read-only, notified): nothing newer is above what is seen. Signals:
 * "cursor-changed"; "opened": somebody wants to see the cursor's row; "escaped": Escape was pressed;
 * "copied": Ctrl+C was. */

#pragma once

#include <adwaita.h>

#include "console/lists/paged-list.h"

G_BEGIN_DECLS

#define REEVE_TYPE_LOG_LIST (reeve_log_list_get_type ())
G_DECLARE_FINAL_TYPE (ReeveLogList, reeve_log_list, REEVE, LOG_LIST, AdwBin)

void reeve_log_list_set_list (ReeveLogList *self, ReevePagedList *list); /* of ReeveAccessLine (nullable) */
void reeve_log_list_set_menu (ReeveLogList *self, GMenuModel *menu);     /* of a row */
/* A click opens, where the list is all that is on screen. */
void reeve_log_list_set_opens (ReeveLogList *self, gboolean opens);
ReevePagedItem *reeve_log_list_get_cursor (ReeveLogList *self); /* (transfer none) (nullable) */
void reeve_log_list_clear_cursor (ReeveLogList *self);
void reeve_log_list_focus (ReeveLogList *self);           /* the cursor's row, else the first */
gboolean reeve_log_list_holds_focus (ReeveLogList *self); /* one of its rows does */
gboolean reeve_log_list_get_at_top (ReeveLogList *self);
void reeve_log_list_scroll_to_top (ReeveLogList *self);

G_END_DECLS
