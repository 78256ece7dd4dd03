/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The base class of what the window's stack shows beside the sidebar: it has a site, a title, an icon and its
 * own header bar. The window sets the site and knows nothing else of a page; a page never includes the
 * window: upward speech is an action by name or a signal. */

#pragma once

#include <adwaita.h>

#include "console/client/site.h"
#include "console/client/whom.h"

G_BEGIN_DECLS

#define REEVE_TYPE_PAGE (reeve_page_get_type ())
G_DECLARE_DERIVABLE_TYPE (ReevePage, reeve_page, REEVE, PAGE, AdwBin)

struct _ReevePageClass
{
  AdwBinClass parent_class;

  /* Whether who is signed in may see it. (nullable): by its capability */
  gboolean (*is_allowed) (ReevePage *self, ReeveSite *site);
  gboolean opens_closed; /* it is there though the workspace is closed to them (reeve_site_is_closed) */

  void (*site_changed) (ReevePage *self); /* a new site, or NULL: drop what belonged to the old one */
  void (*refresh) (ReevePage *self);      /* F5 */
  void (*search) (ReevePage *self);       /* Ctrl+F: focus the search entry */
  void (*create) (ReevePage *self);       /* Ctrl+N */
  void (*show_role) (ReevePage *self, const char *role);   /* those who hold it */
  void (*show_group) (ReevePage *self, const char *group); /* those who are in it */
  void (*show_one) (ReevePage *self, const char *id);      /* of what the page lists */
  void (*show_query) (ReevePage *self, const char *query); /* of the access log */
  /* its list, narrowed to these (a{ss}): wire names of what the service filters by, and what the page adds */
  void (*show_filters) (ReevePage *self, GVariant *filters);
  /* the folders that a principal reaches */
  void (*show_reach) (ReevePage *self, const char *kind, const char *id, const char *name);

  /* What would be lost if the page's site, or its workspace, were left now: a sentence. (transfer full)
   * (nullable): nothing */
  char *(*describe_pending) (ReevePage *self);
  void (*discard_pending) (ReevePage *self);

  /* Whom it shows, of ReeveWhom: put behind those in @list. */
  void (*list_whom) (ReevePage *self, GPtrArray *list);

  /* F6: moves the focus to the page's next pane (Shift: the one before), or with @enter to its first (last)
   * one. FALSE: there is none further. */
  gboolean (*focus_pane) (ReevePage *self, gboolean forward, gboolean enter);
};

/* Properties: "site"; "loading" (read only); for templates "title", "icon-name" (both for the sidebar),
 * "section" (the heading it stands under there, nullable) and "capability" (wire name, "users.read": without
 * it the page is hidden; nullable: everybody sees it), "everywhere" (not for who has it for groups only).
 * GtkWidget's own "name" is the stable name of the stack child and of the last page in the settings. */
ReeveSite *reeve_page_get_site (ReevePage *self); /* (transfer none) (nullable) */
void reeve_page_set_site (ReevePage *self, ReeveSite *site);
const char *reeve_page_get_title (ReevePage *self);
const char *reeve_page_get_icon_name (ReevePage *self);
const char *reeve_page_get_section (ReevePage *self);            /* (nullable) */
const char *reeve_page_get_capability (ReevePage *self);         /* (nullable) */
gboolean reeve_page_get_loading (ReevePage *self);               /* it has nothing to show yet, but soon */
void reeve_page_set_loading (ReevePage *self, gboolean loading); /* the page's own */
gboolean reeve_page_is_allowed (ReevePage *self);                /* the person of its site may see it */
gboolean reeve_page_get_opens_closed (ReevePage *self);
void reeve_page_refresh (ReevePage *self);
void reeve_page_search (ReevePage *self);
void reeve_page_create (ReevePage *self);
void reeve_page_show_role (ReevePage *self, const char *role);
void reeve_page_show_group (ReevePage *self, const char *group);
void reeve_page_show_one (ReevePage *self, const char *id);
void reeve_page_show_query (ReevePage *self, const char *query);
void reeve_page_show_filters (ReevePage *self, GVariant *filters);
/* For a page's own: the value of one of them. (nullable): it is not among them */
const char *reeve_page_get_filter (GVariant *filters, const char *name);
/* The same for a choice of which @choices (NULL-terminated) are the items from @first on; those before, and
 * what is none of them, are 0. */
guint reeve_page_get_choice (GVariant *filters, const char *name, const char *const *choices, guint first);
void reeve_page_show_reach (ReevePage *self, const char *kind, const char *id, const char *name);
char *reeve_page_describe_pending (ReevePage *self);
void reeve_page_discard_pending (ReevePage *self);
/* Whom a person could mean: in the row that has the focus (@focus, nullable), then what the page shows. Of
 * ReeveWhom, in that order; empty: nobody. (transfer full) */
GPtrArray *reeve_page_list_whom (ReevePage *self, GtkWidget *focus);
gboolean reeve_page_focus_pane (ReevePage *self, gboolean forward, gboolean enter);

G_END_DECLS
