/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Bulk jobs begin. What is asked for is written down first, some thousand rows at a time so that nobody waits
 * for a hundred thousand, and becomes a job when all of it is there: until then it is "receiving", which is
 * nothing to anybody. */

#include "config.h"

#include "service/api/bulk-jobs.h"

#include "common/invitation.h"
#include "common/user-import.h"
#include "service/api/caller.h"
#include "service/api/invitation-rules.h"
#include "service/api/user-bulking.h"
#include "service/api/user-importing.h"
#include "service/jobs/bulk.h"
#include "service/store/bulk-jobs.h"
#include "service/store/roles.h"

#define STEP     2000
#define DEADLINE (60 * REEVE_SECOND)
#define MAX_OPEN 20

/* Each row of the job, by its index. @row: empty but for its number */
typedef void (*FillRow) (gpointer rows, guint index, ReeveBulkJobRow *row);

static gboolean
check_rows (guint n, GError **error)
{
  if (n > REEVE_BULK_JOB_MAX_ROWS)
    {
      reeve_set_error (error, REEVE_ERROR_TOO_LARGE, "too_many", "a job has at most %d rows",
                       REEVE_BULK_JOB_MAX_ROWS);
      return FALSE;
    }
  return TRUE;
}

static ReeveBulkJob *
make_job (ReeveCall *call, const char *kind, guint n)
{
  ReeveBulkJob *job = reeve_bulk_job_new ();

  job->id = reeve_id_new ();
  job->version = 1;
  job->kind = kind;
  job->state = "receiving";
  job->total = n;
  job->created = call->now;
  job->created_by = g_strdup (call->caller->account);
  job->created_by_name = g_strdup (call->caller->account_name);
  return job;
}

static gboolean
insert_job (ReeveCall *call, ReeveBulkJob *job, GError **error)
{
  const ReeveBulkJobSource source = { .session = call->caller->session, .address = call->source.address };
  gint64 n_open;

  if (!reeve_bulk_jobs_count_open (call->tx, &n_open, error))
    return FALSE;
  if (n_open >= MAX_OPEN)
    {
      reeve_set_error (error, REEVE_ERROR_TOO_MANY, "jobs", "%d jobs wait already", MAX_OPEN);
      return FALSE;
    }
  return reeve_bulk_jobs_insert (call->tx, job, &source, error);
}

static gboolean
insert_some (ReeveCall *call, ReeveBulkJob *job, FillRow fill, gpointer rows, guint *index, GError **error)
{
  for (guint n = 0; n < STEP && *index < job->total; n++, (*index)++)
    {
      g_autoptr (ReeveBulkJobRow) row = reeve_bulk_job_row_new ();

      row->number = *index + 1;
      row->state = "waiting";
      fill (rows, *index, row);
      if (!reeve_bulk_job_rows_insert (call->tx, job->id, row, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
make_ready (ReeveCall *call, ReeveBulkJob *job, GError **error)
{
  job->state = "waiting";
  return reeve_bulk_jobs_update (call->tx, job, error) &&
         reeve_call_audit (call, NULL, NULL, "bulk-job", job->id, job->kind, NULL, job, NULL, NULL, error);
}

/* Writes @job and its rows; takes the job. */
static gboolean
begin (ReeveCall *call, ReeveBulkJob *taken, FillRow fill, gpointer rows, GError **error)
{
  g_autoptr (ReeveBulkJob) job = taken;
  ReeveDb *db = reeve_installation_get_workspace (call->installation, call->workspace);
  gboolean first = TRUE;
  guint index = 0;

  while (first || index < job->total)
    {
      g_autoptr (ReeveTx) tx = reeve_db_begin (db, REEVE_TX_WRITE, call->deadline, error);
      gboolean written;

      call->tx = tx;
      written = tx != NULL && reeve_caller_check (call, reeve_bulk_job_get_capability (job->kind), error) &&
                (!first || insert_job (call, job, error)) &&
                insert_some (call, job, fill, rows, &index, error) &&
                (index < job->total || make_ready (call, job, error)) && reeve_tx_commit (tx, error);
      call->tx = NULL;
      if (!written)
        return FALSE;
      first = FALSE;
    }
  reeve_call_changed (call, "bulk-job", job->id, job->version);
  reeve_bulk_wake (call->installation, call->workspace);
  call->reply = REEVE_RECORD (g_steal_pointer (&job));
  return TRUE;
}

static ReeveTx *
begin_read (ReeveCall *call, GError **error)
{
  call->deadline = g_get_monotonic_time () + DEADLINE;
  call->tx = reeve_db_begin (reeve_installation_get_workspace (call->installation, call->workspace),
                             REEVE_TX_READ, call->deadline, error);
  return call->tx;
}

/* --- Files --- */

static void
fill_from_file (gpointer rows, guint index, ReeveBulkJobRow *row)
{
  ReeveUserImportRow *from = ((GPtrArray *) rows)->pdata[index];

  row->line = from->line;
  row->email = g_strdup (from->email);
  row->display_name = g_strdup (from->display_name);
  reeve_set_texts (&row->roles, (const char *const *) from->roles);
  if (!g_str_equal (from->fate, "bad"))
    return;
  row->state = "failed";
  row->reason = g_strdup (from->reason);
  row->message = g_strdup (from->message);
}

/* In the call's transaction. (transfer full) */
static ReeveUserImportReport *
read_file (ReeveCall *call, ReeveUserImport *file, GError **error)
{
  g_autoptr (GPtrArray) roles = reeve_roles_list_custom (call->tx, error);
  g_autoptr (ReeveUserImportReport) report = NULL;
  ReeveUserRules rules = REEVE_USER_RULES_INIT (call);

  if (roles == NULL || !reeve_user_rules_check_roles (&rules, (const char *const *) file->roles, error) ||
      !reeve_user_rules_check_groups (&rules, (const char *const *) file->groups, error))
    return NULL;
  report = reeve_user_import_read (file, roles, error);
  if (report == NULL || !check_rows (report->rows->len, error))
    return NULL;
  if (report->bad > 0 && !file->skip_bad)
    {
      reeve_set_error (error, REEVE_ERROR_INVALID, "bad_rows", "%" G_GINT64_FORMAT " rows cannot be read",
                       report->bad);
      return NULL;
    }
  return g_steal_pointer (&report);
}

static gboolean
refuse_dry_run (gboolean dry_run, GError **error)
{
  if (dry_run)
    reeve_error_add_member (error, "/dryRun", "choice", "a job is never a dry run");
  return !dry_run;
}

gboolean
users_import_job (ReeveCall *call, GError **error)
{
  ReeveUserImport *body = REEVE_USER_IMPORT (call->body);
  g_autoptr (ReeveUserImportReport) report = NULL;
  g_autoptr (ReeveTx) tx = NULL;
  ReeveBulkJob *job;

  if (!refuse_dry_run (body->dry_run, error) || !reeve_user_importing_open (&body->content, error))
    return FALSE;
  tx = begin_read (call, error);
  report = tx != NULL ? read_file (call, body, error) : NULL;
  call->tx = NULL;
  g_clear_pointer (&tx, reeve_tx_end);
  if (report == NULL)
    return FALSE;
  if (g_strcmp0 (report->format, "django") == 0)
    {
      /* A job's rows lie about for a month, which is no place for hashes; without them half of it is lost. */
      reeve_set_error (error, REEVE_ERROR_INVALID, "job_format",
                       "a table with passwords is imported at once");
      return FALSE;
    }
  job = make_job (call, REEVE_BULK_JOB_USER_IMPORT, report->rows->len);
  reeve_set_texts (&job->roles, (const char *const *) body->roles);
  reeve_set_texts (&job->groups, (const char *const *) body->groups);
  return begin (call, job, fill_from_file, report->rows, error);
}

static ReeveUserImportReport *
read_invitations (ReeveCall *call, ReeveInvitationImport *body, GError **error)
{
  g_autoptr (ReeveUserImport) file = reeve_user_import_new ();
  g_auto (ReeveInviting) inviting = { NULL };

  if (!reeve_inviting_begin (&inviting, call, call->tx, error) ||
      !reeve_inviting_set_end (&inviting, &body->expires, error))
    return NULL;
  file->content = g_steal_pointer (&body->content);
  file->skip_bad = body->skip_bad;
  reeve_set_texts (&file->roles, (const char *const *) body->roles);
  reeve_set_texts (&file->groups, (const char *const *) body->groups);
  return read_file (call, file, error);
}

gboolean
invitations_import_job (ReeveCall *call, GError **error)
{
  ReeveInvitationImport *body = REEVE_INVITATION_IMPORT (call->body);
  g_autoptr (ReeveUserImportReport) report = NULL;
  g_autoptr (ReeveTx) tx = NULL;
  ReeveBulkJob *job;

  if (!refuse_dry_run (body->dry_run, error) || !reeve_user_importing_open (&body->content, error))
    return FALSE;
  tx = begin_read (call, error);
  report = tx != NULL ? read_invitations (call, body, error) : NULL;
  call->tx = NULL;
  g_clear_pointer (&tx, reeve_tx_end);
  if (report == NULL)
    return FALSE;
  job = make_job (call, REEVE_BULK_JOB_INVITATION_IMPORT, report->rows->len);
  reeve_set_texts (&job->roles, (const char *const *) body->roles);
  reeve_set_texts (&job->groups, (const char *const *) body->groups);
  job->message = g_strdup (body->message);
  job->expires = body->expires;
  return begin (call, job, fill_from_file, report->rows, error);
}

/* --- Changes --- */

static void
fill_from_id (gpointer rows, guint index, ReeveBulkJobRow *row)
{
  row->subject = g_strdup (((GPtrArray *) rows)->pdata[index]);
}

static GPtrArray *
select_users (ReeveCall *call, ReeveUserBulk *body, GError **error)
{
  g_auto (ReeveUserBulking) bulking = { NULL };
  g_autoptr (GPtrArray) ids = NULL;

  reeve_user_bulking_init (&bulking, call, body, NULL);
  if (!reeve_user_bulking_check (&bulking, error))
    return NULL;
  ids = reeve_user_bulking_select (&bulking, error);
  return ids != NULL && check_rows (ids->len, error) ? g_steal_pointer (&ids) : NULL;
}

gboolean
users_bulk_job (ReeveCall *call, GError **error)
{
  ReeveUserBulk *body = REEVE_USER_BULK (call->body);
  g_autoptr (GPtrArray) ids = NULL;
  g_autoptr (ReeveTx) tx = NULL;
  ReeveBulkJob *job;

  if (!refuse_dry_run (body->dry_run, error))
    return FALSE;
  tx = begin_read (call, error);
  ids = tx != NULL ? select_users (call, body, error) : NULL;
  call->tx = NULL;
  g_clear_pointer (&tx, reeve_tx_end);
  if (ids == NULL)
    return FALSE;
  job = make_job (call, REEVE_BULK_JOB_USER_BULK, ids->len);
  job->action = body->action;
  reeve_set_texts (&job->roles, (const char *const *) body->roles);
  return begin (call, job, fill_from_id, ids, error);
}
