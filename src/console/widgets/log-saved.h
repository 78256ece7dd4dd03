/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A popover of queries that were saved on this device, in which the one on screen is saved under a name.
 * Signals: "wanted" (string): a query was chosen; "link-wanted": a link to what is on screen. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define REEVE_TYPE_LOG_SAVED (reeve_log_saved_get_type ())
G_DECLARE_FINAL_TYPE (ReeveLogSaved, reeve_log_saved, REEVE, LOG_SAVED, GtkPopover)

/* Of a workspace's (nullable) id, and with the query that would be saved. */
void reeve_log_saved_set (ReeveLogSaved *self, const char *workspace, const char *query);

G_END_DECLS
