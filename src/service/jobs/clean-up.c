/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Ended sessions and bulk jobs are kept for as long as the access log that names them, links until they
 * expire; then they are removed in small steps. */

#include "config.h"

#include "service/jobs/clean-up.h"

#include "common/clock.h"
#include "service/jobs/walk.h"
#include "service/store/bulk-jobs.h"
#include "service/store/links.h"
#include "service/store/sessions.h"

#define KEEP (30 * REEVE_DAY)
#define STEP 500

static gboolean
purge_sessions (ReeveTx *tx, gint64 now, gint64 *n, GError **error)
{
  return reeve_sessions_purge (tx, now - KEEP, STEP, n, error);
}

static gboolean
purge_links (ReeveTx *tx, gint64 now, gint64 *n, GError **error)
{
  return reeve_links_purge (tx, now, STEP, n, error);
}

static gboolean
purge_bulk_jobs (ReeveTx *tx, gint64 now, gint64 *n, GError **error)
{
  return reeve_bulk_jobs_purge (tx, now - KEEP, now, STEP, n, error);
}

static gboolean
purge_all (ReeveDb *db,
           gboolean (*purge) (ReeveTx *tx, gint64 now, gint64 *n, GError **error),
           gint64 now,
           GError **error)
{
  gint64 n;

  do
    {
      g_autoptr (ReeveTx) tx = reeve_db_begin (db, REEVE_TX_WRITE, reeve_job_deadline (), error);

      if (tx == NULL || !purge (tx, now, &n, error) || !reeve_tx_commit (tx, error))
        return FALSE;
    }
  while (n > 0);

  return TRUE;
}

static gboolean
clean_workspace (ReeveInstallation *installation G_GNUC_UNUSED,
                 const ReeveNews *news G_GNUC_UNUSED,
                 const char *workspace G_GNUC_UNUSED,
                 ReeveDb *db,
                 gint64 now,
                 GError **error)
{
  return purge_all (db, purge_links, now, error) && purge_all (db, purge_bulk_jobs, now, error);
}

gboolean
reeve_clean_up_run (ReeveInstallation *installation, const ReeveNews *news, gint64 now, GError **error)
{
  ReeveDb *directory = reeve_installation_get_directory (installation);

  return purge_all (directory, purge_sessions, now, error) &&
         purge_all (directory, purge_links, now, error) &&
         reeve_walk_workspaces (installation, news, clean_workspace, now, error);
}
