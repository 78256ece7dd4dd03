/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Findings by whom they are about or by where they came from: a row each, the worst first. */

#pragma once

#include <adwaita.h>

#include "common/finding.h"
#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_FINDING_GROUPS (reeve_finding_groups_get_type ())
G_DECLARE_FINAL_TYPE (ReeveFindingGroups, reeve_finding_groups, REEVE, FINDING_GROUPS, AdwBin)

/* Signals: "chosen" (ReeveFindingGroup), "clear-filters".
 * @by: (nullable): of reeve_finding_groupings; nothing is shown. @state: (nullable): all */
void reeve_finding_groups_show (ReeveFindingGroups *self, ReeveSite *site, const char *by, const char *state);
void reeve_finding_groups_reload (ReeveFindingGroups *self);

G_END_DECLS
