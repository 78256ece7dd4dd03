/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What waits at the review desk, for the overview: reviews to sign, findings to decide on and to follow up,
 * mutes that end. */

#pragma once

#include "service/api/call.h"
#include "service/store/duties.h"

G_BEGIN_DECLS

/* As ReeveDutyFind, of what takes more than the workspace's database. */
typedef gboolean
ReeveOverviewFind (ReeveCall *call, const ReeveDutySearch *search, GPtrArray *duties, GError **error);

ReeveOverviewFind reeve_overview_find_log_reviews G_GNUC_WARN_UNUSED_RESULT;
ReeveOverviewFind reeve_overview_find_findings G_GNUC_WARN_UNUSED_RESULT;
ReeveOverviewFind reeve_overview_find_follow_ups G_GNUC_WARN_UNUSED_RESULT;
ReeveOverviewFind reeve_overview_find_mutes G_GNUC_WARN_UNUSED_RESULT;
ReeveOverviewFind reeve_overview_find_notifications G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
