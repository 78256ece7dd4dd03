/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The access log, for whoever may read it: lines, how many over time, and of what. */

#pragma once

#include "common/log-query.h"
#include "service/api/call.h"

G_BEGIN_DECLS

extern const char *const access_log_filters[];           /* of the list and the facets */
extern const char *const access_log_histogram_filters[]; /* of the histogram */

/* The call's `q`, its times told in its `zone` (none: UTC) and from @now. (transfer full). Errors: INVALID:
 * "?zone", or
 * "?q" for each mistake, with the fault's word as the reason and the place in the message. */
ReeveLogQuery *access_log_read_query (ReeveCall *call, gint64 now, GError **error);

gboolean access_log_list (ReeveCall *call, GError **error);
gboolean access_log_histogram (ReeveCall *call, GError **error);
gboolean access_log_facets (ReeveCall *call, GError **error);

G_END_DECLS
