/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The tables of a bulk job and of its rows. All is the service's to write. */

#include "config.h"

#include "common/bulk-job.h"

#include "common/group.h"
#include "common/user-bulk.h"

const char *const reeve_bulk_job_states[] = { "receiving", "waiting", "running", "done",
                                              "cancelled", "failed",  NULL };
const char *const reeve_bulk_job_sorts[] = { "created", NULL };
const char *const reeve_bulk_job_row_filters[] = { "state", NULL };

static const char *const kinds[] = { REEVE_BULK_JOB_USER_IMPORT, REEVE_BULK_JOB_INVITATION_IMPORT,
                                     REEVE_BULK_JOB_USER_BULK, NULL };
static const char *const row_states[] = { "waiting", "done", "unchanged", "failed", NULL };

#define COUNT(wire, member, words)       \
  { wire,                                \
    REEVE_FIELD_INTEGER,                 \
    offsetof (ReeveBulkJob, member),     \
    REEVE_READ_ONLY | REEVE_NOT_AUDITED, \
    .max = G_MAXINT32,                   \
    .summary = words }

static const ReeveField fields[] = {
  { "id", REEVE_FIELD_ID, offsetof (ReeveBulkJob, id), REEVE_READ_ONLY,
    .summary = "UUIDv7; also the batch that undoes it." },
  { "version", REEVE_FIELD_INTEGER, offsetof (ReeveBulkJob, version), REEVE_READ_ONLY | REEVE_NOT_AUDITED,
    .summary = "Grows with every step." },
  { "kind", REEVE_FIELD_CHOICE, offsetof (ReeveBulkJob, kind), REEVE_READ_ONLY, .choices = kinds,
    .summary = "What is done." },
  { "state", REEVE_FIELD_CHOICE, offsetof (ReeveBulkJob, state), REEVE_READ_ONLY,
    .choices = reeve_bulk_job_states, .summary = "How far it is." },
  { "action", REEVE_FIELD_CHOICE, offsetof (ReeveBulkJob, action), REEVE_READ_ONLY,
    .choices = reeve_user_bulk_actions, .summary = "Of a user-bulk: what is done with each." },
  { "problem", REEVE_FIELD_TEXT, offsetof (ReeveBulkJob, problem), REEVE_READ_ONLY, .max = 64,
    .summary = "A stable word that says why it failed." },
  COUNT ("total", total, "How many rows it has."),
  COUNT ("processed", processed, "How many of them have been looked at."),
  COUNT ("done", done, "How many users or invitations were made or changed."),
  COUNT ("unchanged", unchanged, "How many were there, or so, already."),
  COUNT ("failed", failed, "How many could not be done."),
  { "roles", REEVE_FIELD_TEXTS, offsetof (ReeveBulkJob, roles), REEVE_READ_ONLY, .max = 16,
    .summary = "The roles that were chosen for all." },
  { "groups", REEVE_FIELD_TEXTS, offsetof (ReeveBulkJob, groups), REEVE_READ_ONLY,
    .max = REEVE_GROUP_MAX_OF_USER, .summary = "Ids of the groups that were chosen for all." },
  { "message", REEVE_FIELD_LINES, offsetof (ReeveBulkJob, message), REEVE_READ_ONLY, .max = 1000,
    .summary = "For every mail of an invitation." },
  { "expires", REEVE_FIELD_TIME, offsetof (ReeveBulkJob, expires), REEVE_READ_ONLY,
    .summary = "Until when the invitations can be accepted." },
  { "created", REEVE_FIELD_TIME, offsetof (ReeveBulkJob, created), REEVE_READ_ONLY,
    .summary = "When it was asked for." },
  { "created-by", REEVE_FIELD_ID, offsetof (ReeveBulkJob, created_by), REEVE_READ_ONLY,
    .summary = "The account in whose name it works." },
  { "created-by-name", REEVE_FIELD_TEXT, offsetof (ReeveBulkJob, created_by_name), REEVE_READ_ONLY,
    .max = 500, .summary = "The person's name and address." },
  { "started", REEVE_FIELD_TIME, offsetof (ReeveBulkJob, started), REEVE_READ_ONLY | REEVE_NOT_AUDITED,
    .summary = "When its first row was looked at." },
  { "finished", REEVE_FIELD_TIME, offsetof (ReeveBulkJob, finished), REEVE_READ_ONLY | REEVE_NOT_AUDITED,
    .summary = "When it ended; it is forgotten 30 days later." },
};
REEVE_DEFINE_RECORD (ReeveBulkJob, reeve_bulk_job, "bulk-job", "bulk-jobs", fields)

static const ReeveField row_fields[] = {
  { "id", REEVE_FIELD_TEXT, offsetof (ReeveBulkJobRow, id), REEVE_READ_ONLY, .max = 20,
    .summary = "Its number." },
  { "number", REEVE_FIELD_INTEGER, offsetof (ReeveBulkJobRow, number), REEVE_READ_ONLY,
    .summary = "From 1, in the order of the file." },
  { "line", REEVE_FIELD_INTEGER, offsetof (ReeveBulkJobRow, line), REEVE_READ_ONLY,
    .summary = "Where the row begins in the file; 0 without one." },
  { "email", REEVE_FIELD_TEXT, offsetof (ReeveBulkJobRow, email), REEVE_READ_ONLY, .max = 254,
    .summary = "The address." },
  { "display-name", REEVE_FIELD_TEXT, offsetof (ReeveBulkJobRow, display_name), REEVE_READ_ONLY, .max = 254,
    .summary = "The name." },
  { "roles", REEVE_FIELD_TEXTS, offsetof (ReeveBulkJobRow, roles), REEVE_READ_ONLY, .max = 16,
    .summary = "The roles." },
  { "subject", REEVE_FIELD_ID, offsetof (ReeveBulkJobRow, subject), REEVE_READ_ONLY,
    .summary = "The user or the invitation." },
  { "state", REEVE_FIELD_CHOICE, offsetof (ReeveBulkJobRow, state), REEVE_READ_ONLY, .choices = row_states,
    .summary = "What became of it." },
  { "reason", REEVE_FIELD_TEXT, offsetof (ReeveBulkJobRow, reason), REEVE_READ_ONLY, .max = 64,
    .summary = "A stable word that says why it failed." },
  { "message", REEVE_FIELD_TEXT, offsetof (ReeveBulkJobRow, message), REEVE_READ_ONLY, .max = 500,
    .summary = "The same in English." },
};
REEVE_DEFINE_RECORD (ReeveBulkJobRow, reeve_bulk_job_row, "bulk-job-row", NULL, row_fields)

gboolean
reeve_bulk_job_is_over (ReeveBulkJob *self)
{
  return self->finished != 0;
}
