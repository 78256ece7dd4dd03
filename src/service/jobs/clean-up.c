/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Ended sessions are kept for as long as the access log that names them, then removed in small steps. */

#include "config.h"

#include "service/jobs/clean-up.h"

#include "common/clock.h"
#include "service/jobs/walk.h"
#include "service/store/sessions.h"

#define KEEP (30 * REEVE_DAY)
#define STEP 500

gboolean
reeve_clean_up_run (ReeveInstallation *installation,
                    const ReeveNews *news G_GNUC_UNUSED,
                    gint64 now,
                    GError **error)
{
  gint64 n;

  do
    {
      g_autoptr (ReeveTx) tx = reeve_db_begin (reeve_installation_get_directory (installation),
                                               REEVE_TX_WRITE, reeve_job_deadline (), error);

      if (tx == NULL || !reeve_sessions_purge (tx, now - KEEP, STEP, &n, error) ||
          !reeve_tx_commit (tx, error))
        return FALSE;
    }
  while (n == STEP);

  return TRUE;
}
