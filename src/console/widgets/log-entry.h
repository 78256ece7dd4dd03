/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The one line in which the access log is asked: it offers what could stand where the cursor is (Tab takes
 * the first offer, Up and Down choose, Return takes what is chosen, Escape closes), underlines what is wrong
 * and says why, and makes a query of whatever is pasted into it.
 *
 * Signals: "changed": typing paused, and the text is a query without a mistake, another than before; "leave":
 * Return or Escape: the list takes the focus. */

#pragma once

#include <adwaita.h>

#include "common/log-query-complete.h"
#include "common/log-query.h"

G_BEGIN_DECLS

#define REEVE_TYPE_LOG_ENTRY (reeve_log_entry_get_type ())
G_DECLARE_FINAL_TYPE (ReeveLogEntry, reeve_log_entry, REEVE, LOG_ENTRY, AdwBin)

const char *reeve_log_entry_get_text (ReeveLogEntry *self); /* as it stands there */
/* Says "changed" at once, if it is another query. */
void reeve_log_entry_set_text (ReeveLogEntry *self, const char *text);
/* The last text without a mistake, and its query as of then. (transfer none) */
const ReeveLogQuery *reeve_log_entry_get_query (ReeveLogEntry *self);
/* What it is called in @text is told relative to now and here. (transfer full) */
ReeveLogQuery *reeve_log_entry_parse (const char *text);
char *reeve_log_entry_get_zone (void); /* (transfer full) (nullable): the IANA name of here; NULL: UTC */
/* What only the page knows. Lives as long as the entry. */
void reeve_log_entry_set_values (ReeveLogEntry *self, ReeveLogValues values, gpointer user_data);
/* Selects a piece of the text, in bytes, for editing. */
void reeve_log_entry_select (ReeveLogEntry *self, gsize offset, gsize length);
void reeve_log_entry_focus (ReeveLogEntry *self);
/* Puts what is in the clipboard in place of everything. */
void reeve_log_entry_paste (ReeveLogEntry *self);
/* Typing in @widget goes to the entry. */
void reeve_log_entry_set_capture (ReeveLogEntry *self, GtkWidget *widget);

G_END_DECLS
