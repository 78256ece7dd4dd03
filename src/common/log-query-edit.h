/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Changes of a query's text by what is clicked. All of them answer the new text, which is to be parsed again;
 * whatever is not changed stands as it was typed, mistakes included. */

#pragma once

#include "common/log-query.h"

G_BEGIN_DECLS

typedef enum
{
  REEVE_LOG_INCLUDE, /* it, too; no longer excluded */
  REEVE_LOG_EXCLUDE, /* not it; no longer included */
  REEVE_LOG_ONLY,    /* nothing else of its kind */
  REEVE_LOG_DROP,    /* neither */
} ReeveLogHow;

/* @plain: a value as an event or a facet has it, for exactly that. Of an address also a network, of a number
 * or a time what could stand in a query. What is none of its kind changes nothing. (transfer full) */
char *
reeve_log_query_change (const ReeveLogQuery *self, ReeveLogHow how, ReeveLogKind kind, const char *plain);

/* Is it included (a value of its own, in a term that is not negated)? -1: excluded; 0: neither */
int reeve_log_query_get_state (const ReeveLogQuery *self, ReeveLogKind kind, const char *plain);

char *reeve_log_query_remove (const ReeveLogQuery *self, guint term); /* (transfer full) */
/* A term as it stands in a query, at the end of it. (transfer full) */
char *reeve_log_query_add (const ReeveLogQuery *self, const char *term);
char *reeve_log_query_replace (const ReeveLogQuery *self, guint term, const char *with); /* (transfer full) */
char *reeve_log_query_negate (const ReeveLogQuery *self, guint term);                    /* (transfer full) */

/* From @from until before @to, in place of every time that is not negated; REEVE_LOG_BEGINNING and
 * REEVE_LOG_END: without one. (transfer full) */
char *reeve_log_query_set_time (const ReeveLogQuery *self, gint64 from, gint64 to);

G_END_DECLS
