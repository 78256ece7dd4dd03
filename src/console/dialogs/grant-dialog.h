/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Asks who may do what in a folder, and until when. It changes nothing itself: what was said goes into a
 * preview, above this dialog, so that nothing is lost if the person thinks again. */

#pragma once

#include <adwaita.h>

#include "console/client/site.h"
#include "console/widgets/permission-entry.h"

G_BEGIN_DECLS

#define REEVE_TYPE_GRANT_DIALOG (reeve_grant_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ReeveGrantDialog, reeve_grant_dialog, REEVE, GRANT_DIALOG, AdwDialog)

/* Signal: "asked" (ReevePermissionEntry, a pointer): what the person wants. @place: of the folder. */
AdwDialog *reeve_grant_dialog_new (ReeveSite *site, const char *folder, const char *place);
AdwDialog *reeve_grant_dialog_new_amend (ReeveSite *site, ReeveGrant *grant, const char *place);

G_END_DECLS
