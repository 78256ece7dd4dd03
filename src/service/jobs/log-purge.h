/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Days of the access log that are over for 30 days go: the day's file with its events and its salts, never
 * the hashes in the tree. One day of a log at a time, the oldest first, and nothing while the clock is in
 * doubt (common/clock-watch.h). Each is an audit entry, committed before the file goes. */

#pragma once

#include "service/jobs/jobs.h"

G_BEGIN_DECLS

gboolean
reeve_log_purge_run (ReeveInstallation *installation, const ReeveNews *news, gint64 now, GError **error);

G_END_DECLS
