/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Days of the access log that are over for as long as the policy says go: the day's events and its salts,
 * never the hashes in the tree, and never what a hold keeps (store/access-leaving.h). The oldest first, so
 * many at a run and as many as a few seconds allow, and nothing while the clock is in doubt
 * (common/clock-watch.h). Each is an audit entry, committed before its file goes; so is the end of a hold. */

#pragma once

#include "service/jobs/jobs.h"

G_BEGIN_DECLS

gboolean
reeve_log_purge_run (ReeveInstallation *installation, const ReeveNews *news, gint64 now, GError **error);

G_END_DECLS
