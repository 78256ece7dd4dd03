/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What a query asks of the events of one day, as SQL. The values of its terms are looked up in the day's
 * words first (access-words.h), so that rows are compared by number only, and a day without such words is not
 * touched. How often each word occurs is known: the term with the fewest events decides by which index the
 * rows are found; where none has few, they are gone through in the order of time, and enough are found soon.
 * What the texts of other systems' lines have is looked for only in the blocks that may have it. */

#pragma once

#include "common/log-query.h"
#include "service/store/access-clause.h"
#include "service/store/access-day.h"

G_BEGIN_DECLS

typedef struct _ReeveAccessFilter ReeveAccessFilter;

/* @query: without mistakes; outlives the filter. Its times are in the filter only as far as they are more
 * than a stretch: whoever asks keeps to reeve_log_query_get_time(). @tx: of the day. @wanted: how many events
 * whoever asks goes through, from one end of the day; 0: all that match. Errors: BUSY, INTERNAL. */
ReeveAccessFilter *reeve_access_filter_new (ReeveAccessDay *day,
                                            ReeveTx *tx,
                                            const ReeveLogQuery *query,
                                            guint wanted,
                                            GError **error);
void reeve_access_filter_free (ReeveAccessFilter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveAccessFilter, reeve_access_filter_free)

/* No event of the day can match. */
gboolean reeve_access_filter_is_empty (const ReeveAccessFilter *self);
/* Texts were asked for, and lines were gone through because they are in no block yet. */
gboolean reeve_access_filter_lacks_blocks (const ReeveAccessFilter *self);

/* What can be counted without looking at every row. */
typedef enum
{
  REEVE_ACCESS_COUNT_ROWS,
  REEVE_ACCESS_COUNT_HOURS, /* by the table of hours, which has the same columns: actions and results alone */
  REEVE_ACCESS_COUNT_BAD,   /* all by one index, and what went wrong (result > 0) by another */
} ReeveAccessCount;
ReeveAccessCount reeve_access_filter_get_count (const ReeveAccessFilter *self);

/* How much of the day is looked at before whoever asks may look at the clock: microseconds, a whole number of
 * hours. What an index finds is found at once; gone through, a full day would keep others waiting. */
gint64 reeve_access_filter_get_stretch (const ReeveAccessFilter *self);

/* The parts of the day between @from and @to that are to be gone through, one after the other, none of them
 * empty: all of it, or where the texts of lines may have what is asked. (transfer full) (element-type
 * ReeveAccessStretch): growing */
GArray *reeve_access_filter_list_stretches (const ReeveAccessFilter *self, gint64 from, gint64 to);

/* After FROM: the table, named e, and the index to use. */
const char *reeve_access_filter_get_from (const ReeveAccessFilter *self);
/* The same of COUNT_BAD: of all, or of what went wrong. (transfer full) */
char *reeve_access_filter_make_count_from (const ReeveAccessFilter *self, gboolean bad);
/* After WHERE, never empty; the parameters before @first are the caller's. */
const char *reeve_access_filter_get_where (const ReeveAccessFilter *self);
#define REEVE_ACCESS_FILTER_FIRST 5
void reeve_access_filter_bind (const ReeveAccessFilter *self, ReeveStatement *statement);

G_END_DECLS
