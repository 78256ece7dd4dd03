/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A query in words: a chip for each of its terms, with a button that takes it away and a menu. Without a
 * term, or with that alone which leaves readings of the log out, some that are often wanted. Signals:
 * "wanted" (string): another query; "edit" (uint64, uint64): somebody wants to write in a piece of the text:
 * offset and length in bytes. */

#pragma once

#include <adwaita.h>

#include "common/log-query.h"
#include "console/widgets/log-words.h"

G_BEGIN_DECLS

#define REEVE_TYPE_LOG_CHIPS (reeve_log_chips_get_type ())
G_DECLARE_FINAL_TYPE (ReeveLogChips, reeve_log_chips, REEVE, LOG_CHIPS, AdwBin)

/* @text: of a query; @names: (nullable) */
void reeve_log_chips_show (ReeveLogChips *self, const char *text, ReeveLogNames names, gpointer user_data);

G_END_DECLS
