/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Every list on screen: a GListModel over pages of a service's list. Append-only until the query changes;
 * loads when the list pane asks (reeve_paged_list_load_more), never from get_item; a failed page is a state
 * with Retry. Items are stable ReevePagedItems whose record changes: selection and scroll stay. */

#pragma once

#include "common/query.h"
#include "console/client/client.h"
#include "console/lists/paged-item.h"

G_BEGIN_DECLS

typedef enum
{
  REEVE_PAGED_LIST_IDLE, /* more pages may be asked for */
  REEVE_PAGED_LIST_LOADING,
  REEVE_PAGED_LIST_COMPLETE, /* no further page */
  REEVE_PAGED_LIST_FAILED,   /* "error" says why; load_more tries again */
} ReevePagedListState;

#define REEVE_TYPE_PAGED_LIST_STATE (reeve_paged_list_state_get_type ())
GType reeve_paged_list_state_get_type (void);

/* What the notice of "items-changed" that is being told comes of. */
typedef enum
{
  REEVE_PAGED_LIST_EDITED,   /* another page, or one row */
  REEVE_PAGED_LIST_LEFT,     /* a row went, since it answers the question no more, or came back */
  REEVE_PAGED_LIST_RENEWED,  /* the same question was asked again */
  REEVE_PAGED_LIST_REPLACED, /* another question was asked */
} ReevePagedListChange;

/* Whether a record still answers a query: only of that which a change of it can show, or TRUE. */
typedef gboolean (*ReevePagedListBelongs) (gpointer record, const ReeveQuery *query);

#define REEVE_TYPE_PAGED_LIST (reeve_paged_list_get_type ())
G_DECLARE_FINAL_TYPE (ReevePagedList, reeve_paged_list, REEVE, PAGED_LIST, GObject)

/* Properties, notified: "state", "error" (GError, nullable), "total" (int64, -1 unknown),
 * "total-is-estimate", "query-serial".
 * @path: the list's path; @item_type: a record with an "id" and a "version". */
ReevePagedList *reeve_paged_list_new (ReeveClient *client, GType item_type, const char *path);
/* Cancels what is in flight and begins anew. The old items stay until the answer is here, then all are
 * replaced in one go, with one notice of the smallest range that differs. The same question comes back as
 * long as it was.
 */
void reeve_paged_list_set_query (ReevePagedList *self, const ReeveQuery *query);
const ReeveQuery *reeve_paged_list_get_query (ReevePagedList *self);
const char *reeve_paged_list_get_path (ReevePagedList *self);
void reeve_paged_list_set_belongs (ReevePagedList *self, ReevePagedListBelongs belongs);
/* How many rows another question begins with; every view makes a widget for each of some 200 rows, seen or
 * not. */
void reeve_paged_list_set_first_limit (ReevePagedList *self, guint limit);
ReevePagedListChange reeve_paged_list_get_change (ReevePagedList *self);
void reeve_paged_list_reload (ReevePagedList *self);
void reeve_paged_list_load_more (ReevePagedList *self);
ReevePagedListState reeve_paged_list_get_state (ReevePagedList *self);
const GError *reeve_paged_list_get_error (ReevePagedList *self);
gint64 reeve_paged_list_get_total (ReevePagedList *self);
gboolean reeve_paged_list_get_total_is_estimate (ReevePagedList *self);
ReevePagedItem *reeve_paged_list_find (ReevePagedList *self,
                                       const char *id,
                                       guint *position); /* (nullable) (transfer none) */

/* (nullable) (transfer none): one that was loaded and answers the query no more */
ReevePagedItem *reeve_paged_list_find_left (ReevePagedList *self, const char *id);

/* One path for my edits and others': renews the item in place if it is loaded (an older version never
 * replaces a newer). One that does not belong any more leaves, and is back in its place when it does again.
 */
void reeve_paged_list_put (ReevePagedList *self, gpointer record);
/* A new record that I made: shown at the top until the next query, total + 1. */
void reeve_paged_list_prepend (ReevePagedList *self, gpointer record);
void reeve_paged_list_remove (ReevePagedList *self, const char *id);

G_END_DECLS
