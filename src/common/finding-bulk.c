/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The tables of their fields. */

#include "config.h"

#include "common/finding-bulk.h"

#include "common/error.h"
#include "common/finding.h"

#include <string.h>

/* Of notes: as JSON they may be twice as long, and a body has 1 MiB. */
#define MOST_BYTES (384 * 1024)

static const ReeveField decision_fields[] = {
  { "id", REEVE_FIELD_ID, offsetof (ReeveFindingDecision, id), REEVE_REQUIRED, .summary = "Of the finding." },
  { "version", REEVE_FIELD_INTEGER, offsetof (ReeveFindingDecision, version), REEVE_REQUIRED, .min = 1,
    .max = G_MAXINT64, .summary = "That it had when it was looked at; it is refused if it has another one." },
  { "state", REEVE_FIELD_CHOICE, offsetof (ReeveFindingDecision, state), REEVE_REQUIRED,
    .choices = reeve_finding_states, .summary = "What is made of it." },
  { "note", REEVE_FIELD_LINES, offsetof (ReeveFindingDecision, note), REEVE_FIELD_PLAIN,
    .max = REEVE_FINDING_NOTE_MAX, .summary = "Why; absent: it has no note any more." },
  { "due", REEVE_FIELD_TIME, offsetof (ReeveFindingDecision, due), REEVE_FIELD_PLAIN,
    .summary = "Of follow_up: when that is to be over." },
};
REEVE_DEFINE_RECORD (ReeveFindingDecision, reeve_finding_decision, "finding-decision", NULL, decision_fields)

static const ReeveField bulk_fields[] = {
  { "decisions", REEVE_FIELD_RECORDS, offsetof (ReeveFindingBulk, decisions), REEVE_REQUIRED,
    .max = REEVE_FINDING_DECISIONS, .record_type = reeve_finding_decision_get_type,
    .summary = "Each about one finding." },
};
REEVE_DEFINE_RECORD (ReeveFindingBulk, reeve_finding_bulk, "finding-bulk", NULL, bulk_fields)

static const ReeveField refusal_fields[] = {
  { "id", REEVE_FIELD_ID, offsetof (ReeveFindingRefusal, id), REEVE_READ_ONLY,
    .summary = "Of the finding that was left as it is." },
  { "code", REEVE_FIELD_TEXT, offsetof (ReeveFindingRefusal, code), REEVE_READ_ONLY, .max = 64,
    .summary = "The error that deciding on it alone would have answered." },
  { "reason", REEVE_FIELD_TEXT, offsetof (ReeveFindingRefusal, reason), REEVE_READ_ONLY, .max = 64,
    .summary = "A stable word that says more." },
  { "member", REEVE_FIELD_TEXT, offsetof (ReeveFindingRefusal, member), REEVE_READ_ONLY, .max = 64,
    .summary = "Which member of the decision it is about, as a JSON pointer." },
};
REEVE_DEFINE_RECORD (ReeveFindingRefusal, reeve_finding_refusal, "finding-refusal", NULL, refusal_fields)

static const ReeveField result_fields[] = {
  { "decided", REEVE_FIELD_RECORDS, offsetof (ReeveFindingBulkResult, decided), REEVE_READ_ONLY,
    .max = REEVE_FINDING_DECISIONS, .record_type = reeve_finding_get_type,
    .summary = "Those that are so now, in the order asked for." },
  { "refused", REEVE_FIELD_RECORDS, offsetof (ReeveFindingBulkResult, refused), REEVE_READ_ONLY,
    .max = REEVE_FINDING_DECISIONS, .record_type = reeve_finding_refusal_get_type,
    .summary = "Those that were left as they are, and why." },
  { "batch", REEVE_FIELD_ID, offsetof (ReeveFindingBulkResult, batch), REEVE_READ_ONLY,
    .summary = "Under which the audit trail has what changed." },
};
REEVE_DEFINE_RECORD (ReeveFindingBulkResult,
                     reeve_finding_bulk_result,
                     "finding-bulk-result",
                     NULL,
                     result_fields)

/* --- Using them --- */

static ReeveFindingDecision *
make_decision (ReeveFinding *finding)
{
  ReeveFindingDecision *decision = reeve_finding_decision_new ();

  decision->id = g_strdup (finding->id);
  decision->version = finding->version;
  decision->state = finding->state;
  decision->note = g_strdup (finding->note);
  decision->due = finding->due;
  return decision;
}

ReeveFindingBulk *
reeve_finding_bulk_take (GPtrArray *findings, guint from, guint *until)
{
  ReeveFindingBulk *self = reeve_finding_bulk_new ();
  gsize bytes = 0;
  guint i;

  self->decisions = g_ptr_array_new_with_free_func (g_object_unref);
  for (i = from; i < findings->len && i - from < REEVE_FINDING_DECISIONS && bytes < MOST_BYTES; i++)
    {
      ReeveFinding *finding = findings->pdata[i];

      bytes += finding->note != NULL ? strlen (finding->note) : 0;
      g_ptr_array_add (self->decisions, make_decision (finding));
    }
  *until = i;
  return self;
}

GError *
reeve_finding_refusal_to_error (ReeveFindingRefusal *self)
{
  ReeveErrorCode code = REEVE_ERROR_INTERNAL;
  GError *error = NULL;

  if (self->code != NULL && !reeve_error_code_from_wire (self->code, &code))
    code = REEVE_ERROR_INTERNAL; /* of a newer service */
  if (code != REEVE_ERROR_INVALID || self->member == NULL)
    return reeve_error_new (code, self->reason, "the finding was left as it is");
  reeve_error_add_member (&error, self->member, self->reason, "the finding was left as it is");
  return error;
}
