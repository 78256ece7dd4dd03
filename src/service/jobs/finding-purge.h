/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Findings name people and addresses, and do not stay for ever: those that were decided on go a year later, a
 * breach three (store/findings.h says which stay), a mute a year after its end. Each leaves an audit entry
 * without anybody's name. Nothing goes while the clock is in doubt (common/clock-watch.h). */

#pragma once

#include "service/jobs/jobs.h"

G_BEGIN_DECLS

gboolean
reeve_finding_purge_run (ReeveInstallation *installation, const ReeveNews *news, gint64 now, GError **error);

G_END_DECLS
