/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The recovery codes as something to keep: on screen, in a file, on paper. */

#pragma once

#include <gtk/gtk.h>

#include "common/secret.h"

G_BEGIN_DECLS

/* Pure. @codes: one a line. (transfer full): two columns, read down. */
char *reeve_code_sheet_columns (const char *codes);
/* Asks where to, writes it readable by the person alone, and says how it ended with win.toast. */
void reeve_code_sheet_save (GtkWidget *parent, ReeveSecret *codes);
void reeve_code_sheet_print (GtkWidget *parent, ReeveSecret *codes);

G_END_DECLS
