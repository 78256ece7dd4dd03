/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One entry of the audit trail with all that it says: what was done to what, who did it from where and why,
 * and each field before and after. From here on to the request that did it, to the rest of its session or
 * batch, and to the record's other versions. */

#pragma once

#include <adwaita.h>

#include "common/audit-entry.h"
#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_CHANGE_DIALOG (reeve_change_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ReeveChangeDialog, reeve_change_dialog, REEVE, CHANGE_DIALOG, AdwDialog)

/* (transfer floating) */
AdwDialog *reeve_change_dialog_new (ReeveSite *site, ReeveAuditEntry *entry);

G_END_DECLS
