/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A page that is one list of a workspace's records in boxed rows: it asks for them when the site is there,
 * goes on at the end of what is seen, asks again with news, and says what is to be seen instead. A subclass
 * says of what, and makes the rows. */

#pragma once

#include "console/lists/paged-list.h"
#include "console/pages/page.h"
#include "console/widgets/pane.h"

G_BEGIN_DECLS

#define REEVE_TYPE_LIST_PAGE (reeve_list_page_get_type ())
G_DECLARE_DERIVABLE_TYPE (ReeveListPage, reeve_list_page, REEVE, LIST_PAGE, ReevePage)

struct _ReeveListPageClass
{
  ReevePageClass parent_class;

  const char *path; /* below the workspace: "mails" */
  GType (*record_type) (void);
  gboolean rows_show_rights; /* they are made anew when what the person may do changes */

  GtkWidget *(*make_row) (ReeveListPage *self, ReevePagedItem *item); /* (transfer floating) */
  /* Puts into @query what is asked for; answers whether the person can ask for more. */
  gboolean (*narrow) (ReeveListPage *self, ReeveQuery *query);
  gboolean (*is_news) (ReeveListPage *self, const char *noun, const char *id, gint64 version);

  /* All nullable. */
  void (*update) (ReeveListPage *self, gboolean online); /* what follows the list, the rights, the line */
  void (*reload) (ReeveListPage *self);                  /* what else is asked for again */
  void (*begun) (ReeveListPage *self);                   /* there is a list */
  void (*dropped) (ReeveListPage *self);                 /* there is none any more */
  void (*moved) (ReeveListPage *self);                   /* the next one is of another workspace */
  guint (*count_others) (ReeveListPage *self);           /* rows that stand beside those of the list */
};

/* In the subclass's init: where its template shows the list, in a toast overlay if anything is to be said.
 * The page's "site" comes later. */
void reeve_list_page_set_parts (ReeveListPage *self,
                                ReevePane *pane,
                                GtkScrolledWindow *scroller,
                                GtkListBox *rows);
ReevePagedList *reeve_list_page_get_list (ReeveListPage *self); /* (transfer none) (nullable) */
/* The record of @id, as it is on screen. (transfer none) (nullable) */
gpointer reeve_list_page_find (ReeveListPage *self, const char *id);
/* May the person of the site do that? Without a site: no. */
gboolean reeve_list_page_may (ReeveListPage *self, ReeveCapability capability);

/* POSTs without a body to what is @below the workspace ("mails/ID/retry"). What is answered, of type @reply
 * or nothing (G_TYPE_NONE), stands in the list then, and @done is told of it: @record is nullable. A refusal
 * is said in a toast. */
typedef void (*ReeveListPageDone) (ReeveListPage *self, gpointer record);
void reeve_list_page_post (ReeveListPage *self, const char *below, GType reply, ReeveListPageDone done);
/* In a toast, over the list. */
void reeve_list_page_say (ReeveListPage *self, const char *text);

/* A flat button for a row, that activates @action with the record's @id. (transfer floating) */
GtkWidget *
reeve_list_page_make_button (const char *icon, const char *tooltip, const char *action, const char *id);

void reeve_list_page_ask (ReeveListPage *self);    /* what is asked for has changed */
void reeve_list_page_reload (ReeveListPage *self); /* the same again */
void reeve_list_page_update (ReeveListPage *self);

G_END_DECLS
