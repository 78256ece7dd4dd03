/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The rows of folders: in the tree, with what opens them, or flat, with where they are. */

#pragma once

#include "console/lists/folder-tree.h"

G_BEGIN_DECLS

typedef struct
{
  ReeveFolderTree *tree; /* (nullable) */
  const char *root;      /* (nullable): the root's name */
  gboolean reach;        /* they say what somebody may do, not how many grants there are */
} ReeveFolderRows;

/* For a model of GtkTreeListRow (a folder tree's) or of ReevePagedItem. @get: says what they belong to, when
 * asked; @clicked: (swapped, with @object) a row was clicked. (transfer full) */
GtkListItemFactory *reeve_folder_rows_new (ReeveFolderRows (*get) (gpointer object),
                                           void (*clicked) (gpointer object),
                                           gpointer object);

/* As in every tree: the arrow @key opens the selected row, or goes into it; the other one closes it, or goes
 * out. @view: over a GtkSingleSelection. FALSE: the key is another one, or the model is flat. */
gboolean
reeve_folder_rows_turn (GtkListView *view, ReeveFolderTree *tree, guint key, GdkModifierType modifiers);

/* Of an item of either model. (transfer full) (nullable) */
ReevePagedItem *reeve_folder_rows_get_item (gpointer item);

G_END_DECLS
