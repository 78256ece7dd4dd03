/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One reset of a second factor that waits for another administrator: everything that it takes to decide on
 * it, and the deciding. Who asked for it takes it back instead. */

#pragma once

#include <adwaita.h>

#include "common/second-factor.h"
#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_FACTOR_RESET_GROUP (reeve_factor_reset_group_get_type ())
G_DECLARE_FINAL_TYPE (ReeveFactorResetGroup,
                      reeve_factor_reset_group,
                      REEVE,
                      FACTOR_RESET_GROUP,
                      AdwPreferencesGroup)

/* Signal "decided": whether it went well or not, it may not be what it was.
 * @reset: (nullable): shows nothing; @named: say whose it is */
void reeve_factor_reset_group_show (ReeveFactorResetGroup *self,
                                    ReeveSite *site,
                                    ReeveSecondFactorReset *reset,
                                    gboolean named);

/* Translated, of one of reeve_proofings. */
const char *reeve_factor_reset_proofing (const char *proofing);

G_END_DECLS
