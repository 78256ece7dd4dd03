/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The page in two files: permissions-page.c shows folders, permissions-page-changes.c changes them. */

#pragma once

#include "console/lists/folder-tree.h"
#include "console/pages/folder-changes.h"
#include "console/pages/folder-detail.h"
#include "console/pages/permission-changes.h"
#include "console/pages/permissions-matrix.h"
#include "console/pages/permissions-page.h"
#include "console/widgets/pane.h"
#include "console/widgets/reach-chooser.h"

G_BEGIN_DECLS

struct _ReevePermissionsPage
{
  ReevePage parent_instance;
  /* from the template */
  AdwToastOverlay *toasts;
  AdwToolbarView *bars;
  GtkLabel *draft_label;
  AdwNavigationSplitView *split;
  AdwNavigationPage *detail_page;
  GtkWidget *create_button;
  ReeveReachChooser *reach;
  GtkWidget *export_button;
  GtkStack *views;
  ReevePermissionsMatrix *matrix;
  AdwToggleGroup *layouts;
  GtkEditable *search;
  ReevePane *pane;
  GtkScrolledWindow *scroller;
  GtkListView *view;
  GtkSingleSelection *selection;
  ReeveFolderDetail *detail;
  /* owned */
  GSimpleActionGroup *actions;
  ReeveFolderTree *tree;               /* (nullable): NULL without a site */
  ReevePagedList *found;               /* (nullable): what is searched for */
  ReeveFolderChanges *changes;         /* (nullable): with the tree */
  ReevePermissionChanges *permissions; /* (nullable): with the tree */
  guint news_wait;

  gboolean stale; /* there was news while nobody looked */
};

void reeve_permissions_page_say (ReevePermissionsPage *self, const char *message);
void reeve_permissions_page_reload (ReevePermissionsPage *self);

/* --- permissions-page-changes.c --- */
void reeve_permissions_page_add_actions (ReevePermissionsPage *self);
/* The one place that turns actions on and off. */
void reeve_permissions_page_update_actions (ReevePermissionsPage *self);
void reeve_permissions_page_begin_changes (ReevePermissionsPage *self, ReeveSite *site);
void reeve_permissions_page_drop_changes (ReevePermissionsPage *self);

G_END_DECLS
