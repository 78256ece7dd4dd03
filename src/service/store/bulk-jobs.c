/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Bulk jobs. There are few of them and very many rows, so only the rows have indexes. */

#include "config.h"

#include "service/store/bulk-jobs.h"

#include <string.h>

#include "common/clock.h"
#include "common/error.h"
#include "service/store/rows.h"

#define JOBS "bulk_jobs"
#define ROWS "(SELECT CAST(number AS TEXT) AS id, * FROM bulk_job_rows) AS listed"
#define SEEN "deleted = 0 AND state <> 'receiving'"
#define OPEN "deleted = 0 AND state IN ('waiting', 'running')"

/* Nobody sends a file for so long. */
#define RECEIVE (2 * REEVE_HOUR)

static const ReeveSort job_sorts[] = { { "created", "id", FALSE }, { NULL, NULL, FALSE } };
static const ReeveSort row_sorts[] = { { "number", "number", TRUE }, { NULL, NULL, FALSE } };

void
reeve_bulk_job_source_clear (ReeveBulkJobSource *self)
{
  g_clear_pointer (&self->session, g_free);
  g_clear_pointer (&self->address, g_free);
}

gboolean
reeve_bulk_jobs_insert (ReeveTx *tx, ReeveBulkJob *job, const ReeveBulkJobSource *source, GError **error)
{
  const char *extra[] = { "session", source->session, "address", source->address, NULL };

  return reeve_rows_insert (tx, JOBS, job, extra, error);
}

gboolean
reeve_bulk_jobs_update (ReeveTx *tx, ReeveBulkJob *job, GError **error)
{
  return reeve_rows_update (tx, JOBS, job, job->version, NULL, error);
}

ReeveBulkJob *
reeve_bulk_jobs_get (ReeveTx *tx, const char *id, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM " JOBS " WHERE id = $1 AND " SEEN,
                                          reeve_rows_columns (reeve_bulk_job_get_type ()));
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, error);

  if (statement == NULL)
    return NULL;
  reeve_statement_bind_text (statement, 1, id);
  return reeve_rows_read_one (statement, reeve_bulk_job_get_type (), error);
}

ReeveListing *
reeve_bulk_jobs_list (ReeveTx *tx, const ReeveQuery *query, GError **error)
{
  const ReeveListSpec spec = { JOBS, reeve_bulk_job_get_type (), job_sorts, FALSE };
  g_autoptr (ReeveQuery) asked = reeve_query_copy (query);

  if (asked->sort == NULL)
    asked->descending = TRUE;
  return reeve_rows_list (tx, &spec, asked, SEEN, NULL, error);
}

gboolean
reeve_bulk_jobs_find_next (ReeveTx *tx, ReeveBulkJob **job, ReeveBulkJobSource *source, GError **error)
{
  g_autofree char *sql =
    g_strdup_printf ("SELECT %s, session, address FROM " JOBS " WHERE " OPEN " ORDER BY id LIMIT 1",
                     reeve_rows_columns (reeve_bulk_job_get_type ()));
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, error);
  g_autoptr (ReeveBulkJob) found = NULL;
  gboolean row;
  guint n;

  *job = NULL;
  if (statement == NULL || !reeve_statement_step (statement, &row, error))
    return FALSE;
  if (!row)
    return TRUE;
  found = reeve_rows_read (statement, reeve_bulk_job_get_type ());
  n = reeve_statement_get_n_columns (statement);
  g_set_str (&source->session, reeve_statement_get_text (statement, n - 2));
  g_set_str (&source->address, reeve_statement_get_text (statement, n - 1));
  if (!reeve_statement_run (statement, NULL, error))
    return FALSE;
  *job = g_steal_pointer (&found);
  return TRUE;
}

gboolean
reeve_bulk_jobs_count_open (ReeveTx *tx, gint64 *n, GError **error)
{
  return reeve_statement_read_int (
    reeve_tx_prepare (tx, "SELECT count(*) FROM " JOBS " WHERE deleted = 0 AND finished = 0", error), n,
    error);
}

gboolean
reeve_bulk_jobs_delete (ReeveTx *tx, const char *id, gint64 now, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (tx, "UPDATE " JOBS " SET deleted = $1 WHERE id = $2", error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_int (statement, 1, now);
  reeve_statement_bind_text (statement, 2, id);
  return reeve_statement_run (statement, NULL, error);
}

static gboolean
hide_old (ReeveTx *tx, gint64 before, gint64 now, GError **error)
{
  ReeveStatement *statement =
    reeve_tx_prepare (tx,
                      "UPDATE " JOBS " SET deleted = $1 WHERE deleted = 0 AND "
                      "((finished <> 0 AND finished < $2) OR (state = 'receiving' AND created < $3))",
                      error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_int (statement, 1, now);
  reeve_statement_bind_int (statement, 2, before);
  reeve_statement_bind_int (statement, 3, now - RECEIVE);
  return reeve_statement_run (statement, NULL, error);
}

/* *@id: (transfer full): NULL when nothing is hidden */
static gboolean
find_hidden (ReeveTx *tx, char **id, GError **error)
{
  ReeveStatement *statement =
    reeve_tx_prepare (tx, "SELECT id FROM " JOBS " WHERE deleted <> 0 ORDER BY id LIMIT 1", error);
  gboolean row;

  *id = NULL;
  if (statement == NULL || !reeve_statement_step (statement, &row, error))
    return FALSE;
  if (!row)
    return TRUE;
  *id = g_strdup (reeve_statement_get_text (statement, 0));
  return reeve_statement_run (statement, NULL, error);
}

gboolean
reeve_bulk_jobs_purge (ReeveTx *tx, gint64 before, gint64 now, guint step, gint64 *n, GError **error)
{
  g_autofree char *id = NULL;
  ReeveStatement *statement;

  *n = 0;
  if (!hide_old (tx, before, now, error) || !find_hidden (tx, &id, error))
    return FALSE;
  if (id == NULL)
    return TRUE;
  statement = reeve_tx_prepare (tx,
                                "DELETE FROM bulk_job_rows WHERE job = $1 AND number IN "
                                "(SELECT number FROM bulk_job_rows WHERE job = $1 ORDER BY number LIMIT $2)",
                                error);
  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, id);
  reeve_statement_bind_int (statement, 2, step);
  if (!reeve_statement_run (statement, n, error))
    return FALSE;
  if (*n > 0)
    return TRUE;
  statement = reeve_tx_prepare (tx, "DELETE FROM " JOBS " WHERE id = $1", error);
  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, id);
  return reeve_statement_run (statement, n, error);
}

/* --- Rows --- */

gboolean
reeve_bulk_job_rows_insert (ReeveTx *tx, const char *job, ReeveBulkJobRow *row, GError **error)
{
  g_autofree char *roles =
    row->roles != NULL && row->roles[0] != NULL ? g_strjoinv ("\x1f", row->roles) : NULL;
  ReeveStatement *statement =
    reeve_tx_prepare (tx,
                      "INSERT INTO bulk_job_rows (job, number, line, email, display_name, roles, subject, "
                      "state, reason, message) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                      error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, job);
  reeve_statement_bind_int (statement, 2, row->number);
  reeve_statement_bind_int (statement, 3, row->line);
  reeve_statement_bind_text (statement, 4, row->email);
  reeve_statement_bind_text (statement, 5, row->display_name);
  reeve_statement_bind_text (statement, 6, roles);
  reeve_statement_bind_text (statement, 7, row->subject);
  reeve_statement_bind_text (statement, 8, row->state);
  reeve_statement_bind_text (statement, 9, row->reason);
  reeve_statement_bind_text (statement, 10, row->message);
  return reeve_statement_run (statement, NULL, error);
}

GPtrArray *
reeve_bulk_job_rows_read (ReeveTx *tx, const char *job, gint64 after, guint limit, GError **error)
{
  g_autofree char *sql =
    g_strdup_printf ("SELECT %s FROM " ROWS " WHERE job = $1 AND number > $2 ORDER BY number LIMIT $3",
                     reeve_rows_columns (reeve_bulk_job_row_get_type ()));
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, error);

  if (statement == NULL)
    return NULL;
  reeve_statement_bind_text (statement, 1, job);
  reeve_statement_bind_int (statement, 2, after);
  reeve_statement_bind_int (statement, 3, limit);
  return reeve_rows_read_all (statement, reeve_bulk_job_row_get_type (), error);
}

gboolean
reeve_bulk_job_rows_settle (ReeveTx *tx, const char *job, ReeveBulkJobRow *row, GError **error)
{
  ReeveStatement *statement =
    reeve_tx_prepare (tx,
                      "UPDATE bulk_job_rows SET state = $1, subject = $2, reason = $3, message = $4, "
                      "email = $5, display_name = $6 WHERE job = $7 AND number = $8",
                      error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, row->state);
  reeve_statement_bind_text (statement, 2, row->subject);
  reeve_statement_bind_text (statement, 3, row->reason);
  reeve_statement_bind_text (statement, 4, row->message);
  reeve_statement_bind_text (statement, 5, row->email);
  reeve_statement_bind_text (statement, 6, row->display_name);
  reeve_statement_bind_text (statement, 7, job);
  reeve_statement_bind_int (statement, 8, row->number);
  return reeve_statement_run (statement, NULL, error);
}

ReeveListing *
reeve_bulk_job_rows_list (ReeveTx *tx, const char *job, const ReeveQuery *query, GError **error)
{
  const ReeveListSpec spec = { ROWS, reeve_bulk_job_row_get_type (), row_sorts, FALSE };
  const char *const bind[] = { job, NULL };
  const char *state = reeve_query_get_filter (query, "state");
  const char *where = "job = $1";
  g_autoptr (ReeveQuery) bound = reeve_query_copy (query);

  /* Written out, or the partial indexes would not be seen to fit. */
  if (g_strcmp0 (state, "failed") == 0)
    where = "job = $1 AND state = 'failed'";
  else if (g_strcmp0 (state, "unchanged") == 0)
    where = "job = $1 AND state = 'unchanged'";
  else if (g_strcmp0 (state, "done") == 0)
    where = "job = $1 AND state = 'done'";
  else if (g_strcmp0 (state, "waiting") == 0)
    where = "job = $1 AND state = 'waiting'";
  else if (state != NULL)
    {
      reeve_error_add_member (error, "?state", "choice", "is none of the states");
      return NULL;
    }
  reeve_query_set_filter (bound, "job", job); /* the cursor is of this job and no other */
  return reeve_rows_list (tx, &spec, bound, where, bind, error);
}
