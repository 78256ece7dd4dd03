/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/jobs/grant-uses.h"

#include "service/jobs/walk.h"

static gboolean
write_uses (ReeveInstallation *installation,
            const ReeveNews *news G_GNUC_UNUSED,
            const char *workspace,
            ReeveDb *db,
            gint64 now,
            GError **error)
{
  return reeve_grant_uses_write (reeve_installation_get_grant_uses (installation, workspace), db, now,
                                 reeve_job_deadline (), error);
}

gboolean
reeve_grant_uses_run (ReeveInstallation *installation, const ReeveNews *news, gint64 now, GError **error)
{
  return reeve_walk_workspaces (installation, news, write_uses, now, error);
}
