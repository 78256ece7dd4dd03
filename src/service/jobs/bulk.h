/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What works bulk jobs off: a thread that takes a chunk of a workspace's job, then one of the next
 * workspace's, with a pause after each in which everybody else comes first. Within a workspace one job
 * follows another. What a chunk is, it is told (api/bulk-work.h). */

#pragma once

#include "service/jobs/news.h"
#include "service/store/installation.h"

G_BEGIN_DECLS

/* One chunk: what came of it. */
typedef struct
{
  guint n_tries;             /* in: how often in a row it has failed, but for being busy */
  guint n_rows;              /* in: so many at most; 0: the usual */
  char *job;                 /* (nullable): its id; NULL: there was nothing to do */
  const char *noun;          /* what it changes: "user" */
  gboolean over;             /* that was the end of the job */
  GPtrArray *ended_sessions; /* of char * */
} ReeveBulkStep;

typedef gboolean (*ReeveBulkWork) (ReeveInstallation *installation,
                                   const char *workspace,
                                   ReeveBulkStep *step,
                                   gpointer data,
                                   GError **error);

typedef struct
{
  ReeveBulkWork work;
  gpointer data;
  ReeveNews news;
  void (*end_session) (const char *session, gpointer data); /* (nullable): with the data of the news */
} ReeveBulkOptions;

typedef struct _ReeveBulk ReeveBulk;

/* @installation is borrowed. (transfer full) */
ReeveBulk *reeve_bulk_start (ReeveInstallation *installation, const ReeveBulkOptions *options);
void reeve_bulk_stop (ReeveBulk *self); /* (transfer full): waits for the chunk that is being done */

/* There is a new job. Any thread; without a ReeveBulk on @installation it does nothing. */
void reeve_bulk_wake (ReeveInstallation *installation, const char *workspace);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveBulk, reeve_bulk_stop)

G_END_DECLS
