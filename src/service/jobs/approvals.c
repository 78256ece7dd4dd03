/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Nothing depends on it: a request is over when the clock says so, and with its requester by a trigger. Here
 * it gets into the trail, in the service's own name, and people are told. */

#include "config.h"

#include "service/jobs/approvals.h"

#include "common/audit-entry.h"
#include "common/clock.h"
#include "service/jobs/post.h"
#include "service/jobs/walk.h"
#include "service/rules/approvals.h"
#include "service/store/approvals.h"
#include "service/store/audit.h"

#define STEP 100

typedef struct
{
  ReeveTx *tx;
  gint64 now;
  GPtrArray *ids; /* of char *: what changed */
  gboolean mail;
} Sweep;

/* @before: (nullable): what it became is a fact, of which nothing more is known */
static gboolean
audit (Sweep *self, const char *action, ReeveApproval *before, ReeveApproval *after, GError **error)
{
  g_autoptr (ReeveAuditEntry) entry = reeve_audit_entry_new ();

  entry->id = reeve_id_new ();
  entry->time = self->now;
  entry->action = g_strdup (action);
  entry->object_type = g_strdup ("approval");
  entry->object_id = g_strdup (after->id);
  entry->object_name = g_strdup (after->requester_name);
  if (before != NULL)
    reeve_record_difference (before, after, &entry->before, &entry->after);
  else
    entry->reason = g_strdup (after->because);
  g_ptr_array_add (self->ids, g_strdup (after->id));
  return reeve_audit_append (self->tx, entry, error);
}

static gboolean
expire (Sweep *self, GError **error)
{
  g_autoptr (GPtrArray) overdue = reeve_approvals_list_overdue (self->tx, self->now, STEP, error);

  for (guint i = 0; overdue != NULL && i < overdue->len; i++)
    {
      ReeveApproval *before = overdue->pdata[i];
      g_autoptr (ReeveApproval) after = reeve_record_copy (before);

      after->state = "expired";
      if (!reeve_approvals_update (self->tx, before, after, error) ||
          !reeve_approval_mail_ended (self->tx, after, error) ||
          !audit (self, "approval.expire", before, after, error))
        return FALSE;
      self->mail = TRUE;
    }
  return overdue != NULL;
}

static const char *
name_end (ReeveApproval *approval)
{
  if (g_strcmp0 (approval->state, "expired") == 0)
    return "approval.expire";
  return g_strcmp0 (approval->state, "overtaken") == 0 ? "approval.overtake" : "approval.end";
}

static gboolean
tell_untold (Sweep *self, GError **error)
{
  g_autoptr (GPtrArray) untold = reeve_approvals_list_untold (self->tx, STEP, error);

  for (guint i = 0; untold != NULL && i < untold->len; i++)
    {
      ReeveApproval *each = untold->pdata[i];

      if (!reeve_approvals_note_told (self->tx, each->id, error) ||
          !reeve_approval_mail_ended (self->tx, each, error) ||
          !audit (self, name_end (each), NULL, each, error))
        return FALSE;
      self->mail = TRUE;
    }
  return untold != NULL;
}

/* Most of the time there is nothing to do, and nobody to keep from writing. */
static gboolean
look (ReeveDb *db, gint64 now, gboolean *any, GError **error)
{
  g_autoptr (ReeveTx) tx = reeve_db_begin (db, REEVE_TX_READ, reeve_job_deadline (), error);
  g_autoptr (GPtrArray) overdue = tx != NULL ? reeve_approvals_list_overdue (tx, now, 1, error) : NULL;
  g_autoptr (GPtrArray) untold = overdue != NULL ? reeve_approvals_list_untold (tx, 1, error) : NULL;

  *any = untold != NULL && overdue->len + untold->len > 0;
  return untold != NULL;
}

static gboolean
run_workspace (ReeveInstallation *installation,
               const ReeveNews *news,
               const char *workspace,
               ReeveDb *db,
               gint64 now,
               GError **error)
{
  gboolean any;

  while (TRUE)
    {
      g_autoptr (ReeveTx) tx = NULL;
      g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
      Sweep sweep = { NULL, now, ids, FALSE };

      if (!look (db, now, &any, error))
        return FALSE;
      if (!any)
        return TRUE;
      tx = reeve_db_begin (db, REEVE_TX_WRITE, reeve_job_deadline (), error);
      sweep.tx = tx;
      if (tx == NULL || !expire (&sweep, error) || !tell_untold (&sweep, error) ||
          !reeve_tx_commit (tx, error))
        return FALSE;
      reeve_news_tell (news, workspace, "approval", ids);
      if (sweep.mail)
        reeve_post_wake (installation, FALSE);
    }
}

gboolean
reeve_approvals_run (ReeveInstallation *installation, const ReeveNews *news, gint64 now, GError **error)
{
  return reeve_walk_workspaces (installation, news, run_workspace, now, error);
}
