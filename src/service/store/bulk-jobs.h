/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Bulk jobs of one workspace, and their rows. A job that is being received, or was deleted, is there for
 * nobody but reeve_bulk_jobs_purge(). */

#pragma once

#include "common/bulk-job.h"
#include "common/query.h"
#include "service/store/db.h"

G_BEGIN_DECLS

/* Where a job was asked for, for the audit entries that it makes. */
typedef struct
{
  char *session;
  char *address;
} ReeveBulkJobSource;

void reeve_bulk_job_source_clear (ReeveBulkJobSource *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ReeveBulkJobSource, reeve_bulk_job_source_clear)

gboolean reeve_bulk_jobs_insert (ReeveTx *tx,
                                 ReeveBulkJob *job,
                                 const ReeveBulkJobSource *source,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Saves where its version is still the stored one. STALE, NOT_FOUND */
gboolean reeve_bulk_jobs_update (ReeveTx *tx, ReeveBulkJob *job, GError **error) G_GNUC_WARN_UNUSED_RESULT;
ReeveBulkJob *reeve_bulk_jobs_get (ReeveTx *tx, const char *id, GError **error); /* NOT_FOUND */
/* Newest first. INVALID, BUSY */
ReeveListing *reeve_bulk_jobs_list (ReeveTx *tx, const ReeveQuery *query, GError **error);
/* The one to work on: the oldest that is not over; *@job is NULL when there is none. */
gboolean reeve_bulk_jobs_find_next (ReeveTx *tx,
                                    ReeveBulkJob **job,
                                    ReeveBulkJobSource *source,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* How many are not over, those that are being received included. */
gboolean reeve_bulk_jobs_count_open (ReeveTx *tx, gint64 *n, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Hides it; its rows go bit by bit. */
gboolean
reeve_bulk_jobs_delete (ReeveTx *tx, const char *id, gint64 now, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Forgets what ended before @before and what was never received whole, and removes up to @step rows of what
 * is hidden. *@n: how many rows and jobs went. */
gboolean reeve_bulk_jobs_purge (ReeveTx *tx, gint64 before, gint64 now, guint step, gint64 *n, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

gboolean reeve_bulk_job_rows_insert (ReeveTx *tx, const char *job, ReeveBulkJobRow *row, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;
/* The rows behind @after, by number. (element-type ReeveBulkJobRow) */
GPtrArray *reeve_bulk_job_rows_read (ReeveTx *tx, const char *job, gint64 after, guint limit, GError **error);
/* Notes what became of it: state, subject, reason, message. */
gboolean reeve_bulk_job_rows_settle (ReeveTx *tx, const char *job, ReeveBulkJobRow *row, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;
/* In their order; filter "state". INVALID, BUSY */
ReeveListing *
reeve_bulk_job_rows_list (ReeveTx *tx, const char *job, const ReeveQuery *query, GError **error);

G_END_DECLS
