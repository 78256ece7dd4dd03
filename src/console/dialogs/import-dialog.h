/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Users, or people to invite, from a CSV file: chosen, dropped or pasted; every row's fate is shown before
 * anything is written. */

#pragma once

#include <adwaita.h>

#include "common/user-import.h"
#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_IMPORT_DIALOG (reeve_import_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ReeveImportDialog, reeve_import_dialog, REEVE, IMPORT_DIALOG, AdwDialog)

/* Signal "imported" (message, ReeveUserImportReport). */
AdwDialog *reeve_import_dialog_new (ReeveSite *site);
AdwDialog *reeve_import_dialog_new_for_invitations (ReeveSite *site);
/* As if the person had chosen a file of this text. */
void reeve_import_dialog_read (ReeveImportDialog *self, const char *text);

G_END_DECLS
