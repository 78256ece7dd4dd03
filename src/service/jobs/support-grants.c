/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Nothing depends on it: each request finds out by the clocks whether its grant is in force, and triggers end
 * what ends with something else. Here it gets into the trail, in the service's own name, people are told, and
 * streams are cut. */

#include "config.h"

#include "service/jobs/support-grants.h"

#include "common/audit-entry.h"
#include "common/clock.h"
#include "service/jobs/post.h"
#include "service/jobs/walk.h"
#include "service/rules/support-mails.h"
#include "service/store/audit.h"
#include "service/store/support-grants.h"
#include "service/store/support-reads.h"

/* By then what was done under a grant is in the log. */
#define SETTLED REEVE_MINUTE

typedef struct
{
  ReeveInstallation *installation;
  const char *workspace;
  ReeveTx *tx;
  gint64 now;
  GPtrArray *ids; /* of char *: what changed */
} Sweep;

/* @before: (nullable): what it became is a fact, of which nothing more is known */
static gboolean
audit (Sweep *self, const char *action, ReeveSupportGrant *before, ReeveSupportGrant *after, GError **error)
{
  g_autoptr (ReeveAuditEntry) entry = reeve_audit_entry_new ();

  entry->id = reeve_id_new ();
  entry->time = self->now;
  entry->action = g_strdup (action);
  entry->object_type = g_strdup ("support-grant");
  entry->object_id = g_strdup (after->id);
  entry->object_name = g_strdup (after->agent_name);
  if (before != NULL)
    reeve_record_difference (before, after, &entry->before, &entry->after);
  else
    entry->reason = g_strdup (after->because);
  g_ptr_array_add (self->ids, g_strdup (after->id));
  return reeve_audit_append (self->tx, entry, error);
}

/* One that was never in force concerns who asked; one that was, who let them. */
static gboolean
tell (Sweep *self, ReeveSupportGrant *grant, GError **error)
{
  if (grant->answered != 0)
    return reeve_support_mail_ended (self->tx, grant, error);
  return g_strcmp0 (grant->state, "expired") != 0 || reeve_support_mail_answered (self->tx, grant, error);
}

static gboolean
expire (Sweep *self, GError **error)
{
  g_autoptr (GPtrArray) overdue = reeve_support_grants_list_overdue (self->tx, self->now, error);

  for (guint i = 0; overdue != NULL && i < overdue->len; i++)
    {
      ReeveSupportGrant *before = overdue->pdata[i];
      g_autoptr (ReeveSupportGrant) after = reeve_record_copy (before);
      gboolean waited = g_str_equal (before->state, "waiting");

      after->state = waited ? "expired" : "ended";
      after->because = waited ? NULL : "time";
      after->ended = waited ? 0 : MIN (self->now, after->ends);
      if (!reeve_support_grants_update (self->tx, before, after, error) || !tell (self, after, error) ||
          !audit (self, "support.expire", before, after, error))
        return FALSE;
    }
  return overdue != NULL;
}

static gboolean
tell_untold (Sweep *self, GError **error)
{
  g_autoptr (GPtrArray) untold = reeve_support_grants_list_untold (self->tx, error);

  for (guint i = 0; untold != NULL && i < untold->len; i++)
    {
      ReeveSupportGrant *each = untold->pdata[i];
      gboolean expired = g_strcmp0 (each->state, "expired") == 0;

      if (!expired && each->ended == 0)
        each->ended = each->ends != 0 ? MIN (self->now, each->ends) : self->now;
      if (!reeve_support_grants_note_told (self->tx, each->id, each->ended, error) ||
          !tell (self, each, error) ||
          !audit (self, expired ? "support.expire" : "support.stop", NULL, each, error))
        return FALSE;
    }
  return untold != NULL;
}

static gboolean
count (Sweep *self, GError **error)
{
  g_autoptr (GPtrArray) uncounted =
    reeve_support_grants_list_uncounted (self->tx, self->now - SETTLED, error);
  ReeveAccessFiles *files =
    reeve_access_log_get_files (reeve_installation_get_access_log (self->installation));

  for (guint i = 0; uncounted != NULL && i < uncounted->len; i++)
    {
      ReeveSupportGrant *each = uncounted->pdata[i];
      gint64 n;

      if (!reeve_support_reads_count (files, self->workspace, each, reeve_job_deadline (), &n, error) ||
          !reeve_support_grants_note_reads (self->tx, each->id, n, error))
        return FALSE;
    }
  return uncounted != NULL;
}

/* Most of the time there is nothing to do, and nobody to keep from writing. */
static gboolean
look (ReeveDb *db, gint64 now, gboolean *any, GError **error)
{
  g_autoptr (ReeveTx) tx = reeve_db_begin (db, REEVE_TX_READ, reeve_job_deadline (), error);
  g_autoptr (GPtrArray) overdue = tx != NULL ? reeve_support_grants_list_overdue (tx, now, error) : NULL;
  g_autoptr (GPtrArray) untold = overdue != NULL ? reeve_support_grants_list_untold (tx, error) : NULL;
  g_autoptr (GPtrArray) uncounted =
    untold != NULL ? reeve_support_grants_list_uncounted (tx, now - SETTLED, error) : NULL;

  *any = uncounted != NULL && overdue->len + untold->len + uncounted->len > 0;
  return uncounted != NULL;
}

static gboolean
run_workspace (ReeveInstallation *installation,
               const ReeveNews *news,
               const char *workspace,
               ReeveDb *db,
               gint64 now,
               GError **error)
{
  g_autoptr (ReeveTx) tx = NULL;
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  Sweep sweep = { installation, workspace, NULL, now, ids };
  gboolean any;

  if (!look (db, now, &any, error))
    return FALSE;
  if (!any)
    return TRUE;
  tx = reeve_db_begin (db, REEVE_TX_WRITE, reeve_job_deadline (), error);
  sweep.tx = tx;
  if (tx == NULL || !expire (&sweep, error) || !tell_untold (&sweep, error) || !count (&sweep, error) ||
      !reeve_tx_commit (tx, error))
    return FALSE;
  reeve_news_tell (news, workspace, "support-grant", ids);
  if (ids->len > 0)
    reeve_post_wake (installation, FALSE);
  return TRUE;
}

gboolean
reeve_support_grants_run (ReeveInstallation *installation, const ReeveNews *news, gint64 now, GError **error)
{
  return reeve_walk_workspaces (installation, news, run_workspace, now, error);
}
