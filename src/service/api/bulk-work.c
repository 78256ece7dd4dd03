/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One chunk of a bulk job: some hundred rows in one transaction of the workspace, which holds what they
 * changed, its audit entries and mails, what became of each row, and how far the job is. Killed at any
 * moment, the job goes on behind the last chunk that was committed, and no row is done twice. (Accounts are
 * committed in the directory before: one without a user means nothing, and is taken the next time.) Whom it
 * changed the access log hears with the commit, person by person (api/deeds.h).
 *
 * It works in the name of who began it, not of their session: signing out, or a console that is closed, ends
 * nothing. Whether they still may is asked at every chunk, so that a person who is suspended, removed, locked
 * for a breach or relieved of the role does nothing more; the job then fails as "denied". */

#include "config.h"

#include "service/api/bulk-work.h"

#include "common/clock.h"
#include "service/api/bulk-jobs.h"
#include "service/api/caller.h"
#include "service/api/deeds.h"
#include "service/api/invitation-rules.h"
#include "service/api/user-bulking.h"
#include "service/api/user-importing.h"
#include "service/jobs/post.h"
#include "service/jobs/walk.h"
#include "service/store/bulk-jobs.h"
#include "service/store/rows.h"

#define CHUNK      200 /* rows */
#define MOST_TRIES 5

typedef struct
{
  /* owned */
  ReeveBulkJob *job;
  GPtrArray *rows; /* of ReeveBulkJobRow */
  /* borrowed */
  ReeveCall *call;
} Chunk;

static void
settle (ReeveBulkJobRow *row, const char *state, const char *reason, const char *message)
{
  row->state = g_intern_string (state);
  g_set_str (&row->reason, reason);
  g_set_str (&row->message, message);
}

static gboolean
is_waiting (ReeveBulkJobRow *row)
{
  return g_str_equal (row->state, "waiting");
}

/* --- The three kinds --- */

static gboolean
import_users (Chunk *self, GError **error)
{
  g_autoptr (GPtrArray) users = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();
  ReeveUserRules rules = REEVE_USER_RULES_INIT (self->call);

  for (guint i = 0; i < self->rows->len; i++)
    {
      ReeveBulkJobRow *row = self->rows->pdata[i];
      g_autoptr (ReeveUser) user = NULL;
      const char *reason;

      if (!is_waiting (row))
        continue;
      user = reeve_user_new ();
      user->email = g_strdup (row->email);
      user->display_name = g_strdup (row->display_name);
      reeve_set_texts (&user->roles, (const char *const *) row->roles);
      reeve_set_texts (&user->groups, (const char *const *) self->job->groups);
      user->state = reeve_user_states[0];
      if (!reeve_user_importing_judge (&rules, user, &reason, error))
        return FALSE;
      if (reason == NULL)
        {
          settle (row, "done", NULL, NULL);
          g_ptr_array_add (users, g_steal_pointer (&user));
          g_ptr_array_add (rows, row);
        }
      else if (g_str_equal (reason, "exists"))
        settle (row, "unchanged", NULL, NULL);
      else
        settle (row, "failed", reason, reeve_user_importing_explain (reason));
    }
  if (!reeve_user_importing_make (self->call, users, self->job->id, error))
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    g_set_str (&((ReeveBulkJobRow *) rows->pdata[i])->subject, REEVE_USER (users->pdata[i])->id);
  return TRUE;
}

static gboolean
import_invitations (Chunk *self, GError **error)
{
  g_auto (ReeveInviting) inviting = { NULL };

  if (!reeve_inviting_begin (&inviting, self->call, self->call->tx, error))
    return FALSE;
  for (guint i = 0; i < self->rows->len; i++)
    {
      ReeveBulkJobRow *row = self->rows->pdata[i];
      g_autoptr (ReeveInvitation) invitation = NULL;
      g_autoptr (GError) refusal = NULL;

      if (!is_waiting (row))
        continue;
      invitation = reeve_inviting_make (row->email, row->display_name, row->roles, self->job->groups,
                                        self->job->message, self->job->expires);
      if (!reeve_inviting_judge (&inviting, invitation, &refusal, error))
        return FALSE;
      if (refusal == NULL)
        {
          if (!reeve_inviting_insert (&inviting, invitation, self->job->id, error))
            return FALSE;
          g_set_str (&row->subject, invitation->id);
          reeve_deeds_add (self->call, "invitation.create", invitation->id, invitation->email, NULL);
          settle (row, "done", NULL, NULL);
        }
      else if (reeve_inviting_is_there (refusal))
        settle (row, "unchanged", NULL, NULL);
      else
        settle (row, "failed", reeve_error_get_reason (refusal), refusal->message);
    }
  return TRUE;
}

/* Of an undo, the row names an entry until it is known whom that is about. */
static gboolean
change_user (ReeveUserBulking *bulking, ReeveBulkJobRow *row, GError **error)
{
  g_autoptr (ReeveAuditEntry) entry = NULL;

  if (!g_str_equal (bulking->body->action, "undo"))
    return reeve_user_bulking_change (bulking, row->subject, error);
  entry = reeve_rows_get (bulking->call->tx, "audit", reeve_audit_entry_get_type (), row->subject, error);
  if (entry == NULL || !reeve_user_bulking_undo (bulking, entry, error))
    return FALSE;
  g_set_str (&row->subject, entry->object_id);
  return TRUE;
}

static gboolean
change_users (Chunk *self, GError **error)
{
  g_autoptr (ReeveUserBulk) body = reeve_user_bulk_new ();
  g_auto (ReeveUserBulking) bulking = { NULL };

  body->action = self->job->action;
  reeve_set_texts (&body->roles, (const char *const *) self->job->roles);
  reeve_user_bulking_init (&bulking, self->call, body, self->job->id);
  for (guint i = 0; i < self->rows->len; i++)
    {
      ReeveBulkJobRow *row = self->rows->pdata[i];

      g_clear_pointer (&bulking.email, g_free);
      g_clear_pointer (&bulking.display_name, g_free);
      bulking.reason = NULL;
      if (!change_user (&bulking, row, error))
        return FALSE;
      settle (row, bulking.outcome, bulking.reason, NULL);
      g_set_str (&row->email, bulking.email);
      g_set_str (&row->display_name, bulking.display_name);
    }
  return reeve_user_bulking_follow (&bulking, error);
}

static gboolean
do_rows (Chunk *self, GError **error)
{
  if (g_str_equal (self->job->kind, REEVE_BULK_JOB_USER_IMPORT))
    return import_users (self, error);
  if (g_str_equal (self->job->kind, REEVE_BULK_JOB_INVITATION_IMPORT))
    return import_invitations (self, error);
  return change_users (self, error);
}

/* --- The chunk --- */

static void
count_row (ReeveBulkJob *job, ReeveBulkJobRow *row)
{
  job->processed = row->number;
  if (g_str_equal (row->state, "done"))
    job->done++;
  else if (g_str_equal (row->state, "unchanged"))
    job->unchanged++;
  else
    job->failed++;
}

static gboolean
settle_rows (Chunk *self, GError **error)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      if (!reeve_bulk_job_rows_settle (self->call->tx, self->job->id, self->rows->pdata[i], error))
        return FALSE;
      count_row (self->job, self->rows->pdata[i]);
    }
  return TRUE;
}

static void
end_job (ReeveBulkJob *job, const char *state, const char *problem, gint64 now)
{
  job->state = g_intern_string (state);
  g_set_str (&job->problem, problem);
  job->finished = now;
}

/* Of a caller who may no longer, nothing is done; FALSE: it could not be found out. */
static gboolean
may_go_on (Chunk *self, gboolean *may, GError **error)
{
  g_autoptr (GError) refusal = NULL;

  *may = reeve_caller_check (self->call, reeve_bulk_job_get_capability (self->job->kind), &refusal);
  if (*may && g_strcmp0 (self->job->action, "unlock") == 0)
    *may = reeve_capabilities_have (self->call->caller->capabilities, REEVE_CAPABILITY_USERS_CREDENTIALS);
  if (refusal == NULL || g_error_matches (refusal, REEVE_ERROR, REEVE_ERROR_NOT_FOUND) ||
      g_error_matches (refusal, REEVE_ERROR, REEVE_ERROR_DENIED))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

static gboolean
advance (Chunk *self, const ReeveBulkStep *step, GError **error)
{
  guint limit = step->n_rows != 0 ? step->n_rows : CHUNK;
  ReeveBulkJob *job = self->job;
  gint64 now = self->call->now;
  gboolean may;

  if (!may_go_on (self, &may, error))
    return FALSE;
  if (job->started == 0)
    job->started = now;
  job->state = "running";
  if (!may || step->n_tries >= MOST_TRIES)
    {
      end_job (job, "failed", may ? "internal" : "denied", now);
      return TRUE;
    }
  self->rows = reeve_bulk_job_rows_read (self->call->tx, job->id, job->processed, limit, error);
  if (self->rows == NULL || !do_rows (self, error) || !settle_rows (self, error))
    return FALSE;
  if (self->rows->len < limit)
    end_job (job, "done", NULL, now);
  return TRUE;
}

static const char *
get_noun (ReeveBulkJob *job)
{
  return g_str_equal (job->kind, REEVE_BULK_JOB_INVITATION_IMPORT) ? "invitation" : "user";
}

/* Where it was asked for. */
static const char *
get_route (ReeveBulkJob *job)
{
  if (g_str_equal (job->kind, REEVE_BULK_JOB_USER_IMPORT))
    return "POST /v1/workspaces/{workspace}/users/import-job";
  if (g_str_equal (job->kind, REEVE_BULK_JOB_INVITATION_IMPORT))
    return "POST /v1/workspaces/{workspace}/invitations/import-job";
  return "POST /v1/workspaces/{workspace}/users/bulk-job";
}

static gboolean
commit (Chunk *self, GError **error)
{
  ReeveCall *call = self->call;

  if (reeve_bulk_job_is_over (self->job) &&
      !reeve_call_audit_fact (call, NULL, "bulk-job.end", "bulk-job", self->job->id, self->job->kind,
                              self->job->problem, error))
    return FALSE;
  return reeve_bulk_jobs_update (call->tx, self->job, error) && reeve_call_commit (call, error);
}

static void
report (Chunk *self, ReeveBulkStep *step)
{
  step->job = g_strdup (self->job->id);
  step->noun = get_noun (self->job);
  step->over = reeve_bulk_job_is_over (self->job);
  g_ptr_array_extend_and_steal (step->ended_sessions, g_steal_pointer (&self->call->ended_sessions));
  if (self->call->has_mail)
    reeve_post_wake (self->call->installation, FALSE);
}

static gboolean
work (Chunk *self, ReeveBulkStep *step, GError **error)
{
  ReeveCall *call = self->call;
  g_auto (ReeveBulkJobSource) source = { NULL };
  g_autoptr (ReeveCaller) caller = NULL;
  gboolean done;

  if (!reeve_bulk_jobs_find_next (call->tx, &self->job, &source, error))
    return FALSE;
  if (self->job == NULL)
    return TRUE;
  caller =
    reeve_caller_new (self->job->created_by, self->job->created_by_name, source.session, NULL, "complete");
  call->caller = caller;
  call->source.address = source.address;
  call->route = get_route (self->job);
  done = advance (self, step, error) && commit (self, error);
  call->caller = NULL;
  call->source.address = NULL;
  if (done)
    report (self, step);
  return done;
}

gboolean
reeve_bulk_work_take_chunk (ReeveInstallation *installation,
                            const char *workspace,
                            ReeveBulkStep *step,
                            gpointer data,
                            GError **error)
{
  ReeveDb *db = reeve_installation_get_workspace (installation, workspace);
  g_autoptr (ReeveCall) call = NULL;
  g_autoptr (ReeveTx) tx = NULL;
  Chunk chunk = { NULL };
  gboolean done;

  if (db == NULL)
    return TRUE;
  call = reeve_call_new (installation, data);
  call->workspace = workspace;
  call->now = reeve_clock_now ();
  call->deadline = reeve_job_deadline ();
  tx = reeve_db_begin (db, REEVE_TX_WRITE, call->deadline, error);
  if (tx == NULL)
    return FALSE;
  call->tx = tx;
  chunk.call = call;
  done = work (&chunk, step, error);
  call->tx = NULL;
  g_clear_pointer (&call->directory, reeve_tx_end);
  g_clear_pointer (&tx, reeve_tx_end);
  if (done)
    reeve_deeds_tell (call);
  g_clear_object (&chunk.job);
  g_clear_pointer (&chunk.rows, g_ptr_array_unref);
  return done;
}
