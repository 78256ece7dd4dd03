/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Settles what is pending, workspace by workspace. */

#include "config.h"

#include "service/jobs/follow.h"

#include "service/jobs/walk.h"
#include "service/store/intents.h"

static gboolean
settle (ReeveInstallation *installation,
        const ReeveNews *news G_GNUC_UNUSED,
        const char *workspace,
        ReeveDb *db,
        gint64 now,
        GError **error)
{
  return reeve_intents_settle (reeve_installation_get_directory (installation), db, workspace,
                               reeve_job_deadline (), error);
}

gboolean
reeve_follow_run (ReeveInstallation *installation, const ReeveNews *news, gint64 now, GError **error)
{
  return reeve_walk_workspaces (installation, news, settle, now, error);
}
