/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What looks at the access logs as they grow: a thread that shows every event of every workspace, and of the
 * directory, to the detections (jobs/watching.h), in the order of the record. It listens to what is written;
 * what it missed, because the service was not running or more came than it keeps, it reads from the days. */

#pragma once

#include "service/jobs/news.h"
#include "service/store/installation.h"

G_BEGIN_DECLS

typedef struct _ReeveDetections ReeveDetections;

/* @installation is borrowed. @news: (nullable): copied; told of findings until they are stopped.
 * (transfer full) */
ReeveDetections *reeve_detections_start (ReeveInstallation *installation, const ReeveNews *news);
void reeve_detections_stop (ReeveDetections *self); /* (transfer full): saves what they know */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveDetections, reeve_detections_stop)

/* Looks at all that is in the logs, in the calling thread, and saves what it knows: for tests. Where @saves
 * is not, as if the process were killed before. Errors: BUSY, INTERNAL. */
gboolean reeve_detections_run (ReeveInstallation *installation,
                               gboolean saves,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
