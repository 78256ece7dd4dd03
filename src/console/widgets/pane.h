/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A pane shows exactly one of loading, empty, no results, failed, offline, signed out, ready.
 * reeve_pane_decide() is the one function that says which; the pane draws it (skeleton rows only after 300
 * ms, AdwStatusPage with one button). */

#pragma once

#include <adwaita.h>

#include "console/client/site.h"
#include "console/lists/paged-list.h"

G_BEGIN_DECLS

typedef enum
{
  REEVE_PANE_LOADING,
  REEVE_PANE_EMPTY,
  REEVE_PANE_NO_RESULTS,
  REEVE_PANE_FAILED,
  REEVE_PANE_OFFLINE,
  REEVE_PANE_SIGNED_OUT,
  REEVE_PANE_READY,
} ReevePaneState;

#define REEVE_TYPE_PANE_STATE (reeve_pane_state_get_type ())
GType reeve_pane_state_get_type (void);

/* Pure. @list may be NULL. Items on screen win over a failure to load more (the list shows a Retry row
 * itself). */
ReevePaneState reeve_pane_decide (ReeveSiteState site,
                                  gboolean online,
                                  ReevePagedListState list,
                                  guint n_items,
                                  gboolean query_narrows,
                                  gboolean error_is_unreachable);

#define REEVE_TYPE_PANE (reeve_pane_get_type ())
G_DECLARE_FINAL_TYPE (ReevePane, reeve_pane, REEVE, PANE, AdwBin)

/* Properties for templates: "content" (GtkWidget, shown when ready), "state", "error" (GError),
 * "empty-icon-name", "empty-title", "empty-description", "empty-label" and "empty-action" (the one button of
 * the empty state), "query-text" (repeated by no results). Signals: "retry", "clear-filters". */
void reeve_pane_set_state (ReevePane *self, ReevePaneState state, const GError *error);
ReevePaneState reeve_pane_get_state (ReevePane *self);

G_END_DECLS
