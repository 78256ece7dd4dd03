/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What looks at the access log for what is unusual: how much of it is on and as usual, and the way to set
 * it. */

#pragma once

#include <adwaita.h>

#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_POLICY_DETECTIONS (reeve_policy_detections_get_type ())
G_DECLARE_FINAL_TYPE (ReevePolicyDetections,
                      reeve_policy_detections,
                      REEVE,
                      POLICY_DETECTIONS,
                      AdwPreferencesGroup)

void reeve_policy_detections_set_site (ReevePolicyDetections *self, ReeveSite *site); /* (nullable) */
void reeve_policy_detections_load (ReevePolicyDetections *self);

G_END_DECLS
