/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Asks for the name of a new folder, or another for one that there is. */

#pragma once

#include <adwaita.h>

#include "common/folder.h"
#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_FOLDER_DIALOG (reeve_folder_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ReeveFolderDialog, reeve_folder_dialog, REEVE, FOLDER_DIALOG, AdwDialog)

/* Makes a folder in @parent. @place: where that is, in words. Signal "created" (ReeveFolder). */
AdwDialog *reeve_folder_dialog_new (ReeveSite *site, ReeveFolder *parent, const char *place);
/* Changes nothing itself. Signal "renamed" (ReeveFolder, name): the folder as it was shown. */
AdwDialog *reeve_folder_dialog_new_rename (ReeveSite *site, ReeveFolder *folder, const char *place);

G_END_DECLS
