/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What a person has ticked: a set of ids that survives search, filter and sort, apart from the cursor. Or,
 * all that match a query, loaded or not, which ends when the query changes or one row is unticked. Keeps the
 * "ticked" property of the items on screen in step. Pure: no widget, no service. */

#pragma once

#include "console/lists/paged-list.h"

G_BEGIN_DECLS

#define REEVE_TYPE_TICKS (reeve_ticks_get_type ())
G_DECLARE_FINAL_TYPE (ReeveTicks, reeve_ticks, REEVE, TICKS, GObject)

/* Signal "changed". */
ReeveTicks *reeve_ticks_new (void);
/* @model: of ReevePagedItem; (nullable). */
void reeve_ticks_set_model (ReeveTicks *self, GListModel *model);

void reeve_ticks_set (ReeveTicks *self, const char *id, gboolean ticked);
void reeve_ticks_toggle (ReeveTicks *self, const char *id);
gboolean reeve_ticks_has (ReeveTicks *self, const char *id);
void
reeve_ticks_set_range (ReeveTicks *self, guint first, guint last, gboolean ticked); /* positions, both in */
void reeve_ticks_tick_loaded (ReeveTicks *self);
void reeve_ticks_clear (ReeveTicks *self);

gint64 reeve_ticks_get_n (ReeveTicks *self);       /* the total of the query when all that match are ticked */
guint reeve_ticks_get_n_hidden (ReeveTicks *self); /* ticked, but not in the model at present */
/* The items that were ticked on screen, also those that are hidden by now. (transfer container) */
GPtrArray *reeve_ticks_get_items (ReeveTicks *self);
GStrv reeve_ticks_get_ids (ReeveTicks *self); /* (transfer full): in no order; empty for a query */

/* All that match: @query is the query string of the list ("" = everyone), @total what the list said. */
void reeve_ticks_set_query (ReeveTicks *self, const char *query, gint64 total);
const char *reeve_ticks_get_query (ReeveTicks *self); /* (nullable): NULL when single ids are ticked */

G_END_DECLS
