/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* From when on a second factor is demanded of a role, and who has none yet: said before it is saved. */

#pragma once

#include <adwaita.h>

#include "common/second-factor-demand.h"
#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_DEMAND_DIALOG (reeve_demand_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ReeveDemandDialog, reeve_demand_dialog, REEVE, DEMAND_DIALOG, AdwDialog)

/* Signal "saved" (ReeveSecondFactorDemands).
 * @demands: as they are now; @role: (nullable): whose is changed; NULL: one is chosen that has none yet */
AdwDialog *reeve_demand_dialog_new (ReeveSite *site, ReeveSecondFactorDemands *demands, const char *role);

/* Of whom the demand is: "Everybody", "Auditor". */
const char *reeve_demand_dialog_name (const char *role);
/* (transfer none) (nullable): of this role */
ReeveSecondFactorDemand *reeve_demand_dialog_find (ReeveSecondFactorDemands *demands, const char *role);

G_END_DECLS
