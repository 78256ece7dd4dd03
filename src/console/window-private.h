/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What the files of the window share. */

#pragma once

#include "console/pages/page.h"
#include "console/sidebar.h"
#include "console/widgets/factor-resets-banner.h"
#include "console/widgets/record-banner.h"
#include "console/widgets/support-strip.h"
#include "console/window.h"

G_BEGIN_DECLS

struct _ReeveWindow
{
  AdwApplicationWindow parent_instance;
  /* from the template */
  AdwToastOverlay *toasts;
  GtkStack *views;
  AdwNavigationSplitView *split_view;
  ReeveSidebar *sidebar;
  GtkStack *pages;
  AdwBanner *offline_banner;
  ReeveFactorResetsBanner *resets_banner;
  ReeveRecordBanner *record_banner;
  ReeveSupportStrip *support_strip;
  /* owned */
  ReeveSite *site; /* (nullable) */
  GSettings *settings;
  char *link; /* (nullable): to be followed as soon as that can be */

  const char *shown; /* (nullable): which view; no other is meant to be seen */
  guint patience;    /* until it is shown all the same */
  guint building;    /* of the pages, while the site opens */
  guint folding;     /* panes take new places */
  gboolean closed;   /* the workspace is, to who is signed in */
};

/* window.c */
gboolean reeve_window_is_ready (ReeveWindow *self);
ReevePage *reeve_window_get_page (ReeveWindow *self); /* (nullable): the one on screen */
void reeve_window_forget_site (ReeveWindow *self);    /* the next start does not open it */

/* window-actions.c */
void reeve_window_add_actions (ReeveWindow *self);
void reeve_window_update_actions (ReeveWindow *self); /* the one place that turns them on and off */
void reeve_window_follow_link (ReeveWindow *self);    /* if there is one, and it can be */
void reeve_window_show_toast (ReeveWindow *self, const char *text);

/* window-breach.c */
void reeve_window_add_breach_actions (ReeveWindow *self);
void reeve_window_update_breach_actions (ReeveWindow *self);

/* window-record.c */
void reeve_window_add_record_actions (ReeveWindow *self);

G_END_DECLS
