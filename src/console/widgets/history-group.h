/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What was changed of one thing, newest first: a group of rows with their own way to more, and to another
 * try. */

#pragma once

#include <adwaita.h>

#include "common/query.h"
#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_HISTORY_GROUP (reeve_history_group_get_type ())
G_DECLARE_FINAL_TYPE (ReeveHistoryGroup, reeve_history_group, REEVE, HISTORY_GROUP, AdwPreferencesGroup)

/* Loads, or loads again, what @below ("users/ID/history", below the workspace) lists. @site and @below:
 * (nullable): nothing */
void reeve_history_group_load (ReeveHistoryGroup *self, ReeveSite *site, const char *below);
/* The same of what the workspace's trail answers to @query; shown only if that is anything. @site:
 * (nullable): nothing, and then @query is, too */
void reeve_history_group_load_query (ReeveHistoryGroup *self, ReeveSite *site, const ReeveQuery *query);

G_END_DECLS
