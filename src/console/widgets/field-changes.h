/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A record's fields before and after, each a row of a list: what went is struck through beside a minus, what
 * came stands beside a plus. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Fills @rows anew. @before, @after: (nullable): JSON objects by wire name; of one alone, it is all of that
 * side. Fields that tell a person nothing (id, version) are left out. Answers how many rows there are. */
guint reeve_field_changes_fill (GtkListBox *rows, const char *before, const char *after);

G_END_DECLS
