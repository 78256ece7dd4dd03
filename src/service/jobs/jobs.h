/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What the service does by itself: tell workspaces what happened to the accounts of their users, let the
 * directory follow its workspaces, empty the bin, note what was used, forget what has expired. One thread,
 * one job at a time, each in small steps, so that requests hardly wait; every job may be run at any time,
 * twice, or not at all for a while. */

#pragma once

#include "service/jobs/news.h"
#include "service/store/installation.h"

G_BEGIN_DECLS

typedef struct _ReeveJobs ReeveJobs;

/* @installation is borrowed. @news: (nullable): copied; tells until the jobs are stopped.
 * Returns: (transfer full) */
ReeveJobs *reeve_jobs_start (ReeveInstallation *installation, const ReeveNews *news);
void reeve_jobs_stop (ReeveJobs *self); /* (transfer full): waits for the job that runs */

/* Runs what follows a change of an account (mirror, follow) soon instead of within a minute; to be called
 * when the change is committed, which it would not see otherwise (a handler sets the call's `wakes_jobs`).
 * Any thread; without jobs running on @installation it does nothing. */
void reeve_jobs_wake (ReeveInstallation *installation);

/* Every job once, in the calling thread, as if all were due; for tests and for `reeved` before it stops. */
gboolean
reeve_jobs_run_all (ReeveInstallation *installation, gint64 now, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveJobs, reeve_jobs_stop)

G_END_DECLS
