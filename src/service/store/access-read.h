/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Reading the access log of a workspace, day by day: events, how many over time, and of what. */

#pragma once

#include "common/access-line.h"
#include "common/log-query.h"
#include "service/store/access-files.h"
#include "service/store/access-filter.h"

G_BEGIN_DECLS

typedef struct
{
  const char *workspace;
  const ReeveLogQuery *query; /* without mistakes */
  gint64 from;                /* microseconds since 1970 UTC; beyond the query's own times */
  gint64 to;                  /* the first moment after */
  gint64 deadline;            /* monotonic microseconds */
  guint wanted;               /* how many will do, from the end at which it begins; 0: all */
  gint64
    patience; /* for counts: after so many microseconds they answer what they have; 0: when all is counted */
  GArray *unread; /* (nullable) (element-type gint64), borrowed: the days of it that are damaged, in
                   * whole or in part, are added; NULL: they are errors */
} ReeveAccessQuestion;

/* The names of @days, as a question has them unread; (transfer full) (nullable): there are none. */
GStrv reeve_access_name_days (GArray *days);

/**
 * reeve_access_read:
 * @oldest_first: or newest first
 * @limit: how many at most
 * @reached: (out): where to go on: the next question's @to, or its @from with @oldest_first; beyond the
 * question's other end: this was all
 *
 * Fewer than @limit before that end: it took long, and who asks can say so and go on. An event that is
 * written meanwhile is not missed if its time is later than what was read.
 *
 * Returns: (transfer full) (element-type ReeveAccessLine): Errors: BUSY, INTERNAL.
 */
GPtrArray *reeve_access_read (ReeveAccessFiles *files,
                              const ReeveAccessQuestion *question,
                              gboolean oldest_first,
                              guint limit,
                              gint64 *reached,
                              GError **error);

/**
 * reeve_access_count:
 * @bucket: microseconds of a bar, the first of which begins at the question's @from
 *
 * The newest come first: out of patience, it has counted from the answer's counted_from on, and the question
 * that goes on has that as its @to.
 *
 * Returns: (transfer full): Errors: BUSY, INTERNAL.
 */
ReeveAccessHistogram *reeve_access_count (ReeveAccessFiles *files,
                                          const ReeveAccessQuestion *question,
                                          gint64 bucket,
                                          GError **error);

/* The most frequent values of the newest events, as many as are looked at or as patience allows, @per_key of
 * each key. (transfer full). Errors: BUSY,
 * INTERNAL. */
ReeveAccessFacets *reeve_access_list_facets (ReeveAccessFiles *files,
                                             const ReeveAccessQuestion *question,
                                             guint per_key,
                                             GError **error);

/* A question's patience, which lasts for one look at least: so who goes on gets on. */
typedef struct
{
  gint64 end; /* monotonic microseconds */
  gboolean looked;
} ReeveAccessPatience;
ReeveAccessPatience reeve_access_patience_begin (const ReeveAccessQuestion *question);
/* Asked before each look. */
gboolean reeve_access_patience_is_over (ReeveAccessPatience *self);

/* For these three: called for each stretch of each day of the question that may have answers, in its order;
 * @from and @to are what the stretch has of it. Returning TRUE with *@stop goes no further. */
typedef gboolean (*ReeveAccessDayFunc) (ReeveTx *tx,
                                        const ReeveAccessFilter *filter,
                                        gint64 from,
                                        gint64 to,
                                        gboolean *stop,
                                        gpointer data,
                                        GError **error);
gboolean reeve_access_visit (ReeveAccessFiles *files,
                             const ReeveAccessQuestion *question,
                             gboolean oldest_first,
                             ReeveAccessDayFunc visit,
                             gpointer data,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
