/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One finding: what it means, the numbers that raised it, the way to its events, and what was made of it. Its
 * verbs are the page's actions, by name: "findings.decide" with its id and a state, "findings.mute". */

#pragma once

#include <adwaita.h>

#include "common/finding.h"
#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_FINDING_DETAIL (reeve_finding_detail_get_type ())
G_DECLARE_FINAL_TYPE (ReeveFindingDetail, reeve_finding_detail, REEVE, FINDING_DETAIL, AdwBin)

ReeveFinding *
reeve_finding_detail_find (ReeveFindingDetail *self, const char *id);      /* (nullable): another is shown */
ReeveFinding *reeve_finding_detail_get_finding (ReeveFindingDetail *self); /* (nullable): none is shown */
/* @finding: (nullable): none is chosen. @site: (nullable) */
void reeve_finding_detail_show (ReeveFindingDetail *self, ReeveSite *site, ReeveFinding *finding);

G_END_DECLS
