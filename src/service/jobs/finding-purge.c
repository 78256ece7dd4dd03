/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/jobs/finding-purge.h"

#include "common/audit-entry.h"
#include "common/clock.h"
#include "common/mute.h"
#include "service/jobs/walk.h"
#include "service/store/audit.h"
#include "service/store/findings.h"
#include "service/store/mutes.h"

#define STEP 500
#define LONG (5 * REEVE_SECOND) /* of a workspace at a run: the other jobs wait */

static gboolean
audit_purge (ReeveTx *tx, const char *type, const char *id, const char *reason, gint64 now, GError **error)
{
  g_autoptr (ReeveAuditEntry) entry = reeve_audit_entry_new ();

  entry->time = now;
  entry->actor_name = g_strdup ("Reeve");
  entry->address = g_strdup ("local");
  entry->action = g_strconcat (type, ".purge", NULL);
  entry->object_type = g_strdup (type);
  entry->object_id = g_strdup (id);
  entry->reason = g_strdup (reason);
  return reeve_audit_append (tx, entry, error);
}

static gboolean
audit_findings (ReeveTx *tx, GPtrArray *ids, gint64 now, GError **error)
{
  for (guint i = 0; i < ids->len; i++)
    if (!audit_purge (tx, "finding", ids->pdata[i], "kept for long enough after the decision", now, error))
      return FALSE;
  return TRUE;
}

/* *@n: how many */
static gboolean
purge_step (ReeveDb *db, const ReeveNews *news, const char *workspace, gint64 now, guint *n, GError **error)
{
  g_autoptr (ReeveTx) tx = reeve_db_begin (db, REEVE_TX_WRITE, reeve_job_deadline (), error);
  g_autoptr (GPtrArray) ids = tx != NULL ? reeve_findings_purge (tx, now, STEP, error) : NULL;

  if (ids == NULL || !audit_findings (tx, ids, now, error) || (ids->len > 0 && !reeve_tx_commit (tx, error)))
    return FALSE;
  *n = ids->len;
  reeve_news_tell (news, workspace, "finding", ids);
  return TRUE;
}

static gboolean
purge_mutes (ReeveDb *db, const ReeveNews *news, const char *workspace, gint64 now, GError **error)
{
  g_autoptr (ReeveTx) tx = reeve_db_begin (db, REEVE_TX_WRITE, reeve_job_deadline (), error);
  g_autoptr (GPtrArray) mutes =
    tx != NULL ? reeve_mutes_read_ended (tx, now - REEVE_MUTE_KEPT_DAYS * REEVE_DAY, error) : NULL;
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  if (mutes == NULL)
    return FALSE;
  for (guint i = 0; i < mutes->len; i++)
    {
      ReeveMute *mute = mutes->pdata[i];

      if (!audit_purge (tx, "mute", mute->id, "over for long enough", now, error) ||
          !reeve_mutes_delete (tx, mute->id, error))
        return FALSE;
      g_ptr_array_add (ids, mute->id);
    }
  if (ids->len > 0 && !reeve_tx_commit (tx, error))
    return FALSE;
  reeve_news_tell (news, workspace, "mute", ids);
  return TRUE;
}

static gboolean
purge_workspace (ReeveInstallation *installation G_GNUC_UNUSED,
                 const ReeveNews *news,
                 const char *workspace,
                 ReeveDb *db,
                 gint64 now,
                 GError **error)
{
  gint64 begun = g_get_monotonic_time ();
  guint n;

  do
    if (!purge_step (db, news, workspace, now, &n, error))
      return FALSE;
  while (n == STEP && g_get_monotonic_time () - begun < LONG);
  return purge_mutes (db, news, workspace, now, error);
}

gboolean
reeve_finding_purge_run (ReeveInstallation *installation, const ReeveNews *news, gint64 now, GError **error)
{
  if (!reeve_access_log_may_purge (reeve_installation_get_access_log (installation), now))
    return TRUE;
  return reeve_walk_workspaces (installation, news, purge_workspace, now, error);
}
