/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A row that shows a person says whom, so that what is done to people can be done from wherever the focus
 * is. */

#pragma once

#include <gtk/gtk.h>

#include "console/client/whom.h"

G_BEGIN_DECLS

/* @row shows that person, and nobody else any more. @account: (nullable): nobody, or somebody without one. A
 * name may be one with its address behind it. */
void reeve_whom_mark (GtkWidget *row, const char *account, const char *name);
/* One more. */
void reeve_whom_mark_also (GtkWidget *row, const char *account, const char *name);

/* Adds whom @widget (nullable) and what it is in are about, the innermost first. */
void reeve_whom_find_marks (GtkWidget *widget, GPtrArray *list);

G_END_DECLS
