/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A folder renamed from this console: sent, and remembered on the site's undo stack. Main thread only. */

#pragma once

#include "common/folder.h"
#include "console/widgets/changes.h"

G_BEGIN_DECLS

#define REEVE_TYPE_FOLDER_CHANGES (reeve_folder_changes_get_type ())
G_DECLARE_FINAL_TYPE (ReeveFolderChanges, reeve_folder_changes, REEVE, FOLDER_CHANGES, ReeveChanges)

ReeveFolderChanges *reeve_folder_changes_new (ReeveSite *site);
void reeve_folder_changes_rename (ReeveFolderChanges *self, ReeveFolder *folder, const char *name);

G_END_DECLS
