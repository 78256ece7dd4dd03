/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The folders in the bin, each with a way out of it. */

#pragma once

#include <adwaita.h>

#include "console/client/site.h"
#include "console/widgets/permission-entry.h"

G_BEGIN_DECLS

#define REEVE_TYPE_FOLDER_BIN_DIALOG (reeve_folder_bin_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ReeveFolderBinDialog, reeve_folder_bin_dialog, REEVE, FOLDER_BIN_DIALOG, AdwDialog)

/* Signal: "asked" (ReevePermissionEntry, a pointer): one shall come back. */
AdwDialog *reeve_folder_bin_dialog_new (ReeveSite *site);

G_END_DECLS
