/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A paged list of lines that have a time, the newest first, as a GtkSectionModel with a section for each
 * local day. Finding one is a search by halves: nothing is walked through. */

#pragma once

#include <gtk/gtk.h>

#include "console/lists/paged-list.h"

G_BEGIN_DECLS

#define REEVE_TYPE_DAY_SECTIONS (reeve_day_sections_get_type ())
G_DECLARE_FINAL_TYPE (ReeveDaySections, reeve_day_sections, REEVE, DAY_SECTIONS, GObject)

/* When a record was: microseconds since 1970 UTC. */
typedef gint64 (*ReeveDaySectionsTime) (gpointer record);

ReeveDaySections *reeve_day_sections_new (ReeveDaySectionsTime time);
void reeve_day_sections_set_list (ReeveDaySections *self, ReevePagedList *list); /* (nullable) */

G_END_DECLS
