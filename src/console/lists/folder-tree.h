/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The folders of a workspace as a tree: a paged list for each folder that stands open, asked for when it is
 * opened and let go of when it is closed. The root stands at the top, under the workspace's name. */

#pragma once

#include <gtk/gtk.h>

#include "console/lists/paged-list.h"

G_BEGIN_DECLS

#define REEVE_TYPE_FOLDER_TREE (reeve_folder_tree_get_type ())
G_DECLARE_FINAL_TYPE (ReeveFolderTree, reeve_folder_tree, REEVE, FOLDER_TREE, GObject)

/* Signals: "changed": the first level's state; "failed" (ReevePagedList): one that is deeper could not be
 * loaded, and is tried again when its folder is opened again.
 * @path: of the workspace's folders; @name: of the root; @kind, @principal: (nullable): only what that one
 * reaches, and the way there. The root stands open at once. */
ReeveFolderTree *reeve_folder_tree_new (ReeveClient *client,
                                        const char *path,
                                        const char *name,
                                        const char *kind,
                                        const char *principal);
const char *reeve_folder_tree_get_path (ReeveFolderTree *self);
/* Of GtkTreeListRow, each with a ReevePagedItem of a ReeveFolder. (transfer none) */
GtkTreeListModel *reeve_folder_tree_get_model (ReeveFolderTree *self);
/* What is in the root. (transfer none) */
ReevePagedList *reeve_folder_tree_get_top (ReeveFolderTree *self);
void reeve_folder_tree_set_name (ReeveFolderTree *self, const char *name);

/* Opens or closes the folder of @row. What is in it is asked for. */
void reeve_folder_tree_open (ReeveFolderTree *self, GtkTreeListRow *row, gboolean open);
/* What is in the folder of @row, if it stands open. (transfer none) (nullable) */
ReevePagedList *reeve_folder_tree_get_level (ReeveFolderTree *self, GtkTreeListRow *row);
/* @row has come into sight: more of what is beside it is asked for, where it is one of the last. */
void reeve_folder_tree_seen (ReeveFolderTree *self, GtkTreeListRow *row);
void reeve_folder_tree_reload (ReeveFolderTree *self);

G_END_DECLS
