/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Asks where a folder goes: never into itself, or what is below it. It moves nothing: what was chosen is
 * looked at first. */

#pragma once

#include <adwaita.h>

#include "console/client/site.h"
#include "console/widgets/permission-entry.h"

G_BEGIN_DECLS

#define REEVE_TYPE_FOLDER_MOVE_DIALOG (reeve_folder_move_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ReeveFolderMoveDialog, reeve_folder_move_dialog, REEVE, FOLDER_MOVE_DIALOG, AdwDialog)

/* Signal: "asked" (ReevePermissionEntry, a pointer). @place: of the folder. */
AdwDialog *reeve_folder_move_dialog_new (ReeveSite *site, ReeveFolder *folder, const char *place);

G_END_DECLS
