/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A group on the page "Policy" that lists records of their own: it reads by itself, and again when the live
 * feed tells of one, and each is changed in a dialog. A subclass says of what, and makes the rows; its
 * template sets the properties "add-label" and "none-title". */

#pragma once

#include <adwaita.h>

#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_POLICY_LIST (reeve_policy_list_get_type ())
G_DECLARE_DERIVABLE_TYPE (ReevePolicyList, reeve_policy_list, REEVE, POLICY_LIST, AdwPreferencesGroup)

struct _ReevePolicyListClass
{
  AdwPreferencesGroupClass parent_class;

  const char *path; /* below the workspace: "notification-rules" */
  const char *noun; /* of the live feed: "notification-rule" */
  gboolean hides;   /* it is not there for who may not read it */

  gboolean (*may_read) (ReeveSite *site); /* @site is ready, and has a workspace */
  /* Asks for them; the answer goes to reeve_policy_list_take(). */
  void (*ask) (ReevePolicyList *self, ReeveSite *site, const char *path, GCancellable *cancellable);
  /* @write: it opens the dialog. (transfer floating) */
  GtkWidget *(*make_row) (ReevePolicyList *self, gpointer record, gboolean write);
  void (*open) (ReevePolicyList *self, ReeveSite *site, gpointer record); /* @record: (nullable): a new one */

  /* All nullable. */
  gboolean (*is_news) (ReevePolicyList *self, gint64 version); /* or what is here is as new already */
  void (*forget) (ReevePolicyList *self);                      /* what was taken is another workspace's */
};

void reeve_policy_list_set_site (ReevePolicyList *self, ReeveSite *site /* (nullable) */);
void reeve_policy_list_load (ReevePolicyList *self);
/* Opens the record of that id, now or once they are here; one that is gone, or that may not be changed, is
 * not.
 */
void reeve_policy_list_show (ReevePolicyList *self, const char *id);
/* @records: (element-type ReeveRecord) (nullable): @error says why not; one that was cancelled is none. */
void reeve_policy_list_take (ReevePolicyList *self, GPtrArray *records, const GError *error);
/* For a row that says the same in words. (transfer floating) */
GtkWidget *reeve_policy_list_make_image (const char *icon);

G_END_DECLS
