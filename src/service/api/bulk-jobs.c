/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Looking at bulk jobs, and ending them. Rows name people and what could not be done with them: whoever reads
 * users reads these. To end one takes what it takes to begin it. */

#include "config.h"

#include "service/api/bulk-jobs.h"

#include "common/csv.h"
#include "service/store/bulk-jobs.h"

ReeveCapability
reeve_bulk_job_get_capability (const char *kind)
{
  return g_strcmp0 (kind, REEVE_BULK_JOB_INVITATION_IMPORT) == 0 ? REEVE_CAPABILITY_USERS_INVITE
                                                                 : REEVE_CAPABILITY_USERS_WRITE;
}

static ReeveBulkJob *
get (ReeveCall *call, GError **error)
{
  return reeve_bulk_jobs_get (call->tx, reeve_call_get_path (call, "job"), error);
}

gboolean
bulk_jobs_list (ReeveCall *call, GError **error)
{
  call->listing = reeve_bulk_jobs_list (call->tx, call->query, error);
  return call->listing != NULL;
}

gboolean
bulk_jobs_get (ReeveCall *call, GError **error)
{
  ReeveBulkJob *job = get (call, error);

  call->reply = REEVE_RECORD (job);
  return job != NULL;
}

/* What the counts of the job say of the rows that are asked for; -1: nothing. */
static gint64
get_total (ReeveBulkJob *job, const char *state)
{
  if (state == NULL)
    return job->total;
  if (g_str_equal (state, "done"))
    return job->done;
  return g_str_equal (state, "unchanged") ? job->unchanged : -1;
}

gboolean
bulk_jobs_rows (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveBulkJob) job = get (call, error);

  if (job == NULL)
    return FALSE;
  call->listing = reeve_bulk_job_rows_list (call->tx, job->id, call->query, error);
  if (call->listing == NULL)
    return FALSE;
  call->listing->total = get_total (job, reeve_query_get_filter (call->query, "state"));
  return TRUE;
}

static void
append_row (GString *csv, ReeveBulkJobRow *row)
{
  g_autofree char *line = g_strdup_printf ("%" G_GINT64_FORMAT, row->line != 0 ? row->line : row->number);
  g_autofree char *roles = row->roles != NULL ? g_strjoinv (";", row->roles) : NULL;

  reeve_csv_append_cell (csv, line, FALSE);
  reeve_csv_append_cell (csv, row->email != NULL ? row->email : "", FALSE);
  reeve_csv_append_cell (csv, row->display_name != NULL ? row->display_name : "", FALSE);
  reeve_csv_append_cell (csv, roles != NULL ? roles : "", FALSE);
  reeve_csv_append_cell (csv, row->reason != NULL ? row->reason : "", FALSE);
  reeve_csv_append_cell (csv, row->message != NULL ? row->message : "", TRUE);
}

/* The rows that failed, under headings that the import understands: mended, the file can be sent again. */
gboolean
bulk_jobs_export (ReeveCall *call, GError **error)
{
  static const char *const headings[] = { "Line", "E-mail", "Name", "Roles", "Reason", "Message" };
  g_autoptr (ReeveBulkJob) job = get (call, error);
  g_autoptr (ReeveQuery) query = reeve_query_new ();
  g_autoptr (GString) csv = g_string_new (NULL);

  if (job == NULL)
    return FALSE;
  if (g_strcmp0 (job->created_by, call->caller->account) != 0 &&
      !reeve_capabilities_have (call->caller->capabilities, REEVE_CAPABILITY_DATA_EXPORT))
    {
      reeve_set_error (error, REEVE_ERROR_DENIED, NULL, "needs data.export, for it is somebody else's");
      return FALSE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (headings); i++)
    reeve_csv_append_cell (csv, headings[i], i + 1 == G_N_ELEMENTS (headings));
  query->limit = REEVE_QUERY_MAX_LIMIT;
  reeve_query_set_filter (query, "state", "failed");
  do
    {
      g_autoptr (ReeveListing) page = reeve_bulk_job_rows_list (call->tx, job->id, query, error);

      if (page == NULL)
        return FALSE;
      for (guint i = 0; i < page->items->len; i++)
        append_row (csv, page->items->pdata[i]);
      g_set_str (&query->cursor, page->next);
    }
  while (query->cursor != NULL);

  call->raw = g_string_free_to_bytes (g_steal_pointer (&csv));
  call->raw_type = "text/csv; charset=utf-8";
  call->raw_file_name = "not-done.csv";
  return TRUE;
}

static gboolean
check_capability (ReeveCall *call, ReeveBulkJob *job, GError **error)
{
  ReeveCapability needed = reeve_bulk_job_get_capability (job->kind);

  if (reeve_capabilities_have (call->caller->capabilities, needed))
    return TRUE;
  reeve_set_error (error, REEVE_ERROR_DENIED, NULL, "needs %s", reeve_capability_to_wire (needed));
  return FALSE;
}

/* The chunk that is being done is done; the next one finds it cancelled. */
gboolean
bulk_jobs_cancel (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveBulkJob) job = get (call, error);

  if (job == NULL || !check_capability (call, job, error))
    return FALSE;
  if (reeve_bulk_job_is_over (job))
    reeve_call_nothing_changed (call);
  else
    {
      job->state = "cancelled";
      job->finished = call->now;
      if (!reeve_bulk_jobs_update (call->tx, job, error) ||
          !reeve_call_audit_fact (call, NULL, NULL, "bulk-job", job->id, job->kind, NULL, error))
        return FALSE;
      reeve_call_changed (call, "bulk-job", job->id, job->version);
    }
  call->reply = REEVE_RECORD (g_steal_pointer (&job));
  return TRUE;
}

gboolean
bulk_jobs_delete (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveBulkJob) job = get (call, error);

  if (job == NULL || !check_capability (call, job, error))
    return FALSE;
  if (!reeve_bulk_job_is_over (job))
    {
      reeve_set_error (error, REEVE_ERROR_CONFLICT, "job_running", "cancel it first");
      return FALSE;
    }
  if (!reeve_bulk_jobs_delete (call->tx, job->id, call->now, error) ||
      !reeve_call_audit_fact (call, NULL, NULL, "bulk-job", job->id, job->kind, NULL, error))
    return FALSE;
  reeve_call_changed (call, "bulk-job", job->id, 0);
  return TRUE;
}
