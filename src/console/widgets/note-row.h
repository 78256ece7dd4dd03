/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A row under a field that says what is wrong with it, or nothing. It marks the field too: red, and as
 * invalid with this row as the reason for whoever hears the window. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define REEVE_TYPE_NOTE_ROW (reeve_note_row_get_type ())
G_DECLARE_FINAL_TYPE (ReeveNoteRow, reeve_note_row, REEVE, NOTE_ROW, AdwPreferencesRow)

/* Property "field" (GtkEditable): the row above; the note goes when its text changes. */
void reeve_note_row_set_text (ReeveNoteRow *self, const char *text); /* (nullable): hides it */
const char *reeve_note_row_get_text (ReeveNoteRow *self);            /* (nullable) */

G_END_DECLS
