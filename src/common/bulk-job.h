/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A bulk job: one change for very many, worked off by the service some hundred rows at a time. Whoever
 * started it may go; it ends when every row has been looked at, when somebody cancels it, or when the person
 * in whose name it works may no longer do what it does. What it did until then stays, and every row says what
 * became of it. */

#pragma once

#include "common/record.h"

G_BEGIN_DECLS

#define REEVE_BULK_JOB_USER_IMPORT       "user-import"
#define REEVE_BULK_JOB_INVITATION_IMPORT "invitation-import"
#define REEVE_BULK_JOB_USER_BULK         "user-bulk"

#define REEVE_BULK_JOB_MAX_ROWS 200000

REEVE_DECLARE_RECORD (ReeveBulkJob, reeve_bulk_job, BULK_JOB)
struct _ReeveBulkJob
{
  ReeveRecord parent_instance;

  char *id; /* also the batch of its audit entries: what undoes it */
  gint64 version;
  const char *kind;   /* one of the three above */
  const char *state;  /* one of reeve_bulk_job_states */
  const char *action; /* (nullable): of a "user-bulk", as in ReeveUserBulk */
  char *problem;      /* (nullable): why it failed: "denied", "internal" */
  gint64 total;
  gint64 processed; /* rows looked at */
  gint64 done;      /* made or changed */
  gint64 unchanged; /* there already, or so already */
  gint64 failed;
  GStrv roles;   /* (nullable): for rows without their own, or for "set-roles" */
  GStrv groups;  /* (nullable): for everybody of an import */
  char *message; /* (nullable): for every invitation */
  gint64 expires;
  gint64 created;
  char *created_by;
  char *created_by_name;
  gint64 started;
  gint64 finished;
};

/* "receiving" (shown to nobody), "waiting", "running", "done", "cancelled", "failed" */
extern const char *const reeve_bulk_job_states[];
extern const char *const reeve_bulk_job_sorts[];
extern const char *const reeve_bulk_job_row_filters[];

/* One row of it. */
REEVE_DECLARE_RECORD (ReeveBulkJobRow, reeve_bulk_job_row, BULK_JOB_ROW)
struct _ReeveBulkJobRow
{
  ReeveRecord parent_instance;

  char *id;      /* its number, as text */
  gint64 number; /* from 1 */
  gint64 line;   /* of the file; 0: there was none */
  char *email;
  char *display_name;
  GStrv roles;
  char *subject;     /* (nullable): the user or invitation that it became or is about; of an undo before it is
                        done, the audit entry to turn back */
  const char *state; /* "waiting", "done", "unchanged", "failed" */
  char *reason;      /* (nullable): a stable word, as in ReeveUserImportRow and ReeveUserRefusal */
  char *message;     /* (nullable): the same in English */
};

gboolean reeve_bulk_job_is_over (ReeveBulkJob *self);

G_END_DECLS
