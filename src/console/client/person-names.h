/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What people are called, of all workspaces that were open in this run, as far as anything that was loaded
 * told of them: a record of changes names them by id alone. Main thread. */

#pragma once

#include "common/user.h"

G_BEGIN_DECLS

#define REEVE_PERSON_NAMES 20000 /* that are kept, at most; then it begins anew */

void reeve_person_names_keep (ReeveUser *user);
void reeve_person_names_note_gone (const char *id);   /* there is nobody (any more) */
const char *reeve_person_names_find (const char *id); /* (nullable) */
gboolean reeve_person_names_is_gone (const char *id);

G_END_DECLS
