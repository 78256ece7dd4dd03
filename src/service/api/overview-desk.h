/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What waits at the review desk, for the overview: reviews to sign, findings to decide on and to follow up,
 * mutes that end. */

#pragma once

#include "service/api/call.h"
#include "service/store/duties.h"

G_BEGIN_DECLS

gboolean reeve_overview_find_log_reviews (ReeveCall *call,
                                          const ReeveDutySearch *search,
                                          GPtrArray *duties,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean reeve_overview_find_findings (ReeveCall *call,
                                       const ReeveDutySearch *search,
                                       GPtrArray *duties,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean reeve_overview_find_follow_ups (ReeveCall *call,
                                         const ReeveDutySearch *search,
                                         GPtrArray *duties,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean reeve_overview_find_mutes (ReeveCall *call,
                                    const ReeveDutySearch *search,
                                    GPtrArray *duties,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
