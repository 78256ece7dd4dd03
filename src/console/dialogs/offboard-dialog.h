/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Somebody leaves the workspace, or several do: says what goes and what is left to do, asks why, and shows
 * what became of it. */

#pragma once

#include <adwaita.h>

#include "common/user.h"
#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_OFFBOARD_DIALOG (reeve_offboard_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ReeveOffboardDialog, reeve_offboard_dialog, REEVE, OFFBOARD_DIALOG, AdwDialog)

/* Signal "left": the service has done it. */
AdwDialog *reeve_offboard_dialog_new (ReeveSite *site, ReeveUser *user);
/* @ids: of up to REEVE_LEAVING_MAX users. */
AdwDialog *reeve_offboard_dialog_new_many (ReeveSite *site, const char *const *ids);

G_END_DECLS
