/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The walk holds no transaction while a step runs. */

#include "config.h"

#include "service/jobs/walk.h"

#include "common/clock.h"

gboolean
reeve_walk_workspaces (ReeveInstallation *installation,
                       const ReeveNews *news,
                       ReeveWalkStep step,
                       gint64 now,
                       GError **error)
{
  g_auto (GStrv) ids = reeve_installation_list_workspaces (installation);
  g_autoptr (GError) first = NULL;

  for (guint i = 0; ids[i] != NULL; i++)
    {
      GError *its = NULL;

      if (!step (installation, news, ids[i], reeve_installation_get_workspace (installation, ids[i]), now,
                 &its))
        reeve_walk_note (&first, ids[i], its);
    }
  if (first == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&first));
  return FALSE;
}

void
reeve_walk_note (GError **first, const char *workspace, GError *error)
{
  if (*first != NULL)
    {
      g_error_free (error);
      return;
    }
  g_prefix_error (&error, "workspace %s: ", workspace);
  *first = error;
}

gint64
reeve_job_deadline (void)
{
  return g_get_monotonic_time () + 30 * REEVE_SECOND;
}
