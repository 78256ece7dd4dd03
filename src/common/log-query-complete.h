/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What could stand where the cursor is. */

#pragma once

#include "common/log-query-term.h"

G_BEGIN_DECLS

#define REEVE_LOG_CANDIDATES 40

typedef struct
{
  char *text;        /* to put into the query: "who:", "failed", "who:\"Ada King\"" */
  char *plain;       /* (nullable): the value alone, as it is shown; NULL: a key */
  ReeveLogKind kind; /* of the key or the value */
} ReeveLogCandidate;

typedef struct
{
  gsize offset; /* what a candidate replaces; in bytes */
  gsize length;
  gboolean keyed;        /* a value of @kind is being typed; else a word, which may become a key */
  ReeveLogKind kind;     /* TEXT when it is not keyed */
  char *prefix;          /* what is typed of it, before the cursor, without quotes */
  GPtrArray *candidates; /* of ReeveLogCandidate; those that begin with the prefix come first */
} ReeveLogCompletion;

/* Values that only the caller knows: names, addresses, actions; those that have @prefix in them, the
 * likeliest first; others are left out. @prefix: as it was typed. (transfer full) (nullable) */
typedef GStrv (*ReeveLogValues) (ReeveLogKind kind, const char *prefix, gpointer user_data);

/* @cursor: in bytes. @values: (nullable); asked for the kind that is typed, and of a
 * word of two letters or more for WHO. (transfer full) */
ReeveLogCompletion *
reeve_log_query_complete (const char *text, gsize cursor, ReeveLogValues values, gpointer user_data);
void reeve_log_completion_free (ReeveLogCompletion *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveLogCompletion, reeve_log_completion_free)

G_END_DECLS
