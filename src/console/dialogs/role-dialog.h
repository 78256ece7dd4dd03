/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One role: what it gives, area by area, and who holds it; a new one, or a change of one, with what it would
 * do to people said before. */

#pragma once

#include <adwaita.h>

#include "common/role.h"
#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_ROLE_DIALOG (reeve_role_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ReeveRoleDialog, reeve_role_dialog, REEVE, ROLE_DIALOG, AdwDialog)

/* @role: without an id it is a new one, filled in so far. Signals: "saved" (before (nullable), after),
 * "removed" (role), "duplicate" (role). */
AdwDialog *reeve_role_dialog_new (ReeveSite *site, ReeveRole *role);

G_END_DECLS
