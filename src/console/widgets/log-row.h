/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A line of the access log: one line of columns, or two lines where there is no room. Its own style colour is
 * the result's icon's; words have the colour of what is around. */

#pragma once

#include <gtk/gtk.h>

#include "common/access-line.h"

G_BEGIN_DECLS

#define REEVE_TYPE_LOG_ROW (reeve_log_row_get_type ())
G_DECLARE_FINAL_TYPE (ReeveLogRow, reeve_log_row, REEVE, LOG_ROW, GtkWidget)

GtkWidget *reeve_log_row_new (void);
void reeve_log_row_set_line (ReeveLogRow *self, const ReeveAccessLine *line); /* (nullable) */

G_END_DECLS
