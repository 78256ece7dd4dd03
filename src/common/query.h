/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What a list is asked for, and what it answers; both ends of the wire use the same two values.
 * Cursors are opaque to whoever carries them, and bound to the query that made them. */

#pragma once

#include "common/record.h"

G_BEGIN_DECLS

#define REEVE_QUERY_MAX_LIMIT     500
#define REEVE_QUERY_DEFAULT_LIMIT 100

typedef struct _ReeveQuery ReeveQuery;
struct _ReeveQuery
{
  guint limit;         /* 1..500 */
  char *cursor;        /* (nullable): the first page */
  char *sort;          /* (nullable): wire name of a field, the noun's default when NULL */
  gboolean descending; /* "-" before the field on the wire */
  char *text;          /* (nullable): `q`, words that must all occur */
  GHashTable *filters; /* char * -> char *, wire names; never NULL */

  /* (nullable): of the service's own, never on the wire: only what this group administrator administers */
  char *scope;
};

ReeveQuery *reeve_query_new (void);
ReeveQuery *reeve_query_copy (const ReeveQuery *self);
void reeve_query_free (ReeveQuery *self);
const char *reeve_query_get_filter (const ReeveQuery *self, const char *name);       /* (nullable) */
void reeve_query_set_filter (ReeveQuery *self, const char *name, const char *value); /* NULL removes */
gboolean reeve_query_equal (const ReeveQuery *a, const ReeveQuery *b);

/* "limit=100&sort=-lastSignIn&q=ada&state=active"; percent-encoded; cursor and limit left out when @with_page
 * is FALSE. */
char *reeve_query_to_string (const ReeveQuery *self, gboolean with_page);

/* Errors: INVALID with "?name" pointers: unknown parameters (not in @filters), repeated ones, bad limit or
 * sort. */
ReeveQuery *reeve_query_from_string (const char *string,
                                     const char *const *sorts,
                                     const char *const *filters,
                                     GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveQuery, reeve_query_free)

typedef struct _ReeveListing ReeveListing;
struct _ReeveListing
{
  GPtrArray *items; /* of ReeveRecord, never NULL */
  GString *written; /* (nullable): items that come before these, as JSON already, with commas between them */
  guint n_written;
  char *next;   /* (nullable): cursor of the next page; NULL on the last */
  gint64 total; /* -1: not known */
  gboolean total_is_estimate;
  GStrv
    unread; /* (nullable): parts of what was asked for that are damaged: days of a log. Not read from JSON. */
};

ReeveListing *reeve_listing_new (void);
void reeve_listing_free (ReeveListing *self);
void reeve_listing_append_json (const ReeveListing *self, GString *json);
/* {"items":[…],"next":…,"total":…,"totalIsEstimate":…} of records of @item_type. Errors: INVALID. */
ReeveListing *reeve_listing_from_json (JsonObject *object, GType item_type, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveListing, reeve_listing_free)

G_END_DECLS
