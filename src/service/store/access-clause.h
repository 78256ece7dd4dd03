/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What the terms of a query are in one day: numbers of its words, ranges, packed ids. */

#pragma once

#include "common/access-event.h"
#include "common/log-query.h"
#include "service/store/access-words.h"

G_BEGIN_DECLS

#define REEVE_ACCESS_OBJECT_BYTES 16

/* Numbers of words in one column. */
typedef struct
{
  ReeveAccessWordKind kind;
  GArray *numbers; /* of gint64 */
} ReeveAccessSet;

typedef struct
{
  const char *column;
  gint64 from;
  gint64 to; /* the last */
} ReeveAccessRange;

typedef struct
{
  guint8 low[REEVE_ACCESS_OBJECT_BYTES];
  guint8 high[REEVE_ACCESS_OBJECT_BYTES];
} ReeveAccessObjects;

/* A part of the day. */
typedef struct
{
  gint64 from; /* id */
  gint64 to;   /* the first after */
} ReeveAccessStretch;

/* One thing that is asked: any of these is an answer. */
typedef struct
{
  gboolean negated;
  GArray *sets;     /* of ReeveAccessSet */
  GArray *ranges;   /* of ReeveAccessRange */
  GArray *objects;  /* of ReeveAccessObjects */
  GPtrArray *texts; /* of ReeveLogValue, borrowed: looked for in what a source said */
  GArray
    *stretches;   /* (nullable): of ReeveAccessStretch, growing: where those texts may be; NULL: anywhere */
  gint64 n_texts; /* lines of other sources there */
  guint results;  /* a bit for each */
  gint64 rows;    /* about how many have it; -1: not to be found by an index */
} ReeveAccessClause;

gboolean reeve_access_clause_is_empty (const ReeveAccessClause *self);
/* Nothing but texts is asked for. */
gboolean reeve_access_clause_has_only_texts (const ReeveAccessClause *self);

/* Time terms of one stretch are not among them: those are bounds (reeve_log_query_get_time()).
 * @empty: (out): one of the terms finds nothing here, and so nothing is found. (transfer full) (element-type
 * ReeveAccessClause) */
GArray *reeve_access_clauses_make (ReeveAccessWords *words, const ReeveLogQuery *query, gboolean *empty);

G_END_DECLS
