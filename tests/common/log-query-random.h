/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Queries and events that nobody thought of. */

#pragma once

#include "common/access-event.h"
#include "common/log-query.h"

G_BEGIN_DECLS

extern const ReeveLogClock specimen_clock; /* Sunday, 22 November 2026, 12:00 UTC; no zone */

void specimen_random_query (GString *query); /* right ones, of all kinds, quoted and negated at random */
void specimen_random_term (GString *query, gboolean negated);
void specimen_random_bytes (GString *text); /* anything, with much that means something in a query */
void specimen_random_event (ReeveAccessEvent *event); /* of the same words */
/* As a list of the lists of words that an event's text may be. */
const char *specimen_pick (const char *const *words);

G_END_DECLS
