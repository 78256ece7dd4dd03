/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A person in a row of a list: a disc with initials as AdwAvatar has it, the name, and below it, smaller, the
 * e-mail address; before that a pill, if there is one to see. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define REEVE_TYPE_PERSON_CELL (reeve_person_cell_get_type ())
G_DECLARE_FINAL_TYPE (ReevePersonCell, reeve_person_cell, REEVE, PERSON_CELL, GtkWidget)

void reeve_person_cell_set_title (ReevePersonCell *self, const char *title);       /* (nullable): the name */
void reeve_person_cell_set_subtitle (ReevePersonCell *self, const char *subtitle); /* (nullable) */

G_END_DECLS
