/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A page that shows one of a workspace's reviews, of the few that are known: it loads them whole, again with
 * news, lets one be chosen, and says what is to be seen instead. A subclass says of what kind they are, and
 * shows the one. */

#pragma once

#include "console/lists/paged-list.h"
#include "console/pages/page.h"
#include "console/widgets/pane.h"

G_BEGIN_DECLS

#define REEVE_TYPE_REVIEWS_PAGE (reeve_reviews_page_get_type ())
G_DECLARE_DERIVABLE_TYPE (ReeveReviewsPage, reeve_reviews_page, REEVE, REVIEWS_PAGE, ReevePage)

struct _ReeveReviewsPageClass
{
  ReevePageClass parent_class;

  const char *path; /* below the workspace: "log-reviews" */
  GType (*record_type) (void);
  guint limit;
  const char *const *news; /* nouns of the live feed after which they are loaded again; up to a NULL */

  char *(*name) (gpointer review); /* for the choice. (transfer full) */
  /* Shows @review: chosen, or as it is now. NULL: there is none, or another workspace's come. */
  void (*show) (ReeveReviewsPage *self, gpointer review);
  void (*update) (ReeveReviewsPage *self, gboolean online); /* what follows the rights and the line */

  /* All nullable. */
  gpointer (*choose) (GPtrArray *reviews); /* of some, where nobody has chosen one; else the first */
  void (*reload) (ReeveReviewsPage *self); /* what else is asked for again */
  void (*forget) (ReeveReviewsPage *self); /* the rights are others: what is shown is made anew */
  /* What is in the one shown, if that is what the pane is about. (transfer none) (nullable) */
  ReevePagedList *(*get_list) (ReeveReviewsPage *self, gboolean *narrowed);
};

/* In the subclass's init: where its template shows them, in a toast overlay. The page's "site" comes later.
 */
void reeve_reviews_page_set_parts (ReeveReviewsPage *self, ReevePane *pane, GtkDropDown *choice);

/* The newest first. (transfer none) (nullable): not known yet */
GPtrArray *reeve_reviews_page_get_reviews (ReeveReviewsPage *self);
gpointer reeve_reviews_page_get_shown (ReeveReviewsPage *self); /* (transfer none) (nullable) */
/* Shows the one of that @id, as soon as it is known. @id: (nullable): whichever is chosen by itself */
void reeve_reviews_page_choose (ReeveReviewsPage *self, const char *id);

void reeve_reviews_page_load (ReeveReviewsPage *self);   /* the reviews */
void reeve_reviews_page_reload (ReeveReviewsPage *self); /* and what is in the one shown */
void reeve_reviews_page_update (ReeveReviewsPage *self);
/* In a toast, over the page. */
void reeve_reviews_page_say (ReeveReviewsPage *self, const char *text);
void reeve_reviews_page_say_error (ReeveReviewsPage *self, const GError *error);

G_END_DECLS
