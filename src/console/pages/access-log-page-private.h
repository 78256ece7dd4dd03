/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What the files of the access log's page share. */

#pragma once

#include "console/client/feed.h"
#include "console/lists/paged-list.h"
#include "console/pages/access-log-detail.h"
#include "console/pages/access-log-page.h"
#include "console/widgets/log-chips.h"
#include "console/widgets/log-entry.h"
#include "console/widgets/log-facets.h"
#include "console/widgets/log-list.h"
#include "console/widgets/log-memory.h"
#include "console/widgets/log-saved.h"
#include "console/widgets/log-times.h"
#include "console/widgets/pane.h"

G_BEGIN_DECLS

struct _ReeveAccessLogPage
{
  ReevePage parent_instance;
  /* from the template */
  AdwToastOverlay *toasts;
  AdwNavigationSplitView *split;
  AdwWindowTitle *title;
  AdwBanner *damage;
  GtkWidget *menu_button;
  ReeveLogSaved *saved;
  GtkWidget *live_button;
  GtkWidget *facets_button;
  GtkRevealer *news;
  AdwButtonContent *news_label;
  ReeveLogEntry *entry;
  ReeveLogChips *chips;
  ReeveLogTimes *times;
  AdwOverlaySplitView *facets_split;
  ReeveLogFacets *facets;
  ReevePane *pane;
  ReeveLogList *list;
  AdwNavigationPage *detail_page;
  GtkWidget *close_button;
  ReeveAccessLogDetail *detail;
  /* owned */
  GSimpleActionGroup *actions;
  ReeveLogMemory *memory;
  ReevePagedList *lines;       /* (nullable): NULL without a site */
  ReeveAccessFacets *counts;   /* (nullable): of what was asked last */
  ReeveAccessHistogram *bars;  /* (nullable): what was counted last, as far as it came */
  GCancellable *bars_asking;   /* (nullable) */
  GCancellable *counts_asking; /* (nullable) */
  GCancellable *exporting;     /* (nullable): while there is an export */
  char *bars_asked;            /* (nullable): the path that was asked last; not what was dropped, or failed */
  char *bars_of;               /* (nullable): the question of the bars, as asked last, without its times */
  char *bars_shown;            /* (nullable): the path whose answer is on screen */
  char *counts_asked;          /* (nullable): the question, as with bars_asked */
  char *counts_shown;          /* (nullable): likewise */

  AdwToast *told; /* (nullable) (weak): what became of the last export */

  ReeveFeed *tail;    /* (nullable): while it is followed */
  GPtrArray *waiting; /* of ReeveAccessLine: told of, and not in the list */

  guint bars_wait;
  guint counts_wait;
  gboolean bars_due; /* once the list is here */
  guint step;
  guint missed; /* told of by their number */
  guint fresh;  /* in the list, and not yet in the counts */
  gboolean live;
  gboolean begun; /* a query was there: none is put there any more */
  gint64 asked;   /* when, on the monotonic clock; 0: what is on screen answers the question */
  gboolean narrow;
  gboolean detail_open;
};

/* access-log-page.c */
void reeve_access_log_page_say (ReeveAccessLogPage *self, const char *text);
void reeve_access_log_page_update (ReeveAccessLogPage *self); /* title and pane */
void reeve_access_log_page_update_title (ReeveAccessLogPage *self);
void reeve_access_log_page_set_detail_open (ReeveAccessLogPage *self, gboolean open);
ReeveAccessLine *
reeve_access_log_page_get_line (ReeveAccessLogPage *self); /* (nullable): the cursor's, else the detail's */

/* access-log-asks.c: the list, its bars and its counts, each asked with what the entry says. */
void reeve_access_log_page_ask (ReeveAccessLogPage *self);
void reeve_access_log_page_ask_more (ReeveAccessLogPage *self); /* now that the list is here */
void reeve_access_log_page_ask_no_more (ReeveAccessLogPage *self, const GError *error); /* it cannot be had */
void reeve_access_log_page_ask_bars (ReeveAccessLogPage *self, gboolean again);
void reeve_access_log_page_ask_counts (ReeveAccessLogPage *self, gboolean again);
void reeve_access_log_page_stop_asking (ReeveAccessLogPage *self);
/* "q=…&zone=…", to stand behind a path. (transfer full) */
char *reeve_access_log_page_get_question (ReeveAccessLogPage *self);
ReeveQuery *reeve_access_log_page_make_query (ReeveAccessLogPage *self); /* (transfer full): the same */

/* access-log-live.c */
void reeve_access_log_page_set_live (ReeveAccessLogPage *self, gboolean live);
void reeve_access_log_page_tail (ReeveAccessLogPage *self); /* another question, or another place */
void reeve_access_log_page_show_news (ReeveAccessLogPage *self);
void reeve_access_log_page_forget_news (ReeveAccessLogPage *self); /* all is asked for again */
guint reeve_access_log_page_get_news (ReeveAccessLogPage *self);   /* lines that the counts do not have */

/* access-log-export.c */
void reeve_access_log_page_export (ReeveAccessLogPage *self,
                                   const char *format); /* reeve_log_export_format_to_wire() */

/* access-log-holds.c */
void reeve_access_log_page_keep_found (ReeveAccessLogPage *self);
void reeve_access_log_page_show_holds (ReeveAccessLogPage *self);

/* access-log-actions.c */
void reeve_access_log_page_add_actions (ReeveAccessLogPage *self);
void reeve_access_log_page_update_actions (ReeveAccessLogPage *self);
void reeve_access_log_page_list_whom (ReevePage *page, GPtrArray *list);

G_END_DECLS
