/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What the files of the users page share: users-page.c shows, -actions.c does, -changes.c hears what came of
 * it. */

#pragma once

#include "console/lists/ticks.h"
#include "console/pages/user-changes.h"
#include "console/pages/user-detail.h"
#include "console/pages/users-page.h"
#include "console/widgets/pane.h"
#include "console/widgets/user-filter.h"
#include "console/widgets/users-list.h"

G_BEGIN_DECLS

#define REEVE_USERS_PAGE_MAX_IDS 500 /* of one bulk call */

struct _ReeveUsersPage
{
  ReevePage parent_instance;

  /* from the template */
  AdwToastOverlay *toasts;
  AdwNavigationSplitView *split;
  AdwWindowTitle *title;
  GtkWidget *create_button;
  GtkWidget *invite_button;
  GtkMenuButton *menu_button;
  ReeveUserFilter *filter;
  ReevePane *pane;
  ReeveUsersList *list;
  GtkRevealer *news;
  GtkRevealer *tick_bar;
  GtkLabel *tick_label;
  GtkWidget *tick_all_button;
  GtkWidget *suspend_many;
  GtkWidget *reactivate_many;
  GtkWidget *roles_many;
  GtkWidget *groups_many;
  GtkWidget *delete_many;
  GtkWidget *offboard_many;
  GtkWidget *restore_many;
  GtkWidget *contain_many;
  GtkWidget *export_many;
  AdwNavigationPage *detail_page;
  GtkWidget *close_button;
  GtkWidget *user_menu_button;
  ReeveUserDetail *detail;

  /* owned */
  GSimpleActionGroup *page_actions;
  GSimpleActionGroup *user_actions;
  ReevePagedList *users;     /* (nullable): NULL without a site */
  ReeveUserChanges *changes; /* (nullable) */
  ReeveTicks *ticks;
  GCancellable *cancellable; /* of loads that only renew what is shown */
  char *cursor_id;           /* (nullable): kept over a new query */
  char *wanted;              /* (nullable): whose detail opens as soon as they are in the list */

  gint64 everyone; /* how many there are without a filter; -1 unknown */
  char *news_id;   /* (nullable) owned: of somebody not in the list */
  guint news_wait;
  gint64 quiet_until; /* monotonic: news is of our own doing */
  guint timer;        /* of times that pass */
  gboolean narrow;    /* list or detail, not both */
  gboolean detail_open;
  gboolean renewing; /* the rows are being replaced: the cursor moves by itself */
};

/* users-page.c */
void reeve_users_page_set_detail_open (ReeveUsersPage *self, gboolean open);
void reeve_users_page_open_detail (ReeveUsersPage *self); /* of the cursor, if there is one */
void reeve_users_page_ask (ReeveUsersPage *self);         /* what filter and sort say */
void reeve_users_page_sort (ReeveUsersPage *self);
void reeve_users_page_renew (ReeveUsersPage *self, const char *id);
gboolean reeve_users_page_is_bin (ReeveUsersPage *self);

/* users-page-actions.c */
void reeve_users_page_add_actions (ReeveUsersPage *self);
void reeve_users_page_update_actions (ReeveUsersPage *self);
void reeve_users_page_list_whom (ReevePage *page, GPtrArray *list);

/* users-page-changes.c */
void
reeve_users_page_show_toast (ReeveUsersPage *self, const char *message, guint step); /* step: 0 for none */
void reeve_users_page_watch_changes (ReeveUsersPage *self);
void reeve_users_page_watch_news (ReeveUsersPage *self, ReeveSite *site);

G_END_DECLS
