/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The group "Second Factor" on the page "Policy": of whom one is demanded, from when on. It is a record of
 * its own, so it reads and saves by itself. */

#pragma once

#include <adwaita.h>

#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_POLICY_DEMANDS (reeve_policy_demands_get_type ())
G_DECLARE_FINAL_TYPE (ReevePolicyDemands, reeve_policy_demands, REEVE, POLICY_DEMANDS, AdwPreferencesGroup)

void reeve_policy_demands_set_site (ReevePolicyDemands *self, ReeveSite *site /* (nullable) */);
void reeve_policy_demands_load (ReevePolicyDemands *self);

G_END_DECLS
