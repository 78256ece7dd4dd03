/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A dialog that is one short list of a workspace's records, loaded whole, and again when the live feed tells
 * of one. It says what is to be seen instead, keeps the focus where it was among rows that are made anew, and
 * shows the history of all below the list. A subclass says of what, and makes the rows; its template sets the
 * properties "label", "empty-icon", "empty-title", "empty-description", "add-label" and "first-label". */

#pragma once

#include <adwaita.h>

#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_LIST_DIALOG (reeve_list_dialog_get_type ())
G_DECLARE_DERIVABLE_TYPE (ReeveListDialog, reeve_list_dialog, REEVE, LIST_DIALOG, AdwDialog)

/* How one is lifted: what is asked before, and what is said after. Marked for translation. */
typedef struct
{
  const char *heading;
  const char *body;
  const char *done;
} ReeveListLifting;

struct _ReeveListDialogClass
{
  AdwDialogClass parent_class;

  const char *path; /* below the workspace: "mutes" */
  const char *noun; /* of the live feed: "mute" */
  GType (*record_type) (void);
  guint limit; /* there are no more */

  /* Makes the row of @record with reeve_list_dialog_make_row(), and adds what it has. (transfer floating) */
  GtkWidget *(*make_row) (ReeveListDialog *self, gpointer record);

  /* All nullable. */
  const char *history;             /* the audit's type of object: "mute" */
  const ReeveListLifting *lifting; /* for rows with reeve_list_dialog_add_lift() */
  gboolean (*may_add) (ReeveListDialog *self);
  void (*add) (ReeveListDialog *self);
  void (*activated) (ReeveListDialog *self, gpointer record);
};

/* Of @type, a subclass, and loading already. */
AdwDialog *reeve_list_dialog_new (GType type, ReeveSite *site);
ReeveSite *reeve_list_dialog_get_site (ReeveListDialog *self); /* (transfer none) */
void reeve_list_dialog_load (ReeveListDialog *self);
/* In a toast, over the list. */
void reeve_list_dialog_say (ReeveListDialog *self, const char *text);

/* (transfer floating) */
GtkWidget *reeve_list_dialog_make_row (const char *title, const char *subtitle);
/* @callback: of "clicked", swapped: (ReeveListDialog *self, GtkWidget *button). @label: with a mnemonic */
void
reeve_list_dialog_add_button (ReeveListDialog *self, GtkWidget *row, const char *label, GCallback callback);
/* What a button's row is about says reeve_row_get_record(). */
void reeve_list_dialog_add_lift (ReeveListDialog *self, GtkWidget *row);

G_END_DECLS
