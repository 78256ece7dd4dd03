/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Changes many users, after it has shown what that will do: how many will change, are so already, are left
 * out and why. The service does the counting (a dry run), and the change is refused if the match has moved
 * since. */

#pragma once

#include <adwaita.h>

#include "common/user-bulk.h"
#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_BULK_DIALOG (reeve_bulk_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ReeveBulkDialog, reeve_bulk_dialog, REEVE, BULK_DIALOG, AdwDialog)

/* @bulk: action, and ids or query with its expected total; the dialog adds the rest. Signal "applied"
 * (message, ReeveUserBulkResult). */
AdwDialog *reeve_bulk_dialog_new (ReeveSite *site, ReeveUserBulk *bulk);

G_END_DECLS
