/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Folders of one workspace: their rows. Who may see them is for api/folders and the permission model. */

#pragma once

#include "common/folder.h"
#include "common/query.h"
#include "service/store/db.h"

G_BEGIN_DECLS

/* Whether a folder is told of. */
typedef gboolean (*ReeveFolderFilter) (const char *id, gpointer data);

typedef enum
{
  REEVE_FOLDERS_LEVEL,   /* in the folder of the query's filter "parent", the root without one */
  REEVE_FOLDERS_ALL,     /* anywhere, the root too */
  REEVE_FOLDERS_BINNED,  /* put into the bin themselves */
  REEVE_FOLDERS_MANAGED, /* that a grant of manage was put on (store/grant-reviews.h) */
} ReeveFoldersWhich;

/* By name; of these, those whose name has the query's text. @filter: (nullable) (scope call): leaves others
 * out, before they are counted for the page. BUSY */
ReeveListing *reeve_folders_list (ReeveTx *tx,
                                  const ReeveQuery *query,
                                  ReeveFoldersWhich which,
                                  ReeveFolderFilter filter,
                                  gpointer data,
                                  GError **error);
ReeveFolder *reeve_folders_get (ReeveTx *tx, const char *id, GError **error); /* NOT_FOUND */
/* Errors of both: CONFLICT (reason "name_taken": in the same folder; "folder_depth"), INVALID ("/parent":
 * there is no such folder, or it is in the bin; "/company": no such group) */
gboolean reeve_folders_insert (ReeveTx *tx, ReeveFolder *folder, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* STALE, NOT_FOUND */
gboolean reeve_folders_update (ReeveTx *tx, ReeveFolder *stored, ReeveFolder *folder, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;
/* Removes folders that were put into the bin until @before, and all that is in them, at most @limit at a
 * time, the deepest first. Grants, contacts and rules on them go with them. Returns what went (element-type
 * ReeveFolder): those in the bin themselves have `deleted`. BUSY */
GPtrArray *reeve_folders_purge (ReeveTx *tx, gint64 before, guint limit, GError **error);
/* Names of the folders that it is in, from the top down, and its own, without the root's; empty for the root.
 * (transfer full) */
GStrv reeve_folders_get_path (ReeveTx *tx, const char *id, GError **error);
/* Ids from the folder up to the root. (transfer full) */
GStrv reeve_folders_list_above (ReeveTx *tx, const char *id, GError **error);

G_END_DECLS
