/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A few people, picked by name: a row for each, with a way out, and a button that finds another. */

#pragma once

#include <adwaita.h>

#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_PEOPLE_ROWS (reeve_people_rows_get_type ())
G_DECLARE_FINAL_TYPE (ReevePeopleRows, reeve_people_rows, REEVE, PEOPLE_ROWS, AdwPreferencesGroup)

/* Signal: "changed", by the person. Property for templates: "add-label", what its button is called. */
void reeve_people_rows_set_site (ReevePeopleRows *self, ReeveSite *site);
void reeve_people_rows_set_most (ReevePeopleRows *self, guint most); /* how many there can be */
/* @ids: (nullable). What they are called comes when it is known. @marked: (nullable): of them, those whose
 * row carries @mark as a warning. */
void reeve_people_rows_set_ids (ReevePeopleRows *self,
                                const char *const *ids,
                                const char *const *marked,
                                const char *mark);
GStrv reeve_people_rows_get_ids (ReevePeopleRows *self); /* (transfer full) (nullable): nobody */

G_END_DECLS
