/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The row of a case in a list: which, about whom, how far it is, and who waits how long. It follows its
 * item's record. */

#pragma once

#include <adwaita.h>

#include "console/lists/paged-item.h"

G_BEGIN_DECLS

GtkWidget *reeve_case_row_new (ReevePagedItem *item);         /* (transfer floating) */
ReevePagedItem *reeve_case_row_get_item (GtkListBoxRow *row); /* (transfer none) */

/* A state's pill, which says what it is by a word and an icon. */
void reeve_case_row_set_pill (GtkWidget *pill, const char *state);

G_END_DECLS
